"""What of a person a unit may still see once the person has left it: the past, not what the next unit keeps."""

import datetime
from collections.abc import Iterable

from django.db.models import Q

from positions.access import Scope
from talent.models import Person, Service


def still_keeps(person: Person, scope: Scope, on: datetime.date) -> bool:
    """Whether phone, bank account and changes of the person's row are this scope's business: it serves there, or will."""
    if scope.county:
        return True
    return Service.objects.within(scope).filter(_present(on), person=person).exists()


def kept_among(indexes: Iterable[bytes], scope: Scope, on: datetime.date) -> set[bytes]:
    """Those of these people, by the blind index of their ID number, whom a scope that is not the county keeps so."""
    services = Service.objects.within(scope).filter(_present(on), person__id_index__in=list(indexes))
    return {bytes(index) for index in services.values_list("person__id_index", flat=True)}


def _present(on: datetime.date) -> Q:
    return Q(until__isnull=True) | Q(until__gt=on)
