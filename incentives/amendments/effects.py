"""What it costs to compute by another book: the real register under both, person by person.

Two kinds of time are looked at. `TO_DATE`: every month up to this one and every exam year up to this one, which is what the next
batch would carry as 补发 and 扣回, with the facts as they are on record. And whole years, this one and the three after it, with
the facts as they are foreseen: services end at the statutory age.
A bonus counts in its exam year and only while it is payable; an allowance where it is booked.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dingnan_sw.lib.dates import Month
from incentives import facts
from incentives.projection import foreseen
from incentives.rules.exam_bonus import booked_unit, exam_bonus
from incentives.rules.facts import PersonFacts
from incentives.rules.rulebook import RuleBook
from incentives.rules.timeline import timeline
from incentives.rules.vocabulary import NOTHING, Level, Outcome
from positions.models import Unit
from talent.models import Certificate, Person

TO_DATE = 0
YEARS_AHEAD = 3
CHUNK = 500
ELSEWHERE = "未登记"


@dataclass(frozen=True, slots=True)
class Place:
    """What a sum is grouped by besides the level."""

    kind: str
    town: str


NOWHERE = Place(ELSEWHERE, ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Period:
    """Months from first to last, by their first days, and exam years; key is TO_DATE or the year."""

    key: int
    first: datetime.date
    last: datetime.date

    @property
    def words(self) -> str:
        return f"截至{Month.of(self.last).words}" if self.key == TO_DATE else f"{self.key}年"

    def months(self, since: datetime.date, until: datetime.date) -> int:
        """How many of the months from since to until, both included, lie in the period."""
        return max(0, _index(min(self.last, until)) - _index(max(self.first, since)) + 1)


@dataclass(frozen=True, slots=True)
class Flow:
    """A sum that one book gives a person in a period."""

    period: int
    level: Level
    unit: str | None
    amount: Decimal


@dataclass(slots=True)
class Sums:
    """What the two books give, in one period."""

    old: Decimal = NOTHING
    new: Decimal = NOTHING

    @property
    def difference(self) -> Decimal:
        return self.new - self.old


def periods(on: datetime.date, first: datetime.date) -> list[Period]:
    """TO_DATE from the first month on that any book knows, and the four years."""
    this = Month.of(on).first
    years = range(on.year, on.year + YEARS_AHEAD + 1)
    return [
        Period(TO_DATE, min(first, this), this),
        *(Period(year, datetime.date(year, 1, 1), datetime.date(year, 12, 1)) for year in years),
    ]


def first_month(*books: RuleBook) -> datetime.date:
    """The first month for which any of the books can owe an allowance, or begins a bonus."""
    starts = [
        datetime.date.fromisoformat(f"{entry.values['month']}-01")
        for book in books
        for entry in book.scales["allowance_start"]
    ]
    return min(*starts, *(book.scales["exam_bonus"][0].since.replace(day=1) for book in books))


def flows(person: PersonFacts, book: RuleBook, spans: Sequence[Period]) -> Iterator[Flow]:
    """All that the book gives the person in these periods, none of it nothing."""
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    for part in timeline(person, first, last, book):
        if part.decision.outcome is not Outcome.PAYABLE or part.facts.level is None:
            continue
        for span in spans:
            if count := span.months(part.first, part.last):
                yield Flow(span.key, part.facts.level, part.unit, part.decision.amount * count)
    yield from _bonuses(person, book, spans)


def _bonuses(person: PersonFacts, book: RuleBook, spans: Sequence[Period]) -> Iterator[Flow]:
    for certificate in person.certificates:
        decision = exam_bonus(certificate, person, book)
        if decision.outcome is not Outcome.PAYABLE:
            continue
        unit = booked_unit(certificate, person, book)
        for span in spans:
            if span.first.year <= certificate.exam_year <= span.last.year:
                yield Flow(span.key, certificate.level, unit, decision.amount)


@dataclass(frozen=True, slots=True)
class Affected:
    """A person to whom the books give otherwise: period → sums, the periods without a difference left out; level is the highest."""

    pk: int
    name: str
    unit: str
    level: Level
    sums: Mapping[int, Sums]

    def difference(self, period: int) -> Decimal:
        return self.sums[period].difference if period in self.sums else NOTHING


@dataclass(slots=True)
class Effects:
    """Sums by period; by group ("level", "kind", "town") → its word → period; and the people affected, in the order of names."""

    periods: list[Period]
    totals: dict[int, Sums] = field(default_factory=lambda: defaultdict(Sums))
    groups: dict[str, dict[str, dict[int, Sums]]] = field(
        default_factory=lambda: {by: defaultdict(lambda: defaultdict(Sums)) for by in ("level", "kind", "town")}
    )
    people: list[Affected] = field(default_factory=list)
    examined: int = 0

    def difference(self, period: int) -> Decimal:
        return self.totals[period].difference

    def gaining(self, period: int) -> list[Decimal]:
        return [d for one in self.people if (d := one.difference(period)) > 0]

    def losing(self, period: int) -> list[Decimal]:
        return [d for one in self.people if (d := one.difference(period)) < 0]

    def take(self, one: Person, before: Sequence[Flow], after: Sequence[Flow], places: Mapping[str, Place]) -> None:
        """Add what the two books give a person."""
        self.examined += 1
        for given, which in ((before, "old"), (after, "new")):
            for flow in given:
                self._add(flow, which, places.get(flow.unit or "", NOWHERE))
        sums, flows_of_both = _changed(before, after), [*after, *before]
        if sums:
            unit = next((flow.unit for flow in flows_of_both if flow.unit), "")
            self.people.append(Affected(one.pk, one.name, unit, max(flow.level for flow in flows_of_both), sums))

    def _add(self, flow: Flow, which: str, place: Place) -> None:
        words = {"level": flow.level.words, "kind": place.kind, "town": place.town}
        for sums in (self.totals[flow.period], *(self.groups[by][word][flow.period] for by, word in words.items())):
            setattr(sums, which, getattr(sums, which) + flow.amount)


def _changed(before: Iterable[Flow], after: Iterable[Flow]) -> dict[int, Sums]:
    """By period what each book gives, where that differs."""
    found: dict[int, Sums] = defaultdict(Sums)
    for flow in after:
        found[flow.period].new += flow.amount
    for flow in before:
        found[flow.period].old += flow.amount
    return {period: sums for period, sums in found.items() if sums.difference}


def effects(old: RuleBook, new: RuleBook, on: datetime.date) -> Effects:
    """What everyone on record who holds a certificate is given by both books, seen from that day."""
    found, places = Effects(periods(on, first_month(old, new))), _places()
    holders = Person.objects.filter(pk__in=Certificate.objects.values("person"))
    for person in facts.with_facts(holders.order_by("name", "pk")).iterator(chunk_size=CHUNK):
        before = _given(person, old, found.periods, on)
        after = before if old.digest == new.digest else _given(person, new, found.periods, on)
        found.take(person, before, after, places)
    return found


def _given(person: Person, book: RuleBook, spans: Sequence[Period], on: datetime.date) -> list[Flow]:
    """What the book gives a person loaded by with_facts: to date as recorded, in whole years as foreseen."""
    (to_date, *years), end = spans, datetime.date(spans[-1].last.year, 12, 31)
    recorded = flows(facts.person_facts(person), book, [to_date])
    return [*recorded, *flows(foreseen(person, book, end, on), book, years)]


def _places() -> dict[str, Place]:
    rows = Unit.objects.values_list("name", "kind", "town__name", "community__town__name")
    return {name: Place(kind, town or communal or ELSEWHERE) for name, kind, town, communal in rows}


def _index(day: datetime.date) -> int:
    return day.year * 12 + day.month
