"""What browser tests have in common: accounts, signing in, the steps of a batch."""

import openpyxl
from playwright.sync_api import expect

from positions.models import Mandate, User
from tests import county

PASSWORD = "a long pass phrase"


def account(username, role, unit=None, **values):
    user = User.objects.create_user(username, password=PASSWORD, display_name=username, **values)
    Mandate.objects.create(user=user, role=role, unit=unit, since=county.SINCE)
    return user


def sign_in(page, username):
    page.goto("/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    page.wait_for_load_state()


def enter(page, username):
    """As another person: the one before has signed out."""
    out = page.get_by_role("button", name="退出")
    if out.count():
        out.click()
        page.wait_for_load_state()
    sign_in(page, username)


def take(page, step, on=None):
    """The step's button, on that working day; payments begin on the day itself."""
    form = page.locator("form", has=page.get_by_role("button", name=step, exact=True))
    if on:
        form.get_by_label("办理日期").fill(on)
    form.get_by_role("button", name=step, exact=True).click()
    page.wait_for_load_state()


def stands(page, state):
    expect(page.get_by_role("heading", level=1)).to_contain_text(state)


def answer(page, tmp_path, mark):
    """The portal's own payment file, filled in by the bank as mark(row) says, and given back."""
    with page.expect_download() as coming:
        page.get_by_role("button", name="支付文件（一卡通）").click()
    path = tmp_path / "回盘.xlsx"
    coming.value.save_as(path)
    book = openpyxl.load_workbook(path)
    headings = [cell.value for cell in book.active[1]]
    for row in book.active.iter_rows(min_row=2):
        cells = dict(zip(headings, row, strict=True))
        cells["结果"].value, cells["失败原因"].value = mark(cells["户名"].value)
    book.save(path)
    page.get_by_label("银行回盘文件").set_input_files(path)
    page.get_by_role("button", name="导入回盘").click()
    page.wait_for_load_state()
