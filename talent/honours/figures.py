"""The live figures of 三（四） and 四（三）: what is recorded, nothing is due."""

import datetime
from collections.abc import Callable

from django.db.models import Sum

from dingnan_sw.lib.figures import Figure
from positions.access import EVERYTHING, Scope
from talent.honours import counts
from talent.honours.models import Award, Publicity, Recruitment
from talent.honours.vocabulary import AwardLevel, Body


def _in_bodies(words: str, *bodies: Body) -> Callable[..., Figure]:
    """三（四）: people who hold a role in such bodies."""

    def figure(on: datetime.date, scope: Scope = EVERYTHING) -> Figure:
        people = counts.in_office(scope, on, bodies)
        return Figure(f"现在{words}任职 {people:,} 人", people)

    return figure


cadres = _in_bodies("党员干部队伍、基层领导班子", Body.CADRES, Body.TOWN_LEADERSHIP)
deputies = _in_bodies("人大、政协", Body.CONGRESS, Body.CONFERENCE)
elected = _in_bodies("村（居）党组织、自治组织", Body.VILLAGE_PARTY, Body.SELF_GOVERNMENT)


def recruitments(on: datetime.date, scope: Scope = EVERYTHING) -> Figure:
    """三（四）: recruitments in which social workers of equal standing came first."""
    preferred = counts.rows(Recruitment, scope).filter(preferred=True)
    done, hired = preferred.count(), preferred.aggregate(hired=Sum("hired"))["hired"] or 0
    return Figure(f"同等条件下优先录（聘）用的招录和选拔 {done:,} 次，录（聘）用 {hired:,} 人", done)


def publicity(on: datetime.date, scope: Scope = EVERYTHING) -> Figure:
    """三（四）: what was published, this year and since the beginning."""
    found = counts.rows(Publicity, scope)
    this_year = found.filter(published_on__year=on.year).count()
    return Figure(f"登记宣传 {found.count():,} 条，今年 {this_year:,} 条", found.count())


def awards(on: datetime.date, scope: Scope = EVERYTHING) -> Figure:
    """四（三）: awards of organs."""
    done = counts.rows(Award, scope).exclude(level=AwardLevel.INTERNAL).count()
    return Figure(f"登记镇级以上表彰奖励 {done:,} 项", done)


def internal_awards(on: datetime.date, scope: Scope = EVERYTHING) -> Figure:
    """四（三）: awards inside units, which the document encourages."""
    done = counts.rows(Award, scope).filter(level=AwardLevel.INTERNAL).count()
    return Figure(f"登记单位内部表彰奖励 {done:,} 项", done)
