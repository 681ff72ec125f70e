"""Two batches at the same moment that meet in one person's debts: one after the other, and nothing is taken twice."""

import datetime
import time

import pytest

from incentives.paying import receivables, settling
from incentives.paying.models import Receivable, Settlement
from tests import county
from tests.paying.histories import answer
from tests.paying.office import Office
from tests.together import refusals, together

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
