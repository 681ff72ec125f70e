"""What the database refuses, whoever writes: the portal's own checks are not asked here."""

import datetime

import pytest
from django.db import Error, connection, transaction

from incentives.paying.flow import State
from incentives.paying.models import Batch, Entry, Line, Payment, Receivable, Settlement
from tests import county

pytestmark = pytest.mark.django_db
day = datetime.date


@pytest.fixture
def person():
    one = county.person()
    county.serve(one, county.committee())
    county.certify(one, approved_on=day(2020, 12, 10))
    return one


@pytest.fixture
def approved(office, person):
    return office.approve(office.allowances("2021-02"))


@pytest.fixture
def paid(office, person):
    batch = office.allowances("2021-02")
    office.pay(batch)
    batch.refresh_from_db()
    return batch


def refuses(sql, **values):
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(caught.value)


def insert(entry, **changed):
    values = {
        field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields if field.name != "id"
    }
    with pytest.raises(Error) as caught, transaction.atomic():
        Entry.objects.bulk_create([Entry(**values | changed)])
    return str(caught.value)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE paying_entry SET amount = amount + 1", "DELETE FROM paying_entry", "TRUNCATE paying_entry CASCADE",
     "UPDATE paying_step SET note = 'x'", "DELETE FROM paying_step", "UPDATE paying_line SET new = new + 1",
     "DELETE FROM paying_line", "DELETE FROM paying_payment", "DELETE FROM paying_batch",
     "UPDATE paying_payment SET amount = amount + 1", "UPDATE paying_batch SET total = total + 1",
     "UPDATE paying_batch SET through = '2022-01-01'", "UPDATE paying_batch SET state = 'draft'",
     "UPDATE paying_batch SET approver_id = reviewer_id", "UPDATE paying_batch SET payer_id = preparer_id"],
)  # fmt: skip
def test_what_was_paid_is_never_changed(paid, statement):
    assert refuses(statement)
    assert Entry.objects.count() == 2


def test_a_month_is_never_paid_twice(paid):
    first = Entry.objects.first()
    assert "one_payment_a_month" in insert(first)


def test_a_second_payment_needs_the_reversal_of_the_first(paid):
    first = Entry.objects.first()
    assert "entry_follows_a_reversal" in insert(first, nth=1)


@pytest.fixture
def posting(approved):
    """An approved batch, and an entry of its first line as it should be."""
    line = approved.lines.order_by("month").first()
    return Entry(
        batch=approved, line=line, person=line.person, item=line.item, level=line.level, month=line.month, year=2021,
        unit=line.unit, kind="pay", amount=line.new,
    )  # fmt: skip


def test_an_approved_line_is_taken(posting):
    Entry.objects.bulk_create([posting])
    assert Entry.objects.live().count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"amount": 101}, {"amount": 43}, {"month": day(2021, 7, 1)}, {"level": 2}],
)
def test_nothing_but_the_approved_amount_of_the_approved_slot_is_taken(posting, changed):
    for name, value in changed.items():
        setattr(posting, name, value)
    with pytest.raises(Error, match="已审批批次的明细"), transaction.atomic():
        Entry.objects.bulk_create([posting])


def test_no_other_person_is_paid_by_a_line(posting):
    posting.person = county.person(2, "李四")
    with pytest.raises(Error, match="已审批批次的明细"), transaction.atomic():
        Entry.objects.bulk_create([posting])


def test_a_batch_that_is_not_approved_enters_nothing(office, person):
    batch = office.allowances("2021-02")
    line = batch.lines.first()
    entry = Entry(
        batch=batch, line=line, person=line.person, item=line.item, level=line.level, month=line.month, year=2021,
        unit=line.unit, kind="pay", amount=line.new,
    )  # fmt: skip
    with pytest.raises(Error, match="已审批批次的明细"), transaction.atomic():
        Entry.objects.bulk_create([entry])


def test_a_reversal_takes_back_exactly_what_was_paid(office, paid, person):
    person.services.update(until=day(2021, 1, 15))
    batch = office.approve(office.allowances("2021-02"))
    line, first = batch.lines.get(), Entry.objects.get(month=day(2021, 2, 1))
    wrong = Entry.objects.get(month=day(2021, 1, 1))
    same = {"batch": batch, "line": line, "person": person, "item": "allowance", "level": 1, "month": line.month, "year": 2021,
            "kind": "reversal"}  # fmt: skip
    for bad in (
        {"amount": -99, "reverses": first},
        {"amount": -100, "reverses": wrong},
        {"amount": 100, "reverses": first},
    ):
        with pytest.raises(Error), transaction.atomic():
            Entry.objects.bulk_create([Entry(**same, **bad)])
    Entry.objects.bulk_create([Entry(**same, amount=-100, reverses=first)])
    with pytest.raises(Error, match="reverses"), transaction.atomic():
        Entry.objects.bulk_create([Entry(**same, amount=-100, reverses=first)])


def test_a_batch_in_the_ledger_is_never_void(posting, approved):
    Entry.objects.bulk_create([posting])
    assert "不能这样变更状态" in refuses("UPDATE paying_batch SET state = 'voided'")


def test_lines_come_and_go_with_a_draft_alone(office, approved):
    line = approved.lines.first()
    assert "复核以后" in refuses("DELETE FROM paying_line")
    line.pk, line.month = None, day(2021, 9, 1)
    with pytest.raises(Error, match="复核以后"), transaction.atomic():
        Line.objects.bulk_create([line])


@pytest.mark.parametrize(
    ("field", "other"),
    [("reviewer", "preparer"), ("approver", "preparer"), ("approver", "reviewer"),
     ("payer", "preparer"), ("payer", "reviewer"), ("payer", "approver")],
)  # fmt: skip
def test_a_batch_passes_through_four_hands(office, person, field, other):
    batch = office.allowances("2021-02")
    names = {"preparer": "preparer", "reviewer": "checker", "approver": "head", "payer": "payer"}
    hands = {hand: office.actor(name).user for hand, name in names.items()}
    hands[field] = hands[other]
    with pytest.raises(Error, match="batch_passes_four_hands"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(**hands)


@pytest.mark.parametrize("state", [State.REVIEWED, State.PUBLISHED])
def test_a_state_is_reached_by_its_hands_alone(office, person, state):
    batch = office.allowances("2021-02")
    with pytest.raises(Error), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(state=state)


def test_a_result_stays_what_the_bank_said(paid):
    assert "登记以后不能再改" in refuses("UPDATE paying_payment SET result = 'waiting'")


def test_nobody_is_ordered_to_be_paid_twice_by_a_batch(paid):
    one = Payment.objects.get()
    one.pk, one.round = None, 2
    with pytest.raises(Error, match="paid_once_a_batch"), transaction.atomic():
        one.save(force_insert=True)


def test_a_balance_moves_with_its_settlements_alone(office, paid, person):
    person.services.all().delete()
    office.pay(office.allowances("2021-02"))
    owed = Receivable.objects.get()
    assert "余额只随" in refuses("UPDATE paying_receivable SET balance = 0")
    with pytest.raises(Error, match="balance_within_the_amount"), transaction.atomic():
        Settlement.objects.create(receivable=owed, way="repaid", amount=201, on=day(2022, 1, 1), by=owed.batch.payer)
