"""Forms of one person or thing: labelled boxes on an upright page, places for opinions and seals, a place for a photo."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter

from dingnan_sw.lib.paper import xlsx
from dingnan_sw.lib.paper.pdf import STYLE, finished, marked, render
from dingnan_sw.lib.paper.sheet import in_text
from dingnan_sw.lib.paper.widths import lines
from dingnan_sw.lib.paper.xlsx import A4, LINE, Styles, tab, workbook

Box = tuple[str, Any]  # label, value
Progress = Callable[[int, int], None]

PAIRS = 3  # boxes side by side
PHOTO_ROWS = 4
PORTION = 50  # pages laid out at a time
LABEL, VALUE = 12, 17  # the widths of the columns of a workbook, in characters
BY_HAND, SEALED = "（签名）　　　　年　　月　　日", "（盖章）　　　　年　　月　　日"
UPRIGHT = (
    "@page{size:A4 portrait;margin:15mm 14mm}table{font-size:10pt}td{height:8.5mm;text-align:center}td.label{width:15%;white-space:pre-line}"
    "table.photo td.label{width:12%}td.photo{width:14%}td.opinion{height:22mm;text-align:right;vertical-align:bottom;padding:2mm 6mm}"
    "td.words{text-align:left;line-height:1.5;padding:1.5mm 2mm;white-space:pre-line}section+section{break-before:page}"
)


@dataclass(frozen=True, slots=True)
class Grid:
    """rows hold one to three boxes each, the last of a row taking what is left; words are what is told in sentences below
    them, opinions who signs in the end, and how; of is whose form it is."""

    title: str
    of: str
    unit: str
    made_on: datetime.date
    rows: Sequence[Sequence[Box]]
    opinions: Sequence[tuple[str, str]]
    words: Sequence[Box] = ()
    photo: bool = False
    notes: Sequence[str] = field(default=())

    @property
    def head(self) -> tuple[str, str]:
        return f"填报单位：{self.unit}", f"填报日期：{self.made_on}"

    @property
    def width(self) -> int:
        """How many columns: labels and values, and the photo's."""
        return PAIRS * 2 + self.photo


