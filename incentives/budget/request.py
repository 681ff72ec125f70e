"""The request of a year beside the year before: 上年预算、上年执行、本年申报."""

from dataclasses import dataclass
from decimal import Decimal

from incentives.budget.estimate import Estimate
from incentives.budget.execution import executed, granted
from incentives.budget.rates import Range
from incentives.budget.vocabulary import TO_PERSONS, Item
from incentives.budget.words import basis_words


@dataclass(frozen=True, slots=True)
class Request:
    """An item's line on the sheet; budget is None where none is on record."""

    item: Item
    functions: list[str]
    economics: list[str]
    fund: str
    basis: str
    budget: Decimal | None
    executed: Decimal
    amounts: Range

    @property
    def amount(self) -> Decimal:
        return self.amounts.expected

    @property
    def change(self) -> str:
        """增减原因, as far as figures tell it."""
        if self.budget is None:
            return "上年没有登记预算"
        more = self.amount - self.budget
        if not more:
            return "与上年预算相同"
        return f"比上年预算{'增加' if more > 0 else '减少'} {abs(more):,.2f} 元，按在册人数、标准和预计变动测算"


def requests(found: Estimate) -> list[Request]:
    return [_request(found, item) for item in TO_PERSONS]


def _request(found: Estimate, item: Item) -> Request:
    bookings = [one for one in found.bookings() if one.item is item]
    return Request(
        item=item,
        functions=list(dict.fromkeys(one.function for one in bookings if one.function)),
        economics=list(dict.fromkeys(one.economic for one in bookings if one.economic)),
        fund=found.fund,
        basis=basis_words(found, item),
        budget=granted(found.year - 1, item),
        executed=executed(found.year - 1, item),
        amounts=found.of(item),
    )
