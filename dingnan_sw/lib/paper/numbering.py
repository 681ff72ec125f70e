"""Sheets whose first column numbers the rows: rows with their numbers, and columns over what is numbered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dingnan_sw.lib.paper.sheet import Kind, PaperColumn


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row with its number on the sheet."""

    number: int
    row: Any


def numbered(rows: Iterable[Any]) -> list[Numbered]:
    return [Numbered(number, row) for number, row in enumerate(rows, 1)]


def column(heading: str, value: Callable[[Any], Any], kind: Kind = "text", width: int = 12, **more: Any) -> PaperColumn:
    return PaperColumn(heading, lambda numbered: value(numbered.row), kind, width, **more)


NUMBER = PaperColumn("序号", lambda numbered: numbered.number, "ordinal", 6)
