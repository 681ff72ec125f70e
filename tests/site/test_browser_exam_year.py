"""An exam year in a real browser, from its dates and a registration to the paid bonus: what is known is typed once."""

import datetime
from io import BytesIO

import openpyxl
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from dingnan_sw.lib.dates import ONE_DAY, today
from dingnan_sw.lib.workdays import workday_after
from incentives.paying.acting import Actor
from incentives.paying.flow import State
from incentives.paying.preparing import Asked, prepare
from incentives.paying.steps import advance
from incentives.paying.vocabulary import Item
from positions.vocabulary import Role
from tests import county
from tests.site.browser import account, answer, enter, stands, take

pytestmark = [pytest.mark.browser]
YEAR = 2023
DRAWN = datetime.date(2024, 3, 1)
OFFICE = (("preparer", Role.CLERK), ("checker", Role.CLERK), ("head", Role.APPROVER), ("payer", Role.FINANCE))


@pytest.fixture
def employer(transactional_db):
    """A committee with its own account, and the four hands of the office."""
    for username, role in OFFICE:
        account(username, role)
    unit = county.committee()
    account("renshi", Role.UNIT, unit)
    return unit


def test_an_exam_year_from_its_dates_and_a_registration_to_the_paid_bonus(page, employer, tmp_path):
    _set_the_dates(page)
    _register(page, employer)
    _bring_the_results(page, tmp_path)
    _report_the_certificate(page)
    _review(page)
    _see_the_bonus(page)
    _decide(page)
    _pay(page, tmp_path)
    _see_it_paid(page)


def _set_the_dates(page):
    """The bureau writes the dates down, then puts one right; the agenda has them by itself."""
    enter(page, "preparer")
    page.get_by_label("主导航").get_by_role("link", name="考试", exact=True).click()
    page.get_by_role("link", name="“考试日程”台账").click()
    page.get_by_role("link", name="登记一条").click()
    page.get_by_label("考试年度").fill(str(YEAR))
    page.get_by_label("级别").select_option("助理社会工作师")
    for heading, day in (("报名开始", "04-06"), ("考试首日", "06-10"), ("考试末日", "06-11"), ("成绩公布", "08-08")):
        page.get_by_label(heading).fill(f"{YEAR}-{day}")
    page.get_by_role("button", name="保存").click()
    page.goto(f"/exams/?year={YEAR}")
    page.get_by_role("link", name="改考试日程").click()
    page.get_by_role("link", name=str(YEAR), exact=True).click()
    page.get_by_label("成绩公布").fill(f"{YEAR}-08-18")
    page.get_by_role("button", name="保存").click()
    page.goto(f"/calendar/?year={YEAR}")
    expect(page.get_by_role("row", name=f"{YEAR}-08-18")).to_contain_text("考试成绩公布（初级）")
    page.get_by_role("link", name="考试报名开始（初级）").click()
    expect(page.get_by_role("heading", name="考试报名", exact=True)).to_be_visible()


def _register(page, employer):
    """The unit's year and name stand in the form already."""
    enter(page, "renshi")
    page.goto(f"/exams/?year={YEAR}")
    page.get_by_role("link", name="登记报考").click()
    expect(page.get_by_label("考试年度")).to_have_value(str(YEAR))
    expect(page.get_by_label("单位名称")).to_have_value(employer.name)
    page.get_by_label("报考级别").select_option("助理社会工作师")
    page.get_by_role("textbox", name="姓名 必填").fill("李雷")
    page.get_by_label("联系电话").fill("13900000001")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("cell", name="李雷")).to_be_visible()


def _bring_the_results(page, tmp_path):
    """The bureau fills the exported sheet in and takes it back."""
    enter(page, "preparer")
    page.get_by_role("link", name="待核对的考试报名").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="导出可导回的表").click()
    path = tmp_path / "成绩.xlsx"
    coming.value.save_as(path)
    _mark(path, "李雷", "合格")
    page.get_by_role("link", name="从工作簿导入").click()
    page.get_by_label("工作簿文件").set_input_files(path)
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("社会工作实务：（空） → 合格")).to_be_visible()
    page.get_by_role("button", name="确认导入 1 行").click()
    page.get_by_role("status").get_by_role("link", name="考试报名").click()
    expect(page.get_by_role("row", name="李雷")).to_contain_text("已核对")


def _mark(path, name, mark):
    """The papers of 初级 of that examinee."""
    book = openpyxl.load_workbook(path)
    headings = [str(cell.value).rstrip("*") for cell in book.active[1]]
    for row in book.active.iter_rows(min_row=2):
        cells = dict(zip(headings, row, strict=True))
        if cells["姓名"].value == name:
            cells["社会工作综合能力"].value = cells["社会工作实务"].value = mark
    book.save(path)


