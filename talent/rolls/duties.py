"""What waits among the rolls: rows to be checked for those who check, rows sent back for the units that wrote them."""

from collections.abc import Iterator

from django.urls import reverse

from positions.access import Scope
from positions.vocabulary import Role
from talent.rolls.declared import ROLLS, Roll, writing
from talent.rolls.models import Checked


def waiting(scope: Scope) -> Iterator[tuple[str, int, str]]:
    """(words, how many, where) by roll."""
    for roll in ROLLS:
        if roll.is_checked and scope.may(Role.CLERK):
            yield f"待核对的{roll.title}", _count(roll, scope, Checked.REPORTED), _list(roll, Checked.REPORTED)
        if roll.is_checked and scope.units and not scope.may(Role.CLERK):
            yield (
                f"退回修改的{roll.title}",
                _count(roll, writing(scope), Checked.RETURNED),
                _list(roll, Checked.RETURNED),
            )


def _count(roll: Roll, scope: Scope, state: Checked) -> int:
    return roll.rows(scope).filter(state=state).count() if roll.may_keep(scope) else 0


def _list(roll: Roll, state: Checked) -> str:
    return f"{reverse('roll', args=[roll.name])}?state={state.value}"
