"""What the policy says, as pages: home, a person, bonuses, allowances, coverage, preference, the policy itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dingnan_sw.audit.bounds import exported
from dingnan_sw.jobs import work
from dingnan_sw.lib.dates import Month, today
from dingnan_sw.lib.paper import FORMATS
from incentives import applications, dashboard, document, facts
from incentives.amendments.book import current_book, origins
from incentives.explain import why_allowance, why_bonus
from incentives.figures import Figure, Place, figures
from incentives.filing import FILED
from incentives.forms import DocumentForm, day_asked
from incentives.held import everything_about
from incentives.models import PolicyDocument
from incentives.obligations.table import screens_of
from incentives.paying.rulings import doubt
from incentives.profile import profile, seen_months
from incentives.rules.timeline import timeline
from positions.access import ScopedRequest, roles
from positions.fresh import fresh
from positions.lists import respond, xlsx
from positions.navigation import may_see
from positions.vocabulary import BUREAU, COUNTY, EVERYONE, READERS, RESULTS, REVEALERS, Role
from talent.models import Certificate, Person
from talent.one_page import hand_over, offered
from talent.views import REVEALED, reveal


@roles(*EVERYONE)
def home(request: ScopedRequest) -> HttpResponse:
    """The county's numbers for the bureau and finance, its own for a unit or a reviewer, the way to the admin for administrators."""
    if request.scope.county:
        return render(request, "incentives/home.html", dashboard.county(request.scope, request.user, today()))
    if request.scope.may(Role.UNIT, Role.REVIEWER, Role.VIEWER):
        return render(request, "incentives/home_unit.html", dashboard.unit(request.scope, request.user, today()))
    return render(request, "incentives/home_administrator.html", dashboard.administrator(request.scope, today()))


# People -----------------------------------------------------------------------------------------


def _person(request: ScopedRequest, pk: int) -> Person:
    return get_object_or_404(facts.with_facts(Person.objects.within(request.scope)), pk=pk)


