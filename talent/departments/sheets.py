"""部门任务年度报告 as a sheet: every task of the year with its last report, what is done and overdue counted below."""

import datetime

from dingnan_sw.lib.paper import NUMBER, PaperColumn, Sheet, column, numbered
from positions.access import Scope
from positions.lists import filed_by
from talent.departments.yearly import Department, departments, standings


def report_sheet(scope: Scope, on: datetime.date, year: int) -> Sheet:
    """四（一）."""
    found = standings(scope, year, on)
    return Sheet(
        title="社会工作人才工作部门任务年度报告",
        unit=filed_by(scope, on),
        period=f"{year}年度",
        made_on=on,
        columns=_columns(),
        rows=numbered(found),
        notes=["依据：定办字〔2020〕41号 四（一）。", *(_note(one) for one in departments(found))],
        summary=f"{len(found)} 项，已完成 {sum(one.task.is_done for one in found)} 项",
    )


def _columns() -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("责任部门", lambda one: one.task.department, width=14, wrap=True),
        column("任务", lambda one: one.task.title, width=34, wrap=True),
        column("条款", lambda one: one.task.clause, width=10),
        column("联系人", lambda one: one.task.contact, width=10, wrap=True),
        column("完成期限", lambda one: one.task.due, "date"),
        column("办理情况", lambda row: row.tag[1], width=16),
        column("最近进展", lambda row: row.told, width=40, wrap=True),
    )


def _note(department: Department) -> str:
    return f"{department.name}：已完成 {department.done} 项，未完成 {department.open} 项，其中逾期 {department.overdue} 项。"
