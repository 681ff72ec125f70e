"""A county computed by hand: who is paid how long and how much next year, and what the exam may add."""

import datetime
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest

from dingnan_sw.lib.dates import Month
from incentives.budget.estimate import added, estimate
from incentives.budget.models import AccountCode, PassRate
from incentives.budget.rates import NOTHING, Range
from incentives.budget.vocabulary import Item
from incentives.rules.rulebook import standard_book
from incentives.rules.vocabulary import Level
from tests import county
from tests.budget.counties import TODAY, funds, register, worker

pytestmark = pytest.mark.django_db
day, yuan = datetime.date, Decimal
BOOK = standard_book()


@pytest.fixture
def committee():
    funds()
    return county.committee()


def told(found):
    """Each allowance row as (level, people, person-months, rate, amount)."""
    return [(row.level, row.people, row.person_months, f"{row.rate}", f"{row.amount}") for row in found.allowances]


def rated(since, **amounts):
    """The book with other rates from a day on."""
    entry = BOOK.scales["monthly_allowance"][-1]
    later = replace(entry, since=since, values=MappingProxyType({**entry.values, **amounts}))
    return replace(BOOK, scales=MappingProxyType({**BOOK.scales, "monthly_allowance": (entry, later)}))


def test_everyone_stays_for_twelve_months_at_the_rate_of_the_level(committee):
    for number, level in enumerate((Level.ASSISTANT, Level.ASSISTANT, Level.SOCIAL_WORKER, Level.SENIOR)):
        worker(number, committee, level=level)
    assert told(estimate(2027, BOOK, TODAY)) == [
        (Level.ASSISTANT, 2, 24, "100.00", "2400.00"),
        (Level.SOCIAL_WORKER, 1, 12, "150.00", "1800.00"),
        (Level.SENIOR, 1, 12, "260.00", "3120.00"),
    ]


@pytest.mark.parametrize(
    ("born", "sex", "months"),
    [
        ("19661231", "男", 6),  # 60 years and 6 months: on 2027-06-30
        ("19670101", "男", 8),  # 60 years and 7 months: on 2027-08-01, and the month of leaving is paid
        ("19670131", "男", 8),  # on 2027-08-31, the last day of the month
        ("19720101", "女", 8),  # the 55 line of community workers, 55 years and 7 months
        ("19800101", "女", 12),  # would have left at 50 and some months
    ],
)
def test_a_service_ends_at_the_statutory_age(committee, born, sex, months):
    worker(1, committee, born=born, sex=sex)
    assert told(estimate(2027, BOOK, TODAY)) == [(Level.ASSISTANT, 1, months, "100.00", f"{months * 100}.00")]


def test_who_serves_beyond_the_age_today_is_taken_to_stay(committee):
    worker(1, committee, born="19580101")
    assert told(estimate(2027, BOOK, TODAY)) == [(Level.ASSISTANT, 1, 12, "100.00", "1200.00")]


def test_an_end_on_record_before_the_retirement_counts(committee):
    worker(1, committee, born="19670101", until=day(2027, 3, 1))
    assert told(estimate(2027, BOOK, TODAY)) == [(Level.ASSISTANT, 1, 2, "100.00", "200.00")]


def test_a_new_rate_in_the_year_makes_a_second_row(committee):
    worker(1, committee)
    found = estimate(2027, rated(day(2027, 7, 1), assistant="123.45"), TODAY)
    assert told(found) == [(Level.ASSISTANT, 1, 6, "100.00", "600.00"), (Level.ASSISTANT, 1, 6, "123.45", "740.70")]
    assert [(row.first, row.last) for row in found.allowances] == [
        (Month(2027, 1), Month(2027, 6)),
        (Month(2027, 7), Month(2027, 12)),
    ]


def test_a_higher_certificate_on_record_moves_the_person_to_the_other_row(committee):
    one = worker(1, committee)
    county.certify(one, "DEMO9", Level.SOCIAL_WORKER, day(2027, 4, 10))
    assert told(estimate(2027, BOOK, TODAY)) == [
        (Level.ASSISTANT, 1, 4, "100.00", "400.00"),
        (Level.SOCIAL_WORKER, 1, 8, "150.00", "1200.00"),
    ]


def test_a_move_between_units_leaves_one_person_with_two_shares(committee):
    one = worker(1, committee, until=day(2027, 4, 1))
    county.serve(one, county.committee("乙村民委员会", "360728100201"), since=day(2027, 4, 1))
    (row,) = estimate(2027, BOOK, TODAY).allowances
    assert (row.people, [(share.unit, share.months) for share in row.shares]) == (
        1,
        [("甲社区居民委员会", 3), ("乙村民委员会", 9)],
    )


