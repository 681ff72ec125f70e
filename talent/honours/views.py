"""The page of 任用与荣誉: counts for all who work with the register, rows only for those who may see them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.table import Column, Table
from positions.access import Scope, ScopedRequest, roles
from positions.vocabulary import RESULTS
from talent.honours import counts, figures
from talent.honours.counts import Tally
from talent.rolls.declared import ROLLS

SHOWN = 5
FIGURES = (
    figures.cadres,
    figures.deputies,
    figures.elected,
    figures.recruitments,
    figures.publicity,
    figures.awards,
    figures.internal_awards,
)


@roles(*RESULTS)
def summary(request: ScopedRequest) -> HttpResponse:
    scope, on = request.scope, today()
    context = {
        "figures": [make(on, scope) for make in FIGURES],
        "table": _table(scope, on.year),
        "consent_over": counts.consent_over(scope, on),
        "rolls": [roll for name in NAMES if scope.may(*(roll := ROLLS.by_name[name]).readers)],
        "on": on,
    }
    return render(request, "honours/summary.html", context)


NAMES = ("public-roles", "recruitments", "publicity", "awards")


def _table(scope: Scope, last: int) -> Table:
    """Kinds × the last years; a group leads to its roll for those who read it."""
    years = range(last, last - SHOWN, -1)
    columns = (
        Column("title", "事项", lambda tally: tally.title, link=lambda tally: _roll_url(tally, scope)),
        Column("kind", "类别", lambda tally: tally.kind, width=20),
        Column("clause", "条款", lambda tally: tally.clause),
        *(_of_year(year) for year in years),
        Column("total", "历年合计", lambda tally: tally.total, "integer"),
    )
    return Table(columns, counts.tallies(scope), "任用与荣誉（按年度和类别）")


def _of_year(year: int) -> Column:
    return Column(f"y{year}", f"{year}年", lambda tally: tally.by_year.get(year, 0), "integer")


def _roll_url(tally: Tally, scope: Scope) -> str | None:
    readers = ROLLS.by_name[tally.roll].readers
    return reverse("roll", args=[tally.roll]) if scope.may(*readers) else None
