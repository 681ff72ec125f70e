"""Where the cells of the budget lead: to the people, the months, the records, the clause."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from dingnan_sw.lib.dates import Month
from incentives.budget.vocabulary import Item

CLAUSES = {Item.BONUS: "三（一）", Item.ALLOWANCE: "三（二）"}


def people_url(year: int, part: str, **key: Any) -> str:
    return _list_url("budget-people", {"year": year, "part": part, **key})


def parts_url(year: int, item: Item | None = None, **chosen: str) -> str:
    """All that an item comes to, or both, as far as it has these words in the columns named."""
    return people_url(year, "all", **_of(item), **chosen)


def months_url(year: int, item: Item | None = None, **chosen: str) -> str:
    return _list_url("budget-months", {"year": year, **_of(item), **chosen})


def granted_url(year: int, kind: str, item: Item | None = None) -> str:
    """kind: granted or requested."""
    return _list_url("budget-granted", {"year": year, "kind": kind, **_stored(item)})


def paid_url(year: int, item: Item | None = None, month: datetime.date | None = None) -> str:
    return _list_url("budget-paid", {"year": year, **_stored(item), **({"month": month} if month else {})})


def banked_url(year: int, item: Item | None = None) -> str:
    return _list_url("budget-banked", {"year": year, **_stored(item)})


def share_url(year: int, person: int, month: Month) -> str:
    return reverse("budget-share", args=[year, person, str(month)])


def clause_url(item: Item) -> str:
    return f"{reverse('policy')}#{CLAUSES[item]}"


def _of(item: Item | None) -> dict[str, str]:
    """As the computed lists choose an item: by its word."""
    return {"item": str(item.label)} if item else {}


def _stored(item: Item | None) -> dict[str, str]:
    return {"item": str(item)} if item else {}


def _list_url(name: str, state: dict[str, Any]) -> str:
    return f"{reverse(name)}?{urlencode(state)}"
