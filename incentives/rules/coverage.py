"""配备与目标 — 三（二）、一（一）."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from incentives.rules.rulebook import RuleBook

PER_MILLE = 1000
PER_CENT = 100
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class CommunityFacts:
    """A community on a day: how many filed posts its committee has, and how many certificate holders serve in it."""

    code: str
    name: str
    town: str
    village: bool
    posts: int
    holders: int


@dataclass(frozen=True, slots=True)
class CommunityStanding:
    facts: CommunityFacts
    posted: bool
    staffed: bool

    @property
    def both(self) -> bool:
        return self.posted and self.staffed


def community_standing(facts: CommunityFacts, on: date, book: RuleBook) -> CommunityStanding:
    """Whether the community has its post and its holder (三（二）, docs/decisions.md 4)."""
    target = book.measure("community_target", on=on).values
    return CommunityStanding(facts, facts.posts >= target["posts"], facts.holders >= target["holders"])


@dataclass(frozen=True, slots=True)
class CoverageTotals:
    """城乡社区 with post, with holder, with both (三（二）); 社区 alone with a holder (一（一）)."""

    count: int
    posted: int
    staffed: int
    both: int
    urban: int
    urban_staffed: int


def coverage_totals(standings: Sequence[CommunityStanding]) -> CoverageTotals:
    urban = [s for s in standings if not s.facts.village]
    return CoverageTotals(
        count=len(standings),
        posted=sum(s.posted for s in standings),
        staffed=sum(s.staffed for s in standings),
        both=sum(s.both for s in standings),
        urban=len(urban),
        urban_staffed=sum(s.staffed for s in urban),
    )


@dataclass(frozen=True, slots=True)
class HolderRatio:
    """一（一）: per_mille has two places, half up; both are None without a population."""

    holders: int
    population: int | None
    per_mille: Decimal | None
    needed: int | None


def holder_ratio(holders: int, population: int | None, on: date, book: RuleBook) -> HolderRatio:
    """Holders per thousand inhabitants, and how many are still needed for the target."""
    if not population:
        return HolderRatio(holders, population, None, None)
    target = int(book.measure("holders_target", on=on).values["per_mille"])
    wanted = -(-population * target // PER_MILLE)
    return HolderRatio(holders, population, _rounded(holders * PER_MILLE, population), max(0, wanted - holders))


@dataclass(frozen=True, slots=True)
class TrainingRate:
    in_post: int
    trained: int
    rate: Decimal | None


def training_rate(in_post: int, trained: int) -> TrainingRate:
    """Percent with two places, half up; None when nobody is in a post."""
    return TrainingRate(in_post, trained, _rounded(trained * PER_CENT, in_post) if in_post else None)


def training_day(on: date, today: date) -> date:
    """The day on which the year's people in posts are counted: 31 December, or the day asked in the current year."""
    return on if on.year == today.year else date(on.year, 12, 31)


def _rounded(numerator: int, denominator: int) -> Decimal:
    return (Decimal(numerator) / Decimal(denominator)).quantize(CENT, ROUND_HALF_UP)
