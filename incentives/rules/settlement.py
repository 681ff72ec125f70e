"""追回和冲抵: what somebody owes back, and how much of a payment goes to it."""

from collections.abc import Sequence
from decimal import Decimal


def shares(net: Decimal, balances: Sequence[Decimal]) -> list[Decimal]:
    """For each balance, the oldest first, what of the net is set off against it; all of it, as far as the net reaches."""
    left, found = max(net, Decimal("0.00")), []
    for balance in balances:
        share = min(left, balance)
        found.append(share)
        left -= share
    return found


def owed_back(net: Decimal, taken: Decimal, given_up: Decimal) -> Decimal:
    """What comes to less than nothing, and what is taken back of money that never reached the person, however much is new.

    net: what is new less what is taken back; given_up: what came back from the bank and stays unpaid, by which so much of what
    is owed is settled at once. Net and debt together are what is left to be paid: never less than nothing.
    """
    return max(-net, min(taken, given_up), Decimal("0.00"))