def _report_the_certificate(page):
    """Name, phone, level and year come from the registration; the unit adds what only it knows, and the scan."""
    enter(page, "renshi")
    page.goto(f"/exams/?year={YEAR}")
    page.get_by_role("link", name="去登记证书").click()
    page.get_by_role("button", name="报送李雷的证书").click()
    form = page.locator("form.sheet-form")
    for label, known in (("姓名", "李雷"), ("联系电话", "13900000001"), ("考试年度", str(YEAR))):
        expect(form.get_by_label(label)).to_have_value(known)
    expect(form.get_by_label("证书级别")).to_have_value("助理社会工作师")
    form.get_by_label("人员类别").select_option("社区工作者")
    for label, value in (
        ("身份证号", county.id_number(1)),
        ("任职起始日期", "2021-01-01"),
        ("管理号", "DEMO2023001"),
        ("批准日期", f"{YEAR}-06-11"),
        ("开户银行", "演示银行"),
        ("银行账号", "9999000000000000001"),
    ):
        form.get_by_label(label).fill(value)
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_label("选择文件").set_input_files(_scan())
    page.get_by_role("button", name="上传").click()
    page.get_by_role("button", name="提交 李雷").click()
    expect(page.get_by_text("已提交")).to_be_visible()


def _scan():
    picture = Image.new("RGB", (600, 400), "white")
    ImageDraw.Draw(picture).text((40, 180), "DEMO2023001", fill="black", font_size=48)
    file = BytesIO()
    picture.save(file, "JPEG")
    return {"name": "DEMO2023001.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def _review(page):
    """The bureau finds it among its duties, sees what follows from it, approves; nobody waits for a certificate any more."""
    enter(page, "preparer")
    page.goto(f"/exams/passes/?year={YEAR}")
    page.get_by_role("link", name="待民政审核").click()
    expect(page.locator("img.scan")).to_be_visible()
    expect(page.get_by_text("助理社会工作师考试奖励 1,000.00 元，应发")).to_be_visible()
    page.get_by_role("button", name="批准 李雷").click()
    expect(page.get_by_text("已批准")).to_be_visible()
    page.goto(f"/exams/passes/?year={YEAR}")
    expect(page.get_by_text("没有等着登记证书的人")).to_be_visible()


def _see_the_bonus(page):
    page.get_by_role("link", name=f"{YEAR} 年考试奖励名单").click()
    expect(page.get_by_role("row", name="李雷")).to_contain_text("1,000.00")
    page.get_by_role("link", name="发放批次").click()
    page.get_by_role("link", name="生成批次").click()
    page.get_by_label("项目").select_option("考试奖励")
    page.get_by_label("奖励考试年度").fill(str(YEAR))
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_text("共 1 条明细，1 人")).to_contain_text("1,000.00")
    expect(page.get_by_role("button", name="生成草稿（1 人，1,000.00 元）")).to_be_visible()


def _decide(page):
    """Draft and notice are dated back by the verbs, as commands do it, so that the notice has run out; the rest by the buttons."""
    batch = prepare(Actor.named("preparer", DRAWN), Asked(Item.BONUS, year=YEAR))
    last = workday_after(DRAWN, 5)
    enter(page, "checker")
    page.goto(f"/batches/{batch.number}/")
    stands(page, f"第 {batch.number} 批 {YEAR}考试年度考试奖励 草稿")
    take(page, "复核通过", DRAWN.isoformat())
    stands(page, "已复核")
    advance(Actor.named("checker", DRAWN), batch.number, State.PUBLISHED)
    enter(page, "head")
    page.goto(f"/batches/{batch.number}/")
    stands(page, "公示中")
    take(page, "审批同意", last.isoformat())
    expect(page.get_by_role("alert")).to_contain_text(f"公示到 {last} 为止")
    take(page, "审批同意", (last + ONE_DAY).isoformat())
    take(page, "送财政", (last + ONE_DAY).isoformat())
    stands(page, "已送财政")


def _pay(page, tmp_path):
    enter(page, "payer")
    page.get_by_role("link", name="待支付的发放批次").click()
    take(page, "开始支付")
    answer(page, tmp_path, lambda name: ("成功", None))
    expect(page.get_by_text("成功 1 人，退票 0 人")).to_be_visible()
    take(page, "支付办结", today().isoformat())
    stands(page, "已支付")


def _see_it_paid(page):
    """The unit in its results, and on the person's page."""
    enter(page, "renshi")
    page.get_by_role("link", name="发放结果").click()
    expect(page.get_by_role("row", name="李雷")).to_contain_text(f"{YEAR}考试年度考试奖励")
    page.get_by_role("link", name="李雷").click()
    expect(page.get_by_role("region", name="发放情况").get_by_role("row", name="第 1 批")).to_contain_text("成功")
    bonus = page.locator("section", has=page.get_by_role("heading", name="考试奖励 三（一），应发，不论是否已发"))
    expect(bonus.get_by_text(f"{YEAR} 考试年度 助理社会工作师")).to_be_visible()
