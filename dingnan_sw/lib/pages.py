"""Paging, the state of a list kept in its address, and reading what a request says."""

import re
from typing import Any, overload

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict

from dingnan_sw.lib import veil
from dingnan_sw.lib.workbook.cells import INVISIBLE

PER_PAGE = 50
NUMBER = re.compile(r"[0-9]{1,9}")
MOST = 999_999_999


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
    return "?" + veil.address(changed)


@overload
def number(text: str | None, most: int = MOST) -> int | None: ...
@overload
def number(text: str | None, most: int = MOST, *, default: int) -> int: ...
def number(text: str | None, most: int = MOST, *, default: int | None = None) -> int | None:
    """The whole number, up to `most`, that a request says in plain digits; the default for all else."""
    if text is None or not NUMBER.fullmatch(text) or int(text) > most:
        return default
    return int(text)


def visible(text: str) -> str:
    """What was typed without the characters that nobody sees and the database partly refuses (NUL)."""
    return INVISIBLE.sub("", text)
