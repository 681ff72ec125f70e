"""How a year's exam stands: who was to be won over, registered, sat, passed; by unit and by town."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from dingnan_sw.lib.figures import percent
from positions.access import Scope
from positions.models import Unit
from talent.exams import rule
from talent.exams.models import ExamDates, ExamRegistration, ExamTarget
from talent.exams.rolls import REGISTRATIONS
from talent.exams.vocabulary import Result
from talent.vocabulary import Level

NO_TOWN = "不属于镇"
Ends = Mapping[tuple[int, int], datetime.date]


@dataclass(slots=True)
class Tally:
    """Of one unit, town or level; target is None where none was given."""

    name: str
    unit: Unit | None = None
    town: str = ""
    target: int | None = None
    registered: int = 0
    sat: int = 0
    passed: int = 0
    pending: int = 0

    @property
    def short(self) -> int | None:
        return None if self.target is None else max(0, self.target - self.registered)

    @property
    def percent(self) -> int | None:
        """Of those with a result, how many of a hundred passed."""
        ended = self.sat - self.pending
        found = percent(self.passed, ended, places=0)
        return None if found is None else int(found)

    def add(self, row: ExamRegistration, took_part: bool) -> None:
        self.registered += 1
        self.sat += took_part
        self.passed += row.result == Result.PASSED
        self.pending += took_part and row.result == Result.PENDING


def ends() -> Ends:
    """The last day of each exam that the calendar knows."""
    return {(one.exam_year, one.level): one.exam_to for one in ExamDates.objects.all()}


def ended_on(exam_year: int, level: int, known: Ends) -> datetime.date:
    """The last day of an exam; of one that the calendar lacks the last of its year."""
    return known.get((exam_year, level), datetime.date(exam_year, 12, 31))


def took_part(row: ExamRegistration, on: datetime.date, known: Ends) -> bool:
    return rule.sat(row.marks, row.stated, on > ended_on(row.exam_year, row.level, known))


def registrations(scope: Scope, year: int) -> QuerySet[ExamRegistration]:
    return (
        REGISTRATIONS.rows(scope)
        .filter(exam_year=year)
        .select_related(  # type: ignore[no-any-return]
            "unit__town", "unit__community__town", "person"
        )
    )


def town_of(unit: Unit) -> str:
    town = unit.town or (unit.community.town if unit.community else None)
    return town.name if town else NO_TOWN


def targets(scope: Scope, year: int) -> list[ExamTarget]:
    """Those of the units and towns in sight."""
    rows = ExamTarget.objects.filter(exam_year=year).select_related("town", "unit__town", "unit__community__town")
    if scope.county:
        return list(rows)
    seen = set(Unit.objects.within(scope).values_list("pk", flat=True))
    return [one for one in rows if one.unit_id in seen or one.town_id in scope.towns]


def by_unit(scope: Scope, year: int, on: datetime.date) -> list[Tally]:
    """Every unit with a target or a registration."""
    given = [one for one in targets(scope, year) if one.unit]
    found = {one.unit_id: _of_unit(one.unit, one.people) for one in given}
    return _counted(scope, year, on, found, lambda row: row.unit_id, lambda row: _of_unit(row.unit))


def _of_unit(unit: Any, people: int | None = None) -> Tally:
    return Tally(unit.name, unit, town_of(unit), people)


def by_town(scope: Scope, year: int, on: datetime.date) -> list[Tally]:
    """A town's target is its own where one was given, else the sum of those of its units."""
    given = targets(scope, year)
    found: dict[Any, Tally] = {}
    for one in given:
        if one.unit:
            name = town_of(one.unit)
            tally = found.setdefault(name, Tally(name))
            tally.target = (tally.target or 0) + one.people
    for one in given:
        if one.town:
            found.setdefault(one.town.name, Tally(one.town.name)).target = one.people
    return _counted(scope, year, on, found, lambda row: town_of(row.unit), lambda row: Tally(town_of(row.unit)))


def by_level(scope: Scope, year: int, on: datetime.date) -> list[Tally]:
    found: dict[Any, Tally] = {int(level): Tally(str(level.label)) for level in Level}
    return _counted(scope, year, on, found, lambda row: row.level, lambda row: Tally(row.get_level_display()))


def _counted(
    scope: Scope,
    year: int,
    on: datetime.date,
    found: dict[Any, Tally],
    place: Callable[[ExamRegistration], Any],
    new: Callable[[ExamRegistration], Tally],
) -> list[Tally]:
    known = ends()
    for row in registrations(scope, year):
        found.setdefault(place(row), new(row)).add(row, took_part(row, on, known))
    return list(found.values())


def whole(tallies: Iterable[Tally]) -> Tally:
    """The sum; its target only where one was given."""
    total = Tally("合计")
    for one in tallies:
        if one.target is not None:
            total.target = (total.target or 0) + one.target
        for name in ("registered", "sat", "passed", "pending"):
            setattr(total, name, getattr(total, name) + getattr(one, name))
    return total


def years(on: datetime.date) -> list[int]:
    """The exam years that there is something to say of, the latest first; this one and the next always."""
    known = {*ExamRegistration.objects.values_list("exam_year", flat=True).distinct()}
    known |= {*ExamDates.objects.values_list("exam_year", flat=True)}
    known |= {*ExamTarget.objects.values_list("exam_year", flat=True).distinct()}
    return sorted(known | {on.year, on.year + 1}, reverse=True)
