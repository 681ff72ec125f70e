"""The lists of paying: batches, a batch's people and lines, its payments, what is owed back, what waits to be decided."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, QuerySet, Sum, When
from django.http import Http404, QueryDict
from django.urls import reverse

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.filters import by_field, by_value
from dingnan_sw.lib.pages import number
from dingnan_sw.lib.table import Column
from incentives import facts
from incentives.amendments.book import current_book
from incentives.explain import REASON_WORDS
from incentives.facts import BonusLine
from incentives.listings import named
from incentives.paying.flow import State
from incentives.paying.models import Batch, Line, Payment, Receivable
from incentives.paying.vocabulary import LINE_TONES, Item, LineKind, Result
from incentives.rules.vocabulary import NOTHING, Outcome
from positions.access import Scope
from positions.lists import Listing, listing
from positions.models import Unit
from talent.models import Certificate, Person
from talent.vocabulary import Level


@listing("batches")
def batches_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    return Listing(
        title="发放批次",
        rows=Batch.objects.within(scope).select_related("preparer"),
        columns=(
            Column("number", "批次", lambda b: f"第 {b.number} 批", sort="number", link=batch_url, width=10),
            Column("kind", "项目", lambda b: b.get_kind_display(), sort="kind"),
            Column("period", "期间", lambda b: b.period_words, width=26),
            Column("state", "状态", lambda b: (b.tone, b.get_state_display()), "tag", sort="state"),
            Column("people", "人数", lambda b: b.people_count, "integer", sort="people_count"),
            Column("total", "合计（元）", lambda b: b.total, "money", sort="total", width=16),
            Column("on", "生成日期", lambda b: b.prepared_on, "date", sort="prepared_on"),
            Column("preparer", "编制人", lambda b: b.preparer, sort="preparer__display_name"),
        ),
        sort="-number",
        facets=(
            by_field("kind", "项目", "kind", lambda value: str(Item(value).label)),
            by_field("state", "状态", "state", lambda value: str(State(value).label)),
        ),
    )


def batch_url(batch: Batch) -> str:
    return reverse("batch", args=[batch.number])


def batch_asked(scope: Scope, state: QueryDict) -> Batch:
    """?batch=N, as far as the scope sees it."""
    asked = number(state.get("batch", ""))
    batch = Batch.objects.within(scope).filter(number=asked).first() if asked is not None else None
    if batch is None:
        raise Http404
    return batch


@dataclass(frozen=True, slots=True)
class NetRow:
    """A person's line on the sheet: the months behind it are one click away."""

    person: Person
    unit_name: str
    level: str
    months: int
    sums: dict[LineKind, Decimal]

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def net(self) -> Decimal:
        return sum(self.sums.values(), NOTHING)


def net_rows(batch: Batch) -> list[NetRow]:
    """By unit and name; in a fixed number of queries."""
    lines = Line.objects.filter(batch=batch).order_by()
    sums: dict[int, dict[LineKind, Decimal]] = {}
    months: dict[int, int] = {}
    for person, kind, amount, count in lines.values_list("person_id", "kind").annotate(
        amount=Sum(F("new") - F("old")), count=Count("pk")
    ):
        sums.setdefault(person, dict.fromkeys(LineKind, NOTHING))[LineKind(kind)] = amount
        months[person] = months.get(person, 0) + count
    newest = lines.order_by("person_id", "-month", "-level").distinct("person_id")
    standing = {person: (unit, level) for person, unit, level in newest.values_list("person_id", "unit_id", "level")}
    names = dict(Unit.objects.values_list("pk", "name"))
    people = Person.objects.in_bulk(list(sums))
    rows = [
        NetRow(
            people[person],
            names.get(standing[person][0], ""),
            str(Level(standing[person][1]).label),
            months[person],
            amounts,
        )
        for person, amounts in sums.items()
    ]
    return sorted(rows, key=lambda row: (row.unit_name, row.name, row.person.pk))


@listing("batch-people")
def batch_people_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    batch = batch_asked(scope, state)
    rows = net_rows(batch)

    def behind(row: NetRow) -> str:
        return reverse("batch-person", args=[batch.number, row.person.pk])

    def sums(kind: LineKind) -> Any:
        return lambda row: row.sums[kind]

    return Listing(
        title=f"第 {batch.number} 批花名册",
        rows=rows,
        columns=(
            Column("name", "姓名", lambda r: r.name, sort="value", link=behind, width=10),
            Column("id", "身份证号", lambda r: r.person.masked_id, "code", width=22),
            Column("unit", "工作单位", lambda r: r.unit_name, sort="value", width=28, wrap=True),
            Column("level", "证书级别", lambda r: r.level, sort="value", width=16),
            Column("months", "明细数", lambda r: r.months, "integer", sort="value", width=8),
            Column("normal", "正常（元）", sums(LineKind.NORMAL), "money", sort="value"),
            Column("arrears", "补发（元）", sums(LineKind.ARREARS), "money", sort="value"),
            Column("recovery", "扣回（元）", sums(LineKind.RECOVERY), "money", sort="value"),
            Column("net", "净额（元）", lambda r: r.net, "money", sort="value", link=behind),
        ),
        sort="unit",
        facets=(
            by_value("level", "证书级别", lambda r: r.level),
            by_value("unit", "单位", lambda r: r.unit_name or "（无）"),
            by_value("what", "变动", _what),
        ),
        search=named,
        hint="姓名或单位",
        total=_people_sums,
        context={"batch": batch},
    )


