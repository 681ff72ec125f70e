"""Money that came back and stays unpaid: what is taken back of it later lessens nothing that is paid, wherever it is told."""

import datetime
from decimal import Decimal

import pytest
from django.db import Error, transaction

from incentives.paying import checking, receivables
from incentives.paying.models import Payment, Receivable, Settlement
from incentives.paying.presentation import money_of
from incentives.paying.request import funds_of, request_for_funds
from incentives.paying.settling import deducted_since
from incentives.paying.sheets.allowances import allowance_sheet
from incentives.paying.vocabulary import Settling
from incentives.profile import paid
from incentives.rules.settlement import owed_back
from talent.vocabulary import Level
from tests import county
from tests.paying.histories import answer

pytestmark = pytest.mark.django_db
day = datetime.date


@pytest.fixture
def person():
    one = county.person(bank_name="演示银行", bank_account="9999000000000000001")
    county.serve(one, county.committee())
    county.certify(one, approved_on=day(2020, 12, 10))
    return one


@pytest.fixture
def given_up(office, person):
    """300 for three months came back and stay unpaid; of these the first two are taken back by whatever batch is next."""
    office.pay(office.allowances("2021-03"))
    payment = Payment.objects.get()
    answer(office.actor("payer"), payment)
    receivables.cancel_bounced(office.actor("head"), payment.pk, "本人书面放弃这三个月")
    person.services.update(since=day(2021, 2, 20))
    return payment


def left():
    return [one.left for one in Payment.objects.cancelled()]


def ordered(batch):
    return [one.amount for one in batch.payments.all()]


@pytest.mark.parametrize(
    ("through", "order"),
    [("2021-06", [300]), ("2021-05", [200]), ("2021-04", [100]), ("2021-03", [])],
    ids=["net above nothing", "net of nothing", "net below nothing", "nothing new"],
)
def test_new_months_are_paid_whole_when_what_is_taken_back_was_given_up(office, given_up, through, order):
    batch = office.send(office.allowances(through))
    assert ordered(batch) == order
    assert [(one.amount, one.balance) for one in Receivable.objects.all()] == [(200, 0)]
    assert [(one.way, one.payment, one.amount) for one in Settlement.objects.all()] == [
        (Settling.BOUNCED, given_up, 200)
    ]
    assert left() == [100]


def test_what_was_received_is_deducted_as_far_as_the_money_given_up_does_not_reach(office, given_up, person):
    """Of five months taken back three were given up, two were received."""
    person.services.update(since=county.SINCE)
    office.pay(office.allowances("2021-05"))
    person.services.update(since=day(2021, 5, 20))
    batch = office.send(office.allowances("2021-09"))
    assert sum(line.amount for line in batch.lines.all()) == -100
    assert (ordered(batch), left()) == ([200], [])


@pytest.mark.parametrize(
    ("net", "taken", "unpaid", "owed"),
    [
        (100, 0, 300, 0),
        (100, 200, 0, 0),
        (100, 200, 150, 150),
        (100, 200, 300, 200),
        (-100, 200, 50, 100),
        (-100, 200, 150, 150),
        (-300, 300, 0, 300),
    ],
)
def test_owed_is_the_most_of_what_is_below_nothing_and_what_was_given_up(net, taken, unpaid, owed):
    assert owed_back(Decimal(net), Decimal(taken), Decimal(unpaid)) == owed


# As it is told ----------------------------------------------------------------------------------------


def test_the_request_asks_for_what_is_paid_before_and_after_it_is_sent(office, given_up):
    batch = office.approve(office.allowances("2021-06"))
    asked = funds_of(batch)
    words = "".join(block.text for block in request_for_funds(batch, asked, day(2022, 3, 20)).body)
    assert "扣回中以前退票、没有付到本人的200.00元不从应发中减去" in words
    batch = office.step(batch, "sent", "head", batch.steps.last().on)
    assert (asked, [asked.total]) == (funds_of(batch), ordered(batch))


def test_what_is_settled_by_money_given_up_is_not_said_to_be_owed_back(office, given_up):
    """Of the net of −100 nothing is left to give back: the 200 taken back never reached the person."""
    batch = office.approve(office.allowances("2021-04"))
    asked = funds_of(batch)
    assert (asked.never_received, asked.owed_back, asked.total) == (200, 0, 100)
    assert [row.row.note for row in allowance_sheet(batch).rows] == ["不足扣回"]
    batch = office.step(batch, "sent", "head", batch.steps.last().on)
    words = "".join(block.text for block in request_for_funds(batch, funds_of(batch), day(2022, 3, 20)).body)
    assert ("200.00元不从应发中减去" in words, "另行追回" in words) == (True, False)
    assert (asked, [asked.total]) == (funds_of(batch), ordered(batch))
    sheet = allowance_sheet(batch)
    assert [(row.row.paid, row.row.note) for row in sheet.rows] == [(100, "扣回以退票冲抵 200.00 元")]
    assert not any("转为追回款" in note for note in sheet.notes)


