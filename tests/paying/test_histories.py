"""Whatever happens between batches, what was paid is what the facts give. HISTORIES: how many examples, 10,000 in the long form."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.paying.histories import FULL, PARTS, Histories


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_after_every_payment_the_ledger_holds_what_the_facts_give(part, read_in_this_process, figure):
    run_state_machine_as_test(Histories, settings=FULL)
    figure("随机历史的账与事实", "普通 500 例、长 10,000 例，各 30 步，每步一致", f"{FULL.max_examples:,} 例全部一致")
