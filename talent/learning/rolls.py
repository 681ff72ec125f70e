"""The rolls of 登记, 继续教育 and 培训计划."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from dingnan_sw.lib.dates import ONE_DAY
from positions.vocabulary import READERS, Role
from talent.imports import MOST_HOURS
from talent.learning.models import Learning, Registration, TrainingSession
from talent.learning.national import DEGREE_HOURS, REGISTERING, in_force, months_later
from talent.learning.vocabulary import Kind, Learned, Progress
from talent.rolls.declared import Fault, Roll
from talent.rolls.entries import Entry
from talent.rolls.entries import Kind as Holds
from talent.rolls.listing import declare
from talent.vocabulary import LEVEL_SYNONYMS, Level

UNIT = Entry("单位名称", "unit", Holds.UNIT, True, example="示例社区居民委员会", width=28, faceted=True)
PERSON = Entry("身份证号", "person", Holds.PERSON, True, example="999999199001010011", width=22)
HOURS = {"required": True, "most": MOST_HOURS, "example": "24.00", "width": 8}
NEEDED = {"number": "登记证书编号", "since": "有效期起始日期", "until": "有效期终止日期"}


def _registration_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    if merged.get("progress") == Progress.GRANTED:
        for attribute, heading in NEEDED.items():
            if not merged.get(attribute):
                yield heading, f"办理情况是“已登记”的，要填{heading}；还没有批下来的，办理情况填“办理中”。"
    since, until = merged.get("since"), merged.get("until")
    if since and until:
        yield from _period_faults(since, until)


def _period_faults(since: datetime.date, until: datetime.date) -> Iterable[Fault]:
    """Some offices write the same day three years later as the last one, others the day before: both are taken."""
    terms = in_force(REGISTERING, since)
    latest = months_later(since, terms.lasts)
    if until <= since:
        yield "有效期终止日期", "有效期终止日期早于起始日期，请核对。"
    if until > latest + ONE_DAY:
        yield "有效期终止日期", f"登记有效期三年，从 {since} 起最晚到 {latest}（{terms.source}），请核对。"


def _learning_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    hours = merged.get("hours")
    if hours is not None and hours <= 0:
        yield "学时", "学时要大于 0。"


def _session_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    yield from _learning_faults(merged)
    begins, ends = merged.get("begins_on"), merged.get("ended_on")
    if begins and ends and begins > ends:
        yield "结束日期", "结束日期早于开始日期，请核对。"


declare(
    Roll(
        name="certificate-registrations",
        title="证书登记",
        group="登记与学习",
        clause="三（一）",
        model=Registration,
        lede="证书取得后一年内首次登记，每次有效三年，期满前三个月内再登记。报了还没有批的填“办理中”，批下来后补上编号和有效期。",
        entries=(
            PERSON,
            UNIT,
            Entry(
                "证书级别", "level", Holds.CHOICE, True, options=Level, synonyms=LEVEL_SYNONYMS,
                example="助理社会工作师", width=16, faceted=True,
            ),
            Entry("登记类型", "kind", Holds.CHOICE, True, options=Kind, example="首次登记", faceted=True),
            Entry(
                "申请日期", "filed_on", Holds.DAY, True, form="日期；不知道的填有效期起始日期", example="2022-03-01"
            ),
            Entry("办理情况", "progress", Holds.CHOICE, True, options=Progress, example="已登记", faceted=True),
            Entry("登记证书编号", "number", limit=100, example="DEMO-DJ-2022-001", width=22),
            Entry("有效期起始日期", "since", Holds.DAY, example="2022-03-10"),
            Entry("有效期终止日期", "until", Holds.LAST_DAY, example="2025-03-09"),
            Entry("登记机构或凭据", "document", width=24),
        ),
        key=("person", "level", "filed_on"),
        once=("person", "level", "filed_on"),
        check=_registration_faults,
        order="-filed_on",
    )
)  # fmt: skip
declare(
    Roll(
        name="learnings",
        title="继续教育",
        group="登记与学习",
        clause="三（一）",
        model=Learning,
        lede="培训记录以外、可以计入继续教育学时的学习。培训班的学时在“培训记录”里，不在这里重复登记；核对后才计入。",
        entries=(
            PERSON,
            UNIT,
            Entry(
                "学习形式", "kind", Holds.CHOICE, True, options=Learned, example="网络学习", width=18, faceted=True,
                form=f"从下拉中选；取得社会工作学历学位的一次计 {DEGREE_HOURS} 学时",
            ),
            Entry("内容", "title", required=True, example="社会工作法规网络课程", width=28),
            Entry("完成日期", "ended_on", Holds.DAY, True, example="2022-05-20"),
            Entry("学时", "hours", Holds.NUMBER, **HOURS),
            Entry("出具证明的单位", "issuer", width=24),
        ),
        key=("person", "title", "ended_on"),
        once=("person", "title", "ended_on"),
        check=_learning_faults,
        order="-ended_on",
    )
)  # fmt: skip
declare(
    Roll(
        name="training-plan",
        title="培训计划",
        group="登记与学习",
        clause="一（一）",
        model=TrainingSession,
        lede="每年的培训计划和班次。参加的人用“培训记录”表导入：培训名称和结束日期与这里一致，就算这一班的。",
        entries=(
            Entry("培训名称", "title", required=True, example="2022年社会工作实务培训", width=28),
            Entry("计划年度", "year", Holds.YEAR, True, example=2022, width=10, faceted=True),
            Entry("培训内容", "field", width=20),
            Entry("开始日期", "begins_on", Holds.DAY, example="2022-09-19"),
            Entry("结束日期", "ended_on", Holds.DAY, True, example="2022-09-20"),
            Entry("学时", "hours", Holds.NUMBER, **HOURS),
            Entry("主办单位", "organiser", example="县民政局", width=20),
            Entry("名额", "places", Holds.COUNT, most=99_999, width=8),
        ),
        key=("title", "ended_on"),
        keepers=(Role.CLERK,),
        readers=READERS,
        within="",
        check=_session_faults,
        order="-ended_on",
    )
)  # fmt: skip
