"""Certificate holders with the standing of their registration and the hours of its period, in a fixed number of queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Min, QuerySet

from positions.access import EVERYTHING
from positions.models import Unit
from talent.learning.models import Learning, Registration
from talent.learning.national import EDUCATION, in_force
from talent.learning.standing import Period, Standing, standing
from talent.learning.vocabulary import TONES
from talent.models import Certificate, Person, Training
from talent.rolls.models import Checked
from talent.vocabulary import Level

Held = tuple[int, int]  # person, level
Learned = tuple[datetime.date, Decimal]  # ended on, hours


@dataclass(slots=True)
class Holder:
    """A person at the highest level held. earned and needed are hours of the standing's period, None without one."""

    person: Person
    level: Level
    unit: Unit | None
    standing: Standing
    on: datetime.date
    number: str = ""
    earned: Decimal | None = None
    needed: int | None = None

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def unit_name(self) -> str:
        return self.unit.name if self.unit else ""

    @property
    def town(self) -> str:
        unit = self.unit
        place = unit and (unit.town or (unit.community and unit.community.town))
        return place.name if place else ""

    @property
    def tone(self) -> str:
        return TONES[self.standing.state]

    @property
    def days_left(self) -> int:
        """Below 0: since the last day."""
        return (self.standing.last - self.on).days

    @property
    def short(self) -> Decimal | None:
        """Hours that are still needed."""
        if self.earned is None or self.needed is None:
            return None
        return _plain(max(self.needed - self.earned, Decimal(0)))


def holders(people: QuerySet[Person], on: datetime.date) -> list[Holder]:
    """Of people loaded by with_standing, those who hold a certificate that day, by unit and name."""
    found = list(people.filter(level__isnull=False).order_by("unit_name", "name", "pk"))
    keys = [person.pk for person in found]
    obtained, registrations = _obtained(keys, on), _registrations(keys)
    units = Unit.objects.select_related("town", "community__town").defer("phone")
    by_pk = units.in_bulk({person.unit_id for person in found if person.unit_id})  # type: ignore[attr-defined] # annotated
    rows = [_holder(person, by_pk, obtained, registrations, on) for person in found]
    _add_hours(rows)
    return rows


def standing_of(person: Person, on: datetime.date) -> Holder | None:
    """The one of a person; None without a certificate that day."""
    return next(iter(holders(Person.objects.filter(pk=person.pk).with_standing(on, EVERYTHING), on)), None)


def _obtained(people: list[int], on: datetime.date) -> dict[Held, datetime.date]:
    held = Certificate.objects.held(on).filter(person__in=people).order_by()
    rows = held.values_list("person", "level").annotate(first=Min("obtained_on"))
    return {(person, level): first for person, level, first in rows}


def _registrations(people: list[int]) -> dict[Held, list[Registration]]:
    found: dict[Held, list[Registration]] = defaultdict(list)
    for one in Registration.objects.filter(person__in=people).order_by("filed_on", "pk"):
        found[one.person_id, one.level].append(one)
    return found


def _holder(
    person: Any,
    units: Mapping[int, Unit],
    obtained: Mapping[Held, datetime.date],
    registrations: Mapping[Held, list[Registration]],
    on: datetime.date,
) -> Holder:
    key = person.pk, person.level
    own = registrations.get(key, [])
    stands = standing(obtained[key], periods(own), [one.filed_on for one in own if one.is_waiting], on)
    number = next((one.number for one in reversed(own) if one.is_granted and one.since and one.since <= on), "")
    return Holder(person, Level(person.level), units.get(person.unit_id), stands, on, number)


def periods(registrations: Iterable[Registration]) -> list[Period]:
    return [Period(one.since, one.until) for one in registrations if one.is_granted and one.since and one.until]


# Hours --------------------------------------------------------------------------------------------


def _add_hours(rows: list[Holder]) -> None:
    """The hours of each one's period up to the day, from 培训记录 and what the bureau has recognised besides."""
    lasting = [row for row in rows if row.standing.period]
    learned: dict[int, list[Learned]] = defaultdict(list)
    for person, ended_on, hours in _learned([row.person.pk for row in lasting]):
        learned[person].append((ended_on, hours))
    for row in lasting:
        assert row.standing.period
        row.earned = hours_in(row.standing.period, learned[row.person.pk], row.on)
        row.needed = in_force(EDUCATION, row.standing.period.since).hours[row.level]


def _learned(people: list[int]) -> Iterator[tuple[int, datetime.date, Decimal]]:
    fields = ("person", "ended_on", "hours")
    yield from Training.objects.filter(person__in=people).order_by().values_list(*fields)
    recognised = Learning.objects.filter(person__in=people, state=Checked.CHECKED)
    yield from recognised.order_by().values_list(*fields)


def hours_in(period: Period, learned: Iterable[Learned], on: datetime.date) -> Decimal:
    """Of what was learned, the hours that ended in the period and not after the day."""
    return _plain(
        sum((hours for day, hours in learned if period.since <= day < period.until and day <= on), Decimal(0))
    )


def _plain(hours: Decimal) -> Decimal:
    """Whole hours without decimals."""
    whole = hours.to_integral_value()
    return whole if hours == whole else hours
