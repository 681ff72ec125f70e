"""The rolls of 任用与荣誉."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from dingnan_sw.lib.dates import last_day
from positions.vocabulary import Role
from talent.appointments.rolls import PERSON, UNIT
from talent.honours.models import Award, Publicity, PublicRole, Recruitment
from talent.honours.vocabulary import AwardLevel, Body, Medium, Purpose, Tier
from talent.rolls.declared import Fault, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.listing import declare

# Who sees political data row by row: those who decide, and the unit its own.
TRUSTED = (Role.CLERK, Role.APPROVER, Role.UNIT)
EARLIEST = 2000


def _role_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    since, until = merged.get("since"), merged.get("until")
    if since and until and until <= since:
        yield "任职终止日期", "任职终止日期早于起始日期，请核对。"


def _publicity_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    link = merged.get("link")
    if link and urlsplit(link).scheme not in ("http", "https"):
        yield "链接", "链接以 http:// 或 https:// 开头；没有链接的留空。"
    if merged.get("person") is None:
        if merged.get("consented_on") or merged.get("consent_until"):
            yield "身份证号", "填了同意日期的，写明是谁同意：填本人的身份证号，或把同意日期清空。"
        return
    yield from _consent_faults(merged)


def _consent_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    """An item about a person needs consent that is in force on its day."""
    on, since, until = merged.get("published_on"), merged.get("consented_on"), merged.get("consent_until")
    if since is None:
        yield "本人同意日期", "宣传到个人的，先取得本人同意，再填同意日期；没有同意的不登记、不发布。"
    if not merged.get("consented_to"):
        yield "同意用途", "选本人同意作什么用；同意没有包括的不发布。"
    if on and since and since > on:
        yield "本人同意日期", f"{on} 发布时本人还没有同意（{since} 才同意），请核对日期。"
    if on and until and until <= on:
        yield "同意截止日期", f"{on} 发布时同意已经失效（到 {last_day(until)} 为止），请核对日期。"


def _award_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    if merged.get("level") not in (None, AwardLevel.INTERNAL) and not merged.get("document"):
        yield "文号", "机关表彰写明文号；单位自己的表彰级别选“单位内部”。"


declare(
    Roll(
        name="public-roles",
        title="任用和参政",
        group="任用与荣誉",
        clause="三（四）",
        model=PublicRole,
        lede="进入党员干部队伍、基层领导班子、村（居）组织和人大、政协的情况；涉及政治身份，只有民政经办、审批和本单位看得到。",
        entries=(
            PERSON,
            UNIT,
            Entry("任用类别", "body_kind", Kind.CHOICE, True, options=Body, example="村（居）民自治组织", width=20,
                  faceted=True),
            Entry("组织名称", "body", required=True, example="示例社区居民委员会", width=26),
            Entry("职务", "role", required=True, limit=100, example="委员"),
            Entry("级别", "tier", Kind.CHOICE, True, options=Tier, example="村（社区）", width=12, faceted=True),
            Entry("任职起始日期", "since", Kind.DAY, True, example="2021-01-01"),
            Entry("任职终止日期", "until", Kind.LAST_DAY),
            Entry("届次或说明", "note", width=20),
        ),
        key=("person", "unit", "body_kind", "since"),
        readers=TRUSTED,
        check=_role_faults,
        order="-since",
    )
)  # fmt: skip
declare(
    Roll(
        name="recruitments",
        title="优先录聘",
        group="任用与荣誉",
        clause="三（四）",
        model=Recruitment,
        lede="招录（聘）社会服务相关职位和选拔干部时，同等条件下是否优先录（聘）用社会工作专业人才，按年度登记。",
        entries=(
            UNIT,
            Entry("年度", "year", Kind.YEAR, True, least=EARLIEST, example=2022, width=8, faceted=True),
            Entry("招录（聘）或选拔", "event", required=True, example="2022年事业单位公开招聘", width=28),
            Entry("岗位或职务", "post", required=True, example="社会工作岗", width=20),
            Entry("是否优先", "preferred", Kind.FLAG, True, example="是", width=10, faceted=True),
            Entry("录（聘）用人数", "hired", Kind.COUNT, True, most=9999, form="其中的社会工作专业人才", example=1),
            Entry("公告或文号", "document", width=24),
        ),
        opens="event",
        key=("unit", "year", "event", "post"),
        order="-year",
    )
)
declare(
    Roll(
        name="publicity",
        title="宣传",
        group="任用与荣誉",
        clause="三（四）",
        model=Publicity,
        lede="对优秀人物、先进事迹、典型经验的宣传；宣传到个人的要有本人同意，发布那天同意有效。",
        entries=(
            UNIT,
            Entry("标题", "title", required=True, example="扎根社区的社工", width=28),
            Entry("发布日期", "published_on", Kind.DAY, True, example="2022-02-01"),
            Entry("媒体类别", "medium", Kind.CHOICE, True, options=Medium, example="新媒体", width=10, faceted=True),
            Entry("媒体或活动名称", "outlet", required=True, example="县融媒体中心", width=20),
            Entry(
                "链接", "link", limit=500, form="http:// 或 https:// 开头", example="https://example.org/1", width=24
            ),
            Entry("身份证号", "person", Kind.PERSON, form="宣传到个人时填", example="999999199001010011", width=22),
            Entry("本人同意日期", "consented_on", Kind.DAY, example="2022-01-20"),
            Entry("同意用途", "consented_to", Kind.CHOICE, options=Purpose, form="宣传到个人时必填", width=16),
            Entry(
                "同意截止日期", "consent_until", Kind.LAST_DAY, form="最后有效的一天，撤回的填撤回前一日；长期的留空"
            ),
        ),
        opens="title",
        key=("unit", "title", "published_on"),
        check=_publicity_faults,
        order="-published_on",
    )
)
declare(
    Roll(
        name="awards",
        title="表彰奖励",
        group="任用与荣誉",
        clause="四（三）",
        model=Award,
        lede="获得的表彰奖励，按级别和授予机关登记；单位内部的表彰也记在这里。",
        entries=(
            PERSON,
            UNIT,
            Entry("表彰名称", "name", required=True, example="优秀社会工作者", width=24),
            Entry(
                "表彰级别", "level", Kind.CHOICE, True, options=AwardLevel, example="单位内部", width=10, faceted=True
            ),
            Entry(
                "授予机关", "organ", required=True, form="单位内部的填本单位", example="示例社区居民委员会", width=24
            ),
            Entry("授予日期", "awarded_on", Kind.DAY, True, example="2022-03-15"),
            Entry("文号", "document", form="机关表彰必填", width=20),
        ),
        key=("person", "unit", "name", "awarded_on"),
        check=_award_faults,
        order="-awarded_on",
    )
)
