"""A guarded file, parsed in a process of its own."""

import os
import pickle
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dingnan_sw.lib.workbook.child import TOO_MANY
from dingnan_sw.lib.workbook.guard import LIMITS, MEGABYTE, Limits, check, no_workbook, too_large

CHILD = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Row:
    """number is Excel's own; a cell is str, float, int, bool, date, datetime, time, timedelta or None."""

    number: int
    cells: list[Any]


@dataclass(frozen=True, slots=True)
class SheetData:
    """A sheet's rows that hold anything; uncomputed are (row, column from 0) of formulas saved without their result."""

    name: str
    hidden: bool
    rows: list[Row]
    uncomputed: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Workbook:
    sheets: list[SheetData]


def read_workbook(path: Path, limits: Limits = LIMITS) -> Workbook:
    """Every sheet of the workbook at path.

    Raises:
        WorkbookRefused: it is no .xlsx, or larger than the limits allow, or takes too much memory or time to read.
    """
    check(path, limits)
    sheets = pickle.loads(_parse(path, limits))  # our own child's output
    return Workbook([_sheet(*sheet) for sheet in sheets])


def _sheet(name: str, hidden: bool, rows: list[tuple[int, list[Any]]], uncomputed: list[tuple[int, int]]) -> SheetData:
    return SheetData(name, hidden, [Row(number, cells) for number, cells in rows], frozenset(uncomputed))


def _parse(path: Path, limits: Limits) -> bytes:
    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    command = [sys.executable, "-I", str(CHILD), str(path), str(limits.rows), str(limits.columns)]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=limits.wall, preexec_fn=confine, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise too_large(f"读取超过 {limits.wall} 秒，已停止：请分成几个文件上传。") from error
    if done.returncode == 0:
        return done.stdout
    if done.returncode == TOO_MANY:
        raise too_large(f"有一张表超过 {limits.rows} 行或 {limits.columns} 列：请分成几个文件上传。")
    if done.returncode < 0 or b"MemoryError" in done.stderr or b"memory allocation" in done.stderr:
        raise too_large(
            f"读取这个文件要用的内存或时间超过上限（{limits.memory // MEGABYTE} MB、{limits.cpu} 秒）："
            "可能有远在表外的单元格，请把数据复制到新的模板里再上传。"
        )
    raise no_workbook("文件内容读不出来，可能已损坏：请在 Excel 或 WPS 中打开，重新保存后上传。")


def _environment() -> dict[str, str]:
    """Nothing of ours reaches the child but where to find its interpreter's libraries; one thread keeps memory small."""
    return {"PATH": os.environ.get("PATH", ""), "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"}
