"""项目台账, and 社会组织持证人员核查表: the evidence of the recommendation on a day."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from dingnan_sw.lib.paper import NUMBER, PaperColumn, Sheet, column, numbered
from incentives import facts
from incentives.purchases.models import Project
from incentives.purchases.overview import projects_of, with_paid
from incentives.purchases.stages import reached
from incentives.rules.preference import Preference, purchase_preference
from incentives.rules.rulebook import RuleBook
from positions.access import Scope
from positions.lists import filed_by
from positions.models import Unit
from talent.models import Certificate, Service
from talent.vocabulary import Level, StaffCategory

NO_CONDITION = "优先推荐只在同等条件下参考，不作为采购条件（政府采购法第二十二条）。"


# 项目台账 -----------------------------------------------------------------------------------------


def purchase_sheet(scope: Scope, book: RuleBook, on: datetime.date, year: str) -> Sheet:
    rows = list(with_paid(projects_of(int(year))).order_by("approved_on", "name"))
    return Sheet(
        title="政府购买社会工作服务项目台账",
        unit=filed_by(scope, on),
        period=f"{year}年度",
        made_on=on,
        columns=(NUMBER, *_project_columns()),
        rows=numbered(rows),
        notes=["依据：定办字〔2020〕41号 三（三）、四（二）；按立项年度统计。", NO_CONDITION],
        summary=f"{len(rows):,} 个",
    )


def _project_columns() -> tuple[PaperColumn, ...]:
    return (
        column("项目名称", lambda p: p.name, width=28, wrap=True),
        column("目录编号", lambda p: p.item.number, width=14),
        column("领域", lambda p: p.field, width=12, wrap=True),
        column("购买主体", lambda p: p.buyer.name, width=20, wrap=True),
        column("承接主体", lambda p: p.provider.name if p.provider else "", width=20, wrap=True),
        column("承接主体类别", lambda p: p.provider.kind if p.provider else "", width=12, wrap=True),
        column("采购方式", lambda p: p.way, width=12, wrap=True),
        column("立项日期", lambda p: p.approved_on, "date"),
        column("合同日期", lambda p: p.signed_on, "date"),
        column("验收日期", lambda p: p.accepted_on, "date"),
        column("绩效得分", lambda p: p.score, "decimal", 8),
        column("已到环节", _stage, width=8),
        column("预算金额（元）", lambda p: p.planned, "money", total=True),
        column("合同金额（元）", lambda p: p.signed_amount, "money", total=True),
        column("已付金额（元）", lambda p: p.paid, "money", total=True),
    )


def _stage(project: Project) -> str:
    return reached(project).label


# 社会组织持证人员核查表 ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checked:
    """A line: an organisation with one of its counted holders, or with none."""

    unit: Unit
    heads: str
    full_time: int
    standing: Preference
    role: str = ""
    certificate: Certificate | None = None

    @property
    def conclusion(self) -> str:
        lacking = self.standing.threshold - self.standing.holders
        return "优先推荐" if self.standing.recommended else f"还差 {lacking} 人"


def organisation_sheet(scope: Scope, book: RuleBook, on: datetime.date, day: str) -> Sheet:
    then = datetime.date.fromisoformat(day)
    rows = list(checked(then, book, scope))
    threshold = purchase_preference(0, then, book).threshold
    return Sheet(
        title="社会组织持证人员核查表",
        unit=filed_by(scope, on),
        period=f"截至{day}",
        made_on=on,
        columns=(NUMBER, *_organisation_columns()),
        rows=numbered(rows),
        notes=[f"负责人和专职人员中持证 {threshold} 人以上的优先推荐（定办字〔2020〕41号 三（三））。", NO_CONDITION],
        summary=f"{len({row.unit.pk for row in rows}):,} 个组织",
    )


def _organisation_columns() -> tuple[PaperColumn, ...]:
    return (
        column("组织名称", lambda row: row.unit.name, width=28, wrap=True),
        column("登记/备案号", lambda row: row.unit.credit_code, "code", 20),
        column("负责人", lambda row: row.heads, width=14, wrap=True),
        column("专职人数", lambda row: row.full_time, "integer", 8),
        column("持证人员", lambda row: row.certificate.person.name if row.certificate else "", width=10),
        column("证书级别", lambda row: str(Level(row.certificate.level).label) if row.certificate else "", width=16),
        column("管理号", lambda row: row.certificate.number if row.certificate else "", "code", 24),
        column("角色", lambda row: row.role, width=10),
        column("有效", lambda row: "有效" if row.certificate else "", width=6),
        column("结论", lambda row: row.conclusion, width=12),
    )


def checked(on: datetime.date, book: RuleBook, scope: Scope) -> Iterator[Checked]:
    """All organisations of the kinds that the rule names, by name, those without a holder too."""
    values = book.measure("purchase_preference", on=on).values
    counted = dict(facts.counting_holders(on, values["kinds"], values["categories"], scope))
    serving = _serving(on, scope, values["kinds"])
    held = _held(on, [person.pk for people in counted.values() for person in people])
    for unit in Unit.objects.within(scope).filter(kind__in=values["kinds"]).order_by("name"):
        people = counted.get(unit, [])
        services = [one for one in serving if one.unit_id == unit.pk]
        yield from _lines(unit, services, [held[one.pk] for one in people], purchase_preference(len(people), on, book))


def _serving(on: datetime.date, scope: Scope, kinds: list[str]) -> list[Service]:
    found = Service.objects.within(scope).on(on).filter(unit__kind__in=kinds).select_related("person")
    return list(found.order_by("person__name", "pk"))


def _held(on: datetime.date, people: list[int]) -> dict[int, Certificate]:
    """By person the certificate of the highest level held that day."""
    found = Certificate.objects.held(on).filter(person__in=people).select_related("person").order_by("level", "pk")
    return {one.person_id: one for one in found}


def _lines(unit: Unit, services: list[Service], held: list[Certificate], standing: Preference) -> Iterator[Checked]:
    heads = {one.person_id: one.person.name for one in services if one.category == StaffCategory.ORGANISATION_HEAD}
    full_time = {one.person_id for one in services if one.category == StaffCategory.ORGANISATION_FULL_TIME}
    shared = (unit, "、".join(heads.values()), len(full_time), standing)
    for certificate in held:
        yield Checked(*shared, "负责人" if certificate.person_id in heads else "专职", certificate)
    if not held:
        yield Checked(*shared)
