"""The list of who gains and who loses by an amendment, whole: for whoever signs it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse

from dingnan_sw.lib.filters import by_value
from dingnan_sw.lib.pages import number
from dingnan_sw.lib.table import Column
from incentives.amendments.book import books_around
from incentives.amendments.effects import Affected, Effects, Period, Sums, effects
from incentives.amendments.models import Amendment
from incentives.explain import level_words
from incentives.refusals import Refused
from incentives.rules.vocabulary import NOTHING
from positions.access import Scope
from positions.lists import Listing, listing

GAINS, LOSES = ("good", "增加"), ("bad", "减少")


@dataclass(frozen=True, slots=True)
class Row:
    """A person in one of the periods in which the books give otherwise."""

    one: Affected
    period: Period
    sums: Sums

    @property
    def way(self) -> tuple[str, str]:
        return GAINS if self.sums.difference > 0 else LOSES


def people_url(amendment: Amendment, **chosen: str) -> str:
    return f"{reverse('amendment-people')}?{urlencode({'amendment': amendment.number, **chosen})}"


@listing("amendment-people")
def people_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    """?amendment=N; a line for each person and period."""
    amendment = _asked(state)
    rows = _rows(_effects_of(amendment, on))
    return Listing(
        title=f"{amendment}谁增谁减",
        rows=rows,
        columns=(
            Column(
                "name", "姓名", lambda row: row.one.name, sort="value", width=10,
                link=lambda row: reverse("person", args=[row.one.pk]),
            ),
            Column("unit", "单位", lambda row: row.one.unit, sort="value", width=30, wrap=True),
            Column("level", "证书级别", lambda row: level_words(row.one.level), sort="value", width=16),
            Column("period", "期间", lambda row: row.period.words, sort="value", width=16),
            Column("way", "变动", lambda row: row.way, "tag", width=8),
            Column("old", "原来（元）", lambda row: row.sums.old, "money", sort="value"),
            Column("new", "修改后（元）", lambda row: row.sums.new, "money", sort="value"),
            Column("difference", "差额（元）", lambda row: row.sums.difference, "money", sort="value"),
        ),
        sort="-difference",
        facets=(
            by_value("period", "期间", lambda row: row.period.words),
            by_value("way", "变动", lambda row: row.way[1]),
            by_value("level", "证书级别", lambda row: level_words(row.one.level)),
            by_value("unit", "单位", lambda row: row.one.unit),
        ),
        search=lambda found, text: [row for row in found if text in row.one.name or text in row.one.unit],
        hint="姓名或单位",
        total=_sums,
        context={"amendment": amendment, "people": len({row.one.pk for row in rows})},
    )  # fmt: skip


def _asked(state: QueryDict) -> Amendment:
    found = Amendment.objects.filter(number=number(state.get("amendment"))).first()
    if found is None:
        raise Http404
    return found


def _effects_of(amendment: Amendment, on: datetime.date) -> Effects:
    try:
        old, new = books_around(amendment)
    except Refused as refused:
        raise Http404 from refused
    return effects(old, new, on)


def _rows(found: Effects) -> list[Row]:
    return [
        Row(one, period, one.sums[period.key])
        for one in found.people
        for period in found.periods
        if period.key in one.sums
    ]


def _sums(rows: Iterable[Row]) -> dict[str, Any]:
    """Periods overlap: they are added up only where one of them is chosen."""
    found = list(rows)
    words = {"name": "合计", "unit": f"{len({row.one.pk for row in found}):,} 人"}
    if len({row.period.key for row in found}) > 1:
        return words
    sums = {name: sum((getattr(row.sums, name) for row in found), NOTHING) for name in ("old", "new", "difference")}
    return {**words, **sums}
