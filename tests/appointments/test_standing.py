"""二（三）: who holds a certificate and is not appointed, and where appointment and certificate part; 二（二）: professional posts."""

import datetime

import pytest

from positions.access import EVERYTHING
from positions.models import Post
from positions.vocabulary import PROFESSIONAL_POST, UnitKind
from talent.appointments import figures, standing
from talent.appointments.models import Appointment, CareerSystem
from talent.rolls.models import Checked
from talent.vocabulary import Level, StaffCategory
from tests import county

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 3, 1)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)


@pytest.fixture
def holder(unit):
    """Serves since 2020, holds a certificate since 20 June 2021."""
    one = county.person(1, "李雷")
    county.serve(one, unit)
    county.certify(one)
    return one


def appoint(one, employer, title=1, grade=12, since=DAY, until=None, state=Checked.CHECKED):
    return Appointment.objects.create(
        person=one, unit=employer, title=title, grade=grade, since=since, until=until, state=state
    )


def unappointed(on=DAY):
    return [row.person for row in standing.unappointed(EVERYTHING, on)]


# Not appointed ------------------------------------------------------------------------------------


def test_a_holder_waits_until_the_day_of_appointment_and_again_from_its_end(holder, unit):
    appoint(holder, unit, since=DAY, until=AFTER)
    assert [unappointed(day) for day in (BEFORE, DAY, AFTER)] == [[holder], [], [holder]]


def test_what_the_bureau_sent_back_is_no_appointment(holder, unit):
    appoint(holder, unit, state=Checked.RETURNED)
    assert unappointed() == [holder]


def test_without_a_certificate_or_without_service_nobody_waits(holder, unit):
    learner = county.person(2)
    county.serve(learner, unit)
    holder.certificates.update(revoked_on=DAY)
    assert [unappointed(day) for day in (BEFORE, DAY)] == [[holder], []]
    holder.certificates.update(revoked_on=None)
    holder.services.update(until=DAY)
    assert [unappointed(day) for day in (BEFORE, DAY)] == [[holder], []]


@pytest.mark.parametrize(
    ("since", "ended", "waiting"),
    [
        (datetime.date(2020, 1, 1), None, datetime.date(2021, 6, 20)),  # the certificate came last
        (datetime.date(2021, 9, 1), None, datetime.date(2021, 9, 1)),  # the service did
        (datetime.date(2021, 9, 1), datetime.date(2022, 1, 1), datetime.date(2022, 1, 1)),  # an appointment ended
    ],
)
def test_waiting_begins_when_all_of_it_holds(holder, unit, since, ended, waiting):
    holder.services.update(since=since)
    if ended:
        appoint(holder, unit, since=datetime.date(2021, 10, 1), until=ended)
    (row,) = standing.unappointed(EVERYTHING, DAY)
    assert row.waiting == waiting


def test_two_services_in_one_unit_are_one_row_and_in_two_units_two(holder, unit, other_unit):
    county.serve(holder, unit, StaffCategory.OTHER, since=datetime.date(2021, 1, 1))
    county.serve(holder, other_unit, StaffCategory.EMPLOYED)
    rows = standing.unappointed(EVERYTHING, DAY)
    assert sorted((row.unit.name, row.category) for row in rows) == [
        ("乙小学", "事业单位聘用"),
        ("甲社区居民委员会", "社区工作者"),
    ]


# Unlike the certificate ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "title", "grade", "kind"),
    [
        (Level.ASSISTANT, 1, 11, None),
        (Level.ASSISTANT, 1, 13, None),
        (Level.ASSISTANT, 1, 10, "等级不符"),
        (Level.SOCIAL_WORKER, 2, 8, None),
        (Level.SOCIAL_WORKER, 2, 11, "等级不符"),
        (Level.SENIOR, 3, 5, None),
        (Level.SENIOR, 3, 4, "等级不符"),
        (Level.ASSISTANT, 2, 10, "高于证书"),
        (Level.SOCIAL_WORKER, 1, 11, "低于证书"),
        (None, 1, 12, "当日没有证书"),
    ],
)
def test_an_appointment_is_held_against_the_certificate_of_the_day(unit, level, title, grade, kind):
    one = county.person(1)
    county.serve(one, unit)
    if level:
        county.certify(one, level=level)
    appoint(one, unit, title, grade)
    found = [standing.difference(row)[0] for row in standing.differing(EVERYTHING, DAY)]
    assert found == ([kind] if kind else [])


