"""Preparing a month's batch, and what it is measured against: one INSERT … SELECT of the same lines from the registers, and one
that copies the lines of the batch, which tells how much of both is mere storing.

By turns in one process that has run before, as a worker of the portal has; the quickest of each counts.
"""

from time import perf_counter

from django.db.models import Max
from django.utils import timezone

from dingnan_sw.lib.dates import Month
from incentives.amendments.book import current_book
from incentives.paying import known
from incentives.paying.acting import Actor
from incentives.paying.flow import State
from incentives.paying.models import Batch, Cause, Line
from incentives.paying.preparing import Asked, prepare
from incentives.paying.vocabulary import Item
from positions.models import Mandate, User
from positions.vocabulary import Role
from tests.bench.apart import Found
from tests.bench.county import FIRST
from tests.bench.plain import copy_lines, insert_allowances

MONTH = Month(2025, 7)
SAME = ("person", "item", "level", "month", "unit", "basis", "old", "new", "kind")


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


def prepare_month(rounds: int) -> Found:
    """The seconds of the batch and of the statements, each the best of so many; the batch and the first must give the same lines."""
    hands = people()
    paid_before(hands)
    times = [(_prepared(hands[0]), _copied(), _inserted()) for _ in range(rounds)]  # the last one's lines are compared
    ours, copied, plain = (min(each) for each in zip(*times, strict=True))
    return {"seconds": ours, "plain": plain, "copied": copied, "count": _same_lines()}


def _prepared(clerk: User) -> float:
    """A new batch; the one of the round before, if any, is voided first."""
    Batch.objects.filter(state=State.DRAFT).update(state=State.VOIDED)
    actor = Actor.named(clerk.username)
    started = perf_counter()
    prepare(actor, Asked(Item.ALLOWANCE, through=MONTH))
    return perf_counter() - started


def _inserted() -> float:
    batch = _draft()
    cause, other = Cause.objects.filter(batch=batch).get(), _other_draft(batch)
    started = perf_counter()
    insert_allowances(MONTH, current_book(), other.pk, cause.pk)
    return perf_counter() - started


def _copied() -> float:
    batch = _draft()
    other = _other_draft(batch)
    started = perf_counter()
    copy_lines(batch.pk, other.pk)
    return perf_counter() - started


def _other_draft(batch: Batch) -> Batch:
    """One that stands for nothing; the one before, if any, is voided."""
    Batch.objects.filter(kind=Item.BONUS, state=State.DRAFT).update(state=State.VOIDED)
    return Batch.objects.create(
        number=(Batch.objects.aggregate(Max("number"))["number__max"] or 0) + 1,
        kind=Item.BONUS,
        year=MONTH.year,
        prepared_on=FIRST,
        known_at=timezone.now(),
        book="",
        preparer=batch.preparer,
    )


def _draft() -> Batch:
    return Batch.objects.get(kind=Item.ALLOWANCE, state=State.DRAFT)


def _same_lines() -> int:
    """How many; compared in the database, so that the memory measured is that of preparing."""
    ours, plain = (
        Line.objects.filter(batch__kind=kind, batch__state=State.DRAFT).values_list(*SAME)
        for kind in (Item.ALLOWANCE, Item.BONUS)
    )
    count = ours.count()
    if not count or plain.count() != count or ours.difference(plain).exists():
        raise SystemExit(f"两边的明细不同：{count} 与 {plain.count()} 条，如 {list(ours.difference(plain)[:3])}")
    return count
