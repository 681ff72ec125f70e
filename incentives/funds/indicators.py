"""The indicators of the performance sheets, with their weights: 预算执行 10, 产出 50, 效益 30, 满意度 10.

The weights are those of self-evaluations of budget projects (财预〔2020〕10号); the targets are those of the policy where it sets
one, else the usual ones of such sheets, and each can be set otherwise for a year.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Live = Literal[
    "executed", "allowance_people", "bonus_people", "accuracy", "timeliness", "floors", "coverage", "per_mille", ""
]


@dataclass(frozen=True, slots=True)
class Indicator:
    """live names the figure that fills it (incentives.funds.performance); empty where a person has to state it.

    target is None where only the year can tell it: then the sheet takes live figures of what is due.
    """

    group: str
    kind: str
    name: str
    unit: str
    weight: int
    target: Decimal | None
    live: Live = ""


EXECUTION, OUTPUT, BENEFIT, SATISFACTION = "预算执行", "产出指标", "效益指标", "满意度指标"
HUNDRED = Decimal(100)
INDICATORS = (
    Indicator(EXECUTION, "预算执行率", "预算执行率", "%", 10, HUNDRED, "executed"),
    Indicator(OUTPUT, "数量指标", "津贴发放人数", "人", 10, None, "allowance_people"),
    Indicator(OUTPUT, "数量指标", "奖励发放人数", "人", 10, None, "bonus_people"),
    Indicator(OUTPUT, "质量指标", "发放准确率", "%", 10, HUNDRED, "accuracy"),
    Indicator(OUTPUT, "时效指标", "及时发放率", "%", 10, HUNDRED, "timeliness"),
    Indicator(OUTPUT, "成本指标", "不低于文件下限的标准", "%", 10, HUNDRED, "floors"),
    Indicator(BENEFIT, "社会效益", "社区持证覆盖率", "%", 15, HUNDRED, "coverage"),
    Indicator(BENEFIT, "可持续影响", "每千人持证人数", "‰", 15, None, "per_mille"),
    Indicator(SATISFACTION, "服务对象满意度", "服务对象满意度", "%", 10, Decimal(90)),
)
