"""The live figures of the exam, one for each obligation."""

import datetime

from dingnan_sw.lib.figures import Figure
from positions.access import EVERYTHING
from talent.exams import standing


def registered(on: datetime.date) -> Figure:
    """一（二）1, 三（一）: who is won over to take the exam this year."""
    found = standing.by_unit(EVERYTHING, on.year, on)
    people, units = standing.whole(found).registered, sum(one.registered > 0 for one in found)
    return Figure(f"{on.year} 年报考 {people} 人，来自 {units} 个单位", people)


def targets_reached(on: datetime.date) -> Figure:
    """一（二）1: the units and towns whose mobilisation target of the year is reached."""
    units = [one for one in standing.by_unit(EVERYTHING, on.year, on) if one.target is not None]
    towns = {one.town.name for one in standing.targets(EVERYTHING, on.year) if one.town}
    asked = [*units, *(one for one in standing.by_town(EVERYTHING, on.year, on) if one.name in towns)]
    if not asked:
        return Figure(f"{on.year} 年没有登记动员任务")
    reached = sum(one.short == 0 for one in asked)
    return Figure(f"{on.year} 年 {len(asked)} 个单位和镇有动员任务，{reached} 个已完成", reached, len(asked))
