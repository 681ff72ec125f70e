"""Days and months. `today` is the portal's only clock.

Intervals are half-open inside (`since ≤ day < until`, until None: open) and inclusive on paper: `closing` turns the last day
on paper into `until`, `last_day` turns it back.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils import timezone

ONE_DAY = timedelta(days=1)


def today() -> date:
    """The date in the county now."""
    return timezone.localdate()


def full_years(since: date, on: date) -> int:
    """Those that are over on that day; one that began on 29 February is over on 1 March of common years."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def closing(last: date | None) -> date | None:
    """The first day after the last day on paper; 9999-12-31, which offices write for "for ever", stays itself."""
    if last is None or last == date.max:
        return last
    return last + ONE_DAY


def last_day(until: date | None) -> date | None:
    """The last day on paper of an interval that ends before until."""
    if until is None or until == date.max:
        return until
    return until - ONE_DAY


def until_words(last: date | None) -> str:
    """How an interval ends, after its first day: 至 2021-06-30, or 至今."""
    return "至今" if last is None else f"至 {last}"


def covers(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or day < until)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1 <= self.year <= 9999):
            raise ValueError(f"{self.year}-{self.number} 不是月份")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The month written as 2021-07.

        Raises:
            ValueError: text is anything else.
        """
        found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip(), re.ASCII)
        if not found:
            raise ValueError(f"月份应写成 2021-07 的样子，现在是 {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def eve(self) -> date:
        """The last day of the month before."""
        return self.first - ONE_DAY

    def plus(self, months: int) -> "Month":
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def through(self, last: "Month") -> Iterator["Month"]:
        """This month and the following ones up to last."""
        month = self
        while month <= last:
            yield month
            month = month.plus(1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def words(self) -> str:
        return f"{self.year}年{self.number}月"
