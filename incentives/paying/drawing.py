"""What a batch would hold: slot by slot, what the facts give against what the ledger holds."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.exchange import in_portions
from incentives import facts
from incentives.paying.models import Batch, Entry
from incentives.paying.vocabulary import Item, LineKind
from incentives.rules.rulebook import RuleBook
from incentives.rules.timeline import Span, timeline
from incentives.rules.vocabulary import NOTHING, Outcome
from positions.models import Unit
from talent.models import Certificate, Person

PORTION = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """What a slot holds, or should hold. year: the exam year of a bonus, 0 for an allowance; batch: which entered what is held."""

    level: int
    unit: int | None
    amount: Decimal
    basis: str = ""
    year: int = 0
    batch: int | None = None


EMPTY = Standing(0, None, NOTHING)


@dataclass(frozen=True, slots=True)
class Difference:
    """A slot whose standing and whose ledger differ; month is None for a bonus."""

    person: int
    item: Item
    month: datetime.date | None
    old: Standing
    new: Standing
    kind: LineKind

    @property
    def shown(self) -> Standing:
        """The standing that names level and unit: the new one, or the old where nothing is left."""
        return self.new if self.new.amount else self.old

    @property
    def amount(self) -> Decimal:
        return self.new.amount - self.old.amount


@dataclass(frozen=True, slots=True)
class Period:
    """What a batch covers. Months before `first` were paid before; people whose facts changed since are `touched`, None: all."""

    kind: Item
    year: int | None = None
    first: Month | None = None
    through: Month | None = None
    touched: frozenset[int] | None = None


def differences(period: Period, book: RuleBook) -> Iterator[Difference]:
    match period.kind:
        case Item.BONUS:
            assert period.year is not None
            return _bonuses(period.year, book)
        case Item.ALLOWANCE:
            return _allowances(period, book)


# 三（一） -----------------------------------------------------------------------------------------


def _bonuses(year: int, book: RuleBook) -> Iterator[Difference]:
    """Of everyone with a certificate or a payment of the year; a level's slot belongs to the year that earned it."""
    repeated = Batch.objects.posted().filter(kind=Item.BONUS, year=year).exists()
    paid = Entry.objects.live().filter(item=Item.BONUS, year=year).values("person")
    earned = Certificate.objects.filter(exam_year=year).values("person")
    concerned = Person.objects.filter(pk__in=earned) | Person.objects.filter(pk__in=paid)
    units = dict(Unit.objects.values_list("name", "pk"))
    for people in in_portions(facts.with_facts(concerned.distinct().order_by("pk")).iterator(PORTION), PORTION):
        held = _bonuses_held([person.pk for person in people])
        for person in people:
            owed = bonuses_owed(person, book, units)
            yield from _bonus_differences(person.pk, year, held[person.pk], owed, repeated)


def bonuses_owed(person: Person, book: RuleBook, units: dict[str, int]) -> dict[int, Standing]:
    """By level; person is loaded by facts.with_facts. The rules let one certificate of a level be payable at most."""
    return {
        line.certificate.level: Standing(
            line.certificate.level,
            units.get(line.unit or ""),
            line.decision.amount,
            year=line.certificate.exam_year,
        )
        for line in facts.person_bonuses(person, book)
        if line.decision.outcome is Outcome.PAYABLE and line.decision.amount
    }


def _bonuses_held(people: list[int]) -> dict[int, dict[int, Standing]]:
    held: dict[int, dict[int, Standing]] = defaultdict(dict)
    live = Entry.objects.live().filter(item=Item.BONUS, person__in=people)
    rows = live.values_list("person_id", "level", "unit_id", "amount", "year", "batch_id")
    for person, level, unit, amount, year, batch in rows:
        held[person][level] = Standing(level, unit, amount, year=year, batch=batch)
    return held


def _bonus_differences(
    person: int, year: int, held: dict[int, Standing], owed: dict[int, Standing], repeated: bool
) -> Iterator[Difference]:
    for level in sorted({*held, *owed}):
        old, new = held.get(level, EMPTY), owed.get(level, EMPTY)
        if (new if new.amount else old).year != year or old.amount == new.amount:
            continue
        yield Difference(person, Item.BONUS, None, old, new, _kind(old, new, late=repeated))


