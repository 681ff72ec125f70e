"""公示异议: raised while the notice runs, each answered before the batch may be approved."""

from django.db import transaction
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.lib import history
from incentives.paying.acting import Actor, last_step_on, locked, must_fit
from incentives.paying.flow import State
from incentives.paying.models import Objection
from incentives.refusals import Refused
from positions.vocabulary import Role


@transaction.atomic
def object_to(actor: Actor, number: int, raised_by: str, text: str) -> Objection:
    """Write down an objection to a published batch.

    Raises:
        Refused: no clerk; the notice is not running, or was not yet on that day; nothing said, or too much.
    """
    actor.must_be(Role.CLERK)
    batch = locked(number, actor.scope)
    if batch.state != State.PUBLISHED:
        raise Refused("wrong_state", f"第 {number} 批现在是“{batch.get_state_display()}”，公示中才能登记异议。")
    actor.must_be_dated(last_step_on(batch))
    if not raised_by.strip() or not text.strip():
        raise Refused("reason_required", "请写明提出人和异议内容。")
    must_fit(Objection, raised_by=raised_by, text=text)
    objection = Objection.objects.create(
        batch=batch, on=actor.on, raised_by=raised_by, text=text, recorded_by=actor.user
    )
    said = history.kept("内容", f"{raised_by}：{text}")
    record("登记异议", by=actor.user, about=batch, number=number, objection=objection.pk, text=said)
    return objection


@transaction.atomic
def answer(actor: Actor, pk: int, text: str) -> Objection:
    """Say what became of an objection.

    Raises:
        Refused: neither clerk nor approver; answered already; nothing said, or too much.
    """
    actor.must_be(Role.CLERK, Role.APPROVER)
    objection = Objection.objects.select_for_update().filter(pk=pk).first()
    if objection is None:
        raise Refused("unknown_objection", "没有这件异议。")
    if objection.answered_at:
        raise Refused("wrong_state", "这件异议已经答复。")
    if not text.strip():
        raise Refused("reason_required", "请写明处理意见。")
    must_fit(Objection, answer=text)
    objection.answer, objection.answered_by, objection.answered_at = text, actor.user, timezone.now()
    objection.save()
    number, said = objection.batch.number, history.kept("处理意见", text)
    record("答复异议", by=actor.user, about=objection.batch, number=number, objection=pk, text=said)
    return objection
