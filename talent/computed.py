"""Lists whose rows are computed: their facets, their search, the year they are about."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.http import QueryDict

from dingnan_sw.lib.filters import Facet, Period


def by_value(name: str, label: str, value: Callable[[Any], str | None]) -> Facet:
    """A facet over computed rows: value gives a row's word; each with its count."""

    def options(rows: Iterable[Any]) -> list[tuple[str, str, int]]:
        counts = Counter(word for row in rows if (word := value(row)))
        return [(word, word, count) for word, count in sorted(counts.items())]

    def narrow(rows: Iterable[Any], chosen: str) -> list[Any]:
        return [row for row in rows if value(row) == chosen]

    return Facet(name, label, narrow, options)


def year_asked(state: QueryDict, first: int, last: int, default: int) -> Period:
    """?year= from the first to the last of them."""
    options = [str(year) for year in range(last, first - 1, -1)]
    asked = state.get("year", "")
    error = f"能看 {first} 到 {last} 年，下面是 {default} 年。" if asked and asked not in options else ""
    value = asked if asked in options else str(default)
    return Period("year", "年度", "select", value, [(option, f"{option} 年") for option in options], error)
