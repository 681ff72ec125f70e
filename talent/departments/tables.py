"""The tables of the yearly report."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode

from dingnan_sw.lib.table import Column, Link, Table
from talent.departments.rolls import TASKS
from talent.departments.yearly import Department, Standing


def by_department(rows: Sequence[Department]) -> Table:
    columns = (
        Column("name", "责任部门", lambda one: one.name, link=_tasks_of),
        Column("count", "任务", lambda one: len(one.standings), "integer"),
        Column("done", "已完成", lambda one: one.done, "integer"),
        Column("open", "未完成", lambda one: one.open, "integer"),
        Column("overdue", "其中逾期", lambda one: one.overdue, "integer"),
        Column("latest", "最近报告", lambda one: one.latest and one.latest.on, "date"),
    )
    total = {"name": "合计", "count": sum(len(one.standings) for one in rows)}
    sums = {name: sum(getattr(one, name) for one in rows) for name in ("done", "open", "overdue")}
    return Table(columns, rows, "各部门", total={**total, **sums})


def _tasks_of(department: Department) -> str:
    return f"{reverse('roll', args=[TASKS.name])}?{urlencode({'department': department.name})}"


def by_task(rows: Sequence[Standing], *, may_report: bool) -> Table:
    columns = (
        Column("code", "任务编号", lambda one: one.task.code, link=lambda one: TASKS.url(one.task)),
        Column("department", "责任部门", lambda one: one.task.department),
        Column("title", "任务", lambda one: one.task.title, wrap=True),
        Column("clause", "条款", lambda one: one.task.clause),
        Column("due", "完成期限", lambda one: one.task.due, "date"),
        Column("state", "办理情况", lambda one: one.tag, "tag"),
        Column("told", "最近进展", lambda one: one.told, wrap=True),
        *([Column("report", "报告", lambda one: [Link("报告进展", _reporting(one))], "links")] if may_report else []),
    )
    return Table(columns, rows, "各项任务")


def _reporting(standing: Standing) -> str:
    known = urlencode({"task": standing.task.code, "on": standing.on.isoformat()})
    return f"{reverse('roll-new', args=['department-reports'])}?{known}"
