"""The forecast of the county as seen from a day: two years, month by month."""

import datetime
from dataclasses import dataclass

from dingnan_sw.lib.dates import Month
from incentives import facts
from incentives.forecast.spans import spans
from incentives.forecast.sweep import Forecast, Sweep
from incentives.forecast.towns import TownNeed, town_needs
from incentives.rules.rulebook import RuleBook

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Outlook:
    on: datetime.date
    forecast: Forecast
    towns: list[TownNeed]


def last_month(day: str) -> Month:
    """The last month of the forecast made on that day.

    Raises:
        ValueError: no day, or none with so many months after it.
    """
    return Month.of(datetime.date.fromisoformat(day)).plus(MONTHS - 1)


def outlook(on: datetime.date, book: RuleBook) -> Outlook:
    """From the month of that day on; the queries are as many for ten thousand people as for ten."""
    months = list(Month.of(on).through(last_month(on.isoformat())))
    residents = {year: facts.population(datetime.date(year, 12, 31)) for year in {month.year for month in months}}
    sweep = Sweep(
        base=facts.communities(on),
        spans=spans(on, months[-1].last, book),
        residents=lambda day: residents[day.year],
        book=book,
    )
    found = sweep.forecast(on, months)
    return Outlook(on, found, town_needs(found.now, book))
