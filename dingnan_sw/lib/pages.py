"""Paging, and the state of a list kept in its address."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict

PER_PAGE = 50


def paginate(request: HttpRequest, items: Any, per_page: int = PER_PAGE) -> "Page[Any]":
    """The page that ?page= asks for; one that does not exist gives the nearest."""
    return Paginator(items, per_page).get_page(request.GET.get("page"))


def query(state: QueryDict, /, **changes: Any) -> str:
    """The address's question mark and what follows, with these changes; None or "" takes a name out."""
    changed = state.copy()
    for name, value in changes.items():
        if value in (None, ""):
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return "?" + changed.urlencode()
