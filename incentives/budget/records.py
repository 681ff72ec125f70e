"""The lists behind the figures of the execution: the months, the appropriations, the ledger, what the bank paid."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.filters import Facet, by_field, by_value
from dingnan_sw.lib.table import Column
from incentives.amendments.book import current_book
from incentives.budget.addresses import CLAUSES, paid_url, parts_url, people_url
from incentives.budget.estimate import Estimate, estimate
from incentives.budget.execution import Cost, granted, paid, spending, standing
from incentives.budget.forms import EARLIEST, AppropriationForm, budget_year
from incentives.budget.models import Appropriation
from incentives.budget.settings_page import COLUMNS
from incentives.budget.tables import STANDING, standing_sums
from incentives.budget.vocabulary import SPENDABLE, TO_PERSONS, Item, Stage
from incentives.budget.words import CERTIFIED, DUE, IN_SERVICE, LATER, LIKELY
from incentives.paying.models import Entry, Payment
from incentives.paying.vocabulary import Result
from incentives.rules.vocabulary import NOTHING
from positions.access import Scope
from positions.lists import Listing, listing
from talent.vocabulary import Level


def _year(state: QueryDict, on: datetime.date) -> int:
    """Of what is on record: one year further back than the budgets, which show the year before beside their own."""
    return int(budget_year(state, on.year, on.year, EARLIEST - 1).value)


# 各月 --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A cost of the year; left is what it leaves of the grant, None without one."""

    item: Item
    cost: Cost
    left: Decimal | None

    @property
    def what(self) -> str:
        if self.cost.likely:
            return LIKELY
        return IN_SERVICE if self.item is Item.ALLOWANCE else CERTIFIED

    @property
    def due(self) -> str:
        return DUE if self.cost.due else LATER

    def owed_url(self, year: int) -> str:
        if self.item is Item.ALLOWANCE and not self.cost.likely:
            return people_url(year, "month", month=self.cost.month)
        return parts_url(year, self.item, what=self.what)

    def paid_url(self, year: int) -> str | None:
        if self.cost.likely:
            return None
        return paid_url(year, self.item, self.cost.month.first if self.item is Item.ALLOWANCE else None)


def month_rows(found: Estimate, item: Item) -> Iterator[MonthRow]:
    """What costs something, in the order in which the money is spent."""
    left = granted(found.year, item)
    for cost in spending(found, item, paid(found.year)):
        left = None if left is None else left - cost.owed
        if cost.owed or cost.paid:
            yield MonthRow(item, cost, left)


@listing("budget-months")
def months_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    period = budget_year(state, on.year, on.year)
    year = int(period.value)
    found = estimate(year, current_book(), on)

    def owed(row: MonthRow) -> str:
        return row.owed_url(year)

    return Listing(
        title=f"{year}年各月支出",
        rows=[row for item in TO_PERSONS for row in month_rows(found, item)],
        columns=(
            Column("item", "项目", lambda row: str(row.item.label), sort="value"),
            Column("month", "月份", lambda row: row.cost.month, "month", sort="value"),
            Column("what", "情形", lambda row: row.what, sort="value", link=owed),
            Column("owed", "应发（元）", lambda row: row.cost.owed, "money", sort="value", link=owed),
            Column("paid", "已送支付（元）", lambda row: row.cost.paid, "money", sort="value", link=lambda row: row.paid_url(year)),
            Column("open", "还没有送支付（元）", lambda row: row.cost.open, "money", sort="value", link=owed),
            Column("due", "到期", lambda row: ("waiting", DUE) if row.cost.due else ("neutral", LATER), "tag"),
            Column("left", "余额（元）", lambda row: row.left, "money", sort="value"),
        ),
        sort="month",
        facets=(
            by_value("item", "项目", lambda row: str(row.item.label)),
            by_value("due", "到期", lambda row: row.due),
            by_value("what", "情形", lambda row: row.what),
        ),
        period=period,
        total=_month_sums,
        context={"year": year, "steps": _steps(found, state.get("item", "")), "clauses": list(CLAUSES.values())},
    )  # fmt: skip


def _month_sums(rows: Iterable[MonthRow]) -> dict[str, Any]:
    costs = [row.cost for row in rows]
    names = ("owed", "paid", "open")
    return {"item": "合计", **{name: sum((getattr(cost, name) for cost in costs), NOTHING) for name in names}}


def _steps(found: Estimate, chosen: str) -> list[tuple[str, Decimal | None]]:
    """How what is left of the grant is reckoned, for the item that the filter chose or for both."""
    ledger = paid(found.year)
    rows = [standing(found, item, ledger) for item in TO_PERSONS if chosen in ("", item.label)]
    sums = standing_sums(rows)
    return [
        (STANDING[name][0].removesuffix("（元）"), sums[name])
        for name in ("granted", "paid", "committed", "expected", "left")
    ]


# 预算指标 ----------------------------------------------------------------------------------------

KINDS = {"granted": ("下达（批复和追加）", SPENDABLE), "requested": ("申报", (Stage.REQUESTED,))}


