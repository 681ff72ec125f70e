"""The bureau's part: the public notice, objections, and what waits to be decided."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from dingnan_sw.lib.pages import visible
from incentives.amendments.book import current_book
from incentives.explain import why_bonus
from incentives.paying import notice, objections
from incentives.paying.acting import Actor
from incentives.paying.forms import ObjectionForm, RulingForm
from incentives.paying.rulings import Said, bonus_line, decide_held, doubt
from incentives.paying.views.batches import find, show
from incentives.refusals import Refused
from positions.access import ScopedRequest, roles
from positions.lists import respond
from positions.vocabulary import BUREAU, COUNTY, Role
from talent.models import Certificate


@roles(*COUNTY)
def batch_notice(request: ScopedRequest, number: int) -> HttpResponse:
    """The list as it is made public: name, unit, level, amount, and nothing else."""
    found = find(request, number)
    if found.notice_first is None:
        raise Http404
    context = {"batch": found, "rows": notice.public_rows(found), "note": notice.NET_NOTE}
    return render(request, "paying/notice.html", context)


@require_POST
@roles(Role.CLERK)
def objection_add(request: ScopedRequest, number: int) -> HttpResponse:
    found, form = find(request, number), ObjectionForm(request.POST)
    if not form.is_valid():
        return show(request, found, refusal="请写明提出人、日期和异议内容。", objection_form=form)
    said = form.cleaned_data
    try:
        objections.object_to(Actor.of(request, said["on"]), number, said["raised_by"], said["text"])
    except Refused as refused:
        return show(request, find(request, number), refusal=refused.message, objection_form=form)
    messages.success(request, "异议已登记，答复以后才能审批。")
    return redirect("batch", number)


@require_POST
@roles(Role.CLERK, Role.APPROVER)
def objection_answer(request: ScopedRequest, number: int, pk: int) -> HttpResponse:
    found = find(request, number)
    get_object_or_404(found.objections, pk=pk)
    text = visible(request.POST.get("answer", ""))
    try:
        objections.answer(Actor.of(request), pk, text)
    except Refused as refused:
        return show(request, found, refusal=refused.message, answered={"pk": pk, "text": text})
    messages.success(request, "处理意见已登记。")
    return redirect("batch", number)


# 认定 -----------------------------------------------------------------------------------------------


@roles(*BUREAU)
def held(request: ScopedRequest) -> HttpResponse:
    return respond(request, "held", "paying/held.html")


@roles(*BUREAU)
def held_line(request: ScopedRequest, pk: int) -> HttpResponse:
    """A certificate's doubt with the facts; the approver's POST decides it."""
    certificate = get_object_or_404(Certificate.objects.select_related("person"), pk=pk)
    form = RulingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            granted = said["granted"] == "yes"
            decide_held(Actor.of(request), pk, Said(granted, said["reason"], said["evidence"], said["seen"]))
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "认定已登记，下一次生成批次时计入。")
            return redirect("held-line", pk)
    line = bonus_line(certificate)
    return render(
        request,
        "paying/held_line.html",
        {
            "line": line,
            "why": why_bonus(line, current_book()),
            "form": form,
            "rulings": certificate.rulings.select_related("by"),
            "doubt": doubt(line) if request.scope.may(Role.APPROVER) else None,
        },
    )
