"""追回: what a person gives back, or has set off against money that came back from the bank."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from dingnan_sw.audit.chain import record
from incentives.paying.acting import Actor, must_fit
from incentives.paying.flow import State
from incentives.paying.models import Batch, Cancellation, Payment, Receivable, Settlement
from incentives.paying.settling import take_turn
from incentives.paying.vocabulary import Settling
from incentives.refusals import Refused
from positions.vocabulary import Role


def _locked(pk: int) -> Receivable:
    receivable = Receivable.objects.select_for_update().filter(pk=pk).first()
    if receivable is None:
        raise Refused("unknown_receivable", "没有这笔追回款。")
    return receivable


@transaction.atomic
def repay(actor: Actor, pk: int, amount: Decimal, note: str, seen: int | None = None) -> Settlement:
    """The person has paid back so much; note names the receipt.

    seen: the last settlement as the debt was looked at, 0 before the first; the same form posted twice has missed its own.

    Raises:
        Refused: not finance; before the batch was sent, by which the person owes; more than is still owed; no receipt named, or
            too long a note; something was settled since it was looked at.
    """
    actor.must_be(Role.FINANCE)
    receivable = _locked(pk)
    if seen is not None and seen != (receivable.settlements.values_list("pk", flat=True).last() or 0):
        raise Refused("changed_meanwhile", "这笔追回款在您打开之后又登记过，没有再登记：请先看现在的余额和追回记录。")
    actor.must_be_dated(receivable.batch.steps.get(state=State.SENT).on)
    if not 0 < amount <= receivable.balance:
        raise Refused("amount", f"退回金额应大于 0，不超过余额 {receivable.balance:,.2f} 元。")
    if not note.strip():
        raise Refused("reason_required", "请写明缴款凭证或退回方式。")
    must_fit(Settlement, note=note)
    return _settle(receivable, actor, way=Settling.REPAID, amount=amount, note=note)


@transaction.atomic
def set_off_bounced(actor: Actor, pk: int, payment_pk: int) -> Settlement:
    """Money that came back from the bank is set off against what the person owes, as far as it goes.

    Raises:
        Refused: not finance; the payment did not come back, was dealt with or is another person's; nothing is owed any more.
    """
    actor.must_be(Role.FINANCE)
    actor.must_be_dated()
    take_turn()
    receivable = _locked(pk)
    payment = _bounced(payment_pk, person=receivable.person_id)
    if not receivable.balance:
        raise Refused("amount", "这笔追回款已经结清。")
    amount = min(payment.left, receivable.balance)
    return _settle(receivable, actor, way=Settling.BOUNCED, amount=amount, payment=payment)


@transaction.atomic
def cancel_bounced(actor: Actor, payment_pk: int, reason: str) -> Cancellation:
    """What came back is not ordered again, for good; its batch can be closed then. Finance, who pays, does not decide it.

    Raises:
        Refused: not the approver; the payment did not come back or was dealt with; the person owes money, which goes first; no
            reason given, or too long a one.
    """
    actor.must_be(Role.APPROVER)
    actor.must_be_dated()
    take_turn()
    payment = _bounced(payment_pk, cancellation=None)
    owed = Receivable.objects.outstanding().filter(person=payment.person_id).aggregate(sum=Sum("balance"))["sum"]
    if owed:
        raise Refused("owes", f"本人还欠追回款 {owed:,.2f} 元：请财政先用这笔退票冲抵，余下的再登记不再支付。")
    if not reason.strip():
        raise Refused("reason_required", "请写明为什么不再支付，例如人员去世、本人书面放弃。")
    must_fit(Cancellation, reason=reason.strip())
    done = Cancellation.objects.create(payment=payment, reason=reason.strip(), on=actor.on, by=actor.user)
    record("不再支付", by=actor.user, about=payment, amount=f"{payment.left:.2f}", reason=done.reason)
    return done


def _bounced(pk: int, **known: object) -> Payment:
    """The payment, which waits to be dealt with; whoever orders it again locks its batch first, as happens here."""
    list(Batch.objects.select_for_update(of=("self",)).filter(payments=pk))
    payment = Payment.objects.bounced().filter(pk=pk, **known).first()
    if payment is None:
        raise Refused("not_returned", "这笔支付没有退票，或已经处理过。")
    return payment


def _settle(receivable: Receivable, actor: Actor, **values: object) -> Settlement:
    settled = Settlement.objects.create(receivable=receivable, on=actor.on, by=actor.user, **values)
    record(
        "追回登记", by=actor.user, about=receivable, way=str(settled.get_way_display()), amount=f"{settled.amount:.2f}"
    )
    return settled
