"""The cases in which a later fact has to meet what was paid before."""

import datetime

import pytest

from dingnan_sw.lib.dates import Month
from incentives.amendments.book import current_book
from incentives.facts import allowance_lines
from positions.vocabulary import UnitKind
from talent.vocabulary import Level, StaffCategory
from tests import county
from tests.paying.office import net, told

pytestmark = pytest.mark.django_db
day = datetime.date


@pytest.fixture
def person():
    one = county.person()
    county.serve(one, county.committee())
    county.certify(one, approved_on=day(2020, 12, 10))
    return one


def test_a_first_batch_pays_every_month_of_its_period(office, person):
    batch = office.allowances("2021-03")
    assert told(batch) == [("张三", f"2021-0{n}", "normal", "100.00") for n in (1, 2, 3)]
    assert (batch.total, batch.people_count) == (300, 1)


def test_nothing_changed_gives_an_empty_batch(office, person):
    office.pay(office.allowances("2021-03"))
    assert told(office.allowances("2021-03")) == []


def test_the_next_batch_pays_the_months_after(office, person):
    office.pay(office.allowances("2021-03"))
    assert told(office.allowances("2021-05")) == [("张三", f"2021-0{n}", "normal", "100.00") for n in (4, 5)]


def test_a_level_recorded_late_is_paid_up(office, person):
    office.pay(office.allowances("2021-03"))
    county.certify(person, "DEMO2", Level.SOCIAL_WORKER, day(2021, 1, 15))
    assert told(office.allowances("2021-03")) == [("张三", f"2021-0{n}", "arrears", "50.00") for n in (2, 3)]


def test_a_service_that_had_ended_is_taken_back(office, person):
    office.pay(office.allowances("2021-03"))
    person.services.update(until=day(2021, 2, 1))
    assert told(office.allowances("2021-03")) == [("张三", f"2021-0{n}", "recovery", "-100.00") for n in (2, 3)]


def test_a_double_correction_ends_where_it_began(office, person):
    office.pay(office.allowances("2021-03"))
    person.services.update(until=day(2021, 2, 1))
    office.pay(office.allowances("2021-03"))
    person.services.update(until=None)
    office.pay(office.allowances("2021-03"))
    assert [net(person, f"2021-0{n}") for n in (1, 2, 3)] == [100, 100, 100]
    person.services.update(until=day(2021, 2, 1))
    office.pay(office.allowances("2021-03"))
    assert [net(person, f"2021-0{n}") for n in (1, 2, 3)] == [100, 0, 0]


def test_two_corrections_between_two_batches_come_to_their_sum_alone(office, person):
    office.pay(office.allowances("2021-03"))
    person.services.update(until=day(2021, 2, 1))
    person.services.update(until=None)
    assert told(office.allowances("2021-03")) == []


def test_two_periods_replaced_by_one_leave_what_both_covered(office, person):
    service = person.services.get()
    service.until = day(2021, 2, 1)
    service.save()
    county.serve(person, service.unit, StaffCategory.VILLAGE_CADRE, since=day(2021, 2, 20))
    office.pay(office.allowances("2021-04"))
    assert [net(person, f"2021-0{n}") for n in (1, 2, 3, 4)] == [100, 0, 100, 100]
    person.services.exclude(pk=service.pk).delete()
    service.until = None
    service.save()
    assert told(office.allowances("2021-04")) == [("张三", "2021-02", "arrears", "100.00")]


def test_shortened_then_cancelled_takes_back_the_rest_once(office, person):
    office.pay(office.allowances("2021-04"))
    person.services.update(until=day(2021, 3, 1))
    office.pay(office.allowances("2021-04"))
    person.services.all().delete()
    assert told(office.allowances("2021-04")) == [("张三", f"2021-0{n}", "recovery", "-100.00") for n in (1, 2)]


def test_a_move_between_units_across_a_paid_month_changes_nothing(office, person):
    office.pay(office.allowances("2021-04"))
    person.services.update(until=day(2021, 2, 16))
    county.serve(person, county.committee("乙社区居民委员会", "360728100002"), since=day(2021, 2, 16))
    assert told(office.allowances("2021-04")) == []


def test_a_unit_that_becomes_of_another_kind_takes_its_people_along(office, person):
    office.pay(office.allowances("2021-02"))
    person.services.get().unit.__class__.objects.update(kind=UnitKind.OTHER)
    assert told(office.allowances("2021-02")) == [("张三", f"2021-0{n}", "recovery", "-100.00") for n in (1, 2)]


def test_a_post_that_was_withdrawn_takes_its_people_along(office):
    school = county.unit("演示小学", UnitKind.SCHOOL)
    place, one = county.post(school), county.person()
    service = county.serve(one, school, StaffCategory.ESTABLISHED)
    service.postings.create(post=place, since=service.since)
    county.certify(one, approved_on=day(2020, 12, 10))
    office.pay(office.allowances("2021-03"))
    place.until = day(2021, 2, 10)
    place.save()
    assert told(office.allowances("2021-03")) == [("张三", "2021-03", "recovery", "-100.00")]


def test_a_service_given_to_another_person_leaves_the_first(office, person):
    office.pay(office.allowances("2021-01"))
    other = county.person(2, "李四")
    county.certify(other, "DEMO2", approved_on=day(2020, 12, 10))
    person.services.update(person=other)
    assert told(office.allowances("2021-01")) == [
        ("张三", "2021-01", "recovery", "-100.00"),
        ("李四", "2021-01", "arrears", "100.00"),
    ]


def test_a_shorter_batch_between_hides_no_change_of_the_later_months(office, person):
    office.pay(office.allowances("2021-06"))
    person.services.update(until=day(2021, 2, 1))
    office.pay(office.allowances("2021-03"))
    assert told(office.allowances("2021-06")) == [("张三", f"2021-0{n}", "recovery", "-100.00") for n in (4, 5, 6)]


def test_a_bonus_is_paid_once_whatever_year_its_certificate_turns_out_to_be_of(office, person):
    office.pay(office.bonuses(2020))
    person.certificates.update(stated_exam_year=2021)
    assert told(office.bonuses(2021)) == []
    assert told(office.bonuses(2020)) == []


def test_a_level_that_was_wrong_is_taken_back_and_the_right_one_paid(office, person):
    office.pay(office.bonuses(2020))
    person.certificates.update(level=Level.SOCIAL_WORKER)
    batch = office.bonuses(2020)
    assert told(batch) == [("张三", None, "recovery", "-1000.00"), ("张三", None, "arrears", "2000.00")]


def test_a_certificate_that_comes_on_record_while_a_month_is_read_is_passed_over(office, person, monkeypatch):
    """Levels and services are read one after the other."""
    monkeypatch.setattr("incentives.facts._levels_held", lambda on: {})
    assert list(allowance_lines(Month(2021, 3), current_book())) == []
