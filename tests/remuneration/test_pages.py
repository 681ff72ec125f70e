"""三（二）: who was to declare, who falls short, and who sees it."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from dingnan_sw.lib.dates import today
from positions.access import EVERYTHING
from positions.models import Mandate
from positions.vocabulary import Role, UnitKind
from talent.remuneration import figures
from talent.remuneration.models import Comparator, Cover, Pay
from talent.remuneration.papers import remuneration_sheet
from talent.remuneration.standing import organisations, standings
from talent.remuneration.vocabulary import COVERS, Assessment
from talent.rolls.models import Checked
from talent.vocabulary import Level, StaffCategory
from tests import county
from tests.conftest import _account

pytestmark = pytest.mark.django_db
ON = datetime.date(2022, 3, 1)
YEAR = 2021


@pytest.fixture
def organisation(town):
    return county.unit("丙养老协会", UnitKind.COMMUNITY_ORGANISATION)


@pytest.fixture
def worker(organisation):
    """A certified full-time worker of the organisation."""
    one = county.person(1, "李雷")
    county.serve(one, organisation, StaffCategory.ORGANISATION_FULL_TIME)
    county.certify(one)
    return one


def pay(one, employer, amount="48000.00", months=12, state=Checked.CHECKED, year=YEAR):
    return Pay.objects.create(
        person=one, unit=employer, year=year, level=Level.ASSISTANT, education="本科", seniority=3, post="社工岗",
        assessment=Assessment.GOOD, amount=Decimal(amount), months=months, state=state,
    )  # fmt: skip


def cover(one, employer, **held):
    return Cover.objects.create(person=one, unit=employer, year=YEAR, state=Checked.CHECKED, **{**dict.fromkeys(COVERS, True), **held})  # fmt: skip


def average(amount="50000.00", level=Level.ASSISTANT, year=YEAR):
    return Comparator.objects.create(year=year, level=level, amount=Decimal(amount), source="县人社局")


def only(found):
    (one,) = found
    return one


# Who is to declare --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "kind", "expected"),
    [
        (StaffCategory.ORGANISATION_FULL_TIME, UnitKind.COMMUNITY_ORGANISATION, 1),
        (StaffCategory.ORGANISATION_HEAD, UnitKind.COMMUNITY_ORGANISATION, 1),
        (StaffCategory.ORGANISATION_PART_TIME, UnitKind.COMMUNITY_ORGANISATION, 0),
        (StaffCategory.ORGANISATION_FULL_TIME, UnitKind.OTHER_ORGANISATION, 0),
    ],
)
def test_certified_heads_and_full_time_staff_of_community_organisations_are(town, category, kind, expected):
    one, employer = county.person(1), county.unit("丁协会", kind)
    county.serve(one, employer, category)
    assert standings(EVERYTHING, YEAR, ON) == []
    county.certify(one)
    assert len(standings(EVERYTHING, YEAR, ON)) == expected


@pytest.mark.parametrize(("until", "expected"), [(datetime.date(2021, 12, 31), 0), (datetime.date(2022, 1, 1), 1)])
def test_the_last_day_of_the_year_counts(worker, until, expected):
    worker.services.update(until=until)
    assert len(standings(EVERYTHING, YEAR, ON)) == expected


def test_an_organisation_has_declared_when_all_of_its_people_are(worker, organisation):
    other = county.person(2, "韩梅")
    county.serve(other, organisation, StaffCategory.ORGANISATION_HEAD)
    county.certify(other, "DEMO2")
    pay(worker, organisation)
    assert only(organisations(standings(EVERYTHING, YEAR, ON))).is_declared is False
    pay(other, organisation)
    assert only(organisations(standings(EVERYTHING, YEAR, ON))).is_declared is True
    assert figures.declared(ON).words == "2021年已申报薪酬 1 家，共 1 家有持证人员的社区社会组织"


def test_what_the_bureau_sent_back_is_not_declared(worker, organisation):
    pay(worker, organisation, state=Checked.RETURNED)
    assert only(standings(EVERYTHING, YEAR, ON)).pay is None


# How it compares ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "months", "below"), [("50000.00", 12, False), ("49999.99", 12, True), ("29166.66", 7, True)]
)
def test_pay_is_held_against_the_average_of_its_level_and_year(worker, organisation, amount, months, below):
    average("90000.00", year=YEAR - 1)
    average("80000.00", level=Level.SENIOR)
    average()
    pay(worker, organisation, amount, months)
    assert only(standings(EVERYTHING, YEAR, ON)).is_below is below
    assert figures.not_below(ON).short == int(below)


def test_without_an_average_nothing_is_below(worker, organisation):
    pay(worker, organisation, "1.00")
    one = only(standings(EVERYTHING, YEAR, ON))
    assert (one.difference, one.is_below, figures.not_below(ON).due) == (None, False, None)


def test_a_cover_without_pay_stands_too_and_nothing_declared_is_not_full(worker, organisation):
    former = county.person(3, "王芳")
    cover(former, organisation, pension=False)
    found = {one.person.name: one.missing for one in standings(EVERYTHING, YEAR, ON)}
    assert found == {"李雷": None, "王芳": ("养老",)}
    assert figures.covered(ON).words == "2021年社保和公积金齐全 0 人，共 2 人（其中 1 人没有申报）"


# Who sees it --------------------------------------------------------------------------------------


@pytest.fixture
def two(worker, organisation):
    """Pay of two organisations, the second of which has an account."""
    other = county.unit("戊协会", UnitKind.COMMUNITY_ORGANISATION)
    second = county.person(2, "韩梅")
    county.serve(second, other, StaffCategory.ORGANISATION_FULL_TIME)
    county.certify(second, "DEMO2")
    pay(worker, organisation)
    pay(second, other)
    average()
    return other


def seen(browser):
    names = ("remuneration", "remuneration-organisations")
    pages = "".join(browser.get(reverse(name), {"year": YEAR}).content.decode() for name in names)
    pages += browser.get(reverse("roll", args=["pay"])).content.decode()
    return {word for word in ("李雷", "韩梅", "丙养老协会", "戊协会") if word in pages}


def test_the_bureau_sees_all_and_a_unit_its_own(two, signed_in, clerk):
    unit = _account("unit", Role.UNIT, two)
    assert seen(signed_in(clerk)) == {"李雷", "韩梅", "丙养老协会", "戊协会"}
    assert seen(signed_in(unit)) == {"韩梅", "戊协会"}


def test_the_county_role_of_finance_opens_no_pay_to_a_unit(two, signed_in):
    unit = _account("unit", Role.UNIT, two)
    Mandate.objects.create(user=unit, role=Role.FINANCE, since=county.SINCE)
    assert seen(signed_in(unit)) == {"韩梅", "戊协会"}


def test_finance_alone_is_told_no(two, signed_in, finance):
    assert signed_in(finance).get(reverse("remuneration")).status_code == 403


def test_the_page_says_that_it_watches_and_does_not_order(two, signed_in, clerk):
    page = signed_in(clerk).get(reverse("remuneration"), {"year": YEAR}).content.decode()
    assert "不改变单位的薪酬" in page
    assert "低于平均" in page
    assert "-2,000.00" in page


def test_a_year_that_is_not_kept_is_answered_in_words(signed_in, clerk):
    page = signed_in(clerk).get(reverse("remuneration"), {"year": "1999"}).content.decode()
    assert "能看 2020 到" in page


# What waits ---------------------------------------------------------------------------------------

LAST = today().year - 1


def waiting(user, signed_in):
    """What of it stands on the account's home page."""
    tasks = signed_in(user).get(reverse("home")).context["tasks"]
    return [task.words for task in tasks if "还没有申报的人" in task.words]


