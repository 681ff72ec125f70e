"""报名费差旅费报销台账: what a unit has paid back of a year's exam."""

import datetime
from operator import attrgetter

from dingnan_sw.lib.paper import NUMBER, PaperColumn, Sheet, column, numbered
from positions.access import Scope
from positions.lists import filed_by
from talent.reimbursements.owed import owed
from talent.reimbursements.rolls import REIMBURSEMENTS

SIGNATURES = ("经办：", "复核：", "审批：", "（盖章）")


def reimbursement_sheet(scope: Scope, on: datetime.date, year: int) -> Sheet:
    """What was paid, in the order of the units; who still waits is counted in the notes."""
    rows = REIMBURSEMENTS.rows(scope).filter(exam_year=year, paid_on__isnull=False)
    paid = list(rows.order_by("unit__name", "level", "name", "pk"))
    return Sheet(
        title=f"{year}年社会工作者考试报名费差旅费报销台账",
        unit=filed_by(scope, on),
        period=f"{year}考试年度",
        made_on=on,
        columns=_columns(),
        rows=numbered(paid),
        notes=_notes(scope, on, year),
        signatures=SIGNATURES,
        in_words=True,
        summary=f"{len(paid):,} 人次",
    )


def _notes(scope: Scope, on: datetime.date, year: int) -> list[str]:
    rows = owed(scope, year, on)
    waiting = sum(not one.is_paid for one in rows)
    basis = "依据：定办字〔2020〕41号 三（一）。由所在单位报销，不列入县级发放批次。"
    return [basis, f"参加考试 {len(rows):,} 人次，未报销 {waiting:,} 人次。"]


def _columns() -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("单位", lambda row: row.unit.name, width=30, wrap=True),
        column("姓名", lambda row: row.name),
        column("考试年度", lambda row: str(row.exam_year), width=9),
        column("级别", lambda row: row.get_level_display(), width=14),
        column("考点", lambda row: row.site, width=10, wrap=True),
        _money("报名费（元）", "fee"),
        _money("交通费（元）", "transport"),
        _money("住宿费（元）", "lodging"),
        _money("伙食补助（元）", "meals"),
        _money("市内交通（元）", "local"),
        _money("合计（元）", "total"),
        column("附件张数", lambda row: row.papers, "integer", 9, total=True),
        column("报销日期", lambda row: row.paid_on, "date"),
    )


def _money(heading: str, name: str) -> PaperColumn:
    return column(heading, attrgetter(name), "money", 11, total=True)
