"""预算申报表 as it is filed: one line for each item, the basis of its sum beside it."""

import datetime

from dingnan_sw.lib.paper import NUMBER, PaperColumn, Sheet, column, numbered
from incentives.budget.estimate import Estimate, estimate
from incentives.budget.request import requests
from incentives.rules.rulebook import RuleBook
from positions.access import Scope
from positions.lists import filed_by


def budget_sheet(scope: Scope, book: RuleBook, on: datetime.date, year: str) -> Sheet:
    """四（二）: what is asked for, as expected; what it may come to at least and at most is in the notes."""
    found = estimate(int(year), book, on)
    rows = numbered(requests(found))
    return Sheet(
        title="社会工作人才激励保障经费预算申报表",
        unit=filed_by(scope, on),
        period=f"{year}年度",
        made_on=on,
        columns=_columns(year),
        rows=rows,
        notes=_notes(found),
        in_words=True,
    )


def _columns(year: str) -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("项目名称", lambda one: str(one.item.label), width=10),
        column("预算年度", lambda one: year, "text", 8),
        column("功能科目", lambda one: "、".join(one.functions), width=18, wrap=True),
        column("经济科目", lambda one: "、".join(one.economics), width=16, wrap=True),
        column("资金来源", lambda one: one.fund, width=12, wrap=True),
        column("测算依据", lambda one: one.basis, width=36, wrap=True),
        column("上年预算（元）", lambda one: one.budget, "money", total=True),
        column("上年执行（元）", lambda one: one.executed, "money", total=True),
        column("本年申报（元）", lambda one: one.amount, "money", total=True),
        column("增减原因", lambda one: one.change, width=20, wrap=True),
    )


def _notes(found: Estimate) -> list[str]:
    total = found.total
    notes = [
        f"依据：定办字〔2020〕41号 三（一）、三（二）、四（二）；按 {found.on} 的登记、预计退休和报考情况测算。",
        f"最低 {total.low:,.2f} 元，预计 {total.expected:,.2f} 元，最高 {total.high:,.2f} 元；本年申报为预计数。",
    ]
    for one in found.bookings():
        codes = " / ".join(filter(None, (one.function, one.economic))) or "科目待财政确认"
        notes.append(f"{one.item.label}：{one.fund}，{codes}，{one.amounts.expected:,.2f} 元。")
    return notes
