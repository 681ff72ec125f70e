"""What is done with submissions: verbs, each one transaction with its rows locked, its state checked, its step written down."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.audit.denials import Denied
from dingnan_sw.lib.dates import today
from dingnan_sw.notices.telling import tell
from positions.access import Scope
from positions.models import Mandate, Unit, User
from positions.vocabulary import Role
from talent.submissions import reminders
from talent.submissions.concerned import keepers, page_of, reviews
from talent.submissions.flow import ALLOWED, TURN, UNIT_ACTIONS, WAITING, Action, State
from talent.submissions.models import OUTSIDE, Step, Submission

HAD_A_HAND = "填写、提交过，或者上传或删去过扫描件"

ME_TOO = f"不能审核自己{HAD_A_HAND}的报送，请由另一个人办理。"

ALONE = f"还没有另一个负责人账号：{HAD_A_HAND}的人不能自己确认。请系统管理员为另一个人开通负责人账号，由他确认。"


class Refused(Denied):
    """What was asked is not possible now; the message says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Actor:
    """An account with what it may do today."""

    user: User
    scope: Scope

    @classmethod
    def of(cls, request: Any) -> "Actor":
        return cls(request.user, request.scope)

    def holds_turn(self, submission: Submission) -> bool:
        """Whether it is this account's office to act on what waits in that state."""
        match TURN.get(State(submission.state)):
            case Role.UNIT:
                return submission.unit_id in self.scope.headed
            case Role.REVIEWER:
                return self.scope.may(Role.REVIEWER) and reviews(self.scope, submission.unit)
            case Role.CLERK:
                return self.scope.may(Role.CLERK)
            case _:
                return False

    def may(self, action: Action, submission: Submission) -> bool:
        """Whether its roles let it do that with this submission, in the state in which that is done."""
        if action in UNIT_ACTIONS:
            return submission.unit_id in self.scope.units
        if submission.state in WAITING:
            return self.holds_turn(submission)
        return self.scope.may(Role.CLERK, Role.REVIEWER) or submission.unit_id in self.scope.headed

    def can(self, action: Action, submission: Submission) -> bool:
        """Allowed to this account, possible in this state, whoever has it in hand."""
        if submission.state not in ALLOWED[action] or not self.may(action, submission):
            return False
        return action in UNIT_ACTIONS or self.user.pk not in submission.editors

    def offers(self, submission: Submission) -> dict[Action, bool]:
        """Which buttons are shown: of what a colleague has in hand, none of those that decide."""
        free = not self.is_anothers(submission)
        return {one: self.can(one, submission) and (free or one in UNIT_ACTIONS) for one in Action}

    def is_anothers(self, submission: Submission) -> bool:
        """Whether someone else has it in hand."""
        return submission.handler_id != self.user.pk and handled(submission)


def reviewed(scope: Scope) -> Q:
    """The units whose submissions scope reviews, by the rule of `reviews`: a unit's own town goes before its community's."""
    town = Q(town__in=scope.towns) | Q(town=None, community__town__in=scope.towns)
    return town | Q(department__in=scope.departments)


