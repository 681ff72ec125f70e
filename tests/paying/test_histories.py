"""Whatever happens between batches, what was paid is what the facts give (the long form is under tests/prove)."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.paying.histories import FULL, LONG, ORDINARY, SHORT, Histories, examples


@pytest.mark.django_db
def test_after_every_payment_the_ledger_holds_what_the_facts_give(read_in_this_process, figure):
    run_state_machine_as_test(Histories, settings=FULL)
    demand = next((many for many in (LONG, ORDINARY) if examples >= many), SHORT)
    figure("随机历史的账与事实", f"{demand:,} 例 × 30 步，每步一致", f"{examples:,} 例全部一致")
