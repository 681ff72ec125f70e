"""The budget as pages: the request with what it rests on, the year's execution, funds and accounts."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from dingnan_sw.lib.dates import Month, last_day, today
from incentives import facts
from incentives.amendments.book import current_book
from incentives.budget import listings, records, tables  # noqa: F401 # these register the lists by their names
from incentives.budget.actions import save
from incentives.budget.addresses import parts_url
from incentives.budget.estimate import estimate, shares_of
from incentives.budget.execution import standings
from incentives.budget.forms import EARLIEST, SETTINGS, Form, budget_year, month_of
from incentives.budget.request import requests
from incentives.budget.settings_page import parts
from incentives.explain import Why, why_allowance
from incentives.projection import foreseen
from incentives.refusals import Refused
from incentives.rules.facts import PersonFacts
from incentives.rules.rulebook import RuleBook
from incentives.rules.timeline import Span, timeline
from positions.access import ScopedRequest, roles
from positions.lists import respond
from positions.vocabulary import COUNTY, Role
from talent.models import Person


@roles(*COUNTY)
def budget(request: ScopedRequest) -> HttpResponse:
    """A year's request, next year's by default, beside the year before."""
    day = today()
    period = budget_year(request.GET, day.year, day.year + 1)
    found = estimate(int(period.value), current_book(), day)
    context = {
        "period": period,
        "found": found,
        "behind": parts_url(found.year),
        "request_table": tables.request_table(found, requests(found)),
        "allowances": tables.allowance_table(found),
        "bonuses": tables.bonus_table(found),
        "expected": tables.expected_table(found),
        "bookings": tables.booking_table(found),
        "assumed": [found.book.measure(name, on=day) for name in ("retirement", "expected_certificates")],
    }
    return render(request, "budget/budget.html", context)


@roles(*COUNTY)
def budget_people(request: ScopedRequest) -> HttpResponse:
    """The people behind a cell."""
    return respond(request, "budget-people", "budget/people.html")


@roles(*COUNTY)
def budget_share(request: ScopedRequest, year: int, pk: int, month: str) -> HttpResponse:
    """Why a person is reckoned with the months of allowance around this one: each span of equal months, by the facts as foreseen."""
    person = get_object_or_404(facts.with_facts(Person.objects.within(request.scope)), pk=pk)
    day, book, asked = today(), current_book(), month_of(month)
    if year not in range(EARLIEST, day.year + 3):
        raise Http404
    share = next((one for one in shares_of(person, year, book, day) if one.first <= asked <= one.last), None)
    if share is None:
        raise Http404
    then = foreseen(person, book, Month(year, 12).last, day)
    spans = timeline(then, share.first.first, share.last.first, book)
    context = {
        "person": person,
        "share": share,
        "year": year,
        "spans": [Explained.of(span, then, book) for span in spans],
        "retires": _retires(facts.person_facts(person), then),
    }
    return render(request, "budget/share.html", context)


@dataclass(frozen=True, slots=True)
class Explained:
    """Months that are decided alike, with their steps."""

    first: Month
    last: Month
    months: int
    why: Why

    @classmethod
    def of(cls, span: Span, then: PersonFacts, book: RuleBook) -> Self:
        return cls(Month.of(span.first), Month.of(span.last), span.months, why_allowance(then, span, book))

    @property
    def amount(self) -> Decimal:
        return self.why.amount * self.months


def _retires(known: PersonFacts, then: PersonFacts) -> datetime.date | None:
    """The last day of what is foreseen to end by retirement."""
    pairs = zip(known.services, then.services, strict=True)
    ends = [new.until for old, new in pairs if new.until and old.until != new.until]
    return last_day(max(ends)) if ends else None


@roles(*COUNTY)
def budget_execution(request: ScopedRequest) -> HttpResponse:
    """How far the money of a year goes, this year's by default."""
    day = today()
    period = budget_year(request.GET, day.year, day.year)
    rows = standings(int(period.value), current_book(), day)
    table = tables.standing_table(int(period.value), rows)
    return render(
        request,
        "budget/execution.html",
        {"period": period, "on": day, "table": table, "late": [row for row in rows if row.of_others]},
    )


@roles(*COUNTY)
def budget_months(request: ScopedRequest) -> HttpResponse:
    """The months behind what is owed, will be and is left."""
    return respond(request, "budget-months", "budget/months.html")


@roles(*COUNTY)
def budget_granted(request: ScopedRequest) -> HttpResponse:
    return respond(request, "budget-granted", "budget/record.html")


@roles(*COUNTY)
def budget_paid(request: ScopedRequest) -> HttpResponse:
    return respond(request, "budget-paid", "budget/record.html")


@roles(*COUNTY)
def budget_banked(request: ScopedRequest) -> HttpResponse:
    return respond(request, "budget-banked", "budget/record.html")


# 资金来源与科目 -----------------------------------------------------------------------------------


@roles(*COUNTY)
def budget_settings(request: ScopedRequest) -> HttpResponse:
    return render(request, "budget/settings.html", {"parts": parts(request.scope)})


@roles(Role.FINANCE, Role.CLERK)
def budget_setting_new(request: ScopedRequest, part: str) -> HttpResponse:
    return _edited(request, _kept(request, part), None)


@roles(Role.FINANCE, Role.CLERK)
def budget_setting(request: ScopedRequest, part: str, pk: int) -> HttpResponse:
    form = _kept(request, part)
    return _edited(request, form, get_object_or_404(form._meta.model, pk=pk))


def _kept(request: ScopedRequest, part: str) -> type[Form]:
    """The form of that part, for those who keep it."""
    if part not in SETTINGS:
        raise Http404
    if not request.scope.may(*SETTINGS[part].KEEPERS):
        raise PermissionDenied
    return SETTINGS[part]


def _edited(request: ScopedRequest, kind: type[Form], row: Any) -> HttpResponse:
    """The form, or after a good POST the settings."""
    form = kind(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form, request.user, request.scope)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"已保存：{saved}。")
            return redirect("budget-settings")
    context = {"form": form, "words": kind._meta.model._meta.verbose_name, "row": row}
    return render(request, "budget/edit.html", context)
