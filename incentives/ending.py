"""What becomes of the telephone and account of people who left and were never paid."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from dingnan_sw.jobs.retention import enforces
from incentives.paying.models import Entry, Line
from talent.models import Person, Service


@enforces("contacts")
def contacts(before: datetime.datetime) -> int:
    """Cleared, through the row itself, so that its history says so."""
    people = list(never_paid_and_gone(timezone.localtime(before).date()).select_for_update(of=("self",)))
    for person in people:
        person.phone, person.bank_name, person.bank_account = "", "", ""
        person.derive().save()
    return len(people)


def never_paid_and_gone(day: datetime.date) -> QuerySet[Person]:
    """With a telephone or an account on record, no line of a batch or of the ledger, and no service on that day or later."""
    own = {"person": OuterRef("pk")}
    served = Service.objects.filter(**own)
    serving = served.filter(Q(until__isnull=True) | Q(until__gt=day))
    known = Q(phone__isnull=False) | Q(bank_account__isnull=False) | ~Q(bank_name="")
    paid = Exists(Entry.objects.filter(**own)) | Exists(Line.objects.filter(**own))
    return Person.objects.filter(known, Exists(served), ~Exists(serving), ~paid)
