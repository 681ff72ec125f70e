"""What an examinee's registrations cost together, any of them passed or not: low, expected and high. No database here."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise, product
from typing import TypeVar

from incentives.budget.rates import HUNDREDTH, NONE, Range

# Which of the registrations, in their order, are passed.
Passed = tuple[bool, ...]
Costs = Mapping[Passed, Decimal]
Case = TypeVar("Case")


def outcomes(count: int) -> list[Passed]:
    """Every way in which so many exams may end."""
    return list(product((False, True), repeat=count))


def parts(least: Costs, most: Costs, chances: Sequence[Range]) -> list[Range]:
    """What each registration adds to those before it; the sums are what all come to together, each to the cent.

    A certificate may take a bonus away, so the lowest rates need not cost least: low is taken at those of the lowest and the
    highest rates at which `least` costs least, high at those at which `most` costs most.
    """
    low = min(product(*((one.low, one.high) for one in chances)), key=lambda percents: _mean(least, percents))
    high = max(product(*((one.high, one.low) for one in chances)), key=lambda percents: _mean(most, percents))
    middle = [one.expected for one in chances]
    columns = (_added(least, low), _added(least, middle), _added(most, high))
    return [Range(*three) for three in zip(*columns, strict=True)]


def steps(cases: Mapping[Passed, Case]) -> list[tuple[Case, Case]]:
    """With all passed: the case without and with each registration, none of those after it counted."""
    count = len(next(iter(cases)))
    return list(pairwise(cases[(True,) * place + (False,) * (count - place)] for place in range(count + 1)))


def _added(costs: Costs, percents: Sequence[Decimal]) -> list[Decimal]:
    """Who does not sit the later exams passes none of them: that is how the sum grows from one to the next."""
    count = len(percents)
    sums = [_mean(costs, [*percents[:place], *[NONE] * (count - place)]) for place in range(count + 1)]
    return [then - now for now, then in pairwise(one.quantize(HUNDREDTH, ROUND_HALF_UP) for one in sums)]


def _mean(costs: Costs, percents: Sequence[Decimal]) -> Decimal:
    """Over all outcomes; the exams are passed independently of each other, so many times of a hundred each."""
    return sum((_chance(passed, percents) * cost for passed, cost in costs.items()), Decimal())


def _chance(passed: Passed, percents: Sequence[Decimal]) -> Decimal:
    found = Decimal(1)
    for is_passed, percent in zip(passed, percents, strict=True):
        found *= (percent if is_passed else 100 - percent) / 100
    return found