def test_money_given_up_after_a_debt_was_settled_by_it_is_not_told_as_given_up_before(office, person):
    office.pay(office.allowances("2021-03"))
    payment = Payment.objects.get()
    answer(office.actor("payer"), payment)
    person.services.update(until=day(2021, 2, 1))
    batch = office.send(office.allowances("2021-03"))
    receivables.set_off_bounced(office.actor("payer"), Receivable.objects.get().pk, payment.pk)
    receivables.cancel_bounced(office.actor("head"), payment.pk, "本人放弃其余的")
    assert (funds_of(batch).never_received, funds_of(batch).owed_back) == (0, 200)


def test_before_it_is_paid_again_finance_is_told_that_it_was_given_up(office, given_up, person):
    office.pay(office.allowances("2021-03"))
    person.services.update(since=county.SINCE)
    batch = office.send(office.allowances("2021-03"))
    assert ordered(batch) == [200]
    told = [one.text for one in checking.findings(batch, office.on) if one.code == "gave_up"]
    assert told == ["张三第 1 批的 300.00 元曾登记不再支付，请核实这次是否照付"]


@pytest.mark.parametrize(
    ("through", "lost"),
    [("2021-06", 200), ("2021-04", 100), ("2021-03", 0), (None, 0)],
    ids=["deducted", "partly owed", "owed", "not taken back yet"],
)
def test_what_was_deducted_since_is_told_before_the_rest_is_given_up(office, person, through, lost):
    """Of 300 that came back and wait, 200 are taken back: out of new months, or as a debt."""
    office.pay(office.allowances("2021-03"))
    answer(office.actor("payer"), Payment.objects.get())
    person.services.update(since=day(2021, 2, 20))
    if through:
        office.send(office.allowances(through))
    (payment,) = Payment.objects.to_order_again()
    assert deducted_since(payment) == lost


def test_two_requests_do_not_count_the_same_money_given_up(office, given_up, person):
    """The first takes 200 of it back, the second a bonus of 1000, of which the 100 left are matched, for one of 2000."""
    county.serve(person, person.services.get().unit, until=day(2020, 12, 20))
    office.pay(office.bonuses(2020))
    first = office.approve(office.allowances("2021-06"))
    person.certificates.update(level=Level.SOCIAL_WORKER)
    second = office.approve(office.bonuses(2020))
    asked = [funds_of(batch).total for batch in (first, second)]
    for batch in (first, second):
        office.step(batch, "sent", "head", batch.steps.last().on)
    assert [sum(ordered(batch)) for batch in (first, second)] == asked == [300, 1100]


def test_the_roster_pays_what_is_ordered_and_says_why(office, given_up):
    batch = office.approve(office.allowances("2021-06"))
    assert "现在是 200.00 元" in allowance_sheet(batch).notes[-1]
    batch = office.step(batch, "sent", "head", batch.steps.last().on)
    sheet = allowance_sheet(batch)
    assert (sheet.amount, [row.row.note for row in sheet.rows]) == (300, ["扣回以退票冲抵 200.00 元"])
    assert "200.00 元以前退票、没有付到本人" in sheet.notes[-1]


def test_the_cards_of_both_batches_add_up(office, given_up):
    batch = office.send(office.allowances("2021-06"))
    money, earlier = money_of(batch), money_of(given_up.batch)
    assert (money.ordered.amount, money.owed_back) == (300, 200)
    assert (earlier.ordered.amount, earlier.unpaid.amount, earlier.set_off_later) == (300, 100, 200)


def test_the_page_of_the_person_tells_the_net_and_what_is_paid(office, given_up, person):
    office.pay(office.allowances("2021-06"))
    newest = paid(person, office.actor("head").scope, office.on)[0]
    assert (newest.amount, newest.payment.amount, newest.result[1]) == (100, 300, "成功")


# As the database holds it -----------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [100, 200, 300])
def test_the_database_takes_no_order_while_money_given_up_is_not_set_off(office, given_up, person, amount):
    batch = office.approve(office.allowances("2021-06"))
    with pytest.raises(Error, match="支付的金额应等于"), transaction.atomic():
        Payment.objects.create(batch=batch, person=person, amount=amount)


@pytest.mark.parametrize(("amount", "taken"), [(199, False), (200, True), (201, False)])
def test_the_database_takes_no_debt_but_what_was_taken_back_of_money_given_up(office, given_up, person, amount, taken):
    batch = office.approve(office.allowances("2021-06"))
    debt = {"batch": batch, "person": person, "amount": amount, "balance": amount}
    if taken:
        Receivable.objects.create(**debt)
        return
    with pytest.raises(Error, match="追回款应等于"), transaction.atomic():
        Receivable.objects.create(**debt)
