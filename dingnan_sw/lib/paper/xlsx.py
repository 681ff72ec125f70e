"""Sheets as .xlsx: numbers are numbers, everything else is text, and nothing that was typed in can become a formula."""

import datetime
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.conf import settings
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.money import in_words
from dingnan_sw.lib.paper.sheet import NUMBERS, RIGHT, Folder, Sheet, in_text
from dingnan_sw.lib.paper.widths import column_widths, lines
from dingnan_sw.lib.table import Column

# Formulas, links and numbers are written only where we say so; a cell of text stays the text it is.
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
A4 = 9
FORMATS = {
    "text": "@", "code": "@", "tag": "@", "month": "@", "date": "yyyy-mm-dd",
    "ordinal": "0", "integer": "#,##0", "money": "#,##0.00", "decimal": "#,##0.00",
}  # fmt: skip
HEADER_ROW = 2
ROOM = 152  # characters that one page takes in at 9 points and more
UNIT = 0.96  # a character of 10 points in those by which Excel measures columns
LINE = 12.5  # points
CENTRED = ("ordinal", "date", "month")
LEFT = {"align": "left"}
ALIGNED = {kind: {"align": "right"} for kind in RIGHT} | {kind: {"align": "center"} for kind in CENTRED}


@contextmanager
def workbook(target: BinaryIO | Path, *, by_rows: bool = True) -> Iterator[Any]:
    """A workbook to be written. by_rows: each row goes to a file at once, so that a long list takes no memory.

    Files that hold something in clear meanwhile lie in the portal's own folder and are gone in any case, also where the disk is full.
    """
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        book = xlsxwriter.Workbook(target, SAFE | {"constant_memory": by_rows, "tmpdir": folder})
        try:
            with book:
                yield book
        finally:
            for page in book.worksheets() if by_rows else ():
                _close(page)


def _close(page: Any) -> None:
    """The rows' file, which the library leaves open after a failure; what did not fit does not fit now either."""
    with suppress(OSError):
        page.row_data_fh.close()


def write_xlsx(made: Sheet | Folder, target: BinaryIO | Path, mark: str = "") -> None:
    """Sheets as they are filed: A4 landscape, one page wide, headings repeated, sums with formula and value; mark at the foot."""
    with workbook(target) as book:
        book.set_properties({"title": made.title, "created": datetime.datetime.combine(made.made_on, datetime.time())})
        styles = Styles(book)
        for sheet in made.sheets:
            _write_sheet(book.add_worksheet(tab(sheet.title)), sheet, styles, mark)


def _write_sheet(page: Any, sheet: Sheet, styles: "Styles", mark: str) -> None:
    widths = column_widths(sheet, ROOM)
    _set_up(page, widths, mark)
    _write_top(page, sheet, styles)
    last = _write_rows(page, sheet, styles, widths)
    last = _write_sums(page, sheet, styles, last)
    last = _write_foot(page, sheet, styles, last, widths)
    page.print_area(0, 0, last, len(sheet.columns) - 1)


def marked(mark: str) -> str:
    """The mark as the left part of a page's foot."""
    return f"&L&8{mark}" if mark else ""


def tab(title: str) -> str:
    """A title as a workbook lets a leaf be called."""
    return "".join(character for character in title if character not in "[]:*?/\\'")[:31]


