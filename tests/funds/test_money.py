"""The use of money — 四（二）: what is left, and the papers of the year."""

import datetime
import random
from collections import Counter
from decimal import Decimal

import pytest
from django.urls import reverse

from dingnan_sw.demo import purchases as demo
from dingnan_sw.demo.county import County
from dingnan_sw.lib.dates import today
from incentives.amendments.book import current_book
from incentives.budget.models import FundSource
from incentives.budget.vocabulary import LOTTERY_REFUSED, Item
from incentives.funds import duties, figures, performance, statement
from incentives.funds.balances import balances
from incentives.funds.indicators import INDICATORS
from incentives.funds.models import Expenditure, IndicatorValue, PerformanceSheet, Receipt, Statement
from incentives.funds.sheets import lottery_sheet, review_sheet, target_sheet
from incentives.funds.vocabulary import Use
from positions.access import EVERYTHING, Scope
from tests import county
from tests.budget.counties import appropriate, fund
from tests.funds.spending import BUDGET, DAY, LOTTERY, SOCIAL, TODAY, spend
from tests.paying.office import Office
from tests.purchases.projects import organisation, project

pytestmark = pytest.mark.django_db

# What is left -------------------------------------------------------------------------------------


def of(name, item=Item.OTHER, year=2026):
    return next(row for row in balances(year) if (row.source.name, row.item) == (name, item))


def test_a_balance_is_what_was_given_and_received_without_what_was_used():
    appropriate(1000, item=Item.OTHER, year=2026, name=LOTTERY)
    Receipt.objects.create(source=fund(LOTTERY), giver="慈善会", amount=200, received_on=DAY, document="协议1")
    spend(1300)
    row = of(LOTTERY)
    assert (row.given, row.received, row.used, row.left) == (1000, 200, 1300, -100)


def test_what_others_gave_is_carried_into_the_next_year_and_a_budget_is_not():
    for name in (SOCIAL, LOTTERY):
        Receipt.objects.create(
            source=fund(name), giver=name, amount=300, received_on=datetime.date(2025, 12, 31), document="协议"
        )
    appropriate(1000, item=Item.OTHER, year=2025, name=LOTTERY)
    spend(100, SOCIAL, year=2025)
    spend(150, SOCIAL, subject="宣传")
    assert (of(SOCIAL, year=2025).carried, of(SOCIAL, year=2025).left) == (0, 200)
    assert (of(SOCIAL).carried, of(SOCIAL).received, of(SOCIAL).left) == (200, 0, 50)
    assert (of(SOCIAL, year=2027).carried, of(LOTTERY).carried) == (50, 0)


def test_money_only_asked_for_is_not_there():
    appropriate(1000, item=Item.OTHER, year=2026, name=LOTTERY, stage="requested")
    assert of(LOTTERY).available == 0


def test_batches_count_in_the_year_they_were_sent_by_their_fund():
    office = Office()
    one = county.person()
    county.serve(one, county.committee())
    county.certify(one)
    office.send(office.allowances("2021-08"))
    assert of(BUDGET, Item.ALLOWANCE, 2022).used == 200
    assert [row.used for row in balances(2021) if row.source.name == BUDGET] == [0]


# 福彩公益金使用情况公告 -----------------------------------------------------------------------------


def test_the_statement_adds_up_a_projects_payments_and_names_its_provider(unit):
    appropriate(1000, item=Item.OTHER, year=2026, name=LOTTERY)
    made = project(buyer=unit, provider=organisation(), through="signed")
    for number in (1, 2):
        spend(200, use=Use.PURCHASE, subject=f"第{number}期", project=made)
    spend(150)
    spend(999, BUDGET, subject="别的来源")
    found = statement.account(2026)
    assert [(one.title, one.body, one.amount) for one in found.supported] == [
        ("老年人关爱", "阳光社工中心", 400),
        ("培训", "", 150),
    ]
    assert (found.given, found.used, found.rate) == (1000, 550, Decimal("55.0"))


def test_the_text_waits_for_the_effect_and_carries_the_day_of_publication():
    assert "【待填写】" in statement.text(statement.account(2026), TODAY)
    Statement.objects.create(year=2026, effect="建成一个站点", published_on=datetime.date(2027, 3, 5), place="县政府网")
    text = statement.text(statement.account(2026), TODAY)
    assert "四、实际效果\n建成一个站点" in text
    assert text.endswith("2027年3月5日")


