"""Lottery money never comes to a person: refused by the form's model, by the verbs and by the database; and the accounts."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from incentives.budget.accounts import COUNTY_BUDGET, account_strings, fund_for_persons, refuse_lottery
from incentives.budget.models import AccountCode, Appropriation, FundSource
from incentives.budget.vocabulary import LOTTERY_REFUSED, Item
from incentives.paying.models import Payment
from incentives.refusals import Refused
from tests import county
from tests.budget.counties import appropriate, fund, funds
from tests.paying.office import Office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rows():
    funds()


def appropriation(item, name="福彩公益金"):
    return Appropriation(
        year=2027, item=item, fund=fund(name), amount=100, on=datetime.date(2027, 1, 5), document="定财字1号"
    )  # fmt: skip


@pytest.mark.parametrize("item", [Item.BONUS, Item.ALLOWANCE])
def test_an_appropriation_of_lottery_money_to_persons_is_refused_with_the_reason(item):
    with pytest.raises(ValidationError) as refused:
        appropriation(item).full_clean()
    assert refused.value.message_dict["fund"] == [LOTTERY_REFUSED]


def test_lottery_money_may_support_what_is_not_paid_to_persons():
    one = appropriation(Item.OTHER)
    one.full_clean()
    one.save()
    assert Appropriation.objects.get().fund.name == "福彩公益金"


@pytest.mark.parametrize("item", [Item.BONUS, Item.ALLOWANCE])
def test_the_database_refuses_the_appropriation_too(item):
    with pytest.raises(IntegrityError, match="福彩公益金只能用于"), transaction.atomic():
        appropriation(item).save()


def test_an_appropriation_does_not_turn_to_persons_afterwards():
    one = appropriation(Item.OTHER)
    one.save()
    with pytest.raises(IntegrityError, match="福彩公益金只能用于"), transaction.atomic():
        Appropriation.objects.update(item=Item.ALLOWANCE)


@pytest.mark.parametrize("name", ["福彩公益金", "本级福利彩票公益金"])
def test_no_lottery_fund_is_marked_as_paying_persons(name):
    with pytest.raises(IntegrityError, match="lottery_money_never_pays_persons"), transaction.atomic():
        FundSource.objects.update_or_create(name=name, defaults={"pays_persons": True})


def test_a_fund_that_has_paid_persons_keeps_its_mark():
    appropriate(100)
    with pytest.raises(IntegrityError, match="不能改为不发给个人"), transaction.atomic():
        FundSource.objects.filter(name="县级一般公共预算").update(pays_persons=False)


@pytest.mark.parametrize("name", ["福彩公益金", "某彩票公益金"])
def test_the_verb_that_books_payments_refuses_lottery_money(name):
    with pytest.raises(Refused) as refused:
        refuse_lottery(name)
    assert (refused.value.code, refused.value.message) == ("fund_not_for_persons", LOTTERY_REFUSED)


def test_the_database_refuses_a_payment_from_lottery_money():
    office = Office()
    one = county.person()
    county.serve(one, county.committee())
    county.certify(one)
    office.send(office.allowances("2021-08"))
    with pytest.raises(IntegrityError, match="lottery_money_pays_no_person"), transaction.atomic():
        Payment.objects.update(fund="福彩公益金")


def test_a_payment_carries_the_fund_and_accounts_of_its_year():
    office = Office()
    one = county.person()
    county.serve(one, county.committee())
    county.certify(one)
    office.send(office.allowances("2021-08"))
    (payment,) = Payment.objects.all()
    assert (payment.fund, payment.function_code[:3], payment.economic_code[:5]) == ("县级一般公共预算", "208", "30305")


def test_nothing_is_sent_while_no_fund_may_pay_persons():
    FundSource.objects.filter(pays_persons=True).update(pays_persons=False)
    with pytest.raises(Refused, match="没有可以发给个人的资金来源"):
        fund_for_persons(2027)


def test_the_fund_with_most_of_the_years_money_pays_persons():
    FundSource.objects.create(name="上级补助", pays_persons=True, place=9)
    assert fund_for_persons(2027) == "县级一般公共预算"
    appropriate(500, name="上级补助")
    appropriate(100)
    assert (fund_for_persons(2027), fund_for_persons(2028)) == ("上级补助", "县级一般公共预算")


def test_without_any_record_the_countys_budget_pays():
    FundSource.objects.all().delete()
    assert fund_for_persons(2027) == COUNTY_BUDGET


@pytest.mark.parametrize(
    ("kind", "year", "strings"),
    [
        ("社区居委会", 2019, ("", "")),  # before the first year on record
        ("社区居委会", 2020, ("甲", "乙")),
        ("社区居委会", 2026, ("甲", "乙")),
        ("社区居委会", 2027, ("丙", "丁")),  # changed from this year on
        ("企业", 2027, ("其", "余")),
    ],
)
def test_accounts_are_those_of_the_kind_in_force_in_the_year(kind, year, strings):
    AccountCode.objects.all().delete()
    for unit_kind, first_year, function, economic in (
        ("社区居委会", 2020, "甲", "乙"), ("社区居委会", 2027, "丙", "丁"), ("", 2020, "其", "余")
    ):  # fmt: skip
        AccountCode.objects.create(
            item=Item.ALLOWANCE, unit_kind=unit_kind, first_year=first_year, function_code=function, economic_code=economic
        )  # fmt: skip
    assert account_strings(kind, "allowance", year) == strings
