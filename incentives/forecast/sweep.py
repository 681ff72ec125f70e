"""The months ahead: coverage at the end of each by the rule of the day, and what is lost on the way. No query here."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dingnan_sw.lib.dates import Month
from incentives.forecast.spans import Span, Spans
from incentives.rules.coverage import (
    CommunityFacts,
    CommunityStanding,
    CoverageTotals,
    HolderRatio,
    community_standing,
    coverage_totals,
    holder_ratio,
)
from incentives.rules.rulebook import RuleBook

MOST_CANDIDATES = 3
AMENDED = "配备标准有变动"


class Need(StrEnum):
    """What a community may lose. That nobody stands in a filed post is told, though the coverage does not ask for it."""

    HOLDER = "持证人员"
    POST = "备案岗位"
    POSTING = "岗位上的人员"


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """How the county stands on a day; occupied: the communities with someone in a filed post; present: the holders' services.

    month None is today.
    """

    month: Month | None
    on: datetime.date
    communities: Sequence[CommunityStanding]
    totals: CoverageTotals
    ratio: HolderRatio
    occupied: frozenset[str]
    present: Sequence[Span]

    @property
    def words(self) -> str:
        return self.month.words if self.month else f"现在（{self.on}）"

    def met(self, need: Need) -> set[str]:
        """The codes of the communities that have it."""
        match need:
            case Need.HOLDER:
                return {one.facts.code for one in self.communities if one.staffed}
            case Need.POST:
                return {one.facts.code for one in self.communities if one.posted}
            case Need.POSTING:
                return set(self.occupied)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A holder of the same town who could take over, and why this one is named."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Loss:
    """ended: what came to its end; candidates: for a lost holder alone, the nearest first."""

    month: Month
    community: CommunityFacts
    need: Need
    ended: Sequence[Span]
    candidates: Sequence[Candidate] = ()

    @property
    def day(self) -> datetime.date | None:
        """The first day without it."""
        return max((one.until for one in self.ended if one.until), default=None)

    @property
    def who(self) -> str:
        return "、".join(dict.fromkeys(one.who for one in self.ended))

    @property
    def why(self) -> str:
        return "；".join(dict.fromkeys(one.why for one in self.ended)) or AMENDED

    @property
    def source(self) -> str:
        return "、".join(dict.fromkeys(one.source for one in self.ended)) or "标准修订"


@dataclass(frozen=True, slots=True)
class Forecast:
    now: MonthEnd
    months: Sequence[MonthEnd]
    losses: Sequence[Loss]

    def lost_in(self, month: Month, need: Need) -> int:
        return sum(loss.month == month and loss.need is need for loss in self.losses)


@dataclass(frozen=True, slots=True)
class Sweep:
    """base: the counted communities, by code; residents: the county's, by the day."""

    base: Sequence[CommunityFacts]
    spans: Spans
    residents: Callable[[datetime.date], int | None]
    book: RuleBook

    def forecast(self, today: datetime.date, months: Iterable[Month]) -> Forecast:
        now = self._stand(None, today)
        ends = [self._stand(month, month.last) for month in months]
        losses = [
            loss for before, after in zip([now, *ends], ends, strict=False) for loss in self._losses(before, after)
        ]
        return Forecast(now, ends, losses)

    def _stand(self, month: Month | None, on: datetime.date) -> MonthEnd:
        holders: dict[str, set[int]] = defaultdict(set)
        present = [span for span in self.spans.holders if span.covers(on)]
        for span in present:
            holders[span.place.committee].add(span.key)
        posts = Counter(span.place.committee for span in self.spans.posts if span.covers(on))
        facts = [replace(one, posts=posts[one.code], holders=len(holders[one.code])) for one in self.base]
        communities = [community_standing(one, on, self.book) for one in facts]
        ratio = holder_ratio(len({span.key for span in present}), self.residents(on), on, self.book)
        occupied = frozenset(span.place.committee for span in self.spans.postings if span.covers(on))
        return MonthEnd(month, on, communities, coverage_totals(communities), ratio, occupied, present)

    def _losses(self, before: MonthEnd, after: MonthEnd) -> Iterator[Loss]:
        """A post that is gone takes its people along: they are not told again."""
        lost = {need: before.met(need) - after.met(need) for need in Need}
        lost[Need.POSTING] -= lost[Need.POST]
        spare = self._spare(after) if lost[Need.HOLDER] else {}
        free = self._free(after, spare) if lost[Need.HOLDER] else {}
        for one in (standing.facts for standing in after.communities):
            for need in (need for need in Need if one.code in lost[need]):
                ended = self._ended(one.code, need, before.on, after.on)
                named = _nearest(free.get(one.town, ()), one, spare) if need is Need.HOLDER else ()
                yield Loss(Month.of(after.on), one, need, ended, named)

    def _ended(self, code: str, need: Need, since: datetime.date, through: datetime.date) -> list[Span]:
        """What the community had and has no longer; who goes on there in another service has not left."""
        some = {Need.HOLDER: self.spans.holders, Need.POST: self.spans.posts, Need.POSTING: self.spans.postings}[need]
        own = sorted((one for one in some if one.place.committee == code), key=lambda one: one.since)
        staying = {span.key for span in own if span.covers(through)}
        ended = {span.key: span for span in own if span.until and since < span.until <= through}
        return [span for key, span in ended.items() if key not in staying]

    def _spare(self, then: MonthEnd) -> dict[str, CommunityStanding]:
        """The communities that would still have their holder with one less."""
        staffed = {one.facts.code: one for one in then.communities if one.staffed}
        fewer = {code: replace(one.facts, holders=one.facts.holders - 1) for code, one in staffed.items()}
        return {code: staffed[code] for code, less in fewer.items() if self._staffed(less, then.on)}

    def _staffed(self, facts: CommunityFacts, on: datetime.date) -> bool:
        return community_standing(facts, on, self.book).staffed

    def _free(self, then: MonthEnd, spare: Mapping[str, CommunityStanding]) -> dict[str, list[Span]]:
        """Of each town the services of the holders whom no community would miss."""
        committees: dict[int, set[str]] = {span.key: set() for span in then.present}
        for span in then.present:
            committees[span.key] |= {span.place.committee} - {""}
        free: dict[str, list[Span]] = defaultdict(list)
        for span in then.present:
            if committees[span.key] <= spare.keys():
                free[span.place.town].append(span)
        return free