@pytest.mark.parametrize(("day", "year"), [("2027-06-30", 2025), ("2027-07-01", 2026)])
def test_the_statement_of_a_year_is_due_by_the_end_of_june(day, year):
    Statement.objects.create(year=year, effect="甲", published_on=datetime.date(2027, 6, 1), place="县政府网")
    found = figures.lottery_published(datetime.date.fromisoformat(day))
    assert (found.done, found.words[:4]) == (1, str(year))


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-12-31", None),
        ("2027-01-01", "2026年福彩公益金使用情况待公开（期限 2027-06-30）"),
        ("2027-06-30", "2026年福彩公益金使用情况待公开（期限 2027-06-30）"),
        ("2027-07-01", "2026年福彩公益金使用情况逾期没有公开（期限 2027-06-30）"),
        ("2028-01-01", "2026年福彩公益金使用情况逾期没有公开（期限 2027-06-30）"),
    ],
)
def test_the_statement_of_a_year_with_lottery_money_waits_from_the_next_year_on(on, words, clerk):
    spend(100)
    day = datetime.date.fromisoformat(on)
    assert [one for one, _, _ in duties.waiting(Scope.of(clerk, day), day)] == ([words] if words else [])


@pytest.mark.parametrize(("published", "count"), [(None, 1), ("2027-03-06", 1), ("2027-03-05", 0)])
def test_the_statement_waits_until_the_day_on_which_it_is_public(published, count):
    appropriate(1000, item=Item.OTHER, year=2026, name=LOTTERY)
    place = "县政府网" if published else ""
    Statement.objects.create(year=2026, effect="甲", published_on=published, place=place)
    assert len(duties.unpublished(datetime.date(2027, 3, 5))) == count


@pytest.mark.parametrize(("name", "stage"), [(BUDGET, "approved"), (LOTTERY, "requested")])
def test_a_year_without_lottery_money_has_nothing_to_publish(name, stage):
    appropriate(1000, item=Item.OTHER, year=2026, name=name, stage=stage)
    assert duties.unpublished(datetime.date(2027, 3, 5)) == []


def test_the_statement_waits_for_the_clerk_alone(clerk, finance, approver, hr, signed_in):
    spend(100, year=today().year - 1)
    found = [
        any("福彩公益金使用情况" in task.words for task in signed_in(user).get(reverse("home")).context["tasks"])
        for user in (clerk, finance, approver, hr)
    ]
    assert found == [True, False, False, False]


# 绩效 ---------------------------------------------------------------------------------------------


def test_the_weights_are_ten_fifty_thirty_ten():
    weights: dict[str, int] = {}
    for one in INDICATORS:
        weights[one.group] = weights.get(one.group, 0) + one.weight
    assert list(weights.values()) == [10, 50, 30, 10]


def line(actual, target, name="服务对象满意度"):
    indicator = next(one for one in INDICATORS if one.name == name)
    return performance.Line(indicator, target and Decimal(target), actual and Decimal(actual), True, "")


@pytest.mark.parametrize(
    ("actual", "target", "score"),
    [("90", "90", "10.00"), ("95", "90", "10.00"), ("45", "90", "5.00"), (None, "90", None), ("90", None, None)],
)
def test_a_score_is_the_weight_in_proportion_to_what_was_reached(actual, target, score):
    assert line(actual, target).score == (score and Decimal(score))


def found(year=2026):
    return {one.indicator.name: one for one in performance.performance(year, current_book(), TODAY).lines}


def test_without_any_record_what_cannot_be_told_stays_open():
    lines = found()
    assert lines["预算执行率"].actual is None
    assert lines["服务对象满意度"].origin == "待填写"
    assert lines["不低于文件下限的标准"].actual == 100


def test_indicators_are_filled_from_the_registers():
    employer = county.committee()
    county.county_year(2026, 500)
    one = county.person()
    county.serve(one, employer)
    county.certify(one)
    appropriate(1000, item=Item.OTHER, year=2026, name=LOTTERY)
    spend(250)
    lines = found()
    assert (lines["预算执行率"].actual, lines["社区持证覆盖率"].actual, lines["每千人持证人数"].actual) == (25, 100, 2)
    assert (lines["津贴发放人数"].actual, lines["津贴发放人数"].target, lines["及时发放率"].actual) == (0, 1, 0)


