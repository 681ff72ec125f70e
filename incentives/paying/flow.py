"""States and steps of a batch: which step leads where, and whose it is, as one table."""

from dataclasses import dataclass

from django.db import models

from positions.vocabulary import Role


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    REVIEWED = "reviewed", "已复核"
    PUBLISHED = "published", "公示中"
    APPROVED = "approved", "已审批"
    SENT = "sent", "已送财政"
    PAYING = "paying", "支付中"
    PAID = "paid", "已支付"
    RETURNED = "returned", "部分退票"
    ARCHIVED = "archived", "已归档"
    VOIDED = "voided", "作废"


# Not yet in the ledger: at most one batch of a kind and period is in one of these.
OPEN = (State.DRAFT, State.REVIEWED, State.PUBLISHED, State.APPROVED)
# In the ledger.
POSTED = (State.SENT, State.PAYING, State.PAID, State.RETURNED, State.ARCHIVED)
TONES = {
    State.DRAFT: "neutral",
    State.REVIEWED: "waiting",
    State.PUBLISHED: "waiting",
    State.APPROVED: "waiting",
    State.SENT: "waiting",
    State.PAYING: "waiting",
    State.PAID: "good",
    State.RETURNED: "bad",
    State.ARCHIVED: "good",
    State.VOIDED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Move:
    """A step: the word on its button, the states it starts from, and the roles that may take it."""

    label: str
    sources: tuple[State, ...]
    roles: tuple[Role, ...]


# Reaching 部分退票 is no step of its own: closing a payment leads there when something came back.
MOVES: dict[State, Move] = {
    State.REVIEWED: Move("复核通过", (State.DRAFT,), (Role.CLERK,)),
    State.PUBLISHED: Move("开始公示", (State.REVIEWED,), (Role.CLERK,)),
    State.APPROVED: Move("审批同意", (State.PUBLISHED,), (Role.APPROVER,)),
    State.SENT: Move("送财政", (State.APPROVED,), (Role.APPROVER,)),
    State.PAYING: Move("开始支付", (State.SENT, State.RETURNED), (Role.FINANCE,)),
    State.PAID: Move("支付办结", (State.PAYING, State.RETURNED), (Role.FINANCE,)),
    State.ARCHIVED: Move("归档", (State.PAID,), (Role.CLERK,)),
    State.VOIDED: Move("作废", OPEN, (Role.CLERK, Role.APPROVER)),
}
# On its page a batch takes these steps on the day itself; why.
OF_THE_DAY = {
    State.PUBLISHED: "五个工作日从公示出来的那一天算起，开始公示",
    State.PAYING: "支付前检查看的是当天的登记，开始支付",
}
# The steps whose takers, with the preparer, must be different people; the field of the batch that names each.
HANDS = {State.REVIEWED: "reviewer", State.APPROVED: "approver", State.PAYING: "payer"}
