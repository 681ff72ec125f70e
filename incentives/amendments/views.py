"""Pages of amendments: the list, one of them with its effects, the form to propose, and the what-if."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pages import visible
from incentives.amendments import actions, pages
from incentives.amendments.book import books_around, current_book, parsed
from incentives.amendments.effects import effects
from incentives.amendments.forms import ChangesForm, ProposalForm
from incentives.amendments.models import Amendment, State
from incentives.amendments.telling import changed
from incentives.refusals import Refused
from incentives.rules.overlay import changes, written
from positions.access import ScopedRequest, roles
from positions.lists import respond
from positions.vocabulary import BUREAU, COUNTY, Role

ROWS = Amendment.objects.select_related("proposed_by", "approved_by", "withdrawn_by")


@roles(*BUREAU)
def amendments(request: ScopedRequest) -> HttpResponse:
    shown = {"table": pages.amendments_table(ROWS.all()), "may_propose": request.scope.may(Role.CLERK)}
    return render(request, "amendments/list.html", shown)


@roles(*BUREAU)
def amendment(request: ScopedRequest, number: int) -> HttpResponse:
    return _detail(request, get_object_or_404(ROWS, number=number))


def _detail(request: ScopedRequest, found: Amendment, status: int = 200, **more: Any) -> HttpResponse:
    """What the amendment changes and whom, or why it can no longer be laid over the standards."""
    waiting = found.state == State.PROPOSED
    mine = found.proposed_by_id == request.user.pk
    shown = {
        "amendment": found,
        "check": pages.phrase_check(found.document, found.phrase, current_book()),
        "may_sign": waiting and not mine and request.scope.may(Role.APPROVER),
        "may_withdraw": waiting and (request.scope.may(Role.APPROVER) or (mine and request.scope.may(Role.CLERK))),
        "seen": current_book().digest,
    }
    return render(request, "amendments/detail.html", {**shown, **_effects_of(found), **more}, status=status)


def _effects_of(found: Amendment) -> dict[str, Any]:
    try:
        old, new = books_around(found)
    except Refused as refused:
        return {"unfit": refused.message}
    said = changed(changes(parsed(found.text)), old, new)
    return {"changes": said, **pages.effect_tables(effects(old, new, today()), found)}


@roles(*BUREAU)
def amendment_people(request: ScopedRequest) -> HttpResponse:
    """Everyone who gains or loses by an amendment."""
    return respond(request, "amendment-people", "amendments/people.html")


@require_POST
@roles(Role.APPROVER)
def amendment_sign(request: ScopedRequest, number: int) -> HttpResponse:
    try:
        signed = actions.sign_off(number, by=request.user, on=today(), seen=request.POST.get("seen", ""))
    except Refused as refused:
        return _refused(request, number, refused)
    messages.success(request, f"{signed}已生效，自 {signed.first_day} 起；已发的不变，差额由下一批次补发或扣回。")
    return redirect("amendment", number)


@require_POST
@roles(Role.CLERK, Role.APPROVER)
def amendment_withdraw(request: ScopedRequest, number: int) -> HttpResponse:
    try:
        gone = actions.withdraw(number, visible(request.POST.get("reason", "")), by=request.user, on=today())
    except Refused as refused:
        return _refused(request, number, refused)
    messages.success(request, f"{gone}已撤回，标准没有变化。")
    return redirect("amendment", number)


def _refused(request: ScopedRequest, number: int, refused: Refused) -> HttpResponse:
    if refused.code == "unknown_amendment":
        raise Http404
    messages.error(request, refused.message)
    return redirect("amendment", number)


@roles(Role.CLERK)
def amendment_new(request: ScopedRequest) -> HttpResponse:
    """The form; then what it would do; then, by 提出修订, the amendment itself."""
    step = request.POST.get("step", "")
    form = _form(ProposalForm, request)
    if step not in ("preview", "propose") or not form.is_valid():
        return render(request, "amendments/new.html", {"form": form})
    if step == "propose":
        return _proposed(request, form)
    check = pages.phrase_check(form.source["document"], form.source["phrase"], form.old)
    return render(request, "amendments/new.html", {"form": form, "check": check, **_preview(form)})


def _proposed(request: ScopedRequest, form: ChangesForm) -> HttpResponse:
    try:
        made = actions.propose(written(form.source), by=request.user, on=today())
    except Refused as refused:
        form.add_error(None, refused.message)
        return render(request, "amendments/new.html", {"form": form})
    messages.success(request, f"{made}已提出，等民政审批的另一个人看过影响后批准；批准以前标准不变。")
    return redirect("amendment", made.number)


@roles(*COUNTY)
def what_if(request: ScopedRequest) -> HttpResponse:
    """The same without a document and without keeping anything."""
    form = _form(ChangesForm, request)
    shown = {"form": form, "may_propose": request.scope.may(Role.CLERK)}
    if request.method == "POST" and form.is_valid():
        shown |= _preview(form)
    return render(request, "amendments/what_if.html", shown)


def _form(kind: type[ChangesForm], request: ScopedRequest) -> Any:
    """Bound where something was sent; filled in, without complaint, where the what-if hands over its changes."""
    book, sent = current_book(), request.POST if request.method == "POST" else None
    if sent is not None and kind is ProposalForm and sent.get("step") == "edit":
        draft = ChangesForm(sent, book=book, on=today())
        return kind(book=book, on=today(), initial={name: draft[name].value() for name in draft.fields})
    return kind(sent, book=book, on=today())


def _preview(form: ChangesForm) -> dict[str, Any]:
    said = changed(changes(form.source), form.old, form.book)
    return {"changes": said, **pages.effect_tables(effects(form.old, form.book, today()))}
