"""Who is owed 出差待遇: everyone who sat the exam, passed or not, with what their unit has paid back so far."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from positions.access import Scope
from positions.models import Unit
from talent.exams import standing
from talent.exams.models import ExamRegistration
from talent.reimbursements.models import Reimbursement
from talent.reimbursements.rolls import REIMBURSEMENTS
from talent.reimbursements.standards import Standards, standards
from talent.reimbursements.vocabulary import Standard


@dataclass(frozen=True, slots=True)
class Owed:
    """An attempt that was sat; row is what is written down of its reimbursement. days are those since the exam's last day."""

    registration: ExamRegistration
    row: Reimbursement | None
    ended: datetime.date
    days: int
    doubts: tuple[str, ...] = ()

    @property
    def unit(self) -> Unit:
        return self.registration.unit

    @property
    def is_paid(self) -> bool:
        return self.row is not None and self.row.paid_on is not None

    @property
    def paid(self) -> Decimal:
        return self.row.total if self.row and self.is_paid else Decimal(0)


def owed(scope: Scope, year: int, on: datetime.date) -> list[Owed]:
    """Of a year, by unit, level and name."""
    rules, known = standards(), standing.ends()
    rows = standing.registrations(scope, year).order_by("unit__name", "level", "name", "pk")
    paid = _Paid(REIMBURSEMENTS.rows(scope).filter(exam_year=year))
    sat = (one for one in rows if standing.took_part(one, on, known))
    return [_owed(one, paid.of(one), standing.ended_on(year, one.level, known), on, rules) for one in sat]


def _owed(
    one: ExamRegistration, row: Reimbursement | None, ended: datetime.date, on: datetime.date, rules: Standards
) -> Owed:
    doubts = tuple(words for _, words in rules.faults(vars(row))) if row else ()
    return Owed(one, row, ended, max(0, (on - ended).days), doubts)


class _Paid:
    """Reimbursements by the attempt they belong to: the person's, or that of the name in the unit."""

    def __init__(self, rows: Iterable[Reimbursement]) -> None:
        found = list(rows)
        self.by_person = {(row.level, row.person_id): row for row in found if row.person_id}
        self.by_name = {(row.level, row.unit_id, row.name): row for row in found}

    def of(self, one: ExamRegistration) -> Reimbursement | None:
        own = self.by_person.get((one.level, one.person_id)) if one.person_id else None
        named = self.by_name.get((one.level, one.unit_id, one.name))
        if own or named is None:
            return own
        strange = named.person_id is None or one.person_id is None
        return named if strange else None


@dataclass(slots=True)
class UnitStanding:
    """How far a unit has come with the examinees of a year."""

    unit: Unit
    examinees: list[Owed] = field(default_factory=list)
    patience: Decimal | None = None

    @property
    def paid(self) -> int:
        return sum(one.is_paid for one in self.examinees)

    @property
    def unpaid(self) -> list[Owed]:
        return [one for one in self.examinees if not one.is_paid]

    @property
    def amount(self) -> Decimal:
        return sum((one.paid for one in self.examinees), Decimal(0))

    @property
    def days(self) -> int | None:
        """Since the exam of whoever waits longest; None where nobody waits."""
        return max((one.days for one in self.unpaid), default=None)

    @property
    def is_late(self) -> bool:
        return self.days is not None and self.patience is not None and self.days > self.patience


def by_unit(rows: Sequence[Owed], on: datetime.date, rules: Standards | None = None) -> list[UnitStanding]:
    patience = (rules or standards()).on(Standard.PATIENCE, on)
    found: dict[int, UnitStanding] = {}
    for one in rows:
        found.setdefault(one.unit.pk, UnitStanding(one.unit, patience=patience)).examinees.append(one)
    return list(found.values())


def begin(one: ExamRegistration) -> tuple[Reimbursement, bool]:
    """The row in which an attempt's reimbursement is written down, begun where there is none: nothing is typed twice."""
    rows = Reimbursement.objects.filter(exam_year=one.exam_year, level=one.level)
    row = _Paid(rows).of(one)
    if row:
        return row, False
    known: dict[str, Any] = {"exam_year": one.exam_year, "level": one.level, "unit": one.unit, "name": one.name}
    return Reimbursement.objects.create(**known, person=one.person), True
