"""What of a person a unit may still see once the person has left it: the past, not what the next unit keeps."""

import datetime

from django.db.models import Q

from positions.access import Scope
from talent.models import Person, Service


def still_keeps(person: Person, scope: Scope, on: datetime.date) -> bool:
    """Whether phone, bank account and changes of the person's row are this scope's business: it serves there, or will."""
    if scope.county:
        return True
    present = Q(until__isnull=True) | Q(until__gt=on)
    return Service.objects.within(scope).filter(present, person=person).exists()