def locked(actor: Actor, action: Action, pks: Iterable[int]) -> list[Submission]:
    """The submissions, locked, after the checks that every action makes. Inside a transaction.

    Raises:
        PermissionDenied: the account may not do this.
        Refused: not in this state, or another has taken it.
    """
    rows = Submission.objects.within(actor.scope).as_seen(actor.scope).select_related("unit__community")
    wanted = set(pks)
    found = list(rows.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    if len(found) < len(wanted):
        raise Refused("有的报送已经不在了，请回到列表看现在的情况。")
    for submission in found:
        _check(actor, action, submission)
    return found


def _check(actor: Actor, action: Action, submission: Submission) -> None:
    if not actor.may(action, submission):
        raise PermissionDenied
    if submission.state not in ALLOWED[action]:
        words = f"“{submission.called}”现在是“{submission.get_state_display()}”，不能{action.label}；没有改动任何内容。"
        raise Refused(words)
    if action in UNIT_ACTIONS:
        return
    if actor.user.pk in submission.editors:
        raise Refused(ME_TOO)
    if action is not Action.TAKE and actor.is_anothers(submission):
        raise Refused(f"“{submission.called}”由{submission.handler}办理，请先商量转交。")


def handled(submission: Submission) -> bool:
    """Whether someone has it in hand who still may: an account that is gone, or lost its mandate, holds nothing up."""
    handler = submission.handler
    return handler is not None and Actor(handler, Scope.of(handler, today())).holds_turn(submission)


def held(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those of them that are `handled`, found by the database."""
    mine = Mandate.objects.in_force(today()).filter(user=OuterRef("handler"), user__is_active=True)
    unit = Unit.objects.filter(pk=OuterRef(OuterRef("unit")))
    department = Q(unit__name=Subquery(unit.exclude(department="").values("department")))
    town = Q(town=Subquery(unit.values(place=Coalesce("town", "community__town"))))
    reviewer = mine.filter(department | town, role=Role.REVIEWER)
    clerk = mine.filter(role=Role.CLERK)
    return submissions.filter(Q(Exists(clerk), state=State.BUREAU) | Q(Exists(reviewer), state=State.REVIEW))


def one(actor: Actor, action: Action, pk: int, version: int | None = None) -> Submission:
    """A single submission, locked and checked; version is the one that was looked at, None where that does not matter."""
    (submission,) = locked(actor, action, [pk])
    if version is not None and submission.version != version:
        raise Refused(f"“{submission}”在您打开之后改过，请先看新的内容。")
    return submission


def step(
    submission: Submission,
    actor: Actor,
    action: Action,
    state: State,
    note: str = "",
    done: Sequence[str] = (),
    **changes: Any,
) -> None:
    """Move the submission and write down who moved it, and what that did to the registers."""
    was = State(submission.state)
    moved = was != state
    submission.state = state
    if moved:
        submission.handler = None
        submission.waiting_since = timezone.now() if state in WAITING or state == State.RETURNED else None
    for name, value in changes.items():
        setattr(submission, name, value)
    if state in OUTSIDE:
        submission.leave()
    submission.save()
    reasons = submission.reasons if action is Action.RETURN else []
    Step.objects.create(submission=submission, by=actor.user, action=action, state=state, note=note, reasons=reasons)
    standing: dict[str, Any] = {"before": str(was.label), "after": str(State(state).label)}
    if done:
        standing["done"] = list(done)
    words = action.label if action is Action.GIVE_UP else f"报送{action.label}"
    record(words, by=actor.user, about=submission, unit=submission.unit.name, **standing)


# The unit -------------------------------------------------------------------------------------------


Problems = Callable[[list[Submission]], Mapping[int, Sequence[Any]]]


@transaction.atomic
def submit(actor: Actor, versions: dict[int, int], check: Problems) -> list[Submission]:
    """Send these drafts on their way; versions are those that were looked at, check gives the problems of each.

    Submitting what is already on its way changes nothing and is no error: a reload or a second press.
    """
    rows = Submission.objects.within(actor.scope).select_for_update(of=("self",)).select_related("unit__community")
    mine = list(rows.filter(pk__in=versions).order_by("pk"))
    if not all(actor.may(Action.SUBMIT, submission) for submission in mine):
        raise PermissionDenied
    for submission in mine:
        if submission.state == State.CLOSED:
            raise Refused(f"“{submission}”已经不再报送，没有提交；要报的请另报一件。")
    ready = [submission for submission in mine if submission.state in ALLOWED[Action.SUBMIT]]
    problems = check(ready)
    for submission in ready:
        _send(actor, submission, versions[submission.pk], problems.get(submission.pk, ()))
    reminders.arrived(ready)
    return ready


def _send(actor: Actor, submission: Submission, version: int, problems: Sequence[Any]) -> None:
    if submission.version != version:
        raise Refused(f"“{submission}”在您打开之后改过，请先看新的内容。")
    if problems:
        raise Refused(f"“{submission}”还有没改好的地方，请先改正：{problems[0].message}")
    submission.edited_by(actor.user)
    step(
        submission, actor, Action.SUBMIT, submission.route.after(State(submission.state)), author=actor.user, reasons=[]
    )


@transaction.atomic
def withdraw(actor: Actor, pk: int) -> Submission:
    submission = one(actor, Action.WITHDRAW, pk)
    if handled(submission):
        raise Refused(f"{submission.handler}已经在办理，不能撤回；需要改动的，请联系退回。")
    step(submission, actor, Action.WITHDRAW, State.WITHDRAWN)
    return submission


@transaction.atomic
def give_up(actor: Actor, pk: int, version: int, reason: str) -> Submission:
    """不再报送: what came back or was withdrawn is over, and another may be about the same."""
    submission = one(actor, Action.GIVE_UP, pk, version)
    if not reason:
        raise Refused("不再报送要写明原因，办理记录里看得到。")
    step(submission, actor, Action.GIVE_UP, State.CLOSED, note=reason, reasons=[])
    return submission


@transaction.atomic
def delete(actor: Actor, pk: int, version: int | None = None) -> None:
    """A draft that never left the unit goes with its scans; nothing of it counts anywhere."""
    submission = one(actor, Action.DELETE, pk, version)
    record("报送删除草稿", by=actor.user, about=submission, unit=submission.unit.name)
    folders = [scan.folder for scan in submission.scans.all()]
    submission.delete()
    transaction.on_commit(lambda: [shutil.rmtree(folder, ignore_errors=True) for folder in folders])


# Review ---------------------------------------------------------------------------------------------


@transaction.atomic
def forward(actor: Actor, action: Action, versions: dict[int, int]) -> list[Submission]:
    """单位负责人确认 or 镇/部门审核通过: to the next stage."""
    found = locked(actor, action, versions)
    for submission in found:
        if submission.version != versions[submission.pk]:
            raise Refused(f"“{submission}”在您打开之后改过，请先看新的内容。")
        step(submission, actor, action, submission.route.after(State(submission.state)))
    reminders.arrived(found)
    return found


@transaction.atomic
def take(actor: Actor, pk: int) -> Submission:
    submission = one(actor, Action.TAKE, pk)
    if submission.handler_id == actor.user.pk:
        return submission
    if handled(submission):
        raise Refused(f"“{submission}”已由{submission.handler}办理。")
    step(submission, actor, Action.TAKE, State(submission.state), handler=actor.user)
    return submission


@transaction.atomic
def hand_over(actor: Actor, pk: int, to: User) -> Submission:
    """To another account whose turn it could be as well."""
    submission = one(actor, Action.HAND_OVER, pk)
    other = Actor(to, Scope.of(to, today()))
    if not other.can(Action.TAKE, submission):
        raise Refused(f"{to}不能办理这件报送。")
    step(submission, actor, Action.HAND_OVER, State(submission.state), note=f"转交给{to}", handler=to)
    tell([to], f"{actor.user}转交给您一件报送：{submission.unit} {submission}", page_of(submission))
    return submission


@transaction.atomic
def give_back(actor: Actor, pk: int, reasons: list[dict[str, str]], version: int | None = None) -> Submission:
    """退回, with at least one reason; each names a field, or "" for the whole, and says what to do."""
    submission = one(actor, Action.RETURN, pk, version)
    if not reasons:
        raise Refused("退回要写明原因：在有问题的栏目选一句或写一句。")
    step(submission, actor, Action.RETURN, State.RETURNED, reasons=reasons)
    first = reasons[0]["text"]
    tell(keepers(submission.unit), f"退回待修改：{submission}。{first}", page_of(submission))
    return submission


def colleagues(actor: Actor, submission: Submission) -> list[User]:
    """The other accounts whose turn it could be as well."""
    role = TURN.get(State(submission.state))
    if role is None or role is Role.UNIT:
        return []
    same = Mandate.objects.in_force(today()).filter(role=role)
    users = User.objects.filter(mandates__in=same, is_active=True).exclude(pk__in=[actor.user.pk, *submission.editors])
    return [user for user in users.distinct() if Actor(user, Scope.of(user, today())).holds_turn(submission)]
