"""The page of a project: its stages, its money, who is at work on it, and whether its provider was recommended."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.urls import reverse

from dingnan_sw.lib.table import Column, Table
from incentives import facts
from incentives.amendments.book import current_book
from incentives.purchases.models import Assignment, Project
from incentives.purchases.stages import late, steps
from incentives.reports import Organisation
from incentives.rules.preference import purchase_preference
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import NOTHING
from positions.models import Unit, covering
from talent.models import Certificate
from talent.vocabulary import Level


@dataclass(frozen=True, slots=True)
class Money:
    """contracted is None before the contract; left is what of it is not paid, less than nothing when too much was."""

    planned: Decimal
    contracted: Decimal | None
    paid: Decimal

    @property
    def left(self) -> Decimal | None:
        return None if self.contracted is None else self.contracted - self.paid


def money(project: Project) -> Money:
    paid = sum((one.amount for one in project.expenditures.all()), NOTHING)
    return Money(project.planned, project.signed_amount, paid)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Whether a unit was recommended on a day; asked is False for kinds of units to which 三（三） does not apply."""

    on: datetime.date
    asked: bool
    organisation: Organisation


def evidence(unit: Unit, on: datetime.date, book: RuleBook) -> Evidence:
    values = book.measure("purchase_preference", on=on).values
    counted = dict(facts.counting_holders(on, values["kinds"], values["categories"]))
    people = counted.get(unit, [])
    return Evidence(
        on, unit.kind in values["kinds"], Organisation(unit, people, purchase_preference(len(people), on, book))
    )


def page(project: Project, on: datetime.date) -> dict[str, Any]:
    """on: the day of the certificates, and from which the wait for the next stage is counted."""
    overdue = late([project], on)
    return {
        "project": project,
        "on": on,
        "steps": steps(project),
        "late": overdue[0] if overdue else None,
        "money": money(project),
        "evidence": evidence(project.provider, project.approved_on, current_book()) if project.provider else None,
        "staff": staff_table(project, on),
        "payments": payment_table(project),
    }


def staff_table(project: Project, on: datetime.date) -> Table:
    assigned = list(project.assignments.filter(covering(on)).select_related("person").order_by("since", "pk"))
    held = levels_held([one.person_id for one in assigned], on)

    def certificate(one: Assignment) -> tuple[str, str]:
        level = held.get(one.person_id)
        return ("good", level) if level else ("neutral", "当日没有证书")

    columns = (
        Column("name", "姓名", lambda one: one.person.name, link=lambda one: reverse("person", args=[one.person_id])),
        Column("role", "项目职责", lambda one: one.role),
        Column("certificate", "证书", certificate, "tag"),
        Column("since", "起始", lambda one: one.since, "date"),
        Column("until", "终止", lambda one: one.ended_on, "date"),
    )
    return Table(columns, assigned, f"{on} 在项目上的人员")


def levels_held(people: list[int], on: datetime.date) -> dict[int, str]:
    """By person the highest level held that day, in words."""
    held = Certificate.objects.held(on).filter(person__in=people).order_by()
    pairs = held.values_list("person").annotate(highest=Max("level")).values_list("person", "highest")
    return {person: str(Level(level).label) for person, level in pairs}


def payment_table(project: Project) -> Table:
    rows = list(project.expenditures.select_related("source").order_by("spent_on", "pk"))
    columns = (
        Column("spent_on", "付款日期", lambda one: one.spent_on, "date"),
        Column("source", "资金来源", lambda one: one.source.name),
        Column("document", "凭证或文号", lambda one: one.document),
        Column("amount", "金额（元）", lambda one: one.amount, "money"),
    )
    return Table(
        columns, rows, "付款", total={"spent_on": "合计", "amount": sum((one.amount for one in rows), NOTHING)}
    )
