"""增减变动表: a batch against the one of its kind before it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Min, Sum

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.paper import NUMBER, Sheet, column, numbered
from incentives import facts
from incentives.amendments.book import book_of
from incentives.explain import REASON_WORDS
from incentives.paying.comparison import Regular, batch_before, compare, regular, stored_shares
from incentives.paying.models import Batch, Line
from incentives.paying.sheets.frame import head_of
from incentives.paying.vocabulary import Item, LineKind
from incentives.rules.rulebook import RuleBook
from incentives.rules.timeline import timeline
from incentives.rules.vocabulary import NOTHING
from talent.models import Person

CHANGE_NOTES = {
    Item.BONUS: "奖励一次性发放，“增”为本批首次发放；补发、扣回为本批明细。",
    Item.ALLOWANCE: "增、减、调档按本期与上一批的正常发放相比；补发、扣回为本批明细。",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """standard: by how much a month's standard changed; amount: what the batch holds of it. None where there is no such thing."""

    name: str
    unit: str
    what: str
    reason: str
    since: str
    standard: Decimal | None
    amount: Decimal | None


def change_sheet(batch: Batch) -> Sheet:
    """Against the batch of the kind before it: who came, left, changed, is paid up or taken back from, and why."""
    rows = _changes(batch)
    return Sheet(
        title=f"{batch.get_kind_display()}本期增减变动表",
        columns=(
            NUMBER,
            column("姓名", lambda row: row.name),
            column("工作单位", lambda row: row.unit, width=34, wrap=True),
            column("增减", lambda row: row.what, width=8),
            column("原因", lambda row: row.reason, width=70, wrap=True),
            column("生效月", lambda row: row.since, width=10),
            column("标准变化（元）", lambda row: row.standard, "money"),
            column("本期金额（元）", lambda row: row.amount, "money", total=True),
        ),
        rows=numbered(rows),
        notes=[CHANGE_NOTES[Item(batch.kind)]],
        summary=f"{len(rows):,} 条",
        **head_of(batch),
    )


def _changes(batch: Batch) -> list[ChangeRow]:
    last = batch_before(batch.kind, batch.number)
    now, before = stored_shares(batch), stored_shares(last)
    joined, left, changed, *_ = compare(now, before, last, looks_back=batch.looks_back).movements
    ours, theirs = regular(now), regular(before)
    said = {"增": joined.people, "减": left.people, "调档": changed.people}
    people = Person.objects.in_bulk({pk for some in said.values() for pk in some})
    tell = _Reasons(batch, last, {*joined.people, *left.people})
    within = {pk for pk in changed.people if ours[pk].standing == theirs[pk].standing}
    rows = [
        ChangeRow(
            people[pk].name, tell.unit(pk), what, WITHIN if pk in within else tell.reason(pk, what), tell.since(pk),
            _standard(ours.get(pk)) - _standard(theirs.get(pk)), ours[pk].sum if pk in ours else None,
        )
        for what, some in said.items()
        for pk in some
    ]  # fmt: skip
    return rows + _late_rows(batch)


def _standard(one: Regular | None) -> Decimal:
    return one.standing[1] if one else NOTHING


def _late_rows(batch: Batch) -> list[ChangeRow]:
    """补发 and 扣回, a row for each cause of a person, from its first month on."""
    lines = Line.objects.filter(batch=batch).exclude(kind=LineKind.NORMAL)
    grouped = lines.order_by().values("person_id", "kind", "cause_id").annotate(sum=Sum(F("new") - F("old")))
    found = {(row["person_id"], row["kind"], row["cause_id"]): row["sum"] for row in grouped}
    first = lines.order_by("person_id", "kind", "cause_id", "month").distinct("person_id", "kind", "cause_id")
    return [
        ChangeRow(
            line.person.name, line.unit.name if line.unit else "", line.get_kind_display(), line.cause.text,
            str(Month.of(line.month)) if line.month else f"{batch.year}年度", None,
            found[line.person_id, line.kind, line.cause_id],
        )
        for line in first.select_related("person", "unit", "cause")
    ]  # fmt: skip


# Where no rule is asked: a bonus is paid once, and whoever had an allowance before has another level or standard.
WITHIN = "上一批期中已变化，本批全期按变化后的标准"
UNASKED = {"增": "符合条件，首次发放", "调档": "证书级别或标准变化"}


class _Reasons:
    """In words why someone joined or left: what the rule said of the month before they joined, or says of the first without."""

    def __init__(self, batch: Batch, last: Batch | None, people: set[int]) -> None:
        self.batch, self.last, self.book = batch, last, book_of(batch.amendments)
        loaded = facts.with_facts(Person.objects.filter(pk__in=people)) if batch.kind == Item.ALLOWANCE else []
        self.facts = {person.pk: facts.person_facts(person) for person in loaded}
        lines = Line.objects.filter(batch__in=[one for one in (batch, last) if one])
        newest = lines.order_by("person_id", "-month", "-pk").distinct("person_id")
        self.units = dict(newest.values_list("person_id", "unit__name"))
        months = Line.objects.filter(batch=batch).order_by().values_list("person_id")
        self.first = dict(months.annotate(first=Min("month")))

    def unit(self, person: int) -> str:
        return self.units.get(person) or ""

    def reason(self, person: int, what: str) -> str:
        if person not in self.facts:
            return UNASKED[what]
        first = Month.of(self.batch.first)
        if what == "增" and self.last is None:
            return "首批发放"
        asked = first.plus(-1) if what == "增" else first
        reason = _refusal(self.facts[person], asked, self.book)
        return f"此前{reason}，现已具备条件" if what == "增" and reason else reason or "符合条件"

    def since(self, person: int) -> str:
        month = self.first.get(person) or self.batch.first
        return str(Month.of(month)) if month else f"{self.batch.year}年度"


def _refusal(person: Any, month: Month, book: RuleBook) -> str:
    (span,) = timeline(person, month.first, month.first, book)
    return REASON_WORDS[span.decision.reason] if span.decision.reason else ""
