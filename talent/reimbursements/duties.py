"""What waits for a unit: examinees whom it has not paid back; and the reminder once they have waited too long."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from dingnan_sw.notices.reminding import reminder
from dingnan_sw.notices.telling import tell
from positions.access import EVERYTHING, Scope
from positions.models import Mandate, User
from positions.vocabulary import Role
from talent.reimbursements.owed import UnitStanding, by_unit, owed
from talent.rolls.declared import writing


def waiting(scope: Scope, on: datetime.date) -> Iterator[tuple[str, int, str]]:
    """(words, how many, where) of what this account's own units owe for this year's exam and the last."""
    if scope.may(Role.CLERK) or not scope.may(Role.UNIT):
        return
    for year in (on.year, on.year - 1):
        count = sum(not one.is_paid for one in owed(writing(scope), year, on))
        if count:
            yield f"{year} 年参加考试、还没有报销的人", count, _list(year)


@reminder
def remind(on: datetime.date) -> int:
    """Tell each unit, once a year of exams, whose examinees have waited longer than the standard says. Returns how many were told."""
    told = 0
    for year in (on.year, on.year - 1):
        for late in (one for one in by_unit(owed(EVERYTHING, year, on), on) if one.is_late):
            told += tell(_keepers(late, on), _words(late, year), _list(year), f"unreimbursed-{late.unit.pk}-{year}")
    return told


def _words(late: UnitStanding, year: int) -> str:
    return f"{late.unit}有 {len(late.unpaid)} 人参加 {year} 年考试，考后 {late.days} 天还没有报销报名费和差旅费。"


def _keepers(late: UnitStanding, on: datetime.date) -> list[User]:
    mandates = Mandate.objects.in_force(on).filter(role=Role.UNIT, unit=late.unit, user__is_active=True)
    return list({one.user_id: one.user for one in mandates.select_related("user")}.values())


def _list(year: int) -> str:
    return f"{reverse('reimbursements')}?year={year}&state=unpaid"
