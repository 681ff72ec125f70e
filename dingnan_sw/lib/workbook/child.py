"""The process that parses: started by reading.py under limits of memory and time, so that a hostile file ends it alone.

`python child.py PATH ROWS COLUMNS` writes a pickle to standard output: a list of Found, as plain tuples. With names (a JSON list
on standard input) the other sheets are not parsed at all: nothing in them can stop the file.
"""

import io
import json
import pickle
import posixpath
import re
import sys
import unicodedata
import zipfile
from typing import Any, NamedTuple
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

TOO_MANY = 3
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
KNOWN_ERROR = b"#VALUE!"
# A tag ends before the next one begins, and a cell before the next cell, so that each search takes a single pass.
FORMULA = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b")
ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*\bt=[\"']e[\"'])([^<>]*)(?<!/)>"
    rb"(?:[^<]|<(?!/?(?:\w+:)?c[\s/>]))*?<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<"
)
PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
TEXT_TYPE = re.compile(rb"\bt=[\"']str[\"']")
ROW = re.compile(rb"<(?:\w+:)?row\s([^<>]*)>")
HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
ROW_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
CONTENT = re.compile(rb"<(?:\w+:)?[vt](?:\s[^<>]*)?>\s*[^<\s]")

Place = tuple[int, int]


class Found(NamedTuple):
    """A sheet: unread is True for one that holds something but was not asked for.

    Places are (row, column from 0): of formulas saved without their result, and of cells that show an error, whose text
    stands in rows.
    """

    name: str
    hidden: bool
    unread: bool = False
    rows: list[tuple[int, list[Any]]] = []
    uncomputed: list[Place] = []
    errors: list[Place] = []
    hidden_rows: list[int] = []


class TooMany(Exception):
    """More rows or columns than the limits allow."""


def main(path: str, most_rows: int, most_columns: int, names: list[str]) -> int:
    book = CalamineWorkbook.from_path(path)
    wanted = {_letters(name) for name in names}
    found = []
    with zipfile.ZipFile(path) as archive:
        parts = _parts(archive)
        for meta in book.sheets_metadata:
            hidden, part = meta.visible != SheetVisibleEnum.Visible, parts.get(meta.name)
            data = archive.read(part) if part else b""
            if wanted and _letters(meta.name) not in wanted:
                found.append(Found(meta.name, hidden, unread=CONTENT.search(data) is not None))
                continue
            try:
                sheet = _parsed(book, meta.name, archive, part)
                found.append(_found(Found(meta.name, hidden), sheet, data, most_rows, most_columns))
            except TooMany:
                return TOO_MANY
    pickle.dump([tuple(sheet) for sheet in found], sys.stdout.buffer, protocol=5)
    return 0


def _letters(name: str) -> str:
    """Coarser than as_key_text, so that no sheet that is asked for is missed."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name)))


def _found(empty: Found, sheet: Any, data: bytes, most_rows: int, most_columns: int) -> Found:
    if sheet.width + (sheet.start[1] if sheet.start else 0) > most_columns:
        raise TooMany
    rows = dict(_filled_rows(sheet, most_rows))
    errors = _errors(data)
    for (row, column), text in errors.items():
        if column < most_columns:
            _put(rows, row, column, text)
    if len(rows) > most_rows:
        raise TooMany
    return empty._replace(
        rows=sorted(rows.items()),
        uncomputed=[place for place in _formulas_without_result(data) if place[0] in rows and _blank(rows, *place)],
        errors=list(errors),
        hidden_rows=sorted(_hidden_rows(data) & rows.keys()),
    )


def _filled_rows(sheet: Any, most: int) -> list[tuple[int, list[Any]]]:
    """(Excel's row number, cells from column A) of the rows that hold something.

    The reader gives rows from the sheet's first, but columns from the first that is filled.
    """
    rows: list[tuple[int, list[Any]]] = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if any(_filled(cell) for cell in cells):
            rows.append((number, [cell if _filled(cell) else None for cell in cells]))
            if len(rows) > most:
                raise TooMany
    left = sheet.start[1] if sheet.start else 0
    return [(number, [None] * left + cells) for number, cells in rows] if left else rows


def _filled(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _put(rows: dict[int, list[Any]], row: int, column: int, text: str) -> None:
    cells = rows.setdefault(row, [])
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = text


def _blank(rows: dict[int, list[Any]], row: int, column: int) -> bool:
    return column >= len(rows[row]) or rows[row][column] is None


# What calamine does not tell, from the sheet's own markup ------------------------------------------


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Each sheet's name → the archive's member that holds it, through the workbook's relationships."""
    members = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    try:
        book, relations = (ElementTree.fromstring(archive.read(members[name])) for name in (BOOK, RELATIONS))
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {relation.get("Id"): _absolute(relation.get("Target", "")) for relation in relations}
    found: dict[str, str] = {}
    for sheet in book.iter():
        # r:id, whose namespace differs between the two editions of the format
        relation = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        if sheet.tag.endswith("}sheet") and targets.get(relation) in members:
            found.setdefault(sheet.get("name", ""), members[targets[relation]])
    return found


def _absolute(target: str) -> str:
    """worksheets/sheet1.xml, /xl/worksheets/sheet1.xml and ../xl/worksheets/sheet1.xml are the same member."""
    return posixpath.normpath(posixpath.join("/xl", target.replace("\\", "/"))).lstrip("/").lower()


def _formulas_without_result(data: bytes) -> list[Place]:
    """Formulas not said to give a text: one that gives "" is stored as a text without content, and has its result."""
    if b"<f" not in data and b":f" not in data:
        return []
    kinds = (attributes for attributes in FORMULA.findall(data) if not TEXT_TYPE.search(attributes))
    return [place for attributes in kinds if (place := _place(attributes))]


def _errors(data: bytes) -> dict[Place, str]:
    """The cells that show an error such as #N/A; calamine gives them as if they were empty."""
    if b't="e"' not in data and b"t='e'" not in data:
        return {}
    found: dict[Place, str] = {}
    for cell in ERROR.finditer(data):
        if place := _place(cell[1]):
            found[place] = cell[2].decode("utf-8", "replace").strip()[:20]
    return found


def _place(attributes: bytes) -> Place | None:
    found = PLACE.search(attributes)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return int(found[2]), column - 1


def _hidden_rows(data: bytes) -> set[int]:
    if b"hidden=" not in data:
        return set()
    numbers = (ROW_NUMBER.search(attributes) for attributes in ROW.findall(data) if HIDDEN.search(attributes))
    return {int(number[1]) for number in numbers if number}


def _parsed(book: Any, name: str, archive: zipfile.ZipFile, part: str | None) -> Any:
    """The sheet as calamine sees it, which knows eight error values and stops at any other, as #SPILL! or Err:502."""
    try:
        return book.get_sheet_by_name(name)
    except CalamineError:
        if part is None:
            raise
        return CalamineWorkbook.from_filelike(_with_known_errors(archive, part)).get_sheet_by_name(name)


def _with_known_errors(archive: zipfile.ZipFile, part: str) -> io.BytesIO:
    """The workbook once more, each error of this sheet replaced by one that calamine knows."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as target:
        for member in archive.namelist():
            data = archive.read(member)
            target.writestr(member, ERROR.sub(_known, data) if member == part else data)
    copy.seek(0)
    return copy


def _known(cell: re.Match[bytes]) -> bytes:
    start, end = cell.start(2) - cell.start(), cell.end(2) - cell.start()
    return cell[0][:start] + KNOWN_ERROR + cell[0][end:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), json.load(sys.stdin.buffer)))
