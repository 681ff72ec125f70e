"""The list, one submission, and the actions on it."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from dingnan_sw.audit.bounds import exported
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.filters import Facet, by_field
from dingnan_sw.lib.pages import number, visible
from dingnan_sw.lib.table import Column
from positions.access import Scope, ScopedRequest, roles
from positions.fresh import ask_again
from positions.lists import Listing, listing, respond
from positions.models import Unit, User
from positions.vocabulary import READERS, REVEALERS, Role
from talent.submissions import actions, approval, checks, drafts, presentation, stake
from talent.submissions.actions import Actor, Refused
from talent.submissions.concerned import confirmers, page_of
from talent.submissions.flow import OPEN, WAITING, Action, State
from talent.submissions.forms import HandOverForm
from talent.submissions.models import SHEETS, Kind, Scan, Submission
from talent.submissions.money import wants_fresh
from talent.submissions.reasons import STOCK

OLD = 5  # days after which a waiting submission is called old


# The list -------------------------------------------------------------------------------------------


def mine_to_do(submissions: QuerySet[Submission], scope: Scope) -> QuerySet[Submission]:
    """Those whose turn it is for this scope's roles, what a colleague has in hand and what one wrote oneself left out."""
    others = actions.held(submissions).exclude(handler=scope.account)
    free = submissions.exclude(pk__in=others.values("pk")).exclude(editors__contains=[scope.account])
    turns = submissions.none()
    if scope.units:
        turns |= submissions.filter(unit__in=scope.units, state__in=(State.DRAFT, State.RETURNED))
    if scope.headed:
        turns |= free.filter(unit__in=scope.headed, state=State.HEAD)
    if scope.may(Role.REVIEWER):
        turns |= free.filter(unit__in=Unit.objects.filter(actions.reviewed(scope)), state=State.REVIEW)
    if scope.may(Role.CLERK):
        turns |= free.filter(state=State.BUREAU)
    return turns


@listing("submissions")
def submissions_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    rows = Submission.objects.within(scope).as_seen(scope).select_related("unit", "handler", "author")
    return Listing(
        title="报送",
        rows=rows,
        columns=(
            Column("subject", "事项", lambda s: s.seen, sort="seen", link=page_of, width=16),
            Column("kind", "类别", lambda s: s.get_kind_display(), sort="kind"),
            Column("unit", "单位", lambda s: s.unit.name, sort="unit__name", width=30),
            Column("state", "状态", lambda s: (s.tone, s.get_state_display()), "tag", sort="state", width=18),
            Column("since", "等待起", lambda s: _day(s.waiting_since), "date", sort="waiting_since"),
            Column("handler", "经办人", lambda s: s.handler, sort="handler__display_name"),
            Column("author", "填报人", lambda s: s.author, sort="author__display_name"),
            Column("changed", "最近修改", lambda s: _day(s.changed), "date", sort="changed"),
        ),
        sort="-changed",
        facets=(
            _turn_facet(scope),
            by_field("state", "状态", "state", lambda value: str(State(value).label)),
            by_field("kind", "类别", "kind", lambda value: str(Kind(value).label)),
            by_field("unit", "单位", "unit__name"),
            _age_facet(),
        ),
        search=lambda found, text: found.filter(seen__icontains=text) | found.filter(unit__name__icontains=text),
        hint="事项或单位",
        context={"batches": _batches(scope), "units": Unit.objects.kept_by(scope)},
    )


def _day(at: datetime.datetime | None) -> datetime.date | None:
    return timezone.localtime(at).date() if at else None


def _turn_facet(scope: Scope) -> Facet:
    def narrow(found: Any, value: str) -> Any:
        return mine_to_do(found, scope) if value == "me" else found.none()

    return Facet("turn", "轮到谁", narrow, lambda found: [("me", "待我处理", mine_to_do(found, scope).count())])


def _age_facet() -> Facet:
    def waiting(found: Any) -> Any:
        limit = timezone.now() - datetime.timedelta(days=OLD)
        return found.filter(state__in=WAITING, waiting_since__lt=limit)

    def narrow(found: Any, value: str) -> Any:
        return waiting(found) if value == "old" else found.none()

    return Facet("age", "等待", narrow, lambda found: [("old", f"超过 {OLD} 天", waiting(found).count())])


def _batches(scope: Scope) -> list[tuple[str, str]]:
    """The actions that can be done on many at once, for these roles: (label, address)."""
    offered = (
        (Action.SUBMIT, "成批提交", bool(scope.units)),
        (Action.CONFIRM, "成批确认", bool(scope.headed)),
        (Action.PASS, "成批审核通过", scope.may(Role.REVIEWER)),
        (Action.APPROVE, "成批批准", scope.may(Role.CLERK)),
    )
    return [(label, reverse("submission-batch", args=[action])) for action, label, allowed in offered if allowed]


