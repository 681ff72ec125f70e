"""The user's own file given back: faulty cells coloured, and a last column 错误说明."""

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill

from dingnan_sw.lib import confined
from dingnan_sw.lib.workbook.cells import as_key_text
from dingnan_sw.lib.workbook.guard import LIMITS, Limits
from dingnan_sw.lib.workbook.header import LAST_HEADER_ROW, normal_heading

COLUMN = "错误说明"
FAULTY = PatternFill("solid", fgColor="FFFFC7CE")
WORDS = Font(color="FFB42318", bold=False)
WRAPPED = Alignment(wrap_text=True, vertical="top")
WIDTH = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """One fault: row is Excel's number, None for the whole sheet; sheet None for the whole file."""

    sheet: str | None
    row: int | None
    column: str | None
    message: str


ROOT = Path(__file__).resolve().parents[3]
IN_A_PROCESS = (
    "import sys; sys.path.insert(0, sys.argv[3]); from dingnan_sw.lib.workbook import marking; marking.main()"
)


def mark_errors(source: Path, target: Path, marks: Sequence[Mark], limits: Limits = LIMITS) -> None:
    """Write source to target with the marks; marks of an earlier round are taken off first.

    A file that cannot be marked within the limits of memory and time gives a list of its faults instead.
    """
    told = json.dumps([astuple(mark) for mark in marks]).encode()
    try:
        done = confined.run(["-c", IN_A_PROCESS, str(source), str(target), str(ROOT)], limits, told)
    except confined.Exhausted:
        write_report(target, marks)
        return
    if done.returncode != 0:
        write_report(target, marks)


def main() -> None:
    """The confined process: source, target and root as arguments, the marks as JSON on standard input."""
    marks = [Mark(*mark) for mark in json.load(sys.stdin)]
    _mark(Path(sys.argv[1]), Path(sys.argv[2]), marks)


def _mark(source: Path, target: Path, marks: Sequence[Mark]) -> None:
    book = load_workbook(source)
    by_sheet: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_sheet[as_key_text(mark.sheet or "")].append(mark)
    for sheet in book.worksheets:
        _mark_sheet(sheet, by_sheet.get(as_key_text(sheet.title), []))
    book.save(target)


def _mark_sheet(sheet: Any, marks: list[Mark]) -> None:
    header, columns = _headings(sheet, marks)
    place = columns.pop(COLUMN, 0)
    if place:
        _clear(sheet, header, place)
    if not marks:
        return
    place = place or sheet.max_column + 1
    _say(sheet, header, place, COLUMN)
    sheet.column_dimensions[sheet.cell(header, place).column_letter].width = WIDTH
    by_row: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_row[max(mark.row or 0, header + 1)].append(mark)  # what concerns the whole sheet stands below the heading
    for row, found in by_row.items():
        _say(sheet, row, place, "；".join(dict.fromkeys(mark.message.rstrip("。") for mark in found)) + "。")
        _colour(sheet, row, found, columns)


def _headings(sheet: Any, marks: Sequence[Mark]) -> tuple[int, dict[str, int]]:
    """The row that is missing a heading, else the one among the first eleven with most filled cells; and its headings' places."""
    last = min(LAST_HEADER_ROW, sheet.max_row)
    rows = {row: [cell for cell in sheet[row] if cell.value is not None] for row in range(1, last + 1)}
    header = _incomplete_header(rows, marks) or max(rows, key=lambda row: (len(rows[row]), -row))
    return header, {_heading(cell.value): cell.column for cell in rows[header]}


def _incomplete_header(rows: dict[int, list[Any]], marks: Sequence[Mark]) -> int | None:
    """The row that all marks name, if it is fuller than every row above and has none of their headings.

    Without one of its headings the table's head may hold fewer cells than the rows below.
    """
    named = {mark.row for mark in marks}
    row = named.pop() if len(named) == 1 else None
    if row is None or row not in rows:
        return None
    headings = {_heading(cell.value) for cell in rows[row]}
    lacks = all(mark.column is not None and normal_heading(mark.column) not in headings for mark in marks)
    fuller = all(len(rows[row]) > len(rows[above]) for above in rows if above < row)
    return row if lacks and fuller else None


def _heading(value: Any) -> str:
    """An error column of an earlier round may carry a message after its name."""
    name = normal_heading(value)
    return COLUMN if name.startswith(COLUMN) else name


def _clear(sheet: Any, header: int, place: int) -> None:
    for row in sheet.iter_rows(min_row=header + 1):
        if len(row) >= place and row[place - 1].value is not None:
            row[place - 1].value = None
            for cell in row:
                if cell.fill.fgColor.rgb == FAULTY.fgColor.rgb:
                    cell.fill = PatternFill()


def _say(sheet: Any, row: int, place: int, words: str) -> None:
    cell = sheet.cell(row, place)
    cell.value = words
    cell.data_type = "s"
    cell.font, cell.alignment, cell.number_format = WORDS, WRAPPED, "@"


def _colour(sheet: Any, row: int, marks: list[Mark], columns: dict[str, int]) -> None:
    for mark in marks:
        place = columns.get(normal_heading(mark.column)) if mark.column else None
        if place and mark.row:
            sheet.cell(row, place).fill = FAULTY


def write_report(target: Path, marks: Sequence[Mark]) -> None:
    """A workbook of our own that says where what is wrong, for a file that cannot be marked."""
    book = Workbook()
    sheet = book.active
    sheet.title = COLUMN
    sheet.column_dimensions["A"].width = WIDTH * 2
    for row, mark in enumerate(marks, 1):
        place = [mark.sheet, f"第 {mark.row} 行" if mark.row else "", mark.column]
        _say(sheet, row, 1, "　".join(word for word in (*place, mark.message) if word))
    book.save(target)
