"""The page of the coverage forecast."""

from django.http import HttpResponse
from django.shortcuts import render

from dingnan_sw.lib.dates import today
from incentives.amendments.book import current_book
from incentives.forecast.ahead import outlook
from incentives.forecast.sweep import Need
from incentives.forecast.tables import tables
from positions.access import ScopedRequest, roles
from positions.models import Community
from positions.vocabulary import COUNTY


@roles(*COUNTY)
def forecast(request: ScopedRequest) -> HttpResponse:
    """Which communities lose what in the next two years, and who could take over."""
    found = outlook(today(), current_book())
    lost = {need: sum(loss.need is need for loss in found.forecast.losses) for need in Need}
    return render(
        request,
        "forecast/forecast.html",
        {
            "on": found.on,
            "now": found.forecast.now,
            "last": found.forecast.months[-1],
            "holders_lost": lost[Need.HOLDER],
            "posts_lost": lost[Need.POST],
            **tables(found, dict(Community.objects.within(request.scope).values_list("code", "pk"))),
        },
    )
