"""Who acts, and what every step checks first."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from dingnan_sw.audit import clock
from dingnan_sw.lib.dates import today
from incentives.commands import account
from incentives.paying.models import Batch
from incentives.refusals import Refused
from positions.access import Scope
from positions.models import User
from positions.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """An account with what it may do today, and the working date it acts on."""

    user: User
    scope: Scope
    on: datetime.date

    @classmethod
    def of(cls, request: Any, on: datetime.date | None = None) -> "Actor":
        return cls(request.user, request.scope, on or today())

    @classmethod
    def named(cls, username: str, on: datetime.date | None = None) -> "Actor":
        """The account of a command; what it may do is checked at the real time, whatever the working date.

        Raises:
            Refused: there is no such account, or it is disabled.
        """
        return cls.acting(account(username), on)

    @classmethod
    def acting(cls, user: User, on: datetime.date | None = None) -> "Actor":
        return cls(user, Scope.of(user, today()), on or today())

    def must_be(self, *roles: Role) -> None:
        """Of those that may do it, while the clock can be believed: days and the order of steps hang on it."""
        if not self.scope.may(*roles):
            words = "、".join(str(role.label) for role in roles)
            raise Refused("not_permitted", f"这一步由{words}办理，{self.user}没有这个权限。")
        if last := clock.ahead():
            raise Refused("clock_went_back", f"{clock.words(last)}，没有办理。请系统管理员校正时钟后再办。")

    def must_be_dated(self, earliest: datetime.date | None = None) -> None:
        """The working date is no later than today and no earlier than the step before."""
        if self.on > today():
            raise Refused("future_date", f"办理日期 {self.on} 晚于今天 {today()}，不能预先办理。")
        if earliest and self.on < earliest:
            raise Refused("date_order", f"办理日期 {self.on} 早于上一步的 {earliest}，请改用不早于它的日期。")


def locked(number: int, scope: Scope) -> Batch:
    """The batch, its row locked. Inside a transaction.

    Raises:
        Refused: there is none that the scope may see.
    """
    batch = Batch.objects.within(scope).select_for_update().filter(number=number).first()
    if batch is None:
        raise Refused("unknown_batch", f"没有第 {number} 批，或者它还没有交到您这里。")
    return batch


def must_fit(model: type[Model], **said: str) -> None:
    """What was written has room in the columns of these names; nothing that somebody gave as a reason is cut off."""
    for name, text in said.items():
        column = model._meta.get_field(name)
        if len(text) > column.max_length:
            words = f"{column.verbose_name}有 {len(text):,} 个字，最多 {column.max_length:,} 个，没有办理：请写短些。"
            raise Refused("too_long", words)


def last_step_on(batch: Batch) -> datetime.date:
    last = batch.steps.order_by("-pk").values_list("on", flat=True).first()
    return last or batch.prepared_on
