"""What each town still needs: holders for one in a thousand of its people, and for the communities that have none."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incentives.facts import town_residents
from incentives.forecast.sweep import MonthEnd
from incentives.rules.coverage import CommunityStanding, HolderRatio, holder_ratio
from incentives.rules.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class TownNeed:
    """ratio over the residents on record of the town's communities; unrecorded: how many communities have none on record."""

    town: str
    ratio: HolderRatio
    communities: Sequence[CommunityStanding]
    unrecorded: int

    @property
    def without(self) -> list[CommunityStanding]:
        return [one for one in self.communities if not one.facts.holders]

    @property
    def population_note(self) -> str:
        if not self.unrecorded:
            return ""
        if self.unrecorded == len(self.communities):
            return "人口没有登记，算不出千分比"
        return f"{self.unrecorded} 个社区（村）人口没有登记，没有计入"


def town_needs(now: MonthEnd, book: RuleBook) -> list[TownNeed]:
    """The towns in the order of their communities; a holder counts in each town where they serve."""
    residents, holders = town_residents(now.on), _holders(now)
    towns: dict[str, list[CommunityStanding]] = defaultdict(list)
    for one in now.communities:
        towns[one.facts.town].append(one)
    return [_need(town, some, holders, residents.get(town, {}), now.on, book) for town, some in towns.items()]


def _need(
    town: str,
    communities: Sequence[CommunityStanding],
    holders: Mapping[str, set[int]],
    residents: Mapping[str, int],
    on: datetime.date,
    book: RuleBook,
) -> TownNeed:
    ratio = holder_ratio(len(holders.get(town, ())), sum(residents.values()) or None, on, book)
    return TownNeed(town, ratio, communities, len(communities) - len(residents))


def _holders(now: MonthEnd) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for span in now.present:
        found[span.place.town].add(span.key)
    return found
