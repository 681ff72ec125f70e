"""薪酬不低于同等条件平均水平、社会保险和公积金 — 三（二）: what is below, and what is missing."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from talent.remuneration.vocabulary import CARRIED_BY, COVERS

CENT = Decimal("0.01")
MONTHS = 12


def comparable(average: Decimal, months: int) -> Decimal:
    """What a yearly average comes to for so many months, to the cent, halves up."""
    return (average * months / MONTHS).quantize(CENT, ROUND_HALF_UP)


def difference(pay: Decimal, months: int, average: Decimal) -> Decimal:
    """The pay of these months less the comparable average; below zero it falls short by so much."""
    return pay - comparable(average, months)


def missing(held: Mapping[str, bool]) -> tuple[str, ...]:
    """The covers, in words, that are not held and not carried by another that is."""
    return tuple(words for name, words in COVERS.items() if not (held[name] or held.get(CARRIED_BY.get(name, ""))))