@roles(*RESULTS)
def person(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _person(request, pk)
    return render(request, "incentives/person.html", profile(found, request.scope, today()))


@require_POST
@roles(Role.CLERK, Role.APPROVER)
@fresh
def person_held(request: ScopedRequest, pk: int) -> HttpResponse:
    """Everything on record about a person, who has asked for it."""
    found = _person(request, pk)
    exported("导出本人信息", by=request.user, about=found)
    return xlsx(everything_about(found, request.scope, today()), f"{found.name} 本人信息 {today()}.xlsx")


@require_POST
@roles(*REVEALERS)
def person_reveal(request: ScopedRequest, pk: int) -> HttpResponse:
    """The person's page with the one value in clear that was asked for."""
    found = _person(request, pk)
    if request.POST.get("field") not in REVEALED:
        raise Http404
    clear = reveal(request, found)
    return render(request, "incentives/person.html", {**profile(found, request.scope, today()), "clear": clear})


# 三（一） -----------------------------------------------------------------------------------------


@roles(*RESULTS)
def bonuses(request: ScopedRequest) -> HttpResponse:
    return respond(request, "bonuses", "incentives/bonuses.html")


@roles(*RESULTS)
def bonus(request: ScopedRequest, pk: int) -> HttpResponse:
    """Why a certificate's bonus is what it is; pk is the certificate's."""
    line, book = _bonus_line(request, pk), current_book()
    sheets = offered("bonus-sheet", pk) if applications.is_claimable(line) else []
    why = why_bonus(line, book, facts.Sight.of(request.scope))
    doubted = request.scope.may(*BUREAU) and doubt(line) is not None
    return render(request, "incentives/bonus.html", {"line": line, "why": why, "sheets": sheets, "doubted": doubted})


@require_POST
@roles(*READERS)
@fresh
def bonus_sheet(request: ScopedRequest, pk: int, kind: str) -> HttpResponse:
    """考试奖励申请表; pk is the certificate's."""
    line = _bonus_line(request, pk)
    if not applications.is_claimable(line):
        raise Http404
    form = applications.bonus_form(line, applications.Filing.of(request.scope, today()))
    return hand_over(request, form, kind, line.person)


def _bonus_line(request: ScopedRequest, pk: int) -> facts.BonusLine:
    certificate = get_object_or_404(Certificate.objects.within(request.scope), pk=pk)
    holder = _person(request, certificate.person_id)
    lines = facts.seen_bonuses(holder, current_book(), request.scope)
    line = next((line for line in lines if line.certificate.pk == pk), None)
    if line is None:
        raise Http404
    return line


# 三（二） -----------------------------------------------------------------------------------------


@roles(*RESULTS)
def allowances(request: ScopedRequest) -> HttpResponse:
    return respond(request, "allowances", "incentives/allowances.html")


@roles(*RESULTS)
def allowance(request: ScopedRequest, month: str, pk: int) -> HttpResponse:
    """Why a person's allowance for a month is what it is."""
    holder, book = _person(request, pk), current_book()
    period = _month(month)
    if not any(first <= period <= last for first, last in seen_months(holder, request.scope, today())):
        raise Http404
    person_facts = facts.person_facts(holder)
    (span,) = timeline(person_facts, period.first, period.first, book)
    sight = facts.Sight.of(request.scope)
    if not sight.sees(span.unit):
        raise Http404
    return render(
        request,
        "incentives/allowance.html",
        {
            "person": holder,
            "month": period,
            "before": period.plus(-1),
            "after": period.plus(1),
            "why": why_allowance(person_facts, span, book, sight),
            "sheets": offered("allowance-sheet", period.year, pk) if span.unit else [],
        },
    )


@require_POST
@roles(*READERS)
@fresh
def allowance_sheet(request: ScopedRequest, year: int, pk: int, kind: str) -> HttpResponse:
    """职业津贴申请审批表 of one person for the months of a year."""
    holder, filing = _person(request, pk), applications.Filing.of(request.scope, today())
    spans = applications.claims(holder, current_book(), facts.Sight.of(request.scope), filing.on).get(year)
    if spans is None:
        raise Http404
    return hand_over(request, applications.allowance_form(holder, spans, filing), kind, holder)


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise Http404 from error


# 一（一）、三（二）: coverage; 三（三） ----------------------------------------------------------------


@roles(*COUNTY)
def coverage(request: ScopedRequest) -> HttpResponse:
    period, on = day_asked(request.GET, today())
    context = dashboard.coverage(request.scope, on, today())
    return render(request, "incentives/coverage.html", {"period": period, **context})


@roles(*COUNTY)
def preference(request: ScopedRequest) -> HttpResponse:
    return respond(request, "preference", "incentives/preference.html")


# Sheets -----------------------------------------------------------------------------------------


@require_POST
@roles(*RESULTS)
@fresh
def paper(request: ScopedRequest, sheet: str, kind: str) -> HttpResponse:
    """Have a sheet made; a quick one comes at once, a long one waits among the account's results."""
    if sheet not in FILED or kind not in FORMATS:
        raise Http404
    filed = FILED[sheet]
    if not request.scope.may(*filed.audience):
        raise PermissionDenied
    period = request.POST.get("period", "")
    try:
        words = filed.words(period)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    title = f"{filed.title}（{words}，{FORMATS[kind]}）"
    with transaction.atomic():
        exported("导出报表", by=request.user, sheet=filed.title, period=words, kind=kind)
        grant = request.scope.digest
        job = work.start("paper", title, by=request.user, grant=grant, sheet=sheet, format=kind, period=period)
    if work.wait(job, seconds=3).result_name:
        return HttpResponseRedirect(reverse("job-result", args=[job.pk]))
    return redirect("job", job.pk)


# The policy -------------------------------------------------------------------------------------


@roles(*EVERYONE)
def policy(request: ScopedRequest) -> HttpResponse:
    """Clause by clause: our summary, the loaded text, what the portal does, the numbers in force."""
    book, loaded = current_book(), PolicyDocument.current()
    missing = document.missing_phrases(loaded.text, book) if loaded else []
    texts = document.sections(loaded.text) if loaded else {}
    unfound = loaded and {phrase for _, phrase in missing}
    urls = _amendment_urls(request)
    rows = [
        _clause(request, clause, texts.get(clause.number, ""), figures(clause.scales, today(), book, unfound, urls))
        for clause in document.clauses()
    ]
    return render(
        request,
        "incentives/policy.html",
        {
            "book": book,
            "loaded": loaded,
            "missing": missing,
            "clauses": rows,
            "may_load": request.scope.may(Role.CLERK),
            "may_amend": may_see(request.scope, "amendments"),
            "may_ask": may_see(request.scope, "what-if"),
            "may_map": may_see(request.scope, "obligations"),
        },
    )


def _amendment_urls(request: ScopedRequest) -> dict[Place, str]:
    """Where the entries set by amendments lead, for those who may look there."""
    if not may_see(request.scope, "amendments"):
        return {}
    return {place: reverse("amendment", args=[number]) for place, number in origins().items()}


def _clause(request: ScopedRequest, clause: document.Clause, text: str, shown: list[Figure]) -> dict[str, Any]:
    return {"clause": clause, "text": text, "screens": screens_of(clause.number, request.scope), "figures": shown}


@roles(Role.CLERK)
def policy_load(request: ScopedRequest) -> HttpResponse:
    book = current_book()
    form = DocumentForm(request.POST or None, request.FILES or None, book=book)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        document.load(text, book, request.user)
        missing = document.missing_phrases(text, book)
        words = (
            f"正文已载入。有 {len(missing)} 处引用在正文里没有找到，见下表。"
            if missing
            else "正文已载入，引用的短语都核对无误。"
        )
        (messages.warning if missing else messages.success)(request, words)
        return redirect("policy")
    return render(request, "incentives/policy_load.html", {"form": form})
