"""Live figures of 四（一）."""

import datetime
from collections.abc import Callable

from dingnan_sw.lib.figures import Figure
from talent.departments.models import Report, Task
from talent.departments.names import every_name
from talent.departments.vocabulary import FIELD_BODIES, Body, Progress


def bodies_with_tasks(on: datetime.date) -> Figure:
    """四（一）: of the bodies that the document names, those with a task on the ledger."""
    named = set(Task.objects.values_list("department", flat=True))
    known = sum(not named.isdisjoint(every_name([body])) for body in Body)
    return Figure(f"文件点名的 {len(Body)} 个部门，{known} 个已列任务", known, len(Body))


def reported(on: datetime.date) -> Figure:
    """四（一）: the progress reports of the year so far."""
    number = Report.objects.filter(on__year=on.year, on__lte=on).count()
    return Figure(f"{on.year} 年部门报告进展 {number} 次", number)


def of_bodies(*bodies: Body) -> Callable[[datetime.date], Figure]:
    """四（一）: how many of the tasks of these bodies that were due by the day are done."""

    def figure(on: datetime.date) -> Figure:
        tasks = Task.objects.filter(department__in=every_name(bodies))
        if not tasks.exists():
            return Figure("还没有列出任务", 0, 1)
        due = tasks.filter(due__lte=on)
        done, count = due.filter(state=Progress.DONE).count(), due.count()
        if not count:
            return Figure(f"列出任务 {tasks.count()} 项，还没有到期的")
        return Figure(f"列出任务 {tasks.count()} 项；到期 {count} 项，其中已完成 {done} 项", done, count)

    return figure


field_bodies = of_bodies(*FIELD_BODIES)
