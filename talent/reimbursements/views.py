"""The pages of 出差待遇: who is owed what was spent on the exam, and the step that begins a reimbursement."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dingnan_sw.audit.chain import record
from dingnan_sw.lib.dates import today
from positions.access import ScopedRequest, roles
from positions.lists import respond
from positions.vocabulary import READERS, Role
from talent.exams.rolls import REGISTRATIONS
from talent.imports import take_turns
from talent.one_page import hand_over
from talent.reimbursements import listings  # noqa: F401 # registers the list by its name
from talent.reimbursements.owed import begin
from talent.reimbursements.papers import claim_grid
from talent.reimbursements.rolls import REIMBURSEMENTS


@roles(*READERS)
def reimbursements(request: ScopedRequest) -> HttpResponse:
    """?year= everyone who sat the exam, paid or not; this year by default."""
    return respond(request, "reimbursements", "reimbursements/list.html")


@roles(Role.CLERK, Role.UNIT)
def reimbursement_begin(request: ScopedRequest, pk: int) -> HttpResponse:
    """A row for the reimbursement of that registration, with all that is known of it, to be filled in next."""
    one = get_object_or_404(REGISTRATIONS.rows(request.scope), pk=pk)
    if not REGISTRATIONS.may_keep(request.scope, one):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "reimbursements/begin.html", {"one": one})
    with transaction.atomic():
        take_turns()
        row, begun = begin(one)
        if begun:
            record("新增出差待遇报销", by=request.user, about=row)
    if not REIMBURSEMENTS.rows(request.scope).filter(pk=row.pk).exists():
        words = (
            f"{one.name}这次考试的报销已由另一个单位登记，同一次考试只报销一次：请与本人核对，仍有疑问请联系民政局。"
        )
        messages.warning(request, words)
        return redirect(f"{reverse('reimbursements')}?year={one.exam_year}")
    return redirect(REIMBURSEMENTS.url(row))


@require_POST
@roles(*READERS)
def reimbursement_sheet(request: ScopedRequest, pk: int, kind: str) -> HttpResponse:
    """报名费差旅费报销单 of one examinee."""
    row = get_object_or_404(REIMBURSEMENTS.rows(request.scope), pk=pk)
    return hand_over(request, claim_grid(row, today()), kind, row)