@roles(*READERS)
def submissions(request: ScopedRequest) -> HttpResponse:
    return respond(request, "submissions", "submissions/list.html")


# One submission -------------------------------------------------------------------------------------


def find(request: ScopedRequest, pk: int) -> Submission:
    """What the unit is changing after a return is its own affair: others see what was submitted."""
    rows = Submission.objects.within(request.scope).as_seen(request.scope)
    found = get_object_or_404(rows.select_related("unit__community", "unit__town", "author", "handler"), pk=pk)
    found.turn()
    return found


@roles(*READERS)
def submission(request: ScopedRequest, pk: int) -> HttpResponse:
    return render(request, "submissions/detail.html", context(request, find(request, pk)))


@require_POST
@roles(*REVEALERS)
def submission_clear(request: ScopedRequest, pk: int) -> HttpResponse:
    """The page with its ID numbers, phones and accounts in full, once; an audit entry each time."""
    found = find(request, pk)
    exported("查看报送中的完整号码", by=request.user, about=found, address=request.META.get("REMOTE_ADDR", ""))
    return render(request, "submissions/detail.html", context(request, found, clear=True))


def context(request: ScopedRequest, found: Submission, *, clear: bool = False) -> dict[str, Any]:
    """As the unit sees it with what it can know itself, as a reviewer sees it with what its scope sees."""
    actor = Actor.of(request)
    can = {action.name.lower(): offered for action, offered in actor.offers(found).items()}
    shown = _shown(request, found)
    scans = list(Scan.objects.within(request.scope).filter(submission=found))
    hidden = presentation.untold([found], request.scope, today()).get(found.pk, frozenset())
    return {
        "submission": found,
        "blocks": presentation.blocks(found, shown["statement"], clear=clear, hidden=hidden),
        "people": presentation.people(found),
        "steps": presentation.steps(found),
        "scans": scans,
        "scan_missing": bool(shown["statement"] and shown["statement"].certifies and not scans),
        "can": can,
        "clear": clear,
        "may_reveal": request.scope.may(*REVEALERS) and not clear,
        "mended": found.state in OPEN and can["submit"],
        "stock": STOCK,
        "hand_over": HandOverForm(actions.colleagues(actor, found)) if can["hand_over"] else None,
        "judge": any(can[name] for name in ("confirm", "pass", "approve", "return", "take", "hand_over")),
        "handled": actions.handled(found),
        "confirmers": _confirmers(request, found),
        "alone": actions.ALONE,
        "anothers": actor.can(Action.TAKE, found) and actor.is_anothers(found),
        **shown,
    }


def _confirmers(request: ScopedRequest, found: Submission) -> list[User] | None:
    """For the unit, who confirms it, or would if this account sent it; None where nobody has to."""
    waiting = found.state == State.HEAD
    if found.unit_id not in request.scope.units or not (waiting or (found.state in OPEN and found.route.head)):
        return None
    sender = [] if waiting else [request.user.pk]
    return confirmers(found.unit, [*found.editors, *sender])


def _shown(request: ScopedRequest, found: Submission) -> dict[str, Any]:
    if found.state == State.APPROVED:
        return {"statement": None}
    own = found.unit_id in request.scope.units and not request.scope.county
    shown = _own(found) if own else _reviewed(found, request.scope)
    return {"statement": shown["statement"]} if found.state == State.CLOSED else shown


def _own(found: Submission) -> dict[str, Any]:
    """With what the unit itself can know: its own people and posts."""
    problems = drafts.problems(found, today()) if found.state in OPEN else []
    statement = None
    if found.kind in SHEETS:
        statement = drafts.checked(found.unit, Kind(found.kind), found.rows, today())
    unsent = any(problem.code == drafts.UNSENT for problem in problems)
    warnings = statement.warnings if statement else []
    return {"statement": statement, "problems": problems, "unsent": unsent, "warnings": warnings}


def _reviewed(found: Submission, scope: Scope) -> dict[str, Any]:
    """Against what is on record in scope: what would change, the checks, the conflicts, and for the bureau what is at stake."""
    plans = approval.plan([found], today(), scope)
    (plan,) = plans.all
    # The digest is of the plan as staged, before the stakes try it out.
    context = {
        "statement": plan.statement,
        "digest": plan.digest,
        "checks": checks.checks(plan, scope),
        "conflicts": checks.conflicts(plan, scope),
        "problems": plan.problems,
    }
    wanted = scope.county and found.state in WAITING
    return {**context, "stakes": stake.stakes(plans).get(found.pk, []) if wanted else []}


# Actions --------------------------------------------------------------------------------------------


