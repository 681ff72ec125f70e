"""法定退休年龄: the day on which a person reaches it, raised step by step from 2025 on.

Decision of the Standing Committee of the National People's Congress of 2024-09-13: who would have retired in or after January
2025 retires later by one month for every four months (men and women of the 55 line) or two months (women of the 50 line)
begun since then, until 63, 58 and 55. Reckoned in months, as in the tables annexed to it.
"""

import calendar
from dataclasses import dataclass
from datetime import date

from incentives.rules.rulebook import RuleBook

RAISED_FROM = 2025 * 12


@dataclass(frozen=True, slots=True)
class Line:
    """An age before the raise and at its end, in years, and how many months of birth share one month of delay."""

    age: int
    raised: int
    every: int


MEN = Line(60, 63, 4)
WOMEN_55 = Line(55, 58, 4)
WOMEN_50 = Line(50, 55, 2)


def reaches(born: date, line: Line) -> date:
    """The day of the month of retirement that has the number of the birthday, or that month's last day."""
    before = born.year * 12 + born.month - 1 + line.age * 12
    month = before + _delay(before, line)
    year, number = month // 12, month % 12 + 1
    return date(year, number, min(born.day, calendar.monthrange(year, number)[1]))


def _delay(before: int, line: Line) -> int:
    if before < RAISED_FROM:
        return 0
    return min((before - RAISED_FROM) // line.every + 1, (line.raised - line.age) * 12)


def retirement_day(sex: str, born: date, category: str, book: RuleBook) -> date:
    """The last day of service of someone of that staff category (人员类别); sex is 男 or 女.

    A woman's line is the one that the book has for her category on the day in question, so that a dated change of the book
    works from its day on.

    Raises:
        ValueError: another word for the sex.
    """
    match sex:
        case "男":
            return reaches(born, MEN)
        case "女":
            return _womans_day(born, category, book)
        case _:
            raise ValueError(f"性别只能是男或女，现在是 {sex!r}")


def _womans_day(born: date, category: str, book: RuleBook) -> date:
    early, late = reaches(born, WOMEN_50), reaches(born, WOMEN_55)
    days = [early, *(day for day in book.changes("retirement") if early < day < late)]
    return next((day for day in days if category not in book.measure("retirement", on=day).names("women_at_55")), late)
