"""From a posted batch to payments and receivables: one net a person, what is owed back set off against it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from dingnan_sw.lib.exchange import in_portions
from incentives.budget.accounts import account_strings, fund_for_persons, refuse_lottery
from incentives.paying.acting import Actor
from incentives.paying.flow import State
from incentives.paying.models import Batch, Line, Payment, Receivable, Settlement
from incentives.paying.vocabulary import Item, Settling
from incentives.rules.settlement import owed_back, shares
from incentives.rules.vocabulary import NOTHING
from positions.models import Unit

AT_ONCE = 2000
SETTLING = 41_2024  # the lock of whoever settles debts that others may settle at the same moment


@dataclass(frozen=True, slots=True)
class Net:
    """What a batch comes to for a person and what they owe back of it, and the unit of their newest line, whose accounts it is
    booked to."""

    person: int
    unit: int | None
    amount: Decimal
    owed: Decimal

    @property
    def due(self) -> Decimal:
        return self.amount + self.owed


def take_turn() -> None:
    """Until the transaction ends nobody else sends a batch, or gives up or sets off money that came back.

    Two batches that meet in the slots or debts of a person would wait for each other in a circle, or set the same money off; a
    debt that is made while money is given up would be asked back though nothing was ever received. The turn comes before any
    row that they share, so that whoever waits for it holds nothing that the one before them still needs.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETTLING])


def nets(batch: Batch) -> Iterator[Net]:
    """One for each person of the batch; those that come to nothing too."""
    lines = Line.objects.filter(batch=batch)
    sums, unpaid = sums_of(lines), given_up(lines.values("person"))
    newest = lines.order_by("person_id", "-month", "-level").distinct("person_id")
    for person, unit in newest.values_list("person_id", "unit_id").iterator(AT_ONCE):
        net, taken = sums[person]
        yield Net(person, unit, net, owed_back(net, taken, unpaid[person]))


def sums_of(lines: QuerySet[Line]) -> dict[int, tuple[Decimal, Decimal]]:
    """By person what the lines come to, and what they take back."""
    taken = Sum(F("old") - F("new"), filter=Q(new__lt=F("old")), default=NOTHING)
    rows = lines.order_by().values_list("person_id").annotate(net=Sum(F("new") - F("old")), taken=taken)
    return {person: (net, back) for person, net, back in rows}


def given_up(people: Any) -> defaultdict[int, Decimal]:
    """By person, of these people, what came back from the bank and stays unpaid, as far as nothing was set off against it."""
    found: defaultdict[int, Decimal] = defaultdict(Decimal)
    for person, left in Payment.objects.cancelled().filter(person__in=people).values_list("person_id", "left"):
        found[person] += left
    return found


def never_received_by(batch: Batch) -> dict[int, Decimal]:
    """By person, what the batch took back and settled, when it was sent, by money that had come back and stays unpaid."""
    sent = batch.steps.filter(state=State.SENT).values("at")[:1]
    then = Settlement.objects.filter(receivable__batch=batch, payment__cancellation__at__lt=sent).order_by()
    return dict(then.values_list("receivable__person").annotate(sum=Sum("amount")))


def deducted_since(payment: Any) -> Decimal:
    """What later batches took back of the months or bonuses of a payment that came back (with `left`), out of what else was due:
    so much less the person gets when it is not ordered again.
    """
    same = Q(month=OuterRef("month")) | Q(month__isnull=True, level=OuterRef("level"))
    of_it = Line.objects.filter(same, batch=payment.batch_id, item=OuterRef("item"), person=payment.person_id)
    later = Line.objects.filter(Exists(of_it), batch__in=Batch.objects.posted(), person=payment.person_id)
    taken = later.filter(new__lt=F("old")).exclude(batch=payment.batch_id).order_by().values_list("batch")
    debts = dict(Receivable.objects.filter(person=payment.person_id).values_list("batch", "amount"))
    by_batch = taken.annotate(sum=Sum(F("old") - F("new")))
    found = sum((max(back - debts.get(batch, NOTHING), NOTHING) for batch, back in by_batch), NOTHING)
    return min(found, payment.left)


def settle(batch: Batch, actor: Actor) -> None:
    """Orders a payment of what is left after set-off; what comes to less than nothing is owed back from then on."""
    found = list(nets(batch))
    owing = [net for net in found if net.owed]
    Receivable.objects.bulk_create(
        [Receivable(batch=batch, person_id=net.person, amount=net.owed, balance=net.owed) for net in owing], AT_ONCE
    )
    _set_off_unpaid(batch, actor)
    debts = _outstanding(net.person for net in found if net.due)
    strings = _Strings(batch, actor)
    payments = []
    for net in found:
        left = net.due - _set_off(net, debts.get(net.person, []), batch, actor)
        if left:
            payments.append(strings.payment(net, left))
    Payment.objects.bulk_create(payments, AT_ONCE)


def _set_off_unpaid(batch: Batch, actor: Actor) -> None:
    """Nobody gives back what never reached them: money that came back and stays unpaid is set off first."""
    owed = {one.person_id: one for one in batch.receivables.all()}
    unpaid = Payment.objects.cancelled().filter(person__receivables__batch=batch).order_by("pk")
    for payment in unpaid:
        receivable = owed[payment.person_id]
        share = min(payment.left, receivable.balance)
        if share:
            values = {"way": Settling.BOUNCED, "amount": share, "payment": payment, "on": actor.on, "by": actor.user}
            Settlement.objects.create(receivable=receivable, **values)
            receivable.balance -= share


def _outstanding(people: Iterable[int]) -> dict[int, list[Receivable]]:
    """The receivables of these people, locked, the oldest first."""
    owed: dict[int, list[Receivable]] = {}
    for some in in_portions(people, AT_ONCE):
        for one in Receivable.objects.outstanding().filter(person__in=some).select_for_update().order_by("pk"):
            owed.setdefault(one.person_id, []).append(one)
    return owed


def _set_off(net: Net, owed: list[Receivable], batch: Batch, actor: Actor) -> Decimal:
    taken = Decimal()
    for one, share in zip(owed, shares(net.due, [one.balance for one in owed]), strict=True):
        if share:
            Settlement.objects.create(
                receivable=one, way=Settling.SET_OFF, amount=share, batch=batch, on=actor.on, by=actor.user
            )
        taken += share
    return taken


class _Strings:
    """The budget accounts of payments, by the kind of unit and the year that pays."""

    def __init__(self, batch: Batch, actor: Actor) -> None:
        self.batch, self.year = batch, actor.on.year
        self.kinds = dict(Unit.objects.values_list("pk", "kind"))
        self.fund = fund_for_persons(self.year)
        refuse_lottery(self.fund)
        self.known: dict[str, tuple[str, str]] = {}

    def payment(self, net: Net, amount: Decimal) -> Payment:
        function, economic = self._of(str(self.kinds.get(net.unit, "")))
        return Payment(
            batch=self.batch,
            person_id=net.person,
            unit_id=net.unit,
            amount=amount,
            function_code=function,
            economic_code=economic,
            fund=self.fund,
        )

    def _of(self, kind: str) -> tuple[str, str]:
        if kind not in self.known:
            self.known[kind] = account_strings(kind, Item(self.batch.kind).value, self.year)
        return self.known[kind]
