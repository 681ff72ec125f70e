"""生成 pressed from sixteen places at once: one batch, no line twice, and without the constraint more than one."""

import os
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import connection, transaction

from incentives.paying import receivables
from incentives.paying.models import Batch, Cancellation, Entry, Line, Payment, Receivable, Settlement
from talent.models import Person, Service
from tests import county
from tests.paying.histories import answer
from tests.paying.office import DAY, Office
from tests.together import refusals, together

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = 16
TRIALS = int(os.environ.get("RACES", "1000"))
WITHOUT = 20
TABLES = (
    "cancellation",
    "settlement",
    "receivable",
    "payment",
    "acknowledgement",
    "entry",
    "line",
    "cause",
    "step",
    "batch",
)


@pytest.fixture
def office():
    employer = county.committee()
    for number in range(2):
        one = county.person(number, f"某{number}")
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}", approved_on=DAY.replace(year=2020))
    return Office()


def press(office):
    return together(*[lambda: office.allowances("2021-03").number] * PLACES)


def clear():
    """Everything of the trial away, past the triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in TABLES:
            cursor.execute(f"DELETE FROM paying_{table}")


def test_sixteen_at_once_make_one_batch_and_no_line_twice(office, figure):
    for _ in range(TRIALS):
        numbers = press(office)
        assert set(numbers) == {Batch.objects.get().number}
        assert Line.objects.count() == 6
        clear()
    figure("16 处同时生成", "1,000 次，每次一个批次、无重复", f"{TRIALS:,} 次全部如此", TRIALS >= 1000)


@contextmanager
def without(constraint):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [constraint])
        (definition,) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {constraint}")
    try:
        yield
    finally:
        clear()
        with connection.cursor() as cursor:
            cursor.execute(definition)


def test_without_the_constraint_they_make_more(office, figure):
    most = 0
    with without("one_open_batch_a_period"):
        for _ in range(WITHOUT):
            press(office)
            most = max(most, Batch.objects.count())
            clear()
    figure("去掉数据库约束后同时生成", "多于一个批次（说明上面的证明会失败）", f"最多 {most} 个批次", most > 1)


def test_a_step_pressed_sixteen_times_is_taken_once(office):
    batch = office.approve(office.allowances("2021-03"))
    later = batch.steps.last().on
    answers = together(*[lambda: office.step(batch, "sent", "head", later).state] * PLACES)
    assert answers.count("sent") == 1
    assert [one.code for one in refusals(answers)] == ["wrong_state"] * (PLACES - 1)
    assert (Entry.objects.count(), Payment.objects.count()) == (6, 2)


def test_generating_against_voiding_leaves_whole_batches(office):
    for _ in range(max(TRIALS // 20, 1)):
        batch = office.allowances("2021-03")
        together(
            lambda: office.allowances("2021-03").number,
            lambda batch=batch: office.step(batch, "voided", "preparer", note="重做").number,
            lambda: office.allowances("2021-03", by="checker").number,
        )
        for one in Batch.objects.all():
            assert one.lines.count() == one.lines_count == 6
        clear()


def test_what_came_back_is_ordered_again_set_off_or_left_unpaid_and_never_two_of_these(office):
    person = Person.objects.first()
    services = list(person.services.all())
    for _ in range(max(TRIALS // 20, 1)):
        office.on = DAY
        batch = office.allowances("2021-03")
        office.pay(batch)
        payment = came_back(office, batch, person)
        person.services.all().delete()
        office.pay(office.allowances("2021-03"))
        owed = Receivable.objects.get(person=person)
        together(*[
            partial(receivables.set_off_bounced, office.actor("payer"), owed.pk, payment.pk),
            partial(receivables.cancel_bounced, office.actor("head"), payment.pk, "本人放弃"),
            partial(office.step, batch, "paying", "payer", note="已核实"),
        ] * (PLACES // 3))  # fmt: skip
        again = Payment.objects.filter(batch=batch, person=person, round=2).count()
        settled, left = Settlement.objects.filter(payment=payment).count(), Cancellation.objects.count()
        assert again + settled + left == 1
        clear()
        Service.objects.bulk_create(services)


def came_back(office, batch, person):
    """The person's payment, reported to have come back after the batch was closed."""
    payment = Payment.objects.get(batch=batch, person=person)
    answer(office.actor("payer"), payment)
    return payment
