"""Many at once: no number twice and none left out, one signature counts."""

import threading

import pytest
from django.db import connection

from incentives.amendments.book import in_force
from incentives.amendments.models import Amendment, State
from incentives.refusals import Refused
from positions.vocabulary import Role
from tests.amendments.proposals import Office, account, rate

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


@pytest.fixture
def office(transactional_db):
    return Office()


def together(*acts):
    """Every act in a thread and a connection of its own, started at once; what each came to: True, or a refusal's code."""
    start, done = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        start.wait()
        try:
            done[place] = bool(act())
        except Refused as refused:
            done[place] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return done


def test_proposals_at_once_are_numbered_without_a_gap(office):
    done = together(*(lambda n=n: office.propose(rate(f"{120 + n}.00")) for n in range(MANY)))
    assert done == [True] * MANY
    assert sorted(Amendment.objects.values_list("number", flat=True)) == list(range(1, MANY + 1))


def test_the_same_proposal_pressed_many_times_is_one(office):
    assert together(*[office.propose] * MANY) == [True] * MANY
    assert Amendment.objects.count() == 1


def test_of_many_signatures_one_counts(office):
    made, signers = office.propose(), [account(f"审批{n}", Role.APPROVER) for n in range(MANY)]
    done = together(*(lambda by=by: office.sign(made, by=by) for by in signers))
    assert sorted(done, key=str) == [True] + ["wrong_state"] * (MANY - 1)
    assert in_force() == [made.pk]


def test_signing_and_withdrawing_at_once_leaves_one_of_them(office):
    made = office.propose()
    done = together(lambda: office.sign(made), lambda: office.withdraw(made))
    assert sorted(done, key=str) == [True, "wrong_state"]
    assert Amendment.objects.get().state in (State.IN_FORCE, State.WITHDRAWN)


def test_amendments_signed_at_once_come_into_force_one_after_the_other(office):
    made = [office.propose(rate(f"{120 + n}.00")) for n in range(MANY)]
    assert together(*(lambda one=one: office.sign(one) for one in made)) == [True] * MANY
    assert list(Amendment.objects.order_by("place").values_list("place", flat=True)) == list(range(1, MANY + 1))