def test_every_cell_is_the_sum_of_its_people_and_so_are_months_and_funds(committee):
    people = [worker(n, committee, born=f"{1962 + n}0315", level=Level(1 + n % 3)) for n in range(12)]
    register(committee, people[0].name, person=people[0], level=Level.SOCIAL_WORKER)
    register(committee, "新来的")
    PassRate.objects.create(year=2025, level=Level.SOCIAL_WORKER, percent=yuan("33.33"))
    PassRate.objects.create(year=2026, level=Level.ASSISTANT, percent=yuan("21.43"))
    found = estimate(2027, BOOK, TODAY)
    for row in found.allowances:
        assert row.amount == sum(share.amount for share in row.shares) == row.rate * row.person_months
    allowances = sum(row.amount for row in found.allowances)
    assert sum(found.by_month().values()) == allowances
    assert sum((booking.amounts.expected for booking in found.bookings()), yuan()) == found.total.expected
    assert found.of(Item.ALLOWANCE).low >= allowances


def test_bonuses_of_certificates_in_the_register_are_certain_and_waiting_ones_only_possible(committee):
    station = county.unit("演示站所", "镇基层站所")
    one, clerk = worker(1, committee), county.person(9, "某公务员")
    county.certify(one, "DEMO8", Level.SOCIAL_WORKER, day(2027, 6, 20))
    county.serve(clerk, station, "公务员（参公）")
    county.certify(clerk, "DEMO9", Level.ASSISTANT, day(2027, 6, 20))
    assert estimate(2027, BOOK, day(2027, 8, 1)).of(Item.BONUS) == Range(yuan(2000), yuan(2000), yuan(3000))


def test_a_registration_counts_by_the_rates_of_the_last_five_years(committee):
    for year, percent in zip(range(2020, 2027), (90, 10, 20, 30, 40, 50, 0), strict=True):
        PassRate.objects.create(year=year, level=Level.ASSISTANT, percent=percent or "12.34")
    register(committee, "新来的")
    found = estimate(2027, BOOK, TODAY)
    assert found.of(Item.BONUS) == Range(yuan("123.40"), yuan("304.70"), yuan("500.00"))
    assert found.of(Item.ALLOWANCE) == Range(yuan("24.68"), yuan("60.94"), yuan("100.00"))  # November and December


def test_without_recorded_rates_the_results_of_registrations_tell(committee):
    for number, result in enumerate(("passed", "failed", "failed")):
        register(committee, f"往年{number}", exam_year=2025, result=result)
    register(committee, "新来的")
    assert estimate(2027, BOOK, TODAY).of(Item.BONUS).expected == yuan("333.30")


def test_without_any_rate_nothing_is_expected_and_all_is_possible(committee):
    register(committee, "新来的")
    assert estimate(2027, BOOK, TODAY).of(Item.BONUS) == Range(yuan(0), yuan(0), yuan(1000))


def test_who_passed_is_certain_until_the_certificate_is_in_the_register(committee):
    one = worker(1, committee)
    register(committee, one.name, person=one, level=Level.SOCIAL_WORKER, result="passed")
    before = estimate(2027, BOOK, TODAY)
    county.certify(one, "DEMO9", Level.SOCIAL_WORKER, day(2027, 10, 1))
    after = estimate(2027, BOOK, TODAY)
    assert before.total == after.total == Range(*[yuan("3300.00")] * 3)
    assert (len(before.expected), len(after.expected)) == (2, 0)


def test_an_exam_of_the_year_before_brings_allowance_for_all_twelve_months_and_no_bonus(committee):
    register(committee, "去年考的", exam_year=2026, result="passed")
    found = estimate(2027, BOOK, TODAY)
    assert (found.of(Item.ALLOWANCE).low, found.of(Item.BONUS).high) == (yuan(1200), yuan(0))


def test_the_accounts_follow_the_kind_of_the_unit(committee):
    worker(1, committee)
    worker(2, county.unit("乙村民委员会", "村委会"))
    AccountCode.objects.filter(item=Item.ALLOWANCE, unit_kind="村委会").delete()
    booked = {one.economic[:5]: one.amounts.expected for one in estimate(2027, BOOK, TODAY).bookings()}
    assert booked == {"30305": yuan(1200), "30399": yuan(1200)}


def test_a_pass_of_the_senior_exam_is_no_certificate_yet_and_only_possible(committee):
    one = worker(1, committee)
    register(committee, one.name, person=one, level=Level.SENIOR, exam_year=2026, result="passed")
    found = estimate(2027, BOOK, TODAY).of(Item.ALLOWANCE)
    assert (found.low, found.expected, found.high) == (yuan(1200), yuan(1200), yuan(3120))


