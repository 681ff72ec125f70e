"""预算测算 — 四（二）: a year's allowances and bonuses, row by row, each the sum of its people."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from dingnan_sw.lib.dates import Month
from incentives import facts
from incentives.budget import rates
from incentives.budget.accounts import fund_for_persons, strings_of
from incentives.budget.expecting import Expectation, expectations
from incentives.budget.models import AccountCode
from incentives.budget.rates import Range
from incentives.budget.vocabulary import Item
from incentives.facts import BonusLine
from incentives.projection import foreseen, projected
from incentives.rules.facts import PersonFacts
from incentives.rules.rulebook import Entry, RuleBook
from incentives.rules.timeline import Span, timeline
from incentives.rules.vocabulary import NOTHING, Level, Outcome
from talent.models import Certificate, Person


@dataclass(frozen=True, slots=True)
class Share:
    """Months of one person that are paid alike, and what they come to; kind is that of the unit they are booked to."""

    person: Person
    unit: str
    kind: str
    first: Month
    last: Month
    rate: Decimal

    @property
    def months(self) -> int:
        return (self.last.year - self.first.year) * 12 + self.last.number - self.first.number + 1

    @property
    def amount(self) -> Decimal:
        return self.rate * self.months


@dataclass(frozen=True, slots=True)
class AllowanceRow:
    """A level in the months of one rate."""

    level: Level
    entry: Entry
    first: Month
    last: Month
    shares: list[Share]

    @property
    def rate(self) -> Decimal:
        return self.entry.amount(self.level) or NOTHING

    @property
    def people(self) -> int:
        return len({share.person.pk for share in self.shares})

    @property
    def person_months(self) -> int:
        return sum(share.months for share in self.shares)

    @property
    def amount(self) -> Decimal:
        return sum((share.amount for share in self.shares), NOTHING)


@dataclass(frozen=True, slots=True)
class BonusRow:
    """A level's certificates of the exam year that are in the register: payable, or waiting to be decided (held)."""

    level: Level
    outcome: Outcome
    lines: list[BonusLine]

    @property
    def people(self) -> int:
        return len(self.lines)

    @property
    def amount(self) -> Decimal:
        return sum((line.decision.amount for line in self.lines), NOTHING)

    @property
    def amounts(self) -> Range:
        """What waits to be decided counts in the high figure alone."""
        if self.outcome is Outcome.HELD:
            return Range(NOTHING, NOTHING, self.amount)
        return rates.same(self.amount)


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """A level's registrations that may become certificates, and what they add to an item; an examinee is one of its people."""

    item: Item
    level: Level
    expected: list[Expectation]

    @property
    def people(self) -> int:
        return len({one.examinee for one in self.expected})

    @property
    def person_months(self) -> int | None:
        return sum(one.months for one in self.expected) if self.item is Item.ALLOWANCE else None

    @property
    def amounts(self) -> Range:
        return rates.total(added(one, self.item) for one in self.expected)


def added(one: Expectation, item: Item) -> Range:
    return one.allowances if item is Item.ALLOWANCE else one.bonuses


def brings(one: Expectation, item: Item) -> bool:
    return one.brings_allowance if item is Item.ALLOWANCE else one.brings_bonus


@dataclass(frozen=True, slots=True)
class Part:
    """What one share, certificate or registration is of an item's sum, and the accounts (功能科目, 经济科目) it is booked to."""

    item: Item
    level: Level
    source: Share | BonusLine | Expectation
    accounts: tuple[str, str]
    amounts: Range


@dataclass(frozen=True, slots=True)
class Booking:
    """What an item takes from one fund on one pair of accounts."""

    item: Item
    fund: str
    function: str
    economic: str
    amounts: Range


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a year will cost by one book, as seen on a day."""

    year: int
    on: datetime.date
    book: RuleBook
    fund: str
    allowances: list[AllowanceRow]
    bonuses: list[BonusRow]
    expected: list[ExpectedRow]
    accounts: list[AccountCode] = field(repr=False)

    def of(self, item: Item) -> Range:
        """Low, expected and high of an item."""
        own = rates.total(row.amounts for row in self.expected if row.item is item)
        match item:
            case Item.ALLOWANCE:
                return own + rates.same(sum((row.amount for row in self.allowances), NOTHING))
            case Item.BONUS:
                return own + rates.total(row.amounts for row in self.bonuses)
            case Item.OTHER:
                return own

    @property
    def total(self) -> Range:
        return self.of(Item.ALLOWANCE) + self.of(Item.BONUS)

    def bonus_rate(self, level: Level) -> Decimal | None:
        """What the book gives for a certificate of the exam year, before any difference is taken."""
        scale = self.book.find("exam_bonus", on=datetime.date(self.year, 1, 1))
        return scale.amount(level) if scale else None

    def by_month(self) -> dict[Month, Decimal]:
        """What the register alone gives for each month's allowances."""
        sums = dict.fromkeys(Month(self.year, 1).through(Month(self.year, 12)), NOTHING)
        for row in self.allowances:
            for share in row.shares:
                for month in share.first.through(share.last):
                    sums[month] += share.rate
        return sums

    def bookings(self) -> list[Booking]:
        """All of it by fund and accounts, in the order of items and codes."""
        sums: dict[tuple[Item, str, str], Range] = defaultdict(lambda: rates.NOTHING)
        for part in self.parts():
            sums[part.item, *part.accounts] += part.amounts
        order = list(Item)
        keys = sorted(sums, key=lambda key: (order.index(key[0]), key[1:]))
        return [Booking(item, self.fund, function, code, sums[item, function, code]) for item, function, code in keys]

    def parts(self) -> Iterator[Part]:
        """All that the sums are made of."""
        for row in self.allowances:
            for share in row.shares:
                yield self._part(Item.ALLOWANCE, row.level, share, share.kind, rates.same(share.amount))
        for bonus in self.bonuses:
            for line in bonus.lines:
                amounts = BonusRow(bonus.level, bonus.outcome, [line]).amounts
                yield self._part(Item.BONUS, bonus.level, line, _kind_of(line), amounts)
        for expected in self.expected:
            for one in expected.expected:
                yield self._part(expected.item, expected.level, one, one.kind, added(one, expected.item))

    def _part(
        self, item: Item, level: Level, source: Share | BonusLine | Expectation, kind: str, amounts: Range
    ) -> Part:
        return Part(item, level, source, strings_of(self.accounts, kind, item, self.year), amounts)


