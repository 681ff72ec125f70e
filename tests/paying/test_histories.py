"""Whatever happens between batches, what was paid is what the facts give (the long form is under tests/prove)."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.paying.histories import FULL, Histories


@pytest.mark.django_db
def test_after_every_payment_the_ledger_holds_what_the_facts_give():
    run_state_machine_as_test(Histories, settings=FULL)
