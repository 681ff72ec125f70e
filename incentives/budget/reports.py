"""The budget as the command prints it (docs/commands.md)."""

from typing import Any

from incentives.budget.estimate import AllowanceRow, BonusRow, Booking, Estimate, ExpectedRow
from incentives.budget.rates import Range
from incentives.budget.vocabulary import Item
from incentives.explain import level_words
from incentives.rules.vocabulary import Outcome


def budget_json(found: Estimate) -> dict[str, Any]:
    """rows: what the registers give; expected: what registrations for the exam may add."""
    bonuses = [_bonus_json(row, found) for row in found.bonuses]
    return {
        "year": found.year,
        "on": found.on.isoformat(),
        "book": found.book.digest,
        "rows": [*map(_allowance_json, found.allowances), *bonuses],
        "expected": [_expected_json(row) for row in found.expected],
        **_sums(found.of(Item.ALLOWANCE), found.of(Item.BONUS)),
        "funds": [_booking_json(booking) for booking in found.bookings()],
    }


def what_if_json(now: Estimate, then: Estimate) -> dict[str, Any]:
    """The budget by the book laid over, and how much more it is than by the book in force."""
    allowances, bonuses = (then.of(item) - now.of(item) for item in (Item.ALLOWANCE, Item.BONUS))
    return {**budget_json(then), "difference": _sums(allowances, bonuses)}


def _sums(allowances: Range, bonuses: Range) -> dict[str, Any]:
    total = allowances + bonuses
    return {"allowances": allowances.as_json(), "bonuses": bonuses.as_json(), "totals": total.as_json()}


def _allowance_json(row: AllowanceRow) -> dict[str, Any]:
    return {
        "item": str(Item.ALLOWANCE),
        "level": level_words(row.level),
        "outcome": str(Outcome.PAYABLE),
        "first": str(row.first),
        "last": str(row.last),
        "people": row.people,
        "person_months": row.person_months,
        "rate": f"{row.rate:.2f}",
        "amount": f"{row.amount:.2f}",
    }


def _bonus_json(row: BonusRow, found: Estimate) -> dict[str, Any]:
    rate = found.bonus_rate(row.level)
    return {
        "item": str(Item.BONUS),
        "level": level_words(row.level),
        "outcome": str(row.outcome),
        "first": None,
        "last": None,
        "people": row.people,
        "person_months": None,
        "rate": None if rate is None else f"{rate:.2f}",
        "amount": f"{row.amount:.2f}",
    }


def _expected_json(row: ExpectedRow) -> dict[str, Any]:
    return {
        "item": str(row.item),
        "level": level_words(row.level),
        "people": row.people,
        "person_months": row.person_months,
        **row.amounts.as_json(),
    }


def _booking_json(booking: Booking) -> dict[str, Any]:
    return {
        "item": str(booking.item),
        "fund": booking.fund,
        "function": booking.function,
        "economic": booking.economic,
        **booking.amounts.as_json(),
    }
