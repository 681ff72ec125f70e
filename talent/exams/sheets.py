"""考试报名（动员）汇总表: who registers for a year's exam, unit by unit, beside what was asked of them."""

import datetime

from dingnan_sw.lib.paper import NUMBER, PaperColumn, Sheet, column, numbered
from positions.access import Scope
from positions.lists import filed_by
from talent.exams import standing
from talent.exams.models import ExamRegistration
from talent.exams.vocabulary import PAPERS, paper_words
from talent.vocabulary import Level

CLAUSE = "依据：定办字〔2020〕41号 三（一）、一（二）1。"


def registration_sheet(scope: Scope, on: datetime.date, year: int) -> Sheet:
    rows = list(standing.registrations(scope, year).order_by("unit__name", "level", "name", "pk"))
    return Sheet(
        title=f"{year}年社会工作者考试报名（动员）汇总表",
        unit=filed_by(scope, on),
        period=f"{year}考试年度",
        made_on=on,
        columns=_columns(),
        rows=numbered(rows),
        notes=[CLAUSE, _target_words(scope, year, on)],
        summary=f"{len(rows):,} 人",
    )


def _target_words(scope: Scope, year: int, on: datetime.date) -> str:
    total = standing.whole(standing.by_town(scope, year, on))
    if total.target is None:
        return "这一年没有登记动员任务。"
    return f"动员任务 {total.target:,} 人，已报 {total.registered:,} 人，还差 {total.short:,} 人。"


def _columns() -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("单位", lambda row: row.unit.name, width=36, wrap=True),
        column("姓名", lambda row: row.name),
        column("身份证号", lambda row: row.person.id_number if row.person else "", "code", 19),
        column("报考级别", lambda row: row.get_level_display(), width=14),
        column("报考科目", _papers, width=36, wrap=True),
        column("是否首次", lambda row: {True: "是", False: "否", None: ""}[row.first_time], width=9),
        column("联系电话", lambda row: row.phone, "code", 14),
        column("备注", lambda row: row.note, width=16, wrap=True),
    )


def _papers(row: ExamRegistration) -> str:
    """The papers registered for; all of the level where none is told apart."""
    level = Level(row.level)
    return "、".join(paper_words(level, paper) for paper in (row.marks or PAPERS[level]))
