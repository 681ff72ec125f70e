"""The words of government purchase: fields, ways, platforms, and the six stages that a project goes through."""

from dataclasses import dataclass

from django.db import models

from positions.vocabulary import Words

CLAUSE = "三（三）"


class Field(Words):
    """领域: the four that 三（三） wants more of, and the three that it wants in the catalogue."""

    ELDERLY = "扶老"
    DISABLED = "助残"
    ORPHANS = "救孤"
    POOR = "济困"
    COMMUNITY = "城乡社区服务"
    WOMEN_AND_CHILDREN = "妇女儿童服务"
    YOUTH = "青少年社会工作服务"


class Platform(Words):
    """服务平台: where 二（二） wants services bought instead of people hired."""

    SERVICE_CENTRE = "便民服务中心"
    GOVERNANCE_CENTRE = "综治中心"
    MASS_ORGANISATION = "基层群团组织服务平台"
    CORRECTION = "社区矫正机构"
    RESETTLEMENT = "安置帮教机构"


class Way(Words):
    """采购方式: those of 政府采购法 26 and of the rules made under it, and what stays below their thresholds."""

    OPEN_TENDER = "公开招标"
    INVITED_TENDER = "邀请招标"
    NEGOTIATION = "竞争性谈判"
    CONSULTATION = "竞争性磋商"
    SINGLE_SOURCE = "单一来源"
    INQUIRY = "询价"
    FRAMEWORK = "框架协议"
    BELOW_THRESHOLD = "限额标准以下自行采购"


class StageKey(models.TextChoices):
    """The stages of 四（二）, in their order."""

    APPROVED = "approved", "立项"
    PROCURED = "procured", "采购方式"
    SIGNED = "signed", "合同"
    DELIVERED = "delivered", "履约"
    ACCEPTED = "accepted", "验收"
    EVALUATED = "evaluated", "绩效"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage with the attributes and headings of its day, its document and its sum; of the last stage a score instead."""

    key: StageKey
    day: str
    document: str
    amount: str
    headings: tuple[str, str, str]

    @property
    def label(self) -> str:
        return str(self.key.label)

    @property
    def attributes(self) -> tuple[str, str, str]:
        return self.day, self.document, self.amount


STAGES = (
    Stage(
        StageKey.APPROVED, "approved_on", "approved_document", "approved_amount", ("立项日期", "立项文号", "预算金额")
    ),
    Stage(
        StageKey.PROCURED, "procured_on", "procured_document", "procured_amount", ("采购日期", "采购文件", "成交金额")
    ),
    Stage(StageKey.SIGNED, "signed_on", "signed_document", "signed_amount", ("合同日期", "合同编号", "合同金额")),
    Stage(
        StageKey.DELIVERED,
        "delivered_on",
        "delivered_document",
        "delivered_amount",
        ("履约完成日期", "履约资料", "履约金额"),
    ),
    Stage(
        StageKey.ACCEPTED, "accepted_on", "accepted_document", "accepted_amount", ("验收日期", "验收文件", "验收金额")
    ),
    Stage(
        StageKey.EVALUATED,
        "evaluated_on",
        "evaluated_document",
        "score",
        ("绩效评价日期", "绩效评价文件", "绩效得分"),
    ),
)
FIRST, LAST = STAGES[0], STAGES[-1]
# What no condition of a purchase may rest on: the recommendation of 三（三） (政府采购法 22: no discrimination among suppliers).
NO_CONDITION = ("优先推荐", "推荐名单")