class Styles:
    """The cell formats of one book, made when first used: text, where no other kind is named."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[Any, ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(
                {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "num_format": "@", **properties}
            )
        return self.made[key]

    def cell(self, kind: str, **more: Any) -> Any:
        return self.get(num_format=FORMATS[kind], border=1, **ALIGNED.get(kind, LEFT), **more)


def _set_up(page: Any, widths: Sequence[float], mark: str) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)
    page.set_margins(left=0.4, right=0.4, top=0.45, bottom=0.6)
    page.center_horizontally()
    page.set_footer(f"{marked(mark)}&C第 &P 页 共 &N 页")
    page.freeze_panes(HEADER_ROW + 1, 2)
    for place, width in enumerate(widths):
        page.set_column(place, place, width * UNIT)


def _write_top(page: Any, sheet: Sheet, styles: Styles) -> None:
    last = len(sheet.columns) - 1
    page.set_row(0, 34)
    page.merge_range(0, 0, 0, last, sheet.title, styles.get(bold=True, font_size=18, align="center", font_name="黑体"))
    third = last // 3 if last > 3 else 0  # of few columns each part has one
    unit, period, made = sheet.head
    page.set_row(1, 20)
    _merge(page, 1, 0, third, unit, styles.get(align="left"))
    _merge(page, 1, third + 1, last - third - 1, period, styles.get(align="center"))
    _merge(page, 1, last - third, last, made, styles.get(align="right"))
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


def _write_rows(page: Any, sheet: Sheet, styles: Styles, widths: Sequence[float]) -> int:
    row = HEADER_ROW
    for row, item in enumerate(sheet.rows, HEADER_ROW + 1):
        values = [column.value(item) for column in sheet.columns]
        page.set_row(row, _height(sheet, values, widths))
        for place, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
            style = styles.cell(column.kind, text_wrap=column.wrap)
            if column.across:
                _write_across(page, row, place, column.across, value, style)
            else:
                _write(page, row, place, column.kind, value, style)
    return row


def _write_across(page: Any, row: int, place: int, count: int, value: Any, style: Any) -> None:
    """The sum of so many cells to the left."""
    first, last = (xl_rowcol_to_cell(row, column) for column in (place - count, place - 1))
    page.write_formula(row, place, f"=SUM({first}:{last})", style, value)


def _height(sheet: Sheet, values: Sequence[Any], widths: Sequence[float]) -> float:
    """As high as its cell with the most lines needs."""
    cells = zip(sheet.columns, values, widths, strict=True)
    breaking = ((in_text(column.kind, value), width) for column, value, width in cells if column.wrap)
    most = max((lines(text, width) for text, width in breaking), default=1)
    return max(LINE * most + 2, 18)


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
    if not sheet.has_sums:
        return last
    row, end = last + 1, len(sheet.columns) - 1
    page.set_row(row, 20)
    _merge(page, row, 0, sheet.labelled - 1, sheet.sum_label, styles.get(bold=True, border=1, align="center"))
    for place in range(sheet.labelled, end + 1):
        _write_sum(page, sheet, styles, row, place)
    if not sheet.in_words:
        return row
    page.set_row(row + 1, 20)
    words = f"合计（大写）：{in_words(sheet.amount)}"
    _merge(page, row + 1, 0, end, words, styles.get(bold=True, border=1, align="left"))
    return row + 1


def _write_sum(page: Any, sheet: Sheet, styles: Styles, row: int, place: int) -> None:
    style = styles.cell(sheet.columns[place].kind, bold=True)
    if place not in sheet.totals:
        page.write_blank(row, place, None, style)
        return
    if row == HEADER_ROW + 1:
        page.write_number(row, place, 0, style)
        return
    name = xl_col_to_name(place)
    formula = f"=SUM({name}{HEADER_ROW + 2}:{name}{row})"
    page.write_formula(xl_rowcol_to_cell(row, place), formula, style, sheet.totals[place])


def _write_foot(page: Any, sheet: Sheet, styles: Styles, last: int, widths: Sequence[float]) -> int:
    width = len(sheet.columns)
    for note in sheet.notes:
        last += 1
        _merge(page, last, 0, width - 1, note, styles.get(align="left", font_size=9, text_wrap=True))
    last += 2
    page.set_row(last, 26)
    for place, signature in zip(_evenly(widths, len(sheet.signatures)), sheet.signatures, strict=True):
        page.write_string(last, place, signature, styles.get())
    return last


def _evenly(widths: Sequence[float], parts: int) -> list[int]:
    """The columns that begin nearest to where so many parts of one width would, each after the one before.

    Of fewer columns than parts the last parts stand beside the table.
    """
    if parts > len(widths):
        return list(range(parts))
    starts, places = [0.0, *accumulate(widths)], [-1]
    for part in range(parts):
        aim = starts[-1] * part / parts
        later = range(places[-1] + 1, len(widths) - parts + part + 1)
        places.append(min(later, key=lambda place: abs(starts[place] - aim)))
    return places[1:]


def write_list(columns: Sequence[Column], rows: Iterable[Any], title: str, target: BinaryIO | Path) -> None:
    """What a list page shows, as a plain table: headings in row 1, frozen, with a filter."""
    write_lists([(title, columns, rows)], target)


def write_lists(parts: Iterable[tuple[str, Sequence[Column], Iterable[Any]]], target: BinaryIO | Path) -> None:
    """Several plain tables as the leaves of one workbook; each has its title, columns and rows."""
    with workbook(target) as book:
        styles = Styles(book)
        for title, columns, rows in parts:
            _write_list(book.add_worksheet(tab(title)), columns, rows, styles)


def _write_list(page: Any, columns: Sequence[Column], rows: Iterable[Any], styles: Styles) -> None:
    page.freeze_panes(1, 1)
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.heading, styles.get(bold=True, border=1, bg_color="#EEF1F4"))
    last = 0
    for last, item in enumerate(rows, 1):
        for place, column in enumerate(columns):
            value = column.value(item)
            cell = value[1] if column.kind == "tag" else value
            _write(page, last, place, column.kind, cell, styles.cell(column.kind))
    page.autofilter(0, 0, max(last, 1), len(columns) - 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
