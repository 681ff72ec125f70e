"""The filters above a list: a search box and selects whose options carry their counts."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import QueryDict

from dingnan_sw.lib.pages import query


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int | None
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A select: narrow takes the list and the chosen value; options gives (value, label, count) for the list so far."""

    name: str
    label: str
    narrow: Callable[[Any, str], Any]
    options: Callable[[Any], Iterable[tuple[Any, str, int | None]]]
    words: Callable[[str], str] = str  # the label of a chosen value of which there is nothing


@dataclass(frozen=True, slots=True)
class Period:
    """What the list is about before any filter: a year to choose, or a month or day to type.

    kind is select, month or date; error says what was wrong with the one asked for, which value then replaces.
    """

    name: str
    label: str
    kind: str
    value: str
    options: Sequence[tuple[str, str]] = ()
    error: str = ""


@dataclass(slots=True)
class Filters:
    """A list's filters with their state; narrow() applies them, each facet counted without its own choice."""

    state: QueryDict
    facets: Sequence[Facet] = ()
    search: Callable[[Any, str], Any] | None = None
    hint: str = ""
    period: Period | None = None
    selects: list[tuple[Facet, list[Option]]] = field(default_factory=list)

    @property
    def searchable(self) -> bool:
        return self.search is not None

    @property
    def text(self) -> str:
        return self.state.get("q", "").strip()

    @property
    def chosen(self) -> dict[str, str]:
        values = {facet.name: self.state.get(facet.name, "") for facet in self.facets}
        return {name: value for name, value in values.items() if value}

    @property
    def active(self) -> bool:
        return bool(self.text or self.chosen)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else the address says and the form has to carry on."""
        own = {facet.name for facet in self.facets} | {"q", "page", self.period.name if self.period else ""}
        return [(name, str(value)) for name, value in self.state.items() if name not in own and value]

    @property
    def cleared(self) -> str:
        """The address without any filter, the period kept."""
        names = {facet.name for facet in self.facets} | {"q", "page"}
        return query(self.state, **dict.fromkeys(names))

    def narrow(self, items: Any) -> Any:
        if self.search and self.text:
            items = self.search(items, self.text)
        for facet in self.facets:
            self.selects.append((facet, self._options(facet, items)))
        return self._apply(items, self.facets)

    def _apply(self, items: Any, facets: Iterable[Facet]) -> Any:
        for facet in facets:
            value = self.state.get(facet.name, "")
            if value:
                items = facet.narrow(items, value)
        return items

    def _options(self, facet: Facet, items: Any) -> list[Option]:
        others = self._apply(items, [other for other in self.facets if other is not facet])
        chosen = self.state.get(facet.name, "")
        found = [
            Option(str(value), label, count, str(value) == chosen) for value, label, count in facet.options(others)
        ]
        if chosen and not any(option.selected for option in found):
            found.append(Option(chosen, facet.words(chosen), 0, True))
        return found


def by_field(
    name: str,
    label: str,
    path: str,
    words: Callable[[Any], str] = str,
    accepts: Callable[[str], bool] = lambda value: True,
    order: str = "",
) -> Facet:
    """A facet over the values of one field, each with its count, in their order or in that of another field.

    What accepts refuses finds nothing; words takes a value as stored, or as text where nothing has it.
    """

    def options(items: QuerySet[Any]) -> Iterable[tuple[Any, str, int]]:
        counted = items.order_by().values_list(path).annotate(number=Count("pk", distinct=True))
        counted = counted.order_by(*filter(None, (order, path)))
        return [(value, words(value), number) for value, number in counted if value not in (None, "")]

    def narrow(items: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not accepts(value):
            return items.none()
        try:
            return items.filter(**{path: value})
        except (ValueError, TypeError, ValidationError):
            return items.none()

    def told(value: str) -> str:
        for stored in _as_stored(value) if accepts(value) else ():
            with suppress(ValueError, TypeError, AttributeError):
                return words(stored)
        return value

    return Facet(name, label, narrow, options, told)


def _as_stored(value: str) -> Iterator[Any]:
    """What the text in an address may stand for in a field."""
    if value in ("True", "False"):
        yield value == "True"
    yield value
    if value.isascii() and value.isdigit():
        yield int(value)
    with suppress(ValueError):
        yield datetime.date.fromisoformat(value)


def by_value(name: str, label: str, value: Callable[[Any], str | None]) -> Facet:
    """A facet over computed rows: value gives a row's word; each with its count."""

    def options(rows: Iterable[Any]) -> list[tuple[str, str, int]]:
        counts = Counter(word for row in rows if (word := value(row)))
        return [(word, word, count) for word, count in sorted(counts.items())]

    def narrow(rows: Iterable[Any], chosen: str) -> list[Any]:
        return [row for row in rows if value(row) == chosen]

    return Facet(name, label, narrow, options)


def is_year(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) == 4 and value > "0000"
