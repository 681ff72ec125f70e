"""Holders with their registrations, as the tests of this part need them."""

import datetime

from talent.learning.models import Registration
from talent.learning.vocabulary import Kind, Progress
from talent.rolls.models import Checked
from tests import county

OBTAINED = datetime.date(2021, 6, 20)
SINCE, UNTIL = datetime.date(2022, 3, 1), datetime.date(2025, 3, 1)


def holder(unit, number=1, name="李雷", level=1, obtained=OBTAINED):
    person = county.person(number, name)
    county.serve(person, unit)
    county.certify(person, f"DEMO{number}", level, obtained)
    return person


def register(person, unit, since=SINCE, until=UNTIL, state=Checked.CHECKED, **values):
    filled = {
        "level": 1, "kind": Kind.FIRST, "progress": Progress.GRANTED, "number": f"DJ{since}", "filed_on": since, **values
    }  # fmt: skip
    return Registration.objects.create(person=person, unit=unit, since=since, until=until, state=state, **filled)


def apply(person, unit, filed_on, **values):
    """An application that waits for its answer."""
    return register(
        person, unit, None, None, filed_on=filed_on, progress=Progress.UNDER_WAY, number="", kind=Kind.RENEWAL, **values
    )
