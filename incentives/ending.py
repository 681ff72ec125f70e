"""What becomes of the telephone and account of people who left and were never paid."""

import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from dingnan_sw.jobs.retention import enforces
from incentives.paying.models import Entry, Line
from talent.exams.models import ExamRegistration
from talent.models import Person, Service
from talent.submissions.ending import clear, uncleared
from talent.submissions.flow import State
from talent.submissions.models import Submission, Trace


@enforces("contacts")
def contacts(before: datetime.datetime) -> int:
    """Cleared, through the rows themselves, so that their history says so; also of who only ever registered for an exam."""
    day = timezone.localtime(before).date()
    people = list(never_paid_and_gone(day).select_for_update(of=("self",)))
    for person in people:
        _clear(person)
    known = ExamRegistration.objects.filter(phone__isnull=False)
    strangers = known.filter(person=None, exam_year__lt=day.year).update(phone=None)
    known.filter(person__in=people).update(phone=None)
    about = _of_people().filter(row__in=[person.pk for person in people])
    clear(_approved().filter(pk__in=about.values("submission")))
    return len(people) + strangers


def _clear(person: Person) -> None:
    if person.phone or person.bank_name or person.bank_account:
        person.phone, person.bank_name, person.bank_account = "", "", ""
        person.derive().save()


def never_paid_and_gone(day: datetime.date) -> QuerySet[Person]:
    """With a telephone or an account on record, in an exam's registration or in what was approved of them; no line of a batch
    or of the ledger; no service on that day or later, nor an exam of that year or a later one."""
    own = {"person": OuterRef("pk")}
    served = Service.objects.filter(**own)
    serving = served.filter(Q(until__isnull=True) | Q(until__gt=day))
    known = Q(phone__isnull=False) | Q(bank_account__isnull=False) | ~Q(bank_name="")
    registrations = ExamRegistration.objects.filter(**own)
    registered, sitting = (
        Exists(registrations.filter(phone__isnull=False)),
        registrations.filter(exam_year__gte=day.year),
    )
    stated = Exists(_of_people().filter(row=OuterRef("pk"), submission__in=_approved()))
    paid = Exists(Entry.objects.filter(**own)) | Exists(Line.objects.filter(**own))
    gone = Person.objects.filter(Exists(served), ~Exists(serving), ~Exists(sitting), ~paid)
    return gone.filter(known | registered | stated)


def _approved() -> QuerySet[Submission]:
    """Those about one person: what tells of several too is another one's."""
    several = _of_people().values("submission").annotate(people=Count("row")).filter(people__gt=1)
    return uncleared().filter(state=State.APPROVED).exclude(pk__in=several.values("submission"))


def _of_people() -> QuerySet[Trace]:
    return Trace.objects.filter(register=Person._meta.label_lower)
