"""部门任务: a department reads its own tasks, writes its own reports and nothing else; who is reminded when."""

import datetime
import random
from decimal import Decimal

import pytest
from django.urls import reverse

from dingnan_sw.demo import departments as demo
from dingnan_sw.demo.county import County
from dingnan_sw.management.commands.demo import ACCOUNTS
from dingnan_sw.notices.models import Notice
from positions.access import EVERYTHING, Scope
from positions.models import Mandate, User
from positions.vocabulary import Role, UnitKind
from talent.departments import duties, figures, reminders
from talent.departments.models import Report, Task
from talent.departments.rolls import REPORTS, TASKS
from talent.departments.sheets import report_sheet
from talent.departments.vocabulary import Body, Progress
from talent.departments.yearly import departments, standings
from talent.exports import write_rows
from talent.imports import import_workbook
from tests import county

TODAY = datetime.date(2026, 11, 25)
SINCE = datetime.date(2020, 1, 1)
pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text)


def task(code, department, due="2026-11-30", state=Progress.UNDER_WAY):
    return Task.objects.create(
        code=code, department=department, clause="四（一）", title=f"{department}的事", due=day(due), state=state
    )


def report(of, on, what="有进展", concluded=False):
    return Report.objects.create(task=of, on=day(on), what=what, by="某联络员", concluded=concluded)


def reviewer(name, department=None, **place):
    user = User.objects.create_user(name, password=None, display_name=name)
    if department:
        place["unit"] = county.unit(department, UnitKind.PARTY_OR_STATE_ORGAN)
    Mandate.objects.create(user=user, role=Role.REVIEWER, since=SINCE, **place)
    return user


@pytest.fixture
def justice(db):
    return reviewer("sifa", "县司法局")


@pytest.fixture
def own(db):
    return task("2026-01", "县司法局")


@pytest.fixture
def others(db):
    return task("2026-02", "县卫健委")


def cells(code, **more):
    """The report's form."""
    return {"c0": code, "c1": "2026-06-30", "c2": "已到岗", "c3": "某联络员", "c4": "否", **more}


# Who sees and writes what ---------------------------------------------------------------------------


def test_a_department_reads_its_own_tasks_alone(justice, own, others, signed_in):
    browser = signed_in(justice)
    page = browser.get(reverse("roll", args=[TASKS.name])).content.decode()
    assert (own.title in page, others.title in page) == (True, False)
    answers = [browser.get(TASKS.url(one)).status_code for one in (own, others)]
    assert answers == [200, 404]


def test_a_department_changes_no_task(justice, own, signed_in):
    browser = signed_in(justice)
    assert browser.post(TASKS.url(own), {"c0": "x"}).status_code == 403
    assert browser.get(reverse("roll-new", args=[TASKS.name])).status_code == 403
    assert browser.post(reverse("roll-delete", args=[TASKS.name, own.pk])).status_code == 403


def test_a_department_reports_on_its_own_task(justice, own, signed_in):
    answer = signed_in(justice).post(reverse("roll-new", args=[REPORTS.name]), cells("2026-01"))
    assert (answer.status_code, own.reports.get().what) == (302, "已到岗")


def test_a_department_does_not_report_on_the_task_of_another(justice, own, others, signed_in):
    answer = signed_in(justice).post(reverse("roll-new", args=[REPORTS.name]), cells("2026-02"))
    assert "“2026-02”不在“部门任务”台账中" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_report_of_another_department_does_not_exist(justice, own, others, signed_in):
    mine, far = report(own, "2026-05-01"), report(others, "2026-05-01")
    browser = signed_in(justice)
    assert [browser.get(REPORTS.url(one)).status_code for one in (mine, far)] == [200, 404]
    assert browser.post(reverse("roll-delete", args=[REPORTS.name, far.pk])).status_code == 404
    assert browser.post(REPORTS.url(mine), cells("2026-01", c2="改过")).status_code == 302
    mine.refresh_from_db()
    assert mine.what == "改过"


def test_a_town_that_reviews_has_no_department_and_writes_nothing(town, own, signed_in):
    browser = signed_in(reviewer("zhen", town=town))
    assert own.title not in browser.get(reverse("roll", args=[TASKS.name])).content.decode()
    assert browser.get(reverse("roll-new", args=[REPORTS.name])).status_code == 403


