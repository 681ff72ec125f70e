"""The list of a year's examinees with what was paid back to each; beside it, for those who see more than one, the units."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from dingnan_sw.lib.filters import Facet, by_value
from dingnan_sw.lib.table import Column, Mark, Table
from positions.access import Scope
from positions.lists import Listing, listing
from positions.vocabulary import Role
from talent.exams.asked import year_asked
from talent.reimbursements import owed as reckoning
from talent.reimbursements.owed import Owed, UnitStanding
from talent.reimbursements.rolls import REIMBURSEMENTS
from talent.reimbursements.standards import standards
from talent.reimbursements.vocabulary import Standard

PAID, BEGUN, UNPAID = "paid", "begun", "unpaid"
STATES = {PAID: ("good", "已报销"), BEGUN: ("waiting", "已登记未付"), UNPAID: ("bad", "未报销")}


def state_of(one: Owed) -> str:
    if one.is_paid:
        return PAID
    return BEGUN if one.row else UNPAID


@listing("reimbursements")
def reimbursements_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    period, rules = year_asked(state, on), standards()
    year = int(period.value)
    rows = reckoning.owed(scope, year, on)
    units = reckoning.by_unit(rows, on, rules)
    return Listing(
        title=f"{year} 年考试出差待遇报销",
        rows=rows,
        columns=_columns(scope),
        sort="unit",
        facets=(_state_facet(), by_value("unit", "单位", lambda one: one.unit.name)),
        search=lambda found, text: [one for one in found if text in one.registration.name or text in one.unit.name],
        hint="姓名或单位",
        period=period,
        total=_sums,
        context={
            "year": year,
            "examinees": len(rows),
            "paid": sum(one.is_paid for one in rows),
            "amount": sum((one.paid for one in rows), Decimal(0)),
            "waiting_units": sum(bool(one.unpaid) for one in units),
            "doubtful": sum(bool(one.doubts) for one in rows),
            "patience": rules.on(Standard.PATIENCE, on),
            "units": unit_table(units, year) if len(units) > 1 else None,
        },
    )


def _columns(scope: Scope) -> tuple[Column, ...]:
    return (
        Column("name", "姓名", lambda one: one.registration.name, sort="value", width=10, link=partial(_opened, scope)),
        Column("unit", "单位", lambda one: one.unit.name, sort="value", width=30, wrap=True),
        Column("level", "级别", lambda one: one.registration.get_level_display(), sort="value", width=16),
        Column("result", "成绩", lambda one: (one.registration.tone, one.registration.get_result_display()), "tag"),
        Column("state", "报销", lambda one: STATES[state_of(one)], "tag"),
        Column("amount", "金额（元）", lambda one: one.row.total if one.row else None, "money", sort="value"),
        Column("paid_on", "报销日期", lambda one: one.row.paid_on if one.row else None, "date", sort="value"),
        Column("days", "考后天数", lambda one: None if one.is_paid else one.days, "integer", sort="value"),
        Column(
            "doubts",
            "提示",
            lambda one: Mark("waiting", "超过标准") if one.doubts else "",
            link=lambda one: _opened(scope, one) if one.doubts else None,
        ),
    )


def _opened(scope: Scope, one: Owed) -> str | None:
    """The row of the reimbursement; for those who keep it, the step that begins one."""
    if one.row:
        return REIMBURSEMENTS.url(one.row)
    if scope.may(Role.CLERK) or one.unit.pk in scope.units:
        return reverse("reimbursement-begin", args=[one.registration.pk])
    return None


def _state_facet() -> Facet:
    return Facet(
        "state",
        "报销",
        lambda rows, value: [one for one in rows if state_of(one) == value],
        lambda rows: [(key, words, sum(state_of(one) == key for one in rows)) for key, (_, words) in STATES.items()],
    )


def _sums(rows: Sequence[Owed]) -> dict[str, Any]:
    return {"name": "合计", "amount": sum((one.row.total for one in rows if one.row), Decimal(0))}


def unit_table(units: Sequence[UnitStanding], year: int) -> Table:
    columns = (
        Column("unit", "单位", lambda one: one.unit.name, width=30, wrap=True, link=lambda one: _of_unit(one, year)),
        Column("examinees", "参加考试", lambda one: len(one.examinees), "integer"),
        Column("paid", "已报销", lambda one: one.paid, "integer"),
        Column("unpaid", "未报销", lambda one: len(one.unpaid), "integer"),
        Column("amount", "已报销金额（元）", lambda one: one.amount, "money"),
        Column("days", "考后天数", _waiting, "integer"),
    )
    examinees = sum(len(one.examinees) for one in units)
    paid = sum(one.paid for one in units)
    total = {
        "unit": "合计",
        "examinees": examinees,
        "paid": paid,
        "unpaid": examinees - paid,
        "amount": sum((one.amount for one in units), Decimal(0)),
    }
    return Table(columns, units, "按单位", total=total)


def _waiting(one: UnitStanding) -> Any:
    return Mark("bad", f"{one.days}，已超期") if one.is_late else one.days


def _of_unit(one: UnitStanding, year: int) -> str:
    query = QueryDict(mutable=True)
    query.update({"year": str(year), "unit": one.unit.name})
    return f"{reverse('reimbursements')}?{query.urlencode()}"
