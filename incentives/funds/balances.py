"""What of each source was given, received and spent in a year, by kind; bonuses and allowances as the batches booked them."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum

from dingnan_sw.lib.table import Column, Mark, Table
from incentives.budget.models import Appropriation, FundSource
from incentives.budget.vocabulary import LOTTERY, SPENDABLE, Item
from incentives.funds.models import AllowedUse, Expenditure, Receipt
from incentives.funds.vocabulary import Use
from incentives.paying.flow import State
from incentives.paying.models import Payment, Step
from incentives.paying.vocabulary import Result
from incentives.rules.vocabulary import NOTHING

# What persons are paid through batches is booked by item; all else is the item 其他 of the budget.
Sums = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Balance:
    """A source's money for an item of a year: left over from the years before, given by appropriations, received, used."""

    source: FundSource
    item: Item
    carried: Decimal
    given: Decimal
    received: Decimal
    used: Decimal

    @property
    def available(self) -> Decimal:
        return self.carried + self.given + self.received

    @property
    def left(self) -> Decimal:
        """Less than nothing when more was spent than there was."""
        return self.available - self.used

    @property
    def is_lottery(self) -> bool:
        return LOTTERY in self.source.name


def balances(year: int) -> list[Balance]:
    """By source in its place and item; a source without any money has one line."""
    sums = _carried(year), _given(year), _received(year), _used(year)
    found = []
    for source in FundSource.objects.all():
        rows = [_balance(source, item, sums) for item in Item]
        moved = [row for row in rows if row.available or row.used]
        found += moved or rows[-1:]
    return found


def _balance(source: FundSource, item: Item, sums: Iterable[Sums]) -> Balance:
    key = (source.name, str(item))
    return Balance(source, item, *(Decimal(some[key]) or NOTHING for some in sums))


def _carried(year: int) -> Sums:
    """What others gave in earlier years and was not used: it does not lapse with the year as a budget does. Of a source that was
    ever given a budget nothing is carried, for nobody can tell which of the two was used."""
    given = FundSource.objects.filter(receipts__isnull=False).exclude(appropriations__stage__in=SPENDABLE)
    received = Receipt.objects.filter(source__in=given, received_on__year__lt=year).order_by()
    spent = Expenditure.objects.filter(source__in=given, year__lt=year).order_by()
    left = _summed((name, Item.OTHER, total) for name, total in _by_source(received))
    left.subtract(_summed((name, Item.OTHER, total) for name, total in _by_source(spent)))
    return left


def _by_source(rows: QuerySet[Any]) -> QuerySet[Any, tuple[str, Decimal]]:
    return rows.values_list("source__name").annotate(sum=Sum("amount"))


def _given(year: int) -> Sums:
    rows = Appropriation.objects.filter(year=year, stage__in=SPENDABLE).order_by()
    return _summed(rows.values_list("fund__name", "item").annotate(sum=Sum("amount")))


def _received(year: int) -> Sums:
    rows = Receipt.objects.filter(received_on__year=year).order_by()
    return _summed((name, Item.OTHER, total) for name, total in _by_source(rows))


def _used(year: int) -> Sums:
    spent = Expenditure.objects.filter(year=year).order_by()
    return _summed([*((name, Item.OTHER, total) for name, total in _by_source(spent)), *_batches(year)])


def _batches(year: int) -> Iterable[tuple[str, str, Decimal]]:
    """What batches sent to finance in that year ordered and the bank did not return."""
    sent = Step.objects.filter(state=State.SENT, on__year=year).values("batch")
    orders = Payment.objects.filter(batch__in=sent).exclude(result=Result.FAILED).order_by()
    return orders.values_list("fund", "batch__kind").annotate(sum=Sum("amount"))


def _summed(rows: Iterable[tuple[str, str, Decimal]]) -> Sums:
    sums: Sums = Counter()
    for name, item, total in rows:
        sums[name, str(item)] += total  # type: ignore[assignment]
    return sums


def balance_table(year: int, rows: list[Balance]) -> Table:
    def left(row: Balance) -> Any:
        return Mark("bad", f"超出 {-row.left:,.2f}") if row.left < 0 else row.left

    columns = (
        Column("source", "资金来源", lambda row: row.source.name),
        Column("item", "项目", lambda row: str(row.item.label)),
        Column("carried", "上年结转（元）", lambda row: row.carried, "money"),
        Column("given", "下达（元）", lambda row: row.given, "money"),
        Column("received", "收到社会资金（元）", lambda row: row.received, "money"),
        Column("used", "已用（元）", lambda row: row.used, "money"),
        Column("left", "结余（元）", left, "money"),
    )
    names = ("carried", "given", "received", "used", "left")
    sums = {name: sum((getattr(row, name) for row in rows), NOTHING) for name in names}
    return Table(columns, rows, f"{year}年资金来源和结余", total={"source": "合计", **sums})


def use_table(year: int) -> Table:
    """What each source was spent on, apart from bonuses and allowances."""
    rows = Expenditure.objects.filter(year=year).order_by().values("source__place", "source__name", "use")
    sums = list(rows.annotate(total=Sum("amount")).order_by("source__place", "source__name", "use"))
    columns = (
        Column("source", "资金来源", lambda row: row["source__name"]),
        Column("use", "用途", lambda row: row["use"]),
        Column("total", "金额（元）", lambda row: row["total"], "money"),
    )
    total = {"source": "合计", "total": sum((row["total"] for row in sums), NOTHING)}
    return Table(columns, sums, f"{year}年各项用途", total=total)


def allowed_table() -> Table:
    """By source what it may be used for; where nothing is on record, everything but payments to persons it is not for."""
    named: dict[int, list[str]] = {}
    for row in AllowedUse.objects.all():
        named.setdefault(row.source_id, []).append(row.use)
    columns = (
        Column("source", "资金来源", lambda source: source.name),
        Column("persons", "发给个人", lambda source: "可以" if source.pays_persons else "不可以"),
        Column("uses", "可以用于", lambda source: "、".join(named.get(source.pk, [])) or _anything(source), wrap=True),
    )
    return Table(columns, list(FundSource.objects.all()), "各来源可以用于什么")


def _anything(source: FundSource) -> str:
    return "没有限定用途" if source.pays_persons else f"没有限定用途，但不能“{Use.PERSONS}”"


def astray(year: int) -> QuerySet[Expenditure]:
    """Expenditures for what their source may not be used for by what is on record now."""
    limited = AllowedUse.objects.values("source")
    allowed = Expenditure.objects.filter(source__allowed__use=F("use")).values("pk")
    return Expenditure.objects.filter(year=year, source__in=limited).exclude(pk__in=allowed).select_related("source")


def lottery(year: int) -> tuple[Decimal, Decimal]:
    """(given, used) of the year's lottery money."""
    rows = [row for row in balances(year) if row.is_lottery]
    return sum((row.given for row in rows), NOTHING), sum((row.used for row in rows), NOTHING)


def social(on: datetime.date) -> tuple[Decimal, Decimal]:
    """(received, used) in that year of the sources into which others give."""
    rows = balances(on.year)
    givers = set(Receipt.objects.values_list("source", flat=True))
    used = sum((row.used for row in rows if row.source.pk in givers), NOTHING)
    return sum((row.received for row in rows), NOTHING), used
