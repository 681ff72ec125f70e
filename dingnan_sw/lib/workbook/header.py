"""Where a sheet's table begins and ends: known by its headings, not by its place."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dingnan_sw.lib.workbook.cells import as_key_text
from dingnan_sw.lib.workbook.reading import Row

LAST_HEADER_ROW = 11
REQUIRED_MARK = re.compile(r"(\*|\(必填\))+$")
END = re.compile(
    r"^(合\s*计|填\s*表\s*人|制\s*表\s*人|审\s*核\s*人|单\s*位\s*负\s*责\s*人)($|[\s:()\[\]【】「」{}〔〕])"
)
NOTE = ("注:", "备注:")


@dataclass(frozen=True, slots=True)
class Header:
    """row is Excel's number; columns gives the place of each known heading, unknown the other headings as written."""

    row: int
    columns: dict[str, int]
    unknown: list[str]


def normal_heading(value: Any) -> str:
    """A heading without white space, line breaks and marks of being required."""
    return REQUIRED_MARK.sub("", as_key_text(str(value))) if value is not None else ""


def find_header(rows: Sequence[Row], required: Iterable[str], known: Iterable[str]) -> Header | None:
    """The first of the sheet's first 11 rows that holds all required headings."""
    wanted = {normal_heading(name) for name in required}
    for row in _candidates(rows):
        if wanted <= {normal_heading(cell) for cell in row.cells}:
            return _header(row, known)
    return None


def best_candidate(rows: Sequence[Row], required: Iterable[str], known: Iterable[str]) -> tuple[int, set[str]]:
    """For a sheet without header: the row that holds most known headings, and the required ones it lacks."""
    names = {normal_heading(name) for name in known}
    row = max(_candidates(rows), key=lambda row: len(names & {normal_heading(c) for c in row.cells}), default=rows[0])
    present = {normal_heading(cell) for cell in row.cells}
    return row.number, {name for name in required if normal_heading(name) not in present}


def _candidates(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.number <= LAST_HEADER_ROW]


def _header(row: Row, known: Iterable[str]) -> Header:
    names = {normal_heading(name): name for name in known}
    columns: dict[str, int] = {}
    unknown: list[str] = []
    for place, cell in enumerate(row.cells):
        name = names.get(normal_heading(cell))
        if name is not None and name not in columns:
            columns[name] = place
        elif cell is not None:
            unknown.append(str(cell).strip())
    return Header(row.number, columns, unknown)


def data_rows(rows: Sequence[Row], header: Header) -> tuple[list[Row], list[Row]]:
    """The rows below the header up to the sums or the signatures, and the filled rows that stand after those."""
    below = [row for row in rows if row.number > header.row]
    for place, row in enumerate(below):
        if ends(row):
            return below[:place], below[place + 1 :]
    return below, []


def ends(row: Row) -> bool:
    """Whether it is the sums, the signatures or the notes below a table."""
    first = next((cell for cell in row.cells if cell is not None), None)
    if not isinstance(first, str):
        return False
    text = unicodedata.normalize("NFKC", first).strip()
    return bool(END.match(text)) or text.startswith(NOTE)
