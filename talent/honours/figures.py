"""The live figures of 三（四） and 四（三）: what is recorded, nothing is due."""

import datetime

from django.db.models import Sum

from dingnan_sw.lib.figures import Figure
from positions.access import EVERYTHING, Scope
from talent.honours import counts
from talent.honours.models import Award, Publicity, Recruitment
from talent.honours.vocabulary import AwardLevel


def public_roles(on: datetime.date, scope: Scope = EVERYTHING) -> Figure:
    """三（四）: people in bodies of the party, of self-government, of representation."""
    people = counts.in_office(scope, on)
    return Figure(f"现在村（居）组织、基层领导班子、人大、政协等任职 {people:,} 人", people)


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
