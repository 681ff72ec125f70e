"""职业津贴 — 三（二）."""

from datetime import date

from incentives.rules.facts import AllowanceFacts, Engagement
from incentives.rules.rulebook import Entry, RuleBook
from incentives.rules.vocabulary import NOTHING, AllowanceDecision, Basis, Outcome, Reason

CLAUSE = "三（二）"


def monthly_allowance(facts: AllowanceFacts, first_day: date, book: RuleBook) -> AllowanceDecision:
    """What is owed for the month that begins on first_day (docs/decisions.md 3)."""
    rate = book.find("monthly_allowance", on=first_day)
    if rate is None or first_day < _start(book, first_day):
        return _refuse(Reason.BEFORE_POLICY)
    if facts.level is None:
        return _refuse(Reason.NO_CERTIFICATE)
    populations = _populations(book, first_day)
    if not any(basis(engagement, populations) for engagement in facts.eve):
        return _refuse(Reason.NOT_QUALIFYING_BEFORE)
    bases = [basis(engagement, populations) for engagement in facts.first]
    for wanted in Basis:
        if wanted in bases:
            return _pay(facts, rate, wanted, bases.index(wanted))
    return _refuse(Reason.NOT_QUALIFYING)


def basis(engagement: Engagement, populations: tuple[Entry, Entry]) -> Basis | None:
    """Whether a service qualifies: A as a community worker, B in a filed post of a public institution."""
    community, institution = populations
    if engagement.kind in community.values["kinds"] and engagement.category in community.values["categories"]:
        return Basis.COMMUNITY
    if not engagement.in_filed_post:
        return None
    if engagement.kind in institution.values["kinds"] and engagement.category in institution.values["categories"]:
        return Basis.INSTITUTION
    return None


def _populations(book: RuleBook, on: date) -> tuple[Entry, Entry]:
    return book.scale("allowance_community", on=on), book.scale("allowance_institution", on=on)


def _start(book: RuleBook, on: date) -> date:
    year, month = book.scale("allowance_start", on=on).values["month"].split("-")
    return date(int(year), int(month), 1)


def _pay(facts: AllowanceFacts, rate: Entry, why: Basis, chosen: int) -> AllowanceDecision:
    assert facts.level is not None
    amount = rate.amount(facts.level)
    assert amount is not None, "the book has checked that each level has a rate"
    return AllowanceDecision(Outcome.PAYABLE, amount, None, CLAUSE, why, chosen)


def _refuse(reason: Reason) -> AllowanceDecision:
    return AllowanceDecision(Outcome.REFUSED, NOTHING, reason, CLAUSE)