def _what(row: NetRow) -> str:
    kinds = [str(kind.label) for kind in LineKind if row.sums[kind]]
    return "、".join(kinds) or "无"


def _people_sums(rows: Iterable[NetRow]) -> dict[str, Any]:
    found = list(rows)
    sums = {kind.value: sum((row.sums[kind] for row in found), NOTHING) for kind in LineKind}
    return {"unit": f"合计 {len(found)} 人", **sums, "net": sum((row.net for row in found), NOTHING)}


@listing("batch-lines")
def batch_lines_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    batch = batch_asked(scope, state)
    months = by_field("month", "月份", "month", lambda value: Month.of(value).words, accepts=_is_month)
    return Listing(
        title=f"第 {batch.number} 批明细",
        rows=Line.objects.filter(batch=batch).select_related("person", "unit", "cause"),
        columns=line_columns(batch),
        sort="name",
        facets=(
            by_field("kind", "类别", "kind", lambda value: str(LineKind(value).label)),
            *([months] if batch.kind == Item.ALLOWANCE else []),
            by_field("level", "证书级别", "level", lambda value: str(Level(value).label)),
            by_field("unit", "单位", "unit__name"),
        ),
        search=lambda found, text: (
            found.filter(person__name__icontains=text) | found.filter(cause__text__icontains=text)
        ),
        hint="姓名或原因",
        total=lambda found: {
            "level": "合计",
            "amount": found.aggregate(sum=Sum(F("new") - F("old")))["sum"] or NOTHING,
        },
        context={"batch": batch},
    )


def _is_month(value: str) -> bool:
    """The first day of a month, as the facet's options say it."""
    try:
        return datetime.date.fromisoformat(value).day == 1
    except ValueError:
        return False


def line_columns(batch: Batch) -> tuple[Column, ...]:
    def behind(line: Line) -> str:
        return reverse("batch-person", args=[batch.number, line.person_id])

    return (
        Column(
            "name", "姓名", lambda ln: ln.person.name, sort=("person__name", "person", "month"), link=behind, width=10
        ),
        Column("unit", "记账单位", lambda ln: ln.unit and ln.unit.name, sort="unit__name", width=26, wrap=True),
        Column(
            "month",
            "月份" if batch.kind == Item.ALLOWANCE else "考试年度",
            lambda ln: Month.of(ln.month) if ln.month else f"{batch.year}年度",
            "month",
            sort="month",
        ),
        Column("level", "证书级别", lambda ln: ln.get_level_display(), sort="level", width=16),
        Column("kind", "类别", lambda ln: (LINE_TONES[LineKind(ln.kind)], ln.get_kind_display()), "tag", sort="kind"),
        Column("old", "已入账（元）", lambda ln: ln.old, "money", sort="old"),
        Column("new", "应入账（元）", lambda ln: ln.new, "money", sort="new"),
        Column("amount", "本次（元）", lambda ln: ln.amount, "money"),
        Column("cause", "原因", lambda ln: ln.cause.text, width=60, wrap=True),
    )


@listing("payments")
def payments_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    batch = batch_asked(scope, state)
    return Listing(
        title=f"第 {batch.number} 批支付明细",
        rows=Payment.objects.filter(batch=batch).with_state().select_related("person", "unit"),
        columns=(
            Column(
                "name", "姓名", lambda p: p.person.name, sort="person__name", width=10,
                link=lambda p: reverse("batch-person", args=[batch.number, p.person_id]),
            ),
            Column("unit", "单位", lambda p: p.unit and p.unit.name, sort="unit__name", width=28, wrap=True),
            Column("bank", "开户行", lambda p: p.bank_name or p.person.bank_name, width=26, wrap=True),
            Column("account", "账号", lambda p: p.masked_account or p.person.masked_account, "code", width=14),
            Column("channel", "方式", lambda p: p.get_channel_display(), sort="channel", width=12),
            Column("round", "轮次", lambda p: p.round, "integer", sort="round", width=6),
            Column("amount", "实发（元）", lambda p: p.amount, "money", sort="amount"),
            Column("result", "结果", lambda p: p.state, "tag", sort="result"),
            Column("reason", "退票原因", lambda p: p.reason, width=24, wrap=True),
            Column(
                "accounts",
                "功能科目／经济科目",
                lambda p: "／".join(filter(None, (p.function_code, p.economic_code))),
                width=24,
                wrap=True,
            ),
        ),
        sort="name",
        facets=(
            by_field("result", "结果", "result", lambda value: str(Result(value).label)),
            by_field("round", "轮次", "round", lambda value: f"第 {value} 轮"),
            by_field("unit", "单位", "unit__name"),
        ),
        search=lambda found, text: found.filter(person__name__icontains=text),
        hint="姓名",
        total=_ordered,
        context={"batch": batch},
    )  # fmt: skip


