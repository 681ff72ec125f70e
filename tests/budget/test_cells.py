"""Every number of the budget's pages opens: to the people, months and steps, and to the clause or the record behind it."""

import datetime

import pytest
from django.urls import reverse

from incentives.budget.models import PassRate
from incentives.budget.vocabulary import Item
from incentives.paying.models import Payment
from positions.vocabulary import UnitKind
from tests import county
from tests.budget.cells import Visitor, numbers
from tests.budget.counties import appropriate, funds, register, worker
from tests.paying.office import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_years():
    """2022 with batches of both kinds paid, 2023 with all that can be in a budget."""
    funds()
    employer, company = county.committee(), county.unit("丙公司", UnitKind.ENTERPRISE)
    people = [worker(number, employer) for number in (1, 2)]
    county.serve(county.person(900, "赵某"), company)
    county.certify(people[0], "DEMO91", 2, datetime.date(2022, 6, 20))
    county.certify(people[1], "DEMO92", 2, datetime.date(2023, 6, 20))
    county.certify(company.services.get().person, "DEMO93", 1, datetime.date(2023, 6, 20))
    PassRate.objects.create(year=2022, level=1, percent=50)
    for exam in (2022, 2023):
        register(employer, "新来的", exam_year=exam)
    for item in Item:
        for stage in ("requested", "approved", "added"):
            appropriate(1500, year=2022, item=item, stage=stage)
    office = Office(datetime.date(2022, 7, 1))
    office.pay(office.allowances("2022-03"))
    office.pay(office.bonuses(2022))
    return people


@pytest.fixture(params=["clerk", "finance"])
def visitor(request, signed_in, full_years):
    return Visitor(signed_in(request.getfixturevalue(request.param)))


def answered():
    """The year in which the bank answered: the real one."""
    return Payment.objects.latest("answered").answered.year


@pytest.mark.parametrize(
    ("name", "year", "least"),
    [("budget", lambda: 2022, 40), ("budget", lambda: 2023, 45), ("budget", lambda: 2021, 20),
     ("budget-execution", lambda: 2022, 20), ("budget-execution", answered, 8)],
    ids=["the year of the batches", "the year after", "the first year", "a year under way", "the year of the bank's answer"],
)  # fmt: skip
def test_every_number_opens_to_its_sum_and_within_three_clicks_to_a_clause_or_a_record(visitor, name, year, least):
    cells = numbers(visitor.page(f"{reverse(name)}?year={year()}"))
    assert len(cells) >= least
    assert [cell.text for cell in cells if not cell.links] == []
    for cell in cells:
        for link in cell.links:
            assert visitor.shows(cell, link), (cell, link)
            assert visitor.reaches(link), (cell, link)


def test_the_year_that_is_followed_holds_every_kind_of_row(visitor):
    page = visitor.page(f"{reverse('budget')}?year=2023")
    assert all(kind in page for kind in ("初级 1 人共 6 人月", "已取证 1 人", "待认定 1 人", "预计新取证：报考 1 人"))