def test_a_unit_has_no_part_in_the_tasks(hr, own, signed_in):
    browser = signed_in(hr)
    assert browser.get(reverse("roll", args=[TASKS.name])).status_code == 403
    assert browser.get(reverse("department-report")).status_code == 403


def test_the_department_of_an_auditor_writes_no_report_of_others(justice, own, others, signed_in):
    """Seeing the whole county gives no more to write."""
    Mandate.objects.create(user=justice, role=Role.AUDITOR, since=SINCE)
    scope = Scope.of(justice, TODAY)
    far = report(others, "2026-05-01")
    assert (REPORTS.may_keep(scope, far), REPORTS.may_keep(scope, report(own, "2026-05-01"))) == (False, True)
    assert not REPORTS.may_import(scope)


def test_a_department_still_reads_the_units_of_its_field(justice, signed_in):
    field = county.unit("某司法所", UnitKind.TOWN_STATION)
    type(field).objects.filter(pk=field.pk).update(department="县司法局")
    assert signed_in(justice).get(reverse("unit", args=[field.pk])).status_code == 200


def test_a_departments_home_is_headed_by_the_department_and_not_by_the_units_of_its_field(justice, signed_in):
    field = county.unit("某司法所", UnitKind.TOWN_STATION)
    type(field).objects.filter(pk=field.pk).update(department="县司法局")
    page = signed_in(justice).get(reverse("home")).content.decode()
    heading = page[page.index("<h1") : page.index("</h1>")]
    assert ("县司法局（1 个单位）" in heading, field.name in heading) == (True, False)


def test_a_report_begins_with_the_task_that_it_is_about(justice, own, signed_in):
    page = signed_in(justice).get(reverse("roll-new", args=[REPORTS.name]), {"task": "2026-01", "on": "2026-11-25"})
    assert [page.context["form"][name].value() for name in ("c0", "c1", "c2")] == ["2026-01", "2026-11-25", ""]


# Reminders ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "says"),
    [
        ("2026-10-30", None),
        ("2026-10-31", "30 天内到期"),
        ("2026-11-22", "30 天内到期"),
        ("2026-11-23", "7 天内到期"),
        ("2026-11-30", "7 天内到期"),
        ("2026-12-01", "已经过期"),
        ("2026-12-29", "已经过期"),
        ("2026-12-30", "过期已满 30 天"),
    ],
)
def test_a_task_is_reminded_of_before_and_after_it_is_due(today, says, own, clerk, justice):
    reminders.remind(day(today))
    assert [notice.text.split("（")[0] for notice in Notice.objects.filter(user=clerk)] == (
        [f"部门任务{says}"] if says else []
    )


def test_each_stage_is_told_once_to_the_bureau_and_to_its_department(own, clerk, justice):
    reviewer("weijian", "县卫健委")
    told = [reminders.remind(day(on)) for on in ("2026-11-25", "2026-11-26", "2026-12-01")]
    assert told == [2, 0, 2]
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"clerk", "sifa"}


def test_what_is_done_is_not_reminded_of(clerk):
    task("2026-01", "县司法局", "2026-11-01", Progress.DONE)
    assert reminders.remind(TODAY) == 0


def test_a_new_due_date_is_reminded_of_anew(own, clerk):
    reminders.remind(TODAY)
    Task.objects.update(due=day("2026-12-01"))
    assert reminders.remind(TODAY) == 1


# The year -------------------------------------------------------------------------------------------


@pytest.fixture
def year(db):
    """Two departments: one done, one overdue, one due today, and one of the year before."""
    done = task("1", "县司法局", "2026-06-01", Progress.DONE)
    report(done, "2026-05-01", "开头")
    report(done, "2026-05-20", "收尾")
    report(done, "2026-11-26", "明天才写的")
    task("2", "县司法局", "2026-11-24")
    task("3", "县卫健委", "2026-11-25")
    task("4", "县卫健委", "2025-12-31")


def test_the_year_counts_done_open_and_overdue_by_department(year):
    rows = departments(standings(EVERYTHING, 2026, TODAY))
    told = [(one.name, len(one.standings), one.done, one.open, one.overdue) for one in rows]
    assert told == [("县卫健委", 1, 0, 1, 0), ("县司法局", 2, 1, 1, 1)]
    assert [one.latest and one.latest.what for one in rows] == [None, "收尾"]


