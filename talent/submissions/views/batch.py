"""Many submissions at once: first a page that says exactly what will happen, then the act."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pages import number
from positions.access import Scope, ScopedRequest, roles
from positions.fresh import ask_again
from positions.vocabulary import Role
from talent.submissions import actions, approval, checks, choice, drafts, presentation, stake
from talent.submissions.actions import Actor, Refused
from talent.submissions.concerned import confirmers
from talent.submissions.flow import ALLOWED, Action
from talent.submissions.models import Kind, ReviewRoute, Submission
from talent.submissions.money import wants_fresh
from talent.submissions.presentation import Block, Cell
from talent.submissions.statement import Statement

MOST = 200
ROLES = {Action.SUBMIT: Role.UNIT, Action.CONFIRM: Role.UNIT, Action.PASS: Role.REVIEWER, Action.APPROVE: Role.CLERK}
UNMENDED = "退回以后内容没有改过"
WORDS = {
    Action.SUBMIT: ("成批提交", "提交", "提交以后由下一环节办理，办好之前不能改。"),
    Action.CONFIRM: ("成批确认", "确认", "确认以后送下一环节审核。"),
    Action.PASS: ("成批审核通过", "审核通过", "通过以后送县民政局审核。"),
    Action.APPROVE: ("成批批准", "批准", "批准以后写入登记，奖励和津贴随即按登记计算。"),
}


@roles(Role.UNIT, Role.REVIEWER, Role.CLERK)
def submission_batch(request: ScopedRequest, action: str) -> HttpResponse:
    if action not in WORDS:
        raise Http404
    chosen, actor = Action(action), Actor.of(request)
    if not request.scope.may(ROLES[chosen]):
        raise PermissionDenied
    if request.method == "POST":
        return _done(request, actor, chosen)
    found = _offered(actor, chosen)
    title, verb, after = WORDS[chosen]
    if chosen is Action.SUBMIT:
        _tell_who_is_alone(request, found)
    lines = _lines(found, chosen, request.scope)
    context = {"action": chosen, "title": title, "verb": verb, "after": after, "lines": lines, "most": MOST}
    return render(request, "submissions/batch.html", {**context, **_sums(lines)})


def _offered(actor: Actor, action: Action) -> list[Submission]:
    """What this account can do that with now, the oldest first."""
    rows = Submission.objects.within(actor.scope).filter(state__in=ALLOWED[action])
    found = rows.select_related("unit__community", "author", "handler").prefetch_related("scans")
    found = found.order_by("waiting_since", "pk")
    free = [s for s in found if actor.can(action, s) and (s.handler_id == actor.user.pk or not actions.handled(s))]
    return free[:MOST]


def _tell_who_is_alone(request: ScopedRequest, found: list[Submission]) -> None:
    """By unit what nobody could confirm if this account sent it: whoever had a hand in it is barred."""
    for unit in {one.unit for one in found}:
        heads = {user.pk for user in confirmers(unit, [request.user.pk])}
        alone = [one for one in found if one.unit == unit and heads <= set(one.editors)]
        if alone and ReviewRoute.of(unit).head:
            messages.warning(request, f"{unit}{actions.ALONE}涉及{choice.titles(alone)}。")


def _lines(found: list[Submission], action: Action, scope: Scope) -> list[dict[str, Any]]:
    """For each submission what stands against it, what is odd, what it states and changes, what it would give."""
    match action:
        case Action.APPROVE:
            return _planned(found, scope)
        case Action.CONFIRM | Action.PASS:
            return _looked_through(found, action, scope)
        case Action.SUBMIT:
            return _drafted(found, scope)
        case _:
            raise ValueError(f"{action} 不能成批办")


def _planned(found: list[Submission], scope: Scope) -> list[dict[str, Any]]:
    plans = approval.plan(found, today())
    lines = [_line(plan, scope) for plan in plans.all]
    sound = [plan.submission for plan in plans.all if not plan.problems]
    stakes = stake.stakes(approval.plan(sound, today())) if sound else {}
    choice.hold_together(lines, lambda some: _unlike(some, lines), WORDS[Action.APPROVE][1], today())
    return [{**line, "stakes": stakes.get(line["submission"].pk, [])} for line in lines]


def _unlike(some: list[Submission], lines: list[dict[str, Any]]) -> set[int]:
    """Those that could not be approved, or would do something else than the lines say, if these alone were."""
    seen = {line["submission"].pk: line["key"] for line in lines}
    plans = approval.plan(some, today())
    return {one.submission.pk for one in plans.all if one.problems or one.digest != seen[one.submission.pk]}


def _looked_through(found: list[Submission], action: Action, scope: Scope) -> list[dict[str, Any]]:
    """As far as the scope sees; what could not be approved so is no bar here, but nobody passes it on unasked."""
    day = today()
    hidden = presentation.untold(found, scope, day)
    plans = approval.plan(found, day, scope, _beside(found, day) if action is Action.CONFIRM else ())
    lines = [_line(plan, scope, hidden.get(plan.submission.pk, frozenset())) for plan in plans.all]
    return [
        {**line, "key": line["submission"].version, "problems": [], "doubts": [*line["problems"], *line["doubts"]]}
        for line in lines
    ]


def _beside(found: list[Submission], day: datetime.date) -> list[Statement]:
    """What else the units have under way: the post on which a person rests may not have come as far."""
    units = list({one.unit for one in found})
    return drafts.waiting_beside(units, [one.subject_index for one in found], day)


def _drafted(found: list[Submission], scope: Scope) -> list[dict[str, Any]]:
    """As the unit's own knowledge judges them."""
    judged, hidden = drafts.judged(found, today()), presentation.untold(found, scope, today())
    lines = [_draft(one, judged[one.pk], hidden.get(one.pk, frozenset())) for one in found]
    choice.hold_together(lines, _unsendable, WORDS[Action.SUBMIT][1], today())
    return lines


