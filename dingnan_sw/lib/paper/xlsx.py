"""Sheets as .xlsx: numbers are numbers, everything else is text, and nothing that was typed in can become a formula."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.money import in_words
from dingnan_sw.lib.paper.sheet import NUMBERS, PaperColumn, Sheet
from dingnan_sw.lib.table import Column

# Formulas, links and numbers are written only where we say so; a cell of text stays the text it is.
SAFE = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
A4 = 9
FORMATS = {
    "text": "@", "code": "@", "tag": "@", "month": "@", "integer": "#,##0", "money": "#,##0.00", "decimal": "#,##0.##",
    "date": "yyyy-mm-dd",
}  # fmt: skip
HEADER_ROW = 2
LEFT = {"align": "left", "indent": 1}
ALIGNED = {kind: {"align": "right"} for kind in NUMBERS} | {kind: {"align": "center"} for kind in ("date", "month")}


def write_xlsx(sheet: Sheet, target: BinaryIO | Path) -> None:
    """The sheet as it is filed: A4 landscape, one page wide, headings repeated, sums with formula and value."""
    with xlsxwriter.Workbook(target, SAFE) as book:
        book.set_properties(
            {"title": sheet.title, "created": datetime.datetime.combine(sheet.made_on, datetime.time())}
        )
        page = book.add_worksheet(_tab(sheet.title))
        styles = Styles(book)
        _set_up(page, sheet)
        _write_top(page, sheet, styles)
        last = _write_rows(page, sheet, styles)
        last = _write_sums(page, sheet, styles, last)
        last = _write_foot(page, sheet, styles, last)
        page.print_area(0, 0, last, len(sheet.columns) - 1)


def _tab(title: str) -> str:
    return "".join(character for character in title if character not in "[]:*?/\\")[:31]


class Styles:
    """The cell formats of one book, made when first used."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[Any, ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(
                {"font_name": "宋体", "font_size": 10, "valign": "vcenter", **properties}
            )
        return self.made[key]

    def cell(self, kind: str, **more: Any) -> Any:
        return self.get(num_format=FORMATS[kind], border=1, **ALIGNED.get(kind, LEFT), **more)


def _set_up(page: Any, sheet: Sheet) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.center_horizontally()
    page.set_footer("&C第 &P 页 共 &N 页")
    page.freeze_panes(HEADER_ROW + 1, 2)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)


def _write_top(page: Any, sheet: Sheet, styles: Styles) -> None:
    last = len(sheet.columns) - 1
    page.set_row(0, 34)
    page.merge_range(0, 0, 0, last, sheet.title, styles.get(bold=True, font_size=18, align="center", font_name="黑体"))
    third = max(last // 3, 1)
    page.set_row(1, 20)
    _merge(page, 1, 0, third, f"填报单位：{sheet.unit}", styles.get(align="left"))
    _merge(page, 1, third + 1, last - third - 1, sheet.period, styles.get(align="center"))
    _merge(
        page,
        1,
        last - third,
        last,
        f"{sheet.made_on.year}年{sheet.made_on.month}月{sheet.made_on.day}日",
        styles.get(align="right"),
    )
    page.set_row(HEADER_ROW, 30)
    for place, column in enumerate(sheet.columns):
        page.write_string(
            HEADER_ROW,
            place,
            column.heading,
            styles.get(bold=True, border=1, align="center", text_wrap=True, bg_color="#EEF1F4"),
        )


def _merge(page: Any, row: int, first: int, last: int, text: str, style: Any) -> None:
    if last > first:
        page.merge_range(row, first, row, last, "", style)
    page.write_string(row, first, text, style)


def _write_rows(page: Any, sheet: Sheet, styles: Styles) -> int:
    row = HEADER_ROW
    for row, item in enumerate(sheet.rows, HEADER_ROW + 1):
        page.set_row(row, 20)
        for place, column in enumerate(sheet.columns):
            _write(page, row, place, column.kind, column.value(item), styles.cell(column.kind))
    return row


def _write(page: Any, row: int, place: int, kind: str, value: Any, style: Any) -> None:
    match value:
        case None | "":
            page.write_blank(row, place, None, style)
        case Decimal() | int() if kind in NUMBERS:
            page.write_number(row, place, value, style)
        case datetime.date() if kind == "date":
            page.write_datetime(row, place, datetime.datetime.combine(value, datetime.time()), style)
        case Month():
            page.write_string(row, place, value.words, style)
        case _:
            page.write_string(row, place, str(value), style)


def _write_sums(page: Any, sheet: Sheet, styles: Styles, last: int) -> int:
    if not sheet.totals:
        return last
    row = last + 1
    page.set_row(row, 22)
    for place, column in enumerate(sheet.columns):
        _write_sum(page, sheet, styles, row, place, column)
    page.write_string(row, 0, "合计", styles.cell("text", bold=True))
    if not sheet.in_words:
        return row
    page.set_row(row + 1, 22)
    _merge(
        page,
        row + 1,
        0,
        len(sheet.columns) - 1,
        f"合计（大写）：{in_words(sheet.amount)}",
        styles.get(bold=True, border=1, align="left"),
    )
    return row + 1


def _write_sum(page: Any, sheet: Sheet, styles: Styles, row: int, place: int, column: PaperColumn) -> None:
    style = styles.cell(column.kind, bold=True)
    if place not in sheet.totals:
        page.write_blank(row, place, None, style)
        return
    if row == HEADER_ROW + 1:
        page.write_number(row, place, 0, style)
        return
    name = xl_col_to_name(place)
    formula = f"=SUM({name}{HEADER_ROW + 2}:{name}{row})"
    page.write_formula(xl_rowcol_to_cell(row, place), formula, style, sheet.totals[place])


def _write_foot(page: Any, sheet: Sheet, styles: Styles, last: int) -> int:
    width = len(sheet.columns)
    for note in sheet.notes:
        last += 1
        _merge(page, last, 0, width - 1, note, styles.get(align="left", font_size=9, text_wrap=True))
    last += 2
    page.set_row(last, 26)
    step = max(width // max(len(sheet.signatures), 1), 1)
    for number, signature in enumerate(sheet.signatures):
        page.write_string(last, min(number * step, width - 1), signature, styles.get())
    return last


def write_list(columns: Sequence[Column], rows: Iterable[Any], title: str, target: BinaryIO | Path) -> None:
    """What a list page shows, as a plain table: headings in row 1, frozen, with a filter."""
    with xlsxwriter.Workbook(target, SAFE) as book:
        page = book.add_worksheet(_tab(title))
        styles = Styles(book)
        page.freeze_panes(1, 1)
        for place, column in enumerate(columns):
            page.set_column(place, place, column.width)
            page.write_string(0, place, column.heading, styles.get(bold=True, border=1, bg_color="#EEF1F4"))
        last = 0
        for last, item in enumerate(rows, 1):
            for place, column in enumerate(columns):
                value = column.value(item)
                _write(
                    page,
                    last,
                    place,
                    column.kind,
                    value[1] if column.kind == "tag" else value,
                    styles.cell(column.kind),
                )
        page.autofilter(0, 0, max(last, 1), len(columns) - 1)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
