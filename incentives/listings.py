"""The computed lists: an exam year's bonuses, a month's allowances, a day's recommendations."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from dingnan_sw.lib.filters import by_value
from dingnan_sw.lib.table import Column
from incentives import reports
from incentives.amendments.book import current_book
from incentives.explain import BASIS_WORDS, OUTCOME_TONES, OUTCOME_WORDS, REASON_WORDS, level_words
from incentives.facts import BonusLine
from incentives.forms import day_asked, month_asked, year_asked
from incentives.reports import AllowanceRow, Organisation
from incentives.rules.vocabulary import NOTHING, Level, Outcome
from positions.access import Scope
from positions.lists import Listing, listing

UNREGISTERED = "证书没有登记（只作提示，不影响发放）"


def named(rows: Iterable[Any], text: str) -> list[Any]:
    """Those whose person's name, or unit's name, holds the text."""
    return [row for row in rows if text in row.name or text in (row.unit_name or "")]


# 三（一） ----------------------------------------------------------------------


def bonus_url(line: BonusLine) -> str:
    return reverse("bonus", args=[line.certificate.pk])


@listing("bonuses")
def bonuses_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    book = current_book()
    period = year_asked(state, reports.exam_years(on, scope))
    lines = reports.bonus_list(int(period.value), book, scope)
    return Listing(
        title=f"{period.value} 考试年度考试奖励",
        rows=lines,
        columns=(
            Column(
                "name",
                "姓名",
                lambda line: line.name,
                sort="value",
                link=lambda line: reverse("person", args=[line.person.pk]),
                width=10,
            ),
            Column("id", "身份证号", lambda line: line.person.masked_id, "code", width=22),
            Column("unit", "工作单位", lambda line: line.unit, sort="value", width=30, wrap=True),
            Column(
                "level", "证书级别", lambda line: level_words(Level(line.certificate.level)), sort="value", width=16
            ),
            Column("obtained", "取得日期", lambda line: line.certificate.obtained_on, "date", sort="value"),
            Column("outcome", "结果", outcome_tag, "tag", sort="value", link=bonus_url, width=12),
            Column("amount", "金额（元）", bonus_amount, "money", sort="value", link=bonus_url),
            Column("reason", "原因或提示", bonus_reason, sort="value", width=30, wrap=True),
        ),
        sort="unit",
        facets=(
            by_value("outcome", "结果", lambda line: OUTCOME_WORDS[line.decision.outcome]),
            by_value("level", "证书级别", lambda line: level_words(Level(line.certificate.level))),
        ),
        search=named,
        hint="姓名或单位",
        period=period,
        total=bonus_sum,
        context={"totals": bonus_stats(lines), "year": period.value},
    )


def bonus_sum(rows: Iterable[BonusLine]) -> dict[str, Any]:
    """The sums row: of what is payable; of what waits where the filters leave nothing else; none for refusals alone."""
    totals = reports.bonus_totals(rows)
    for outcome in (Outcome.PAYABLE, Outcome.HELD):
        if totals[outcome].count:
            return {"unit": f"{OUTCOME_WORDS[outcome]}合计", "amount": totals[outcome].amount}
    return {}


def outcome_tag(line: BonusLine) -> tuple[str, str]:
    return OUTCOME_TONES[line.decision.outcome], OUTCOME_WORDS[line.decision.outcome]


def bonus_amount(line: BonusLine) -> Any:
    """Nothing is not shown as a bare zero: the reason stands beside it."""
    return line.decision.amount if line.decision.outcome is not Outcome.REFUSED else None


def bonus_reason(line: BonusLine) -> str:
    if line.decision.reason:
        return REASON_WORDS[line.decision.reason]
    return UNREGISTERED if line.unregistered else ""


def bonus_stats(lines: list[BonusLine]) -> list[tuple[str, str, reports.Total]]:
    """(words, tone, total) for each outcome."""
    totals = reports.bonus_totals(lines)
    return [(OUTCOME_WORDS[outcome], OUTCOME_TONES[outcome], totals[outcome]) for outcome in Outcome]


# 三（二） ----------------------------------------------------------------------


@listing("allowances")
def allowances_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    period, month = month_asked(state, on)
    rows = list(reports.allowance_rows(month, current_book(), scope, in_full=False))

    def why(row: AllowanceRow) -> str:
        return reverse("allowance", args=[str(month), row.person.pk])

    return Listing(
        title=f"{month.words}职业津贴应发",
        rows=rows,
        columns=(
            Column(
                "name",
                "姓名",
                lambda r: r.name,
                sort="value",
                link=lambda r: reverse("person", args=[r.person.pk]),
                width=10,
            ),
            Column("id", "身份证号", lambda r: r.person.masked_id, "code", width=22),
            Column("unit", "记账单位", lambda r: r.unit_name, sort="value", width=30, wrap=True),
            Column("level", "证书级别", lambda r: level_words(r.line.level), sort="value", width=16),
            Column("basis", "依据", lambda r: BASIS_WORDS[r.line.decision.basis], sort="value", width=24),
            Column("amount", "应发（元）", lambda r: r.line.decision.amount, "money", sort="value", link=why),
        ),
        sort="unit",
        facets=(
            by_value("level", "证书级别", lambda r: level_words(r.line.level)),
            by_value("basis", "依据", lambda r: BASIS_WORDS[r.line.decision.basis]),
            by_value("kind", "单位类别", lambda r: str(r.unit.kind)),
        ),
        search=named,
        hint="姓名或单位",
        period=period,
        dress=reports.in_full,
        total=lambda found: {"unit": "应发合计", "amount": _sum(found)},
        context={"month": month, "levels": allowance_stats(rows), "sum": _sum(rows), "count": len(rows)},
    )


def _sum(rows: Iterable[AllowanceRow]) -> Any:
    return sum((row.line.decision.amount for row in rows), NOTHING)


def allowance_stats(rows: list[AllowanceRow]) -> list[tuple[str, int, Any]]:
    """(level, people, sum) for each level."""
    by_level = {level: [row for row in rows if row.line.level is level] for level in Level}
    return [(level_words(level), len(some), _sum(some)) for level, some in by_level.items()]


# 三（三） ----------------------------------------------------------------------


@listing("preference")
def preference_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    period, day = day_asked(state, on)
    rows = reports.preference_on(day, current_book(), scope)
    return Listing(
        title="优先推荐承接政府购买服务的社区社会组织",
        rows=rows,
        columns=(
            Column(
                "name",
                "组织",
                lambda o: o.unit.name,
                sort="value",
                link=lambda o: reverse("unit", args=[o.unit.pk]),
                width=30,
            ),
            Column("standing", "是否推荐", _recommended, "tag", sort="value", width=14),
            Column("holders", "持证人数", lambda o: o.standing.holders, "integer", sort="value"),
            Column(
                "people",
                "负责人和专职人员中的持证人员",
                lambda o: "、".join(p.name for p in o.people),
                width=60,
                wrap=True,
            ),
        ),
        sort="name",
        period=period,
        context={"day": day, "rule": current_book().measure("purchase_preference", on=day)},
    )


def _recommended(organisation: Organisation) -> tuple[str, str]:
    if organisation.standing.recommended:
        return "good", "优先推荐"
    return "neutral", f"还差 {organisation.standing.threshold - organisation.standing.holders} 人"
