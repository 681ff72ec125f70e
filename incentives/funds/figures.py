"""The live figure of each obligation about money."""

import datetime

from dingnan_sw.lib.figures import Figure
from incentives.budget.models import Appropriation
from incentives.budget.vocabulary import SPENDABLE
from incentives.funds.balances import balances, lottery, social
from incentives.funds.models import PerformanceSheet, Statement
from incentives.rules.vocabulary import NOTHING

# Months of the next year by whose end the papers of a year are due: the statement by the end of June, as units publish it
# (彩票公益金管理办法); the self-evaluation with the accounts of the year, by the end of March, which finance may set otherwise.
STATEMENT_BY, EVALUATION_BY = 6, 3


def _due_year(on: datetime.date, month: int) -> int:
    """The latest year whose paper is due by now."""
    return on.year - (1 if on.month > month else 2)


def budgeted(on: datetime.date) -> Figure:
    """四（二）: what the government has to bear is in its budget."""
    rows = balances(on.year)
    given, used = sum((row.given for row in rows), NOTHING), sum((row.used for row in rows), NOTHING)
    words = f"{on.year}年下达 {given:,.2f} 元，已用 {used:,.2f} 元"
    return Figure(words, int(Appropriation.objects.filter(year=on.year, stage__in=SPENDABLE).exists()), 1)


def lottery_listed(on: datetime.date) -> Figure:
    """四（二）: welfare-lottery money of the county supports the building of talent."""
    given, used = lottery(on.year)
    return Figure(f"{on.year}年福彩公益金安排 {given:,.2f} 元，已用 {used:,.2f} 元", int(bool(given)), 1)


def lottery_published(on: datetime.date) -> Figure:
    """四（二）: the use of lottery money is made public each year."""
    year = _due_year(on, STATEMENT_BY)
    done = Statement.objects.filter(year=year, published_on__lte=on).first()
    words = f"{done.published_on} 已公开" if done else "还没有公开"
    return Figure(f"{year}年度福彩公益金使用情况{words}", int(done is not None), 1)


def social_money(on: datetime.date) -> Figure:
    """四（二）: money of society is drawn in."""
    received, used = social(on)
    return Figure(f"{on.year}年收到社会资金 {received:,.2f} 元，已用 {used:,.2f} 元", int(received > 0))


def evaluated(on: datetime.date) -> Figure:
    """四（二）: performance is evaluated: the targets of this year are set, the year before is self-evaluated."""
    year = _due_year(on, EVALUATION_BY)
    set_up = PerformanceSheet.objects.filter(year=on.year).exists()
    done = PerformanceSheet.objects.filter(year=year, finished_on__lte=on).exists()
    words = f"{on.year}年绩效目标表{'已填' if set_up else '未填'}；{year}年自评{'已完成' if done else '未完成'}"
    return Figure(words, set_up + done, 2)
