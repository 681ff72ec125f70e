"""Ten years of a county of three hundred, at random: after each year everything that must hold of its money does. SEEDS: how many."""

import datetime
import gc
import os

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dingnan_sw.audit.verifying import verify
from incentives.paying.models import Entry
from tests.county import unguarded
from tests.prove import decade

SEEDS = int(os.environ.get("SEEDS", "1000"))
# Tests of their own: what one of them rolled back is cleaned away before the database grows slow with it.
PART = 50
PARTS = -(-SEEDS // PART)


@pytest.fixture
def at_the_end(monkeypatch):
    """The clock at the end of the decade, going on as always."""
    apart = timezone.make_aware(datetime.datetime.combine(decade.END, datetime.time(9))) - timezone.now()
    real = timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + max(apart, datetime.timedelta()))


@pytest.fixture
def collected_between():
    """A decade makes many small things that live as long as it does: looking through them again and again takes a tenth of its time."""
    gc.disable()
    yield gc.collect
    gc.enable()


@pytest.mark.parametrize("part", range(PARTS))
def test_after_every_year_of_every_decade_the_money_is_right(db, at_the_end, collected_between, figure, part):
    wrong = []
    for seed in range(SEEDS)[part * PART :][:PART]:
        with transaction.atomic():
            wrong += [f"种子 {seed}：{words}" for words in lived(seed)]
            assert Entry.objects.exists()
            transaction.set_rollback(True)
        collected_between()
    demand = (
        f"共 {PARTS} 组，每组 {min(PART, SEEDS)} 个县、每县 {decade.PEOPLE} 人、{decade.YEARS} 年，每年末账目各项都成立"
    )
    figure("十年模拟", demand, f"一组不成立 {len(wrong)} 处 {wrong[:3]}", not wrong)


def lived(seed):
    """What was wrong at the end of a year of this decade."""
    county, wrong = decade.Decade(seed), []
    for year in range(decade.FIRST, decade.FIRST + decade.YEARS):
        county.year(year)
        wrong += county.wrong(year)
    return wrong + ([] if verify().holds else ["审计链断了"])


def test_a_yuan_too_much_in_one_entry_does_not_pass_unnoticed(db, at_the_end):
    lived_in = decade.Decade(0)
    lived_in.year(decade.FIRST)
    assert lived_in.wrong(decade.FIRST) == []
    with unguarded(Entry):
        Entry.objects.filter(pk=Entry.objects.filter(kind="pay").first().pk).update(amount=F("amount") + 1)
    told = " ".join(lived_in.wrong(decade.FIRST + decade.YEARS - 1))
    assert ("批次合计" in told, "账与登记不符" in told) == (True, True)
