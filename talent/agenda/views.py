"""年度日程 as a page."""

from django.http import HttpResponse

from positions.access import ScopedRequest, roles
from positions.lists import respond
from positions.vocabulary import EVERYONE
from talent.agenda import calendar  # noqa: F401 # registers the list by its name


@roles(*EVERYONE)
def year_calendar(request: ScopedRequest) -> HttpResponse:
    return respond(request, "calendar", "agenda/calendar.html")