def _unsendable(some: list[Submission]) -> set[int]:
    return {pk for pk, problems in drafts.problems_of(some, today()).items() if problems}


def _draft(submission: Submission, judged: drafts.Judged, hidden: frozenset[str]) -> dict[str, Any]:
    statement = judged.statement
    doubts = [*checks.oddities(statement.warnings if statement else []), *presentation.changed_people(submission)]
    if statement and statement.certifies and not submission.scans.all():
        doubts.append(f"{checks.SCANNED}：{checks.UNSCANNED}")
    if submission.unmended:
        doubts.append(f"{UNMENDED}：{'；'.join(reason['text'] for reason in submission.reasons)}")
    return {
        "submission": submission,
        "key": submission.version,
        "problems": [problem.message for problem in judged.problems],
        "doubts": doubts,
        **_told(submission, presentation.blocks(submission, statement, hidden=hidden)),
    }


def _line(plan: approval.Plan, scope: Scope, hidden: frozenset[str] = frozenset()) -> dict[str, Any]:
    doubts = [conflict.words for conflict in checks.conflicts(plan, scope)]
    failed = [check for check in checks.checks(plan, scope) if not check.passed and check.words != checks.WRITABLE]
    doubts += [f"{check.words}：{check.detail or '请看'}" for check in failed]
    blocks = presentation.blocks(plan.submission, plan.statement, hidden=hidden)
    doubts += [f"{cell.heading}变更，请核实" for block in blocks for cell in block.cells if cell.weighty]
    doubts += presentation.changed_people(plan.submission)
    return {
        "submission": plan.submission,
        "key": plan.digest,
        "problems": [problem.message for problem in plan.problems],
        "doubts": doubts,
        **_told(plan.submission, blocks),
    }


# What it does ---------------------------------------------------------------------------------------


GIVEN = ("工作单位", "单位名称")  # its own column says that
ABOUT = "身份证号"