def test_people_paid_and_first_orders_that_did_not_come_back_are_counted():
    office = Office()
    one = county.person()
    county.serve(one, county.committee())
    county.certify(one)
    batch = office.allowances("2021-08")
    office.send(batch)
    lines = found(2021)
    assert lines["津贴发放人数"].actual == 1
    assert lines["发放准确率"].actual is None  # the bank has not answered


def test_what_a_person_states_goes_before_the_registers():
    IndicatorValue.objects.create(year=2026, indicator="社区持证覆盖率", actual=80, target=90, note="两个社区换人")
    one = found()["社区持证覆盖率"]
    assert (one.actual, one.target, one.origin, one.note) == (80, 90, "人工填写", "两个社区换人")


def test_the_sheets_carry_head_targets_and_scores():
    PerformanceSheet.objects.create(
        year=2026,
        name="激励经费",
        nature="new",
        department="县民政局",
        leader="某",
        since=DAY,
        last=TODAY,
        goal="甲",
        year_goal="乙",
    )
    target, review = (make(EVERYTHING, current_book(), TODAY, "2026") for make in (target_sheet, review_sheet))
    assert "项目名称：激励经费；属性：新增项目" in target.notes[0]
    assert (target.totals, review.notes[-1]) == ({4: 100}, "总分：待填写。")
    assert lottery_sheet(EVERYTHING, current_book(), TODAY, "2026").notes[2] == "实际效果：待填写"


# Figures and pages --------------------------------------------------------------------------------


def test_figures_say_what_is_done_of_what_is_due():
    assert (figures.lottery_listed(TODAY).tone, figures.evaluated(TODAY).short) == ("bad", 2)
    appropriate(1000, item=Item.OTHER, year=2026, name=LOTTERY)
    Receipt.objects.create(source=fund(LOTTERY), giver="慈善会", amount=200, received_on=DAY, document="协议1")
    assert figures.lottery_listed(TODAY).words == "2026年福彩公益金安排 1,000.00 元，已用 0.00 元"
    assert figures.budgeted(TODAY).tone == "good"
    assert figures.social_money(TODAY).words == "2026年收到社会资金 200.00 元，已用 0.00 元"


def words(response):
    return response.content.decode()


def test_the_page_of_money_marks_what_was_overspent(finance, signed_in):
    appropriate(1000, item=Item.OTHER, year=2026, name=LOTTERY)
    spend(1300)
    assert "超出 300.00" in words(signed_in(finance).get(reverse("funds") + "?year=2026"))


def test_the_statements_page_says_that_the_effect_is_missing(clerk, auditor, signed_in):
    assert "写实际效果" in words(signed_in(clerk).get(reverse("lottery-statement") + "?year=2026"))
    page = words(signed_in(auditor).get(reverse("lottery-statement") + "?year=2026"))
    assert "实际效果还没有写" in page
    assert "写实际效果</a>" not in page


def test_the_performance_page_names_what_has_no_score(clerk, signed_in):
    page = words(signed_in(clerk).get(reverse("performance-sheet") + "?year=2026"))
    assert "服务对象满意度" in page
    assert "还没有登记" in page


def test_lottery_money_for_a_person_is_refused_on_the_form_too(clerk, signed_in):
    FundSource.objects.get_or_create(name=LOTTERY)
    cells = [LOTTERY, "2026", str(Use.PERSONS), "", "慰问", "100", "2026-06-01", "凭证9"]
    answer = signed_in(clerk).post(
        reverse("roll-new", args=["expenditures"]), {f"c{place}": cell for place, cell in enumerate(cells)}
    )
    assert LOTTERY_REFUSED in words(answer)
    assert not Expenditure.objects.exists()


@pytest.mark.parametrize("name", ["funds", "lottery-statement", "performance-sheet", "purchases"])
def test_a_unit_sees_nothing_of_it(hr, signed_in, name):
    assert signed_in(hr).get(reverse(name)).status_code == 403


def test_the_demo_county_has_lottery_money_for_all_that_is_spent_of_it():
    made = County(random.Random(41), TODAY)
    made.rows()
    spent, given = Counter(), Counter()
    for row in demo.rows(made, random.Random(41), TODAY)["资金支出"]:
        spent[row["预算年度"]] += row["金额"] if row["资金来源"] == LOTTERY else 0
    for year, _, name, amount in demo.given(TODAY.year):
        given[year] += amount if name == LOTTERY else 0
    assert set(spent) == {2024, 2025, 2026} == set(given)
    assert all(0 < spent[year] <= given[year] for year in spent)