def test_the_sheet_names_every_task_with_its_last_report(year):
    sheet = report_sheet(EVERYTHING, TODAY, 2026)
    assert [column.heading for column in sheet.columns][1:4] == ["责任部门", "任务", "条款"]
    told = [(one.row.task.code, one.row.tag[1], one.row.told) for one in sheet.rows]
    assert told == [
        ("3", "进行中", ""),
        ("1", "已完成", "2026-05-20 收尾（某联络员）"),
        ("2", "逾期（进行中）", ""),
    ]
    assert "县司法局：已完成 1 项，未完成 1 项，其中逾期 1 项。" in sheet.notes


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_a_department_gets_the_sheet_of_its_own_tasks(kind, year, justice, signed_in, jobs_at_once):
    browser = signed_in(justice)
    answer = browser.post(reverse("paper", args=["departments", kind]), {"period": "2026"}, follow=True)
    assert answer.status_code == 200
    assert f".{kind}" in answer.headers["Content-Disposition"]
    assert [row.task.code for row in standings(Scope.of(justice, TODAY), 2026, TODAY)] == ["1", "2"]


@pytest.mark.parametrize(("kind", "period"), [("docx", "2026"), ("pdf", "x"), ("pdf", "")])
def test_no_other_sheet_is_made(kind, period, clerk, signed_in):
    assert signed_in(clerk).post(reverse("paper", args=["departments", kind]), {"period": period}).status_code == 404


def test_the_page_shows_the_year_that_is_asked_for(year, clerk, signed_in):
    browser = signed_in(clerk)
    asked = browser.get(reverse("department-report"), {"year": "2025"}).content.decode()
    assert "2025年部门任务" in asked
    assert browser.get(reverse("department-report"), {"year": "1"}).status_code == 200


# Duties and figures ---------------------------------------------------------------------------------


def waiting(user):
    return {words: count for words, count, _ in duties.waiting(Scope.of(user, TODAY), TODAY)}


def test_the_bureau_sees_what_departments_hold_to_be_done(year, clerk):
    first = Task.objects.get(code="2")
    report(first, "2026-11-01", concluded=True)
    assert waiting(clerk) == {"部门报告已办结、待核实的任务": 1, "逾期的部门任务": 2}
    report(first, "2026-11-02", "还差一点")
    assert waiting(clerk)["部门报告已办结、待核实的任务"] == 0


@pytest.mark.parametrize(("due", "count"), [("2026-12-25", 1), ("2026-12-26", 0), ("2026-11-01", 1)])
def test_a_department_sees_what_is_due_within_thirty_days(due, count, justice):
    task("1", "县司法局", due)
    assert waiting(justice) == {"本部门 30 天内到期或已逾期的任务": count}


@pytest.mark.parametrize(
    ("due", "state", "expected"),
    [
        ("2026-11-25", Progress.DONE, (1, 1)),
        ("2026-11-25", Progress.UNDER_WAY, (0, 1)),
        ("2026-11-26", Progress.UNDER_WAY, (0, None)),
    ],
)
def test_a_bodys_figure_counts_what_was_due_by_the_day(due, state, expected):
    task("1", "县司法局", due, state)
    figure = figures.field_bodies(TODAY)
    assert (figure.done, figure.due) == expected


def test_a_body_without_tasks_is_short_of_them(db):
    assert figures.field_bodies(TODAY).tone == "bad"
    task("1", "县司法局")
    assert (figures.bodies_with_tasks(TODAY).done, figures.bodies_with_tasks(TODAY).due) == (1, len(Body))


def test_the_demo_department_with_an_account_has_units_of_its_field():
    reviewing = [place["unit"] for _, _, role, place in ACCOUNTS if role is Role.REVIEWER and "unit" in place]
    county_units = County(random.Random(41), TODAY).rows()["单位"]
    assert reviewing == [row["单位名称"] for row in demo.rows(None, random.Random(41), TODAY)["单位"]]
    assert set(reviewing) <= {row["主管部门"] for row in county_units} & set(Body.values)


def test_the_demo_rows_are_taken(db, tmp_path):
    rows = demo.rows(None, random.Random(41), TODAY)
    path = tmp_path / "demo.xlsx"
    with path.open("wb") as file:
        write_rows(file, rows, TODAY)
    found = import_workbook(path, TODAY)
    assert (found.accepted, figures.bodies_with_tasks(TODAY).short) == (True, 0), found.errors
    assert figures.reported(TODAY).done == Report.objects.filter(on__year=2026).count() > Decimal(0)
