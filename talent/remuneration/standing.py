"""A year's pay and covers, person by person: who was to be declared, who was, and how each compares."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery

from positions.access import Scope
from positions.models import Unit
from talent.models import Certificate, Person, Service
from talent.remuneration.floor import comparable, difference, missing
from talent.remuneration.models import Comparator, Cover, Pay
from talent.remuneration.rolls import READERS
from talent.remuneration.vocabulary import WATCHED_CATEGORIES, WATCHED_KIND
from talent.rolls.models import Checked
from talent.vocabulary import Level

Key = tuple[int, int]


@dataclass(frozen=True)
class Standing:
    """One person in one unit. level: as declared, else of the certificate held, None where neither is known; average: of
    the year for that level.

    expected tells whether the unit was to declare this person (三（二）).
    """

    person: Person
    unit: Unit
    level: int | None
    expected: bool
    pay: Pay | None
    cover: Cover | None
    average: Decimal | None

    @cached_property
    def comparable(self) -> Decimal | None:
        if self.average is None:
            return None
        return comparable(self.average, self.pay.months) if self.pay else self.average

    @cached_property
    def difference(self) -> Decimal | None:
        """Below zero: short of the average of the same conditions."""
        if self.pay is None or self.average is None:
            return None
        return difference(self.pay.amount, self.pay.months, self.average)

    @property
    def is_below(self) -> bool:
        return self.difference is not None and self.difference < 0

    @cached_property
    def missing(self) -> tuple[str, ...] | None:
        """None where nothing was declared."""
        return missing(self.cover.held) if self.cover else None

    @property
    def is_covered(self) -> bool:
        return self.missing == ()

    @property
    def level_words(self) -> str:
        return str(Level(self.level).label) if self.level else ""

    @property
    def town(self) -> str:
        community = self.unit.community
        town = self.unit.town or (community.town if community else None)
        return town.name if town else ""


def standings(scope: Scope, year: int, today: datetime.date) -> list[Standing]:
    """Everyone expected or declared, by unit and name; the expected are those of the year's last day, or of today."""
    seen = scope.only(*READERS)
    pays, covers, expected = _rows(Pay, seen, year), _rows(Cover, seen, year), _expected(seen, year, today)
    averages = dict(Comparator.objects.filter(year=year).values_list("level", "amount"))
    keys = {**expected, **pays, **covers}
    found = [_standing(key, expected, pays, covers, averages) for key in keys]
    return sorted(found, key=lambda one: (one.unit.name, one.person.name, one.person.pk))


def _rows(model: Any, seen: Scope, year: int) -> dict[Key, Any]:
    """What was declared for the year; what the bureau sent back does not count until it is mended."""
    rows = model.objects.filter(year=year, unit__in=Unit.objects.within(seen)).exclude(state=Checked.RETURNED)
    return {(row.person_id, row.unit_id): row for row in rows.select_related("person", *PLACES)}


def _expected(seen: Scope, year: int, today: datetime.date) -> dict[Key, Any]:
    """Holders who are heads or full-time staff of community organisations, with the `level` of their certificate."""
    day = min(datetime.date(year, 12, 31), today)
    held = Certificate.objects.within(seen).held(day).filter(person=OuterRef("person")).order_by("-level")
    services = Service.objects.within(seen).on(day).filter(unit__kind=WATCHED_KIND, category__in=WATCHED_CATEGORIES)
    holding = services.annotate(level=Subquery(held.values("level")[:1])).filter(level__isnull=False)
    return {(row.person_id, row.unit_id): row for row in holding.select_related("person", *PLACES)}


PLACES = ("unit__town", "unit__community__town")


def _standing(
    key: Key, expected: dict[Key, Any], pays: dict[Key, Pay], covers: dict[Key, Cover], averages: dict[int, Decimal]
) -> Standing:
    pay, cover, service = pays.get(key), covers.get(key), expected.get(key)
    row: Any = pay or service or cover
    level = pay.level if pay else service.level if service else None
    return Standing(
        row.person, row.unit, level, service is not None, pay, cover, averages.get(level) if level else None
    )


@dataclass(frozen=True, slots=True)
class Organisation:
    """A community organisation with those whom it was to declare."""

    unit: Unit
    town: str
    expected: int
    declared: int
    covered: int

    @property
    def is_declared(self) -> bool:
        return self.declared == self.expected


def organisations(found: Sequence[Standing]) -> list[Organisation]:
    """The organisations that have someone to declare, by name."""
    units: dict[int, list[Standing]] = {}
    for one in found:
        if one.expected:
            units.setdefault(one.unit.pk, []).append(one)
    return [_organisation(people) for people in units.values()]


def _organisation(people: Sequence[Standing]) -> Organisation:
    first = people[0]
    return Organisation(
        first.unit, first.town, len(people), _count(one.pay for one in people), _count(one.cover for one in people)
    )


def _count(declared: Iterable[Any]) -> int:
    return sum(1 for one in declared if one)
