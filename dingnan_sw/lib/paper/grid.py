"""Forms of one person or thing: labelled boxes on an upright page, places for opinions and seals, a place for a photo."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from typing import Any

import xlsxwriter

from dingnan_sw.lib.paper.pdf import STYLE, render
from dingnan_sw.lib.paper.sheet import in_text
from dingnan_sw.lib.paper.xlsx import A4, SAFE, Styles

Box = tuple[str, Any]  # label, value

PAIRS = 3  # boxes side by side
WIDTH = PAIRS * 2 + 1  # columns: labels and values, and the photo's
PHOTO_ROWS = 4
BY_HAND, SEALED = "（签名）　　　　年　　月　　日", "（盖章）　　　　年　　月　　日"
UPRIGHT = (
    "@page{size:A4 portrait;margin:15mm 14mm}table{font-size:10pt}td{height:8.5mm;text-align:center}td.label{width:12%}"
    "td.photo{width:14%}td.opinion{height:24mm;text-align:right;vertical-align:bottom;padding:2mm 6mm}"
)


@dataclass(frozen=True, slots=True)
class Grid:
    """rows hold one to three boxes each, the last of a row taking what is left; opinions are who signs below, and how."""

    title: str
    unit: str
    made_on: datetime.date
    rows: Sequence[Sequence[Box]]
    opinions: Sequence[tuple[str, str]]
    photo: bool = True
    notes: Sequence[str] = field(default=())

    @property
    def head(self) -> tuple[str, str]:
        return f"填报单位：{self.unit}", f"填报日期：{self.made_on}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell of the grid: its kind (label, value, photo, opinion), text, and how many columns and rows it takes."""

    kind: str
    text: str
    columns: int = 1
    rows: int = 1


def _laid_out(grid: Grid) -> Iterator[list[Placed]]:
    for number, boxes in enumerate(grid.rows):
        beside = grid.photo and number < PHOTO_ROWS
        yield [*_boxes(boxes, WIDTH - 1 if beside else WIDTH), *([_PHOTO] if beside and number == 0 else ())]
    for who, signed in grid.opinions:
        yield [Placed("label", who), Placed("opinion", signed, WIDTH - 1)]


_PHOTO = Placed("photo", "照片", rows=PHOTO_ROWS)


def _boxes(boxes: Sequence[Box], room: int) -> Iterator[Placed]:
    each = room // len(boxes)
    for place, (label, value) in enumerate(boxes):
        last = place == len(boxes) - 1
        yield Placed("label", label)
        yield Placed("value", in_text("text", value), (room - each * place if last else each) - 1)


def write_grid_pdf(grid: Grid) -> bytes:
    head = "".join(f"<span>{escape(words)}</span>" for words in grid.head)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in _laid_out(grid))
    notes = "".join(f"<div>{escape(note)}</div>" for note in grid.notes)
    return render(
        f'<html lang="zh-CN"><head><title>{escape(grid.title)}</title>'
        f"<style>{STYLE.read_text(encoding='utf-8')}{UPRIGHT}</style></head><body><h1>{escape(grid.title)}</h1>"
        f'<div class="line">{head}</div><table><tbody>{rows}</tbody></table><div class="notes">{notes}</div></body></html>'
    )


def _cell(cell: Placed) -> str:
    return f'<td class="{cell.kind}" colspan="{cell.columns}" rowspan="{cell.rows}">{escape(cell.text)}</td>'


def write_grid_xlsx(grid: Grid) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, SAFE | {"constant_memory": False}) as book:
        page, styles = book.add_worksheet(grid.title[:31]), Styles(book)
        _set_up(page)
        page.merge_range(0, 0, 0, WIDTH - 1, grid.title, styles.get(bold=True, font_size=18, align="center"))
        page.merge_range(1, 0, 1, 3, grid.head[0], styles.get(align="left"))
        page.merge_range(1, 4, 1, WIDTH - 1, grid.head[1], styles.get(align="right"))
        last = 1
        for last, row in enumerate(_laid_out(grid), 2):
            _write_row(page, last, row, styles)
        for number, note in enumerate(grid.notes, last + 1):
            page.merge_range(number, 0, number, WIDTH - 1, note, styles.get(font_size=9, text_wrap=True))
    return target.getvalue()


def _set_up(page: Any) -> None:
    page.set_paper(A4)
    page.fit_to_pages(1, 1)
    page.center_horizontally()
    page.set_row(0, 34)
    for place in range(WIDTH):
        page.set_column(place, place, 12 if place % 2 == 0 else 17)


def _write_row(page: Any, number: int, row: Sequence[Placed], styles: Styles) -> None:
    page.set_row(number, 64 if any(cell.kind == "opinion" for cell in row) else 26)
    column = 0
    for cell in row:
        low = {"align": "right", "valign": "bottom"} if cell.kind == "opinion" else {"align": "center"}
        style = styles.get(border=1, text_wrap=True, num_format="@", **low)
        if cell.columns > 1 or cell.rows > 1:
            page.merge_range(number, column, number + cell.rows - 1, column + cell.columns - 1, "", style)
        page.write_string(number, column, cell.text, style)
        column += cell.columns
