"""A quarter's allowance in a real browser, from the preview to the archive, one payment bounced and paid again."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.workdays import workday_after
from positions.vocabulary import Role
from tests import county
from tests.site.browser import account, answer, enter, stands, take

pytestmark = [pytest.mark.browser]
OFFICE = (("preparer", Role.CLERK), ("checker", Role.CLERK), ("head", Role.APPROVER), ("payer", Role.FINANCE))
BEFORE = "2021-04-01"


@pytest.fixture
def office(transactional_db):
    """Two people with everything that a payment needs, and the four hands."""
    for username, role in OFFICE:
        account(username, role)
    employer = county.committee()
    for number, name in enumerate(("张三", "李四"), 1):
        one = county.person(number, name, bank_name="演示银行", bank_account=f"999900000000000000{number}")
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}", approved_on=datetime.date(2020, 12, 10))


@pytest.fixture
def clock(monkeypatch):
    """The portal's clock, put forward."""

    class Clock:
        def goes_to(self, day):
            now, ahead = timezone.now, day - today()
            monkeypatch.setattr(timezone, "now", lambda: now() + ahead)

    return Clock()


def test_a_quarter_from_preview_to_archive_with_a_bounced_payment(page, office, clock, tmp_path):
    address = _prepare(page)
    _review(page, address)
    _approve(page, address, clock)
    _pay(page, address, tmp_path)
    _archive(page, address)


def _prepare(page):
    enter(page, "preparer")
    page.get_by_role("link", name="发放批次").click()
    page.get_by_role("link", name="生成批次").click()
    page.get_by_label("津贴截止月份").fill("2021-03")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_text("共 6 条明细")).to_contain_text("600.00")
    expect(page.get_by_role("row", name="2021年2月 2 200.00")).to_be_visible()
    page.get_by_role("button", name="生成草稿").click()
    stands(page, "第 1 批 2021年1月至2021年3月职业津贴 草稿")
    return page.url


def _review(page, address):
    """The draft was made today; its steps cannot be dated before."""
    enter(page, "checker")
    page.goto(address)
    page.get_by_role("link", name="花名册", exact=True).click()
    page.get_by_role("link", name="300.00").first.click()
    expect(page.get_by_text("净额 300.00 元")).to_be_visible()
    page.goto(address)
    take(page, "复核通过", BEFORE)
    expect(page.get_by_role("alert")).to_contain_text("早于上一步")
    take(page, "复核通过", today().isoformat())
    stands(page, "已复核")
    take(page, "开始公示")
    stands(page, "公示中")


def _approve(page, address, clock):
    """Not before the notice has run its five working days."""
    enter(page, "head")
    page.goto(address)
    expect(page.get_by_text("次日起才能审批")).to_be_visible()
    clock.goes_to(workday_after(today(), 6))
    enter(page, "head")
    page.goto(address)
    for step, state in (("审批同意", "已审批"), ("送财政", "已送财政")):
        take(page, step, today().isoformat())
        stands(page, state)


def _pay(page, address, tmp_path):
    """One payment comes back and is paid again."""
    enter(page, "payer")
    page.goto(address)
    take(page, "开始支付")
    stands(page, "支付中")
    files = page.get_by_role("button", name="支付文件")
    assert len({file.bounding_box()["y"] for file in files.all()}) == 1  # side by side
    answer(page, tmp_path, lambda name: ("失败", "账号不存在") if name == "李四" else ("成功", None))
    expect(page.get_by_text("成功 1 人，退票 1 人")).to_be_visible()
    take(page, "支付办结", today().isoformat())
    stands(page, "部分退票")
    take(page, "再次支付退票")
    answer(page, tmp_path, lambda name: ("成功", None))
    take(page, "支付办结", today().isoformat())
    stands(page, "已支付")
    page.get_by_role("link", name="支付明细").click()
    expect(page.get_by_text("账号不存在")).to_be_visible()


def _archive(page, address):
    enter(page, "preparer")
    page.goto(address)
    take(page, "归档", today().isoformat())
    stands(page, "已归档")
