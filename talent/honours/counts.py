"""How many, by year and kind, and never who: what everyone with business data may know of standing and honours."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from positions.access import Scope
from positions.models import Unit, covering
from talent.honours.models import Award, Publicity, PublicRole, Recruitment
from talent.honours.vocabulary import AwardLevel, Body, Medium
from talent.rolls.models import Checked


def rows(model: Any, scope: Scope) -> QuerySet[Any]:
    """Those of the scope's units, without what the bureau sent back."""
    found = model.objects.exclude(state=Checked.RETURNED)
    return found if scope.county else found.filter(unit__in=Unit.objects.within(scope))  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Tally:
    """A kind's number in each year; roll leads to the rows."""

    title: str
    kind: str
    clause: str
    roll: str
    by_year: dict[int, int]

    @property
    def total(self) -> int:
        return sum(self.by_year.values())


def tallies(scope: Scope) -> list[Tally]:
    """Every kind, also those without a row; roles count in the year in which they began."""
    groups = (
        ("任用和参政", "三（四）", "public-roles", _by(PublicRole, scope, "since__year", "body_kind"), Body.values),
        ("优先录聘", "三（四）", "recruitments", _preferred(scope), ("优先录（聘）用", "没有优先")),
        ("宣传", "三（四）", "publicity", _by(Publicity, scope, "published_on__year", "medium"), Medium.values),
        ("表彰奖励", "四（三）", "awards", _by(Award, scope, "awarded_on__year", "level"), AwardLevel.values),
    )
    return [
        Tally(title, kind, clause, roll, {year: n for (year, of), n in counts.items() if of == kind})
        for title, clause, roll, counts, kinds in groups
        for kind in kinds
    ]


def _by(model: Any, scope: Scope, year: str, kind: str) -> Counter[tuple[int, str]]:
    counted = rows(model, scope).order_by().values_list(year, kind).annotate(number=Count("pk"))
    return Counter({(of_year, of_kind): number for of_year, of_kind, number in counted})


def _preferred(scope: Scope) -> Counter[tuple[int, str]]:
    words = {True: "优先录（聘）用", False: "没有优先"}
    return Counter({(year, words[of]): n for (year, of), n in _by(Recruitment, scope, "year", "preferred").items()})


def in_office(scope: Scope, on: datetime.date, bodies: Iterable[Body]) -> int:
    """People who hold a role in bodies of these kinds that day."""
    held = rows(PublicRole, scope).filter(covering(on), body_kind__in=list(bodies))
    return held.values("person").distinct().count()


def consent_over(scope: Scope, on: datetime.date) -> int:
    """Items about people whose consent no longer holds: to be taken down."""
    return rows(Publicity, scope).filter(consent_until__lte=on).count()
