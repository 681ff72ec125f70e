"""What a person owes back: repaid, set off, and how the person's page says it."""

import datetime

import pytest
from django.urls import reverse

from incentives.paying import checking, receivables
from incentives.paying.flow import State
from incentives.paying.models import Payment, Receivable
from incentives.paying.vocabulary import Result
from incentives.profile import paid
from incentives.refusals import Refused
from positions.models import User
from positions.vocabulary import Role
from talent.vocabulary import Level
from tests import county
from tests.paying.office import account

pytestmark = pytest.mark.django_db
day = datetime.date
LATER = day(2022, 3, 9)


@pytest.fixture
def person():
    one = county.person(bank_name="演示银行", bank_account="9999000000000000001")
    county.serve(one, county.committee())
    county.certify(one, approved_on=day(2020, 12, 10))
    return one


@pytest.fixture
def batch(office, person):
    return office.allowances("2021-03")


@pytest.fixture
def owing(office, batch, person):
    """300 paid, 200 of them taken back by a batch of its own."""
    office.pay(batch)
    person.services.update(until=day(2021, 2, 1))
    office.pay(office.allowances("2021-03"))
    return Receivable.objects.get()


def test_less_than_nothing_is_owed_back_and_not_paid(office, owing):
    assert (owing.amount, owing.balance) == (200, 200)
    assert not Payment.objects.filter(batch=owing.batch).exists()


def test_the_next_batch_is_set_off_against_what_is_owed(office, owing, person):
    county.certify(person, "DEMO2", Level.SOCIAL_WORKER, day(2021, 1, 20))
    office.pay(office.bonuses(2020))
    owing.refresh_from_db()
    assert owing.balance == 0
    assert [payment.amount for payment in Payment.objects.filter(batch__kind="bonus")] == [800]


def test_a_repayment_lessens_the_balance_and_never_more(office, owing):
    receivables.repay(office.actor("payer"), owing.pk, 150, "收据1")
    with pytest.raises(Refused) as caught:
        receivables.repay(office.actor("payer"), owing.pk, 51, "收据2")
    assert caught.value.code == "amount"
    with pytest.raises(Refused) as caught:
        receivables.repay(office.actor("payer"), owing.pk, 50, "收" * 301)
    assert caught.value.code == "too_long"
    receivables.repay(office.actor("payer"), owing.pk, 50, "收据3")
    owing.refresh_from_db()
    assert owing.state == ("good", "已结清")


def test_a_repayment_is_dated_no_earlier_than_the_person_owes(office, owing):
    sent = owing.batch.steps.get(state=State.SENT).on
    assert owing.batch.prepared_on < sent
    with pytest.raises(Refused) as caught:
        receivables.repay(office.actor("payer", sent - datetime.timedelta(days=1)), owing.pk, 100, "收据1")
    assert caught.value.code == "date_order"
    assert receivables.repay(office.actor("payer", sent), owing.pk, 100, "收据1").on == sent


def test_only_finance_records_a_repayment(office, owing):
    with pytest.raises(Refused) as caught:
        receivables.repay(office.actor("head"), owing.pk, 1, "收据")
    assert caught.value.code == "not_permitted"


def test_money_that_came_back_may_be_set_off_and_closes_its_batch(office, batch, person):
    office.send(batch)
    office.step(batch, "paying", "payer", LATER, "已核实")
    Payment.objects.update(result=Result.FAILED, reason="已销户")
    office.step(batch, "paid", "payer", LATER)
    person.services.all().delete()
    office.on = LATER
    office.pay(office.allowances("2021-03"))
    owed, bounced = Receivable.objects.get(), Payment.objects.get()
    receivables.set_off_bounced(office.actor("payer"), owed.pk, bounced.pk)
    assert office.step(batch, "paid", "payer", office.on).state == State.PAID
    assert shown(office, person)[-1] == (300, "已冲抵")
    with pytest.raises(Refused):
        receivables.set_off_bounced(office.actor("payer"), owed.pk, bounced.pk)


def test_who_owes_since_the_batch_was_sent_is_found_by_the_checks_of_its_first_payment(office, batch, person):
    office.send(batch)
    person.services.update(until=day(2021, 2, 1))
    office.on = LATER
    office.send(office.allowances("2021-03"))
    batch.refresh_from_db()
    (found,) = [one for one in checking.findings(batch, LATER) if one.code == "owes"]
    assert "还欠追回款 200.00 元，是这一批送财政以后才有的" in found.text


# As a person's page says it ------------------------------------------------------------------------------


def shown(office, person, who="head"):
    """(net, what became of it), the newest batch first, as far as that account sees it."""
    return [(row.amount, row.result[1]) for row in paid(person, office.actor(who).scope, office.on)]


def test_what_is_owed_back_says_so(office, owing, person):
    assert shown(office, person) == [(-200, "转追回"), (300, "成功")]


