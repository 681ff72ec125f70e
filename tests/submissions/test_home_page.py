"""What the home page shows of the submissions that were approved."""

import datetime

from incentives.dashboard import _approved
from positions.access import Scope
from talent.submissions.flow import State
from talent.submissions.models import Step, Trace
from tests import county
from tests.submissions.people import submission

TODAY = datetime.date(2026, 11, 25)


def approved(unit, keeper, person, hour, number):
    one = submission(unit, keeper, State.APPROVED, number=number)
    at = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    for action, later in (("submit", 0), ("approve", hour)):
        moment = at + datetime.timedelta(hours=later)
        Step.objects.create(submission=one, by=keeper.user, action=action, state=State.APPROVED, at=moment)
    Trace.objects.create(submission=one, register="talent.person", row=person.pk)
    return one


def test_the_last_ten_people_are_shown_once_each_the_newest_first(unit, keeper):
    people = [county.person(n, f"张{n}") for n in range(12)]
    for n, person in enumerate(people):
        county.serve(person, unit)
        approved(unit, keeper, person, n + 1, n)
    approved(unit, keeper, people[3], 100, 50)
    shown = [person.name for person, _ in _approved(Scope.of(keeper.user, TODAY))]
    assert shown == ["张3", *(f"张{n}" for n in (11, 10, 9, 8, 7, 6, 5, 4, 2))]
