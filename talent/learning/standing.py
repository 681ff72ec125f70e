"""How a certificate stands with its registration on a day (民发〔2009〕44号): a pure function of dates."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from dingnan_sw.lib.dates import last_day
from talent.learning.national import REGISTERING, in_force, months_later
from talent.learning.vocabulary import State


@dataclass(frozen=True, slots=True)
class Period:
    """since ≤ day < until."""

    since: datetime.date
    until: datetime.date


@dataclass(frozen=True, slots=True)
class Standing:
    """last is the last day to act: of the year for the first registration, or on which the registration is in force.

    period is the one in force or the last that was; until its end, renewals that follow without a gap included.
    """

    state: State
    last: datetime.date
    period: Period | None = None


def standing(
    obtained: datetime.date, periods: Sequence[Period], filed: Sequence[datetime.date], on: datetime.date
) -> Standing:
    """filed: the days of the applications that wait for an answer; one from before a period asks for no renewal of it."""
    terms = in_force(REGISTERING, on)
    period = _reached(periods, on)
    if period is None:
        last = months_later(obtained, terms.first_within)
        unfiled = State.IN_TIME if on <= last else State.OVERDUE
        return Standing(State.FILED if _waits(filed, datetime.date.min, on) else unfiled, last)
    last = last_day(period.until) or period.until
    if on < months_later(period.until, -terms.window):
        return Standing(State.VALID, last, period)
    ending = State.ENDING if on < period.until else State.ENDED
    return Standing(State.RENEWING if _waits(filed, period.since, on) else ending, last, period)


def _waits(filed: Sequence[datetime.date], since: datetime.date, on: datetime.date) -> bool:
    return any(since <= day <= on for day in filed)


def _reached(periods: Sequence[Period], on: datetime.date) -> Period | None:
    """The period that began last, drawn out by those that follow it without a gap; None before the first."""
    found: Period | None = None
    for period in sorted(periods, key=lambda one: one.since):
        if period.since <= on:
            found = period
        elif found and period.since <= found.until:
            found = Period(found.since, max(found.until, period.until))
    return found
