"""部门任务年度情况 — 四（一）: the tasks of a year by department, and where each stands on a day."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch

from positions.access import Scope
from talent.departments.models import Report, Task
from talent.departments.rolls import TASKS


@dataclass(frozen=True, slots=True)
class Standing:
    """A task on a day, with its last report."""

    task: Task
    on: datetime.date
    latest: Report | None

    @property
    def is_overdue(self) -> bool:
        return not self.task.is_done and self.task.due < self.on

    @property
    def tag(self) -> tuple[str, str]:
        """(tone, words)."""
        if self.task.is_done:
            return "good", "已完成"
        if self.is_overdue:
            return "bad", f"逾期（{self.task.get_state_display()}）"
        return "waiting", str(self.task.get_state_display())

    @property
    def told(self) -> str:
        """The last report in a line."""
        return f"{self.latest.on} {self.latest.what}（{self.latest.by}）" if self.latest else ""


@dataclass(frozen=True, slots=True)
class Department:
    """A department's tasks; what is overdue is also open."""

    name: str
    standings: list[Standing]

    @property
    def done(self) -> int:
        return sum(standing.task.is_done for standing in self.standings)

    @property
    def open(self) -> int:
        return len(self.standings) - self.done

    @property
    def overdue(self) -> int:
        return sum(standing.is_overdue for standing in self.standings)

    @property
    def latest(self) -> Report | None:
        reports = [standing.latest for standing in self.standings if standing.latest]
        return max(reports, key=lambda report: (report.on, report.pk), default=None)


def standings(scope: Scope, year: int, on: datetime.date) -> list[Standing]:
    """The tasks due in the year that scope may look at, by the names of departments and by day."""
    reports = Prefetch("reports", Report.objects.filter(on__lte=on), to_attr="told")
    tasks = TASKS.rows(scope).filter(due__year=year).prefetch_related(reports).order_by("due", "code")
    by_name = sorted(tasks, key=lambda task: task.department)
    return [Standing(task, on, next(iter(task.told), None)) for task in by_name]


def departments(found: list[Standing]) -> list[Department]:
    """The departments in the order of their names."""
    grouped: dict[str, list[Standing]] = defaultdict(list)
    for standing in found:
        grouped[standing.task.department].append(standing)
    return [Department(name, some) for name, some in sorted(grouped.items())]


def years(scope: Scope, on: datetime.date) -> list[int]:
    """The years in which tasks are due, newest first, and this one."""
    found = {day.year for day in TASKS.rows(scope).dates("due", "year")}
    return sorted(found | {on.year}, reverse=True)
