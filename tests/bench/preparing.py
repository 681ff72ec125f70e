"""Preparing a month's batch, and what it is measured against: one INSERT … SELECT of the same lines from the registers.

By turns in one process that has run before, as a worker of the portal has; the quickest of each counts.
"""

from time import perf_counter

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
from tests.bench.plain import insert_allowances

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
    """The seconds of the batch and of the statement, each the best of so many; both must give the same lines."""
    hands = people()
    paid_before(hands)
    times = [(_prepared(hands[0]), _inserted()) for _ in range(rounds)]
    return {
        "seconds": min(ours for ours, _ in times),
        "plain": min(plain for _, plain in times),
        "count": _same_lines(),
    }


def _prepared(clerk: User) -> float:
    """A new batch; the one of the round before, if any, is voided first."""
    Batch.objects.filter(state=State.DRAFT).update(state=State.VOIDED)
    actor = Actor.named(clerk.username)
    started = perf_counter()
    prepare(actor, Asked(Item.ALLOWANCE, through=MONTH))
    return perf_counter() - started


def _inserted() -> float:
    """The same lines into another draft, which stands for nothing."""
    batch = _draft()
    cause = Cause.objects.filter(batch=batch).get()
    Batch.objects.filter(kind=Item.BONUS, state=State.DRAFT).update(state=State.VOIDED)
    other = Batch.objects.create(
        number=batch.number + 1,
        kind=Item.BONUS,
        year=MONTH.year,
        prepared_on=FIRST,
        known_at=timezone.now(),
        book="",
        preparer=batch.preparer,
    )
    started = perf_counter()
    insert_allowances(MONTH, current_book(), other.pk, cause.pk)
    return perf_counter() - started


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
