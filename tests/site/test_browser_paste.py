"""Cells copied in Excel and pasted into the grid, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests import county
from tests.site.browser import account, sign_in

pytestmark = [pytest.mark.browser]

PERSON = f"{county.id_number(1)}\t张三\t社区工作者\t2020-03-01"
PASTE = """(input, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def paste(page, place, text):
    page.locator(f"input[name={place}]").evaluate(PASTE, text)


def test_few_cells_with_headings_are_arranged_by_them_and_what_was_typed_stays(page, unit):
    account("hr", "unit", unit)
    sign_in(page, "hr")
    page.goto("/submissions/paste/person/")
    page.locator("input[name=c0-0]").fill("王五")
    paste(page, "c1-0", f"身份证号*\t姓名*\t人员类别*\t任职起始日期*\n{PERSON}\n")
    expect(page.get_by_text("粘贴的 1 行接在原来的 1 行后面")).to_be_visible()
    assert [page.locator(f"input[name=c{row}-0]").input_value() for row in range(3)] == ["王五", "张三", ""]


def test_cells_without_headings_spread_from_where_they_are_pasted(page, unit):
    account("hr", "unit", unit)
    sign_in(page, "hr")
    page.goto("/submissions/paste/person/")
    paste(page, "c1-1", "1\t甲\n2\t乙\n")
    assert [page.locator(f"input[name=c{row}-{column}]").input_value() for row in (1, 2) for column in (1, 2)] == [
        "1", "甲", "2", "乙",
    ]  # fmt: skip
