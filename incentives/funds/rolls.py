"""The rolls of money: sources and their uses, expenditures, receipts, the yearly statement, the performance sheets."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from incentives.budget.models import Appropriation, FundSource
from incentives.budget.vocabulary import LOTTERY, LOTTERY_REFUSED, TO_PERSONS
from incentives.funds.indicators import INDICATORS
from incentives.funds.models import AllowedUse, Expenditure, IndicatorValue, PerformanceSheet, Receipt, Statement
from incentives.funds.vocabulary import CLAUSE, Nature, Use
from positions.vocabulary import COUNTY, Role
from talent.rolls.declared import Check, Fault, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.listing import declare

SHARED: dict[str, Any] = {"group": "资金", "clause": CLAUSE, "within": "", "readers": COUNTY}
BOTH, CLERK, FINANCE = (Role.CLERK, Role.FINANCE), (Role.CLERK,), (Role.FINANCE,)
CENT = Decimal("0.01")
SOURCE = Entry("资金来源", "source", Kind.ROW, True, of="fund-sources", width=20)
YEAR = Entry("年度", "year", Kind.YEAR, True, example=2022, faceted=True)
NOT_FOR_PERSONS = "“{}”登记为不发给个人：请选可以发给个人的资金来源，或请财政改登记。"


def _source_faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
    name = merged.get("name") or ""
    if merged.get("pays_persons") and LOTTERY in name:
        yield "可以发给个人", LOTTERY_REFUSED
    if merged.get("pays_persons") is False and _has_paid_persons(name):
        yield "可以发给个人", f"“{name}”已经有发给个人的预算或支出，不能改为不发给个人。"


def _has_paid_persons(name: str) -> bool:
    budgeted = Appropriation.objects.filter(fund__name=name, item__in=TO_PERSONS)
    return budgeted.exists() or Expenditure.objects.filter(source__name=name, use=Use.PERSONS).exists()


declare(
    Roll(
        name="fund-sources",
        title="资金来源",
        model=FundSource,
        lede="县财政、本级福彩公益金、社会资金等；福彩公益金只能用于项目，不能发给个人。各年的指标在“资金来源与科目”里登记。",
        entries=(
            Entry("资金来源", "name", required=True, limit=60, example="示例资金"),
            Entry("可以发给个人", "pays_persons", Kind.FLAG, True, example="是", faceted=True),
            Entry("次序", "place", Kind.COUNT, True, least=1, most=999, example=9),
            Entry("说明", "note", width=36),
        ),
        key=("name",),
        order="place",
        keepers=FINANCE,
        check=_source_faults,
        **SHARED,
    )
)


def persons_faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
    """Lottery money, and all other that is not for persons, never comes to one."""
    source = merged.get("source")
    if source is None or merged.get("use") != Use.PERSONS or source.merged.get("pays_persons"):
        return
    name = source.merged.get("name", "")
    yield "用途", LOTTERY_REFUSED if LOTTERY in name else NOT_FOR_PERSONS.format(name)


declare(
    Roll(
        name="allowed-uses",
        title="资金用途",
        model=AllowedUse,
        lede="各资金来源可以用于什么；一个来源登记了用途的，只能用于这些用途。",
        entries=(
            SOURCE,
            Entry("用途", "use", Kind.CHOICE, True, options=Use, example="培训", faceted=True),
            Entry("依据", "basis", required=True, example="定办字〔2020〕41号 四（二）", width=36),
        ),
        key=("source", "use"),
        keepers=FINANCE,
        check=persons_faults,
        **SHARED,
    )
)


def _expenditure_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    yield from persons_faults(merged)
    yield from _project_faults(merged)
    year, day = merged.get("year"), merged.get("spent_on")
    if year and day and day.year < year:
        yield "支出日期", f"{day} 早于预算年度 {year} 年，请核对。"


def _limited_uses() -> Check:
    """What a source is for, where that is on record."""
    allowed: dict[str, list[str]] = {}
    for name, use in AllowedUse.objects.values_list("source__name", "use"):
        allowed.setdefault(name, []).append(use)

    def faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
        source, use = merged.get("source"), merged.get("use")
        name = source.merged.get("name", "") if source else ""
        if use and name in allowed and use not in allowed[name]:
            known = "、".join(allowed[name])
            yield "用途", f"“{name}”登记的用途是{known}，没有“{use}”：请更正，或请财政在“资金用途”台账里登记依据。"

    return faults


def _project_faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
    use, project, day = merged.get("use"), merged.get("project"), merged.get("spent_on")
    if use == Use.PURCHASE and project is None:
        yield "购买服务项目", "用途是“购买服务”的，要写明项目。"
    if use and use != Use.PURCHASE and project is not None:
        yield "购买服务项目", f"用途是“{use}”，不填购买服务项目；付项目款的，用途选“购买服务”。"
    if project is None or day is None:
        return
    signed = project.merged.get("signed_on")
    if signed is None or day < signed:
        yield "支出日期", "项目到这一天还没有签合同，不能付款：请核对日期，或先登记合同。"


declare(
    Roll(
        name="expenditures",
        title="资金支出",
        model=Expenditure,
        lede="用各来源的钱办的事：购买服务的付款、培训、社工站建设等。考试奖励和职业津贴由发放批次自动计入，不在这里登记。",
        entries=(
            SOURCE,
            Entry("预算年度", "year", Kind.YEAR, True, example=2022, faceted=True),
            Entry("用途", "use", Kind.CHOICE, True, options=Use, example="购买服务", faceted=True),
            Entry("购买服务项目", "project", Kind.ROW, of="purchase-projects", width=30),
            Entry("支出事项", "subject", required=True, example="首期服务款", width=26),
            Entry("金额", "amount", Kind.MONEY, True, least=CENT, example="20000.00"),
            Entry("支出日期", "spent_on", Kind.DAY, True, example="2022-06-01"),
            Entry("凭证或文号", "document", required=True, example="测凭证2022-18", width=20),
        ),
        opens="subject",
        key=("document", "subject", "source"),
        order="-spent_on",
        keepers=BOTH,
        check=_expenditure_faults,
        rules=_limited_uses,
        **SHARED,
    )
)
declare(
    Roll(
        name="social-receipts",
        title="社会资金收入",
        model=Receipt,
        lede="引导来的社会资金：谁给的、给了多少、约定用在哪里；用了多少按“资金支出”。",
        entries=(
            SOURCE,
            Entry("提供方", "giver", required=True, example="示例慈善会", width=26),
            Entry("金额", "amount", Kind.MONEY, True, least=CENT, example="10000.00"),
            Entry("到账日期", "received_on", Kind.DAY, True, example="2022-05-10"),
            Entry("凭证或协议", "document", required=True, example="捐赠协议2022-1", width=20),
            Entry("约定用途", "purpose", width=26),
        ),
        opens="giver",
        key=("document", "giver"),
        order="-received_on",
        keepers=BOTH,
        **SHARED,
    )
)


def _statement_faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
    day, place = merged.get("published_on"), merged.get("place")
    if day and not place:
        yield "公开网址或载体", "填了公开日期，就要填在哪里公开。"
    if place and not day:
        yield "公开日期", "填了公开网址或载体，就要填公开日期。"


declare(
    Roll(
        name="lottery-statements",
        title="福彩公益金公告",
        model=Statement,
        lede="每年公开一次福彩公益金的使用规模、资助项目、执行情况和实际效果；前三项由系统按登记算出，这里写实际效果和公开情况。",
        entries=(
            YEAR,
            Entry("实际效果", "effect", Kind.LONG, True, example="建成示范社工站一个", width=40),
            Entry("公开日期", "published_on", Kind.DAY, example="2023-03-20"),
            Entry("公开网址或载体", "place", limit=300, example="县人民政府网", width=26),
        ),
        key=("year",),
        order="-year",
        keepers=CLERK,
        check=_statement_faults,
        **SHARED,
    )
)


def _performance_faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
    since, last = merged.get("since"), merged.get("last")
    if since and last and last < since:
        yield "终止日期", "终止日期早于起始日期，请核对。"


declare(
    Roll(
        name="performance",
        title="绩效目标",
        model=PerformanceSheet,
        lede="项目支出绩效目标表和自评表的表头：项目、负责人、目标；指标的实际值由系统按登记算出。自评完成后填自评日期。",
        entries=(
            YEAR,
            Entry("项目名称", "name", required=True, example="社会工作专业人才激励保障经费", width=28),
            Entry("属性", "nature", Kind.CHOICE, True, options=Nature, example="延续项目"),
            Entry("主管部门", "department", required=True, example="县民政局"),
            Entry("负责人", "leader", required=True, limit=60, example="测试员"),
            Entry("联系电话", "phone", limit=30, listed=False),
            Entry("起始日期", "since", Kind.DAY, True, example="2022-01-01", listed=False),
            Entry("终止日期", "last", Kind.DAY, True, example="2022-12-31", listed=False),
            Entry("总目标", "goal", Kind.LONG, True, listed=False),
            Entry("本年度目标", "year_goal", Kind.LONG, True, listed=False),
            Entry("进度计划", "schedule", Kind.LONG, listed=False),
            Entry("自评日期", "finished_on", Kind.DAY),
        ),
        key=("year",),
        order="-year",
        keepers=CLERK,
        check=_performance_faults,
        **SHARED,
    )
)
declare(
    Roll(
        name="indicator-values",
        title="绩效指标值",
        model=IndicatorValue,
        lede="某一年的指标值和通常的不同，或者实际值要人工填写（如满意度）的，在这里登记；填了实际完成值的，以所填为准。",
        entries=(
            YEAR,
            Entry(
                "指标",
                "indicator",
                Kind.CHOICE,
                True,
                options=tuple(one.name for one in INDICATORS),
                example="服务对象满意度",
                width=22,
            ),
            Entry("指标值", "target", Kind.NUMBER, example="90.00"),
            Entry("实际完成值", "actual", Kind.NUMBER, example="93.00"),
            Entry("偏差原因及改进措施", "note", limit=300, width=36),
        ),
        opens="indicator",
        key=("year", "indicator"),
        order="-year",
        keepers=CLERK,
        **SHARED,
    )
)
