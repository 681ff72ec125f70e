"""The page of the yearly statistics, and the lists behind its numbers."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.filters import Filters
from incentives.amendments.book import current_book
from incentives.statistics import lists
from incentives.statistics.county import Year, year_asked
from incentives.statistics.sections import sections
from positions.access import ScopedRequest, roles
from positions.lists import respond
from positions.vocabulary import COUNTY


@roles(*COUNTY)
def statistics(request: ScopedRequest) -> HttpResponse:
    """A year beside the one before it."""
    period = year_asked(request.GET, today())
    year = Year(int(period.value), today(), current_book())
    return render(
        request,
        "statistics/statistics.html",
        {
            "year": year,
            "filters": Filters(request.GET, period=period),
            "more": len(year.holders) - len(year.before.holders),
            "sections": sections(year),
        },
    )


@roles(*COUNTY)
def behind(request: ScopedRequest, part: str) -> HttpResponse:
    """The rows that a number counts."""
    if part not in lists.PARTS:
        raise Http404
    return respond(request, f"statistics-{part}", "statistics/behind.html")