def _nearest(
    free: Sequence[Span], community: CommunityFacts, spare: Mapping[str, CommunityStanding]
) -> list[Candidate]:
    """The nearest, then who stays longest, then by name; everyone once."""
    found: dict[int, Span] = {}
    for span in sorted(free, key=lambda one: _distance(one, community)):
        found.setdefault(span.key, span)
    return [Candidate(span, _reason(span, community, spare)) for span in list(found.values())[:MOST_CANDIDATES]]


def _distance(span: Span, community: CommunityFacts) -> tuple[int, int, str, int]:
    """A unit in the very community first, then other communities with more than they need, then other units."""
    here, elsewhere = span.place.near == community.code, bool(span.place.committee)
    near = 0 if here else 1 if elsewhere else 2
    return near, -(span.until or datetime.date.max).toordinal(), span.who, span.key


def _reason(span: Span, community: CommunityFacts, spare: Mapping[str, CommunityStanding]) -> str:
    until = f"，{span.why}" if span.why else ""
    if span.place.committee in spare:
        others = spare[span.place.committee].facts.holders - 1
        return f"{span.place.unit}，调出后那里还有 {others} 名持证人员{until}"
    if span.place.near == community.code:
        return f"{span.place.unit}，就在本社区（村），没有配备要求{until}"
    return f"{span.place.unit}，没有配备要求{until}"
