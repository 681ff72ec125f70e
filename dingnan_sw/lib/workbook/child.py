"""The process that parses: started by reading.py under limits of memory and time, so that a hostile file ends it alone.

`python child.py PATH ROWS COLUMNS` writes a pickle to standard output: a list of (name, hidden, rows, uncomputed).
"""

import pickle
import re
import sys
import zipfile
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

FORMULA = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?>\s*<f')
TOO_MANY = 3

Sheet = tuple[str, bool, list[tuple[int, list[Any]]], list[tuple[int, int]]]


def main(path: str, most_rows: int, most_columns: int) -> int:
    book = CalamineWorkbook.from_path(path)
    sheets: list[Sheet] = []
    formulas = _formula_cells(path)
    for meta in book.sheets_metadata:
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.width + (sheet.start[1] if sheet.start else 0) > most_columns:
            return TOO_MANY
        rows = _filled_rows(sheet, most_rows)
        if rows is None:
            return TOO_MANY
        empty = _uncomputed(rows, formulas) if formulas else []
        sheets.append((meta.name, meta.visible != SheetVisibleEnum.Visible, rows, empty))
    pickle.dump(sheets, sys.stdout.buffer, protocol=5)
    return 0


def _filled_rows(sheet: Any, most: int) -> list[tuple[int, list[Any]]] | None:
    """(Excel's row number, cells from column A) of the rows that hold something; None when there are too many.

    The reader gives rows from the sheet's first, but columns from the first that is filled.
    """
    rows: list[tuple[int, list[Any]]] = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if any(_filled(cell) for cell in cells):
            rows.append((number, [cell if _filled(cell) else None for cell in cells]))
            if len(rows) > most:
                return None
    left = sheet.start[1] if sheet.start else 0
    return [(number, [None] * left + cells) for number, cells in rows] if left else rows


def _filled(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _formula_cells(path: str) -> set[tuple[int, int]]:
    """(row, column) of every formula in any sheet: calamine gives their results alone."""
    cells: set[tuple[int, int]] = set()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            data = archive.read(name)
            if b"<f" in data:
                cells.update((int(row), _column(letters)) for letters, row in FORMULA.findall(data))
    return cells


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _uncomputed(rows: list[tuple[int, list[Any]]], formulas: set[tuple[int, int]]) -> list[tuple[int, int]]:
    known = dict(rows)
    return [
        (row, column)
        for row, column in formulas
        if row in known and (column >= len(known[row]) or known[row][column] is None)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
