"""The budget's pages and verbs: what each cell opens to, who writes what down, and what is refused with which words."""

import datetime

import pytest
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.dates import today
from incentives.budget.models import AccountCode, Appropriation, FundSource, PassRate
from tests import county
from tests.budget.counties import appropriate, fund, funds, register, worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def committee():
    funds()
    return county.committee()


@pytest.fixture
def wang(clerk, signed_in):
    return signed_in(clerk)


@pytest.fixture
def cai(finance, signed_in):
    return signed_in(finance)


def words(response):
    return response.content.decode()


def appropriation(**changes):
    return {
        "year": "2027", "item": "allowance", "fund": fund().pk, "stage": "approved", "amount": "1000.00",
        "on": "2027-01-05", "document": "定财字1号", **changes,
    }  # fmt: skip


def test_a_share_says_on_which_day_the_person_is_expected_to_retire(wang, committee):
    one = worker(1, committee, born="19670131")
    page = words(wang.get(reverse("budget-share", args=[2027, one.pk, "2027-01"])))
    assert "预计 2027-08-31 到法定退休年龄" in page
    assert "100.00 元 × 8 个月" in page


def test_a_share_explains_every_month_however_often_the_register_changes(wang, committee):
    one = worker(1, committee, until=datetime.date(2027, 7, 1))
    county.serve(one, committee, since=datetime.date(2027, 7, 1))
    for month in ("2027-01", "2027-07", "2027-12"):
        answer = wang.get(reverse("budget-share", args=[2027, one.pk, month]))
        told = [(str(span.first), str(span.last), span.amount) for span in answer.context["spans"]]
        assert told == [("2027-01", "2027-06", 600), ("2027-07", "2027-07", 100), ("2027-08", "2027-12", 500)]
        page = words(answer)
        assert "2027-06-30 任职" in page
        assert page.count('<ol class="why">') == page.count(f'{reverse("policy")}#三（二）"') == 3


def test_a_month_is_opened_to_who_is_paid_in_it(wang, committee):
    worker(1, committee, until=datetime.date(2027, 3, 1))
    two = worker(2, committee)
    page = wang.get(f"{reverse('budget-people')}?year=2027&part=month&month=2027-04")
    assert [share.person for share in page.context["table"].rows] == [two]
    assert page.context["table"].total["amount"] == 100
    assert reverse("budget-share", args=[2027, two.pk, "2027-04"]) in words(page)


def test_the_months_say_what_each_leaves_of_the_grant_and_how_it_is_reckoned(wang, committee):
    worker(1, committee)
    next_year = today().year + 1
    appropriate(1000, year=next_year)
    page = wang.get(reverse("budget-months"), {"year": str(next_year), "item": "职业津贴"})
    assert [row.left for row in page.context["table"].rows][-3:] == [0, -100, -200]
    assert dict(page.context["steps"]) == {
        "下达": 1000, "已送支付": 0, "应付未付": 0, "年内还将发生": 1200, "年末结余": -200
    }  # fmt: skip


def test_what_is_granted_for_other_than_persons_is_not_among_the_grants(wang):
    for item in ("allowance", "other"):
        appropriate(1000, year=2027, item=item)
    appropriate(900, year=2027, stage="requested")
    page = wang.get(reverse("budget-granted"), {"year": "2027", "kind": "granted"})
    assert page.context["table"].total["amount"] == 1000
    both = wang.get(reverse("budget-granted"), {"year": "2027"}).context["table"]
    assert (len(both.rows), both.total) == (2, {})
    assert "没有符合条件的记录" in words(wang.get(reverse("budget-granted"), {"year": "2027", "kind": "x"}))


@pytest.mark.parametrize(
    "query",
    ["", "part=other", "part=allowance&level=1&since=1999-01-01", "part=allowance&level=x", "part=bonus&level=1", "part=expected-bonus",
     "part=month", "part=month&month=x", "year=2027&part=month&month=2026-12"],
)  # fmt: skip
def test_an_address_of_no_cell_is_not_found(wang, query):
    assert wang.get(f"{reverse('budget-people')}?{query}").status_code == 404


