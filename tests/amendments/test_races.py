"""Many at once: no number twice and none left out, one signature counts."""

import pytest

from incentives.amendments.book import in_force
from incentives.amendments.models import Amendment, State
from positions.vocabulary import Role
from tests.amendments.proposals import Office, account, rate
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


@pytest.fixture
def office(transactional_db):
    return Office()


def signed(*acts):
    """What each of the acts, begun at once, came to: True, or a refusal's code."""
    return [getattr(one, "code", True) for one in together(*acts)]


def test_proposals_at_once_are_numbered_without_a_gap(office):
    done = signed(*(lambda n=n: office.propose(rate(f"{120 + n}.00")) for n in range(MANY)))
    assert done == [True] * MANY
    assert sorted(Amendment.objects.values_list("number", flat=True)) == list(range(1, MANY + 1))


def test_the_same_proposal_pressed_many_times_is_one(office):
    assert signed(*[office.propose] * MANY) == [True] * MANY
    assert Amendment.objects.count() == 1


def test_of_many_signatures_one_counts(office):
    made, signers = office.propose(), [account(f"审批{n}", Role.APPROVER) for n in range(MANY)]
    done = signed(*(lambda by=by: office.sign(made, by=by) for by in signers))
    assert sorted(done, key=str) == [True] + ["wrong_state"] * (MANY - 1)
    assert in_force() == [made.pk]


def test_signing_and_withdrawing_at_once_leaves_one_of_them(office):
    made = office.propose()
    done = signed(lambda: office.sign(made), lambda: office.withdraw(made))
    assert sorted(done, key=str) == [True, "wrong_state"]
    assert Amendment.objects.get().state in (State.IN_FORCE, State.WITHDRAWN)


def test_amendments_signed_at_once_come_into_force_one_after_the_other(office):
    made = [office.propose(rate(f"{120 + n}.00")) for n in range(MANY)]
    assert signed(*(lambda one=one: office.sign(one) for one in made)) == [True] * MANY
    assert list(Amendment.objects.order_by("place").values_list("place", flat=True)) == list(range(1, MANY + 1))
