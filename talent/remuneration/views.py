"""The pages of 薪酬与社保公积金: it is watched over and reported, and pay stays the employer's to set."""

from django.http import HttpResponse

from positions.access import ScopedRequest, roles
from positions.lists import respond
from talent.remuneration import listings  # noqa: F401 # describes the lists
from talent.remuneration.rolls import READERS


@roles(*READERS)
def people(request: ScopedRequest) -> HttpResponse:
    return respond(request, "remuneration", "remuneration/people.html")


@roles(*READERS)
def organisations(request: ScopedRequest) -> HttpResponse:
    return respond(request, "remuneration-organisations", "remuneration/organisations.html")
