"""Tables described once: the same columns make the page, its sorting and its download."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.http import QueryDict

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.pages import query

Kind = Literal["text", "code", "integer", "money", "decimal", "date", "month", "tag", "links", "lines"]
RIGHT = frozenset({"integer", "money", "decimal"})
EMPTY = "—"


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag in a cell of any kind, where something is out of order."""

    tone: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Link:
    """One of several in a cell; note follows it without leading anywhere."""

    text: str
    url: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """value gives a row's cell; sort is the ORM order it stands for (any word for computed rows); link makes the cell lead somewhere.

    For kind tag the value is (tone, words), for kind links a sequence of Link, for kind lines one with a line for each;
    a Mark is a tag in any column.
    """

    key: str
    heading: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    sort: str | Sequence[str] | None = None
    link: Callable[[Any], str | None] | None = None
    width: int = 14
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    column: Column
    url: str | None
    direction: str

    @property
    def aria(self) -> str:
        return {"": "none", "+": "ascending", "-": "descending"}[self.direction]


@dataclass(frozen=True, slots=True)
class Cell:
    kind: str
    text: str
    url: str | None = None
    tone: str = ""
    wrap: bool = False
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """columns and rows for components/table.html; state is request.GET, None where nothing can be sorted.

    total gives by the key of a column the sum below it, total_links where that leads.
    """

    columns: Sequence[Column]
    rows: Iterable[Any]
    caption: str
    state: QueryDict | None = None
    total: Mapping[str, Any] = field(default_factory=dict)
    default_sort: str = ""
    total_links: Mapping[str, str | None] = field(default_factory=dict)

    def headings(self) -> Iterator[Heading]:
        current = self.state.get("sort", self.default_sort) if self.state is not None else ""
        for column in self.columns:
            yield self._heading(column, current)

    def _heading(self, column: Column, current: str) -> Heading:
        if self.state is None or column.sort is None:
            return Heading(column, None, "")
        direction = {column.key: "+", f"-{column.key}": "-"}.get(current, "")
        turned = f"-{column.key}" if direction == "+" else column.key
        return Heading(column, query(self.state, sort=turned, page=None), direction)

    def body(self) -> Iterator[list[Cell]]:
        for row in self.rows:
            yield [_cell(column, row) for column in self.columns]

    def foot(self) -> list[Cell]:
        """The sums row: a cell for each column, empty where there is no sum."""
        return [self._sum(column) for column in self.columns]

    def _sum(self, column: Column) -> Cell:
        text = _text(column.kind, self.total.get(column.key), "")
        return Cell(column.kind, text, self.total_links.get(column.key) if text else None)


def _cell(column: Column, row: Any) -> Cell:
    value = column.value(row)
    url = column.link(row) if column.link else None
    if column.kind == "tag":
        tone, words = value
        return Cell("tag", words, url, tone)
    if column.kind in ("links", "lines"):
        return Cell(column.kind, "" if value else EMPTY, wrap=column.wrap, links=value)
    if isinstance(value, Mark):
        return Cell("tag", value.words, url, value.tone)
    if value in (None, ""):
        return Cell("text" if column.kind == "code" else column.kind, EMPTY, url, wrap=column.wrap)
    return Cell(column.kind, _text(column.kind, value, EMPTY), url, wrap=column.wrap)


def _text(kind: str, value: Any, empty: str) -> str:
    match value:
        case None | "":
            return empty
        case Decimal() if kind == "money":
            return f"{value:,.2f}"
        case int() if kind == "integer":
            return f"{value:,}"
        case Month():
            return value.words
        case datetime.datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case _:
            return str(value)


def ordering(state: QueryDict, columns: Sequence[Column], default: str) -> list[str]:
    """The ORM order that ?sort= asks for, unknown names aside; pk last, so that pages never overlap."""
    asked = state.get("sort", default)
    descending = asked.startswith("-")
    chosen = next((column.sort for column in columns if column.sort and column.key == asked.lstrip("-")), None)
    if chosen is None:
        return ordering(state.__class__(""), columns, default) if asked != default else ["pk"]
    names = [chosen] if isinstance(chosen, str) else list(chosen)
    return [_turned(name) if descending else name for name in names] + ["pk"]


def in_order(rows: list[Any], state: QueryDict, columns: Sequence[Column], default: str) -> list[Any]:
    """Computed rows in the order that ?sort= asks for: by the column's value, empty ones last; unknown names aside."""
    asked = state.get("sort", default)
    names = {column.key: column for column in columns if column.sort}
    column = names.get(asked.lstrip("-")) or names[default.lstrip("-")]
    filled = [row for row in rows if column.value(row) not in (None, "")]
    empty = [row for row in rows if column.value(row) in (None, "")]
    return sorted(filled, key=column.value, reverse=asked.startswith("-")) + empty


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"
