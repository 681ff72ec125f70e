"""Two at the same moment that meet in one person's money: one after the other, and nothing is taken, asked or paid but once."""

import datetime
import threading
import time

import pytest
from django.db import transaction

from incentives.paying import checking, receivables, settling
from incentives.paying.models import Batch, Cancellation, Payment, Receivable, Settlement
from talent.models import Person
from tests import county
from tests.paying.histories import answer
from tests.paying.office import Office
from tests.together import is_waited_for, refusals, together, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person():
    one = county.person(bank_name="演示银行", bank_account="9999000000000000001")
    county.serve(one, county.committee())
    county.certify(one, approved_on=datetime.date(2020, 12, 10))
    return one


def test_two_batches_sent_at_once_set_money_that_came_back_off_once(person, monkeypatch):
    """300 came back and stay unpaid; then 300 of allowances and a bonus of 1000 are owed back, by a batch each."""
    office = Office()
    allowances = office.allowances("2021-03")
    office.pay(allowances)
    office.pay(office.bonuses(2020))
    payment = allowances.payments.get()
    answer(office.actor("payer"), payment)
    receivables.cancel_bounced(office.actor("head"), payment.pk, "本人放弃")
    person.services.all().delete()
    both = [office.allowances("2021-03"), office.bonuses(2020)]
    for batch in both:
        office.approve(batch)
    at_last = settling._set_off_unpaid

    def slowly(batch, actor):
        at_last(batch, actor)
        time.sleep(0.3)

    monkeypatch.setattr(settling, "_set_off_unpaid", slowly)
    on = both[0].steps.last().on
    done = together(*(lambda one=one: office.step(one, "sent", "head", on) for one in both))
    assert refusals(done) == []
    assert [settled.amount for settled in Settlement.objects.all()] == [300]
    assert sum(one.balance for one in Receivable.objects.all()) == 1000


def test_what_is_given_up_while_a_debt_is_made_is_not_asked_back(person, monkeypatch):
    """300 came back; once a batch that makes the person owe 300 is all but sent, they are to be given up."""
    office = Office()
    allowances = office.allowances("2021-03")
    office.pay(allowances)
    payment = allowances.payments.get()
    answer(office.actor("payer"), payment)
    person.services.all().delete()
    batch = office.approve(office.allowances("2021-03"))
    at_last, on, begun = settling._set_off_unpaid, batch.steps.last().on, threading.Event()

    def slowly(batch, actor):
        at_last(batch, actor)
        begun.set()
        time.sleep(0.3)

    def give_up():
        begun.wait(30)
        return receivables.cancel_bounced(office.actor("head"), payment.pk, "本人放弃")

    monkeypatch.setattr(settling, "_set_off_unpaid", slowly)
    done = together(lambda: office.step(batch, "sent", "head", on), give_up)
    assert [one.code for one in refusals(done)] == ["owes"]
    assert (Cancellation.objects.count(), Receivable.objects.get().balance) == (0, 300)


@pytest.mark.parametrize(
    "act",
    [
        lambda office, owed, back: receivables.set_off_bounced(office.actor("payer"), owed.pk, back.pk),
        lambda office, owed, back: receivables.cancel_bounced(office.actor("head"), back.pk, "本人放弃"),
    ],
    ids=["set off", "given up"],
)
def test_who_waits_to_deal_with_what_came_back_holds_nothing_that_a_batch_being_sent_needs(person, act):
    """300 came back and 100 of them are owed: whoever has the turn can take the debt and the batch at once."""
    office = Office()
    allowances = office.allowances("2021-03")
    office.pay(allowances)
    payment = allowances.payments.get()
    person.services.update(until=datetime.date(2021, 3, 1))
    office.pay(office.allowances("2021-03"))
    answer(office.actor("payer"), payment)
    begun = threading.Event()

    def send():
        with transaction.atomic():
            settling.take_turn()
            begun.set()
            until(is_waited_for)
            rows = (Receivable.objects.all(), Batch.objects.filter(pk=allowances.pk))
            return [len(some.select_for_update(of=("self",), nowait=True)) for some in rows]

    def deal():
        begun.wait(60)
        return act(office, Receivable.objects.get(), payment)

    assert together(send, deal)[0] == [1, 1]


def test_the_account_that_is_paid_is_the_one_that_was_checked(person, monkeypatch):
    """Once the checks are made, and before the order is given, somebody has another account to write down."""
    office = Office()
    batch = office.send(office.allowances("2021-03"))
    look, checked, changed, on = checking.open_findings, threading.Event(), threading.Event(), batch.steps.last().on

    def slowly(batch, on):
        found = look(batch, on)
        checked.set()
        until(lambda: is_waited_for() or changed.is_set())
        return found

    def change():
        checked.wait(60)
        Person.objects.filter(pk=person.pk).update(bank_account="9999000000000000002")
        changed.set()

    monkeypatch.setattr(checking, "open_findings", slowly)
    together(lambda: office.step(batch, "paying", "payer", on, "已核实"), change)
    assert (Payment.objects.get().account, Person.objects.get().bank_account) == (
        "9999000000000000001",
        "9999000000000000002",
    )
