"""Sheets on paper: the end stays together, what must not break is not broken, the columns fill the page."""

import datetime
import gc
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader
from weasyprint.formatting_structure.boxes import PageBox

from dingnan_sw.lib.paper import PaperColumn, Sheet, as_xlsx, write_pdf
from dingnan_sw.lib.paper import pdf as pages
from dingnan_sw.lib.paper.widths import PADDING, column_widths, text_width

UNIT = "演示历市镇中山街社区居民委员会"


def column(heading, value, kind="text", width=20, **more):
    return PaperColumn(heading, lambda row: value, kind, width, **more)


def sheet(count, *columns):
    return Sheet(
        title="表",
        unit="局",
        period="2021年",
        made_on=datetime.date(2021, 12, 31),
        columns=(PaperColumn("序号", lambda row: row, "ordinal", 6), *columns),
        rows=range(1, count + 1),
        notes=["依据。"],
        summary=f"{count} 人",
    )


PEOPLE = (column("工作单位", UNIT, wrap=True), column("证书级别", "助理社会工作师"), column("备注", ""))


def texts(one):
    return [page.extract_text() for page in PdfReader(BytesIO(write_pdf(one))).pages]


@pytest.mark.parametrize("count", range(20, 30))
def test_the_signatures_never_stand_alone(count):
    last = texts(sheet(count, *PEOPLE))[-1]
    assert "单位负责人" in last
    assert f"合计（{count} 人）" in last.replace("\n", "")
    assert all(f"\n{number}\n" in last.replace(" ", "\n") for number in range(count - 2, count + 1))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 8])
def test_the_last_portion_has_rows_enough_to_stand_with_the_sums(count, monkeypatch):
    monkeypatch.setattr(pages, "PORTION", 5)
    portions = pages._portions(range(count))
    assert [row for portion in portions for row in portion] == list(range(count))
    assert len(portions[-1]) >= min(count, pages.KEPT)


def test_an_empty_sheet_is_one_page():
    assert len(texts(sheet(0, *PEOPLE))) == 1


def test_the_name_of_a_level_is_never_broken():
    codes = [column(f"第{n}栏", "9" * 19, "code") for n in range(4)]
    page = texts(
        sheet(3, *PEOPLE, *codes, column("开户银行", "中国农业银行股份有限公司定南县支行", width=36, wrap=True))
    )[0]
    assert page.count("助理社会工作师") == 3


def test_columns_fill_the_page_and_an_empty_one_shrinks_to_its_heading():
    columns = [*PEOPLE, *[column(f"第{n}栏", "9" * 19, "code") for n in range(6)]]
    widths = column_widths(sheet(1, *columns), 165)
    assert sum(widths) == pytest.approx(165)
    assert widths[3] == text_width("备注") + PADDING
    assert widths[4] == 19 + PADDING


def test_a_cell_of_absurd_length_takes_no_more_than_its_column_may_ask():
    widths = column_widths(sheet(1, *PEOPLE, column("管理号", "9" * 100, "code", 24)), 62)
    assert widths[4] == 24 + PADDING


@pytest.mark.parametrize("count", [3, 4, 5, 9])
def test_a_workbook_of_few_columns_keeps_the_parts_of_its_head_and_its_signatures_apart(count):
    made = sheet(1, *[column(f"第{number}栏", "甲") for number in range(count - 1)])
    rows = [[cell.value for cell in row if cell.value] for row in openpyxl.load_workbook(BytesIO(as_xlsx(made))).active]
    assert (rows[1], rows[-1]) == (list(made.head), list(made.signatures))


@pytest.mark.parametrize(("large", "left"), [(0, 1), (1 << 60, 3)])
def test_in_a_large_process_old_layouts_do_not_pile_up(large, left, monkeypatch):
    monkeypatch.setattr(pages, "LARGE", large)
    gc.collect()
    gc.disable()
    for _ in range(3):
        write_pdf(sheet(3, *PEOPLE))
    layouts = sum(isinstance(one, PageBox) for one in gc.get_objects())
    gc.enable()
    assert layouts == left
