"""What waits for the bureau about money — 四（二）: the yearly statement of lottery money, until it is public."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from incentives.budget.forms import EARLIEST
from incentives.budget.models import Appropriation
from incentives.budget.vocabulary import LOTTERY, SPENDABLE
from incentives.funds.figures import STATEMENT_BY
from incentives.funds.models import Expenditure, Statement
from positions.access import Scope
from positions.vocabulary import Role


def waiting(scope: Scope, on: datetime.date) -> Iterator[tuple[str, int, str]]:
    """(words, how many, where) by year."""
    for year in unpublished(on) if scope.may(Role.CLERK) else ():
        yield _words(year, on), 1, f"{reverse('lottery-statement')}?year={year}"


def unpublished(on: datetime.date) -> list[int]:
    """The years gone by in which there was lottery money, and of which no statement is public yet."""
    given = Appropriation.objects.filter(fund__name__contains=LOTTERY, stage__in=SPENDABLE)
    spent = Expenditure.objects.filter(source__name__contains=LOTTERY)
    years = {year for rows in (given, spent) for year in rows.order_by().values_list("year", flat=True).distinct()}
    public = set(Statement.objects.filter(published_on__lte=on).values_list("year", flat=True))
    return sorted(year for year in years - public if EARLIEST <= year < on.year)


def _words(year: int, on: datetime.date) -> str:
    through = datetime.date(year + 1, STATEMENT_BY + 1, 1) - datetime.timedelta(days=1)
    state = "待公开" if on <= through else "逾期没有公开"
    return f"{year}年福彩公益金使用情况{state}（期限 {through}）"
