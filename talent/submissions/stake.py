"""What approving would give a person: asked of whoever knows the policy, with the registers written and rolled back again."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db import DatabaseError, connection, transaction

from talent.imports import IMPORT_LOCK
from talent.models import Person
from talent.submissions.approval import Plans
from talent.submissions.models import Kind


@dataclass(frozen=True, slots=True)
class Stake:
    """words say what, amount how much at once (None: nothing is paid); yuan."""

    words: str
    amount: Decimal | None = None


Ask = Callable[[Person], list[Stake]]
_asked: list[Ask] = []


def register(ask: Ask) -> Ask:
    """The policy is above this app: it registers here what it says of a person."""
    _asked.append(ask)
    return ask


def stakes(plans: Plans) -> dict[int, list[Stake]]:
    """By submission, what its person would be owed; nothing is stored."""
    found: dict[int, list[Stake]] = {}
    if any(plan.problems for plan in plans.all):
        return found
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [IMPORT_LOCK])
            if not cursor.fetchone()[0]:
                return {}  # someone is writing the registers just now; the page does without
            plans.write()
            for plan in plans.all:
                found[plan.submission.pk] = [
                    stake for person in _people(plan) for ask in _asked for stake in ask(person)
                ]
            transaction.set_rollback(True)
    except DatabaseError:
        return {}
    return found


def _people(plan: "object") -> list[Person]:
    correction = getattr(plan, "person", None)
    if correction is not None:
        return [correction]
    if plan.submission.kind != Kind.PERSON:  # type: ignore[attr-defined] # a Plan
        return []
    records = [record for line in plan.lines for record in line.records]  # type: ignore[attr-defined]
    return list({r.instance.pk: r.instance for r in records if isinstance(r.instance, Person)}.values())
