"""Working days as the State Council's office announced them: a weekend day worked, a weekday off, and what lies beside them."""

from datetime import date, timedelta

import pytest

from dingnan_sw.lib import workdays
from dingnan_sw.lib.workdays import announced, is_workday, workday_after, workdays_between

YEARS = range(2020, 2027)

# year, holiday by holiday: first day off, last day off, the weekend days worked for it
ANNOUNCED = {
    2020: [
        ("01-01", "01-01", ""),
        ("01-24", "02-02", "01-19"),
        ("04-04", "04-06", ""),
        ("05-01", "05-05", "04-26 05-09"),
        ("06-25", "06-27", "06-28"),
        ("10-01", "10-08", "09-27 10-10"),
    ],
    2021: [
        ("01-01", "01-03", ""),
        ("02-11", "02-17", "02-07 02-20"),
        ("04-03", "04-05", ""),
        ("05-01", "05-05", "04-25 05-08"),
        ("06-12", "06-14", ""),
        ("09-19", "09-21", "09-18"),
        ("10-01", "10-07", "09-26 10-09"),
    ],
    2022: [
        ("01-01", "01-03", ""),
        ("01-31", "02-06", "01-29 01-30"),
        ("04-03", "04-05", "04-02"),
        ("04-30", "05-04", "04-24 05-07"),
        ("06-03", "06-05", ""),
        ("09-10", "09-12", ""),
        ("10-01", "10-07", "10-08 10-09"),
    ],
    2023: [
        ("01-01", "01-02", ""),
        ("01-21", "01-27", "01-28 01-29"),
        ("04-05", "04-05", ""),
        ("04-29", "05-03", "04-23 05-06"),
        ("06-22", "06-24", "06-25"),
        ("09-29", "10-06", "10-07 10-08"),
    ],
    2024: [
        ("01-01", "01-01", ""),
        ("02-10", "02-17", "02-04 02-18"),
        ("04-04", "04-06", "04-07"),
        ("05-01", "05-05", "04-28 05-11"),
        ("06-10", "06-10", ""),
        ("09-15", "09-17", "09-14"),
        ("10-01", "10-07", "09-29 10-12"),
    ],
    2025: [
        ("01-01", "01-01", ""),
        ("01-28", "02-04", "01-26 02-08"),
        ("04-04", "04-06", ""),
        ("05-01", "05-05", "04-27"),
        ("05-31", "06-02", ""),
        ("10-01", "10-08", "09-28 10-11"),
    ],
    2026: [
        ("01-01", "01-03", "01-04"),
        ("02-15", "02-23", "02-14 02-28"),
        ("04-04", "04-06", ""),
        ("05-01", "05-05", "05-09"),
        ("06-19", "06-21", ""),
        ("09-25", "09-27", ""),
        ("10-01", "10-07", "09-20 10-10"),
    ],
}


def days_of(year):
    return [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


def worked(year):
    return {date.fromisoformat(f"{year}-{day}") for *_, days in ANNOUNCED[year] for day in days.split()}


def off(year):
    spans = [(date.fromisoformat(f"{year}-{a}"), date.fromisoformat(f"{year}-{b}")) for a, b, _ in ANNOUNCED[year]]
    return {day for day in days_of(year) if any(first <= day <= last for first, last in spans)}


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_year_is_as_announced(year):
    weekdays = {day for day in days_of(year) if day.weekday() < 5}
    assert {day for day in days_of(year) if is_workday(day)} == weekdays - off(year) | worked(year)


@pytest.mark.parametrize(
    ("worked_weekend", "weekday_off"),
    [
        (date(2020, 1, 19), date(2020, 1, 31)),  # the holiday lengthened in its last days
        (date(2021, 9, 18), date(2021, 9, 20)),
        (date(2022, 4, 2), date(2022, 4, 4)),
        (date(2023, 6, 25), date(2023, 6, 22)),
        (date(2024, 5, 11), date(2024, 2, 16)),
        (date(2025, 2, 8), date(2025, 2, 4)),
        (date(2026, 2, 28), date(2026, 2, 23)),
    ],
)
def test_a_weekend_day_may_be_worked_and_a_weekday_off(worked_weekend, weekday_off):
    assert worked_weekend.weekday() >= 5 > weekday_off.weekday()
    assert is_workday(worked_weekend)
    assert not is_workday(weekday_off)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 2, 1), False),  # announced as worked, then made a day off
        (date(2020, 2, 3), True),
        (date(2022, 12, 30), True),
        (date(2022, 12, 31), False),
        (date(2023, 12, 29), True),
        (date(2024, 1, 2), True),
        (date(2024, 2, 9), True),  # New Year's Eve was recommended, not given
    ],
)
def test_the_days_that_are_easily_taken_wrong(day, expected):
    assert is_workday(day) is expected


@pytest.mark.parametrize("year", YEARS)
def test_only_weekend_days_are_worked_instead_and_no_day_is_both(year):
    days_off, days_worked = workdays._announced()[year]
    assert all(day.weekday() >= 5 for day in days_worked)
    assert not days_off & days_worked


def test_a_year_without_an_announcement_has_its_weekends_alone():
    assert [announced(year) for year in (2019, 2020, 2026)] == [False, True, True]
    assert is_workday(date(2019, 10, 1))
    assert not is_workday(date(2019, 10, 5))


@pytest.mark.parametrize(
    ("published", "fifth"),
    [
        (date(2021, 9, 30), date(2021, 10, 13)),  # over the holiday; Saturday the 9th is worked
        (date(2022, 9, 30), date(2022, 10, 12)),  # Saturday and Sunday after it are worked
        (date(2021, 3, 1), date(2021, 3, 8)),
        (date(2021, 3, 6), date(2021, 3, 12)),  # published on a Saturday
        (date(2022, 12, 30), date(2023, 1, 9)),  # over New Year
    ],
)
def test_five_working_days_begin_on_the_first_after_publication(published, fifth):
    assert workday_after(published, 5) == fifth
    assert workdays_between(published, fifth) == 5
    assert workdays_between(published, fifth - timedelta(days=1)) == 4
