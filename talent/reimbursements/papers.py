"""报名费差旅费报销单 (docs/sheets.md 9): what one examinee is paid back, for the unit to check and approve."""

import datetime
from decimal import Decimal

from dingnan_sw.lib.money import in_words
from dingnan_sw.lib.paper.grid import BY_HAND, SEALED, Box, Grid
from dingnan_sw.lib.paper.sheet import in_text
from talent.reimbursements.models import Reimbursement

TITLE = "报名费差旅费报销单"
OPINIONS = (("报销人", BY_HAND), ("经办", BY_HAND), ("复核", BY_HAND), ("审批", SEALED))


def claim_grid(row: Reimbursement, on: datetime.date) -> Grid:
    """三（一）. What is not written down yet is left to be filled in by hand."""
    total = row.total
    return Grid(
        title=TITLE,
        of=row.name,
        unit=row.unit.name,
        made_on=on,
        rows=(
            (("姓名", row.name), ("考试年度", str(row.exam_year)), ("级别", row.get_level_display())),
            (("工作单位", row.unit.name), ("考点", row.site)),
            (_money("报名费", row.fee), _money("交通费", row.transport), ("附件张数", row.papers)),
            (_money("住宿费", row.lodging), ("住宿天数", row.nights)),
            (_money("伙食补助", row.meals), ("补助天数", row.meal_days)),
            (_money("市内交通", row.local), ("交通天数", row.local_days)),
            (_money("合计", total or None), ("大写", f"人民币{in_words(total)}" if total else "")),
            (("附件说明", row.evidence),),
            (("凭证号或文号", row.document), ("报销日期", row.paid_on)),
        ),
        opinions=OPINIONS,
        notes=("依据：定办字〔2020〕41号 三（一）。参加考试的，不论是否通过，由所在单位报销，不列入县级发放批次。",),
    )


def _money(label: str, amount: Decimal | None) -> Box:
    return (f"{label}（元）", in_text("money", amount))
