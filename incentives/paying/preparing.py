"""生成: a batch drawn in one transaction, or the one that is already open for the same period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Max
from django.utils import timezone
from psycopg2.errors import DeadlockDetected, LockNotAvailable

from dingnan_sw.audit.chain import record
from dingnan_sw.lib.dates import Month, today
from dingnan_sw.lib.exchange import in_portions
from incentives.amendments import book as books
from incentives.paying import duties, known
from incentives.paying.acting import Actor, last_step_on
from incentives.paying.causes import Causes
from incentives.paying.drawing import Difference, Period, differences, start_of
from incentives.paying.flow import OPEN, State
from incentives.paying.models import Batch, Cause, Line, Step
from incentives.paying.steps import write_down
from incentives.paying.vocabulary import Item
from incentives.refusals import Refused
from incentives.rules.rulebook import RuleBook
from positions.vocabulary import Role

PORTION = 5000
COLUMNS = ("batch_id", "person_id", "item", "level", "month", "unit_id", "basis", "old", "new", "kind", "cause_id")
# Milliseconds that a second presser waits for the first.
PATIENCE = 30_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What to prepare: the bonuses of an exam year, or the allowances through a month."""

    kind: Item
    year: int | None = None
    through: Month | None = None

    @property
    def words(self) -> str:
        return f"{self.year}考试年度考试奖励" if self.kind is Item.BONUS else f"截至{self.through.words}的职业津贴"  # type: ignore[union-attr]


def prepare(actor: Actor, asked: Asked) -> Batch:
    """The batch of what is asked for, in draft.

    Pressed again, the open draft of the same period comes back, drawn anew when something on record has changed since.

    Raises:
        Refused: not this account's to do; a time that has not come, or before the draft's; another batch of the kind is open.
    """
    actor.must_be(Role.CLERK)
    actor.must_be_dated()
    _refuse_future(asked)
    while True:
        try:
            batch = _made(actor, asked) or _opened(actor, asked)
        except OperationalError as error:
            if not isinstance(error.__cause__, (LockNotAvailable, DeadlockDetected)):
                raise
            raise Refused("busy", "别人正在生成，请稍后再看。") from error
        if batch:
            return batch


def _made(actor: Actor, asked: Asked) -> Batch | None:
    """A new batch; None when another of the period was begun meanwhile. One of another kind only takes the number."""
    while True:
        try:
            with transaction.atomic():
                return _begun(actor, asked)
        except IntegrityError as error:
            if _violated(error) == "one_open_batch_a_period":
                return None
            if _violated(error) != "paying_batch_number_key":
                raise


def _violated(error: Exception) -> str:
    """The constraint that refused."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))


def _refuse_future(asked: Asked) -> None:
    if asked.through and asked.through > Month.of(today()):
        raise Refused("future_month", f"{asked.through.words}还没有到，最多生成到{Month.of(today()).words}。")
    if asked.year and asked.year > today().year:
        raise Refused("future_year", f"{asked.year} 考试年度还没有到。")


def _begun(actor: Actor, asked: Asked) -> Batch:
    """A new batch; the constraint on open ones makes a second presser wait here until the first is done."""
    _not_for_ever()
    batch = draft_of(asked)
    batch.number = (Batch.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    batch.preparer, batch.prepared_on, batch.known_at = actor.user, actor.on, timezone.now()
    batch.save()
    known.hold_still()
    return _drawn(batch, actor)


def _not_for_ever() -> None:
    """Locks of this transaction are waited for so long and no longer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(PATIENCE)])


def _first_month(asked: Asked) -> Month | None:
    """The month after those that were paid; for the first batch the first that can be owed."""
    if asked.through is None:
        return None
    base = base_of(asked.kind, asked.year)
    start = start_of(books.current_book())
    first = max(Month.of(base.through).plus(1), start) if base and base.through else start
    return min(first, asked.through.plus(1))


def base_of(kind: Item, year: int | None) -> Batch | None:
    """The posted batch that stands for all months, or the year, paid before; None before the first.

    Of the allowances the last one that reached furthest: since its cut every month up to there was looked at.
    """
    posted = Batch.objects.posted().filter(kind=kind)
    if kind is Item.BONUS:
        return posted.filter(year=year).order_by("number").last()
    return posted.order_by("through", "number").last()


