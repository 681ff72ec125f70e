"""Drafts: made and changed by a unit, from a form, from pasted cells or from a workbook; the three ways end here."""

import datetime
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from dingnan_sw.lib.exchange import Line, Problem
from dingnan_sw.lib.secrets import blind_index
from positions.access import Scope
from positions.models import Unit
from talent.models import Certificate, Person, Service
from talent.recorded import roster_rows
from talent.sight import still_keeps
from talent.submissions import corrections
from talent.submissions.actions import Actor, Refused, one
from talent.submissions.flow import OPEN, Action, State
from talent.submissions.models import SHEETS, Kind, Submission
from talent.submissions.statement import Row, Statement, cell_text, stage, subject, subject_index

UNNAMED = "（还没有填完）"
# By heading what two submissions should not share, and how a correction names it.
MARKED = {"身份证号": "id_number", "管理号": "number", "银行账号": "bank_account", "联系电话": "phone"}
FIELDS = {field: heading for heading, field in MARKED.items()}
UNSENT = "unsent_post"  # the code of a problem that sending the post along solves


@dataclass(frozen=True, slots=True)
class Subject:
    """What a submission is about: words to show, and the index that keeps it the only live one of its kind."""

    words: str
    index: bytes | None


def subject_of(kind: Kind, rows: Sequence[Row], today: datetime.date) -> Subject:
    """As far as its key can be read: a draft with an unreadable ID number has none yet."""
    if kind is Kind.CORRECTION:
        person = Person.objects.get(pk=rows[0]["person"])
        return Subject(person.name, subject_index(kind, str(person.pk)))
    if kind is Kind.CONFIRMATION:
        return Subject(f"{rows[0]['年度']} 年年审", subject_index(kind, str(rows[0]["年度"])))
    line = Statement.of(kind, rows[:1], today).lines[0] if rows else None
    found = subject(kind, line) if line else None
    if found is None:
        name = str((rows[0] if rows else {}).get("姓名") or (rows[0] if rows else {}).get("岗位名称") or UNNAMED)
        return Subject(name[:200], None)
    key, words = found
    return Subject(words[:200], subject_index(kind, key))


def unit_scope(unit: Unit) -> Scope:
    """What the unit itself knows: the scope in which its submissions are checked, whoever looks."""
    return Scope(units=frozenset({unit.pk}))


def waiting_beside(units: Sequence[Unit], but: Iterable[bytes | None], today: datetime.date) -> list[Statement]:
    """What else the units have under way that a row may rest on: posts and people, those about the same subjects left out."""
    own = {bytes(index) for index in but if index}
    live = Submission.objects.live().filter(unit__in=units, kind__in=(Kind.POST, Kind.PERSON))
    return [
        Statement.of(Kind(submission.kind), submission.rows, today)
        for submission in live
        if not submission.subject_index or bytes(submission.subject_index) not in own
    ]


def checked(unit: Unit, kind: Kind, rows: Sequence[Row], today: datetime.date) -> Statement:
    """The rows as the unit's own knowledge judges them."""
    statement = Statement.of(kind, rows, today)
    beside = waiting_beside([unit], [subject_of(kind, rows, today).index], today)
    stage([statement], today, unit_scope(unit), beside)
    return statement


def marks(kind: Kind, rows: Sequence[Row], today: datetime.date) -> list[str]:
    """Blind indexes of what two submissions should not share: ID number, 管理号, account, phone; to be found without reading."""
    return sorted({mark(heading, str(value)) for heading, value in _marked(kind, rows, today) if value})


def _marked(kind: Kind, rows: Sequence[Row], today: datetime.date) -> Iterator[tuple[str, Any]]:
    match kind:
        case Kind.PERSON:
            for line in Statement.of(kind, rows, today).lines:
                yield from ((heading, line.get(heading)) for heading in MARKED)
        case Kind.CORRECTION:
            for row in rows:
                if row["field"] in FIELDS:
                    yield FIELDS[row["field"]], corrections.parsed(row, today)
        case Kind.POST | Kind.TRAINING | Kind.CONFIRMATION:
            return


def mark(heading: str, value: str) -> str:
    return f"{heading}:{blind_index(f'{heading}:{value}').hex()}"


def problems(submission: Submission, today: datetime.date) -> list[Problem]:
    """What stands against submitting it."""
    return problems_of([submission], today)[submission.pk]


