"""年度日程: the year's work by day, each entry on its screen, and what is one's own this month."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from dingnan_sw.lib.dates import today
from positions.access import Scope
from positions.vocabulary import Role
from talent.agenda.calendar import dated, due
from talent.agenda.exams import STEPS
from talent.agenda.models import AgendaItem
from talent.agenda.screens import Screens, screen, screens
from talent.exams.models import ExamDates
from talent.exams.rolls import DAYS
from tests.site.world import account

MARCH = datetime.date(2026, 3, 15)
pytestmark = pytest.mark.django_db


@pytest.fixture
def empty(db):
    AgendaItem.objects.all().delete()


def item(title, month, day=None, who="民政经办", year=None, at="bonuses"):
    return AgendaItem.objects.create(title=title, month=month, day=day, audience=who, year=year, screen=at)


@pytest.mark.parametrize(
    ("month", "day", "year", "on", "words"),
    [
        (3, 9, 2026, "2026-03-09", "3月9日"),
        (3, None, 2026, "2026-03-31", "3月"),
        (2, 29, 2026, "2026-02-28", "2月28日"),
        (2, 29, 2028, "2028-02-29", "2月29日"),
        (4, 31, 2026, "2026-04-30", "4月30日"),
    ],
)
def test_an_entry_is_dated_in_the_year_that_is_asked_for(month, day, year, on, words):
    one = AgendaItem(month=month, day=day)
    assert (one.on(year).isoformat(), one.when(year)) == (on, words)


def test_a_years_own_date_takes_the_place_of_the_usual_one(empty):
    item("考试", 6)
    item("考试", 5, 23, year=2026)
    item("临时检查", 9, year=2025)
    assert [(row.item.title, row.when) for row in dated(2026)] == [("考试", "5月23日")]
    assert [(row.item.title, row.when) for row in dated(2025)] == [("考试", "6月"), ("临时检查", "9月")]


def test_the_year_goes_by_days_and_what_has_the_whole_month_comes_last_in_it(empty):
    for title, month, day in (("丙", 3, None), ("甲", 3, 9), ("乙", 3, 30), ("丁", 1, None)):
        item(title, month, day)
    assert [row.item.title for row in dated(2026)] == ["丁", "甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("role", "titles"),
    [(Role.CLERK, ["共同的", "经办的"]), (Role.UNIT, ["共同的"]), (Role.FINANCE, [])],
)
def test_what_is_due_this_month_is_that_of_ones_roles(role, titles, empty):
    item("经办的", 3)
    item("共同的", 3, 1, "民政经办、单位填报")
    item("下个月的", 4, who="民政经办、单位填报、财政")
    assert [one.title for one in due(Scope(roles=frozenset({role})), MARCH)] == titles


def test_an_entry_leads_only_where_its_reader_may_go(empty):
    item("报名", 3, who="单位填报、财政", at="budget")
    finance, unit = (due(Scope(roles=frozenset({role})), MARCH)[0] for role in (Role.FINANCE, Role.UNIT))
    assert (finance.url, unit.url) == (reverse("budget"), None)


@pytest.mark.parametrize(
    "values",
    [
        {"month": 0},
        {"month": 13},
        {"day": 0},
        {"day": 32},
        {"audience": ""},
        {"audience": "局长"},
        {"audience": "财政，审计"},
    ],
)
def test_the_database_refuses_what_cannot_be(values, empty):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(**{"title": "甲", "month": 1, "audience": "财政", **values})


@pytest.mark.parametrize("year", [None, 2026])
def test_a_title_stands_once_among_the_usual_and_once_in_a_year(year, empty):
    item("考试", 6, year=year)
    with pytest.raises(IntegrityError), transaction.atomic():
        item("考试", 7, year=year)


def test_a_form_tells_which_roles_there_are(clerk, signed_in, empty):
    cells = {"c0": "甲", "c2": "3", "c4": "局长、财政"}
    page = signed_in(clerk).post(reverse("roll-new", args=["agenda"]), cells).content.decode()
    assert "“局长”不是角色" in page
    assert not AgendaItem.objects.exists()


# The exam calendar ----------------------------------------------------------------------------------


def day(text):
    return datetime.date.fromisoformat(text)


def exam(level, year=2026, **days):
    ends = {"exam_from": day(f"{year}-05-23"), "exam_to": day(f"{year}-05-24")}
    return ExamDates.objects.create(exam_year=year, level=level, **{**ends, **days})


def told(year):
    return [(str(row.on), row.item.title) for row in dated(year)]


def test_each_dated_step_of_the_exam_is_an_entry_on_its_screen(empty):
    exam(1, **{name: day(f"2026-03-{number:02d}") for number, (_, name) in enumerate(DAYS[:5], 1)},
         results_on=day("2026-07-28"), certificates_on=day("2026-10-15"))  # fmt: skip
    rows = dated(2026)
    assert [row.item.title.removesuffix("（初级）") for row in rows] == [
        "考试报名开始",
        "考试报名截止",
        "考试缴费截止",
        "准考证打印开始",
        "准考证打印截止",
        "考试首日",
        "考试末日",
        "考试成绩公布",
        "考试证书发放",
    ]
    assert all(row.screen and row.screen.url for row in rows)
    assert AgendaItem.objects.count() == 0


def test_levels_of_one_day_are_one_entry_and_others_have_their_own(empty):
    for level, opens in ((1, "2026-03-09"), (2, "2026-03-09"), (3, "2026-03-12")):
        exam(level, registration_from=day(opens))
    assert told(2026) == [
        ("2026-03-09", "考试报名开始（初级、中级）"),
        ("2026-03-12", "考试报名开始（高级）"),
        ("2026-05-23", "考试首日"),
        ("2026-05-24", "考试末日"),
    ]


@pytest.mark.parametrize(("issued", "found"), [("2026-12-31", {2026: 3, 2027: 0}), ("2027-01-01", {2026: 2, 2027: 1})])
def test_a_step_stands_in_the_year_in_which_it_falls(issued, found, empty):
    exam(1, certificates_on=day(issued))
    assert {year: len(dated(year)) for year in found} == found


def test_a_step_of_another_exam_year_says_of_which(empty):
    exam(1, certificates_on=day("2027-01-05"))
    assert told(2027) == [("2027-01-05", "2026 年考试证书发放（初级）")]


def test_the_usual_entry_gives_way_to_the_dates_and_comes_back_without_them(empty):
    item("考试报名", 3)
    item("考试", 5)
    row = exam(1, registration_to=day("2026-04-03"))
    assert ("考试报名" in dict(map(reversed, told(2026))), "考试" in dict(map(reversed, told(2026)))) == (False, False)
    assert [title for _, title in told(2027)] == ["考试报名", "考试"]
    row.delete()
    assert [title for _, title in told(2026)] == ["考试报名", "考试"]


def test_what_the_bureau_wrote_for_the_year_itself_stays(empty):
    item("考试", 5, 20, year=2026)
    exam(1)
    assert ("2026-05-20", "考试") in told(2026)


def test_a_changed_date_changes_the_agenda(empty):
    row = exam(1)
    row.exam_from = day("2026-05-22")
    row.save()
    assert ("2026-05-22", "考试首日（初级）") in told(2026)


def test_a_step_is_due_in_its_month_for_those_whose_it_is_with_the_way_to_it(empty):
    exam(1, registration_from=day("2026-03-09"))
    unit, finance = (due(Scope(roles=frozenset({role})), MARCH) for role in (Role.UNIT, Role.FINANCE))
    assert [(one.when, one.url) for one in unit] == [("3月9日", reverse("roll", args=["registrations"]))]
    assert finance == []


def test_the_page_shows_the_dates_and_the_clerk_the_way_to_change_them(empty, clerk, hr, signed_in):
    exam(1, registration_from=day("2026-03-09"))
    way = f"{reverse('roll', args=['exam-calendar'])}?exam_year=2026"
    pages = [signed_in(user).get(reverse("calendar"), {"year": "2026"}).content.decode() for user in (clerk, hr)]
    assert [("考试报名开始（初级）" in page, way in page) for page in pages] == [(True, True), (True, False)]


def test_what_a_step_replaces_is_what_the_portal_ships():
    titles = {title for title, *_ in import_module("talent.agenda.migrations.0002_first_rows").ITEMS}
    assert {step.usual for step in STEPS.values()} - {""} <= titles
    assert list(STEPS) == [name for _, name in DAYS]


# The screens ----------------------------------------------------------------------------------------


def test_every_screen_opens_for_those_who_are_told_that_they_may(signed_in):
    browsers = [(scope, signed_in(user)) for user, scope in map(_of, (Role.CLERK, Role.FINANCE, Role.AUDITOR))]
    for scope, browser in browsers:
        found = {one.address: browser.get(one.url).status_code for one in screens()}
        assert found == {one.address: 200 if one.may_open(scope) else 403 for one in screens()}


def _of(role):
    user = account(role.value, role)
    return user, Scope.of(user, MARCH)


def test_no_two_screens_are_chosen_by_one_word():
    labels = [word.label for word in Screens()]
    assert len(labels) == len(set(labels))


def test_what_the_portal_ships_leads_to_screens_for_known_roles_in_every_month(empty):
    import_module("talent.agenda.migrations.0002_first_rows").fill(apps, None)
    rows = dated(2026)
    assert [row.item.title for row in rows if row.item.screen and not row.screen] == []
    assert {row.item.month for row in rows} == set(range(1, 13))
    assert {role for row in rows for role in row.item.roles} == set(Role) - {
        Role.VIEWER
    }  # who looks on has nothing due


def test_a_screen_that_has_gone_leaves_the_entry_without_a_way(empty):
    item("甲", 3, at="gone")
    assert (screen("gone"), due(Scope(roles=frozenset({Role.CLERK})), MARCH)[0].url) == (None, None)


# The pages ------------------------------------------------------------------------------------------


def test_the_page_shows_the_year_and_narrows_to_ones_own(clerk, signed_in, empty):
    item("经办的", 3, 9)
    item("财政的", 3, who="财政")
    browser = signed_in(clerk)
    year = today().year + 1
    page = browser.get(reverse("calendar"), {"year": str(year)}).content.decode()
    assert (f"{year}-03-09" in page, "财政的" in page) == (True, True)
    mine = browser.get(reverse("calendar"), {"audience": "mine"}).content.decode()
    assert ("经办的" in mine, "财政的" in mine) == (True, False)


@pytest.mark.parametrize("asked", ["x", "0000", "99999", "1066"])
def test_a_year_that_is_not_there_gives_this_one(asked, clerk, signed_in):
    assert signed_in(clerk).get(reverse("calendar"), {"year": asked}).status_code == 200


@pytest.mark.parametrize("role", ["administrator", "clerk", "finance", "hr"])
def test_the_home_page_says_what_is_due_this_month(role, request, signed_in, monkeypatch, empty):
    item("大家的事", 3, who="系统管理员、民政经办、财政、单位填报", at="calendar")
    user = request.getfixturevalue(role)
    for module in ("incentives.views", "positions.middleware"):
        monkeypatch.setattr(f"{module}.today", lambda: MARCH)
    assert "大家的事" in signed_in(user).get(reverse("home")).content.decode()
