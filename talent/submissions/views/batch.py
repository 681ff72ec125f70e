"""Many submissions at once: first a page that says exactly what will happen, then the act."""

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
from talent.submissions import actions, approval, checks, drafts, presentation, stake
from talent.submissions.actions import Actor, Refused
from talent.submissions.flow import ALLOWED, Action
from talent.submissions.models import Submission
from talent.submissions.money import wants_fresh

MOST = 200
ROLES = {Action.SUBMIT: Role.UNIT, Action.CONFIRM: Role.UNIT, Action.PASS: Role.REVIEWER, Action.APPROVE: Role.CLERK}
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
    lines = _lines(found, chosen, request.scope)
    context = {"action": chosen, "title": title, "verb": verb, "after": after, "lines": lines, "most": MOST}
    return render(request, "submissions/batch.html", {**context, **_sums(lines)})


def _offered(actor: Actor, action: Action) -> list[Submission]:
    """What this account can do that with now, the oldest first."""
    rows = Submission.objects.within(actor.scope).filter(state__in=ALLOWED[action])
    found = rows.select_related("unit__community", "author", "handler").order_by("waiting_since", "pk")
    free = [s for s in found if actor.can(action, s) and (s.handler_id == actor.user.pk or not actions.handled(s))]
    return free[:MOST]


def _lines(found: list[Submission], action: Action, scope: Scope) -> list[dict[str, Any]]:
    """For each submission what stands against it, what it states and changes, what it would give."""
    match action:
        case Action.APPROVE:
            return _planned(found, scope)
        case Action.SUBMIT:
            problems = drafts.problems_of(found, today())
        case _:
            problems = {}
    return [{"submission": s, "key": s.version, "problems": [p.message for p in problems.get(s.pk, [])]} for s in found]


def _planned(found: list[Submission], scope: Scope) -> list[dict[str, Any]]:
    plans = approval.plan(found, today())
    lines = [_line(plan, scope) for plan in plans.all]
    sound = [plan.submission for plan in plans.all if not plan.problems]
    stakes = stake.stakes(approval.plan(sound, today())) if sound else {}
    return [{**line, "stakes": stakes.get(line["submission"].pk, [])} for line in lines]


def _line(plan: approval.Plan, scope: Scope) -> dict[str, Any]:
    doubts = [conflict.words for conflict in checks.conflicts(plan, scope)]
    failed = [check for check in checks.checks(plan, scope) if not check.passed and check.words != checks.WRITABLE]
    doubts += [f"{check.words}：{check.detail or '请看'}" for check in failed]
    blocks = presentation.blocks(plan.submission, plan.statement)
    doubts += [f"{cell.heading}变更，请核实" for block in blocks for cell in block.cells if cell.weighty]
    return {
        "submission": plan.submission,
        "key": plan.digest,
        "problems": [problem.message for problem in plan.problems],
        "doubts": doubts,
        "adds": _stated(plan) if plan.adds else "",
        "changes": [change for row in plan.changes for change in row],
    }


TOLD = (
    "人员类别",
    "任职起始日期",
    "岗位名称",
    "上岗日期",
    "证书级别",
    "管理号",
    "批准日期",
    "签发日期",
    "岗位数",
    "设置日期",
)


def _stated(plan: approval.Plan) -> str:
    """The weightiest of what a new row states."""
    return "；".join(
        "，".join(f"{heading} {row[heading]}" for heading in TOLD if row.get(heading)) for row in plan.submission.rows
    )


def _sums(lines: list[dict[str, Any]]) -> dict[str, Any]:
    ready = [line for line in lines if not line["problems"]]
    amounts = [s.amount for line in ready for s in line.get("stakes", []) if s.amount is not None]
    return {"ready": len(ready), "sum": sum(amounts, Decimal("0.00")), "count": len(lines)}


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