def likely(found, item):
    """Each row of what is expected as (level, people, person-months, low, expected, high)."""
    rows = [row for row in found.expected if row.item is item]
    return [(row.level, row.people, row.person_months, *map(str, row.amounts.as_json().values())) for row in rows]


def rate(year, level, percent):
    PassRate.objects.create(year=year, level=level, percent=percent)


def test_who_registers_for_the_same_level_again_is_one_person_of_twelve_months(committee):
    one = worker(1, committee, level=Level.ASSISTANT)
    one.certificates.all().delete()
    for exam in (2026, 2027):
        register(committee, one.name, person=one, exam_year=exam)
    found = estimate(2027, BOOK, TODAY)
    assert likely(found, Item.ALLOWANCE) == [(Level.ASSISTANT, 1, 12, "0.00", "0.00", "1200.00")]
    # The bonus of 2027 is earned by who fails before.
    assert found.of(Item.BONUS) == Range(yuan(0), yuan(0), yuan(1000))


def test_the_second_exam_counts_as_often_as_the_first_is_failed(committee):
    for year, percent in ((2024, 20), (2025, 40)):
        rate(year, Level.ASSISTANT, percent)
    for exam in (2026, 2027):
        register(committee, "新来的", exam_year=exam)
    found = estimate(2027, BOOK, TODAY)
    # 1200 × 20 %, 30 %, 40 %, and two months after another try: 200 × 80 % × 20 %, 70 % × 30 %, 60 % × 40 %
    assert found.of(Item.ALLOWANCE) == Range(yuan("272.00"), yuan("402.00"), yuan("528.00"))
    # 1000 for who fails and then passes: least and most often by the rates of 2024 and 2025
    assert found.of(Item.BONUS) == Range(yuan("120.00"), yuan("210.00"), yuan("320.00"))
    assert likely(found, Item.ALLOWANCE) == [(Level.ASSISTANT, 1, 12, "272.00", "402.00", "528.00")]


def test_of_two_levels_of_one_exam_the_allowance_is_for_the_highest(committee):
    for level in (Level.ASSISTANT, Level.SOCIAL_WORKER):
        register(committee, "新来的", exam_year=2026, level=level)
    found = estimate(2027, BOOK, TODAY)
    assert likely(found, Item.ALLOWANCE) == [(Level.SOCIAL_WORKER, 1, 12, "0.00", "0.00", "1800.00")]


def test_the_lower_level_of_one_exam_counts_where_the_higher_is_failed(committee):
    for level, percent in ((Level.ASSISTANT, 50), (Level.SOCIAL_WORKER, 20)):
        rate(2025, level, percent)
        register(committee, "新来的", exam_year=2026, level=level)
    assert likely(estimate(2027, BOOK, TODAY), Item.ALLOWANCE) == [
        (Level.ASSISTANT, 1, 0, "480.00", "480.00", "480.00"),  # 1200 × 50 % × 80 %
        (Level.SOCIAL_WORKER, 1, 12, "360.00", "360.00", "360.00"),  # 1800 × 20 %
    ]


def test_a_higher_exam_adds_to_the_lower_that_was_passed_the_year_before_only_the_difference(committee):
    rate(2025, Level.SOCIAL_WORKER, 30)
    register(committee, "新来的", exam_year=2026, result="passed")
    register(committee, "新来的", exam_year=2027, level=Level.SOCIAL_WORKER)
    found = estimate(2027, BOOK, TODAY)
    assert likely(found, Item.ALLOWANCE) == [
        (Level.ASSISTANT, 1, 12, "1200.00", "1200.00", "1200.00"),
        (Level.SOCIAL_WORKER, 1, 2, "30.00", "30.00", "30.00"),  # 50 more in November and December
    ]
    assert likely(found, Item.BONUS) == [(Level.SOCIAL_WORKER, 1, None, "600.00", "600.00", "600.00")]


def test_a_pass_makes_the_other_certificate_of_the_year_wait_too(committee):
    one = county.person(1, "某甲")
    county.serve(one, committee)
    county.certify(one, "DEMO1", Level.ASSISTANT, day(2027, 6, 20))
    register(committee, one.name, person=one, level=Level.SOCIAL_WORKER, result="passed")
    before = estimate(2027, BOOK, TODAY)
    assert likely(before, Item.BONUS) == [(Level.SOCIAL_WORKER, 1, None, "-1000.00", "-1000.00", "2000.00")]
    assert before.of(Item.BONUS) == Range(yuan(0), yuan(0), yuan(3000))
    county.certify(one, "DEMO2", Level.SOCIAL_WORKER, day(2027, 10, 1))
    after = estimate(2027, BOOK, TODAY)
    assert (after.total, after.expected) == (before.total, [])


