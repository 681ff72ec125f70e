"""The pages of 薪酬与社保公积金: it is watched over and reported, and pay stays the employer's to set."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from dingnan_sw.lib.dates import today
from positions.access import ScopedRequest, roles
from positions.lists import respond
from talent.paper_jobs import hand_out
from talent.remuneration import (
    listings,
    papers,  # noqa: F401 # makes the sheet
)
from talent.remuneration.rolls import READERS


@roles(*READERS)
def people(request: ScopedRequest) -> HttpResponse:
    return respond(request, "remuneration", "remuneration/people.html")


@roles(*READERS)
def organisations(request: ScopedRequest) -> HttpResponse:
    return respond(request, "remuneration-organisations", "remuneration/organisations.html")


@require_POST
@roles(*READERS)
def paper(request: ScopedRequest, year: int, kind: str) -> HttpResponse:
    """薪酬与社保公积金情况表 of a year."""
    if not listings.FIRST_YEAR <= year <= today().year:
        raise Http404
    return hand_out(request, "remuneration", kind, str(year), f"{year}年度")
