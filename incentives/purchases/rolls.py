"""The rolls of government purchase."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Min, Sum

from dingnan_sw.lib.filters import by_field
from dingnan_sw.lib.table import Column
from incentives.purchases.models import Assignment, CatalogueItem, Project, StageLimit
from incentives.purchases.stages import reached, stage_faults
from incentives.purchases.vocabulary import CLAUSE, NO_CONDITION, STAGES, Field, Platform, Stage, StageKey, Way
from positions.vocabulary import COUNTY, Role
from talent.rolls.declared import Check, Fault, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.listing import declare

GROUP = "政府购买服务"
COUNTYS: dict[str, Any] = {"group": GROUP, "within": "", "readers": COUNTY, "keepers": (Role.CLERK,)}
CENT = Decimal("0.01")


def _catalogue_faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
    number, year, code = merged.get("number"), merged.get("year"), merged.get("code")
    if number and year and code and number != f"{year}-{code}":
        yield "目录编号", f"目录编号由年度和编码组成，应是“{year}-{code}”，这里是“{number}”。"


declare(
    Roll(
        name="purchase-catalogue",
        title="购买服务目录",
        clause=CLAUSE,
        model=CatalogueItem,
        lede="各年度政府购买服务指导性目录中的社会工作服务项目；立项要引用其中一项。",
        entries=(
            Entry("目录编号", "number", required=True, limit=40, form="年度-编码，如 2026-A0301", example="2022-A0301"),
            Entry("目录年度", "year", Kind.YEAR, True, example=2022, faceted=True),
            Entry("目录编码", "code", required=True, limit=30, example="A0301"),
            Entry("目录项目", "name", required=True, example="社区老年人关爱服务", width=30),
            Entry("主管部门", "department", required=True, example="县民政局", faceted=True),
            Entry("领域", "field", Kind.CHOICE, True, options=Field, example="扶老", faceted=True),
        ),
        key=("number",),
        order="-year",
        check=_catalogue_faults,
        **COUNTYS,
    )
)


def _project_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    yield from stage_faults(merged)
    yield from _money_faults(merged)
    yield from _catalogue_year_faults(merged)
    if merged.get("procured_on") and not merged.get("way"):
        yield "采购方式", "填了采购日期，就要选采购方式。"
    if merged.get("signed_on") and not merged.get("provider"):
        yield "承接主体", "签了合同，就要填承接主体。"
    found = next((words for words in NO_CONDITION if words in (merged.get("conditions") or "")), None)
    if found:
        yield (
            "承接条件",
            f"承接条件里不能写“{found}”：推荐只在同等条件下参考，不作为采购条件（政府采购法第二十二条）。",
        )


def _money_faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
    planned, signed, accepted = (merged.get(f"{name}_amount") for name in ("approved", "signed", "accepted"))
    if signed is not None and planned is not None and signed > planned:
        yield "合同金额", f"合同金额 {signed} 元超过预算金额 {planned} 元：请核对，确需增加的先调整立项。"
    if signed is not None and signed <= 0:
        yield "合同金额", "合同金额应大于 0。"
    if accepted is not None and signed is not None and accepted > signed:
        yield "验收金额", f"验收金额 {accepted} 元超过合同金额 {signed} 元，请核对。"


def _catalogue_year_faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
    item, day = merged.get("item"), merged.get("approved_on")
    if item is not None and day is not None and item.merged["year"] > day.year:
        yield "目录编号", f"这一项在 {item.merged['year']} 年的目录里，{day.year} 年立项时还没有：请引用立项时的目录。"


def _of_payments() -> dict[str, tuple[datetime.date, Decimal]]:
    """By name, of projects that were paid for: the first day and the sum."""
    found = Project.objects.filter(expenditures__isnull=False).order_by()
    told = found.annotate(first=Min("expenditures__spent_on"), paid=Sum("expenditures__amount"))
    return {name: (first, paid) for name, first, paid in told.values_list("name", "first", "paid")}


def _paid_under_a_contract() -> Check:
    """No change leaves a payment without the contract it was made under."""
    payments = _of_payments()

    def faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
        first, _ = payments.get(merged.get("name", ""), (None, None))
        signed = merged.get("signed_on")
        if first is not None and (signed is None or signed > first):
            yield (
                "合同日期",
                f"这个项目 {first} 已经付款，合同日期不能空着，也不能晚于这一天：请核对，或先更正“资金支出”。",
            )

    return faults


def _paid_beyond_the_contract() -> Check:
    payments = _of_payments()

    def doubts(merged: Mapping[str, Any]) -> Iterator[Fault]:
        _, paid = payments.get(merged.get("name", ""), (None, None))
        signed = merged.get("signed_amount")
        if paid is not None and signed is not None and paid > signed:
            yield "合同金额", f"已付 {paid} 元，超过合同金额 {signed} 元，请核对。"

    return doubts


_EXAMPLES = (
    ("2022-03-01", "测民字〔2022〕3号", "50000.00"),
    ("2022-04-01", "测采〔2022〕1号", "48000.00"),
    ("2022-04-20", "测合同2022-1", "48000.00"),
    ("2022-12-10", "服务总结报告", "48000.00"),
    ("2022-12-20", "测验收〔2022〕1号", "48000.00"),
    ("2023-01-10", "测绩效〔2023〕1号", "92.00"),
)


def _stage_entries() -> Iterator[Entry]:
    for stage, examples in zip(STAGES, _EXAMPLES, strict=True):
        yield from _entries_of(stage, *examples)


def _entries_of(stage: Stage, day: str, document: str, amount: str) -> tuple[Entry, ...]:
    """Only 立项 has to be there when a project is written down; of the stages the list shows the day reached alone."""
    must, listed = stage is STAGES[0], stage is STAGES[0] or stage.key is StageKey.SIGNED
    on, paper, sum_or_score = stage.headings
    scored = stage is STAGES[-1]
    last = Entry(
        sum_or_score,
        stage.amount,
        Kind.NUMBER if scored else Kind.MONEY,
        must,
        most=100 if scored else None,
        least=CENT if must else 0,
        example=amount,
        listed=listed,
    )
    return (
        Entry(on, stage.day, Kind.DAY, must, example=day, listed=must),
        Entry(paper, stage.document, required=must, example=document, listed=False, width=20),
        last,
    )


declare(
    Roll(
        name="purchase-projects",
        title="购买服务项目",
        clause=f"{CLAUSE}、四（二）",
        model=Project,
        lede="从立项到绩效，一个项目一行；做到哪个环节就填到哪个环节，每个环节的日期、文件和金额一起填。",
        entries=(
            Entry("项目名称", "name", required=True, example="示例社区老年人关爱项目", width=30),
            Entry("目录编号", "item", Kind.ROW, True, of="purchase-catalogue"),
            Entry("领域", "field", Kind.CHOICE, True, options=Field, example="扶老", faceted=True),
            Entry("购买主体", "buyer", Kind.UNIT, True, width=28, faceted=True),
            Entry("承接主体", "provider", Kind.UNIT, width=28),
            Entry("采购方式", "way", Kind.CHOICE, options=Way, example="竞争性磋商", faceted=True),
            Entry("服务平台", "platform", Kind.CHOICE, options=Platform, example="综治中心", listed=False),
            Entry("品牌项目", "is_brand", Kind.FLAG, True, example="否", faceted=True),
            Entry(
                "承接条件",
                "conditions",
                Kind.LONG,
                form="与项目相称的条件；优先推荐不作条件",
                example="有三年以上服务经验",
                listed=False,
            ),
            *_stage_entries(),
        ),
        key=("name",),
        order="-approved_on",
        check=_project_faults,
        rules=_paid_under_a_contract,
        doubts=_paid_beyond_the_contract,
        columns=(
            Column(
                "kind", "承接主体类别", lambda row: row.provider.kind if row.provider else "", sort="provider__kind"
            ),
            Column("stage", "已到环节", lambda row: reached(row).label),
        ),
        facets=(by_field("kind", "承接主体类别", "provider__kind"),),
        **COUNTYS,
    )
)


def _assignment_faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
    since, until = merged.get("since"), merged.get("until")
    if since and until and until <= since:
        yield "终止日期", "终止日期早于起始日期，请核对。"


declare(
    Roll(
        name="purchase-staff",
        title="项目人员",
        clause="二（二）",
        model=Assignment,
        lede="承接购买服务时使用的社会工作专业人才；是否持证按证书台账，不在这里填。",
        entries=(
            Entry("身份证号", "person", Kind.PERSON, True, example="999999199001010011", width=22),
            Entry("项目名称", "project", Kind.ROW, True, of="purchase-projects", width=30),
            Entry("项目职责", "role", example="项目社工"),
            Entry("起始日期", "since", Kind.DAY, True, example="2022-04-20"),
            Entry("终止日期", "until", Kind.LAST_DAY, example="2022-12-31"),
        ),
        key=("project", "person", "since"),
        order="-since",
        check=_assignment_faults,
        **COUNTYS,
    )
)
declare(
    Roll(
        name="purchase-limits",
        title="购买服务办理时限",
        clause="四（二）",
        model=StageLimit,
        lede="一个环节之后，多少天内应有下一个环节；过了的在购买服务页上提示。有新的规定，就登记一条新的起始日期。",
        entries=(
            Entry("环节", "stage", Kind.CHOICE, True, options=StageKey, example="合同"),
            Entry("自", "since", Kind.DAY, True, example="2022-03-02"),
            Entry("天数", "days", Kind.COUNT, True, least=1, most=3650, example=365),
            Entry("依据", "source", required=True, example="县级暂定", width=36),
        ),
        key=("stage", "since"),
        **COUNTYS,
    )
)
