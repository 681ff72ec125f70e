"""What waits for an account among the departments' tasks."""

import datetime
from collections.abc import Iterator

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from positions.access import Scope
from positions.vocabulary import Role
from talent.departments.models import Report
from talent.departments.rolls import TASKS
from talent.departments.vocabulary import Progress

SOON = datetime.timedelta(days=30)


def waiting(scope: Scope, on: datetime.date) -> Iterator[tuple[str, int, str]]:
    """(words, how many, where)."""
    open_tasks = TASKS.rows(scope).exclude(state=Progress.DONE)
    where = reverse("department-report")
    if scope.may(Role.CLERK):
        last = Report.objects.filter(task=OuterRef("pk")).order_by("-on", "-pk").values("concluded")[:1]
        yield "部门报告已办结、待核实的任务", open_tasks.filter(Subquery(last)).count(), where
        yield "逾期的部门任务", open_tasks.filter(due__lt=on).count(), where
    if scope.departments and not scope.county:
        yield "本部门 30 天内到期或已逾期的任务", open_tasks.filter(due__lte=on + SOON).count(), where
