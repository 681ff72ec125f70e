"""In the year: granted, paid, owed, expected, and the month in which the money runs out."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from dingnan_sw.lib.dates import Month
from incentives.budget.execution import Cost, runs_out, standings
from incentives.budget.vocabulary import Item
from incentives.rules.rulebook import standard_book
from positions.models import User
from tests import county
from tests.budget.counties import appropriate, funds, worker
from tests.paying.office import Office

BOOK = standard_book()
day, yuan = datetime.date, Decimal
MARCH = day(2022, 3, 15)


def cost(number, paid, open_):
    return Cost(Month(2022, number), yuan(paid), yuan(open_), number <= 3)


YEAR = [cost(number, 100 if number < 3 else 0, 0 if number < 3 else 100) for number in range(1, 13)]


@pytest.mark.parametrize(
    ("given", "month"),
    [
        ("0.00", Month(2022, 1)),
        ("99.99", Month(2022, 1)),
        ("100.00", Month(2022, 2)),
        ("1199.99", Month(2022, 12)),
        ("1200.00", None),
        ("9999.00", None),
    ],
)
def test_money_runs_out_in_the_first_month_that_it_does_not_cover_in_full(given, month):
    assert runs_out(yuan(given), YEAR) == month


@pytest.mark.django_db
class TestAYear:
    @pytest.fixture(autouse=True)
    def two_workers(self):
        funds()
        employer = county.committee()
        self.people = [worker(number, employer) for number in (1, 2)]

    def allowance(self, on=MARCH):
        return next(one for one in standings(2022, BOOK, on) if one.item is Item.ALLOWANCE)

    def test_before_anything_is_paid_what_is_due_is_committed(self):
        found = self.allowance()
        assert (found.paid, found.committed, found.expected) == (0, 600, 1800)
        assert (found.granted, found.left, found.runs_out) == (None, None, None)

    def test_what_was_sent_to_finance_is_paid_and_leaves_the_committed(self):
        office = Office(day(2022, 3, 1))
        office.pay(office.allowances("2022-02"))
        found = self.allowance()
        assert (found.paid, found.committed, found.expected) == (400, 200, 1800)

    def test_what_the_bank_confirmed_is_counted_by_the_year_of_its_answer(self):
        office = Office(day(2022, 3, 1))
        office.pay(office.allowances("2022-02"))
        answered = self.allowance().banked, standings(2021, BOOK, MARCH)[1].banked
        assert answered == (0, 0)  # the bank's answer is of the real day

    @pytest.mark.parametrize(
        ("grants", "left", "month"),
        [
            ((2400,), 0, None),
            ((2000,), -400, Month(2022, 11)),
            ((2000, 400), 0, None),
            ((2400, -200), -200, Month(2022, 12)),
        ],
    )
    def test_the_grant_is_what_was_approved_and_added(self, grants, left, month):
        for place, amount in enumerate(grants):
            appropriate(amount, year=2022, stage="added" if place else "approved")
        appropriate(9999, year=2022, stage="requested")
        found = self.allowance()
        assert (found.granted, found.left, found.runs_out) == (sum(grants), left, month)

    @pytest.mark.parametrize(("sent", "others"), [(2021, 0), (2022, 1200), (2023, 1600)])
    def test_what_is_sent_for_another_year_is_told_beside_the_grant(self, client, sent, others):
        appropriate(2400, year=sent)
        """The first batch holds six months of 2021, and two of 2022 where it goes so far."""
        office = Office(day(sent, 12, 1))
        office.pay(office.allowances("2021-12" if sent == 2021 else "2022-02"))
        found = next(one for one in standings(sent, BOOK, day(sent, 12, 15)) if one.item is Item.ALLOWANCE)
        assert (found.of_others, found.left_with_others) == (others, found.left - others)
        client.force_login(User.objects.get(username="payer"))
        page = client.get(reverse("budget-execution"), {"year": sent}).content.decode()
        assert (f"别的年度的 {others:,}.00 元" in page) == bool(others)

    def test_a_year_that_has_not_begun_is_expected_in_full(self):
        found = self.allowance(day(2021, 12, 31))
        assert (found.committed, found.expected) == (0, 2400)

    def test_a_year_that_is_over_is_committed_in_full(self):
        found = self.allowance(day(2023, 1, 1))
        assert (found.committed, found.expected) == (2400, 0)

    def test_certificates_of_the_exam_year_are_committed_bonuses(self):
        county.certify(self.people[0], "DEMO9", 2, day(2022, 2, 1))
        bonus = next(one for one in standings(2022, BOOK, MARCH) if one.item is Item.BONUS)
        assert (bonus.paid, bonus.committed, bonus.expected) == (0, 2000, 0)
