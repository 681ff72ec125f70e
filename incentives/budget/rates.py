"""通过率: what recent exams let expect, low, expected and high."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from incentives.budget.models import PassRate
from incentives.rules.vocabulary import Level
from talent.exams.models import ExamRegistration
from talent.exams.vocabulary import Result

HUNDREDTH = Decimal("0.01")
NONE, ALL = Decimal("0.00"), Decimal("100.00")


@dataclass(frozen=True, slots=True)
class Range:
    """Low, expected, high: of a hundred, or in yuan."""

    low: Decimal
    expected: Decimal
    high: Decimal

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def __sub__(self, other: "Range") -> "Range":
        return Range(self.low - other.low, self.expected - other.expected, self.high - other.high)

    def of(self, amount: Decimal) -> "Range":
        """That many hundredths of the amount, each to the cent."""
        return Range(*(hundredths(amount, percent) for percent in (self.low, self.expected, self.high)))

    def as_json(self) -> dict[str, str]:
        return {"low": f"{self.low:.2f}", "expected": f"{self.expected:.2f}", "high": f"{self.high:.2f}"}


NOTHING = Range(NONE, NONE, NONE)
CERTAIN = Range(ALL, ALL, ALL)
# Nothing is known of past exams: nothing is asked for, and everything may come.
UNKNOWN = Range(NONE, NONE, ALL)


def same(amount: Decimal) -> Range:
    return Range(amount, amount, amount)


def hundredths(amount: Decimal, percent: Decimal) -> Decimal:
    return (amount * percent / 100).quantize(HUNDREDTH, ROUND_HALF_UP)


def total(ranges: Iterable[Range]) -> Range:
    return sum(ranges, NOTHING)


def expected_of(percents: Sequence[Decimal]) -> Range:
    """Minimum, mean and maximum of the years' rates; unknown without any."""
    if not percents:
        return UNKNOWN
    mean = (sum(percents, Decimal()) / len(percents)).quantize(HUNDREDTH, ROUND_HALF_UP)
    return Range(min(percents), mean, max(percents))


def rates(before: int, years: int) -> dict[Level, Range]:
    """For each level, by the last so many years on record before that exam year."""
    known = {**_from_results(before), **_recorded(before)}
    found = {}
    for level in Level:
        own = sorted((year for year, other in known if other == level), reverse=True)[:years]
        found[level] = expected_of([known[year, level] for year in own])
    return found


def _recorded(before: int) -> dict[tuple[int, int], Decimal]:
    return {(rate.year, rate.level): rate.percent for rate in PassRate.objects.filter(year__lt=before)}


def _from_results(before: int) -> dict[tuple[int, int], Decimal]:
    """Of those with a result, how many of a hundred passed."""
    ended = ExamRegistration.objects.filter(exam_year__lt=before).exclude(result=Result.PENDING)
    counts: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for year, level, result in ended.values_list("exam_year", "level", "result"):
        counts[year, level][0] += result == Result.PASSED
        counts[year, level][1] += 1
    return {key: hundredths(Decimal(100 * passed) / count, ALL) for key, (passed, count) in counts.items()}
