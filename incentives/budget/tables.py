"""The tables of the budget's pages."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from dingnan_sw.lib.table import Column, Table
from incentives.budget.estimate import AllowanceRow, BonusRow, Estimate, ExpectedRow
from incentives.budget.execution import Standing
from incentives.budget.request import Request
from incentives.budget.vocabulary import Item
from incentives.budget.words import allowance_words, bonus_words, expected_words
from incentives.explain import OUTCOME_TONES, OUTCOME_WORDS, level_words
from incentives.rules.vocabulary import NOTHING


def people_url(year: int, part: str, **key: Any) -> str:
    return f"{reverse('budget-people')}?{urlencode({'year': year, 'part': part, **key})}"


def allowance_table(found: Estimate) -> Table:
    def opened(row: AllowanceRow) -> str:
        return people_url(found.year, "allowance", level=int(row.level), since=row.entry.since)

    total = sum((row.amount for row in found.allowances), NOTHING)
    columns = (
        Column("level", "证书级别", lambda row: level_words(row.level), link=opened),
        Column("period", "月份", lambda row: f"{row.first.words}至{row.last.words}"),
        Column("people", "人数", lambda row: row.people, "integer", link=opened),
        Column("months", "人月", lambda row: row.person_months, "integer", link=opened),
        Column("rate", "月标准（元）", lambda row: row.rate, "money"),
        Column("amount", "金额（元）", lambda row: row.amount, "money", link=opened),
        Column("basis", "测算依据", allowance_words, wrap=True),
    )
    return Table(columns, found.allowances, "在册人员的职业津贴", total={"level": "合计", "amount": total})


def bonus_table(found: Estimate) -> Table:
    def opened(row: BonusRow) -> str:
        return people_url(found.year, "bonus", level=int(row.level), outcome=row.outcome)

    total = sum((row.amounts.expected for row in found.bonuses), NOTHING)
    columns = (
        Column("level", "证书级别", lambda row: level_words(row.level), link=opened),
        Column("outcome", "结果", lambda row: (OUTCOME_TONES[row.outcome], OUTCOME_WORDS[row.outcome]), "tag"),
        Column("people", "人次", lambda row: row.people, "integer", link=opened),
        Column("amount", "金额（元）", lambda row: row.amount, "money", link=opened),
        Column("basis", "测算依据", lambda row: bonus_words(row, found), wrap=True),
    )
    return Table(columns, found.bonuses, "已取证书的考试奖励", total={"level": "应发合计", "amount": total})


def expected_table(found: Estimate) -> Table:
    def opened(row: ExpectedRow) -> str:
        return people_url(found.year, f"expected-{row.item}", level=int(row.level))

    columns = (
        Column("item", "项目", lambda row: str(row.item.label)),
        Column("level", "证书级别", lambda row: level_words(row.level), link=opened),
        Column("people", "报考人数", lambda row: row.people, "integer", link=opened),
        Column("low", "最低（元）", lambda row: row.amounts.low, "money", link=opened),
        Column("expected", "预计（元）", lambda row: row.amounts.expected, "money", link=opened),
        Column("high", "最高（元）", lambda row: row.amounts.high, "money", link=opened),
        Column("basis", "测算依据", expected_words, wrap=True),
    )
    return Table(columns, found.expected, "报考人员预计新取证")


def request_table(found: Estimate, rows: Sequence[Request]) -> Table:
    def anchor(row: Request) -> str:
        return "#bonuses" if row.item is Item.BONUS else "#allowances"

    sums = {
        "budget": _sum_known(row.budget for row in rows),
        "executed": sum((row.executed for row in rows), NOTHING),
        "low": found.total.low,
        "amount": found.total.expected,
        "high": found.total.high,
    }
    columns = (
        Column("item", "项目", lambda row: str(row.item.label), link=anchor),
        Column("budget", f"{found.year - 1}年预算（元）", lambda row: row.budget, "money"),
        Column("executed", f"{found.year - 1}年执行（元）", lambda row: row.executed, "money"),
        Column("amount", f"{found.year}年申报（元）", lambda row: row.amount, "money", link=anchor),
        Column("low", "最低（元）", lambda row: row.amounts.low, "money"),
        Column("high", "最高（元）", lambda row: row.amounts.high, "money"),
        Column("basis", "测算依据", lambda row: row.basis, wrap=True),
        Column("change", "增减", lambda row: row.change, wrap=True),
    )
    return Table(columns, rows, "申报与上年对照", total={"item": "合计", **sums})


def booking_table(found: Estimate) -> Table:
    columns = (
        Column("item", "项目", lambda one: str(one.item.label)),
        Column("fund", "资金来源", lambda one: one.fund),
        Column("function", "功能科目", lambda one: one.function, wrap=True),
        Column("economic", "经济科目", lambda one: one.economic, wrap=True),
        Column("amount", "预计（元）", lambda one: one.amounts.expected, "money"),
        Column("high", "最高（元）", lambda one: one.amounts.high, "money"),
    )
    total = {"item": "合计", "amount": found.total.expected, "high": found.total.high}
    return Table(columns, found.bookings(), "按资金来源和科目", total=total)


def standing_table(rows: Sequence[Standing]) -> Table:
    columns = (
        Column("item", "项目", lambda one: str(one.item.label)),
        Column("requested", "申报（元）", lambda one: one.requested, "money"),
        Column("granted", "下达（元）", lambda one: one.granted, "money"),
        Column("paid", "已送支付（元）", lambda one: one.paid, "money"),
        Column("banked", "当年银行已付（元）", lambda one: one.banked, "money"),
        Column("committed", "应付未付（元）", lambda one: one.committed, "money"),
        Column("expected", "年内还将发生（元）", lambda one: one.expected, "money"),
        Column("left", "年末结余（元）", lambda one: one.left, "money"),
        Column("runs_out", "够用到", lasts, "tag"),
    )
    return Table(columns, rows, "预算执行", total={"item": "合计", **_standing_sums(rows)})


def lasts(one: Standing) -> tuple[str, str]:
    if one.granted is None:
        return "waiting", "没有登记下达"
    if one.runs_out is None:
        return "good", "全年够用"
    return "bad", f"{one.runs_out.words}不够"


def _sum_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """None where no amount is on record: that is not nothing."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, NOTHING) if known else None


def _standing_sums(rows: Sequence[Standing]) -> dict[str, Decimal | None]:
    names = ("requested", "granted", "paid", "banked", "committed", "expected", "left")
    return {name: _sum_known(getattr(row, name) for row in rows) for name in names}
