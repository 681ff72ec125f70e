"""冲抵: how much of a payment goes to what its receiver owes back."""

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
