"""The list of a year's mobilisation by unit, with the tables beside it."""

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from dingnan_sw.lib.table import Column, Mark, Table
from positions.access import Scope
from positions.lists import Listing, listing
from talent.exams import standing
from talent.exams.asked import year_asked
from talent.exams.certifying import awaiting
from talent.exams.models import ExamDates
from talent.exams.rolls import DAYS
from talent.exams.standing import Tally


def registered_url(year: int, **key: Any) -> str:
    return f"{reverse('roll', args=['registrations'])}?{urlencode({'exam_year': year, **key})}"


@listing("exams")
def exams_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    period = year_asked(state, on)
    year = int(period.value)
    rows = standing.by_unit(scope, year, on)
    levels, waiting = standing.by_level(scope, year, on), awaiting(scope, year)

    def opened(one: Tally) -> str:
        return registered_url(year, unit=one.name)

    return Listing(
        title=f"{year} 年考试动员与报考",
        rows=rows,
        columns=(
            Column("name", "单位", lambda one: one.name, sort="value", width=36, wrap=True, link=opened),
            Column("town", "所属镇", lambda one: one.town, sort="value"),
            *counted(),
        ),
        sort="name",
        search=lambda found, text: [one for one in found if text in one.name or text in one.town],
        hint="单位或镇",
        period=period,
        total=lambda found: {"name": "合计", **sums(found)},
        context={
            "year": year,
            "all": standing.whole(levels),
            "levels": Table((Column("name", "级别", lambda one: one.name), *counted(target=False)), levels, "按级别"),
            "towns": _towns(scope, year, on),
            "calendar": calendar(year),
            "awaiting": sum(not one.is_senior for one in waiting),
            "proofs": sum(one.is_senior and not one.is_over(on) for one in waiting),
        },
    )


def _towns(scope: Scope, year: int, on: datetime.date) -> Table:
    rows = sorted(standing.by_town(scope, year, on), key=lambda one: one.name)
    columns = (Column("name", "镇", lambda one: one.name), *counted())
    return Table(columns, rows, "按镇", total={"name": "合计", **sums(rows)})


def counted(target: bool = True) -> tuple[Column, ...]:
    asked = (Column("target", "任务人数", lambda one: one.target, "integer", sort="value"),)
    short = (Column("short", "还差", _short, "integer", sort="value"),)
    return (
        *(asked if target else ()),
        Column("registered", "报考", lambda one: one.registered, "integer", sort="value"),
        *(short if target else ()),
        Column("sat", "参加考试", lambda one: one.sat, "integer", sort="value"),
        Column("passed", "合格", lambda one: one.passed, "integer", sort="value"),
        Column("percent", "通过率（%）", lambda one: one.percent, "integer", sort="value"),
    )


def _short(one: Tally) -> Any:
    return Mark("good", "已完成") if one.short == 0 else one.short


def sums(rows: Iterable[Tally]) -> dict[str, Any]:
    total = standing.whole(rows)
    return {name: getattr(total, name) for name in ("target", "registered", "sat", "passed", "percent")}


def calendar(year: int) -> Table:
    """The year's dates, a row for each level."""
    rows = list(ExamDates.objects.filter(exam_year=year).order_by("level"))
    columns = (
        Column("level", "级别", lambda one: one.get_level_display()),
        *(Column(name, heading, lambda one, name=name: getattr(one, name), "date") for heading, name in DAYS),
    )
    return Table(columns, rows, "考试日程")
