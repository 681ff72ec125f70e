"""What is done to the rows of rolls: written, looked over by the bureau, sent back, taken away; each with its line in the audit."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from dingnan_sw.audit.chain import record
from dingnan_sw.lib.dates import today
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
    added = form.row is None
    row = form.store()
    record(f"{'新增' if added else '修改'}{form.roll.title}", by=by, about=row, changed=sorted(form.changed_data))
    return row


@transaction.atomic
def remove(roll: Roll, row: Any, by: User) -> None:
    record(f"删除{roll.title}", by=by, about=row)
    row.delete()
    roll.settle([row])


@transaction.atomic
def look_over(roll: Roll, pks: Iterable[int], scope: Scope, by: User, remark: str = "") -> int:
    """核对, or with a remark 退回, of rows that wait. Returns how many."""
    rows = list(roll.rows(scope).select_for_update(of=("self",)).filter(pk__in=pks, state=Checked.REPORTED))
    for row in rows:
        row.state, row.remark = (Checked.RETURNED, remark) if remark else (Checked.CHECKED, "")
        row.save(update_fields=["state", "remark"])
        record(f"{row.get_state_display()}{roll.title}", by=by, about=row)
    if remark:
        for row in rows:
            _tell(roll, row, remark)
    return len(rows)


def _tell(roll: Roll, row: Any, remark: str) -> None:
    mandates = Mandate.objects.in_force(today()).filter(role=Role.UNIT, unit=row.unit_id, user__is_active=True)
    users = {mandate.user_id: mandate.user for mandate in mandates.select_related("user")}
    tell(users.values(), f"{roll.title}有一条退回：{remark}", roll.url(row))