def test_a_unit_that_has_not_declared_is_asked_to_until_it_has(worker, organisation, signed_in):
    unit = _account("unit", Role.UNIT, organisation)
    words = [f"{LAST} 年薪酬还没有申报的人", f"{LAST} 年社保公积金还没有申报的人"]
    assert waiting(unit, signed_in) == words
    declared = pay(worker, organisation, year=LAST, state=Checked.REPORTED)
    assert waiting(unit, signed_in) == words[1:]
    cover(worker, organisation)
    Cover.objects.update(year=LAST)
    assert waiting(unit, signed_in) == []
    Pay.objects.filter(pk=declared.pk).update(state=Checked.RETURNED)
    assert waiting(unit, signed_in) == words[:1]


def test_what_waits_leads_to_the_very_people(worker, organisation, signed_in):
    former = county.person(3, "王芳")
    cover(former, organisation)
    Cover.objects.update(year=LAST)
    unit = _account("unit", Role.UNIT, organisation)
    browser = signed_in(unit)
    (task, _) = (task for task in browser.get(reverse("home")).context["tasks"] if "申报" in task.words)
    page = browser.get(task.url)
    assert ([row.person.name for row in page.context["page"]], task.count) == (["李雷"], 1)


def test_nobody_but_the_unit_itself_is_asked(two, signed_in, clerk):
    Pay.objects.all().delete()
    for user in (clerk, _account("unit", Role.UNIT, county.unit("己小学", UnitKind.SCHOOL))):
        assert waiting(user, signed_in) == []


# 情况表 -------------------------------------------------------------------------------------------


def test_the_form_has_a_line_for_each_person_with_pay_average_and_covers(worker, organisation):
    average()
    pay(worker, organisation)
    cover(worker, organisation, injury=False)
    sheet = remuneration_sheet(EVERYTHING, ON, YEAR)
    (row,) = sheet.rows
    told = {column.heading: column.value(row) for column in sheet.columns}
    assert (told["年薪（元）"], told["月薪（元）"], told["差额（元）"]) == tuple(
        map(Decimal, ("48000", "4000", "-2000"))
    )
    assert (told["养老"], told["工伤"], told["公积金"]) == ("是", "否", "是")


@pytest.mark.parametrize(("kind", "opening"), [("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_it_comes_as_workbook_and_as_pdf(two, signed_in, clerk, jobs_at_once, kind, opening):
    answer = signed_in(clerk).post(reverse("paper", args=["remuneration", kind]), {"period": YEAR}, follow=True)
    assert b"".join(answer.streaming_content if answer.streaming else [answer.content]).startswith(opening)


def test_a_unit_takes_home_its_own_lines(two):
    unit = _account("unit", Role.UNIT, two)
    from positions.access import Scope

    sheet = remuneration_sheet(Scope.of(unit, ON), ON, YEAR)
    assert ([one.row.person.name for one in sheet.rows], sheet.unit) == (["韩梅"], "戊协会")