def test_the_more_likely_a_bonus_is_taken_away_the_lower_is_the_lowest(committee):
    one = county.person(1, "某甲")
    county.serve(one, committee)
    county.certify(one, "DEMO1", Level.ASSISTANT, day(2027, 6, 20))
    for year, percent in ((2024, 10), (2025, 30)):
        rate(year, Level.SOCIAL_WORKER, percent)
    register(committee, one.name, person=one, level=Level.SOCIAL_WORKER)
    assert estimate(2027, BOOK, TODAY).of(Item.BONUS) == Range(yuan(700), yuan(800), yuan(1600))


def test_two_levels_of_the_budget_year_both_wait_and_are_only_possible(committee):
    for level in (Level.ASSISTANT, Level.SOCIAL_WORKER):
        register(committee, "新来的", level=level, result="passed")
    found = estimate(2027, BOOK, TODAY)
    assert found.of(Item.BONUS) == Range(yuan(0), yuan(0), yuan(3000))
    assert found.of(Item.ALLOWANCE) == Range(*[yuan(300)] * 3)  # 150 in November and December, for the higher


def test_a_bonus_that_would_wait_for_the_kind_of_the_unit_is_only_possible():
    funds()
    register(county.unit("演示企业", "企业"), "新来的", result="passed")
    assert estimate(2027, BOOK, TODAY).of(Item.BONUS) == Range(yuan(0), yuan(0), yuan(1000))


def test_who_is_registered_by_name_alone_is_the_one_of_that_name_in_the_unit(committee):
    one = worker(1, committee)
    register(committee, one.name, exam_year=2026, level=Level.SOCIAL_WORKER, result="passed")
    found = estimate(2027, BOOK, TODAY)
    assert found.of(Item.ALLOWANCE) == Range(*[yuan(1800)] * 3)
    assert [part.person for row in found.expected for part in row.expected] == [one.pk]


def test_a_name_that_two_in_the_unit_have_tells_nobody(committee):
    one, other = worker(1, committee), worker(2, committee)
    type(other).objects.filter(pk=other.pk).update(name=one.name)
    register(committee, one.name, exam_year=2026, level=Level.SOCIAL_WORKER, result="passed")
    assert estimate(2027, BOOK, TODAY).of(Item.ALLOWANCE).low == yuan(2400 + 1800)


def test_who_left_the_unit_before_the_exams_is_not_meant_by_the_name(committee):
    one = worker(1, committee, until=day(2026, 1, 1))
    register(committee, one.name, exam_year=2026, level=Level.SOCIAL_WORKER, result="passed")
    (part,) = estimate(2027, BOOK, TODAY).expected[0].expected
    assert (part.person, part.allowance) == (None, yuan(1800))


def test_one_exam_written_down_with_and_without_the_id_number_counts_once(committee):
    one = county.person(1, "某甲")
    county.serve(one, committee)
    register(committee, one.name, person=one, result="passed")
    register(committee, one.name)
    found = estimate(2027, BOOK, TODAY)
    assert found.total == Range(*[yuan(1200)] * 3)
    assert [row.people for row in found.expected] == [1, 1]


def test_low_expected_and_high_stay_in_order_and_parts_add_up_whatever_is_registered(committee):
    for level in Level:
        for year, percent in ((2023, "33.33"), (2024, "66.67"), (2025, 95)):
            rate(year, level, percent)
    for number in range(16):
        for place, (exam, level) in enumerate(
            (e, v) for e in (2026, 2027) for v in (Level.ASSISTANT, Level.SOCIAL_WORKER)
        ):
            if number >> place & 1:
                register(committee, f"新{number}", exam_year=exam, level=level)
    found = estimate(2027, BOOK, TODAY)
    people = {one.examinee for row in found.expected for one in row.expected}
    assert len(people) == 15
    for item in (Item.ALLOWANCE, Item.BONUS):
        parts = [(one, added(one, item)) for row in found.expected if row.item is item for one in row.expected]
        assert sum((part for _, part in parts), NOTHING) == found.of(item)
        for someone in people:
            own = sum((part for one, part in parts if one.examinee == someone), NOTHING)
            assert own.low <= own.expected <= own.high <= {Item.ALLOWANCE: 1800, Item.BONUS: 3000}[item]
    for row in found.expected:
        assert (row.person_months or 0) <= 12 * row.people