def problems_of(submissions: Sequence[Submission], today: datetime.date) -> dict[int, list[Problem]]:
    """What stands against submitting each of them."""
    return {pk: one.problems for pk, one in judged(submissions, today).items()}


@dataclass(frozen=True, slots=True)
class Judged:
    """What stands against submitting a draft, and its rows as the unit's own knowledge judges them."""

    problems: list[Problem]
    statement: Statement | None = None


def judged(submissions: Sequence[Submission], today: datetime.date) -> dict[int, Judged]:
    """Those of a unit are looked at together, in few queries."""
    found: dict[int, Judged] = {}
    by_unit: dict[Unit, list[Submission]] = {}
    for submission in submissions:
        by_unit.setdefault(submission.unit, []).append(submission)
    for unit, own in by_unit.items():
        found |= _sheets_judged(unit, [one for one in own if one.kind in SHEETS], today)
        found |= {one.pk: Judged(_other_problems(one, today)) for one in own if one.kind not in SHEETS}
    return found


def _sheets_judged(unit: Unit, submissions: list[Submission], today: datetime.date) -> dict[int, Judged]:
    if not submissions:
        return {}
    statements = {one.pk: Statement.of(Kind(one.kind), one.rows, today) for one in submissions}
    beside = waiting_beside([unit], [one.subject_index for one in submissions], today)
    stage(list(statements.values()), today, unit_scope(unit), beside)
    unsent = _unsent_posts(unit, submissions)
    return {
        pk: Judged(one.problems or _unchanged(one) or _resting_on(unsent, one), one) for pk, one in statements.items()
    }


def _unsent_posts(unit: Unit, beside: Iterable[Submission]) -> dict[bytes, str]:
    """The posts that the unit has not sent and does not send together with these: index → state in words."""
    open_ones = Submission.objects.filter(unit=unit, kind=Kind.POST, state__in=OPEN, subject_index__isnull=False)
    rest = open_ones.exclude(pk__in=[one.pk for one in beside]).values_list("subject_index", "state")
    return {bytes(index): str(State(state).label) for index, state in rest}


def _resting_on(unsent: dict[bytes, str], statement: Statement) -> list[Problem]:
    """Those of its rows that name a post which is neither on record nor on its way there."""
    if not unsent:
        return []
    sheet, named = SHEETS[statement.kind], [(line, _new_post(line)) for line in statement.lines]
    return [
        Problem(sheet, line.row, "岗位名称", UNSENT, f"岗位备案还是{unsent[index]}，请一起提交。")
        for line, index in named
        if index in unsent
    ]


def _new_post(line: Line) -> bytes | None:
    """The subject of the post that a row of a person names, if that is not on record."""
    posts = [record.merged["post"] for record in line.records if record.merged.get("post")]
    about = subject(Kind.POST, line)
    return subject_index(Kind.POST, about[0]) if about and any(post.stored is None for post in posts) else None


def _unchanged(statement: Statement) -> list[Problem]:
    if statement.changed:
        return []
    words = "填的内容和登记的完全一样，不用报送；要改哪一项，就把那一项改成新的内容。"
    return [Problem(SHEETS[statement.kind], 1, None, "unchanged", words)]


def _other_problems(submission: Submission, today: datetime.date) -> list[Problem]:
    if submission.kind == Kind.CONFIRMATION:
        return _roster_problems(submission, today)
    rows = submission.rows
    person, scope = Person.objects.get(pk=rows[0]["person"]), unit_scope(submission.unit)
    left = corrections.left(rows, person, today, scope)
    return left or corrections.understood(rows, person, today, scope).problems


def _roster_problems(submission: Submission, today: datetime.date) -> list[Problem]:
    """A yearly confirmation is of those who serve on the day on which it is submitted."""
    stated = {row["编号"]: row["姓名"] for row in submission.rows[1:]}
    serving = dict(Service.objects.filter(unit=submission.unit).on(today).values_list("person", "person__name"))
    came = [name for pk, name in serving.items() if pk not in stated]
    left = [name for pk, name in stated.items() if pk not in serving]
    words = [f"{verb} {'、'.join(names)}" for verb, names in (("新来", came), ("离开", left)) if names]
    if not words:
        return []
    return [Problem(None, None, None, "roster", f"填好以后名单变了：{'；'.join(words)}。请按现在的名单再核对一遍。")]


