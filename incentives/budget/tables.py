"""The tables of the budget's pages."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from operator import attrgetter

from django.urls import reverse

from dingnan_sw.lib.table import Column, Table
from incentives.budget.addresses import (
    banked_url,
    clause_url,
    granted_url,
    months_url,
    paid_url,
    parts_url,
    people_url,
)
from incentives.budget.estimate import AllowanceRow, BonusRow, Booking, Estimate, ExpectedRow
from incentives.budget.execution import Standing
from incentives.budget.request import Request
from incentives.budget.vocabulary import Item
from incentives.budget.words import (
    CERTIFIED,
    DUE,
    IN_SERVICE,
    LATER,
    NO_ACCOUNT,
    allowance_words,
    bonus_words,
    expected_words,
)
from incentives.explain import OUTCOME_TONES, OUTCOME_WORDS, level_words
from incentives.rules.vocabulary import NOTHING

# A figure of the execution: its heading, and where it leads, to the records it is summed from or the months it is reckoned by.
Leading = Callable[[int, Item | None], str]
STANDING: dict[str, tuple[str, Leading]] = {
    "requested": ("申报（元）", lambda year, item: granted_url(year, "requested", item)),
    "granted": ("下达（元）", lambda year, item: granted_url(year, "granted", item)),
    "paid": ("已送支付（元）", paid_url),
    "banked": ("当年银行已付（元）", banked_url),
    "committed": ("应付未付（元）", lambda year, item: months_url(year, item, due=DUE)),
    "expected": ("年内还将发生（元）", lambda year, item: months_url(year, item, due=LATER)),
    "left": ("年末结余（元）", months_url),
}


def allowance_table(found: Estimate) -> Table:
    def opened(row: AllowanceRow) -> str:
        return people_url(found.year, "allowance", level=int(row.level), since=row.entry.since)

    total = sum((row.amount for row in found.allowances), NOTHING)
    columns = (
        Column("level", "证书级别", lambda row: level_words(row.level), link=opened),
        Column("period", "月份", lambda row: f"{row.first.words}至{row.last.words}"),
        Column("people", "人数", lambda row: row.people, "integer", link=opened),
        Column("months", "人月", lambda row: row.person_months, "integer", link=opened),
        Column("rate", "月标准（元）", lambda row: row.rate, "money", link=lambda row: clause_url(Item.ALLOWANCE)),
        Column("amount", "金额（元）", lambda row: row.amount, "money", link=opened),
        Column("basis", "测算依据", allowance_words, wrap=True),
    )
    links = {"amount": parts_url(found.year, Item.ALLOWANCE, what=IN_SERVICE)}
    return Table(
        columns, found.allowances, "在册人员的职业津贴", total={"level": "合计", "amount": total}, total_links=links
    )


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
    links = {"amount": parts_url(found.year, Item.BONUS, what=CERTIFIED)}
    return Table(
        columns, found.bonuses, "已取证书的考试奖励", total={"level": "应发合计", "amount": total}, total_links=links
    )


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
    before = found.year - 1

    def opened(row: Request) -> str:
        return parts_url(found.year, row.item)

    def granted(row: Request) -> str | None:
        return None if row.budget is None else granted_url(before, "granted", row.item)

    def executed(row: Request) -> str:
        return paid_url(before, row.item)

    sums = {
        "budget": _sum_known(row.budget for row in rows),
        "executed": sum((row.executed for row in rows), NOTHING),
        "low": found.total.low,
        "amount": found.total.expected,
        "high": found.total.high,
    }
    links = {
        "budget": granted_url(before, "granted"),
        "executed": paid_url(before),
        **dict.fromkeys(("low", "amount", "high"), parts_url(found.year)),
    }
    columns = (
        Column("item", "项目", lambda row: str(row.item.label), link=opened),
        Column("budget", f"{before}年预算（元）", lambda row: row.budget, "money", link=granted),
        Column("executed", f"{before}年执行（元）", lambda row: row.executed, "money", link=executed),
        Column("amount", f"{found.year}年申报（元）", lambda row: row.amount, "money", link=opened),
        Column("low", "最低（元）", lambda row: row.amounts.low, "money", link=opened),
        Column("high", "最高（元）", lambda row: row.amounts.high, "money", link=opened),
        Column("basis", "测算依据", lambda row: row.basis, wrap=True),
        Column("change", "增减", lambda row: row.change, wrap=True),
    )
    return Table(columns, rows, "申报与上年对照", total={"item": "合计", **sums}, total_links=links)


def booking_table(found: Estimate) -> Table:
    def opened(one: Booking) -> str:
        accounts = {"function": one.function or NO_ACCOUNT, "economic": one.economic or NO_ACCOUNT}
        return parts_url(found.year, one.item, **accounts)

    def accounts(one: Booking) -> str:
        return f"{reverse('budget-settings')}#accounts"

    def funds(one: Booking) -> str:
        return f"{reverse('budget-settings')}#funds"

    columns = (
        Column("item", "项目", lambda one: str(one.item.label), link=opened),
        Column("fund", "资金来源", lambda one: one.fund, link=funds),
        Column("function", "功能科目", lambda one: one.function, wrap=True, link=accounts),
        Column("economic", "经济科目", lambda one: one.economic, wrap=True, link=accounts),
        Column("amount", "预计（元）", lambda one: one.amounts.expected, "money", link=opened),
        Column("high", "最高（元）", lambda one: one.amounts.high, "money", link=opened),
    )
    total = {"item": "合计", "amount": found.total.expected, "high": found.total.high}
    links = dict.fromkeys(("amount", "high"), parts_url(found.year))
    return Table(columns, found.bookings(), "按资金来源和科目", total=total, total_links=links)


def standing_table(year: int, rows: Sequence[Standing]) -> Table:
    def months(one: Standing) -> str:
        return months_url(year, one.item)

    columns = (
        Column("item", "项目", lambda one: str(one.item.label), link=months),
        *(_standing_column(name, year) for name in STANDING),
        Column("runs_out", "够用到", lasts, "tag", link=months),
    )
    links = {name: leading(year, None) for name, (_, leading) in STANDING.items()}
    return Table(columns, rows, "预算执行", total={"item": "合计", **standing_sums(rows)}, total_links=links)


def _standing_column(name: str, year: int) -> Column:
    words, leading = STANDING[name]

    def opened(one: Standing) -> str | None:
        return None if getattr(one, name) is None else leading(year, one.item)

    return Column(name, words, attrgetter(name), "money", link=opened)


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


def standing_sums(rows: Sequence[Standing]) -> dict[str, Decimal | None]:
    return {name: _sum_known(getattr(row, name) for row in rows) for name in STANDING}
