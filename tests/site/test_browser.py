"""The main path of each role in a real browser: what a clerk does on the first morning."""

import datetime
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from dingnan_sw.lib.dates import today
from tests import county
from tests.site.browser import PASSWORD, account, sign_in

pytestmark = [pytest.mark.browser]


def filled_template(page, path):
    """The template as downloaded, filled in with one committee and one holder."""
    with page.expect_download() as download:
        page.get_by_role("link", name="下载模板").click()
    download.value.save_as(path)
    book = openpyxl.load_workbook(path)
    fill(book["社区（村）"], 统计用区划代码="360728100001", 名称="甲社区居民委员会", 所属镇="历市镇")
    fill(book["单位"], 单位名称="甲社区居民委员会", 单位类别="社区居委会", 统计用区划代码="360728100001")
    fill(
        book["花名册"], 姓名="李雷", 身份证号=county.id_number(1), 工作单位="甲社区居民委员会", 人员类别="社区工作者",
        任职起始日期="2020.1.1", 证书级别="初级", 管理号="DEMO1", 批准日期="2021年6月",
    )  # fmt: skip
    book.save(path)


def fill(sheet, **cells):
    """One row below the headings."""
    header = next(
        row
        for row in sheet.iter_rows(max_row=10)
        if sum(cell.value is not None for cell in row) > 3 and str(row[0].value).endswith("*")
    )
    columns = {re.sub(r"[*\s]", "", str(cell.value)): cell.column for cell in header}
    for heading, value in cells.items():
        sheet.cell(header[0].row + 1, columns[heading]).value = value


def test_a_clerk_gets_from_the_template_to_the_bonus_sheet(page, tmp_path):
    account("wang", "clerk")
    sign_in(page, "wang")
    page.get_by_role("link", name="导入工作簿").click()
    filled_template(page, tmp_path / "名册.xlsx")
    page.get_by_label("工作簿文件").set_input_files(tmp_path / "名册.xlsx")
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("button", name="确认导入 3 行").click()
    expect(page.get_by_text("已导入。")).to_be_visible()
    page.get_by_label("主导航").get_by_role("link", name="考试奖励").click()
    page.get_by_role("link", name="1,000.00").click()
    expect(page.get_by_text("助理社会工作师一次性 1,000.00 元")).to_be_visible()
    page.go_back()
    with page.expect_download() as download:
        page.get_by_role("button", name="考试奖励汇总表（Excel）").click()
    download.value.save_as(tmp_path / "汇总.xlsx")
    assert openpyxl.load_workbook(tmp_path / "汇总.xlsx").active["A5"].value.startswith("合计")


def test_the_slash_leads_to_the_search_and_initials_to_the_person(page):
    one = county.person(1, "曾珊")
    county.serve(one, county.committee())
    account("wang", "clerk")
    sign_in(page, "wang")
    page.keyboard.press("/")
    page.keyboard.type("zs")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="曾珊")).to_be_visible()
    page.get_by_role("button", name="显示完整的身份证号").click()
    expect(page.get_by_text(one.id_number)).to_be_visible()


def test_a_unit_sees_its_own_people_and_what_they_are_owed(page):
    employer = county.committee()
    one, other = county.person(1, "李雷"), county.person(2, "韩梅")
    county.serve(one, employer)
    county.serve(other, county.unit("乙小学", "学校"), "事业单位在编")
    county.certify(one)
    account("hr", "unit", employer)
    sign_in(page, "hr")
    page.get_by_role("link", name="人员花名册").first.click()
    expect(page.get_by_role("link", name="李雷")).to_be_visible()
    expect(page.get_by_text("韩梅")).to_have_count(0)
    page.get_by_role("link", name="李雷").click()
    page.get_by_text("2021 考试年度 助理社会工作师").click()
    expect(page.get_by_text("应发 1,000.00 元")).to_be_visible()


def test_finance_reads_the_month_and_takes_the_pdf(page):
    one = county.person(1, "李雷")
    county.serve(one, county.committee())
    county.certify(one)
    account("cai", "finance")
    sign_in(page, "cai")
    page.goto("/allowances/?month=2021-08")
    expect(page.get_by_role("link", name="100.00")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF").click()
    assert download.value.suggested_filename.endswith("2021年8月）.pdf")


def test_an_administrator_opens_an_account_whose_owner_chooses_the_password(page):
    account("admin", "administrator")
    employer = county.committee()
    sign_in(page, "admin")
    page.get_by_role("link", name="账号与授权").click()
    page.get_by_role("link", name="增加 账号").first.click()
    page.get_by_label("用户名").fill("danwei")
    page.get_by_label("姓名").fill("张人事")
    page.locator("#id_mandates-0-role").select_option("unit")
    page.locator("#id_mandates-0-since").fill("2020-01-01")
    page.locator("#id_mandates-0-unit + .select2").click()
    page.get_by_role("option", name=employer.name).click()
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("button", name="生成首次登录链接").click()
    link = page.get_by_label("登录链接").input_value()
    page.get_by_role("button", name="注销").click()
    page.goto(link)
    page.get_by_label("新密码", exact=False).first.fill(PASSWORD)
    page.locator("#id_new_password2").fill(PASSWORD)
    page.get_by_role("button", name="设定密码并登录").click()
    expect(page.get_by_role("heading", name=employer.name)).to_be_visible()


def test_pages_work_without_script(page, chromium, live_server):
    one = county.person(1, "李雷")
    county.serve(one, county.committee())
    account("wang", "clerk")
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    plain = context.new_page()
    sign_in(plain, "wang")
    plain.goto("/people/")
    plain.get_by_label("状态").select_option("out")
    plain.get_by_role("button", name="筛选").click()
    expect(plain.get_by_text("没有符合条件的记录")).to_be_visible()
    context.close()


def test_no_page_scrolls_sideways_on_an_office_screen(page):
    county.many(60, county.committee())
    account("wang", "clerk")
    sign_in(page, "wang")
    for path in ("/", "/people/", "/bonuses/?year=2021", "/coverage/", "/policy/", "/exchange/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_no_table_of_the_forecast_is_cut_off(page):
    """With long names, reasons and three candidates: what does not fit in the width has a line more."""
    place = county.town("岿美山镇", "360728101")
    ending = county.committee("岿美山镇中心新城社区居民委员会", "360728101001", place=place)
    county.post(ending, "社区专职社会工作岗")
    leaver = county.person(1, "欧阳晓燕")
    county.serve(leaver, ending, until=today() + datetime.timedelta(days=60))
    county.certify(leaver, "DEMO1")
    other = county.committee("岿美山镇高排圩镇社区居民委员会", "360728101002", place=place)
    for number, name in enumerate(("司马文斌", "上官佳怡", "诸葛子涵", "夏侯国强"), 2):
        one = county.person(number, name)
        county.serve(one, other)
        county.certify(one, f"DEMO{number}")
    account("wang", "clerk")
    sign_in(page, "wang")
    page.goto("/forecast/")
    expect(page.get_by_text("调出后那里还有 3 名持证人员").first).to_be_visible()
    wide = "[...document.querySelectorAll('.table-wrap')].filter(wrap => wrap.scrollWidth > wrap.clientWidth).length"
    assert page.evaluate(wide) == 0