def _kind_of(line: BonusLine) -> str:
    units = (service.unit for service in line.person.services.all())
    return next((str(unit.kind) for unit in units if unit.name == line.unit), "")


def estimate(year: int, book: RuleBook, today: datetime.date) -> Estimate:
    """The year's cost from the registers as they stand, with the changes that are known today."""
    likely = expectations(year, book, today)
    return Estimate(
        year=year,
        on=today,
        book=book,
        fund=fund_for_persons(year),
        allowances=allowance_rows(year, book, today),
        bonuses=list(_bonus_rows(year, book)),
        expected=[*_expected_rows(likely, Item.ALLOWANCE), *_expected_rows(likely, Item.BONUS)],
        accounts=list(AccountCode.objects.all()),
    )


# 职业津贴 -----------------------------------------------------------------------------------------


def allowance_rows(year: int, book: RuleBook, today: datetime.date) -> list[AllowanceRow]:
    """One row for each level and rate that is paid to someone, in this order."""
    holders = Person.objects.filter(pk__in=Certificate.objects.values("person")).order_by("name", "pk")
    grouped: dict[tuple[Level, datetime.date], list[Share]] = defaultdict(list)
    for person, facts_then in projected(holders, book, datetime.date(year, 12, 31), today):
        for span in _paid_spans(facts_then, year, book):
            entry = book.scale("monthly_allowance", on=span.first)
            assert span.facts.level is not None, "nobody is paid without a level"
            grouped[span.facts.level, entry.since].append(_share(person, facts_then, span))
    return [_row(level, since, grouped[level, since], year, book) for level, since in sorted(grouped)]


def shares_of(person: Person, year: int, book: RuleBook, today: datetime.date) -> list[Share]:
    """The months of one person that are paid in the year; person is loaded by with_facts."""
    facts_then = foreseen(person, book, datetime.date(year, 12, 31), today)
    return joined(_share(person, facts_then, span) for span in _paid_spans(facts_then, year, book))


def _paid_spans(facts_then: PersonFacts, year: int, book: RuleBook) -> list[Span]:
    spans = timeline(facts_then, datetime.date(year, 1, 1), datetime.date(year, 12, 1), book)
    return [span for span in spans if span.decision.outcome is Outcome.PAYABLE]


def _share(person: Person, facts_then: PersonFacts, span: Span) -> Share:
    assert span.decision.chosen is not None, "what is paid is booked to a unit"
    service = facts_then.services_on(span.first)[span.decision.chosen]
    first, last = Month.of(span.first), Month.of(span.last)
    return Share(person, service.unit, service.kind, first, last, span.decision.amount)


def _row(level: Level, since: datetime.date, shares: list[Share], year: int, book: RuleBook) -> AllowanceRow:
    """first and last are the months of the year in which the rate holds, whoever is paid."""
    entries = book.scales["monthly_allowance"]
    place = book.changes("monthly_allowance").index(since)
    months = [
        m for m in Month(year, 1).through(Month(year, 12)) if book.find("monthly_allowance", m.first) is entries[place]
    ]
    return AllowanceRow(level, entries[place], months[0], months[-1], joined(shares))


def joined(shares: Iterable[Share]) -> list[Share]:
    """Neighbouring months of a person in one unit and at one rate, as one."""
    found: list[Share] = []
    for share in shares:
        last = found[-1] if found else None
        if last and _continues(last, share):
            found[-1] = Share(last.person, last.unit, last.kind, last.first, share.last, last.rate)
            continue
        found.append(share)
    return found


def _continues(one: Share, other: Share) -> bool:
    same = (one.person.pk, one.unit, one.kind, one.rate) == (other.person.pk, other.unit, other.kind, other.rate)
    return same and one.last.plus(1) == other.first


# 考试奖励 -----------------------------------------------------------------------------------------


def _bonus_rows(year: int, book: RuleBook) -> Iterator[BonusRow]:
    lines = sorted(facts.bonus_lines(year, book), key=lambda line: (line.person.name, line.person.pk))
    for level in Level:
        own = [line for line in lines if line.certificate.level == level]
        for outcome in (Outcome.PAYABLE, Outcome.HELD):
            some = [line for line in own if line.decision.outcome is outcome]
            if some:
                yield BonusRow(level, outcome, some)


def _expected_rows(likely: list[Expectation], item: Item) -> Iterator[ExpectedRow]:
    for level in Level:
        own = [one for one in likely if one.level is level and brings(one, item)]
        if own:
            yield ExpectedRow(item, level, own)
