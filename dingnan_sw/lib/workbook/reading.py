"""A guarded file, parsed in a process of its own."""

import json
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dingnan_sw.lib import confined
from dingnan_sw.lib.workbook.cells import ErrorText
from dingnan_sw.lib.workbook.child import TOO_MANY, Found
from dingnan_sw.lib.workbook.guard import LIMITS, MEGABYTE, Limits, WorkbookRefused, check, no_workbook, too_large

CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Row:
    """number is Excel's own; a cell is str, float, int, bool, date, datetime, time, timedelta, ErrorText or None."""

    number: int
    cells: list[Any]


@dataclass(frozen=True, slots=True)
class SheetData:
    """A sheet's rows that hold anything.

    uncomputed are (row, column from 0) of formulas saved without their result; hidden_rows the numbers of rows that the sheet
    does not show; unread a sheet with content that was not asked for, whose rows are not here.
    """

    name: str
    hidden: bool
    rows: list[Row]
    uncomputed: frozenset[tuple[int, int]]
    hidden_rows: frozenset[int] = frozenset()
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    sheets: list[SheetData]


def read_workbook(path: Path, limits: Limits = LIMITS, names: Iterable[str] = ()) -> Workbook:
    """Every sheet of the workbook at path; with names, what other sheets hold is not read and refuses nothing.

    Raises:
        WorkbookRefused: it is no .xlsx, or larger than the limits allow, or takes too much memory or time to read.
    """
    check(path, limits)
    sheets = pickle.loads(_parse(path, limits, names))  # our own child's output
    return Workbook([_sheet(Found(*sheet)) for sheet in sheets])


def _sheet(found: Found) -> SheetData:
    errors = set(found.errors)
    rows = [Row(number, [_sound(cell) for cell in cells]) for number, cells in found.rows]
    rows = [Row(row.number, _told(row.number, row.cells, errors)) for row in rows] if errors else rows
    return SheetData(
        _sound(found.name), found.hidden, rows, frozenset(found.uncomputed), frozenset(found.hidden_rows), found.unread
    )


def _sound(cell: Any) -> Any:
    """Without the zero character, which a file can hold, nobody types, and the database does not take."""
    return cell.replace("\0", "") if isinstance(cell, str) else cell


def _told(row: int, cells: list[Any], errors: set[tuple[int, int]]) -> list[Any]:
    return [ErrorText(cell) if (row, column) in errors else cell for column, cell in enumerate(cells)]


def _parse(path: Path, limits: Limits, names: Iterable[str]) -> bytes:
    try:
        asked = json.dumps(list(names)).encode()  # not as arguments: those depend on the locale
        done = confined.run([str(CHILD), str(path), str(limits.rows), str(limits.columns)], limits, asked)
    except confined.Exhausted as exhausted:
        raise _exhausted(exhausted.kind, limits) from exhausted
    if done.returncode == 0:
        return done.stdout
    if done.returncode == TOO_MANY:
        raise too_large(f"有一张表超过 {limits.rows} 行或 {limits.columns} 列：请分成几个文件上传。")
    raise no_workbook("文件内容读不出来，可能已损坏：请在 Excel 或 WPS 中打开，重新保存后上传。")


def _exhausted(kind: str, limits: Limits) -> WorkbookRefused:
    if kind == "wall":
        return too_large(f"读取超过 {limits.wall} 秒，已停止：请分成几个文件上传。")
    return too_large(
        f"读取这个文件要用的内存或时间超过上限（{limits.memory // MEGABYTE} MB、{limits.cpu} 秒）："
        "可能有远在表外的单元格，请把数据复制到新的模板里再上传。"
    )
