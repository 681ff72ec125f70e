"""优先推荐 — 三（三）: a recommendation on a day, never a condition of a tender."""

from dataclasses import dataclass
from datetime import date

from incentives.rules.rulebook import RuleBook

CLAUSE = "三（三）"


@dataclass(frozen=True, slots=True)
class Preference:
    holders: int
    threshold: int
    recommended: bool


def purchase_preference(holders: int, on: date, book: RuleBook) -> Preference:
    """Whether an organisation with so many distinct holders among its heads and full-time staff is recommended."""
    threshold = int(book.measure("purchase_preference", on=on).values["holders"])
    return Preference(holders, threshold, holders >= threshold)
