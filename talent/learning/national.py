"""The national rules of registration and continuing education: periods and hours, each with its first day and its source."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dingnan_sw.lib.dates import Month
from talent.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Registering:
    """Periods in months: the first registration after obtaining, how long one lasts, when renewal opens before its end."""

    since: datetime.date
    source: str
    first_within: int
    lasts: int
    window: int


@dataclass(frozen=True, slots=True)
class Education:
    """Hours of continuing education in a registration period, by level."""

    since: datetime.date
    source: str
    hours: Mapping[Level, int]


# Of the first only the year is known.
REGISTERING = (Registering(datetime.date(2009, 1, 1), "民发〔2009〕44号 第四条", first_within=12, lasts=36, window=3),)
EDUCATION = (
    Education(
        datetime.date(2009, 9, 7),
        "民发〔2009〕123号",
        {Level.ASSISTANT: 72, Level.SOCIAL_WORKER: 90, Level.SENIOR: 90},
    ),
)
DEGREE_HOURS = 90  # 民发〔2009〕123号: a degree in social work counts at once
# Days before an end on which its holder's unit is told: the bureau's own choice.
STAGES = (90, 30, 0)

Terms = TypeVar("Terms", Registering, Education)


def in_force(terms: Sequence[Terms], on: datetime.date) -> Terms:
    """Those of the day; the first ones for days before them."""
    begun = [one for one in terms if one.since <= on]
    return begun[-1] if begun else terms[0]


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of another month, or that month's last where it has no such day."""
    month = Month.of(day).plus(months)
    return month.first.replace(day=min(day.day, month.last.day))
