"""The live figures of 三（二）, pay floor, insurance and housing fund: of the last full year."""

import datetime

from dingnan_sw.lib.figures import Figure
from positions.access import EVERYTHING, Scope
from talent.remuneration.standing import organisations, standings


def year_of(on: datetime.date) -> int:
    """The last full year: a year's pay is known when it is over."""
    return on.year - 1


def declared(on: datetime.date, scope: Scope = EVERYTHING, year: int | None = None) -> Figure:
    """三（二）: community organisations that declared all their certified heads and full-time staff."""
    year = year or year_of(on)
    found = organisations(standings(scope, year, on))
    done = sum(one.is_declared for one in found)
    return Figure(f"{year}年已申报薪酬 {done:,} 家，共 {len(found):,} 家有持证人员的社区社会组织", done, len(found))


def not_below(on: datetime.date, scope: Scope = EVERYTHING, year: int | None = None) -> Figure:
    """三（二）: of those whose pay can be compared, those not below the average of the same conditions."""
    year = year or year_of(on)
    compared = [one for one in standings(scope, year, on) if one.difference is not None]
    below = sum(one.is_below for one in compared)
    words = f"{year}年可比较 {len(compared):,} 人，其中低于同等条件平均薪酬 {below:,} 人（监测提示，督促单位改进）"
    return Figure(words, len(compared) - below, len(compared))


def covered(on: datetime.date, scope: Scope = EVERYTHING, year: int | None = None) -> Figure:
    """三（二）: of those declared or to be declared, those with all insurances and the housing fund."""
    year = year or year_of(on)
    found = standings(scope, year, on)
    done, unknown = sum(one.is_covered for one in found), sum(one.cover is None for one in found)
    words = f"{year}年社保和公积金齐全 {done:,} 人，共 {len(found):,} 人（其中 {unknown:,} 人没有申报）"
    return Figure(words, done, len(found))
