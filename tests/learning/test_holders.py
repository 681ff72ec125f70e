"""What the registers say of each holder's registration and hours."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from incentives.filing import FILED
from incentives.learning.listings import in_service
from incentives.learning.papers import holder_grid
from incentives.rules.rulebook import standard_book
from positions.access import EVERYTHING
from talent.learning.models import Learning, Registration
from talent.learning.vocabulary import Learned, Progress, State
from talent.models import Training
from talent.rolls.models import Checked
from tests import county
from tests.learning.holding import SINCE, UNTIL, apply, holder, register

pytestmark = pytest.mark.django_db
ON = datetime.date(2024, 12, 10)


def only(on=ON):
    (row,) = in_service(on, EVERYTHING)
    return row


@pytest.mark.parametrize(
    ("state", "progress", "found"),
    [
        (Checked.CHECKED, Progress.GRANTED, State.ENDING),
        (Checked.REPORTED, Progress.GRANTED, State.FILED),
        (Checked.RETURNED, Progress.GRANTED, State.OVERDUE),
        (Checked.CHECKED, Progress.REFUSED, State.OVERDUE),
        (Checked.REPORTED, Progress.UNDER_WAY, State.FILED),
    ],
)
def test_only_what_was_granted_and_looked_over_counts_as_registered(state, progress, found, unit):
    register(holder(unit), unit, state=state, progress=progress)
    assert only().standing.state is found


@pytest.mark.parametrize(("filed_on", "state"), [(ON, State.RENEWING), (ON + datetime.timedelta(1), State.ENDING)])
def test_a_renewal_waits_from_the_day_it_was_filed(filed_on, state, unit):
    person = holder(unit)
    register(person, unit)
    apply(person, unit, filed_on)
    assert only().standing.state is state


def test_a_new_level_has_to_be_registered_itself(unit):
    person = holder(unit)
    register(person, unit)
    county.certify(person, "DEMO9", 2, datetime.date(2024, 1, 10))
    assert (only().level, only().standing.state, only().standing.last) == (2, State.IN_TIME, datetime.date(2025, 1, 10))


@pytest.mark.parametrize(("level", "needed"), [(1, 72), (2, 90), (3, 90)])
def test_hours_of_trainings_and_recognised_learning_add_up_in_the_period(level, needed, unit):
    person = holder(unit, level=level)
    register(person, unit, level=level)
    for day, hours in ((SINCE - datetime.timedelta(1), 50), (SINCE, 30)):
        Training.objects.create(person=person, name="实务", ended_on=day, hours=hours)
    for number, state in enumerate(Checked):
        Learning.objects.create(
            person=person, unit=unit, kind=Learned.ONLINE, title=f"课{number}", ended_on=ON, hours=10, state=state
        )
    assert (only().needed, only().earned, only().short) == (needed, Decimal(40), Decimal(needed - 40))


def test_without_a_period_no_hours_are_asked_for(unit):
    holder(unit)
    assert (only().needed, only().short) == (None, None)


def test_a_granted_registration_without_a_period_is_refused_by_the_database(unit):
    with pytest.raises(IntegrityError, match="granted_registration_has_number_and_period"):
        register(holder(unit), unit, None, None, filed_on=SINCE)


def test_the_number_of_queries_does_not_grow_with_the_holders(unit):
    def queries():
        with CaptureQueriesContext(connection) as told:
            in_service(ON, EVERYTHING)
        return len(told)

    register(holder(unit), unit)
    few = queries()
    for number in range(2, 12):
        register(holder(unit, number, f"某{number}"), unit)
    assert queries() == few


def test_the_roster_names_the_day_until_which_a_registration_is_valid(unit):
    register(holder(unit), unit)
    holder(unit, 2, "韩梅")
    sheet = FILED["roster"].make(EVERYTHING, standard_book(), ON, str(ON))
    (column,) = (column for column in sheet.columns if column.heading == "登记有效期至")
    assert {row.row.name: column.value(row) for row in sheet.rows} == {
        "李雷": UNTIL - datetime.timedelta(1), "韩梅": None,
    }  # fmt: skip


def test_the_form_of_a_holder_is_filled_in_from_the_registers(unit):
    person = holder(unit)
    register(person, unit)
    boxes = {label: value for row in holder_grid(person, EVERYTHING, ON).rows for label, value in row}
    assert boxes["登记有效期"] == "2022-03-01 至 2025-02-28"
    assert (boxes["工作单位"], boxes["管理号"], boxes["继续教育学时"]) == (unit.name, "DEMO1", "0（应有 72）")
    assert boxes["登记证书编号"] == Registration.objects.get().number
    assert boxes["民族"] == ""
