"""From a register's rows back to the submissions that stated them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet

from positions.access import Scope
from positions.origins import register
from talent.models import Person
from talent.submissions.models import Kind, Submission, Trace
from talent.submissions.statement import subject_index


@register
def submissions_of(rows: Iterable[Model], scope: Scope) -> list[Submission]:
    """The approved submissions that wrote any of these rows, as far as scope sees them, the newest first."""
    by_register: dict[str, list[int]] = {}
    for row in rows:
        by_register.setdefault(row._meta.label_lower, []).append(row.pk)
    seen = Submission.objects.within(scope).as_seen(scope)
    return list(seen.filter(pk__in=wrote(by_register)).select_related("unit"))


def wrote(rows: Mapping[str, Iterable[Any]]) -> QuerySet[Any]:
    """The keys of the submissions that wrote any of these rows: their keys by register."""
    traced = Q(pk__in=[])
    for label, keys in rows.items():
        traced |= Q(register=label, row__in=keys)
    return Trace.objects.filter(traced).values("submission")


def under_way(person: Person, scope: Scope) -> list[Submission]:
    """What waits about the person."""
    indexes = [
        subject_index(Kind.PERSON, person.id_number),
        subject_index(Kind.CORRECTION, str(person.pk)),
    ]
    live = Submission.objects.within(scope).as_seen(scope).live()
    return list(live.filter(subject_index__in=indexes).select_related("unit"))
