"""Reminders of registrations: to the unit and the clerks, once for each stage before a last day, with the money that hangs on it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse

from dingnan_sw.notices.reminding import reminder
from dingnan_sw.notices.telling import tell
from incentives.amendments.book import current_book
from incentives.explain import level_words
from incentives.learning.listings import in_service
from incentives.learning.risk import Risk, risks
from incentives.rules.vocabulary import Level
from positions.access import EVERYTHING
from positions.models import Mandate, User
from positions.vocabulary import Role
from talent.learning.holders import Holder
from talent.learning.national import STAGES
from talent.learning.vocabulary import REGISTERED, WAITING, State

LATE_DAYS = 30  # so long after the last day the last stage is still told, should nothing have run on the day itself


@reminder
def remind(today: datetime.date) -> int:
    """Whoever has filed is left alone. Returns how many accounts were told."""
    due = [(row, stage) for row in in_service(today, EVERYTHING) if (stage := stage_of(row)) is not None]
    unregistered = (row.person.pk for row, _ in due if row.standing.state not in REGISTERED)
    at_risk, units, clerks = risks(unregistered, current_book()), _keepers(today), _clerks(today)
    return sum(
        tell(
            [*units[row.unit.pk if row.unit else 0], *clerks],
            _words(row, at_risk.get((row.person.pk, int(row.level)))),
            reverse("person", args=[row.person.pk]),
            f"registration-{row.person.pk}-{int(row.level)}-{row.standing.last}-{stage}",
        )
        for row, stage in due
    )


def stage_of(row: Holder) -> int | None:
    """Which of the stages the days that are left have reached; None for none, or where something has been filed."""
    if row.standing.state in WAITING or row.days_left < -LATE_DAYS:
        return None
    return min((stage for stage in STAGES if row.days_left <= stage), default=None)


def _words(row: Holder, risk: Risk | None) -> str:
    held = f"{row.person.name}（{row.unit_name}）的{level_words(Level(row.level))}证书"
    return f"{held}{_due_words(row)}。{f'{risk.words}。' if risk else ''}"


def _due_words(row: Holder) -> str:
    last, left = row.standing.last, row.days_left
    when = f"还有 {left} 天" if left > 0 else "就是今天" if left == 0 else f"已过 {-left} 天"
    match row.standing.state:
        case State.IN_TIME | State.OVERDUE:
            return f"首次登记的最后一天是 {last}，{when}，请办理登记"
        case State.VALID | State.ENDING | State.ENDED:
            return f"登记有效期到 {last}，{when}，请办理再登记{_hours_words(row)}"
        case state:
            raise ValueError(state)


def _hours_words(row: Holder) -> str:
    return f"；继续教育还差 {row.short} 学时" if row.short else ""


def _keepers(on: datetime.date) -> dict[int, list[User]]:
    """The accounts that keep each unit."""
    found: dict[int, list[User]] = defaultdict(list)
    for mandate in _mandates(on, Role.UNIT):
        found[mandate.unit_id or 0].append(mandate.user)
    return found


def _clerks(on: datetime.date) -> list[User]:
    return [mandate.user for mandate in _mandates(on, Role.CLERK)]


def _mandates(on: datetime.date, role: Role) -> Iterable[Mandate]:
    return Mandate.objects.in_force(on).filter(role=role, user__is_active=True).select_related("user")
