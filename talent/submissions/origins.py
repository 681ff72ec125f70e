"""From a register's rows back to the submissions that stated them."""

from collections.abc import Iterable

from django.db.models import Model, Q

from positions.access import Scope
from positions.origins import register
from talent.models import Person
from talent.submissions.models import Kind, Submission
from talent.submissions.statement import subject_index


@register
def submissions_of(rows: Iterable[Model], scope: Scope) -> list[Submission]:
    """The approved submissions that wrote any of these rows, as far as scope sees them, the newest first."""
    by_register: dict[str, list[int]] = {}
    for row in rows:
        by_register.setdefault(row._meta.label_lower, []).append(row.pk)
    traced = Q(pk__in=[])
    for label, pks in by_register.items():
        traced |= Q(traces__register=label, traces__row__in=pks)
    return list(Submission.objects.within(scope).as_seen(scope).filter(traced).select_related("unit").distinct())


def under_way(person: Person, scope: Scope) -> list[Submission]:
    """What waits about the person."""
    indexes = [
        subject_index(Kind.PERSON, person.id_number),
        subject_index(Kind.CORRECTION, str(person.pk)),
    ]
    live = Submission.objects.within(scope).as_seen(scope).live()
    return list(live.filter(subject_index__in=indexes).select_related("unit"))