@transaction.atomic
def _opened(actor: Actor, asked: Asked) -> Batch | None:
    """The batch that is open already: as it is, or drawn anew. None once it is out of the way: done, or void by now.

    Raises:
        Refused: it covers another period, or is past its draft; the working date is before its last step.
    """
    _not_for_ever()
    found = Batch.objects.select_for_update().filter(kind=asked.kind, state__in=OPEN)
    batch = found.filter(year=asked.year).first() if asked.kind is Item.BONUS else found.first()
    if batch is None:
        return None
    same = batch.through == (asked.through.first if asked.through else None)
    if batch.state == State.DRAFT and not batch.lines_count and not same:
        _make_way(batch, actor, f"没有明细，改为生成{asked.words}")
        return None
    if batch.state != State.DRAFT or not same:
        words = f"第 {batch.number} 批（{batch.title}，{batch.get_state_display()}）还没有送财政：请先办完或作废，再生成{asked.words}。"
        raise Refused("batch_open", words)
    known.hold_still()
    first = _first_month(asked)
    if first and batch.first != first.first:
        _make_way(batch, actor, f"起发月份改为{first.words}，重新生成")
        return None
    if (batch.cut, batch.amendments, batch.book) == (known.cut(), books.in_force(), books.current_book().digest):
        return batch
    actor.must_be_dated(last_step_on(batch))
    Line.objects.filter(batch=batch)._raw_delete(using="default")
    Cause.objects.filter(batch=batch)._raw_delete(using="default")
    batch.preparer, batch.prepared_on, batch.known_at = actor.user, actor.on, timezone.now()
    return _drawn(batch, actor)


def _make_way(batch: Batch, actor: Actor, why: str) -> None:
    """A draft that another one takes the place of: it has no line, or does not begin where it should."""
    actor.must_be_dated(last_step_on(batch))
    was, batch.state = State(batch.state), State.VOIDED
    batch.save(update_fields=["state"])
    write_down(batch, was, actor, why)


def period_of(batch: Batch, book: RuleBook) -> Period:
    """What a batch that begins now covers, and of whom the past months have to be looked at again."""
    if batch.kind == Item.BONUS:
        return Period(Item.BONUS, year=batch.year)
    base = base_of(Item.ALLOWANCE, None)
    touched = known.touched(base.cut, batch.cut) if base and _same_book_since(base, book) else None
    return Period(Item.ALLOWANCE, first=Month.of(batch.first), through=Month.of(batch.through), touched=touched)


def _same_book_since(base: Batch, book: RuleBook) -> bool:
    """Whether the base, and every batch posted after it, was drawn by this very book."""
    since = Batch.objects.posted().filter(kind=base.kind, number__gte=base.number)
    return not since.exclude(book=book.digest).exists()


def _drawn(batch: Batch, actor: Actor) -> Batch:
    batch.cut, batch.amendments = known.cut(), books.in_force()
    book = books.book_of(batch.amendments)
    batch.book = book.digest
    base = base_of(Item(batch.kind), batch.year)
    causes = Causes(batch, base, book)
    total, lines, people = Decimal(), 0, set()
    for portion in in_portions(differences(period_of(batch, book), book), PORTION):
        _write(batch, portion, causes.of(portion))
        total += sum((one.amount for one in portion), Decimal())
        lines += len(portion)
        people.update(one.person for one in portion)
    batch.total, batch.lines_count, batch.people_count = total, lines, len(people)
    batch.save()
    Step.objects.create(batch=batch, state=State.DRAFT, on=actor.on, by=actor.user)
    duties.tell_next(batch, actor.user)
    record("生成批次", by=actor.user, about=batch, number=batch.number, lines=lines, total=f"{total:.2f}")
    return batch


def _write(batch: Batch, portion: Sequence[Difference], causes: Iterable[Cause]) -> None:
    rows = StringIO()
    for one, cause in zip(portion, causes, strict=True):
        rows.write("\t".join(_text(value) for value in _values(batch, one, cause)) + "\n")
    rows.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {Line._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN", rows)


def _values(batch: Batch, one: Difference, cause: Cause) -> tuple[Any, ...]:
    shown = one.shown
    return (
        batch.pk,
        one.person,
        one.item.value,
        int(shown.level),
        one.month,
        shown.unit,
        shown.basis,
        one.old.amount,
        one.new.amount,
        one.kind.value,
        cause.pk,
    )


def _text(value: Any) -> str:
    """As COPY reads it; none of these values has tabs or line breaks."""
    return r"\N" if value is None else str(value)


def draft_of(asked: Asked) -> Batch:
    """The batch that preparing would begin now; not stored."""
    first = _first_month(asked)
    return Batch(
        kind=asked.kind,
        year=asked.year,
        first=first.first if first else None,
        through=asked.through.first if asked.through else None,
    )


def draft_preview(batch: Batch) -> list[Difference]:
    """What a batch of draft_of would hold."""
    batch.cut = known.cut()
    book = books.current_book()
    return list(differences(period_of(batch, book), book))
