"""How wide columns are: what must not break gets what its longest cell needs, what may break shares the rest.

Widths are in half-width characters: a Chinese character takes two.
"""

import math
from collections.abc import Sequence
from unicodedata import east_asian_width

from dingnan_sw.lib.paper.sheet import PaperColumn, Sheet, in_text

PADDING = 1.3
CAPITAL = 1.5


def text_width(text: str) -> float:
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if east_asian_width(character) in "WFA":
        return 2
    return CAPITAL if character.isupper() else 1


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width."""
    return max(math.ceil(text_width(text) / max(width - PADDING, 2)), 1)


def column_widths(sheet: Sheet, room: float) -> list[float]:
    """A width for each column; together they fill the room, or overflow it when even the least is too much."""
    columns = sheet.columns
    needs = [min(_longest(sheet, place), column.width) for place, column in enumerate(columns)]
    wished = [max(need, text_width(column.heading)) + PADDING for column, need in zip(columns, needs, strict=True)]
    if sum(wished) <= room:
        return [width * room / sum(wished) for width in wished]
    return _squeezed(columns, needs, room)


def _squeezed(columns: Sequence[PaperColumn], needs: Sequence[float], room: float) -> list[float]:
    """Those that may break get one line more, the widest first, until all fit; these then share what is left."""
    parts = [1] * len(columns)
    while sum(widths := _in_parts(columns, needs, parts)) > room:
        narrower = _in_parts(columns, needs, [part + 1 for part in parts])
        breakable = [place for place, column in enumerate(columns) if column.wrap and narrower[place] < widths[place]]
        if not breakable:
            return widths
        parts[min(breakable, key=lambda place: (parts[place], -widths[place]))] += 1
    broken = sum(width for width, part in zip(widths, parts, strict=True) if part > 1)
    spare = room - sum(widths)
    return [
        width * (1 + spare / broken) if part > 1 else width + (0 if broken else spare / len(columns))
        for width, part in zip(widths, parts, strict=True)
    ]


def _in_parts(columns: Sequence[PaperColumn], needs: Sequence[float], parts: Sequence[int]) -> list[float]:
    """The widths when the longest cell of each column stands in so many lines."""
    return [
        max(need if part == 1 else 2 * math.ceil(need / part / 2), heading_width(column)) + PADDING
        for column, need, part in zip(columns, needs, parts, strict=True)
    ]


def heading_width(column: PaperColumn) -> float:
    """A heading of more than four Chinese characters breaks into two lines."""
    width = text_width(column.heading)
    return width if width <= 8 else 2 * math.ceil(width / 4)


def _longest(sheet: Sheet, place: int) -> float:
    column = sheet.columns[place]
    cells = (text_width(in_text(column.kind, column.value(row))) for row in sheet.rows)
    total = text_width(in_text(column.kind, sheet.totals.get(place)))
    return max(max(cells, default=0), total)
