"""The lists behind the numbers: the very rows that were counted."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from dingnan_sw.lib.filters import Facet, Period, by_value
from dingnan_sw.lib.table import Column
from incentives.amendments.book import current_book
from incentives.listings import named
from incentives.statistics.county import Filed, Holder, Year, year_asked
from incentives.statistics.people import DIMENSIONS, FIRST, dimension_of
from positions.access import Scope
from positions.lists import Listing, listing
from talent.models import Certificate

PARTS = ("holders", "certificates", "posts")


def _year(state: QueryDict, on: datetime.date) -> tuple[Period, Year]:
    period = year_asked(state, on)
    return period, Year(int(period.value), on, current_book())


def _facets(words: dict[str, tuple[str, Callable[[Any], str]]]) -> Sequence[Facet]:
    return [by_value(name, label, value) for name, (label, value) in words.items()]


@listing("statistics-holders")
def holders(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    """Who was counted as a holder of the year."""
    period, year = _year(state, on)
    return Listing(
        title=f"{year.year} 年持证人员（{year.words}）",
        rows=year.holders,
        columns=(
            Column("name", "姓名", lambda one: one.name, sort="value", link=_person_url, width=10),
            Column("unit", "工作单位", lambda one: one.unit_name, sort="value", width=30, wrap=True),
            *(
                Column(name, words, dimension_of(name), sort="value", width=16)
                for name, (words, _) in DIMENSIONS.items()
            ),
        ),
        sort="unit",
        facets=_facets({name: (words, dimension_of(name)) for name, (words, _) in DIMENSIONS.items()}),
        search=named,
        hint="姓名或单位",
        period=period,
    )


def _person_url(one: Holder) -> str:
    return reverse("person", args=[one.person_id])


@listing("statistics-certificates")
def certificates(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    """The certificates obtained in the year."""
    period, year = _year(state, on)
    return Listing(
        title=f"{year.year} 年取得的证书",
        rows=year.certificates,
        columns=(
            Column(
                "name",
                "姓名",
                lambda one: one.person.name,
                sort="value",
                link=lambda one: reverse("person", args=[one.person_id]),
                width=10,
            ),
            Column("level", "证书级别", _level, sort="value", width=16),
            Column("number", "管理号", lambda one: one.number, "code", sort="value", width=26),
            Column("obtained", "取得日期", lambda one: one.obtained_on, "date", sort="value"),
            Column("first", "是否首次", _first, sort="value"),
        ),
        sort="obtained",
        facets=_facets({"level": ("证书级别", _level), "first": ("是否首次", _first)}),
        search=lambda rows, text: [one for one in rows if text in one.person.name or text in one.number],
        hint="姓名或管理号",
        period=period,
    )


def _level(one: Certificate) -> str:
    return str(one.get_level_display())


def _first(one: Any) -> str:
    return FIRST[one.again]


@listing("statistics-posts")
def posts(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    """The posts on file on the year's day."""
    period, year = _year(state, on)
    return Listing(
        title=f"{year.year} 年备案岗位（{year.words}）",
        rows=year.posts,
        columns=(
            Column("name", "岗位", lambda one: one.name, sort="value", link=_post_url, width=20),
            Column("unit", "单位", lambda one: one.unit_name, sort="value", width=30, wrap=True),
            Column("kind", "单位类别", lambda one: one.kind, sort="value", width=18),
            Column("mode", "设置方式", lambda one: one.mode, sort="value"),
            Column("headcount", "核定人数", lambda one: one.headcount, "integer", sort="value"),
        ),
        sort="unit",
        facets=_facets({"kind": ("单位类别", lambda one: one.kind), "mode": ("设置方式", lambda one: one.mode)}),
        search=named,
        hint="岗位或单位",
        period=period,
        total=lambda rows: {"name": "合计", "headcount": sum(one.headcount for one in rows)},
    )


def _post_url(one: Filed) -> str:
    return reverse("post", args=[one.pk])
