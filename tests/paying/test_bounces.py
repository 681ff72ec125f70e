"""What becomes of money that came back: set off as far as it goes, ordered again, or to stay unpaid."""

import datetime

import pytest
from django.db import Error, transaction

from incentives.paying import checking, receivables
from incentives.paying.flow import State
from incentives.paying.models import Cancellation, Payment, Receivable, Settlement
from incentives.paying.vocabulary import Result, Settling
from talent.models import Service
from tests import county
from tests.paying.office import PAID_ON, back, refused

pytestmark = pytest.mark.django_db
day = datetime.date


# To stay unpaid ---------------------------------------------------------------------------------------


@pytest.fixture
def bounced(closed, people, answer):
    answer(closed, back(people[0]))
    return Payment.objects.get(person=people[0])


def test_a_payment_that_is_to_stay_unpaid_lets_its_batch_be_closed(office, closed, bounced):
    assert refused(office.step, closed, "paid", "payer").code == "failed_payments"
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人书面放弃")
    assert office.step(closed, "paid", "payer").state == State.PAID
    assert Payment.objects.get(person=bounced.person).result == Result.FAILED


def test_a_payment_that_is_to_stay_unpaid_is_not_ordered_again(office, closed, people, bounced, answer):
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人书面放弃")
    answer(closed, back(people[1]), name="other.xlsx")
    office.step(closed, "paying", "payer", note="已核实")
    assert [one.person for one in Payment.objects.due()] == [people[1]]


def test_to_stay_unpaid_needs_the_approver_a_reason_and_money_that_came_back(office, closed, people, bounced):
    def code(who, payment, reason):
        return refused(receivables.cancel_bounced, office.actor(who), payment.pk, reason).code

    assert code("payer", bounced, "本人放弃") == "not_permitted"
    assert code("head", bounced, " ") == "reason_required"
    assert code("head", bounced, "弃" * 301) == "too_long"
    assert code("head", Payment.objects.get(person=people[1]), "本人放弃") == "not_returned"
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人放弃")
    assert code("head", bounced, "本人放弃") == "not_returned"


def test_the_database_cancels_nothing_that_did_not_come_back(office, closed, people):
    paid, payer = Payment.objects.get(person=people[0]), office.actor("payer").user
    with pytest.raises(Error, match="只有没有再付的退票才能不再支付"), transaction.atomic():
        Cancellation.objects.create(payment=paid, reason="试", on=PAID_ON, by=payer)


# Set off ----------------------------------------------------------------------------------------------


@pytest.fixture
def owing(office, bounced, people):
    """Of the three months that came back one is owed back: the person left before it."""
    Service.objects.filter(person=people[0]).update(until=day(2021, 3, 1))
    office.pay(office.allowances("2021-03"))
    return Receivable.objects.get()


def test_more_than_is_owed_is_set_off_as_far_as_it_goes_and_the_rest_is_paid(office, closed, bounced, owing):
    settled = receivables.set_off_bounced(office.actor("payer"), owing.pk, bounced.pk)
    assert (settled.amount, owing.amount) == (100, 100)
    office.step(closed, "paying", "payer", note="已核实")
    assert [one.amount for one in Payment.objects.due()] == [200]
    office.step(closed, "paid", "payer")
    received = Payment.objects.filter(person=bounced.person, result=Result.SUCCEEDED)
    assert sum(one.amount for one in received) == 200


def test_who_owes_is_set_off_before_anything_stays_unpaid(office, closed, bounced, owing):
    assert refused(receivables.cancel_bounced, office.actor("head"), bounced.pk, "人员去世").code == "owes"
    receivables.set_off_bounced(office.actor("payer"), owing.pk, bounced.pk)
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "人员去世")
    assert office.step(closed, "paid", "payer").state == State.PAID


def test_nobody_gives_back_what_stayed_unpaid(office, closed, bounced, people):
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "人员去世")
    Service.objects.filter(person=people[0]).delete()
    office.pay(office.allowances("2021-03"))
    assert [(one.amount, one.balance) for one in Receivable.objects.all()] == [(300, 0)]
    assert [(one.way, one.payment) for one in Settlement.objects.all()] == [(Settling.BOUNCED, bounced)]


