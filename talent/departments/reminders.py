"""Reminders of tasks, before and after they are due: each stage once to the bureau and to those who review for the department."""

import datetime
from collections.abc import Iterable

from django.db.models import Q

from dingnan_sw.notices.reminding import reminder
from dingnan_sw.notices.telling import tell
from positions.models import Mandate, User
from positions.vocabulary import Role
from talent.departments.models import Task
from talent.departments.rolls import TASKS
from talent.departments.vocabulary import Progress

# Days after the due date (before it: negative) from which a message is given, and what it says.
STAGES = (
    (-30, "30 天内到期"),
    (-7, "7 天内到期"),
    (1, "已经过期"),
    (30, "过期已满 30 天"),
)


@reminder
def remind(today: datetime.date) -> int:
    """Give today's reminders, any number of times a day; of stages that passed unsaid only the last. Returns how many were told."""
    near = today - datetime.timedelta(days=STAGES[0][0])
    told = 0
    for task in Task.objects.exclude(state=Progress.DONE).filter(due__lte=near):
        day, words = [stage for stage in STAGES if (today - task.due).days >= stage[0]][-1]
        text = f"部门任务{words}（{task.due}）：{task.department}，{task.title}"
        told += tell(concerned(task, today), text, TASKS.url(task), f"task-{task.pk}-{task.due}-{day}")
    return told


def concerned(task: Task, on: datetime.date) -> Iterable[User]:
    """The clerks, and the reviewers of the task's department."""
    whose = Q(role=Role.CLERK) | Q(role=Role.REVIEWER, unit__name=task.department)
    mandates = Mandate.objects.in_force(on).filter(whose, user__is_active=True).select_related("user")
    return {mandate.user_id: mandate.user for mandate in mandates}.values()
