"""The year's work, dated for a year; and what of it an account has to do this month."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.filters import Facet, Period, is_year
from dingnan_sw.lib.table import Column, Mark
from positions.access import Scope
from positions.lists import Listing, listing
from positions.vocabulary import Role
from talent.agenda.exams import exam_steps
from talent.agenda.models import AUDIENCES, AgendaItem
from talent.agenda.screens import Screen, screens
from talent.exams.models import ExamDates


@dataclass(frozen=True, slots=True)
class Dated:
    """A piece of work in a year; screen is where it is done, none where there is nothing to do here."""

    item: AgendaItem
    year: int
    screen: Screen | None

    @property
    def on(self) -> datetime.date:
        return self.item.on(self.year)

    @property
    def when(self) -> str:
        return self.item.when(self.year)

    def url(self, scope: Scope) -> str | None:
        """Where it leads for those who may go there."""
        return self.screen.url if self.screen and self.screen.may_open(scope) else None


def dated(year: int) -> list[Dated]:
    """The year's work by day: that of every year, but for what the year has of its own or the exam calendar says."""
    steps, dated_otherwise = exam_steps(year)
    usual = AgendaItem.objects.filter(year__isnull=True).exclude(title__in=dated_otherwise)
    found = {item.title: item for item in (*steps, *usual, *AgendaItem.objects.filter(year=year))}
    known = {screen.address: screen for screen in screens()}
    rows = [Dated(item, year, known.get(item.screen)) for item in found.values()]
    return sorted(rows, key=lambda row: (row.on, row.item.title))


@dataclass(frozen=True, slots=True)
class Due:
    when: str
    title: str
    note: str
    url: str | None


def due(scope: Scope, on: datetime.date) -> list[Due]:
    """What the account's roles have to do in the month of that day."""
    rows = [row for row in dated(on.year) if row.item.month == on.month and row.item.roles & scope.roles]
    return [Due(row.when, row.item.title, row.item.note, row.url(scope)) for row in rows]


@listing("calendar")
def describe(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    asked = state.get("year", "")
    year = int(asked) if is_year(asked) and asked in _years(on) else on.year
    return Listing(
        title="年度日程",
        rows=dated(year),
        columns=_columns(scope, Month.of(on)),
        sort="when",
        facets=(_audience(scope),),
        search=_search,
        hint="工作、说明",
        period=Period("year", "年度", "select", str(year), [(one, f"{one}年") for one in _years(on)]),
        context={"year": year, "may_keep": scope.may(Role.CLERK)},
    )


def _years(on: datetime.date) -> list[str]:
    """The years that can be chosen: the next one, this one, the one before, and those with dates of their own or an exam."""
    own = AgendaItem.objects.exclude(year=None).values_list("year", flat=True)
    exams = ExamDates.objects.values_list("exam_year", flat=True)
    return [str(year) for year in sorted({on.year + 1, on.year, on.year - 1, *own, *exams}, reverse=True)]


def _columns(scope: Scope, month: Month) -> tuple[Column, ...]:
    return (
        Column("when", "时间", lambda row: row.on, "date", sort="on"),
        Column("words", "月份", lambda row: _when(row, month)),
        Column("title", "工作", lambda row: row.item.title, link=lambda row: row.url(scope), wrap=True, sort="title"),
        Column("screen", "在哪里办", lambda row: row.screen and row.screen.label, link=lambda row: row.url(scope)),
        Column("audience", "谁来做", lambda row: row.item.audience, wrap=True),
        Column("clause", "条款", lambda row: row.item.clause),
        Column("note", "说明", lambda row: row.item.note, wrap=True, width=40),
    )


def _when(row: Dated, month: Month) -> Any:
    return Mark("waiting", f"本月 {row.when}") if Month.of(row.on) == month else row.when


def _audience(scope: Scope) -> Facet:
    def options(rows: list[Dated]) -> list[tuple[str, str, int]]:
        mine = ("mine", "与我有关", sum(bool(row.item.roles & scope.roles) for row in rows))
        return [mine, *((word, word, sum(role in row.item.roles for row in rows)) for word, role in AUDIENCES.items())]

    def narrow(rows: list[Dated], value: str) -> list[Dated]:
        wanted = scope.roles if value == "mine" else {AUDIENCES.get(value)}
        return [row for row in rows if row.item.roles & wanted]

    return Facet("audience", "谁来做", narrow, options)


def _search(rows: list[Dated], text: str) -> list[Dated]:
    return [row for row in rows if text in row.item.title or text in row.item.note]