def _of_kind(rows: QuerySet[Appropriation], kind: str) -> QuerySet[Appropriation]:
    return rows.filter(stage__in=KINDS[kind][1]) if kind in KINDS else rows.none()


def _kinds(rows: QuerySet[Appropriation]) -> list[tuple[str, str, int]]:
    return [(kind, words, _of_kind(rows, kind).count()) for kind, (words, _) in KINDS.items()]


@listing("budget-granted")
def granted_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    """What was asked for and granted for payments to persons."""
    year, keeps = _year(state, on), scope.may(*AppropriationForm.KEEPERS)

    def opened(row: Appropriation) -> str | None:
        return reverse("budget-setting", args=["appropriations", row.pk]) if keeps else None

    return Listing(
        title="考试奖励和职业津贴的预算指标",
        rows=Appropriation.objects.filter(year=year, item__in=TO_PERSONS).select_related("fund"),
        columns=COLUMNS["appropriations"](opened),
        sort="on",
        facets=(
            Facet("kind", "申报或下达", _of_kind, _kinds),
            by_field("item", "项目", "item", lambda value: str(Item(value).label)),
            by_field("fund", "资金来源", "fund__name"),
        ),
        period=budget_year(state, on.year, on.year, EARLIEST - 1),
        total=_of_one_kind,
    )


def _of_one_kind(rows: Any) -> dict[str, Any]:
    """What was asked for and what was granted of it are added up apart: below both there is no sum."""
    kinds = {row.stage in SPENDABLE for row in rows}
    return dict(_amounts("year")(rows)) if len(kinds) == 1 else {}


# 账目和银行 --------------------------------------------------------------------------------------


def _amounts(below: str) -> Any:
    """The sums row: 合计 in that column."""
    return lambda rows: {below: "合计", "amount": rows.aggregate(sum=Sum("amount"))["sum"] or NOTHING}


def _behind(row: Any) -> str:
    return reverse("batch-person", args=[row.batch.number, row.person_id])


def _name_column() -> Column:
    return Column("name", "姓名", lambda row: row.person.name, sort=("person__name", "person"), link=_behind, width=10)


def _batch_column() -> Column:
    return Column(
        "batch", "批次", lambda row: f"第 {row.batch.number} 批", sort="batch__number",
        link=lambda row: reverse("batch", args=[row.batch.number]),
    )  # fmt: skip


def _batch_facet() -> Facet:
    return by_field("batch", "批次", "batch__number", lambda value: f"第 {value} 批")


@listing("budget-paid")
def paid_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    """The ledger's entries for the months and exam years of a year."""
    year = _year(state, on)
    return Listing(
        title=f"{year}年已送支付的账目",
        rows=Entry.objects.filter(year=year).select_related("person", "unit", "batch"),
        columns=(
            _name_column(),
            Column("unit", "记账单位", lambda row: row.unit and row.unit.name, sort="unit__name", width=28, wrap=True),
            Column("item", "项目", lambda row: row.get_item_display(), sort="item"),
            Column("month", "月份", lambda row: row.month and Month.of(row.month), "month", sort="month"),
            Column("level", "证书级别", lambda row: row.get_level_display(), sort="level", width=16),
            Column("kind", "类别", lambda row: row.get_kind_display(), sort="kind"),
            Column("amount", "金额（元）", lambda row: row.amount, "money", sort="amount", link=_behind),
            _batch_column(),
        ),
        sort="name",
        facets=(
            by_field("item", "项目", "item", lambda value: str(Item(value).label)),
            by_field("month", "月份", "month", lambda value: Month.of(value).words),
            by_field("level", "证书级别", "level", lambda value: str(Level(value).label)),
            _batch_facet(),
        ),
        search=_of_name,
        hint="姓名",
        period=budget_year(state, on.year, on.year, EARLIEST - 1),
        total=_amounts("unit"),
    )  # fmt: skip


@listing("budget-banked")
def banked_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    """What the bank confirmed in a calendar year."""
    year = _year(state, on)
    done = Payment.objects.filter(result=Result.SUCCEEDED, answered__year=year)
    return Listing(
        title=f"{year}年银行已付",
        rows=done.select_related("person", "unit", "batch"),
        columns=(
            _name_column(),
            Column("unit", "单位", lambda row: row.unit and row.unit.name, sort="unit__name", width=28, wrap=True),
            Column("what", "内容", lambda row: row.batch.title, width=30, wrap=True),
            Column("answered", "回盘时间", lambda row: timezone.localtime(row.answered), "date", sort="answered"),
            Column("amount", "实发（元）", lambda row: row.amount, "money", sort="amount", link=_behind),
            _batch_column(),
        ),
        sort="name",
        facets=(by_field("item", "项目", "batch__kind", lambda value: str(Item(value).label)), _batch_facet()),
        search=_of_name,
        hint="姓名",
        period=budget_year(state, on.year, on.year, EARLIEST - 1),
        total=_amounts("unit"),
    )


def _of_name(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(person__name__icontains=text)
