"""The gate and the ledger: a registration written down, or taken back, is a fact like every other."""

import datetime

import pytest
from django.urls import reverse

from incentives import facts, reports
from incentives.amendments.book import current_book
from incentives.paying import replay
from incentives.paying.models import Line
from incentives.rules.vocabulary import Outcome, Reason
from talent.learning.models import Registration
from talent.learning.vocabulary import Progress
from talent.models import Person
from talent.rolls.models import Checked
from tests.amendments.proposals import Office as Bureau
from tests.learning.holding import holder, register
from tests.paying.office import Office

pytestmark = pytest.mark.django_db
BLOCK = """
document = "演示办字〔2021〕1号"
clause = "三（一）"
phrase = "登记后发放"
[[registration_gate]]
from = 2021-01-01
mode = "block"
"""


@pytest.fixture
def blocked(db):
    Bureau().amend(BLOCK)


def line(person):
    (found,) = facts.person_bonuses(facts.with_facts(Person.objects.filter(pk=person.pk)).get(), current_book())
    return found


def test_by_default_a_bonus_is_paid_with_a_warning_until_the_certificate_is_registered(unit):
    person = holder(unit)
    assert (line(person).decision.outcome, line(person).unregistered) == (Outcome.PAYABLE, True)
    said = reports.bonuses(2021, current_book())
    register(person, unit)
    assert (line(person).decision.outcome, line(person).unregistered) == (Outcome.PAYABLE, False)
    assert reports.bonuses(2021, current_book()) == said


def test_a_registration_of_another_level_or_not_looked_over_does_not_open_the_gate(unit, blocked):
    person = holder(unit)
    register(person, unit, level=2)
    register(person, unit, state=Checked.REPORTED)
    assert line(person).decision.reason is Reason.NOT_REGISTERED
    Registration.objects.filter(level=1).update(state=Checked.CHECKED)
    assert line(person).decision.outcome is Outcome.PAYABLE


def test_a_batch_pays_what_was_registered_and_takes_back_what_no_longer_is(unit, blocked):
    office, person = Office(datetime.date(2022, 3, 1)), holder(unit)
    registration = register(person, unit)
    office.send(office.bonuses(2021))
    registration.progress = Progress.REFUSED
    registration.save()
    office.send(office.bonuses(2021))
    sums = [(one.new - one.old, one.cause.text) for one in Line.objects.order_by("pk").select_related("cause")]
    assert [amount for amount, _ in sums] == [1000, -1000]
    assert "办理情况 已登记→未通过" in sums[1][1]


def test_what_a_unit_changes_in_a_recognised_registration_takes_nothing_back_before_the_bureau_has_seen_it(
    unit, blocked, signed_in, hr, clerk
):
    office, person = Office(datetime.date(2022, 3, 1)), holder(unit)
    registration = register(person, unit)
    office.send(office.bonuses(2021))
    browser, page = signed_in(hr), reverse("roll-row", args=["certificate-registrations", registration.pk])
    filled = {field.html_name: field.value() or "" for field in browser.get(page).context["form"]}
    refused = next(name for name, value in filled.items() if value == Progress.GRANTED)
    assert browser.post(page, {**filled, refused: Progress.REFUSED}).status_code == 302
    registration.refresh_from_db()
    assert (registration.state, registration.recognised) == (Checked.REPORTED, True)
    assert office.bonuses(2021).lines_count == 0
    signed_in(clerk).post(reverse("roll-check", args=["certificate-registrations"]), {"row": registration.seen})
    assert [one.new - one.old for one in office.bonuses(2021).lines.all()] == [-1000]


def test_a_unit_does_not_take_away_what_the_bureau_recognises(unit, signed_in, hr, clerk):
    registration = register(holder(unit), unit)
    away = reverse("roll-delete", args=["certificate-registrations", registration.pk])
    assert "请联系民政局" in signed_in(hr).get(reverse("roll-row", args=away.split("/")[-4:-2])).content.decode()
    assert signed_in(hr).post(away).status_code == 403
    assert signed_in(clerk).post(away).status_code == 302


def test_an_open_draft_is_drawn_anew_when_a_registration_was_written_down(unit, blocked):
    office, person = Office(datetime.date(2022, 3, 1)), holder(unit)
    assert office.bonuses(2021).lines_count == 0
    register(person, unit)
    assert office.bonuses(2021).lines_count == 1


@pytest.mark.parametrize("change", ["granted", "checked", "deleted", "another"])
def test_the_course_of_a_person_ends_with_the_facts_on_record(change, unit, blocked):
    person, other = holder(unit), holder(unit, 2, "韩梅")
    first = register(person, unit, state=Checked.REPORTED if change == "checked" else Checked.CHECKED)
    match change:
        case "checked":
            first.state = Checked.CHECKED
            first.save()
        case "deleted":
            first.delete()
        case "another":
            first.person = other
            first.save()
    ran = replay.courses([person.pk, other.pk], {})
    for one in (person, other):
        stored = facts.person_facts(facts.with_facts(Person.objects.filter(pk=one.pk)).get())
        assert ran[one.pk].moments[-1].facts == stored
