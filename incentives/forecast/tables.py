"""The forecast's tables on the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from dingnan_sw.lib import charts
from dingnan_sw.lib.table import Column, Link, Table
from incentives.forecast.ahead import Outlook
from incentives.forecast.sweep import Forecast, Loss, MonthEnd, Need
from incentives.forecast.towns import TownNeed

# What is to be done about what no other person can take over.
STEPS = {Need.POST: "到期前续办备案，或者另设岗位", Need.POSTING: "另派人员上岗"}
TONES = {Need.HOLDER: "bad", Need.POST: "bad", Need.POSTING: "waiting"}


def tables(found: Outlook, communities: Mapping[str, int]) -> dict[str, Any]:
    """communities: code → key, for the links."""
    forecast = found.forecast
    points = [charts.Point(one.on.strftime("%y-%m"), one.totals.staffed) for one in forecast.months]
    return {
        "months": _months(forecast),
        "chart": charts.line("各月末有持证人员的社区（村）个数", points),
        "losses": _losses(forecast.losses, communities),
        "towns": _towns(found.towns, communities),
    }


def _months(found: Forecast) -> Table:
    columns = (
        Column("month", "月末", lambda one: one.words),
        Column("staffed", "有持证人员的社区（村）", lambda one: one.totals.staffed, "integer"),
        Column("posted", "已设岗的社区（村）", lambda one: one.totals.posted, "integer"),
        Column("both", "两项都有", lambda one: one.totals.both, "integer"),
        Column("holders", "全县在职持证", lambda one: one.ratio.holders, "integer"),
        Column("per_mille", "千分比（‰）", lambda one: one.ratio.per_mille, "decimal"),
        Column("lost", "当月失去持证人员", lambda one: _lost(found, one, Need.HOLDER), "integer"),
        Column("closed", "当月失去岗位", lambda one: _lost(found, one, Need.POST), "integer"),
    )
    return Table(columns, [found.now, *found.months], "逐月预测")


def _lost(found: Forecast, end: MonthEnd, need: Need) -> int | None:
    return found.lost_in(end.month, need) if end.month else None


def _losses(losses: Sequence[Loss], communities: Mapping[str, int]) -> Table:
    columns = (
        Column("month", "月份", lambda loss: loss.month, "month"),
        Column(
            "community",
            "社区（村）",
            lambda loss: loss.community.name,
            link=lambda loss: reverse("community", args=[communities[loss.community.code]]),
        ),
        Column("town", "镇", lambda loss: loss.community.town),
        Column("need", "失去", lambda loss: (TONES[loss.need], loss.need.value), "tag"),
        Column("who", "人员或岗位", _who, "lines"),
        Column("why", "原因和依据", lambda loss: [Link(loss.why, None), Link(loss.source, None)], "lines", wrap=True),
        Column("next", "同镇可以接替的持证人员（近的在前）", _next, "lines", wrap=True),
    )
    return Table(columns, losses, "将要失去岗位或持证人员的社区（村）")


def _who(loss: Loss) -> list[Link]:
    return [Link(one.who, one.url) for one in loss.ended]


def _next(loss: Loss) -> list[Link]:
    if loss.need in STEPS:
        return [Link(STEPS[loss.need], None)]
    named = [Link(one.span.who, one.span.url, f"（{one.why}）") for one in loss.candidates]
    return named or [Link("同镇没有，需动员报考或者从别的镇调配", None)]


def _towns(towns: Sequence[TownNeed], communities: Mapping[str, int]) -> Table:
    def without(one: TownNeed) -> list[Link]:
        return [Link(c.facts.name, reverse("community", args=[communities[c.facts.code]])) for c in one.without]

    columns = (
        Column("town", "镇", lambda one: one.town),
        Column("population", "社区（村）常住人口", lambda one: one.ratio.population, "integer"),
        Column("holders", "在职持证", lambda one: one.ratio.holders, "integer"),
        Column("per_mille", "千分比（‰）", lambda one: one.ratio.per_mille, "decimal"),
        Column("needed", "达到目标还要取证", lambda one: one.ratio.needed, "integer"),
        Column("note", "人口", lambda one: one.population_note, wrap=True),
        Column("count", "没有持证人员的社区（村）", lambda one: len(one.without), "integer"),
        Column("without", "是哪些", without, "links", wrap=True),
    )
    return Table(columns, towns, "各镇还要多少人取得证书")
