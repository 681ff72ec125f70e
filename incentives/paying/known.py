"""What was on record at a moment: the registers' events, up to where they were read, and whom the later ones concern."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Max

from dingnan_sw.lib.history import event_model
from incentives.models import Ruling
from incentives.paying.models import Entry
from positions.models import Post, Unit
from talent.imports import IMPORT_LOCK
from talent.learning.models import Registration
from talent.models import Certificate, Posting, Service

# In the order in which an import writes them, so that nobody waits in a circle.
REGISTERS = (Unit, Post, Service, Posting, Certificate, Registration)

Cut = dict[str, int]


def hold_still() -> None:
    """Let running changes of the registers end and keep others from beginning, until this transaction ends."""
    tables = ", ".join(connection.ops.quote_name(register._meta.db_table) for register in REGISTERS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")


def cut() -> Cut:
    """The last event of each register, the last ruling and the last entry of the ledger; exact after hold_still()."""
    last = {
        register._meta.label: event_model(register).objects.aggregate(last=Max("pgh_id"))["last"] or 0
        for register in REGISTERS
    }
    last["rulings"] = Ruling.objects.count()  # one with a smaller key may be committed later
    return last | {model._meta.label: model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (Ruling, Entry)}


def events_since(register: Any, since: Cut) -> Any:
    return event_model(register).objects.filter(pgh_id__gt=since.get(register._meta.label, 0))


def touched(since: Cut) -> frozenset[int]:
    """The people whose certificates, services or postings, or whose units or posts, changed after the cut.

    Who a row belonged to at any time counts: it may have been another's before.
    """
    services = set(_ever(Posting, "service_id", events_since(Posting, since).values("pgh_obj_id")))
    posts = events_since(Post, since).values("pgh_obj_id")
    services.update(
        _ever(Posting, "service_id", event_model(Posting).objects.filter(post__in=posts).values("pgh_obj_id"))
    )
    services.update(Posting.objects.filter(post__in=posts).values_list("service_id", flat=True))
    units = events_since(Unit, since).values("pgh_obj_id")
    people = set(Service.objects.filter(unit__in=units).values_list("person_id", flat=True))
    people.update(event_model(Service).objects.filter(unit__in=units).values_list("person_id", flat=True))
    people.update(Service.objects.filter(pk__in=services).values_list("person_id", flat=True))
    for register in (Service, Certificate):
        people.update(_ever(register, "person_id", events_since(register, since).values("pgh_obj_id")))
    return frozenset(people)


def _ever(register: Any, field: str, rows: Any) -> Iterable[int]:
    return event_model(register).objects.filter(pgh_obj_id__in=rows).values_list(field, flat=True).distinct()