def _told(submission: Submission, blocks: list[Block]) -> dict[str, Any]:
    """All that its rows state anew, and every recorded value that becomes another; of a row that was not held beside what is
    on record, all that it states."""
    new = [[cell for cell in block.cells if cell.old is None and _stated(cell)] for block in blocks]
    unstaged = [[cell for cell in block.cells if _filled(cell)] for block in blocks if not block.staged]
    several = len(blocks) > 1
    return {
        "states": [*_roster(submission), *(f"报送：{words}" for words in _listed(submission, unstaged))],
        "adds": _listed(submission, new),
        "changes": [
            (f"{_which(block)} {cell.heading}" if several else cell.heading, cell)
            for block in blocks
            for cell in block.cells
            if cell.old is not None and cell.changed
        ],
    }


def _roster(submission: Submission) -> list[str]:
    if submission.kind != Kind.CONFIRMATION:
        return []
    return [f"核对 {len(presentation.people(submission))} 人"]


def _listed(submission: Submission, rows: list[list[Cell]]) -> list[str]:
    return _trainings(rows) if submission.kind == Kind.TRAINING else [_words(cells) for cells in rows if cells]


def _filled(cell: Cell) -> bool:
    return bool(cell.new) and cell.heading not in GIVEN


def _stated(cell: Cell) -> bool:
    return _filled(cell) and cell.changed


def _words(cells: Iterable[Cell]) -> str:
    return "，".join(f"{cell.heading} {cell.new}" for cell in cells)


def _which(block: Block) -> str:
    """A row told from the submission's others."""
    return next((cell.new for cell in block.cells if cell.heading == ABOUT), block.title)


def _trainings(rows: Iterable[list[Cell]]) -> list[str]:
    """What each training was, and who took part."""
    people: dict[str, list[str]] = {}
    for cells in rows:
        if cells:
            about = _words(cell for cell in cells if cell.heading != ABOUT)
            people.setdefault(about, []).extend(cell.new for cell in cells if cell.heading == ABOUT)
    return [f"{about}，{len(who)} 人：{'、'.join(who)}" for about, who in people.items()]


def _sums(lines: list[dict[str, Any]]) -> dict[str, Any]:
    ready = [line for line in lines if not line["problems"]]
    amounts = [s.amount for line in ready for s in line.get("stakes", []) if s.amount is not None]
    doubtful = sum(1 for line in ready if line["doubts"])
    return {"ready": len(ready), "doubtful": doubtful, "sum": sum(amounts, Decimal("0.00")), "count": len(lines)}


def _done(request: ScopedRequest, actor: Actor, action: Action) -> HttpResponse:
    """Each chosen submission comes with the version or the digest that was looked at."""
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, "没有选中任何一件。")
        return redirect("submission-batch", action)
    found = Submission.objects.within(actor.scope).filter(pk__in=chosen)
    if action is Action.APPROVE and wants_fresh(request, found):
        return ask_again(request)
    try:
        count = len(_act(actor, action, chosen))
    except Refused as refused:
        messages.error(request, f"{refused.message}这一批一件都没有{WORDS[action][1]}。")
        return redirect("submission-batch", action)
    messages.success(request, f"已{WORDS[action][1]} {count} 件。")
    return redirect("submissions")


def _chosen(request: ScopedRequest) -> dict[int, str]:
    picked = [(pk, text) for text in request.POST.getlist("pick") if (pk := number(text))]
    return {pk: request.POST.get(f"key-{text}", "") for pk, text in picked[:MOST]}


def _act(actor: Actor, action: Action, chosen: dict[int, str]) -> list[Submission]:
    if action is Action.APPROVE:
        return approval.approve(actor, chosen, today())
    versions = {pk: number(key, default=0) for pk, key in chosen.items()}
    if action is Action.SUBMIT:
        return actions.submit(actor, versions, lambda sent: drafts.problems_of(sent, today()))
    if action in (Action.CONFIRM, Action.PASS):
        return actions.forward(actor, action, versions)
    raise PermissionDenied
