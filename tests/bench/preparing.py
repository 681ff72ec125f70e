"""Preparing a month's batch, and what it is measured against: the plain INSERT … SELECT of the same lines."""

from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from dingnan_sw.lib.dates import Month
from incentives.amendments.book import current_book
from incentives.paying import known
from incentives.paying.acting import Actor
from incentives.paying.flow import State
from incentives.paying.models import Batch, Line
from incentives.paying.preparing import Asked, prepare
from incentives.paying.vocabulary import Item
from positions.models import Mandate, User
from positions.vocabulary import Role
from tests.bench.apart import Found
from tests.bench.county import FIRST

MONTH = Month(2025, 7)
COPY = """
    INSERT INTO paying_line (batch_id, person_id, item, level, month, unit_id, basis, old, new, kind, cause_id)
    SELECT %s, person_id, item, level, month, unit_id, basis, old, new, kind, cause_id FROM paying_line WHERE batch_id = %s"""


def people() -> list[User]:
    made = [User.objects.create(username=f"office{place}", display_name=f"办事员{place}") for place in range(4)]
    for user, role in zip(made, (Role.CLERK, Role.CLERK, Role.APPROVER, Role.FINANCE), strict=True):
        Mandate.objects.create(user=user, role=role, since=FIRST)
    return made


def paid_before(hands: list[User]) -> None:
    """A batch that stands for all months before, as if nobody had been owed anything: the month alone is looked at."""
    preparer, reviewer, approver, payer = hands
    Batch.objects.create(
        number=1, kind=Item.ALLOWANCE, first=Month(2021, 1).first, through=MONTH.plus(-1).first, state=State.ARCHIVED,
        prepared_on=FIRST, known_at=timezone.now(), cut=known.cut(), book=current_book().digest,
        preparer=preparer, reviewer=reviewer, approver=approver, payer=payer,
    )  # fmt: skip


def prepare_month() -> Found:
    """Generates the batch; then the same lines again by one statement, into the draft of another batch."""
    hands = people()
    paid_before(hands)
    actor = Actor.named(hands[0].username)
    started = perf_counter()
    batch = prepare(actor, Asked(Item.ALLOWANCE, through=MONTH))
    seconds = perf_counter() - started
    return {"seconds": seconds, "count": batch.lines_count}


def insert_month() -> Found:
    batch = Batch.objects.get(state=State.DRAFT)
    other = Batch.objects.create(
        number=3,
        kind=Item.BONUS,
        year=2021,
        prepared_on=FIRST,
        known_at=timezone.now(),
        book="",
        preparer=batch.preparer,
    )
    started = perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COPY, [other.pk, batch.pk])
        count = cursor.rowcount
    seconds = perf_counter() - started
    _must_be(count, Line.objects.filter(batch=batch).count())
    return {"seconds": seconds, "count": count}


def _must_be(count: Any, wanted: Any) -> None:
    if count != wanted or not count:
        raise SystemExit(f"两边的明细不同：{count} 与 {wanted}")
