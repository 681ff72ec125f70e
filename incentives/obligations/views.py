"""依据与落实: the obligations clause by clause, with the loaded text beside them and how each stands."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.filters import Facet, Filters
from incentives import document
from incentives.models import PolicyDocument
from incentives.obligations.declared import TONES, Standing, State
from incentives.obligations.memory import together
from incentives.obligations.table import OBLIGATIONS
from positions.access import Scope, ScopedRequest, roles
from positions.vocabulary import COUNTY
from talent.departments.names import names_on

HEAD = ("文首", "发文与依据")


def standings(on: datetime.date) -> list[Standing]:
    names = names_on(on)
    with together():
        return [Standing(one, one.figure(on), names.get(one.who, one.who)) for one in OBLIGATIONS]


@roles(*COUNTY)
def obligations(request: ScopedRequest) -> HttpResponse:
    """The map; what the filters leave out takes its clause with it when nothing of that remains."""
    every, loaded = standings(today()), PolicyDocument.current()
    filters = Filters(request.GET, FACETS, _search, "要求")
    shown = filters.narrow(every)
    texts = document.sections(loaded.text) if loaded else {}
    context = {
        "filters": filters,
        "clauses": list(_clauses(shown, texts, request.scope)),
        "tally": [(state.value, TONES[state], sum(one.state is state for one in every)) for state in State],
        "loaded": loaded,
        "count": len(shown),
    }
    return render(request, "obligations/map.html", context)


def _clauses(shown: list[Standing], texts: dict[str, str], scope: Scope) -> Iterator[dict[str, Any]]:
    titles = dict([HEAD, *((clause.number, clause.title) for clause in document.clauses())])
    for number, title in titles.items():
        rows = [(one, one.url(scope)) for one in shown if one.obligation.clause == number]
        if rows:
            yield {"number": number, "title": title, "rows": rows, "text": texts.get(number, "")}


def _search(rows: list[Standing], text: str) -> list[Standing]:
    return [row for row in rows if text in row.obligation.summary]


def _facet(name: str, label: str, word: Callable[[Standing], str]) -> Facet:
    def options(rows: list[Standing]) -> list[tuple[str, str, int]]:
        return [(value, value, number) for value, number in Counter(word(row) for row in rows).items()]

    return Facet(name, label, lambda rows, value: [row for row in rows if word(row) == value], options)


FACETS = (
    _facet("state", "落实情况", lambda row: row.state.value),
    _facet("who", "谁的责任", lambda row: row.who),
    _facet("clause", "条款", lambda row: row.obligation.clause),
)
