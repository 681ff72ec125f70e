"""Who may be paid from what — 四（二）: sources, what each is for, the contract under a payment."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dingnan_sw.lib.exchange import Record
from incentives.budget.models import FundSource
from incentives.budget.vocabulary import LOTTERY_REFUSED
from incentives.funds.balances import astray
from incentives.funds.models import AllowedUse, Expenditure
from incentives.funds.rolls import _expenditure_faults, _source_faults
from incentives.funds.vocabulary import Use
from incentives.paying.models import Payment
from incentives.purchases.rolls import _paid_beyond_the_contract, _paid_under_a_contract
from talent.exports import write_rows
from talent.imports import import_workbook
from tests import county
from tests.budget.counties import fund
from tests.funds.spending import BUDGET, DAY, LOTTERY, SOCIAL, TODAY, faults, source, spend
from tests.paying.office import Office
from tests.purchases.projects import organisation, project

pytestmark = pytest.mark.django_db


def test_lottery_money_for_a_person_is_refused_with_the_reason():
    assert faults(source=source(), use=Use.PERSONS) == [("用途", LOTTERY_REFUSED)]


def test_money_that_is_not_for_persons_is_refused_by_its_name():
    ((_, message),) = faults(source=source("社会资金"), use=Use.PERSONS)
    assert "“社会资金”登记为不发给个人" in message


def test_the_countys_budget_may_pay_persons():
    assert faults(source=source(BUDGET, True), use=Use.PERSONS) == []


def test_the_database_refuses_lottery_money_for_a_person():
    with pytest.raises(IntegrityError, match="福彩公益金只能用于"), transaction.atomic():
        spend(100, use=Use.PERSONS)
    spend(100)
    with pytest.raises(IntegrityError, match="福彩公益金只能用于"), transaction.atomic():
        Expenditure.objects.update(use=Use.PERSONS)


def test_the_database_refuses_to_allow_lottery_money_for_persons():
    with pytest.raises(IntegrityError, match="福彩公益金只能用于"), transaction.atomic():
        AllowedUse.objects.create(source=fund(LOTTERY), use=Use.PERSONS, basis="无")


def test_a_source_that_has_paid_persons_keeps_its_mark():
    spend(100, BUDGET, Use.PERSONS)
    assert [heading for heading, _ in _source_faults({"name": BUDGET, "pays_persons": False})] == ["可以发给个人"]
    with pytest.raises(IntegrityError, match="不能改为不发给个人"), transaction.atomic():
        FundSource.objects.filter(name=BUDGET).update(pays_persons=False)


def test_no_lottery_source_is_marked_for_persons():
    assert list(_source_faults({"name": "彩票公益金", "pays_persons": True})) == [("可以发给个人", LOTTERY_REFUSED)]


def test_a_source_with_uses_on_record_is_used_for_them_alone():
    assert faults(source=source(), use=Use.PUBLICITY) == []
    AllowedUse.objects.create(source=fund(LOTTERY), use=Use.TRAINING, basis="四（二）")
    ((heading, message),) = faults(source=source(), use=Use.PUBLICITY)
    assert (heading, "登记的用途是培训" in message) == ("用途", True)
    assert faults(source=source(), use=Use.TRAINING) == []


def test_what_a_source_is_for_is_asked_once_for_a_whole_sheet(tmp_path):
    AllowedUse.objects.create(source=fund(LOTTERY), use=Use.TRAINING, basis="演示")

    def queries(rows):
        cells = {"资金来源": LOTTERY, "预算年度": 2026, "用途": "培训", "金额": "1.00", "支出日期": DAY}
        path = tmp_path / "spent.xlsx"
        with path.open("wb") as file:
            write_rows(
                file,
                {"资金支出": [{**cells, "支出事项": f"第{n}期", "凭证或文号": f"证{n}"} for n in range(rows)]},
                TODAY,
            )
        with CaptureQueriesContext(connection) as told:
            assert import_workbook(path, TODAY, dry_run=True).accepted
        return len(told)

    assert queries(1) == queries(9)


def test_what_was_spent_before_the_use_was_limited_is_shown():
    kept, other = spend(100), spend(50, use=Use.PUBLICITY, subject="宣传册")
    assert not astray(2026)
    AllowedUse.objects.create(source=fund(LOTTERY), use=Use.TRAINING, basis="四（二）")
    assert list(astray(2026)) == [other] != [kept]


@pytest.mark.parametrize(
    ("use", "signed", "heading"),
    [
        (Use.PURCHASE, DAY, None),  # on the day of the contract
        (Use.PURCHASE, DAY + datetime.timedelta(days=1), "支出日期"),
        (Use.PURCHASE, None, "支出日期"),  # no contract yet
        (Use.TRAINING, DAY, "购买服务项目"),
    ],
)
def test_a_projects_payment_follows_its_contract(use, signed, heading):
    found = faults(source=source(), use=use, project=Record(None, None, {"signed_on": signed}))
    assert [one for one, _ in found] == ([heading] if heading else [])


def test_a_purchase_names_its_project():
    assert [heading for heading, _ in faults(source=source(), use=Use.PURCHASE)] == ["购买服务项目"]
    with pytest.raises(IntegrityError, match="purchase_names_its_project"), transaction.atomic():
        spend(100, use=Use.PURCHASE)


@pytest.mark.parametrize(("year", "faulty"), [(2025, False), (2026, False), (2027, True)])
def test_money_is_not_spent_before_its_year(year, faulty):
    assert bool(list(_expenditure_faults({"year": year, "spent_on": DAY}))) is faulty


def test_a_source_under_which_batches_paid_is_neither_renamed_nor_taken_away(finance, signed_in):
    one = county.person()
    county.serve(one, county.committee())
    county.certify(one)
    office = Office()
    office.send(office.allowances("2021-08"))
    assert Payment.objects.get().fund == BUDGET
    with pytest.raises(IntegrityError, match="不能删除或改名"), transaction.atomic():
        FundSource.objects.filter(name=BUDGET).update(name="别的名称")
    FundSource.objects.filter(name=BUDGET).update(note="说明可以改")
    page = reverse("roll-delete", args=["fund-sources", fund(BUDGET).pk])
    assert "批次的付款已经记在这个资金来源名下" in signed_in(finance).post(page, follow=True).content.decode()
    unused = fund(SOCIAL)
    signed_in(finance).post(reverse("roll-delete", args=["fund-sources", unused.pk]))
    assert not FundSource.objects.filter(pk=unused.pk).exists()


@pytest.mark.parametrize(
    ("signed", "faulty"), [(DAY, []), (DAY + datetime.timedelta(1), ["合同日期"]), (None, ["合同日期"])]
)
def test_a_project_keeps_the_contract_under_which_it_was_paid(signed, faulty, unit):
    paid = project(buyer=unit, provider=organisation(), through="signed", on=datetime.date(2026, 2, 1))
    spend(100, use=Use.PURCHASE, project=paid)
    changed = {"name": paid.name, "signed_on": signed, "signed_amount": Decimal(100)}
    assert [heading for heading, _ in _paid_under_a_contract()(changed)] == faulty
    assert list(_paid_under_a_contract()({**changed, "name": "没有付款的项目"})) == []


@pytest.mark.parametrize(("contract", "doubtful"), [("100.00", []), ("99.99", ["合同金额"])])
def test_a_contract_below_what_was_paid_is_told(contract, doubtful, unit):
    paid = project(buyer=unit, provider=organisation(), through="signed", on=datetime.date(2026, 2, 1))
    spend(100, use=Use.PURCHASE, project=paid)
    changed = {"name": paid.name, "signed_amount": Decimal(contract)}
    assert [heading for heading, _ in _paid_beyond_the_contract()(changed)] == doubtful
