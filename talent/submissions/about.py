"""What submissions say of one person: which of them are about that person, and of each those rows alone."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from positions.access import Scope
from talent.models import Person
from talent.submissions import presentation
from talent.submissions.drafts import mark
from talent.submissions.models import Kind, Scan, State, Submission
from talent.submissions.origins import wrote
from talent.submissions.presentation import Block, Cell
from talent.submissions.statement import Statement, subject_index


@dataclass(slots=True)
class Said:
    """A submission with what it says of the person, in clear; alone: whether of nobody else."""

    submission: Submission
    subject: str
    blocks: list[Block]
    alone: bool
    scans: Collection[Scan] = ()

    @property
    def scan_names(self) -> str:
        """The name of a scan that several share may be another one's."""
        if self.scans and not self.alone:
            return f"{len(self.scans)} 个（同一件还有别人，不列文件名）"
        return "、".join(scan.name for scan in self.scans)


@dataclass(frozen=True, slots=True)
class Whose:
    """A person, and how a submission may name one: by key, by the number of today, by an earlier one on record.

    rows: by register, the keys of the rows that are or were the person's; units: of the units that the person ever served in.
    """

    person: Person
    rows: Mapping[str, Iterable[Any]]
    earlier: Collection[str]
    units: Collection[int]


def said_of(whose: Whose, scope: Scope, on: datetime.date) -> list[Said]:
    """As far as scope sees them, the newest first."""
    found = [one for submission in _candidates(whose, scope) if (one := _said(submission, whose, on)).blocks]
    scans: dict[int, list[Scan]] = {}
    for scan in Scan.objects.within(scope).filter(submission__in=[one.submission.pk for one in found]):
        scans.setdefault(scan.submission_id, []).append(scan)
    for one in found:
        one.scans = scans.get(one.submission.pk, ())
    return found


def _candidates(whose: Whose, scope: Scope) -> Iterable[Submission]:
    """Those that may name the person: the people of trainings under way and of confirmations stand in their rows alone."""
    named = Q(kind=Kind.PERSON, marks__contains=[mark("身份证号", whose.person.id_number)])
    corrected = Q(kind=Kind.CORRECTION, subject_index=subject_index(Kind.CORRECTION, str(whose.person.pk)))
    attended = Q(kind=Kind.TRAINING) & ~Q(state=State.APPROVED)
    confirmed = Q(kind=Kind.CONFIRMATION, unit__in=whose.units)
    about = Q(pk__in=wrote(whose.rows)) | named | corrected | attended | confirmed
    return Submission.objects.within(scope).as_seen(scope).filter(about).select_related("unit")


def _said(submission: Submission, whose: Whose, on: datetime.date) -> Said:
    submission.turn()
    match Kind(submission.kind):
        case Kind.PERSON:
            return _of_sheet(submission, whose.person.name, whose, on)
        case Kind.TRAINING:
            return _of_sheet(submission, submission.subject, whose, on)
        case Kind.CORRECTION:
            own = submission.rows[0]["person"] == whose.person.pk
            blocks = presentation.blocks(submission, None, clear=True) if own else []
            return Said(submission, whose.person.name, blocks, alone=True)
        case Kind.CONFIRMATION:
            return Said(submission, submission.subject, _of_roster(submission, whose.person), alone=False)
        case Kind.POST:
            return Said(submission, submission.subject, [], alone=False)


def _of_sheet(submission: Submission, subject: str, whose: Whose, on: datetime.date) -> Said:
    statement = Statement.of(Kind(submission.kind), submission.rows, on)
    numbers = {line.row: line.get("身份证号") for line in statement.lines}
    own = {row for row, number in numbers.items() if number == whose.person.id_number}
    if not own and submission.state == State.APPROVED:
        own = {
            row for row, number in numbers.items() if number in whose.earlier
        }  # it wrote the person under that number
    blocks = [one for one in presentation.blocks(submission, statement, clear=True) if one.number in own]
    return Said(submission, subject, blocks, alone=len(own) == len(numbers))


def _of_roster(submission: Submission, person: Person) -> list[Block]:
    rows = [row for row in presentation.people(submission) if row["编号"] == person.pk]
    return [
        Block(
            number, "", [Cell(heading, str(value), None, False) for heading, value in row.items() if heading != "编号"]
        )
        for number, row in enumerate(rows, 1)
    ]
