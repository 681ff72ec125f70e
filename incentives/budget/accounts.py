"""To which accounts and from which fund a payment to a person is booked."""

from collections.abc import Iterable

from django.db.models import Q, Sum

from incentives.budget.models import AccountCode, FundSource
from incentives.budget.vocabulary import LOTTERY, LOTTERY_REFUSED, SPENDABLE, TO_PERSONS
from incentives.refusals import Refused

# Where no fund source is on record, what 三（一） says: the county's budget.
COUNTY_BUDGET = "县级一般公共预算"


def account_strings(unit_kind: str, item: str, year: int) -> tuple[str, str]:
    """(功能科目, 经济科目) in force that year for an item paid to someone of that kind of unit; empty where none is on record."""
    return strings_of(AccountCode.objects.all(), unit_kind, item, year)


def strings_of(accounts: Iterable[AccountCode], unit_kind: str, item: str, year: int) -> tuple[str, str]:
    """The same among accounts already read."""
    fit = [one for one in accounts if one.item == item and one.unit_kind in ("", unit_kind) and one.first_year <= year]
    best = max(fit, key=lambda one: (bool(one.unit_kind), one.first_year), default=None)
    return (best.function_code, best.economic_code) if best else ("", "")


def fund_for_persons(year: int) -> str:
    """The fund that pays persons that year: the one with the most money appropriated for them, else the first that may.

    Raises:
        Refused: fund_not_for_persons, when fund sources are on record and none of them may.
    """
    money = Q(appropriations__year=year, appropriations__item__in=TO_PERSONS, appropriations__stage__in=SPENDABLE)
    funds = FundSource.objects.filter(pays_persons=True).annotate(money=Sum("appropriations__amount", filter=money))
    best = max(funds.order_by("place", "name"), key=lambda fund: fund.money or 0, default=None)
    if best is not None:
        return best.name
    if FundSource.objects.exists():
        raise Refused("fund_not_for_persons", "没有可以发给个人的资金来源：请财政在“资金来源与科目”里登记一个。")
    return COUNTY_BUDGET


def refuse_lottery(fund: str) -> None:
    """Where a payment to a person is about to be booked to a fund of that name.

    Raises:
        Refused: fund_not_for_persons.
    """
    if LOTTERY in fund or FundSource.objects.filter(name=fund, pays_persons=False).exists():
        raise Refused("fund_not_for_persons", LOTTERY_REFUSED)