def test_the_highest_certificate_counts_from_the_day_it_is_obtained(holder, unit):
    appoint(holder, unit, 2, 10, since=datetime.date(2022, 1, 1))
    county.certify(holder, "DEMO2", Level.SOCIAL_WORKER, approved_on=DAY)
    assert [standing.differing(EVERYTHING, day).count() for day in (BEFORE, DAY)] == [1, 0]


# Career grades and professional posts -------------------------------------------------------------


def test_a_unit_has_its_system_has_none_or_has_not_said(unit, other_unit):
    organ = county.unit("县民政局机关", UnitKind.PARTY_OR_STATE_ORGAN)
    CareerSystem.objects.create(unit=unit, is_set_up=True, state=Checked.CHECKED)
    CareerSystem.objects.create(unit=other_unit, is_set_up=False, state=Checked.CHECKED)
    unsaid = county.unit("丙养老协会", UnitKind.COMMUNITY_ORGANISATION)
    found = {row.name: row.standing for row in standing.career_units(EVERYTHING)}
    assert found == {unit.name: "已建立", other_unit.name: "未建立", unsaid.name: "未登记"}
    assert organ.name not in found
    assert figures.career_systems(DAY).words == "已建立职级体系 1 个，共 3 个单位"


@pytest.mark.parametrize(
    ("category", "grade", "state", "faults"),
    [
        (PROFESSIONAL_POST, "专业技术十一级", "已纳入", ""),
        (PROFESSIONAL_POST, "", "有缺项", "没有岗位等级"),
        ("管理岗位", "专业技术十一级", "有缺项", "岗位类别是管理岗位"),
        ("", "", "有缺项", "没有岗位类别、没有岗位等级"),
    ],
)
def test_a_schools_posts_are_professional_ones_with_a_grade(other_unit, category, grade, state, faults):
    county.post(other_unit)
    Post.objects.update(category=category, grade=grade)
    (row,) = standing.units_of_professional_posts(EVERYTHING, DAY)
    assert (row.standing, standing.post_faults(row.filed_posts[0])) == (state, faults)


def test_a_post_counts_while_it_is_filed(other_unit):
    county.post(other_unit, since=DAY, until=AFTER)
    days = (BEFORE, DAY, AFTER)
    found = [standing.units_of_professional_posts(EVERYTHING, day).get().standing for day in days]
    assert found == ["没有备案岗位", "有缺项", "没有备案岗位"]


@pytest.mark.parametrize(
    ("kind", "department", "field", "named"),
    [
        (UnitKind.PUBLIC_HOSPITAL, "", "", True),
        (UnitKind.PUBLIC_INSTITUTION, "县卫健委", "", True),
        (UnitKind.PUBLIC_INSTITUTION, "", "精神卫生", True),
        (UnitKind.PUBLIC_INSTITUTION, "县民政局", "老年人", False),
        (UnitKind.PARTY_OR_STATE_ORGAN, "县卫健委", "", False),
    ],
)
def test_health_units_are_known_by_department_and_field(town, kind, department, field, named):
    one = county.unit("丁单位", kind)
    type(one).objects.filter(pk=one.pk).update(department=department, service_field=field)
    assert standing.units_of_professional_posts(EVERYTHING, DAY).exists() is named


def test_figures_tell_a_duty_from_what_a_unit_may_do(holder, unit, other_unit):
    appoint(holder, unit)
    county.post(other_unit)
    appointed, posts = figures.appointed(DAY), figures.professional_posts(DAY)
    assert (appointed.done, appointed.due, appointed.tone) == (1, None, "neutral")
    assert (posts.done, posts.due, posts.short, posts.tone) == (0, 1, 1, "bad")