@dataclass(frozen=True, slots=True)
class Grids:
    """The same form for several people, a page each."""

    title: str
    period: str
    made_on: datetime.date
    grids: Sequence[Grid]


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell of the grid: its kind (label, value, words, photo, opinion), text, and how many columns and rows it takes."""

    kind: str
    text: str
    columns: int = 1
    rows: int = 1


def _laid_out(grid: Grid) -> Iterator[list[Placed]]:
    for number, boxes in enumerate(grid.rows):
        beside = grid.photo and number < PHOTO_ROWS
        room = grid.width - 1 if beside else grid.width
        yield [*_boxes(boxes, room), *([_PHOTO] if beside and number == 0 else ())]
    for label, text in grid.words:
        yield [Placed("label", label), Placed("words", text, grid.width - 1)]
    for who, signed in grid.opinions:
        yield [Placed("label", who), Placed("opinion", signed, grid.width - 1)]


_PHOTO = Placed("photo", "照片", rows=PHOTO_ROWS)


def _boxes(boxes: Sequence[Box], room: int) -> Iterator[Placed]:
    each = room // len(boxes)
    for place, (label, value) in enumerate(boxes):
        last = place == len(boxes) - 1
        yield Placed("label", label)
        yield Placed("value", in_text("text", value), (room - each * place if last else each) - 1)


def write_grid(grid: Grid, form: str, mark: str = "") -> bytes:
    """One form as the bytes of a file of that kind, one of FORMATS."""
    return write_grids(Grids(grid.title, grid.of, grid.made_on, (grid,)), form, mark=mark)


def write_grids(made: Grids, form: str, progress: Progress = lambda done, total: None, mark: str = "") -> bytes:
    match form:
        case "pdf":
            return _pdf(made, progress, mark)
        case "xlsx":
            return _xlsx(made, mark)
        case _:
            raise ValueError(form)


# PDF ------------------------------------------------------------------------------------------------


def _pdf(made: Grids, progress: Progress, mark: str) -> bytes:
    writer, total = PdfWriter(), len(made.grids)
    for start in range(0, total, PORTION):
        portion = made.grids[start : start + PORTION]
        writer.append(PdfReader(BytesIO(render(_html(made.title, portion, mark)))))
        progress(start + len(portion), total)
    return finished(writer, made.title, made.made_on)


def _html(title: str, grids: Sequence[Grid], mark: str) -> str:
    return (
        f'<html lang="zh-CN"><head><title>{escape(title)}</title>'
        f"<style>{STYLE.read_text(encoding='utf-8')}{UPRIGHT}{marked(mark)}</style></head><body>{''.join(map(_page, grids))}</body></html>"
    )


def _page(grid: Grid) -> str:
    head = "".join(f"<span>{escape(words)}</span>" for words in grid.head)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in _laid_out(grid))
    notes = "".join(f"<div>{escape(note)}</div>" for note in grid.notes)
    return (
        f'<section><h1>{escape(grid.title)}</h1><div class="line">{head}</div>'
        f'<table class="{"photo" if grid.photo else "plain"}"><tbody>{rows}</tbody></table><div class="notes">{notes}</div></section>'
    )


def _cell(cell: Placed) -> str:
    return f'<td class="{cell.kind}" colspan="{cell.columns}" rowspan="{cell.rows}">{escape(cell.text)}</td>'


# Workbook -------------------------------------------------------------------------------------------


def _xlsx(made: Grids, mark: str) -> bytes:
    target = BytesIO()
    with workbook(target, by_rows=False) as book:
        styles = Styles(book)
        for number, grid in enumerate(made.grids, 1):
            name = made.title if len(made.grids) == 1 else f"{number} {grid.of}"
            _write_page(book.add_worksheet(tab(name)), grid, styles, mark)
    return target.getvalue()


def _write_page(page: Any, grid: Grid, styles: Styles, mark: str) -> None:
    last, middle = grid.width - 1, grid.width // 2
    _set_up(page, grid.width)
    page.set_footer(xlsx.marked(mark))
    page.merge_range(0, 0, 0, last, grid.title, styles.get(bold=True, font_size=18, align="center"))
    page.merge_range(1, 0, 1, middle, grid.head[0], styles.get(align="left"))
    page.merge_range(1, middle + 1, 1, last, grid.head[1], styles.get(align="right"))
    row = 1
    for row, cells in enumerate(_laid_out(grid), 2):
        _write_row(page, row, cells, styles)
    for number, note in enumerate(grid.notes, row + 1):
        page.merge_range(number, 0, number, last, note, styles.get(font_size=9, text_wrap=True))


def _set_up(page: Any, width: int) -> None:
    page.set_paper(A4)
    page.fit_to_pages(1, 1)
    page.set_margins(left=0.6, right=0.6, top=0.5, bottom=0.5)
    page.center_horizontally()
    page.set_row(0, 34)
    for place in range(width):
        page.set_column(place, place, VALUE if place % 2 else LABEL)


def _write_row(page: Any, number: int, row: Sequence[Placed], styles: Styles) -> None:
    page.set_row(number, max(map(_height, row)))
    column = 0
    for cell in row:
        style = styles.get(border=1, text_wrap=True, **ALIGNED.get(cell.kind, CENTRED))
        if cell.columns > 1 or cell.rows > 1:
            page.merge_range(number, column, number + cell.rows - 1, column + cell.columns - 1, "", style)
        page.write_string(number, column, cell.text, style)
        column += cell.columns


CENTRED = {"align": "center"}
ALIGNED = {"opinion": {"align": "right", "valign": "bottom"}, "words": {"align": "left"}}


def _height(cell: Placed) -> float:
    match cell.kind:
        case "opinion":
            return 76
        case "words":
            width = cell.columns * (LABEL + VALUE) / 2
            return max(sum(lines(part, width) for part in cell.text.split("\n")) * (LINE + 3) + 8, 28)
        case _:
            return 28
