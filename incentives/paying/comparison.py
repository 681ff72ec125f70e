"""Before anything is generated: what would change month by month, and why this batch's total is not the last one's."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F

from incentives.paying.drawing import Difference
from incentives.paying.models import Batch, Line
from incentives.paying.vocabulary import Item, LineKind
from incentives.rules.vocabulary import NOTHING


@dataclass(frozen=True, slots=True)
class Share:
    """One difference as far as the comparison looks at it."""

    person: int
    month: datetime.date | None
    kind: LineKind
    level: int
    standard: Decimal
    amount: Decimal


def shares_of(differences: Iterable[Difference]) -> list[Share]:
    return [Share(d.person, d.month, d.kind, d.shown.level, d.new.amount, d.amount) for d in differences]


def stored_shares(batch: Batch | None) -> list[Share]:
    if batch is None:
        return []
    rows = Line.objects.filter(batch=batch).values_list("person_id", "month", "kind", "level", "new", "old")
    return [
        Share(person, month, LineKind(kind), level, new, new - old) for person, month, kind, level, new, old in rows
    ]


@dataclass(slots=True)
class MonthRow:
    """The sums of a month (None: bonuses), by kind of line."""

    month: datetime.date | None
    people: int = 0
    sums: dict[LineKind, Decimal] = field(default_factory=lambda: dict.fromkeys(LineKind, NOTHING))

    @property
    def total(self) -> Decimal:
        return sum(self.sums.values(), NOTHING)

    @property
    def normal(self) -> Decimal:
        return self.sums[LineKind.NORMAL]

    @property
    def arrears(self) -> Decimal:
        return self.sums[LineKind.ARREARS]

    @property
    def recovery(self) -> Decimal:
        return self.sums[LineKind.RECOVERY]


def by_month(shares: Iterable[Share]) -> list[MonthRow]:
    rows: dict[datetime.date | None, MonthRow] = {}
    for share in shares:
        row = rows.setdefault(share.month, MonthRow(share.month))
        row.people += 1
        row.sums[share.kind] += share.amount
    return sorted(rows.values(), key=lambda row: row.month or datetime.date.min)


@dataclass(slots=True)
class Movement:
    """A part of the difference between two totals: how many people, and what it comes to."""

    words: str
    people: list[int] = field(default_factory=list)
    amount: Decimal = NOTHING

    def add(self, person: int, amount: Decimal) -> None:
        self.people.append(person)
        self.amount += amount

    @property
    def count(self) -> int:
        return len(self.people)


@dataclass(frozen=True, slots=True)
class Comparison:
    """last is None for the first batch of its kind; the movements sum to the difference of the totals."""

    last: Any
    total: Decimal
    last_total: Decimal
    movements: list[Movement]

    @property
    def difference(self) -> Decimal:
        return self.total - self.last_total


def batch_before(kind: str, number: int | None = None) -> Batch | None:
    """What a batch, or one yet to be made, is compared with: the allowances sent before it, with months of their own. A bonus is
    paid once, and what a person had in another year says nothing about it.
    """
    if kind == Item.BONUS:
        return None
    sent = Batch.objects.posted().filter(kind=kind, first__lte=F("through")).order_by("number")
    return (sent.filter(number__lt=number) if number else sent).last()


def compare(now: list[Share], before: list[Share], last: Batch | None, *, looks_back: bool = False) -> Comparison:
    """looks_back: the batch has no month of its own (Batch.looks_back), so that nobody has stopped who is not in it."""
    joined, left, changed, longer = Movement("新增"), Movement("停发"), Movement("升级或调标"), Movement("月数不同")
    ours, theirs = regular(now), regular(before)
    for person in sorted({*ours, *theirs}):
        mine, other = ours.get(person), theirs.get(person)
        if mine and other:
            by_standard = mine.by_standard(other)
            by_months = mine.sum - other.sum - by_standard
            if by_standard or mine.standing != other.standing:
                changed.add(person, by_standard)
            if by_months:
                longer.add(person, by_months)
        elif mine:
            joined.add(person, mine.sum)
        elif other:
            (longer if looks_back else left).add(person, -other.sum)
    movements = [joined, left, changed, longer]
    movements += [_of_kind(kind, now, before) for kind in (LineKind.ARREARS, LineKind.RECOVERY)]
    total, last_total = (sum((share.amount for share in some), NOTHING) for some in (now, before))
    return Comparison(last, total, last_total, movements)


@dataclass(slots=True)
class Regular:
    """A person's 正常 lines of a batch, the newest month first."""

    shares: list[Share] = field(default_factory=list)

    @property
    def sum(self) -> Decimal:
        return sum((share.amount for share in self.shares), NOTHING)

    @property
    def standing(self) -> tuple[int, Decimal]:
        """Level and standard of the newest month."""
        return self.shares[0].level, self.shares[0].standard

    def by_standard(self, other: "Regular") -> Decimal:
        """What of the difference comes from other standards, month against month back from the newest; the rest from their number."""
        pairs = zip(self.shares, other.shares, strict=False)
        return sum((mine.amount - theirs.amount for mine, theirs in pairs), NOTHING)


def regular(shares: Iterable[Share]) -> dict[int, Regular]:
    """By person, their 正常 lines."""
    found: dict[int, Regular] = defaultdict(Regular)
    for share in sorted(shares, key=lambda share: share.month or datetime.date.min, reverse=True):
        if share.kind is LineKind.NORMAL:
            found[share.person].shares.append(share)
    return found


def _of_kind(kind: LineKind, now: list[Share], before: list[Share]) -> Movement:
    """What is paid up or taken back now, less what was last time."""
    people = sorted({share.person for share in now if share.kind is kind})
    sums = [sum((share.amount for share in some if share.kind is kind), NOTHING) for some in (now, before)]
    return Movement(str(kind.label), people, sums[0] - sums[1])
