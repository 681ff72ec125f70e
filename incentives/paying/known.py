"""What was on record at a moment: the registers' events, up to where they were read, and whom the later ones concern."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

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
    keys = {register._meta.label: (event_model(register), "pgh_id") for register in REGISTERS}
    keys |= {model._meta.label: (model, "id") for model in (Ruling, Entry)}
    marks = {label: _last(model._meta.db_table, key) for label, (model, key) in keys.items()}
    marks["rulings"] = (
        f"(SELECT count(*) FROM {Ruling._meta.db_table})"  # one with a smaller key may be committed later
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(marks.values())}")
        return dict(zip(marks, cursor.fetchone(), strict=True))


def _last(table: str, key: str) -> str:
    return f"(SELECT coalesce(max({key}), 0) FROM {table})"


def events_since(register: Any, since: Cut) -> Any:
    return event_model(register).objects.filter(pgh_id__gt=since.get(register._meta.label, 0))


def touched(since: Cut, now: Cut) -> frozenset[int]:
    """The people whose certificates, services or postings, or whose units or posts, changed between the cuts.

    Who a row belonged to at any time counts: it may have been another's before.
    """
    people: set[int] = set()
    for register, found in FOLLOWED.items():
        if now[register._meta.label] > since.get(register._meta.label, 0):
            people.update(found(events_since(register, since).values("pgh_obj_id")))
    return frozenset(people)


def _of_services(changed: Any) -> Iterable[int]:
    return _ever(Service, "person_id", changed)


def _of_certificates(changed: Any) -> Iterable[int]:
    return _ever(Certificate, "person_id", changed)


def _of_postings(changed: Any) -> Iterable[int]:
    return _serving(set(_ever(Posting, "service_id", changed)))


def _of_posts(changed: Any) -> Iterable[int]:
    ever = event_model(Posting).objects.filter(post__in=changed).values("pgh_obj_id")
    services = set(_ever(Posting, "service_id", ever))
    services.update(Posting.objects.filter(post__in=changed).values_list("service_id", flat=True))
    return _serving(services)


def _serving(services: set[int]) -> Iterable[int]:
    return Service.objects.filter(pk__in=services).values_list("person_id", flat=True)


def _of_units(changed: Any) -> Iterable[int]:
    yield from Service.objects.filter(unit__in=changed).values_list("person_id", flat=True)
    yield from event_model(Service).objects.filter(unit__in=changed).values_list("person_id", flat=True)


def _ever(register: Any, field: str, rows: Any) -> Iterable[int]:
    return event_model(register).objects.filter(pgh_obj_id__in=rows).values_list(field, flat=True).distinct()


# Whom the changed rows of a register concern; a registration moves no allowance.
FOLLOWED: dict[Any, Callable[[Any], Iterable[int]]] = {
    Unit: _of_units, Post: _of_posts, Posting: _of_postings, Service: _of_services, Certificate: _of_certificates,
}  # fmt: skip