def _ordered(found: QuerySet[Payment]) -> dict[str, Any]:
    """What came back counts once it is ordered again."""
    sums = found.exclude(result=Result.FAILED).aggregate(sum=Sum("amount"))
    return {"unit": "合计（不含退票）", "amount": sums["sum"] or NOTHING}


@listing("paid")
def paid_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    """A unit's people: what was ordered to be paid to them, and what the bank said; what came back needs a mended account.

    Where somebody served before, to which a payment that came back is booked, is not told to others.
    """
    own = Case(When(unit__in=Unit.objects.within(scope), then="unit__name"))
    return Listing(
        title="发放结果",
        rows=Payment.objects.within(scope, on).annotate(own=own).with_state().select_related("person", "batch"),
        columns=(
            Column(
                "name", "姓名", lambda p: p.person.name, sort="person__name", width=10,
                link=lambda p: reverse("person", args=[p.person_id]),
            ),
            Column("unit", "单位", lambda p: p.own, sort="own", width=28, wrap=True),
            Column("what", "内容", lambda p: p.batch.title, sort="batch__number", width=30, wrap=True),
            Column("amount", "实发（元）", lambda p: p.amount, "money", sort="amount"),
            Column("result", "结果", lambda p: p.state, "tag", sort="result"),
            Column("reason", "退票原因", lambda p: p.reason, width=30, wrap=True),
        ),
        sort="-what",
        facets=(
            by_field("result", "结果", "result", lambda value: str(Result(value).label)),
            by_field("unit", "单位", "own"),
        ),
        search=lambda found, text: found.filter(person__name__icontains=text),
        hint="姓名",
        total=_ordered,
    )  # fmt: skip


@listing("receivables")
def receivables_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    return Listing(
        title="追回款",
        rows=Receivable.objects.select_related("person", "batch"),
        columns=(
            Column(
                "name", "姓名", lambda r: r.person.name, sort="person__name", width=10,
                link=lambda r: reverse("receivable", args=[r.pk]),
            ),
            Column("batch", "来自", lambda r: f"第 {r.batch.number} 批", sort="batch__number", link=lambda r: batch_url(r.batch)),
            Column("amount", "应追回（元）", lambda r: r.amount, "money", sort="amount"),
            Column("settled", "已追回（元）", lambda r: r.amount - r.balance, "money"),
            Column("balance", "余额（元）", lambda r: r.balance, "money", sort="balance"),
            Column("state", "状态", lambda r: r.state, "tag", sort="balance"),
        ),
        sort="-balance",
        search=lambda found, text: found.filter(person__name__icontains=text),
        hint="姓名",
        total=_receivable_sums,
    )  # fmt: skip


def _receivable_sums(found: QuerySet[Receivable]) -> dict[str, Any]:
    sums = found.aggregate(owed=Sum("amount"), left=Sum("balance"))
    amount, balance = sums["owed"] or NOTHING, sums["left"] or NOTHING
    return {"batch": "合计", "amount": amount, "settled": amount - balance, "balance": balance}


@listing("held")
def held_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    rows = held_lines()
    return Listing(
        title="待认定",
        rows=rows,
        columns=(
            Column(
                "name", "姓名", lambda b: b.name, sort="value", width=10,
                link=lambda b: reverse("held-line", args=[b.certificate.pk]),
            ),
            Column("unit", "取得时单位", lambda b: b.unit_name, sort="value", width=28, wrap=True),
            Column("level", "证书级别", lambda b: b.certificate.get_level_display(), sort="value", width=16),
            Column("year", "考试年度", lambda b: str(b.certificate.exam_year), sort="value"),
            Column("obtained", "取得日期", lambda b: b.certificate.obtained_on, "date", sort="value"),
            Column("amount", "涉及（元）", lambda b: b.decision.amount, "money", sort="value"),
            Column("reason", "待认定事项", lambda b: REASON_WORDS[b.decision.reason], width=32, wrap=True),
        ),
        sort="year",
        facets=(
            by_value("year", "考试年度", lambda b: str(b.certificate.exam_year)),
            by_value("reason", "待认定事项", lambda b: REASON_WORDS[b.decision.reason]),
        ),
        search=named,
        hint="姓名或单位",
        total=lambda found: {"unit": "合计", "amount": sum((b.decision.amount for b in found), NOTHING)},
    )  # fmt: skip


def held_lines() -> list[BonusLine]:
    """What waits of every exam year from the policy's first on."""
    book = current_book()
    first = book.scales["exam_bonus"][0].since.year
    holders = Certificate.objects.filter(exam_year__gte=first).values("person")
    people = facts.with_facts(Person.objects.filter(pk__in=holders).order_by("pk"))
    return [
        line
        for person in people.iterator(1000)
        for line in facts.person_bonuses(person, book)
        if line.decision.outcome is Outcome.HELD
    ]
