"""Government purchase as pages: a year with the trend, the list of projects, one project."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.table import Column, Table
from incentives.amendments.book import current_book
from incentives.forms import day_asked
from incentives.purchases import listings, overview  # listings registers the list by its name
from incentives.purchases.models import Project
from incentives.purchases.periods import among
from incentives.purchases.project import page
from incentives.purchases.stages import Late, late
from incentives.reports import preference_on
from positions.access import ScopedRequest, roles
from positions.lists import respond
from positions.vocabulary import COUNTY, Role


@roles(*COUNTY)
def purchases(request: ScopedRequest) -> HttpResponse:
    """A year's purchases, this year's by default, and the years before it."""
    day, book = today(), current_book()
    period = among(request.GET, overview.years(day), day.year)
    found = overview.year_of(int(period.value), day, book)
    trend = overview.trend(found.year, day, book)
    organisations = preference_on(day, book, request.scope)
    context = {
        "period": period,
        "found": found,
        "recommended": [one for one in organisations if one.standing.recommended],
        "fields": overview.sums_table("按领域", "领域", found.by_field(), found.total),
        "kinds": overview.sums_table("按承接主体类别", "承接主体类别", found.by_provider_kind(), found.total),
        "platforms": overview.sums_table("按服务平台（二（二））", "服务平台", found.by_platform(), found.total),
        "trend": overview.sums_table("各年购买服务", "年度", trend),
        "chart": overview.trend_chart(trend),
        "late": _late_table(late(Project.objects.all(), day)),
        "keeps": request.scope.may(Role.CLERK),
        "today": day,
    }
    return render(request, "purchases/overview.html", context)


def _late_table(rows: list[Late]) -> Table:
    columns = (
        Column("name", "项目", lambda one: one.project.name, link=lambda one: listings.project_url(one.project)),
        Column("stage", "停在", lambda one: one.step.label),
        Column("on", "自", lambda one: one.step.on, "date"),
        Column("days", "已过天数", lambda one: one.days, "integer"),
        Column("limit", "时限（天）", lambda one: one.limit.days, "integer"),
        Column("source", "时限依据", lambda one: one.limit.source, wrap=True),
    )
    return Table(columns, rows, "超过时限没有下一环节的项目")


@roles(*COUNTY)
def purchase_list(request: ScopedRequest) -> HttpResponse:
    return respond(request, "purchase-list", "purchases/list.html")


@roles(*COUNTY)
def purchase(request: ScopedRequest, pk: int) -> HttpResponse:
    """A project: stages, money, staff with their certificates of the day asked, the provider's standing on the day of 立项."""
    found = get_object_or_404(Project.objects.select_related("item", "buyer", "provider"), pk=pk)
    period, on = day_asked(request.GET, today())
    context = {"period": period, "keeps": request.scope.may(Role.CLERK), **page(found, on)}
    return render(request, "purchases/project.html", context)