def _kind(old: Standing, new: Standing, *, late: bool) -> LineKind:
    if new.amount < old.amount:
        return LineKind.RECOVERY
    return LineKind.ARREARS if late or old.amount else LineKind.NORMAL


# 三（二） -----------------------------------------------------------------------------------------


def _allowances(period: Period, book: RuleBook) -> Iterator[Difference]:
    assert period.first
    assert period.through
    yield from _past_months(period, book)
    for month in period.first.through(period.through):
        yield from _whole_month(month, book)


def _whole_month(month: Month, book: RuleBook) -> Iterator[Difference]:
    """Everyone's, for a month that no batch has covered yet."""
    held = {person: standing for (person, _), standing in _months_held(month, month).items()}
    for line in facts.allowance_lines(month, book):
        new = Standing(line.level, line.unit_id, line.decision.amount, str(line.decision.basis))
        old = held.pop(line.person_id, EMPTY)
        if old.amount != new.amount:
            yield Difference(line.person_id, Item.ALLOWANCE, month.first, old, new, _kind(old, new, late=False))
    for person, old in held.items():
        yield Difference(person, Item.ALLOWANCE, month.first, old, EMPTY, LineKind.RECOVERY)


def _past_months(period: Period, book: RuleBook) -> Iterator[Difference]:
    """The months paid before, of the people whose facts may give something else now."""
    assert period.first
    assert period.through
    last = min(period.first.plus(-1), period.through)
    first = min(start_of(book), _first_month_held() or start_of(book))
    if first > last:
        return
    units = dict(Unit.objects.values_list("name", "pk"))
    for people in in_portions(_concerned(period.touched), PORTION):
        held = _months_held(first, last, [person.pk for person in people])
        for person in people:
            yield from _person_differences(person, first, last, book, held, units)


def _concerned(touched: frozenset[int] | None) -> Iterator[Person]:
    if touched is None:
        paid, holders = Entry.objects.filter(item=Item.ALLOWANCE).values("person"), Certificate.objects.values("person")
        everyone = Person.objects.filter(pk__in=holders) | Person.objects.filter(pk__in=paid)
        yield from facts.with_facts(everyone.distinct().order_by("pk")).iterator(PORTION)
        return
    for portion in in_portions(sorted(touched), PORTION):
        yield from facts.with_facts(Person.objects.filter(pk__in=portion).order_by("pk"))


def _person_differences(
    person: Person,
    first: Month,
    last: Month,
    book: RuleBook,
    held: dict[tuple[int, datetime.date], Standing],
    units: dict[str, int],
) -> Iterator[Difference]:
    for span in timeline(facts.person_facts(person), first.first, last.first, book):
        new = _standing(span, units)
        for month in Month.of(span.first).through(Month.of(span.last)):
            old = held.get((person.pk, month.first), EMPTY)
            if old.amount != new.amount:
                yield Difference(person.pk, Item.ALLOWANCE, month.first, old, new, _kind(old, new, late=True))


def _standing(span: Span, units: dict[str, int]) -> Standing:
    if span.decision.outcome is not Outcome.PAYABLE or span.facts.level is None:
        return EMPTY
    unit = units.get(span.unit or "")
    return Standing(span.facts.level, unit, span.decision.amount, str(span.decision.basis))


def _months_held(
    first: Month, last: Month, people: Iterable[int] | None = None
) -> dict[tuple[int, datetime.date], Standing]:
    live = Entry.objects.live().filter(item=Item.ALLOWANCE, month__range=(first.first, last.first))
    if people is not None:
        live = live.filter(person__in=list(people))
    rows = live.values_list("person_id", "month", "level", "unit_id", "amount", "batch_id")
    return {
        (person, month): Standing(level, unit, amount, batch=batch)
        for person, month, level, unit, amount, batch in rows.iterator(facts.CHUNK)
    }


def start_of(book: RuleBook) -> Month:
    """The first month that any entry of the book lets be owed."""
    return min(Month.parse(entry.values["month"]) for entry in book.scales["allowance_start"])


def _first_month_held() -> Month | None:
    paid = Entry.objects.filter(item=Item.ALLOWANCE).order_by("month").values_list("month", flat=True).first()
    return Month.of(paid) if paid else None
