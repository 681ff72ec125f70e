"""报名费差旅费报销台账: what a unit has paid back of a year's exam."""

import datetime
from typing import Any

from dingnan_sw.lib.paper import PaperColumn, Sheet
from positions.access import Scope
from positions.lists import filed_by
from talent.reimbursements.models import Reimbursement
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
        rows=list(enumerate(paid, 1)),
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
        PaperColumn("序号", lambda row: row[0], "ordinal", 6),
        PaperColumn("单位", lambda row: row[1].unit.name, width=30, wrap=True),
        PaperColumn("姓名", lambda row: row[1].name),
        PaperColumn("考试年度", lambda row: str(row[1].exam_year), width=9),
        PaperColumn("级别", lambda row: row[1].get_level_display(), width=14),
        PaperColumn("考点", lambda row: row[1].site, width=10, wrap=True),
        _money("报名费（元）", "fee"),
        _money("交通费（元）", "transport"),
        _money("住宿费（元）", "lodging"),
        _money("伙食补助（元）", "meals"),
        _money("市内交通（元）", "local"),
        _money("合计（元）", "total"),
        PaperColumn("附件张数", lambda row: row[1].papers, "integer", 9, total=True),
        PaperColumn("报销日期", lambda row: row[1].paid_on, "date"),
    )


def _money(heading: str, name: str) -> PaperColumn:
    def value(row: tuple[int, Reimbursement]) -> Any:
        return getattr(row[1], name)

    return PaperColumn(heading, value, "money", 11, total=True)