def test_who_is_paid_again_and_owes_is_found_by_the_checks(office, closed, bounced, owing):
    closed.refresh_from_db()
    assert "owes" in [one.code for one in checking.open_findings(closed, office.on)]


def test_with_nothing_left_to_pay_no_empty_round_begins(office, closed, bounced):
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人放弃")
    assert refused(office.step, closed, "paying", "payer").code == "nothing_to_pay"


def test_a_settled_debt_takes_no_more(office, bounced, owing):
    receivables.set_off_bounced(office.actor("payer"), owing.pk, bounced.pk)
    assert refused(receivables.set_off_bounced, office.actor("payer"), owing.pk, bounced.pk).code == "amount"


def test_money_of_another_is_not_set_off(office, closed, people, owing, answer):
    answer(closed, back(people[1]), on=office.on, name="other.xlsx")
    other = Payment.objects.get(person=people[1])
    assert refused(receivables.set_off_bounced, office.actor("payer"), owing.pk, other.pk).code == "not_returned"


def test_the_database_sets_no_more_off_than_came_back(office, closed, bounced):
    with county.unguarded(Receivable):
        owing = Receivable.objects.create(batch=closed, person=bounced.person, amount=500, balance=500)
    values = {"way": Settling.BOUNCED, "payment": bounced, "on": PAID_ON, "by": office.actor("payer").user}
    Settlement.objects.create(receivable=owing, amount=300, **values)
    with pytest.raises(Error, match="退票冲抵的金额不能多于"), transaction.atomic():
        Settlement.objects.create(receivable=owing, amount=1, **values)


@pytest.mark.parametrize("amount", [299, 301])
def test_the_database_takes_no_order_of_another_amount_than_came_back(closed, bounced, amount):
    closed.refresh_from_db()
    with pytest.raises(Error, match="再次支付的金额应等于退票减去冲抵"), transaction.atomic():
        Payment.objects.create(batch=closed, person=bounced.person, round=2, amount=amount)
    Payment.objects.create(batch=closed, person=bounced.person, round=2, amount=300)


def test_the_database_takes_no_order_of_what_is_to_stay_unpaid(office, closed, bounced):
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人放弃")
    with pytest.raises(Error, match="再次支付的金额应等于退票减去冲抵"), transaction.atomic():
        Payment.objects.create(batch=closed, person=bounced.person, round=2, amount=300)


def test_the_database_settles_nothing_that_was_ordered_again(office, closed, bounced):
    office.step(closed, "paying", "payer", note="已核实")
    payer = office.actor("payer").user
    with pytest.raises(Error, match="只有没有再付的退票才能不再支付"), transaction.atomic():
        Cancellation.objects.create(payment=bounced, reason="试", on=PAID_ON, by=payer)


@pytest.mark.parametrize(("amount", "prepared"), [(300, "draft"), (299, "approved"), (301, "approved")])
def test_the_database_takes_no_first_order_but_the_net_of_an_approved_batch(office, people, amount, prepared):
    batch = office.allowances("2021-03")
    if prepared == "approved":
        office.approve(batch)
    with pytest.raises(Error, match="支付的金额应等于批次净额减去冲抵"), transaction.atomic():
        Payment.objects.create(batch=batch, person=people[0], amount=amount)


@pytest.mark.parametrize(("amount", "balance"), [(100, 99), (99, 99)])
def test_the_database_takes_no_debt_but_what_a_batch_comes_to(office, closed, people, amount, balance):
    Service.objects.filter(person=people[0]).update(until=day(2021, 3, 1))
    batch = office.approve(office.allowances("2021-03"))
    with pytest.raises(Error, match="追回款应等于批次中低于零的净额"), transaction.atomic():
        Receivable.objects.create(batch=batch, person=people[0], amount=amount, balance=balance)
    Receivable.objects.create(batch=batch, person=people[0], amount=100, balance=100)
