"""绩效目标表 and 绩效自评表 of a year (docs/sheets.md 11): indicators with their targets, filled from live figures, and their scores."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dingnan_sw.lib.figures import percent
from incentives.budget.estimate import Estimate, estimate
from incentives.budget.execution import paid, standing
from incentives.budget.vocabulary import TO_PERSONS
from incentives.funds.balances import balances
from incentives.funds.indicators import HUNDRED, INDICATORS, Indicator
from incentives.funds.models import IndicatorValue, PerformanceSheet
from incentives.paying.models import Entry, Payment
from incentives.paying.vocabulary import Item, Result
from incentives.reports import coverage_on
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import NOTHING, Level, Outcome

PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in a year: its target, what was reached, who said so, and its score; None where it is not known."""

    indicator: Indicator
    target: Decimal | None
    actual: Decimal | None
    is_typed: bool
    note: str

    @property
    def score(self) -> Decimal | None:
        """Its weight, in proportion where the target was not reached."""
        if self.actual is None or self.target is None:
            return None
        reached = min(self.actual / self.target, Decimal(1)) if self.target else Decimal(1)
        return (self.indicator.weight * reached).quantize(PLACES, ROUND_HALF_UP)

    @property
    def origin(self) -> str:
        if self.is_typed:
            return "人工填写"
        return "系统计算" if self.actual is not None else "待填写"


@dataclass(frozen=True, slots=True)
class Performance:
    """A year's sheet; head is None until someone has written it, given is the year's money of all sources."""

    year: int
    head: PerformanceSheet | None
    lines: list[Line]
    given: Decimal

    @property
    def score(self) -> Decimal | None:
        """None as long as an indicator has none."""
        scores = [line.score for line in self.lines]
        return None if None in scores else sum((score for score in scores if score is not None), NOTHING)

    @property
    def open(self) -> list[Line]:
        return [line for line in self.lines if line.score is None]


def performance(year: int, book: RuleBook, today: datetime.date) -> Performance:
    figures, targets = live(year, book, today)
    stated = {value.indicator: value for value in IndicatorValue.objects.filter(year=year)}
    lines = [_line(one, figures, targets, stated.get(one.name)) for one in INDICATORS]
    given = sum((row.available for row in balances(year)), NOTHING)
    return Performance(year, PerformanceSheet.objects.filter(year=year).first(), lines, given)


def _line(one: Indicator, figures: "Figures", targets: "Figures", stated: IndicatorValue | None) -> Line:
    """What a person stated goes before what the registers say."""
    typed = stated.actual if stated else None
    usual = one.target if one.target is not None else targets.get(one.live)
    return Line(
        indicator=one,
        target=stated.target if stated and stated.target is not None else usual,
        actual=figures.get(one.live) if typed is None else typed,
        is_typed=typed is not None,
        note=stated.note if stated else "",
    )


# The figures of the registers ---------------------------------------------------------------------

Figures = dict[str, Decimal | None]


def live(year: int, book: RuleBook, today: datetime.date) -> tuple[Figures, Figures]:
    """(what was reached, the targets that only the year tells), by the indicator's `live`, as of the year's end or today."""
    on = min(datetime.date(year, 12, 31), today)
    found = estimate(year, book, today)
    coverage = coverage_on(on, today, book)
    reached: Figures = {
        "executed": _executed(year),
        "allowance_people": Decimal(_people(year, Item.ALLOWANCE)),
        "bonus_people": Decimal(_people(year, Item.BONUS)),
        "accuracy": _accuracy(year),
        "timeliness": _timeliness(found),
        "floors": _floors(on, book),
        "coverage": percent(coverage.totals.urban_staffed, coverage.totals.urban),
        "per_mille": coverage.ratio.per_mille,
    }
    targets: Figures = {
        "allowance_people": Decimal(len({share.person.pk for row in found.allowances for share in row.shares})),
        "bonus_people": Decimal(len({line.person.pk for line in _payable(found)})),
        "per_mille": Decimal(book.measure("holders_target", on=on).values["per_mille"]),
    }
    return reached, targets


def _payable(found: Estimate) -> Iterable:
    return (line for row in found.bonuses if row.outcome is Outcome.PAYABLE for line in row.lines)


def _executed(year: int) -> Decimal | None:
    rows = balances(year)
    return percent(sum(row.used for row in rows), sum(row.available for row in rows))


def _people(year: int, item: Item) -> int:
    return Entry.objects.live().filter(year=year, item=item).values("person").distinct().order_by().count()


def _accuracy(year: int) -> Decimal | None:
    """Of the first orders that the bank answered in the year, those that did not come back."""
    answered = Payment.objects.filter(round=1, answered__year=year).exclude(result=Result.WAITING)
    return percent(answered.filter(result=Result.SUCCEEDED).count(), answered.count())


def _timeliness(found: Estimate) -> Decimal | None:
    """Of what is due by now, what was sent to be paid."""
    rows = [standing(found, item, paid(found.year)) for item in TO_PERSONS]
    done = sum((row.paid for row in rows), NOTHING)
    return percent(done, done + sum((max(row.committed, NOTHING) for row in rows), NOTHING))


def _floors(on: datetime.date, book: RuleBook) -> Decimal:
    """Of the levels, those whose monthly rate is not below the floor."""
    rate, floor = (book.measure(name, on=on) for name in ("monthly_allowance", "monthly_allowance_floor"))
    kept = [level for level in Level if (rate.amount(level) or NOTHING) >= (floor.amount(level) or NOTHING)]
    return HUNDRED * len(kept) / len(Level)
