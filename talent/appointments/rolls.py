"""The rolls of 聘任."""

from collections.abc import Iterable, Mapping
from typing import Any

from positions.vocabulary import Role
from talent.appointments.models import Appointment, Appraisal, CareerSystem
from talent.appointments.vocabulary import GRADES, Outcome, Title
from talent.rolls.declared import Fault, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.listing import declare
from talent.vocabulary import LEVEL_SYNONYMS

UNIT = Entry("单位名称", "unit", Kind.UNIT, True, example="示例社区居民委员会", width=28, faceted=True)
PERSON = Entry("身份证号", "person", Kind.PERSON, True, example="999999199001010011", width=22)
TITLE_SYNONYMS = {word: Title(int(level)) for word, level in LEVEL_SYNONYMS.items()}


def _appointment_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    since, until = merged.get("since"), merged.get("until")
    if since and until and until <= since:
        yield "聘任终止日期", "聘任终止日期早于起始日期，请核对。"
    grade, title = merged.get("grade"), merged.get("title")
    if grade and title and grade not in GRADES[Title(title)]:
        grades = GRADES[Title(title)]
        yield "岗位等级", f"{Title(title).label}对应专业技术{grades[0]}至{grades[-1]}级，这里是{grade}级，请核对。"


declare(
    Roll(
        name="appointments",
        title="聘任",
        group="聘任",
        clause="二（三）",
        model=Appointment,
        lede="取得证书的人，用人单位可以聘任相应级别的专业技术职务：初级 11 至 13 级，中级 8 至 10 级，高级 5 至 7 级。",
        entries=(
            PERSON,
            UNIT,
            Entry(
                "专业技术职务",
                "title",
                Kind.CHOICE,
                True,
                options=Title,
                synonyms=TITLE_SYNONYMS,
                example="初级",
                faceted=True,
            ),
            Entry(
                "岗位等级", "grade", Kind.COUNT, True, least=1, most=13, form="1 至 13，专业技术岗位的级别", example=12
            ),
            Entry("聘任起始日期", "since", Kind.DAY, True, example="2022-01-01"),
            Entry("聘任终止日期", "until", Kind.LAST_DAY),
            Entry("聘书或文号", "document", width=24),
        ),
        key=("person", "unit", "since"),
        keepers=(Role.CLERK, Role.UNIT),
        check=_appointment_faults,
        order="-since",
    )
)
declare(
    Roll(
        name="appraisals",
        title="年度考核",
        group="聘任",
        clause="一（二）",
        model=Appraisal,
        lede="用人单位每年对社会工作人员的考核结果，一人一年一条；职业津贴申请审批表从这里取当年的结果。考核结果不影响津贴的计算。",
        entries=(
            PERSON,
            UNIT,
            Entry("考核年度", "year", Kind.YEAR, True, example=2022, faceted=True),
            Entry("考核结果", "outcome", Kind.CHOICE, True, options=Outcome, example="合格", faceted=True),
            Entry("考核文件", "document", width=24),
            Entry("备注", "note", width=24, listed=False),
        ),
        key=("person", "unit", "year"),
        order="-year",
    )
)
declare(
    Roll(
        name="career-systems",
        title="职级体系",
        group="聘任",
        clause="二（三）",
        model=CareerSystem,
        lede="相关事业单位、城乡社区、社会组织是否建立社会工作职级体系，一个单位一条。",
        entries=(
            UNIT,
            Entry("是否建立", "is_set_up", Kind.FLAG, True, example="是", faceted=True),
            Entry("制度文件", "document", width=30),
            Entry("建立日期", "since", Kind.DAY),
            Entry("说明", "note", width=30),
        ),
        key=("unit",),
        keepers=(Role.CLERK, Role.UNIT),
    )
)
