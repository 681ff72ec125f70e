"""States and actions of a submission: who may do what in which state, as one table."""

from dataclasses import dataclass

from django.db import models

from positions.vocabulary import Role


class State(models.TextChoices):
    """Each says who must act."""

    DRAFT = "draft", "草稿"
    HEAD = "head", "待单位负责人确认"
    REVIEW = "review", "待镇/部门审核"
    BUREAU = "bureau", "待民政审核"
    RETURNED = "returned", "退回待修改"
    APPROVED = "approved", "已通过"
    WITHDRAWN = "withdrawn", "已撤回"
    CLOSED = "closed", "不再报送"


class Action(models.TextChoices):
    EDIT = "edit", "修改"
    DELETE = "delete", "删除草稿"
    SUBMIT = "submit", "提交"
    WITHDRAW = "withdraw", "撤回"
    CONFIRM = "confirm", "确认"
    PASS = "pass", "审核通过"
    TAKE = "take", "由我办理"
    HAND_OVER = "hand-over", "转交"
    RETURN = "return", "退回"
    APPROVE = "approve", "批准"
    GIVE_UP = "give-up", "不再报送"


# What is over: nothing of it is under way any more.
ENDED = (State.APPROVED, State.CLOSED)
OPEN = (State.DRAFT, State.RETURNED, State.WITHDRAWN)
WAITING = (State.HEAD, State.REVIEW, State.BUREAU)
# Whose turn it is in a waiting state.
TURN = {State.HEAD: Role.UNIT, State.REVIEW: Role.REVIEWER, State.BUREAU: Role.CLERK}
TONES = {
    State.DRAFT: "neutral",
    State.HEAD: "waiting",
    State.REVIEW: "waiting",
    State.BUREAU: "waiting",
    State.RETURNED: "bad",
    State.APPROVED: "good",
    State.WITHDRAWN: "neutral",
    State.CLOSED: "neutral",
}

ALLOWED: dict[Action, tuple[State, ...]] = {
    Action.EDIT: OPEN,
    Action.DELETE: (State.DRAFT,),
    Action.SUBMIT: OPEN,
    Action.WITHDRAW: WAITING,
    Action.CONFIRM: (State.HEAD,),
    Action.PASS: (State.REVIEW,),
    Action.TAKE: (State.REVIEW, State.BUREAU),
    Action.HAND_OVER: (State.REVIEW, State.BUREAU),
    Action.RETURN: WAITING,
    Action.APPROVE: (State.BUREAU,),
    Action.GIVE_UP: (State.RETURNED, State.WITHDRAWN),
}
UNIT_ACTIONS = frozenset({Action.EDIT, Action.DELETE, Action.SUBMIT, Action.WITHDRAW, Action.GIVE_UP})


@dataclass(frozen=True, slots=True)
class Route:
    """The optional stages that submissions of a unit kind pass before the bureau."""

    head: bool = False
    review: bool = False

    def after(self, state: State) -> State:
        """Where a submission waits next when it leaves state forwards."""
        match state:
            case State.DRAFT | State.RETURNED | State.WITHDRAWN:
                return State.HEAD if self.head else self.after(State.HEAD)
            case State.HEAD:
                return State.REVIEW if self.review else State.BUREAU
            case State.REVIEW:
                return State.BUREAU
            case State.BUREAU:
                return State.APPROVED
            case State.APPROVED | State.CLOSED:
                raise ValueError(f"{state.label}的报送没有下一步")
