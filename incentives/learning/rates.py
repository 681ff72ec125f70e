"""在职在岗培训率 — 一（一）: by town and by kind of unit, counted by the rule of the county's figure."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models.functions import Coalesce

from incentives import facts, reports
from incentives.rules.coverage import TrainingRate, training_day, training_rate
from incentives.rules.rulebook import RuleBook
from positions.access import EVERYTHING, Scope
from talent.models import Posting

NO_TOWN = "（没有登记所属镇）"
TOWN = Coalesce("service__unit__town__name", "service__unit__community__town__name")


@dataclass(frozen=True, slots=True)
class Share:
    """The rate of a town or a kind of unit; who is in posts of two of them counts in both."""

    name: str
    rate: TrainingRate

    @property
    def untrained(self) -> int:
        return self.rate.in_post - self.rate.trained


@dataclass(frozen=True, slots=True)
class Rates:
    on: datetime.date
    whole: TrainingRate
    towns: list[Share]
    kinds: list[Share]

    @property
    def untrained(self) -> int:
        return self.whole.in_post - self.whole.trained


def rates(on: datetime.date, today: datetime.date, book: RuleBook, scope: Scope = EVERYTHING) -> Rates:
    day = training_day(on, today)
    hours = Decimal(book.measure("training_target", on=on).values["hours"])
    people = facts.in_posts(day, scope)
    trained = set(facts.trained(people, on.year, hours).values_list("pk", flat=True))
    postings = list(
        Posting.objects.within(scope).on(day).values_list("service__person", TOWN, "service__unit__kind").order_by()
    )
    return Rates(
        on=on,
        whole=reports.training_on(on, today, book, scope),
        towns=_shares(((town or NO_TOWN, person) for person, town, _ in postings), trained),
        kinds=_shares(((kind, person) for person, _, kind in postings), trained),
    )


def _shares(members: Iterable[tuple[Any, int]], trained: set[int]) -> list[Share]:
    people: dict[Any, set[int]] = defaultdict(set)
    for name, person in members:
        people[name].add(person)
    return [Share(name, training_rate(len(some), len(some & trained))) for name, some in sorted(people.items())]


def day_of(year: int, today: datetime.date) -> datetime.date:
    """The day by which a year's rate is asked: its last, or today in the current year."""
    return today if year == today.year else datetime.date(year, 12, 31)
