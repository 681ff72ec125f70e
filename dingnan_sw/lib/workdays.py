"""Working days of China, from the yearly announcements kept in workdays.toml; a year without one has its weekends alone."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dingnan_sw.lib.dates import ONE_DAY

SATURDAY = 5


@cache
def _announced() -> dict[int, tuple[frozenset[date], frozenset[date]]]:
    """By year: the days off, and the weekend days worked."""
    stored = tomllib.loads(Path(__file__).with_name("workdays.toml").read_text())
    return {
        int(year): (frozenset(_days(year, entry["off"])), frozenset(_days(year, entry["work"])))
        for year, entry in stored.items()
    }


def _days(year: str, spans: list[str]) -> Iterator[date]:
    for span in spans:
        first, _, last = span.partition("/")
        day, end = (date.fromisoformat(f"{year}-{text}") for text in (first, last or first))
        while day <= end:
            yield day
            day += ONE_DAY


def announced(year: int) -> bool:
    """Whether the year's holidays are known; without them weekends alone count, and whoever shows a date says so."""
    return year in _announced()


def is_workday(day: date) -> bool:
    off, work = _announced().get(day.year, (frozenset(), frozenset()))
    return day in work or (day.weekday() < SATURDAY and day not in off)


def workday_after(day: date, count: int) -> date:
    """The count-th working day after day; the day itself is not counted."""
    while count:
        day += ONE_DAY
        count -= is_workday(day)
    return day


def workdays_between(first: date, last: date) -> int:
    """How many working days lie after first, up to and with last."""
    return sum(is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