def test_what_is_wholly_set_off_says_so(office, owing, person):
    person.services.update(until=day(2021, 3, 1))
    office.pay(office.allowances("2021-03"))
    assert shown(office, person)[0] == (100, "已冲抵")


def test_as_much_taken_back_as_paid_up_leaves_nothing_to_pay_and_nothing_owed(office, batch, person):
    office.pay(batch)
    person.services.update(since=day(2021, 1, 2))
    office.pay(office.allowances("2021-04"))
    assert not Receivable.objects.exists()
    assert shown(office, person)[0] == (0, "没有应付")


@pytest.fixture
def moved(office, person):
    """The first two months in one unit, those since in another."""
    old, new = person.services.get(), county.committee("乙社区居民委员会", "360728100002")
    account("former", Role.UNIT, unit=old.unit)
    account("present", Role.UNIT, unit=new)
    person.services.update(until=day(2021, 3, 1))
    county.serve(person, new, since=day(2021, 3, 1))
    return old


def test_one_payment_for_two_units_is_booked_to_the_later_and_the_former_is_told(office, moved, person):
    office.pay(office.allowances("2021-03"))
    assert shown(office, person, "former") == [(200, "并入另一单位支付")]
    assert shown(office, person, "present") == [(100, "成功")]
    assert shown(office, person) == [(300, "成功")]


def test_what_one_unit_adds_and_another_takes_back_says_so_in_both(office, moved, person):
    office.pay(office.allowances("2021-03"))
    person.services.filter(pk=moved.pk).update(since=day(2021, 1, 2))
    office.pay(office.allowances("2021-04"))
    words = "与另一单位相抵，没有应付"
    assert shown(office, person, "former")[0] == (-100, words)
    assert shown(office, person, "present")[0] == (100, words)
    assert shown(office, person)[0] == (0, "没有应付")


def test_what_one_unit_adds_to_a_debt_of_another_says_so(office, moved, person):
    office.pay(office.allowances("2021-03"))
    person.services.filter(pk=moved.pk).delete()
    # Of the later unit's months the first is gone too, as nobody served the day before it, and two are new.
    office.pay(office.allowances("2021-05"))
    assert shown(office, person, "former")[0] == (-200, "转追回")
    assert shown(office, person, "present")[0] == (100, "与另一单位相抵后转追回")
    assert shown(office, person)[0] == (-100, "转追回")


def test_what_is_taken_back_out_of_what_another_unit_adds_says_so(office, moved, person):
    office.pay(office.allowances("2021-03"))
    person.services.filter(pk=moved.pk).update(since=day(2021, 1, 2))
    office.pay(office.allowances("2021-06"))
    assert shown(office, person, "former")[0] == (-100, "从另一单位的应付中扣回")
    assert shown(office, person, "present")[0] == (300, "成功")


# Come back to somebody who has moved since -----------------------------------------------------------------


@pytest.fixture
def bounced(office, batch, person):
    """Of three months in one unit, after which the person went to another."""
    office.send(batch)
    office.on = LATER
    old, new = person.services.get(), county.committee("乙社区居民委员会", "360728100002")
    account("former", Role.UNIT, unit=old.unit)
    account("present", Role.UNIT, unit=new)
    person.services.update(until=day(2021, 4, 1))
    county.serve(person, new, since=day(2021, 4, 1))
    office.step(batch, "paying", "payer", note="已核实")
    Payment.objects.update(result=Result.FAILED, reason="已销户")
    office.step(batch, "paid", "payer")
    return Payment.objects.get()


@pytest.fixture
def listed(signed_in):
    """The list of what was paid as that unit sees it."""
    return lambda who: signed_in(User.objects.get(username=who)).get(reverse("paid")).content.decode()


def test_what_came_back_is_seen_where_it_was_booked_and_where_the_account_can_be_mended(
    office, bounced, person, listed
):
    assert shown(office, person, "former") == [(300, "退票")]
    assert shown(office, person, "present") == [(None, "退票")]
    assert ["已销户" in listed(who) for who in ("former", "present")] == [True, True]


def test_neither_unit_is_told_the_account_nor_the_later_one_where_the_person_was_before(bounced, listed):
    pages = listed("former"), listed("present")
    assert not any(bounced.person.bank_account[-4:] in page for page in pages)
    assert ["甲社区" in page for page in pages] == [True, False]


@pytest.mark.parametrize("way", ["again", "never", "left"])
def test_a_unit_sees_of_another_units_payments_no_more_than_what_it_can_mend(office, batch, bounced, person, way):
    match way:
        case "again":
            office.step(batch, "paying", "payer", note="已核实")
        case "never":
            receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人放弃")
        case "left":
            person.services.filter(until=None).update(until=LATER)
    assert shown(office, person, "present") == []
    assert len(shown(office, person, "former")) == 1
