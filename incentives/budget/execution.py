"""预算执行: what was granted, paid, is owed and will be, and how long the money lasts."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from dingnan_sw.lib.dates import Month
from incentives.budget.estimate import Estimate, estimate
from incentives.budget.models import Appropriation
from incentives.budget.vocabulary import SPENDABLE, TO_PERSONS, Item, Stage
from incentives.paying.ledger import paid_in_year, sent_for_other_years
from incentives.paying.models import Payment
from incentives.paying.vocabulary import Result
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import NOTHING

# What the ledger holds for a year: (item, month, None for bonuses) → amount.
Paid = dict[tuple[str, Any], Decimal]


def paid(year: int) -> Paid:
    """The batches that were sent to finance, for the months and exam years of the year."""
    return paid_in_year(year)


def executed(year: int, item: Item) -> Decimal:
    return sum((amount for (of, _), amount in paid(year).items() if of == item), NOTHING)


def through_the_bank(year: int, item: Item) -> Decimal:
    """What the bank confirmed in that calendar year, whatever months it was for."""
    done = Payment.objects.filter(batch__kind=item, result=Result.SUCCEEDED, answered__year=year)
    return done.aggregate(sum=Sum("amount"))["sum"] or NOTHING


def money(year: int, item: Item, *stages: str) -> Decimal | None:
    """What is on record for an item of a year in these stages; None without any entry."""
    rows = Appropriation.objects.filter(year=year, item=item, stage__in=stages)
    return rows.aggregate(sum=Sum("amount"))["sum"]


def granted(year: int, item: Item) -> Decimal | None:
    return money(year, item, *SPENDABLE)


@dataclass(frozen=True, slots=True)
class Standing:
    """An item of a year on a day. committed is owed by now and not paid, expected what the rest of the year will cost;
    runs_out is the month whose cost the grant no longer covers. of_others was sent in the year for other years, and is in none
    of these: which grant bears it finance knows."""

    item: Item
    requested: Decimal | None
    granted: Decimal | None
    paid: Decimal
    banked: Decimal
    committed: Decimal
    expected: Decimal
    runs_out: Month | None
    of_others: Decimal

    @property
    def left(self) -> Decimal | None:
        """What is left of the grant when all of that is paid; less than nothing is missing."""
        return None if self.granted is None else self.granted - self.paid - self.committed - self.expected

    @property
    def left_with_others(self) -> Decimal | None:
        """The same when this year's grant bears what was sent for other years too."""
        return None if self.left is None else self.left - self.of_others


def standings(year: int, book: RuleBook, today: datetime.date) -> list[Standing]:
    found = estimate(year, book, today)
    return [standing(found, item, paid(year)) for item in TO_PERSONS]


def standing(found: Estimate, item: Item, ledger: Paid) -> Standing:
    given = granted(found.year, item)
    costs = spending(found, item, ledger)
    return Standing(
        item=item,
        requested=money(found.year, item, Stage.REQUESTED),
        granted=given,
        paid=sum((cost.paid for cost in costs), NOTHING),
        banked=through_the_bank(found.year, item),
        committed=sum((cost.open for cost in costs if cost.due), NOTHING),
        expected=sum((cost.open for cost in costs if not cost.due), NOTHING),
        runs_out=None if given is None else runs_out(given, costs),
        of_others=sent_for_other_years(found.year, item),
    )


@dataclass(frozen=True, slots=True)
class Cost:
    """A month's cost: what is paid of it, what is not yet; due by the day that is looked from; likely: not of the register,
    but what registrations for the exam may add."""

    month: Month
    paid: Decimal
    open: Decimal
    due: bool
    likely: bool = False

    @property
    def owed(self) -> Decimal:
        return self.paid + self.open


def runs_out(given: Decimal, costs: Iterable[Cost]) -> Month | None:
    """The first month whose cost the grant does not cover in full; None when it lasts."""
    left = given
    for cost in costs:
        left -= cost.owed
        if left < 0:
            return cost.month
    return None


def spending(found: Estimate, item: Item, ledger: Paid) -> list[Cost]:
    """The year in the order in which its money is spent."""
    match item:
        case Item.ALLOWANCE:
            return _allowance_costs(found, ledger)
        case Item.BONUS:
            return _bonus_costs(found, ledger)
        case Item.OTHER:
            return []


def _allowance_costs(found: Estimate, ledger: Paid) -> list[Cost]:
    """Month by month; what expected certificates would add comes at the year's end."""
    this, last = Month.of(found.on), Month(found.year, 12)
    costs = []
    for month, owed in found.by_month().items():
        done = ledger.get((Item.ALLOWANCE, month.first), NOTHING)
        costs.append(Cost(month, done, owed - done, month <= this))
    more = sum((row.amounts.expected for row in found.expected if row.item is Item.ALLOWANCE), NOTHING)
    return [*costs, Cost(last, NOTHING, more, False, likely=True)]


def _bonus_costs(found: Estimate, ledger: Paid) -> list[Cost]:
    """What the register gives is due; what is expected comes at the year's end."""
    first, last = Month(found.year, 1), Month(found.year, 12)
    this = min(max(Month.of(found.on), first), last)
    done = ledger.get((Item.BONUS, None), NOTHING)
    owed = sum((row.amounts.expected for row in found.bonuses), NOTHING)
    more = sum((row.amounts.expected for row in found.expected if row.item is Item.BONUS), NOTHING)
    return [Cost(this, done, owed - done, found.year <= found.on.year), Cost(last, NOTHING, more, False, likely=True)]
