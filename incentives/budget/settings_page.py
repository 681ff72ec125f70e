"""The settings of the budget on one page: funds, accounts, appropriations, pass rates, each with who keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dingnan_sw.lib.table import Column, Table
from incentives.budget.forms import SETTINGS
from positions.access import Scope

Columns = tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    title: str
    hint: str
    table: Table
    keeps: bool


HINTS = {
    "funds": "财政维护。福彩公益金不能发给个人，系统不收这样的登记。",
    "accounts": "财政每年按政府收支分类科目确认；单位类别空着的适用于其余各类。",
    "appropriations": "财政登记每年申报、批复和年中追加的金额和文号，预算表的上年预算和预算执行由此而来。",
    "pass-rates": "民政经办登记；没有登记的年度按考试报名的成绩计算。",
}


def parts(scope: Scope) -> list[Part]:
    return [_part(key, scope) for key in SETTINGS]


def _part(key: str, scope: Scope) -> Part:
    form = SETTINGS[key]
    model, keeps = form._meta.model, scope.may(*form.KEEPERS)

    def opened(row: Any) -> str | None:
        return reverse("budget-setting", args=[key, row.pk]) if keeps else None

    rows = model.objects.select_related("fund") if key == "appropriations" else model.objects.all()
    title = str(model._meta.verbose_name)
    return Part(key, title, HINTS[key], Table(COLUMNS[key](opened), rows, title), keeps)


Opened = Callable[[Any], str | None]


def _fund_columns(opened: Opened) -> Columns:
    return (
        Column("name", "资金来源", lambda one: one.name, link=opened),
        Column("persons", "可以发给个人", lambda one: ("good", "可以") if one.pays_persons else ("neutral", "不可以"), "tag"),
        Column("place", "次序", lambda one: one.place, "integer"),
        Column("note", "说明", lambda one: one.note, wrap=True),
    )  # fmt: skip


def _account_columns(opened: Opened) -> Columns:
    return (
        Column("item", "项目", lambda one: one.get_item_display(), link=opened),
        Column("kind", "单位类别", lambda one: one.unit_kind or "其余各类"),
        Column("year", "自哪一年起", lambda one: str(one.first_year)),
        Column("function", "功能科目", lambda one: one.function_code, wrap=True),
        Column("economic", "经济科目", lambda one: one.economic_code, wrap=True),
        Column("confirmed", "状态", lambda one: ("good", "财政已确认") if one.confirmed else ("waiting", "待财政确认"), "tag"),
    )  # fmt: skip


def _appropriation_columns(opened: Opened) -> Columns:
    return (
        Column("year", "年度", lambda one: str(one.year), sort="year", link=opened),
        Column("item", "项目", lambda one: one.get_item_display(), sort="item"),
        Column("stage", "类别", lambda one: one.get_stage_display(), sort="stage"),
        Column("fund", "资金来源", lambda one: one.fund.name, sort="fund__name"),
        Column("amount", "金额（元）", lambda one: one.amount, "money", sort="amount"),
        Column("on", "日期", lambda one: one.on, "date", sort="on"),
        Column("document", "文号", lambda one: one.document, sort="document", wrap=True),
    )


def _rate_columns(opened: Opened) -> Columns:
    return (
        Column("year", "考试年度", lambda one: str(one.year), link=opened),
        Column("level", "级别", lambda one: one.get_level_display()),
        Column("percent", "通过率（%）", lambda one: one.percent, "decimal"),
        Column("source", "来源", lambda one: one.source, wrap=True),
    )


COLUMNS: dict[str, Callable[[Opened], Columns]] = {
    "funds": _fund_columns,
    "accounts": _account_columns,
    "appropriations": _appropriation_columns,
    "pass-rates": _rate_columns,
}
