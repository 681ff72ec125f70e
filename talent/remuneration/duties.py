"""What waits for a community organisation — 三（二）: the pay and the covers of its certified people, until they are declared."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from positions.access import Scope
from positions.vocabulary import Role
from talent.remuneration.figures import year_of
from talent.remuneration.standing import standings
from talent.remuneration.vocabulary import NO_COVER, NO_PAY
from talent.rolls.declared import writing


def waiting(scope: Scope, on: datetime.date) -> Iterator[tuple[str, int, str]]:
    """(words, how many, where) of the last full year, in the account's own units."""
    if scope.county or not scope.may(Role.UNIT):
        return
    year = year_of(on)
    expected = [one for one in standings(writing(scope), year, on) if one.expected]
    yield f"{year} 年薪酬还没有申报的人", sum(one.pay is None for one in expected), _list(year, pay=NO_PAY)
    yield f"{year} 年社保公积金还没有申报的人", sum(one.cover is None for one in expected), _list(year, cover=NO_COVER)


def _list(year: int, **facet: Any) -> str:
    return f"{reverse('remuneration')}?{urlencode({'year': year, **facet})}"
