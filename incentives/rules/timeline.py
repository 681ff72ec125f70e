"""A person's allowance over many months: the facts are cut into spans in which nothing changes, each decided once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from incentives.rules.allowance import monthly_allowance
from incentives.rules.facts import AllowanceFacts, Interval, PersonFacts, engagements
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import AllowanceDecision

SCALES = ("monthly_allowance", "allowance_start", "allowance_community", "allowance_institution")


@dataclass(frozen=True, slots=True)
class Span:
    """Months, named by their first days, from `first` to `last`, both included, that are decided alike."""

    first: date
    last: date
    facts: AllowanceFacts
    decision: AllowanceDecision
    unit: str | None

    @property
    def months(self) -> int:
        return _index(self.last) - _index(self.first) + 1


def facts_of_month(person: PersonFacts, first_day: date) -> AllowanceFacts:
    """The closed facts that the month beginning on first_day is decided by."""
    eve = date.fromordinal(first_day.toordinal() - 1)
    return AllowanceFacts(person.level_on(eve), engagements(person, eve), engagements(person, first_day))


def booked_unit(person: PersonFacts, first_day: date, decision: AllowanceDecision) -> str | None:
    if decision.chosen is None:
        return None
    return person.services_on(first_day)[decision.chosen].unit


def timeline(person: PersonFacts, first: date, last: date, book: RuleBook) -> list[Span]:
    """The spans of the months from first to last (their first days), in order, without a gap."""
    cuts = [cut for cut in sorted({first, *_cuts(person, book)}) if first <= cut <= last]
    ends = [_month_before(cut) for cut in cuts[1:]] + [last]
    return [_span(person, start, end, book) for start, end in zip(cuts, ends, strict=True)]


def _span(person: PersonFacts, first: date, last: date, book: RuleBook) -> Span:
    facts = facts_of_month(person, first)
    decision = monthly_allowance(facts, first, book)
    return Span(first, last, facts, decision, booked_unit(person, first, decision))


def _cuts(person: PersonFacts, book: RuleBook) -> Iterator[date]:
    """First days of the months in which something may be decided otherwise than in the month before.

    A change on a day shows from the first month whose first day, and from the first month whose eve, is not before it.
    """
    for day in _changes(person, book):
        if day.year < 9999:
            yield _month_from(day)
            yield _month_after(day)


def _changes(person: PersonFacts, book: RuleBook) -> Iterator[date]:
    for certificate in person.certificates:
        yield certificate.obtained_on
        if certificate.revoked_on:
            yield certificate.revoked_on
    for service in person.services:
        for spell in (Interval(service.since, service.until), *service.filed):
            yield spell.since
            if spell.until:
                yield spell.until
    for name in SCALES:
        yield from book.changes(name)
    for entry in book.scales["allowance_start"]:
        yield date.fromisoformat(f"{entry.values['month']}-01")


def _month_from(day: date) -> date:
    return day if day.day == 1 else _month_after(day)


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _month_before(first_day: date) -> date:
    return date.fromordinal(first_day.toordinal() - 1).replace(day=1)


def _index(day: date) -> int:
    return day.year * 12 + day.month
