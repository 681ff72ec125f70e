"""The pages of the exam: a year's mobilisation and results, and from a pass to a certificate."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dingnan_sw.lib.dates import today
from positions.access import ScopedRequest, roles
from positions.lists import respond
from positions.vocabulary import READERS, RESULTS, Role
from talent.exams import certifying, listings, reporting  # noqa: F401 # listings registers the list by its name
from talent.exams.asked import year_asked
from talent.exams.rolls import REGISTRATIONS
from talent.rolls.declared import writing
from talent.submissions.actions import Actor, Refused
from talent.submissions.flow import OPEN


@roles(*RESULTS)
def exams(request: ScopedRequest) -> HttpResponse:
    """?year= who was to register, registered, sat and passed, by unit and by town; this year by default."""
    return respond(request, "exams", "exams/exams.html")


@roles(*READERS)
def exam_passes(request: ScopedRequest) -> HttpResponse:
    """?year= who passed and has no certificate on record; the clerk writes down several at once."""
    period, written = year_asked(request.GET, today()), 0
    year = int(period.value)
    if request.method == "POST":
        if not request.scope.may(Role.CLERK):
            raise PermissionDenied
        written, rows = certifying.certify(request.scope, year, request.POST.dict(), request.user, today())
    else:
        rows = certifying.awaiting(request.scope, year)
    if written:
        messages.success(request, f"已登记 {written} 本证书，考试奖励名单里已经可以看到。")
    context = {
        "period": period,
        "year": year,
        "written": written,
        "rows": [one for one in rows if not one.is_senior],
        "proofs": [one for one in rows if one.is_senior],
        "faults": sum(bool(one.faults) for one in rows),
        "today": today(),
        "own": request.scope.units,
    }
    return render(request, "exams/passes.html", context)


@require_POST
@roles(Role.UNIT)
def exam_pass_report(request: ScopedRequest, pk: int) -> HttpResponse:
    """On to the submission of a pass's certificate, begun with what is known; ?person= of those whom the examinee may be."""
    own = writing(request.scope)
    year = get_object_or_404(REGISTRATIONS.rows(own), pk=pk).exam_year
    passed = [one for one in certifying.awaiting(own, year) if one.registration.pk == pk]
    if not passed:
        messages.warning(request, "这个人的证书已经登记，不用再报送。")
        return redirect(f"{reverse('exam-passes')}?year={year}")
    (one,) = passed
    chosen = next((person for person in one.people if str(person.pk) == request.POST.get("person")), None)
    try:
        found = reporting.begin(Actor.of(request), one, chosen, today())
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(f"{reverse('exam-passes')}?year={year}")
    return redirect("submission-edit" if found.state in OPEN else "submission", found.pk)
