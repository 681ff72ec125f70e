"""What waits among the exams — 三（一）: those who passed and whose certificate is not on record, once it has been issued."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from positions.access import Scope
from positions.vocabulary import Role
from talent.exams.certifying import Pass, awaiting
from talent.exams.models import ExamDates
from talent.rolls.declared import writing
from talent.submissions.flow import OPEN


def waiting(scope: Scope, on: datetime.date) -> Iterator[tuple[str, int, str]]:
    """(words, how many, where) of this year's exam and the last: for the bureau all, for a unit what it has not handed in."""
    if not scope.may(Role.CLERK) and (scope.county or not scope.may(Role.UNIT)):
        return
    for year in (on.year, on.year - 1):
        coming = _coming(year, on)
        passed = [one for one in awaiting(writing(scope), year) if one.registration.level not in coming]
        count = sum(not one.is_senior and (scope.county or _with_unit(one)) for one in passed)
        yield f"{year} 年考试合格、还没有登记证书的人", count, f"{reverse('exam-passes')}?year={year}"


def _with_unit(one: Pass) -> bool:
    """Whether it is still the unit's turn."""
    return one.submission is None or one.submission.state in OPEN


def _coming(year: int, on: datetime.date) -> set[int]:
    """The levels whose certificates are still to be issued."""
    return set(ExamDates.objects.filter(exam_year=year, certificates_on__gt=on).values_list("level", flat=True))
