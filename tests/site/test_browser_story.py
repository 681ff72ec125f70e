"""The whole story of a submission in a real browser: a messy workbook of twenty, scans, three returned, all approved, paid from
the right month."""

import datetime
import re
from io import BytesIO

import openpyxl
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from dingnan_sw.lib.dates import today
from talent.models import Person
from talent.submissions.models import Submission
from tests import county
from tests.site.browser import account, sign_in

pytestmark = [pytest.mark.browser]
NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
HEADINGS = ("姓  名", "身份证号*", "工作单位", "人员类别", "任职起始日期", "证书级别", "管理号", "批准日期", "序号")
TITLE = "甲社区居民委员会持证人员花名册"


def messy(path, unit, *, mended=False):
    """Twenty people under a title row, in many spellings; two of them wrong until they are mended."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet.append([TITLE])
    sheet.append(HEADINGS)
    for number, name in enumerate(NAMES, 1):
        sheet.append(_row(number, name, unit, mended))
    sheet.append(["合计", "20"])
    book.save(path)


def _row(number, name, unit, mended):
    since = ("2020-01-01", "2020年1月1日", "2020/1/1", "20200101")[number % 4]
    approved = datetime.date(2021, 6, 20) if number % 2 else "2021年6月20日"
    id_number = county.id_number(number)
    if number == 4 and not mended:
        id_number = id_number[:-1] + ("0" if id_number[-1] != "0" else "1")
    if number == 9 and not mended:
        since = "2020-13-01"
    return [
        f"{name}  三",
        f" {id_number.lower()} ",
        unit,
        "社区工作者",
        since,
        "初级",
        f"DEMO{number:04d}",
        approved,
        number,
    ]


def scan_of(number):
    picture = Image.new("RGB", (600, 400), "white")
    ImageDraw.Draw(picture).text((40, 180), f"DEMO{number:04d}", fill="black", font_size=48)
    file = BytesIO()
    picture.save(file, "JPEG")
    return {"name": f"DEMO{number:04d}.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def upload(page, path):
    page.goto("/submissions/workbook/")
    page.get_by_label("工作簿文件").set_input_files(path)
    page.get_by_role("button", name="上传并检查").click()


def keep(page, count):
    page.get_by_role("button", name=f"存为 {count} 件草稿").click()
    expect(page.get_by_text("已存为草稿")).to_be_visible()


def submit_all(page, count):
    page.goto("/submissions/batch/submit/")
    page.get_by_role("button", name=re.compile("提交选中的")).click()
    expect(page.get_by_text(f"已提交 {count} 件")).to_be_visible()


def sign_out(page):
    page.get_by_role("button", name="退出").click()
    page.wait_for_load_state()


def test_from_a_messy_workbook_to_the_allowance_of_the_right_month(page, tmp_path):
    employer = county.committee()
    account("renshi", "unit", employer)
    account("wang", "clerk")
    _hand_in(page, tmp_path, employer)
    _review(page)
    _mend(page)
    sign_in(page, "wang")
    page.goto("/submissions/batch/approve/")
    page.get_by_role("button", name=re.compile("批准选中的（最多 3 件")).click()
    expect(page.get_by_text("已批准 3 件")).to_be_visible()
    _paid_from_the_month_after(page)


def _hand_in(page, tmp_path, employer):
    """HR uploads, mends what came back in the file, sends the scans along, submits twenty."""
    sign_in(page, "renshi")
    messy(tmp_path / "名册.xlsx", employer.name)
    upload(page, tmp_path / "名册.xlsx")
    keep(page, 18)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标注了错误的工作簿").click()
    download.value.save_as(tmp_path / "错误.xlsx")
    marked = openpyxl.load_workbook(tmp_path / "错误.xlsx").active
    assert sum(row[-1].value is not None for row in marked.iter_rows(min_row=3)) == 2
    messy(tmp_path / "名册.xlsx", employer.name, mended=True)
    upload(page, tmp_path / "名册.xlsx")
    expect(page.get_by_text("草稿中已有")).to_have_count(18)
    keep(page, 2)
    page.goto("/submissions/scans/")
    page.get_by_label("扫描件").set_input_files([scan_of(number) for number in range(1, 21)])
    page.get_by_role("button", name="上传").click(timeout=120_000)
    expect(page.get_by_text("已附上")).to_have_count(20)
    submit_all(page, 20)
    sign_out(page)


def _review(page):
    """The clerk looks at one with its scan, returns three with a reason at the field, approves the rest."""
    sign_in(page, "wang")
    for name in ("赵三", "钱三", "孙三"):
        page.goto(f"/submissions/{Submission.objects.get(subject=name).pk}/")
        expect(page.locator("img.scan")).to_be_visible()
        page.get_by_text("退回修改").click()
        page.get_by_label("批准日期：常用语").select_option("与扫描件不一致，请按证件原件更正。")
        page.get_by_role("button", name=f"退回 {name}").click()
        expect(page.get_by_text("已退回")).to_be_visible()
    page.goto("/submissions/batch/approve/")
    page.get_by_role("button", name=re.compile("批准选中的（最多 17 件")).click()
    expect(page.get_by_text("已批准 17 件")).to_be_visible()
    assert Person.objects.count() == 17
    sign_out(page)


def _mend(page):
    """HR finds the reason at the field, puts the date right, submits again."""
    sign_in(page, "renshi")
    for name in ("赵三", "钱三", "孙三"):
        page.goto("/submissions/?state=returned")
        page.get_by_role("link", name=name).click()
        expect(page.get_by_text("退回：与扫描件不一致").first).to_be_visible()
        page.get_by_role("link", name="修改", exact=True).click()
        page.get_by_label("批准日期").fill("2021-07-31")
        page.get_by_role("button", name="下一步：核对").click()
        page.get_by_role("button", name=f"提交 {name}").click()
        expect(page.get_by_text("已提交")).to_be_visible()
    sign_out(page)


def _paid_from_the_month_after(page):
    """Certified on 20 June: July is the first month; certified on 31 July: August."""
    assert today().year >= 2026
    for month, count in (("2021-06", 0), ("2021-07", 17), ("2021-08", 20)):
        page.goto(f"/allowances/?month={month}")
        found = page.get_by_text(f"共 {count} 条") if count else page.locator(".empty")
        expect(found.first).to_be_visible()
