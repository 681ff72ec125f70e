"""What an amendment gives and takes: by hand for a small county, and that it always adds up."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentives.amendments.book import book_with, current_book
from incentives.amendments.effects import TO_DATE, Effects, Place, effects, first_month, flows, periods
from incentives.rules.allowance import monthly_allowance
from incentives.rules.exam_bonus import exam_bonus
from incentives.rules.facts import CertificateFact, Interval, PersonFacts, ServiceFact
from incentives.rules.overlay import overlaid
from incentives.rules.rulebook import build, standard_book, standard_source
from incentives.rules.timeline import facts_of_month
from incentives.rules.vocabulary import NOTHING, STAFF_CATEGORIES, UNIT_KINDS, Level, Outcome
from positions.vocabulary import UnitKind
from talent.models import Person
from talent.vocabulary import Level as RegisterLevel
from talent.vocabulary import StaffCategory
from tests import county
from tests.amendments.proposals import text

ON = datetime.date(2022, 8, 15)
YEARS = (2022, 2023, 2024, 2025)


@pytest.fixture
def small(db):
    """Two assistants in a committee (one leaves at the end of 2023) and a social worker in a station, without an allowance."""
    committee = county.committee()
    station = county.unit("天九镇便民服务中心", UnitKind.TOWN_STATION, place=county.town("天九镇", "360728103"))
    people = [county.person(number, name) for number, name in ((1, "甲"), (2, "乙"), (3, "丙"))]
    county.serve(people[0], committee)
    county.serve(people[1], committee, until=datetime.date(2024, 1, 1))
    county.serve(people[2], station, StaffCategory.STATION_CADRE)
    for number, one in enumerate(people):
        level = RegisterLevel.SOCIAL_WORKER if number == 2 else RegisterLevel.ASSISTANT
        county.certify(one, f"DEMO{number}", level)


def found(body):
    return effects(current_book(), book_with(text(body)), ON)


def by_year(sums):
    return [str(sums[key].difference) for key in (TO_DATE, *YEARS)]


# Certificates of 2021-06-20, so owed from 2021-07: 14 months to 2022-08. (change, to date, 2022, 2023, 2024, 2025, people)
BY_HAND = [
    ("assistants 20.00 more from July 2022: 2 months to date, 6 in 2022", '[[monthly_allowance]]\nfrom = 2022-07-01\nassistant = "120.00"\n',
     "80.00 240.00 480.00 240.00 240.00", "甲乙"),
    ("the same from the middle of a month counts from the next", '[[monthly_allowance]]\nfrom = 2022-07-02\nassistant = "120.00"\n',
     "40.00 200.00 480.00 240.00 240.00", "甲乙"),
    ("a rate nobody draws", '[[monthly_allowance]]\nfrom = 2022-07-01\nsenior = "300.00"\n', "0.00 0.00 0.00 0.00 0.00", ""),
    ("pay from 2022 only: 6 months of 2021 back from each", '[[allowance_start]]\nfrom = 2020-01-01\nmonth = "2022-01"\n',
     "-1200.00 0.00 0.00 0.00 0.00", "甲乙"),
    ("no allowance for committees from 2024", '[[allowance_community]]\nfrom = 2024-01-01\nkinds = ["村委会"]\n',
     "0.00 0.00 0.00 -1200.00 -1200.00", "甲"),
    ("stations no longer among the bonus units: to be decided, so not payable", '[[exam_bonus_units]]\nfrom = 2020-01-01\nkinds = ["社区居委会"]\n',
     "-2000.00 0.00 0.00 0.00 0.00", "丙"),
    ("a bonus of 2,500 from exam year 2021", '[[exam_bonus]]\nfrom = 2021-01-01\nsocial_worker = "2500.00"\n', "500.00 0.00 0.00 0.00 0.00", "丙"),
    ("a target moves no money", "[[holders_target]]\nfrom = 2022-01-01\nper_mille = 2\n", "0.00 0.00 0.00 0.00 0.00", ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "sums", "names"), [row[1:] for row in BY_HAND], ids=[row[0] for row in BY_HAND])
def test_a_small_county_by_hand(small, body, sums, names):
    told = found(body)
    assert (by_year(told.totals), "".join(sorted(one.name for one in told.people))) == (
        sums.split(),
        "".join(sorted(names)),
    )


def test_both_sides_are_told_and_not_the_difference_alone(small):
    told = found('[[monthly_allowance]]\nfrom = 2022-07-01\nassistant = "120.00"\n')
    assert [(str(told.totals[key].old), str(told.totals[key].new)) for key in (TO_DATE, 2023, 2024)] == [
        ("6800.00", "6880.00"),  # 2 × 14 months, and bonuses of 1000, 1000 and 2000
        ("2400.00", "2880.00"),
        ("1200.00", "1440.00"),
    ]


def test_sums_stand_under_level_kind_and_town(small):
    told = found('[[exam_bonus]]\nfrom = 2021-01-01\nassistant = "1100.00"\nsocial_worker = "1900.00"\n')
    groups = {
        by: {word: str(sums[TO_DATE].difference) for word, sums in rows.items()} for by, rows in told.groups.items()
    }
    assert groups == {
        "level": {"初级": "200.00", "中级": "-100.00"},
        "kind": {"社区居委会": "200.00", "镇基层站所": "-100.00"},
        "town": {"历市镇": "200.00", "天九镇": "-100.00"},
    }
    assert (told.gaining(TO_DATE), told.losing(TO_DATE)) == ([Decimal(100), Decimal(100)], [Decimal(-100)])


def test_an_empty_change_costs_exactly_nothing(small):
    told = found("")
    assert {str(told.difference(period.key)) for period in told.periods} == {"0.00"}
    assert (told.people, told.examined) == ([], 3)


def test_a_correction_of_a_wrong_rate_yields_exactly_the_difference(small):
    wrong = text('[[monthly_allowance]]\nfrom = 2022-07-01\nassistant = "143.18"\n')
    right = text('[[monthly_allowance]]\nfrom = 2022-07-01\nassistant = "143.80"\n')
    told = effects(book_with(wrong), book_with(wrong, right), ON)
    assert by_year(told.totals) == ["2.48", "7.44", "14.88", "7.44", "7.44"]


def test_the_number_of_queries_does_not_grow_with_the_people(small, django_assert_max_num_queries):
    county.many(30, county.committee("乙社区居民委员会", "360728100002"))
    with django_assert_max_num_queries(11):
        told = effects(current_book(), current_book(), ON)
    assert told.examined == 33


def test_who_reaches_the_statutory_age_draws_nothing_after_it(small):
    """Born on 1962-10-20, a man of 60 in October 2022: of the six months from July only July to October are raised."""
    one = Person.objects.get(name="甲")
    one.id_number = county.id_number(1, "19621020")
    one.derive().save()
    raised = '[[monthly_allowance]]\nfrom = 2022-07-01\nassistant = "120.00"\n'
    assert by_year(found(raised).totals) == ["80.00", "200.00", "240.00", "0.00", "0.00"]


# Whatever the facts and the change ------------------------------------------------------------------

DAYS = st.dates(datetime.date(2019, 6, 1), datetime.date(2026, 6, 1))
KINDS, CATEGORIES = st.sampled_from(sorted(UNIT_KINDS)), st.sampled_from(sorted(STAFF_CATEGORIES))
LIKELY = st.sampled_from([("社区居委会", "社区工作者"), ("学校", "事业单位在编"), ("镇基层站所", "站所干部")])
AMOUNTS = st.decimals(min_value="260.00", max_value="900.00", places=2).map(str)
UNITS = ("甲", "乙", "丙")
PLACES = {"甲": Place("社区居委会", "历市镇"), "乙": Place("学校", "天九镇")}


@st.composite
def intervals(draw):
    since, until = draw(DAYS), draw(st.none() | DAYS)
    return since, until if until is None or until > since else None


@st.composite
def services(draw):
    (since, until), (kind, category) = draw(intervals()), draw(LIKELY | st.tuples(KINDS, CATEGORIES))
    filed = [Interval(since, until)] if draw(st.booleans()) else []
    return ServiceFact(draw(st.sampled_from(UNITS)), kind, category, since, until, tuple(filed))


@st.composite
def people(draw):
    held = [
        CertificateFact(draw(st.sampled_from(Level)), f"DEMO{number}", day.year, day)
        for number, day in enumerate(draw(st.lists(DAYS, max_size=3)))
    ]
    return PersonFacts(tuple(held), tuple(draw(st.lists(services(), max_size=3))))


@st.composite
def amendments(draw):
    since = draw(st.dates(datetime.date(2020, 1, 1), datetime.date(2027, 1, 1)))
    some = st.lists(KINDS, min_size=1, max_size=6, unique=True)
    rows = {
        "monthly_allowance": {"assistant": draw(AMOUNTS), "senior": draw(AMOUNTS)},
        "exam_bonus": {"assistant": draw(AMOUNTS), "senior": draw(AMOUNTS)},
        "exam_bonus_upgrade": {"mode": "difference"},
        "exam_bonus_units": {"kinds": draw(some)},
        "allowance_community": {"kinds": draw(some)},
    }
    chosen = draw(st.sets(st.sampled_from(sorted(rows))))
    head = {"document": "测", "clause": "测", "phrase": "测"}
    return {**head, **{scale: [{"from": since, **rows[scale]}] for scale in sorted(chosen)}}


def compared(county_facts, old, new):
    told = Effects(periods(ON, first_month(old, new)))
    for number, facts in enumerate(county_facts):
        before, after = (list(flows(facts, book, told.periods)) for book in (old, new))
        told.take(Person(pk=number + 1, name=f"某{number}"), before, after, PLACES)
    return told


@settings(max_examples=150, deadline=None)
@given(st.lists(people(), max_size=5), amendments())
def test_the_total_is_the_sum_of_its_people_and_of_each_group(county_facts, amendment):
    new = build(overlaid(standard_source(), [amendment]))
    told = compared(county_facts, standard_book(), new)
    for key in (period.key for period in told.periods):
        total = told.difference(key)
        assert total == sum((one.difference(key) for one in told.people), NOTHING)
        assert total == sum(told.gaining(key), NOTHING) + sum(told.losing(key), NOTHING)
        for rows in told.groups.values():
            assert total == sum((sums[key].difference for sums in rows.values()), NOTHING)


def month_by_month(person, book, year):
    firsts = [datetime.date(year, month, 1) for month in range(1, 13)]
    decisions = [monthly_allowance(facts_of_month(person, first), first, book) for first in firsts]
    bonuses = [exam_bonus(c, person, book) for c in person.certificates if c.exam_year == year]
    return sum((d.amount for d in (*decisions, *bonuses) if d.outcome is Outcome.PAYABLE), NOTHING)


@settings(max_examples=50, deadline=None)
@given(people(), amendments())
def test_a_year_is_what_the_rules_say_month_by_month(person, amendment):
    new = build(overlaid(standard_source(), [amendment]))
    told = compared([person], standard_book(), new)
    for year in YEARS:
        wanted = month_by_month(person, standard_book(), year), month_by_month(person, new, year)
        assert (told.totals[year].old, told.totals[year].new) == wanted


@settings(max_examples=50, deadline=None)
@given(st.lists(people(), max_size=5), amendments())
def test_there_and_back_again_costs_nothing(county_facts, amendment):
    old, new = standard_book(), build(overlaid(standard_source(), [amendment]))
    there, back = compared(county_facts, old, new), compared(county_facts, new, old)
    assert [there.difference(p.key) + back.difference(p.key) for p in there.periods] == [0] * 5


@settings(max_examples=30, deadline=None)
@given(st.lists(people(), max_size=5))
def test_an_empty_change_costs_nobody_anything(county_facts):
    told = compared(county_facts, standard_book(), build(standard_source()))
    assert (told.people, {str(told.difference(p.key)) for p in told.periods}) == ([], {"0.00"})
