"""What is done to the rows of rolls: written, looked over by the bureau, sent back, taken away; each with its line in the audit."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from dingnan_sw.audit.chain import record
from dingnan_sw.lib import history
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pages import number
from dingnan_sw.notices.telling import tell
from positions.access import Scope
from positions.models import Mandate, User
from positions.vocabulary import Role
from talent.rolls.declared import Roll
from talent.rolls.forms import RollForm
from talent.rolls.models import Checked


@transaction.atomic
def save(form: RollForm, by: User) -> Any:
    """What a valid form says, stored."""
    before = history.stored(form.row)
    row = form.store()
    changed = [form.fields[name].label for name in form.changed_data]
    sides = history.difference(before, history.stored(row))
    record(f"{'修改' if before else '新增'}{form.roll.title}", by=by, about=row, changed=changed, **sides)
    return row


@transaction.atomic
def remove(roll: Roll, row: Any, by: User) -> None:
    record(f"删除{roll.title}", by=by, about=row, **history.difference(history.stored(row), {}))
    row.delete()
    roll.settle([row])


@transaction.atomic
def look_over(roll: Roll, seen: Iterable[str], scope: Scope, by: User) -> int:
    """核对 of rows that wait, as they were seen (UnitRow.seen). Returns how many."""
    shown = set(seen)
    pks = [pk for one in shown if (pk := number(one.partition("-")[0])) is not None]
    rows = [row for row in _waiting(roll, pks, scope) if row.seen in shown]
    for row in rows:
        _mark(roll, row, Checked.CHECKED, "", by)
    return len(rows)


@transaction.atomic
def send_back(roll: Roll, pk: int, seen: str, scope: Scope, by: User, remark: str) -> bool:
    """退回 of a row that waits, as it was seen, with its reason; whether there was one."""
    rows = [row for row in _waiting(roll, [pk], scope) if row.seen == seen]
    for row in rows:
        _mark(roll, row, Checked.RETURNED, remark, by)
        _tell(roll, row, remark)
    return bool(rows)


def _waiting(roll: Roll, pks: Iterable[int], scope: Scope) -> Any:
    return roll.rows(scope).select_for_update(of=("self",)).filter(pk__in=pks, state=Checked.REPORTED)


def _mark(roll: Roll, row: Any, state: Checked, remark: str, by: User) -> None:
    before = history.state(row)
    row.state, row.remark = state, remark
    row.save(update_fields=["state", "remark"])
    changed = history.difference(before, history.state(row))
    record(f"{row.get_state_display()}{roll.title}", by=by, about=row, **changed)


def _tell(roll: Roll, row: Any, remark: str) -> None:
    mandates = Mandate.objects.in_force(today()).filter(role=Role.UNIT, unit=row.unit_id, user__is_active=True)
    users = {mandate.user_id: mandate.user for mandate in mandates.select_related("user")}
    tell(users.values(), f"{roll.title}有一条退回：{remark}", roll.url(row))