def test_the_people_behind_a_cell_can_be_taken_away(wang, committee):
    one = worker(1, committee)
    county.certify(one, "DEMO9", 2, datetime.date(2026, 3, 1))
    register(committee, "新来的", exam_year=2026, result="passed")
    for part in (
        "allowance&level=2&since=2020-01-01",
        "bonus&level=2&outcome=payable",
        "expected-bonus&level=1",
        "all",
        "month&month=2026-05",
    ):
        answer = wang.get(f"{reverse('budget-people')}?year=2026&part={part}")
        assert (answer.status_code, "合计" in words(answer)) == (200, True)
        assert wang.get(f"{reverse('budget-people')}?year=2026&part={part}&format=xlsx").status_code == 200


def test_the_registrations_of_one_person_open_to_parts_that_add_up_and_say_so(wang, committee):
    PassRate.objects.create(year=2025, level=1, percent=50)
    for exam in (2026, 2027):
        register(committee, "新来的", exam_year=exam)
    table = wang.get(reverse("budget"), {"year": "2027"}).context["expected"]
    row = next(row for row in table.rows if row.item == "allowance")
    query = {"year": "2027", "part": "expected-allowance", "level": "1"}
    page = wang.get(reverse("budget-people"), query)
    total = page.context["table"].total
    assert (total["months"], total["low"], total["expected"], total["high"]) == (
        row.person_months, row.amounts.low, row.amounts.expected, row.amounts.high,
    )  # fmt: skip
    assert (row.people, row.person_months, row.amounts.high) == (1, 12, 650)
    assert "同一人的报名合并计算，先算2026年助理社会工作师" in words(page)


def test_a_registration_whose_bonus_would_wait_says_so(wang, committee):
    one = worker(1, committee)
    county.certify(one, "DEMO9", 2, datetime.date(2027, 6, 20))
    register(committee, one.name, person=one, level=3, result="passed")
    page = words(wang.get(reverse("budget"), {"year": "2027"}))
    assert "其中待认定 1 人（只计入最高）" in page
    query = {"year": "2027", "part": "expected-bonus", "level": "3"}
    assert "取证后有奖励要待认定，只计入最高" in words(wang.get(reverse("budget-people"), query))


def test_a_year_out_of_reach_shows_next_years_budget_and_says_so(wang):
    assert "能看 2021 至" in words(wang.get(reverse("budget") + "?year=1999"))


def test_finance_records_an_appropriation_and_the_audit_tells(cai):
    cai.post(reverse("budget-setting-new", args=["appropriations"]), appropriation())
    assert Appropriation.objects.get().amount == 1000
    assert Entry.objects.filter(action="新增预算指标").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fund": "lottery"}, "福彩公益金只能用于项目支出"),
        ({"amount": "-5"}, "调减预算请选"),
        ({"amount": "1.234"}, "2"),
    ],
)
def test_an_appropriation_that_cannot_be_is_refused(cai, changes, said):
    if changes.get("fund"):
        changes = {"fund": fund("福彩公益金").pk}
    assert said in words(cai.post(reverse("budget-setting-new", args=["appropriations"]), appropriation(**changes)))
    assert not Appropriation.objects.exists()


def test_a_fund_under_which_persons_are_paid_is_not_taken_from_them(cai):
    appropriate(100)
    one = fund()
    answer = cai.post(reverse("budget-setting", args=["funds", one.pk]), {"name": one.name, "place": "1"})
    assert (answer.status_code, "不能改为不发给个人" in words(answer)) == (200, True)
    assert FundSource.objects.get(pk=one.pk).pays_persons


def test_finance_confirms_an_account(cai):
    one = AccountCode.objects.filter(item="bonus").first()
    said = {
        "item": "bonus",
        "first_year": "2027",
        "function_code": "2013904 专项业务",
        "economic_code": "30309",
        "confirmed": "on",
    }
    cai.post(reverse("budget-setting", args=["accounts", one.pk]), said)
    one.refresh_from_db()
    assert (one.confirmed, one.first_year, one.function_code) == (True, 2027, "2013904 专项业务")


def test_a_clerk_does_not_write_what_finance_keeps(wang):
    assert wang.post(reverse("budget-setting-new", args=["appropriations"]), appropriation()).status_code == 403
    assert not Appropriation.objects.exists()


def test_what_is_not_on_record_adds_up_to_nothing_said_rather_than_to_zero(wang):
    appropriate(1000, year=2026)
    total = wang.get(reverse("budget-execution"), {"year": "2026"}).context["table"].total
    assert (total["requested"], total["granted"]) == (None, 1000)
