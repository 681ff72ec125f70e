"""The roll of 年度日程: kept by the bureau, read by everyone who works here."""

from collections.abc import Iterable, Mapping
from typing import Any

from positions.vocabulary import RESULTS, Role
from talent.agenda.models import AUDIENCES, BETWEEN, AgendaItem
from talent.agenda.screens import Screens
from talent.rolls.declared import Fault, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.listing import declare


def _faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    strangers = [word for word in (merged.get("audience") or "").split(BETWEEN) if word not in AUDIENCES]
    if strangers:
        yield "谁来做", f"“{BETWEEN.join(strangers)}”不是角色：从 {BETWEEN.join(AUDIENCES)} 中选，几个之间用顿号分开。"


declare(
    Roll(
        name="agenda",
        title="年度日程",
        group="部门协同",
        clause="四（一）",
        model=AgendaItem,
        lede="一年里各月要做的工作。年度空着的每年都有；某一年日期不同的，另登记一条同名的、写上年度，那一年就按它。"
        "考试的日子不用在这里登记：按“考试日程”台账自动列入。",
        entries=(
            Entry("工作", "title", required=True, limit=100, example="组织报名参加考试", width=30),
            Entry("年度", "year", Kind.YEAR, form="每年都有的留空", width=8, faceted=True),
            Entry("月份", "month", Kind.COUNT, True, least=1, most=12, example=3, width=8, faceted=True),
            Entry("日", "day", Kind.COUNT, least=1, most=31, form="全月都可以做的留空", example=9, width=6),
            Entry(
                "谁来做",
                "audience",
                required=True,
                form="角色名，几个之间用顿号",
                example="民政经办、单位填报",
                width=24,
            ),
            Entry("条款", "clause", limit=40, example="三（一）", width=10),
            Entry("办理页面", "screen", Kind.CHOICE, options=Screens(), example="考试", width=18),
            Entry("说明", "note", limit=300, width=36),
        ),
        key=("title", "year"),
        keepers=(Role.CLERK,),
        readers=RESULTS,
        within="",
        check=_faults,
        order="month",
    )
)
