"""Where a register's rows came from: asked of whoever keeps the submissions, which this app does not know."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from positions.access import Scope

Lookup = Callable[[Iterable[Model], Scope], list[Any]]
_lookups: list[Lookup] = []


def register(lookup: Lookup) -> Lookup:
    """lookup gives the submissions that wrote any of the rows, as far as the scope sees them."""
    _lookups.append(lookup)
    return lookup


def origins(rows: Iterable[Model], scope: Scope) -> list[Any]:
    known = list(rows)
    return [found for lookup in _lookups for found in lookup(known, scope)]
