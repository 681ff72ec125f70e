"""The rolls of 出差待遇: the dated standards, and what was paid back."""

from collections.abc import Iterable, Mapping
from typing import Any

from dingnan_sw.lib.table import Column
from positions.vocabulary import READERS, Role
from talent.exams.rolls import NAME, PERSON, UNIT, YEAR, level_entry
from talent.reimbursements.models import Reimbursement, TravelStandard
from talent.reimbursements.standards import standards
from talent.reimbursements.vocabulary import BOUNDED, Standard
from talent.rolls.declared import OF_THE_COUNTY, Fault, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.listing import declare

GROUP = "考试"
MOST = 100_000

declare(
    Roll(
        name="travel-standards",
        title="差旅标准",
        group=GROUP,
        clause="三（一）",
        model=TravelStandard,
        lede="住宿费、伙食补助、市内交通的标准和报销提醒的天数，各自从哪一天起执行、依据哪个文件；超过标准的报销会提示。",
        entries=(
            Entry("项目", "item", Kind.CHOICE, True, options=Standard, example=Standard.LODGING.label, width=24),
            Entry("执行日期", "since", Kind.DAY, True, example="2021-01-01"),
            Entry("标准", "value", Kind.NUMBER, True, most=MOST, example="100.00"),
            Entry("文件", "document", Kind.TEXT, True, example="定财字〔2020〕1号", width=24),
            Entry("说明", "note", width=24),
        ),
        key=("item", "since"),
        order="item",
        **{**OF_THE_COUNTY, "readers": READERS},
    )
)


def _faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    for name, heading, days_name, days_heading in BOUNDED.values():
        if merged.get(name) and not merged.get(days_name):
            yield days_heading, f"填了“{heading}”就要填“{days_heading}”。"
    paid_on, year = merged.get("paid_on"), merged.get("exam_year")
    if paid_on and year and paid_on.year < year:
        yield "报销日期", f"报销日期 {paid_on} 早于 {year} 考试年度，请核对。"


def _money(heading: str, name: str, example: str) -> Entry:
    return Entry(heading, name, Kind.MONEY, most=MOST, example=example, width=11)


def _days(heading: str, name: str) -> Entry:
    return Entry(heading, name, Kind.COUNT, most=366, example=2, width=9, listed=False)


REIMBURSEMENTS = declare(
    Roll(
        name="reimbursements",
        title="出差待遇报销",
        group=GROUP,
        clause="三（一）",
        model=Reimbursement,
        lede="参加考试的人，不论是否通过，报名费和往返差旅费由所在单位报销；由单位自己付，不进县里的发放批次。",
        entries=(
            YEAR,
            level_entry("级别"),
            UNIT,
            NAME,
            PERSON,
            Entry("考点", "site", limit=100, example="赣州"),
            _money("报名费", "fee", "187.00"),
            _money("交通费", "transport", "120.00"),
            _money("住宿费", "lodging", "180.00"),
            _days("住宿天数", "nights"),
            _money("伙食补助", "meals", "200.00"),
            _days("伙食补助天数", "meal_days"),
            _money("市内交通", "local", "160.00"),
            _days("市内交通天数", "local_days"),
            Entry("附件张数", "papers", Kind.COUNT, most=1000, example=4, width=9, listed=False),
            Entry("附件说明", "evidence", limit=300, listed=False, width=24),
            Entry("报销日期", "paid_on", Kind.DAY, form="还没有付的留空", example="2022-07-10"),
            Entry("凭证号或文号", "document", listed=False),
        ),
        opens="name",
        key=("exam_year", "level", "unit", "name", "person"),
        once=("exam_year", "level", "person"),
        keepers=(Role.CLERK, Role.UNIT),
        check=_faults,
        doubts=lambda: standards().faults,
        order="-exam_year",
        paper=("报销单", "reimbursement-sheet"),
        columns=(
            Column("total", "合计（元）", lambda row: row.total, "money"),
            Column(
                "paid",
                "报销",
                lambda row: ("good", "已报销") if row.paid_on else ("waiting", "未付"),
                "tag",
                sort="paid_on",
            ),
        ),
    )
)
