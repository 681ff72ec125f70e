"""Pages of registration, continuing education and training; the form of one holder on paper."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from dingnan_sw.lib.dates import today
from incentives.amendments.book import current_book
from incentives.learning import papers, tables
from incentives.learning.listings import year_chosen
from incentives.learning.rates import day_of, rates
from positions.access import ScopedRequest, roles
from positions.fresh import fresh
from positions.lists import respond
from positions.vocabulary import READERS
from talent.models import Person
from talent.one_page import hand_over


@roles(*READERS)
def registration_states(request: ScopedRequest) -> HttpResponse:
    return respond(request, "registration-states", "learning/registrations.html")


@roles(*READERS)
def continuing_education(request: ScopedRequest) -> HttpResponse:
    return respond(request, "continuing-education", "learning/education.html")


@roles(*READERS)
def training_rates(request: ScopedRequest) -> HttpResponse:
    """A year's rate towards the target, by town and kind of unit."""
    period, year = year_chosen(request.GET, today())
    book, on = current_book(), day_of(year, today())
    found = rates(on, today(), book, request.scope)
    target = book.measure("training_target", on=on).values
    context = {"period": period, "year": year, "rates": found, "target": target, **tables.shares(found)}
    return render(request, "learning/training.html", context)


@roles(*READERS)
def untrained(request: ScopedRequest) -> HttpResponse:
    return respond(request, "untrained", "learning/untrained.html")


@roles(*READERS)
def training_sessions(request: ScopedRequest) -> HttpResponse:
    return respond(request, "training-sessions", "learning/sessions.html")


@require_POST
@roles(*READERS)
@fresh
def holder_sheet(request: ScopedRequest, pk: int, kind: str) -> HttpResponse:
    """持证社会工作者登记表 of one person, with what is on record."""
    person = get_object_or_404(Person.objects.within(request.scope), pk=pk)
    return hand_over(request, papers.holder_grid(person, request.scope, today()), kind, person)
