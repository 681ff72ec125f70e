"""The budget in a real browser: from a cell of the sheet to the clause behind it."""

import datetime

import openpyxl
import pytest
from playwright.sync_api import expect

from dingnan_sw.lib.dates import today
from tests import county
from tests.budget.counties import funds, register, worker
from tests.site.browser import account, sign_in

pytestmark = [pytest.mark.browser]


@pytest.fixture
def committee():
    funds()
    employer = county.committee()
    for number in range(1, 4):
        worker(number, employer)
    return employer


def test_the_budget_sheet_is_opened_to_a_clause_in_three_clicks_from_a_cell(page, committee):
    account("cai", "finance")
    sign_in(page, "cai")
    page.get_by_label("主导航").get_by_role("link", name="预算编制").click()
    year = today().year + 1
    page.get_by_role("region", name="在册人员的职业津贴").get_by_role("link", name="3,600.00").first.click()
    expect(page.get_by_text("初级 3 人 × 100 元 × 12 月")).to_be_visible()
    page.get_by_role("link", name="1,200.00").first.click()
    expect(page.get_by_text(f"{year}年1月至{year}年12月职业津贴测算")).to_be_visible()
    page.get_by_role("link", name="定办字〔2020〕41号 三（二）").click()
    expect(page.get_by_role("heading", name="三（二） 薪酬标准")).to_be_in_viewport()


def test_a_bonus_cell_leads_to_the_clause_too(page, committee):
    one = committee.services.first().person
    county.certify(one, "DEMO9", 2, datetime.date(today().year, 1, 10))
    account("wang", "clerk")
    sign_in(page, "wang")
    page.goto(f"/budget/?year={today().year}")
    page.get_by_role("region", name="已取证书的考试奖励").get_by_role("link", name="2,000.00").first.click()
    page.get_by_role("link", name="2,000.00").first.click()
    page.get_by_role("link", name="定办字〔2020〕41号 三（一）").click()
    expect(page.get_by_role("heading", name="三（一） 考试激励")).to_be_in_viewport()


def test_a_clerk_registers_an_examinee_and_sees_the_cost(page, committee):
    account("wang", "clerk")
    sign_in(page, "wang")
    page.get_by_label("主导航").get_by_role("link", name="考试", exact=True).click()
    page.get_by_role("link", name="考试报名台账").click()
    page.get_by_role("link", name="登记一条").click()
    page.get_by_label("考试年度").fill(str(today().year + 1))
    page.get_by_label("单位名称").fill(committee.name)
    page.get_by_role("textbox", name="姓名 必填").fill("新来的")
    page.get_by_label("报考级别").select_option(label="助理社会工作师")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("cell", name="新来的")).to_be_visible()
    page.get_by_role("link", name="预算编制").click()
    expect(page.get_by_role("region", name="报考人员预计新取证").get_by_role("link", name="1,000.00")).to_be_visible()


def test_lottery_money_for_persons_is_refused_with_the_reason(page, committee):
    account("cai", "finance")
    sign_in(page, "cai")
    page.get_by_role("link", name="资金来源与科目").click()
    page.get_by_role("link", name="新增预算指标").click()
    page.get_by_label("预算年度").fill("2027")
    page.get_by_label("项目").select_option(label="职业津贴")
    page.get_by_label("资金来源").select_option(label="福彩公益金")
    page.get_by_label("金额（元）").fill("1000")
    page.get_by_label("日期").fill("2027-01-05")
    page.get_by_label("文号").fill("定财字1号")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("福彩公益金只能用于项目支出").first).to_be_visible()


def test_the_sheet_that_is_filed_has_its_basis_and_its_sum(page, committee, tmp_path):
    register(committee, "新来的", exam_year=today().year + 1, result="passed")
    account("wang", "clerk")
    sign_in(page, "wang")
    page.goto("/budget/")
    with page.expect_download() as download:
        page.get_by_role("button", name="预算申报表（Excel）").click()
    download.value.save_as(tmp_path / "预算.xlsx")
    cells = [
        str(cell.value) for row in openpyxl.load_workbook(tmp_path / "预算.xlsx").active.iter_rows() for cell in row
    ]
    assert any("初级 3 人 × 100 元 × 12 月" in cell for cell in cells)
    assert any("30305 生活补助" in cell for cell in cells)


def test_no_page_of_the_budget_scrolls_sideways(page, committee):
    account("wang", "clerk")
    account("cai", "finance")
    sign_in(page, "wang")
    for path in (
        "/budget/",
        "/budget-execution/",
        "/exams/",
        "/budget-settings/",
        "/budget/people/?part=all",
        "/budget-execution/months/",
        "/budget-execution/paid/",
        "/budget-execution/granted/",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
