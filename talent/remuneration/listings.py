"""The lists of 薪酬与社保公积金: a year's people, and a year's organisations."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from dingnan_sw.lib.filters import Period, by_value
from dingnan_sw.lib.table import Column
from positions.access import Scope
from positions.lists import Listing, listing
from positions.views import unit_url
from talent.computed import year_asked
from talent.remuneration import figures
from talent.remuneration.standing import Organisation, Standing, organisations, standings
from talent.remuneration.vocabulary import NO_COVER, NO_PAY
from talent.views import person_url

FIRST_YEAR = 2020
UNASKED = ("neutral", "不需申报")


def asked(state: QueryDict, on: datetime.date) -> Period:
    return year_asked(state, FIRST_YEAR, on.year, figures.year_of(on))


def pay_tag(one: Standing) -> tuple[str, str]:
    if one.pay is None:
        return ("waiting", NO_PAY) if one.expected else UNASKED
    if one.difference is None:
        return "neutral", "没有比较数"
    return ("bad", "低于平均") if one.is_below else ("good", "不低于平均")


def cover_tag(one: Standing) -> tuple[str, str]:
    if one.missing is None:
        return ("waiting", NO_COVER) if one.expected else UNASKED
    return ("bad", "有缺项") if one.missing else ("good", "齐全")


@listing("remuneration")
def people_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    period = asked(state, on)
    rows = standings(scope, int(period.value), on)
    return Listing(
        title=f"{period.value}年薪酬与社保公积金",
        rows=rows,
        columns=(
            Column("name", "姓名", lambda s: s.person.name, sort="value", link=lambda s: person_url(s.person.pk), width=10),
            Column("unit", "组织", lambda s: s.unit.name, sort="value", link=lambda s: unit_url(s.unit), width=26, wrap=True),
            Column("level", "职业水平等级", lambda s: s.level_words, sort="value", width=16),
            Column("amount", "年度薪酬（元）", lambda s: s.pay and s.pay.amount, "money", sort="value"),
            Column("months", "计薪月数", lambda s: s.pay and s.pay.months, "integer", sort="value"),
            Column("average", "同等条件平均（元）", lambda s: s.comparable, "money", sort="value"),
            Column("difference", "差额（元）", lambda s: s.difference, "money", sort="value"),
            Column("pay", "薪酬", pay_tag, "tag", sort="value"),
            Column("cover", "社保公积金", cover_tag, "tag", sort="value"),
            Column("missing", "缺", lambda s: "、".join(s.missing or ()), width=20, wrap=True),
            Column("education", "学历", lambda s: s.pay and s.pay.education, sort="value", width=8),
            Column("seniority", "资历（年）", lambda s: s.pay and s.pay.seniority, "integer", sort="value"),
            Column("assessment", "业绩", lambda s: s.pay and s.pay.assessment, sort="value", width=8),
            Column("post", "岗位", lambda s: s.pay and s.pay.post, sort="value", width=16),
        ),
        sort="unit",
        facets=(
            by_value("pay", "薪酬", lambda s: pay_tag(s)[1]),
            by_value("cover", "社保公积金", lambda s: cover_tag(s)[1]),
            by_value("town", "镇", lambda s: s.town),
            by_value("kind", "单位类别", lambda s: str(s.unit.kind)),
        ),
        search=_named,
        hint="姓名或组织",
        period=period,
        context={"year": int(period.value), "figures": _figures(on, scope, int(period.value))},
    )  # fmt: skip


def _figures(on: datetime.date, scope: Scope, year: int) -> list[Any]:
    return [make(on, scope, year) for make in (figures.declared, figures.not_below, figures.covered)]


def _named(rows: Iterable[Standing], text: str) -> list[Standing]:
    return [row for row in rows if text in row.person.name or text in row.unit.name]


def declared_tag(one: Organisation) -> tuple[str, str]:
    if one.is_declared:
        return "good", "已申报"
    return ("waiting", "部分申报") if one.declared else ("bad", "没有申报")


@listing("remuneration-organisations")
def organisations_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    period = asked(state, on)
    return Listing(
        title=f"{period.value}年社区社会组织薪酬申报情况",
        rows=organisations(standings(scope, int(period.value), on)),
        columns=(
            Column("unit", "组织", lambda o: o.unit.name, sort="value", link=lambda o: unit_url(o.unit), width=30, wrap=True),
            Column("town", "镇", lambda o: o.town, sort="value"),
            Column("expected", "应申报人数", lambda o: o.expected, "integer", sort="value"),
            Column("declared", "已申报薪酬", lambda o: o.declared, "integer", sort="value"),
            Column("covered", "已申报社保", lambda o: o.covered, "integer", sort="value"),
            Column("state", "薪酬申报", declared_tag, "tag", sort="value"),
        ),
        sort="unit",
        facets=(by_value("state", "薪酬申报", lambda o: declared_tag(o)[1]), by_value("town", "镇", lambda o: o.town)),
        search=lambda rows, text: [row for row in rows if text in row.unit.name],
        hint="组织名称",
        period=period,
        context={"year": int(period.value)},
    )  # fmt: skip
