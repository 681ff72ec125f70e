"""The live figures of the exam, one for each obligation."""

import datetime

from django.db.models import Max

from dingnan_sw.lib.figures import Figure
from positions.access import EVERYTHING
from talent.exams import standing
from talent.exams.arrived import arrived, key
from talent.exams.models import ExamRegistration
from talent.exams.vocabulary import Result


def registered(on: datetime.date) -> Figure:
    """一（二）1, 三（一）: who is won over to take the exam this year."""
    found = standing.whole(standing.by_unit(EVERYTHING, on.year, on))
    units = sum(one.registered > 0 for one in standing.by_unit(EVERYTHING, on.year, on))
    return Figure(f"{on.year} 年报考 {found.registered} 人，来自 {units} 个单位", found.registered)


def targets_reached(on: datetime.date) -> Figure:
    """一（二）1: the units and towns whose mobilisation target of the year is reached."""
    units = [one for one in standing.by_unit(EVERYTHING, on.year, on) if one.target is not None]
    towns = {one.town.name for one in standing.targets(EVERYTHING, on.year) if one.town}
    asked = [*units, *(one for one in standing.by_town(EVERYTHING, on.year, on) if one.name in towns)]
    if not asked:
        return Figure(f"{on.year} 年没有登记动员任务")
    reached = sum(one.short == 0 for one in asked)
    return Figure(f"{on.year} 年 {len(asked)} 个单位和镇有动员任务，{reached} 个已完成", reached, len(asked))


def pass_rate(on: datetime.date) -> Figure:
    """三（一）: how the last exam with results ended."""
    ended = ExamRegistration.objects.exclude(result=Result.PENDING).filter(exam_year__lte=on.year)
    year = ended.aggregate(last=Max("exam_year"))["last"]
    if year is None:
        return Figure("还没有登记考试成绩")
    found = standing.whole(standing.by_level(EVERYTHING, year, on))
    words = f"{year} 年参加考试 {found.sat} 人，合格 {found.passed} 人"
    return Figure(f"{words}，通过率 {found.percent}%" if found.percent is not None else words, found.passed)


def certified(on: datetime.date) -> Figure:
    """三（一）: of those who passed 初级 or 中级 in the last three exams, whose certificate is on record, so that the bonus follows."""
    years = range(on.year - 2, on.year + 1)
    passed = list(ExamRegistration.objects.filter(exam_year__in=years, result=Result.PASSED, level__lt=3))
    on_record = arrived(years)
    done = sum(key(one) in on_record for one in passed)
    return Figure(f"近三年考试合格 {len(passed)} 人，已登记证书 {done} 人", done, len(passed))
