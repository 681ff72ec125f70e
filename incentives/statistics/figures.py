"""The live figures of the obligations about holders and posts."""

import datetime
from collections import Counter

from dingnan_sw.lib.figures import Figure
from incentives import facts
from incentives.amendments.book import current_book
from incentives.rules.coverage import CoverageTotals, community_standing, coverage_totals, holder_ratio
from positions.models import Post, Unit
from positions.vocabulary import SetupMode
from talent.appointments.vocabulary import CAREER_KINDS


def county_ratio(on: datetime.date) -> Figure:
    """一（一）: one holder in a thousand inhabitants."""
    holders = facts.holders_in_service(on).count()
    ratio = holder_ratio(holders, facts.population(on), on, current_book())
    if ratio.per_mille is None or ratio.needed is None:
        return Figure(f"在职持证 {holders:,} 人，常住人口没有登记，算不出千分比", holders)
    due = holders + ratio.needed if ratio.needed else holders
    reached = f"还差 {ratio.needed:,} 人" if ratio.needed else "已达到目标"
    return Figure(f"每千人持证 {ratio.per_mille} 人（在职持证 {holders:,} 人），{reached}", holders, due)


def _totals(on: datetime.date) -> CoverageTotals:
    book = current_book()
    return coverage_totals([community_standing(one, on, book) for one in facts.communities(on)])


def communities_staffed(on: datetime.date) -> Figure:
    """一（一）: every 社区 with a holder."""
    totals = _totals(on)
    words = f"社区（居委会）有持证人员的 {totals.urban_staffed} 个，共 {totals.urban} 个"
    return Figure(words, totals.urban_staffed, totals.urban)


def communities_equipped(on: datetime.date) -> Figure:
    """三（二）: every community, urban or rural, with a post and a holder."""
    totals = _totals(on)
    words = f"城乡社区岗位和持证人员都有的 {totals.both} 个，共 {totals.count} 个"
    return Figure(words, totals.both, totals.count)


def posts_by_setup_mode(on: datetime.date) -> Figure:
    """一（二）2: the three ways in which posts come into being; no number is due."""
    counts = Counter(Post.objects.filed(on).values_list("setup_mode", flat=True))
    ways = "、".join(f"{mode} {counts[mode]} 个" for mode in SetupMode)
    return Figure(f"备案岗位 {counts.total()} 个：{ways}", counts.total())


def units_without_post(on: datetime.date) -> Figure:
    """二（三）: the units that are to have a system of career grades first say which posts they have."""
    units = Unit.objects.filter(kind__in=CAREER_KINDS)
    due, done = units.count(), units.filter(posts__in=Post.objects.filed(on)).distinct().count()
    return Figure(f"应当明确岗位的单位 {due} 个，已有备案岗位的 {done} 个，还没有的 {due - done} 个", done, due)
