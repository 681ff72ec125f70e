"""Reminders: given once each, and only to those on whom something waits."""

import datetime
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.lib import dates
from dingnan_sw.lib.workdays import workday_after
from dingnan_sw.notices.telling import tell
from positions.access import Scope
from positions.models import Mandate, Unit
from positions.vocabulary import Role
from talent.submissions.concerned import keepers, page_of, reviews
from talent.submissions.flow import TURN, WAITING, State
from talent.submissions.models import Kind, Scan, Submission
from talent.submissions.statement import Statement, stage

UNTOUCHED_DAYS = 5  # working days


# To the unit ----------------------------------------------------------------------------------------


def remind(today: datetime.date) -> int:
    """Give today's reminders; whoever has one keeps it, so that this may run any number of times. Returns how many were given.

    One message a submission, whatever its reasons.
    """
    told = 0
    for submission, since in _untouched(today):
        reasons = "，".join(filter(None, (_returned(submission), _scans_missing(submission, today))))
        if reasons:
            text, key = f"{reasons}：{submission}。", f"untouched-{submission.pk}-{since}"
            told += tell(keepers(submission.unit), text, page_of(submission), key)
    return told


def _untouched(today: datetime.date) -> Iterator[tuple[Submission, datetime.date]]:
    """The drafts and returned ones that nobody has changed for five working days, with the day from which these count."""
    scanned = Exists(Scan.objects.filter(submission=OuterRef("pk")))
    resting = Submission.objects.filter(state__in=(State.DRAFT, State.RETURNED), changed__date__lt=today)
    for submission in resting.annotate(scanned=scanned).select_related("unit"):
        since = timezone.localtime(max(submission.changed, submission.waiting_since or submission.changed)).date()
        if workday_after(since, UNTOUCHED_DAYS) <= today:
            yield submission, since


def _returned(submission: Submission) -> str:
    return f"退回已满 {UNTOUCHED_DAYS} 个工作日还没有修改" if submission.state == State.RETURNED else ""


def _scans_missing(submission: Submission, today: datetime.date) -> str:
    """A draft or returned person with a certificate that is not on record so, and no scan."""
    if submission.kind != Kind.PERSON or submission.scanned:  # type: ignore[attr-defined] # annotated above
        return ""
    statement = Statement.of(Kind.PERSON, submission.rows, today)
    stage([statement], today, Scope(units=frozenset({submission.unit_id})))
    return "还没有附证书扫描件" if statement.certifies else ""


def silent_units(on: datetime.date) -> QuerySet[Unit]:
    """Units for which an account may submit on that day, that have submitted nothing in its year, and of which nothing waits
    for others, whenever it was submitted."""
    sent = Submission.objects.filter(unit=OuterRef("pk"), steps__action="submit", steps__at__year=on.year)
    waiting = Submission.objects.filter(unit=OuterRef("pk"), state__in=WAITING)
    mandates = Mandate.objects.in_force(on).filter(role=Role.UNIT, user__is_active=True)
    return Unit.objects.filter(~Exists(sent), ~Exists(waiting), pk__in=mandates.values("unit")).order_by("name")


def chase(unit: Unit, today: datetime.date) -> int:
    """催报: one message a day to each account of the unit."""
    text = f"{today.year} 年还没有收到 {unit} 的报送：请核对本单位的人员、岗位和证书，有变动的报送，没有的做年审。"
    return tell(keepers(unit), text, reverse("submissions"), f"chase-{unit.pk}-{today}")


# To those whose turn it is --------------------------------------------------------------------------


def arrived(submissions: Iterable[Submission]) -> int:
    """Tell heads, reviewers or clerks that something waits for them: once a stage, unit and day, however many there are.

    Called with submissions that have just been moved, in their transaction; those that wait for nobody are passed over.
    Returns how many accounts were told.
    """
    waiting = sorted((s for s in submissions if s.state in WAITING), key=_place)
    offices = _offices({submission.unit_id for submission in waiting}) if waiting else []
    return sum(_announce(list(same), offices) for _, same in groupby(waiting, key=_place))


def _place(submission: Submission) -> tuple[str, int]:
    return submission.state, submission.unit_id


def _offices(units: Collection[int]) -> list[Mandate]:
    """The mandates in force today of everyone who could have a turn with what these units sent."""
    heads = Q(role=Role.UNIT, heads=True, unit__in=units)
    others = Q(role__in=[role for role in TURN.values() if role != Role.UNIT])
    mandates = Mandate.objects.in_force(dates.today()).filter(heads | others, user__is_active=True)
    return list(mandates.select_related("user", "unit").order_by("user"))


def _announce(same: list[Submission], offices: list[Mandate]) -> int:
    """An account that has sent all of them itself may not review them and is not told."""
    first, authors = same[0], {submission.author_id for submission in same}
    users = [office.user for office in offices if _has_turn(office, first) and authors != {office.user_id}]
    text, key = f"有新的报送待您审核：{first.unit} 等", f"arrived-{first.state}-{first.unit_id}-{dates.today()}"
    return tell(users, text, f"{reverse('submissions')}?turn=me", key)


def _has_turn(office: Mandate, submission: Submission) -> bool:
    unit = submission.unit
    match State(submission.state):
        case State.HEAD:
            return office.role == Role.UNIT and office.unit_id == unit.pk
        case State.REVIEW:
            return office.role == Role.REVIEWER and reviews(_reviewing(office), unit)
        case State.BUREAU:
            return office.role == Role.CLERK
        case state:
            raise ValueError(state)


def _reviewing(office: Mandate) -> Scope:
    """The place of a reviewer's mandate, that alone."""
    if office.unit:
        return Scope(departments=frozenset({office.unit.name}))
    return Scope(towns=frozenset({office.town_id}))
