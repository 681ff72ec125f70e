"""Ten years of a county of three hundred, at random: after each year everything that must hold of its money does. SEEDS: how many."""

import datetime
import gc
import os

import psycopg2
import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from dingnan_sw.audit.verifying import verify
from dingnan_sw.lib.money import in_words
from dingnan_sw.lib.paper import as_xlsx
from dingnan_sw.lib.secrets import write_sealed
from incentives.paying.models import Entry, Line, Paper, Payment, Step
from incentives.paying.sheets import kinds as sheets
from incentives.paying.vocabulary import Item
from tests.county import unguarded
from tests.prove import decade
from tests.prove.reckoning import Reckoning, says_what_is_paid

SEEDS = int(os.environ.get("SEEDS", "1000"))
# Tests of their own: what one of them rolled back is cleaned away before the database grows slow with it.
PART = 50
PARTS = -(-SEEDS // PART)
COUNTED = (decade.FIRST, decade.FIRST + 2)  # years after which the database is much larger than before


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


@pytest.fixture
def swept():
    """What a county left is dead once it is rolled back, but stays in the way of the next ones until it is swept out from beside."""
    said = connection.get_connection_params()
    beside = psycopg2.connect(
        **{name: said[name] for name in ("dbname", "user", "password", "host", "port") if name in said}
    )
    beside.autocommit = True
    yield lambda: beside.cursor().execute("VACUUM")
    beside.close()


@pytest.fixture
def papers_apart(settings, home):
    """The files of so many decades are not left behind."""
    settings.DATA_DIR = home


@pytest.mark.parametrize("part", range(PARTS))
def test_after_every_year_of_every_decade_the_money_is_right(
    db, at_the_end, collected_between, swept, read_in_this_process, papers_apart, figure, part
):
    wrong = []
    for seed in range(SEEDS)[part * PART :][:PART]:
        with transaction.atomic():
            wrong += [f"种子 {seed}：{words}" for words in lived(seed)]
            assert Entry.objects.exists()
            transaction.set_rollback(True)
        collected_between()
        swept()
    demand = (
        f"共 {PARTS} 组，每组 {min(PART, SEEDS)} 个县、每县 {decade.PEOPLE} 人、{decade.YEARS} 年，每年末账目各项都成立"
    )
    figure("十年模拟", demand, f"一组不成立 {len(wrong)} 处 {wrong[:3]}", not wrong)


def lived(seed):
    """What was wrong at the end of a year of this decade."""
    county, wrong = decade.Decade(seed), []
    reckoning = Reckoning(county)
    for year in range(decade.FIRST, decade.LAST + 1):
        county.year(year)
        if year in COUNTED:
            counted()
        wrong += reckoning.wrong(year)
    return wrong + ([] if verify().holds else ["审计链断了"])


def counted():
    """The planner learns how much there is by now, which nobody tells it within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def more(rows):
    """One yuan in the last of them."""
    with unguarded(rows.model):
        rows.model.objects.filter(pk=rows.order_by("pk").last().pk).update(amount=F("amount") + 1)


def another_line():
    with unguarded(Line):
        Line.objects.filter(pk=Line.objects.filter(item=Item.ALLOWANCE).last().pk).update(basis="")


def another_file():
    write_sealed(Paper.objects.last().path, b"other")


def unapproved():
    with unguarded(Step):
        Step.objects.filter(state="approved").last().delete()


def left_early():
    person = Entry.objects.live().filter(month__isnull=False).last().person
    person.services.update(until=F("since") + datetime.timedelta(days=1))


# What was done behind the portal's back → what is said of it.
HARMS = (
    (lambda: more(Entry.objects.live().filter(item=Item.ALLOWANCE)), ("批次合计", "津贴账与登记不符")),
    (lambda: more(Entry.objects.live().filter(item=Item.BONUS)), ("批次合计", "奖励账与登记不符")),
    (lambda: more(Payment.objects.filter(batch__kind=Item.BONUS)), ("不平",)),
    (another_line, ("已送财政的第",)),
    (unapproved, ("没有审批就入账",)),
    (left_early, ("离开以后还有津贴", "津贴账与登记不符")),
    (another_file, ("留存的文件",)),
)


def test_what_was_done_behind_the_portals_back_does_not_pass_unnoticed(db, at_the_end, papers_apart):
    county = decade.Decade(0)
    reckoning = Reckoning(county)
    county.year(decade.FIRST)
    assert reckoning.wrong(decade.FIRST) == []
    for harm, words in HARMS:
        with transaction.atomic():
            harm()
            told = " ".join(reckoning.wrong(decade.FIRST))
            transaction.set_rollback(True)
        assert [word for word in words if word not in told] == [], told


@pytest.mark.parametrize("kind", list(Item))
def test_a_sheet_whose_sum_or_words_are_not_the_batchs_is_told(db, at_the_end, monkeypatch, kind):
    county = decade.Decade(0)
    county.office.on = datetime.date(decade.FIRST, 3, 28)
    batch = county.office.allowances("2021-03") if kind is Item.ALLOWANCE else county.office.bonuses(2020)
    county.pay(batch)

    def says(more=0):
        monkeypatch.setattr("dingnan_sw.lib.paper.xlsx.in_words", lambda amount: in_words(amount + more))
        return says_what_is_paid(batch, as_xlsx(sheets.made(batch)["roster"][1](batch)))

    assert (says(), says(more=1)) == (True, False)
    batch.total += 1
    assert not says()