@transaction.atomic
def create(
    actor: Actor, unit: Unit, kind: Kind, rows: Sequence[Row], token: uuid.UUID | None, today: datetime.date
) -> Submission:
    """A new draft; the same form sent twice (its token) gives the same draft, and changes it if it now says something else.

    Raises:
        Refused: the unit has another one about the same subject under way; or the form's own is no longer open, or no
            longer what the form made of it.
    """
    if unit.pk not in actor.scope.units:
        raise PermissionDenied
    found = made_by(token) if token else None
    if token and found:
        return _again(actor, found, (unit, kind), rows, token, today)
    about = subject_of(kind, rows, today)
    draft = Submission(
        token=token or uuid.uuid4(), unit=unit, kind=kind, subject=about.words, subject_index=about.index,
        author=actor.user,
    )  # fmt: skip
    draft.rows = list(rows)
    return _stored(draft, actor, today)


def made_by(token: uuid.UUID) -> Submission | None:
    """What the form with this token made, whoever has changed it since."""
    return Submission.objects.filter(token__in=(token, spent(token))).first()


def spent(token: uuid.UUID) -> uuid.UUID:
    """The token of a form once what it made has been changed elsewhere: the same but for the version digit, which is that of
    no form (RFC 9562, 5.8)."""
    return uuid.UUID(f"{token.hex[:12]}8{token.hex[13:]}")


def _again(
    actor: Actor,
    found: Submission,
    about: tuple[Unit, Kind],
    rows: Sequence[Row],
    token: uuid.UUID,
    today: datetime.date,
) -> Submission:
    """The form that made this submission has come once more: it knows nothing of what others wrote there since."""
    if (found.unit, found.kind) != about:
        raise Refused("这张表单已经存过一件报送，请在那一件上改；要另报一件，请重新打开表单。")
    if found.rows == list(rows):
        return found
    submission = one(actor, Action.EDIT, found.pk)
    if submission.token != token:
        raise Refused(f"“{submission}”已有人改过，没有保存；请打开现在的内容，在那里把要改的填上。")
    return _rewritten(submission, actor, rows, today)


@transaction.atomic
def change(actor: Actor, pk: int, version: int, rows: Sequence[Row], today: datetime.date) -> Submission:
    """New content for an open submission; version is the one that the form showed, so that two windows never overwrite."""
    submission = one(actor, Action.EDIT, pk, version)
    if submission.rows == list(rows):
        return submission
    submission.token = spent(submission.token)
    return _rewritten(submission, actor, rows, today)


def _rewritten(submission: Submission, actor: Actor, rows: Sequence[Row], today: datetime.date) -> Submission:
    about = subject_of(Kind(submission.kind), rows, today)
    submission.subject, submission.subject_index = about.words, about.index
    submission.rows = list(rows)
    submission.version += 1
    submission.changed, submission.cleared = timezone.now(), None
    return _stored(submission, actor, today)


def _stored(submission: Submission, actor: Actor, today: datetime.date) -> Submission:
    submission.edited_by(actor.user)
    submission.marks = marks(Kind(submission.kind), submission.rows, today)
    try:
        with transaction.atomic():
            submission.save()
    except IntegrityError as error:
        words = f"“{submission}”已有一件在办的报送，请在那一件上改，或等它办完。"
        raise Refused(words) from error
    return submission


def live_about(unit: Unit, kind: Kind, index: bytes) -> Submission | None:
    return Submission.objects.live().filter(unit=unit, kind=kind, subject_index=index).first()


# What a form does not show of somebody on record: blank there means unchanged.
UNSHOWN = frozenset({"联系电话", "银行账号"})
# What a unit that the person has left is not told either.
PRESENT = frozenset({"学历", "政治面貌", "开户银行"})


def known(person: Person, unit: Unit, today: datetime.date) -> list[Row]:
    """The 花名册 rows that say what is on record of the person in the unit: the form filled in with what the portal knows."""
    scope = unit_scope(unit)
    hidden = UNSHOWN if still_keeps(person, scope, today) else UNSHOWN | PRESENT
    certificates = Certificate.objects.within(scope).filter(person=person)
    rows = [typed(row) for row in roster_rows(person, unit, certificates)]
    return [{heading: cell for heading, cell in row.items() if heading not in hidden} for row in rows]


def typed(row: Row) -> Row:
    return {heading: cell_text(value) for heading, value in row.items() if value not in (None, "")}
