"""The steps of a batch: each one transaction, its row locked, its state, its hands and its dates checked, and written down."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.lib.workdays import workday_after
from incentives.paying import checking, duties, ledger, settling
from incentives.paying.acting import Actor, last_step_on, locked, must_fit
from incentives.paying.checking import Finding
from incentives.paying.flow import HANDS, MOVES, State
from incentives.paying.models import Acknowledgement, Batch, Payment, Step
from incentives.paying.vocabulary import Result
from incentives.refusals import Refused
from positions.vocabulary import Role
from talent.models import Person

NOTICE_DAYS = 5
UNSETTLED = "还有退票没有处理：更正账号后再次支付、以退票冲抵应追回的款项，或登记不再支付。"
HAND_WORDS = {"preparer": "编制", "reviewer": "复核", "approver": "审批", "payer": "支付"}


@dataclass(frozen=True, slots=True)
class Remark:
    """What is written of a step; for 支付中 the reason under which open findings are acknowledged.

    shown: the digest of the findings that its writer had in view (checking.digest_of); None answers for whatever is open.
    """

    note: str
    shown: str | None = None


@transaction.atomic
def advance(
    actor: Actor, number: int, to: State, note: str = "", seen: int | None = None, shown: str | None = None
) -> Batch:
    """Take a batch one step further.

    note and shown: see Remark. seen: the last step of the batch as it was looked at; a draft drawn anew since then has another.

    Raises:
        Refused: not in this state, not this account's to do, too early, too long a note, or something stands in the way.
    """
    move = MOVES[to]
    actor.must_be(*move.roles)
    batch = locked(number, actor.scope)
    if batch.state not in move.sources:
        words = f"第 {number} 批现在是“{batch.get_state_display()}”，不能{move.label}。"
        raise Refused("wrong_state", words)
    if seen is not None and seen != batch.steps.order_by("-pk").values_list("pk", flat=True).first():
        raise Refused("changed_meanwhile", f"第 {number} 批在您打开之后又重新生成或办理过，请先看现在的内容。")
    actor.must_be_dated(last_step_on(batch))
    must_fit(Step, note=note)
    _take_hand(batch, to, actor)
    was, batch.state = State(batch.state), to
    if to in BEFORE:
        BEFORE[to](batch, actor, Remark(note, shown), was)
    batch.save()
    write_down(batch, was, actor, note)
    return batch


def write_down(batch: Batch, was: State, actor: Actor, note: str) -> None:
    """That the batch came from one state to the one it is in now: kept, audited, and told to those who come next.

    Inside the transaction of whoever brought it there.
    """
    Step.objects.create(batch=batch, state=batch.state, on=actor.on, by=actor.user, note=note)
    duties.tell_next(batch, actor.user)
    standing = {"before": str(was.label), "after": str(State(batch.state).label)}
    record("批次办理", by=actor.user, about=batch, number=batch.number, on=actor.on.isoformat(), **standing)


def _take_hand(batch: Batch, to: State, actor: Actor) -> None:
    """Preparer, reviewer, approver and payer are four people."""
    hand = HANDS.get(to)
    if hand is None:
        return
    others = {name: getattr(batch, f"{name}_id") for name in HAND_WORDS if name != hand}
    taken = [HAND_WORDS[name] for name, pk in others.items() if pk == actor.user.pk]
    if taken:
        words = f"{actor.user}已经{taken[0]}了第 {batch.number} 批，{HAND_WORDS[hand]}须由另一个人办理。"
        raise Refused("same_person", words)
    setattr(batch, hand, actor.user)


def _publish(batch: Batch, actor: Actor, remark: Remark, was: State) -> None:
    """Day 1 of the notice is the first working day after publication."""
    batch.notice_first = workday_after(actor.on, 1)
    batch.notice_last = workday_after(actor.on, NOTICE_DAYS)


def _approve(batch: Batch, actor: Actor, remark: Remark, was: State) -> None:
    if actor.on <= batch.notice_last:  # type: ignore[operator] # a published batch has its days
        first = batch.notice_last + datetime.timedelta(days=1)  # type: ignore[operator]
        words = f"公示到 {batch.notice_last} 为止，{first} 起才能审批。"
        raise Refused("notice_running", words)
    waiting = batch.objections.filter(answered_at__isnull=True).count()
    if waiting:
        raise Refused("open_objections", f"还有 {waiting} 件公示异议没有处理意见，先答复再审批。")


def _send(batch: Batch, actor: Actor, remark: Remark, was: State) -> None:
    """The ledger takes the lines of a batch whose row still says that it is approved; only then is it with finance."""
    settling.take_turn()
    ledger.post(batch)
    settling.settle(batch, actor)


def _pay(batch: Batch, actor: Actor, remark: Remark, was: State) -> None:
    """Findings are acknowledged with a reason; the orders take the particulars of the payees as they now are."""
    if was is State.RETURNED and not Payment.objects.to_order_again().filter(batch=batch).exists():
        raise Refused("nothing_to_pay", "没有要再次支付的退票，可以直接办结。")
    _order_again(batch)
    orders = Payment.objects.due().filter(batch=batch)
    _hold_payees(orders)
    unseen = checking.open_findings(batch, actor.on)
    if unseen and not remark.note.strip():
        words = "；".join(finding.text for finding in unseen[:3])
        raise Refused("unacknowledged_checks", f"支付前检查有 {len(unseen)} 条没有确认，请写明理由：{words}。")
    acknowledge(batch, unseen, remark, actor)
    batch.round += 1
    payee = Person.objects.filter(pk=OuterRef("person"))
    orders.update(
        payee=Subquery(payee.values("name")),
        bank_name=Subquery(payee.values("bank_name")),
        account=Subquery(payee.values("bank_account")),  # as it is sealed
    )


def _hold_payees(orders: QuerySet[Payment]) -> None:
    """Until the step is taken nobody changes an account: the one that is paid is the one that was checked."""
    payees = Person.objects.filter(pk__in=orders.values("person")).order_by("pk")
    list(payees.select_for_update(no_key=True).values_list("pk"))


def _order_again(batch: Batch) -> None:
    """What came back, and neither was set off since nor is to stay unpaid, is ordered once more."""
    for payment in Payment.objects.to_order_again().filter(batch=batch):
        payment.amount, payment.pk, payment.round = payment.left, None, batch.round + 1
        payment.result, payment.reason, payment.answered = Result.WAITING, "", None
        payment._state.adding = True
        payment.save(force_insert=True)


@transaction.atomic
def answer_for(actor: Actor, number: int, remark: Remark, *, key: str = "", code: str = "") -> list[Finding]:
    """Acknowledge what is open before the next payment: the finding of that key, all of the check of that code, or all there are.

    Raises:
        Refused: as acknowledge does.
    """
    batch = locked(number, actor.scope)
    left = checking.open_findings(batch, actor.on) if batch.state in MOVES[State.PAYING].sources else []
    asked = [one for one in left if key in ("", one.key) and code in ("", one.code)]
    acknowledge(batch, asked, remark, actor)
    return asked


def acknowledge(batch: Batch, found: list[Finding], remark: Remark, actor: Actor) -> None:
    """That money may leave all the same. Inside the transaction of whoever asks; finance alone.

    Raises:
        Refused: not finance; too long a reason; what is found now is not what was shown.
    """
    actor.must_be(Role.FINANCE)
    if not found:
        return
    if remark.shown not in (None, checking.digest_of(found)):
        words = f"第 {batch.number} 批的支付前检查在您打开之后变了，现在有 {len(found)} 条没有确认，没有办理："
        raise Refused("changed_meanwhile", f"{words}请先逐条看现在的检查，再写理由。")
    must_fit(Acknowledgement, reason=remark.note)
    now = timezone.now()
    Acknowledgement.objects.bulk_create(
        Acknowledgement(
            batch=batch,
            finding=finding.key,
            code=finding.code,
            text=finding.text[:500],
            reason=remark.note,
            by=actor.user,
            at=now,
        )
        for finding in found
    )
    told = Counter(finding.title for finding in found)
    record("支付前确认", by=actor.user, about=batch, number=batch.number, findings=told, reason=remark.note)


def _close(batch: Batch, actor: Actor, remark: Remark, was: State) -> None:
    """Without any result from the bank everything has succeeded; with some, each payment needs one."""
    this_round = Payment.objects.filter(batch=batch, round=batch.round)
    waiting = this_round.filter(result=Result.WAITING)
    answered = this_round.exclude(result=Result.WAITING)
    if answered.exists() and waiting.exists():
        words = f"回盘还差 {waiting.count()} 人没有结果：请导入完整的回盘文件后再办结。"
        raise Refused("results_missing", words)
    waiting.update(result=Result.SUCCEEDED, answered=timezone.now())
    if not Payment.objects.to_order_again().filter(batch=batch).exists():
        return
    if was is State.RETURNED:
        raise Refused("failed_payments", UNSETTLED)
    batch.state = State.RETURNED


BEFORE: dict[State, Callable[[Batch, Actor, Remark, State], None]] = {
    State.PUBLISHED: _publish,
    State.APPROVED: _approve,
    State.SENT: _send,
    State.PAYING: _pay,
    State.PAID: _close,
}
