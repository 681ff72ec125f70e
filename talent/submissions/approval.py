"""批准: submissions staged against all that is on record, looked at as they stand, then written, in one transaction."""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.db import DatabaseError, connection, transaction

from dingnan_sw.lib.exchange import Line, Problem, Record
from dingnan_sw.lib.secrets import blind_index
from dingnan_sw.notices.telling import tell
from positions.access import EVERYTHING, Scope
from talent.imports import IMPORT_LOCK
from talent.models import Person
from talent.staging import Staging
from talent.submissions import corrections, presentation
from talent.submissions.actions import Actor, Refused, locked, step
from talent.submissions.concerned import keepers, page_of
from talent.submissions.corrections import Correction
from talent.submissions.flow import Action, State
from talent.submissions.models import SHEETS, Kind, Submission, Trace
from talent.submissions.statement import Statement, stage
from talent.told import in_words, told

Change = tuple[str, str, str]


@dataclass(slots=True)
class Plan:
    """What approving one submission would do: for each of its rows what changes, what is wrong, what is odd."""

    submission: Submission
    statement: Statement | None = None
    correction: Correction | None = None
    person: Person | None = None
    changes: list[list[Change]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Of the content, the scans and all that would happen, in clear: another one means that something changed in between."""
        seen = [
            self.submission.version,
            self.submission.rows,
            sorted(scan.sha256 for scan in self.submission.scans.all()),
            [_told(record) for line in self.lines for record in (*line.records, *line.sides)],
            [problem.message for problem in (*self.problems, *self.warnings)],
        ]
        return blind_index(json.dumps(seen, ensure_ascii=False, sort_keys=True, default=str)).hex()

    @property
    def lines(self) -> list[Line]:
        return self.statement.lines if self.statement else []

    def done(self) -> list[str]:
        """What approving it does to the registers, in words for the record."""
        if self.statement:
            return told(self.lines)
        return [in_words(row) for row in self.changes]


@dataclass(slots=True)
class Plans:
    """The plans of several submissions, staged together, in the order given."""

    all: list[Plan]
    staging: Staging

    def __getitem__(self, pk: int) -> Plan:
        return next(plan for plan in self.all if plan.submission.pk == pk)

    def write(self) -> None:
        self.staging.write()
        for plan in self.all:
            if plan.correction:
                plan.correction.write()


def _told(record: Record) -> Any:
    """What becomes of a record: which row it is (None: a new one), and every value that changes."""
    pk = record.instance.pk if record.stored is not None else None
    return [pk, [(name, _plain(old), _plain(new)) for name, (old, new) in record.changes().items()]]


def _plain(value: Any) -> Any:
    return str(value.key) if isinstance(value, Record) else value


def plan(
    submissions: Sequence[Submission],
    today: datetime.date,
    scope: Scope = EVERYTHING,
    beside: Sequence[Statement] = (),
) -> Plans:
    """What approving all of these together would do, as far as scope sees; a person may rest on a post among them, or beside.

    A second one about a person is not staged: the two would share that person's records, and neither say what itself does.
    """
    found = [_unstaged(submission, today, scope) for submission in submissions]
    twice = _twice(found)
    staging = stage([one.statement for one in found if one.statement and one not in twice], today, scope, beside)
    for one in found:
        if one.statement:
            _require_own(one, staging)
            one.changes = one.statement.changes()
            one.problems, one.warnings = one.statement.problems, one.statement.warnings
    for one in twice:
        one.problems = [*one.problems, Problem(None, None, None, "same_person", TWICE)]
    return Plans(found, staging)


def _unstaged(submission: Submission, today: datetime.date, scope: Scope) -> Plan:
    kind = Kind(submission.kind)
    if kind in SHEETS:
        return Plan(submission, statement=Statement.of(kind, submission.rows, today))
    if kind is Kind.CORRECTION:
        return _correction(submission, today, scope)
    return Plan(submission)


def _correction(submission: Submission, today: datetime.date, scope: Scope) -> Plan:
    rows = submission.rows
    person = Person.objects.get(pk=rows[0]["person"])
    found = corrections.understood(rows, person, today, scope)
    changes = [[(row["label"], corrections.masked(row, "old"), corrections.masked(row, "new"))] for row in rows]
    return Plan(submission, correction=found, person=person, changes=changes, problems=found.problems)


def _require_own(one: Plan, staging: Staging) -> None:
    """A training names people of the unit that states it; a post that is itself refused carries nobody."""
    for line in one.lines:
        if one.submission.kind == Kind.TRAINING and not line.problems and not _serves(line, one, staging):
            words = "这个人不在本单位的任职登记中：请由他所在的单位报送，或先报送任职。"
            line.refuse("身份证号", "unknown_person", words)
        posting = next((record for record in line.records if "post" in record.merged), None)
        if posting is not None and "since" not in posting.merged["post"].merged:
            line.refuse("岗位名称", "unknown_post", "这个岗位的备案不能批准，人员也就不能上岗：请先办岗位。")


def _serves(line: Line, one: Plan, staging: Staging) -> bool:
    person = staging.people.get(line.get("身份证号"))
    return any(
        service.merged.get("person") is person and service.merged["unit"].key == one.submission.unit.match_name
        for service in staging.services.records.values()
        if service.merged
    )


TWICE = "这一批里还有一件关于同一个人的报送：请分开批准，先看前一件办完以后的样子。"


def _twice(plans: Iterable[Plan]) -> list[Plan]:
    """Of two submissions about one person only the first is approved in a batch: the second was stated without knowing it."""
    seen: set[bytes] = set()
    found = []
    for one in plans:
        if one.submission.kind == Kind.TRAINING:
            continue
        about = {blind_index(number) for line in one.lines if (number := line.get("身份证号"))}
        about |= {bytes(one.person.id_index)} if one.person else set()
        if about & seen:
            found.append(one)
        seen |= about
    return found


@transaction.atomic
def approve(actor: Actor, seen: dict[int, str], today: datetime.date) -> list[Submission]:
    """Write these submissions into the registers, all or none.

    seen: by submission, the digest of the plan that was looked at.

    Raises:
        Refused: one of them changed since, is refused by the registers, or is not this account's to approve.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    submissions = locked(actor, Action.APPROVE, seen)
    plans = plan(submissions, today)
    for one in plans.all:
        _refuse(one, seen)
    outcomes = {
        one.submission.pk: presentation.kept(one.submission, one.statement, told=_keeps(one, plans.staging, today))
        for one in plans.all
    }
    with pghistory.context(submissions=[submission.pk for submission in submissions]):
        _write(plans)
    for one in plans.all:
        Trace.objects.bulk_create(_traces(one), ignore_conflicts=True)
        kept, done = outcomes[one.submission.pk], one.done()
        step(one.submission, actor, Action.APPROVE, State.APPROVED, done=done, sealed_outcome=kept)
    _tell_units(submissions)
    return submissions


def _write(plans: Plans) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            plans.write()
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # what the registers refuse is refused here, not at the commit
    except DatabaseError as error:
        words = "登记不收这些内容（例如管理号或身份证号已在别人名下，或一件里有两处相同），一件都没有批准：请逐件看。"
        raise Refused(words) from error


def _refuse(one: Plan, seen: dict[int, str]) -> None:
    if one.problems:
        raise Refused(f"“{one.submission}”不能批准：{one.problems[0].message}")
    if one.digest != seen[one.submission.pk]:
        raise Refused(f"“{one.submission}”或有关的登记在您打开之后变了，没有批准。请先看新的内容。")


def _keeps(one: Plan, staging: Staging, today: datetime.date) -> bool:
    """Whether everyone it names served in its unit already, or was to: what is on record of others is not told to the unit."""
    known = [service.stored for service in staging.services.records.values() if service.stored]
    own = {
        service["person"].key
        for service in known
        if service["unit"].key == one.submission.unit.match_name
        and (service["until"] is None or service["until"] > today)
    }
    return all(line.get("身份证号") in own for line in one.lines)


def _traces(one: Plan) -> list[Trace]:
    rows: set[tuple[str, int]] = {
        (record.instance._meta.label_lower, record.instance.pk) for line in one.lines for record in line.records
    }
    if one.correction:
        rows |= {(instance._meta.label_lower, instance.pk) for instance in one.correction.instances}
    return [Trace(submission=one.submission, register=register, row=row) for register, row in sorted(rows)]


def _tell_units(submissions: Iterable[Submission]) -> None:
    by_unit: dict[Any, list[Submission]] = {}
    for submission in submissions:
        by_unit.setdefault(submission.unit, []).append(submission)
    for unit, own in by_unit.items():
        words = f"已通过：{own[0]}" + (f" 等 {len(own)} 件" if len(own) > 1 else "")
        tell(keepers(unit), words, page_of(own[0]))