@require_POST
@roles(Role.UNIT, Role.REVIEWER, Role.CLERK)
def submission_act(request: ScopedRequest, pk: int, action: str) -> HttpResponse:
    """One action on one submission; what cannot be done now says why and changes nothing."""
    if action not in set(Action) - {Action.EDIT}:
        raise Http404
    if action == Action.RETURN and _taken_back(request, pk):
        return _not_returned(request)
    found = find(request, pk)
    if not Actor.of(request).may(Action(action), found):
        raise PermissionDenied
    if action == Action.APPROVE and wants_fresh(request, [found]):
        return ask_again(request)
    try:
        words = _do(request, found, Action(action))
    except Refused as refused:
        return _refused(request, pk, Action(action), refused)
    messages.success(request, words)
    return redirect("submissions") if action == Action.DELETE else redirect("submission", pk)


def _taken_back(request: ScopedRequest, pk: int) -> bool:
    return Submission.objects.taken_back(request.scope).filter(pk=pk).exists()


def _not_returned(request: ScopedRequest) -> HttpResponse:
    """To the list, since its page is the unit's alone now; with what was typed."""
    said = "；".join(f"{r['column']}：{r['text']}" if r["column"] else r["text"] for r in _reasons(request.POST))
    messages.error(request, f"单位刚刚撤回，没有退回。{f'刚才写的原因：{said}' if said else ''}")
    return redirect("submissions")


def _refused(request: ScopedRequest, pk: int, action: Action, refused: Refused) -> HttpResponse:
    """Back to the page as it is now; what was typed for it is there again, or shown where it can no longer be said."""
    if action is Action.RETURN and _taken_back(request, pk):
        return _not_returned(request)
    messages.warning(request, refused.message)
    unsaid, why = _reasons(request.POST), _why(request)
    if action not in (Action.RETURN, Action.GIVE_UP) or not (unsaid or why):
        return redirect("submission", pk)
    said = {"typed": request.POST.dict(), "unsaid": unsaid, "why": why}
    return render(request, "submissions/detail.html", {**context(request, find(request, pk)), **said})


def _why(request: HttpRequest) -> str:
    return visible(request.POST.get("why", "")).strip()[:300]


def _do(request: ScopedRequest, found: Submission, action: Action) -> str:
    actor, version = Actor.of(request), _number(request, "version")
    match action:
        case Action.SUBMIT:
            sent = actions.submit(actor, {found.pk: version}, lambda sent: drafts.problems_of(sent, today()))
            return _sent_words(sent, found)
        case Action.WITHDRAW:
            actions.withdraw(actor, found.pk)
            return f"已撤回“{found}”，可以修改后再提交。"
        case Action.DELETE:
            actions.delete(actor, found.pk, version)
            return f"草稿“{found}”已删除。"
        case Action.GIVE_UP:
            actions.give_up(actor, found.pk, version, _why(request))
            return f"“{found}”不再报送；同一事项可以另报一件。"
        case Action.CONFIRM | Action.PASS:
            (moved,) = actions.forward(actor, action, {found.pk: version})
            return f"“{found}”已{action.label}，现在{moved.get_state_display()}。"
        case Action.TAKE:
            actions.take(actor, found.pk)
            return f"“{found}”由您办理。"
        case Action.HAND_OVER:
            to = get_object_or_404(User, pk=_number(request, "to"))
            actions.hand_over(actor, found.pk, to)
            return f"“{found}”已转交给{to}。"
        case Action.RETURN:
            actions.give_back(actor, found.pk, _reasons(request.POST), version)
            return f"“{found}”已退回{found.unit}修改。"
        case Action.APPROVE:
            approval.approve(actor, {found.pk: request.POST.get("digest", "")}, today())
            return f"“{found}”已批准，写入登记。"
        case Action.EDIT:
            raise Http404


def _sent_words(sent: list[Submission], found: Submission) -> str:
    if not sent:
        return f"“{found}”已经提交过，没有重复提交。"
    return f"已提交“{found}”，现在{sent[0].get_state_display()}；办理情况在这一页看。"


def _number(request: HttpRequest, name: str) -> int:
    return number(request.POST.get(name), default=0)


def _reasons(data: QueryDict) -> list[dict[str, str]]:
    """A reason for each field that has one: a stock phrase, own words, or both; field "" is the whole."""
    found = []
    for name in data:
        if not name.startswith("own-"):
            continue
        key = name.removeprefix("own-")
        row, _, column = key.partition("-")
        stock, own = data.get(f"stock-{key}", ""), visible(data.get(name, "")).strip()
        text = "；".join(part for part in (stock if stock in STOCK else "", own[:300]) if part)
        if text:
            found.append({"row": str(number(row) or ""), "column": visible(column), "text": text})
    return found


def waiting_count(scope: Scope) -> int:
    return mine_to_do(Submission.objects.within(scope), scope).count()
