"""Money as pages: sources with what is left, the yearly statement of lottery money, the performance sheets."""

from django.http import HttpResponse
from django.shortcuts import render

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.table import Column, Table
from incentives.amendments.book import current_book
from incentives.budget.forms import budget_year
from incentives.funds import balances, statement
from incentives.funds.models import Expenditure, Receipt
from incentives.funds.performance import Performance, performance
from incentives.funds.sheets import figure
from incentives.rules.vocabulary import NOTHING
from positions.access import ScopedRequest, roles
from positions.vocabulary import COUNTY, Role


@roles(*COUNTY)
def funds(request: ScopedRequest) -> HttpResponse:
    """A year's money by source, this year's by default."""
    day = today()
    period = budget_year(request.GET, day.year, day.year)
    year = int(period.value)
    context = {
        "period": period,
        "balances": balances.balance_table(year, balances.balances(year)),
        "uses": balances.use_table(year),
        "allowed": balances.allowed_table(),
        "receipts": _receipts(year),
        "astray": _astray(year),
        "keeps": request.scope.may(Role.CLERK, Role.FINANCE),
    }
    return render(request, "funds/funds.html", context)


def _receipts(year: int) -> Table:
    rows = list(Receipt.objects.filter(received_on__year=year).select_related("source"))
    columns = (
        Column("received_on", "到账日期", lambda row: row.received_on, "date"),
        Column("giver", "提供方", lambda row: row.giver),
        Column("purpose", "约定用途", lambda row: row.purpose, wrap=True),
        Column("amount", "金额（元）", lambda row: row.amount, "money"),
    )
    total = sum((row.amount for row in rows), NOTHING)
    return Table(columns, rows, f"{year}年收到的社会资金", total={"received_on": "合计", "amount": total})


def _astray(year: int) -> Table:
    columns = (
        Column("subject", "支出事项", lambda row: row.subject),
        Column("source", "资金来源", lambda row: row.source.name),
        Column("use", "用途", lambda row: row.use),
        Column("amount", "金额（元）", lambda row: row.amount, "money"),
    )
    rows: list[Expenditure] = list(balances.astray(year))
    return Table(columns, rows, "超出登记用途的支出")


@roles(*COUNTY)
def lottery_statement(request: ScopedRequest) -> HttpResponse:
    """A year's statement of lottery money, this year's by default, and its text for publication."""
    day = today()
    period = budget_year(request.GET, day.year, day.year)
    found = statement.account(int(period.value))
    context = {
        "period": period,
        "found": found,
        "supported": statement.supported_table(found),
        "text": statement.text(found, day),
        "keeps": request.scope.may(Role.CLERK),
    }
    return render(request, "funds/statement.html", context)


@roles(*COUNTY)
def performance_sheet(request: ScopedRequest) -> HttpResponse:
    """A year's targets and what was reached of them, this year's by default."""
    day = today()
    period = budget_year(request.GET, day.year, day.year)
    found = performance(int(period.value), current_book(), day)
    context = {"period": period, "found": found, "lines": _lines(found), "keeps": request.scope.may(Role.CLERK)}
    return render(request, "funds/performance.html", context)


def _lines(found: Performance) -> Table:
    columns = (
        Column("group", "一级指标", lambda line: line.indicator.group),
        Column("kind", "二级指标", lambda line: line.indicator.kind),
        Column("name", "指标内容", lambda line: line.indicator.name),
        Column("target", "指标值", lambda line: figure(line.target, line)),
        Column("actual", "实际完成值", lambda line: figure(line.actual, line)),
        Column("origin", "取数", lambda line: line.origin),
        Column("weight", "分值", lambda line: line.indicator.weight, "integer"),
        Column("score", "得分", lambda line: line.score, "decimal"),
        Column("note", "偏差原因及改进措施", lambda line: line.note, wrap=True),
    )
    weights = sum(line.indicator.weight for line in found.lines)
    return Table(
        columns,
        found.lines,
        f"{found.year}年绩效指标",
        total={"group": "合计", "weight": weights, "score": found.score},
    )
