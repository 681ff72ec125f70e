"""List pages: one description makes the page, its filters, its sorting and its download."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from dingnan_sw.audit.bounds import exported
from dingnan_sw.jobs import work
from dingnan_sw.lib import veil
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.filters import Facet, Filters, Option, Period
from dingnan_sw.lib.pages import paginate, query
from dingnan_sw.lib.paper import write_list
from dingnan_sw.lib.table import Column, Table, in_order, ordering
from positions.access import Scope, ScopedRequest
from positions.models import Office, Town, Unit, User

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 2000
PORTION = 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """A list in someone's scope: rows from the database, or computed ones in a list.

    dress adds to a page's rows what its columns need, in few queries; total gives the sums of all rows that the filters leave;
    context is what else the page shows.
    """

    title: str
    rows: QuerySet[Any] | list[Any]
    columns: Sequence[Column]
    sort: str
    facets: Sequence[Facet] = ()
    search: Callable[[Any, str], Any] | None = None
    hint: str = ""
    period: Period | None = None
    dress: Callable[[Any], Any] = lambda rows: rows
    total: Callable[[Any], Mapping[str, Any]] = lambda rows: {}
    context: Mapping[str, Any] = field(default_factory=dict)


Describe = Callable[[Scope, datetime.date, QueryDict], Listing]
_described: dict[str, Describe] = {}


def listing(name: str) -> Callable[[Describe], Describe]:
    """Register the description of a list under its name, by which a background export finds it again."""

    def decorate(describe: Describe) -> Describe:
        _described[name] = describe
        return describe

    return decorate


def respond(request: ScopedRequest, name: str, template: str = "components/list_page.html") -> HttpResponse:
    """The list as a page; with ?format=xlsx its download, at once or, when large, as a job."""
    listed = _described[name](request.scope, today(), request.GET)
    filters, rows = narrowed(listed, request.GET)
    if request.GET.get("format") == "xlsx":
        return _download(request, name, listed, rows)
    page = paginate(request, rows)
    page.object_list = listed.dress(page.object_list)
    table = Table(
        listed.columns, page.object_list, listed.title, request.GET, listed.total(rows), default_sort=listed.sort
    )
    download = query(request.GET, format="xlsx", page=None)
    shown = {"table": table, "page": page, "filters": filters, "download": download}
    printed = {"who": filed_by(request.scope, today()), "conditions": conditions(filters)}
    return render(request, template, {**shown, **printed, **listed.context})


def filed_by(scope: Scope, on: datetime.date) -> str:
    """Who files a sheet or prints a list: the bureau, or the units, towns and departments that the account stands for."""
    if scope.county:
        return Office.objects.on(on).name
    units = Unit.objects.filter(pk__in=scope.units).values_list("name", flat=True)
    towns = Town.objects.filter(pk__in=scope.towns).values_list("name", flat=True)
    return "、".join([*units, *towns, *sorted(scope.departments | scope.watched)])


def conditions(filters: Filters) -> list[tuple[str, str]]:
    """The filters in words, for the paper: (label, what was chosen)."""
    period, options = filters.period, dict(filters.period.options if filters.period else ())
    chosen = [(period.label.partition("（")[0], options.get(period.value, period.value))] if period else []
    if filters.text and filters.searchable:
        chosen.append(("查找", _shortened(filters.text)))
    return chosen + [
        (facet.label, _chosen(some, filters.chosen[facet.name]))
        for facet, some in filters.selects
        if facet.name in filters.chosen
    ]


def _shortened(text: str) -> str:
    """What was searched for; of an ID number only its beginning."""
    return text if len(text) < 15 else f"{text[:6]}…"


def _chosen(options: Sequence[Option], value: str) -> str:
    return next((option.label for option in options if option.value == value), value)


def narrowed(listed: Listing, state: QueryDict) -> tuple[Filters, Any]:
    filters = Filters(state, listed.facets, listed.search, listed.hint, listed.period)
    rows = filters.narrow(listed.rows)
    if isinstance(rows, list):
        return filters, in_order(rows, state, listed.columns, listed.sort)
    return filters, rows.order_by(*ordering(state, listed.columns, listed.sort))


def _count(rows: Any) -> int:
    return len(rows) if isinstance(rows, list) else rows.count()


def _asked(listed: Listing, state: QueryDict) -> list[str]:
    """By what the list was narrowed, in words; what else the address says has no part in it."""
    known = {"q": "查找", **{facet.name: facet.label for facet in listed.facets}}
    if listed.period:
        known[listed.period.name] = listed.period.label
    return [label for name, label in known.items() if state.get(name)]


def _download(request: ScopedRequest, name: str, listed: Listing, rows: Any) -> HttpResponse:
    count, job = _count(rows), None
    with transaction.atomic():
        asked = _asked(listed, request.GET)
        exported("导出列表", by=request.user, list=listed.title, count=count, filters=asked)
        if count > AT_ONCE:
            state = veil.address(request.GET)
            title, grant = f"导出{listed.title}", request.scope.digest
            job = work.start("export_list", title, by=request.user, grant=grant, name=name, state=state)
    if job:
        return HttpResponseRedirect(reverse("job", args=[job.pk]))
    target = BytesIO()
    write_list(listed.columns, listed.dress(rows), listed.title, target)
    return xlsx(target.getvalue(), f"{listed.title} {today()}.xlsx")


def xlsx(data: bytes, name: str) -> HttpResponse:
    """A workbook that the browser saves and never shows as a page of ours."""
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@work.register("export_list")
def export_list(desk: work.Desk) -> None:
    """The download of a large list, in its owner's scope at the time of the export."""
    state = veil.unveiled(QueryDict(desk.job.arguments["state"]))
    scope = Scope.of(User.objects.get(pk=desk.job.owner_id), today())
    listed = _described[desk.job.arguments["name"]](scope, today(), state)
    _, rows = narrowed(listed, state)
    target = BytesIO()
    write_list(listed.columns, _in_portions(rows, listed, desk), listed.title, target)
    desk.deliver(f"{listed.title} {today()}.xlsx", target)


def _in_portions(rows: Any, listed: Listing, desk: work.Desk) -> Iterator[Any]:
    """Rows dressed some at a time, so that a long list stays small in memory."""
    total = _count(rows)
    for start in range(0, total, PORTION):
        yield from listed.dress(rows[start : start + PORTION])
        desk.progress(min(start + PORTION, total), total)
