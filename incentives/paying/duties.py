"""Whose turn it is: the batches that wait for an account's roles, and telling those who come next."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from dingnan_sw.lib.dates import today
from dingnan_sw.notices.telling import tell
from incentives.paying.flow import HANDS, State
from incentives.paying.models import Batch
from positions.access import Scope
from positions.models import Mandate, User
from positions.vocabulary import Role

# Whom a state calls to act, and for what; the others call nobody.
CALLS: dict[State, tuple[Role, str]] = {
    State.DRAFT: (Role.CLERK, "待复核"),
    State.REVIEWED: (Role.CLERK, "待公示"),
    State.PUBLISHED: (Role.APPROVER, "公示后待审批"),
    State.APPROVED: (Role.APPROVER, "待送财政"),
    State.SENT: (Role.FINANCE, "待支付"),
    State.PAYING: (Role.FINANCE, "支付中，待办结"),
    State.RETURNED: (Role.FINANCE, "有退票待处理"),
    State.PAID: (Role.CLERK, "待归档"),
}
NEXT = {State.DRAFT: State.REVIEWED, State.PUBLISHED: State.APPROVED, State.SENT: State.PAYING}
HAND_FIELDS = ("preparer_id", "reviewer_id", "approver_id", "payer_id")


def waiting(scope: Scope, user: User) -> Iterable[tuple[str, int, str]]:
    """(words, how many, where) of the batches on which the account can act now."""
    for state, (role, words) in CALLS.items():
        if not scope.may(role):
            continue
        batches = [batch for batch in Batch.objects.within(scope).filter(state=state) if _can(batch, state, user)]
        if batches:
            url = reverse("batch", args=[batches[0].number]) if len(batches) == 1 else _list(state)
            yield f"{words}的发放批次", len(batches), url


def _list(state: State) -> str:
    return f"{reverse('batches')}?state={state.value}"


def _can(batch: Batch, state: State, user: User) -> bool:
    """Whoever had another hand in it cannot take the next one; nobody approves while the notice runs."""
    if state is State.PUBLISHED and batch.notice_last and today() <= batch.notice_last:
        return False
    hand = HANDS.get(NEXT[state]) if state in NEXT else None
    return hand is None or user.pk not in [getattr(batch, name) for name in HAND_FIELDS if name != f"{hand}_id"]


def tell_next(batch: Batch, by: Any) -> None:
    """Those whose turn it now is, but for whoever has just acted."""
    call = CALLS.get(State(batch.state))
    if call is None:
        return
    role, words = call
    mandates = Mandate.objects.in_force(today()).filter(role=role, user__is_active=True).exclude(user=by)
    users = {mandate.user_id: mandate.user for mandate in mandates.select_related("user")}
    tell(users.values(), f"{words}：{batch}", reverse("batch", args=[batch.number]))
