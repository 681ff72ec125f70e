"""Two at once: one wins, the other is told so, nothing happens twice."""

import datetime
import uuid

import pytest

from talent.models import Person, Service
from talent.submissions import actions, approval, drafts
from talent.submissions.flow import State
from talent.submissions.models import Kind, Step, Submission
from tests import county
from tests.submissions.people import Cast, row, submission
from tests.together import refusals, together

TODAY = datetime.date(2026, 11, 25)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    return Cast(county.committee())


def test_two_clerks_approve_once(cast):
    one = submission(cast.unit, cast.keeper, State.BUREAU)
    seen = {one.pk: approval.plan([one], TODAY)[one.pk].digest}
    done = together(*(lambda who=who: approval.approve(who, seen, TODAY) for who in (cast.clerk, cast.other_clerk)))
    assert (len(refusals(done)), Person.objects.count(), Service.objects.count(), Step.objects.count()) == (1, 1, 1, 1)


def test_approved_or_withdrawn_but_never_both(cast):
    one = submission(cast.unit, cast.keeper, State.BUREAU)
    seen = {one.pk: approval.plan([one], TODAY)[one.pk].digest}
    done = together(lambda: approval.approve(cast.clerk, seen, TODAY), lambda: actions.withdraw(cast.keeper, one.pk))
    one.refresh_from_db()
    assert (len(refusals(done)), Person.objects.count()) == (1, 1 if one.state == State.APPROVED else 0)


def test_the_same_form_sent_from_two_windows_is_one_draft(cast):
    token = uuid.uuid4()
    rows = [row(cast.unit)]
    done = together(*(lambda: drafts.create(cast.keeper, cast.unit, Kind.PERSON, rows, token, TODAY) for _ in range(4)))
    assert Submission.objects.count() == 1
    assert not [one for one in done if one is None]


def test_two_approvals_of_the_same_person_do_not_make_two(cast):
    """From two units at once: the second finds the person on record and is looked at anew."""
    other = county.committee("丙社区居民委员会", "360728100002")
    here = submission(cast.unit, cast.keeper, State.BUREAU)
    there = submission(other, cast.keeper, State.BUREAU, rows=[row(other)])
    seen = [{one.pk: approval.plan([one], TODAY)[one.pk].digest} for one in (here, there)]
    together(
        lambda: approval.approve(cast.clerk, seen[0], TODAY),
        lambda: approval.approve(cast.other_clerk, seen[1], TODAY),
    )
    assert Person.objects.count() == 1


def test_submitting_from_two_windows_is_one_step(cast):
    one = submission(cast.unit, cast.keeper)
    together(*(lambda: actions.submit(cast.keeper, {one.pk: 1}, lambda sent: {}) for _ in range(2)))
    assert [step.action for step in Step.objects.all()] == ["submit"]
