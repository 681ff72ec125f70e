"""追回: what a person gives back, or has set off against money that came back from the bank."""

from decimal import Decimal

from django.db import transaction

from dingnan_sw.audit.chain import record
from incentives.paying.acting import Actor
from incentives.paying.models import Batch, Payment, Receivable, Settlement
from incentives.paying.vocabulary import Result, Settling
from incentives.refusals import Refused
from positions.vocabulary import Role


def _locked(pk: int) -> Receivable:
    receivable = Receivable.objects.select_for_update().filter(pk=pk).first()
    if receivable is None:
        raise Refused("unknown_receivable", "没有这笔追回款。")
    return receivable


@transaction.atomic
def repay(actor: Actor, pk: int, amount: Decimal, note: str) -> Settlement:
    """The person has paid back so much; note names the receipt.

    Raises:
        Refused: not finance; more than is still owed; no receipt named.
    """
    actor.must_be(Role.FINANCE)
    receivable = _locked(pk)
    actor.must_be_dated(receivable.batch.prepared_on)
    if not 0 < amount <= receivable.balance:
        raise Refused("amount", f"退回金额应大于 0，不超过余额 {receivable.balance:,.2f} 元。")
    if not note.strip():
        raise Refused("reason_required", "请写明缴款凭证或退回方式。")
    return _settle(receivable, actor, way=Settling.REPAID, amount=amount, note=note)


@transaction.atomic
def set_off_bounced(actor: Actor, pk: int, payment_pk: int) -> Settlement:
    """Money that came back from the bank, and is not to be paid again, is set off against what the person owes.

    Raises:
        Refused: not finance; the payment did not come back, was dealt with, is another person's or more than is owed.
    """
    actor.must_be(Role.FINANCE)
    actor.must_be_dated()
    receivable = _locked(pk)
    # Whoever orders the payment again locks its batch first.
    list(Batch.objects.select_for_update().filter(payments=payment_pk))
    payment = Payment.objects.select_for_update().filter(pk=payment_pk, person=receivable.person_id).first()
    if payment is None or payment.result != Result.FAILED or dealt_with(payment):
        raise Refused("not_returned", "这笔支付没有退票，或已经处理过。")
    if payment.amount > receivable.balance:
        words = (
            f"退票 {payment.amount:,.2f} 元多于余额 {receivable.balance:,.2f} 元：请更正账号后再次支付，由下一批冲抵。"
        )
        raise Refused("amount", words)
    return _settle(receivable, actor, way=Settling.BOUNCED, amount=payment.amount, payment=payment)


def dealt_with(payment: Payment) -> bool:
    later = Payment.objects.filter(batch=payment.batch_id, person=payment.person_id, round__gt=payment.round)
    return later.exists() or hasattr(payment, "settlement")


def _settle(receivable: Receivable, actor: Actor, **values: object) -> Settlement:
    settled = Settlement.objects.create(receivable=receivable, on=actor.on, by=actor.user, **values)
    record(
        "追回登记", by=actor.user, about=receivable, way=str(settled.get_way_display()), amount=f"{settled.amount:.2f}"
    )
    return settled
