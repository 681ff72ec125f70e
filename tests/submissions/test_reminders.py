"""Who is told what, and when: those who are silent, those who let something lie, those whose turn it is."""

import datetime
import subprocess
import sys

import pytest
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.management.commands.serve import _remind
from dingnan_sw.notices.models import Notice
from positions.access import EVERYTHING
from positions.models import Mandate
from talent.submissions import approval, checks, reminders
from talent.submissions.evidence import attach
from talent.submissions.flow import State
from talent.submissions.models import Step, Submission
from tests import county
from tests.site.world import picture
from tests.submissions.people import Cast, actor, row, submission

TODAY = datetime.date(2026, 11, 25)
pytestmark = pytest.mark.usefixtures("folder")


# 催报 -----------------------------------------------------------------------------------------------


def submitted(one, day):
    at = datetime.datetime.combine(day, datetime.time(4), datetime.UTC)
    Step.objects.create(submission=one, by=one.author, action="submit", state=State.BUREAU, at=at)


@pytest.mark.parametrize(
    ("state", "day", "silent"),
    [
        (State.DRAFT, None, True),
        (State.HEAD, datetime.date(2025, 12, 30), False),
        (State.REVIEW, datetime.date(2025, 12, 30), False),
        (State.BUREAU, datetime.date(2025, 12, 30), False),
        (State.APPROVED, datetime.date(2025, 12, 30), True),
        (State.RETURNED, datetime.date(2025, 12, 30), True),
        (State.APPROVED, datetime.date(2026, 1, 4), False),
    ],
)
def test_a_unit_is_silent_when_it_sent_nothing_this_year_and_nothing_waits(state, day, silent, unit, keeper):
    one = submission(unit, keeper, state)
    if day:
        submitted(one, day)
    assert reminders.silent_units(TODAY).exists() is silent


@pytest.mark.parametrize(("until", "silent"), [(TODAY, False), (TODAY + datetime.timedelta(days=1), True)])
def test_a_unit_without_an_account_today_is_not_on_the_list(until, silent, unit, keeper):
    Mandate.objects.update(until=until)
    assert reminders.silent_units(TODAY).exists() is silent


def test_one_unit_is_chased_by_its_own_button(signed_in, clerk, unit, hr, other_unit, outsider):
    bureau = signed_in(clerk)
    page = bureau.get(reverse("submission-silent")).content.decode()
    assert (f'name="unit" value="{unit.pk}"' in page, f"提醒 {other_unit.name}" in page) == (True, True)
    bureau.post(reverse("submission-chase"), {"unit": unit.pk})
    assert [notice.user for notice in Notice.objects.all()] == [hr]


def test_a_unit_that_has_just_submitted_is_not_chased_and_the_press_is_answered(signed_in, clerk, unit, hr):
    one = submission(unit, actor("keeper", "unit", unit=unit), State.BUREAU)
    chase = {"unit": unit.pk}
    page = signed_in(clerk).post(reverse("submission-chase"), chase, follow=True).content.decode()
    assert (f"{unit}刚刚已经报送，没有提醒" in page, Notice.objects.count()) == (True, 0)
    Submission.objects.filter(pk=one.pk).delete()
    Mandate.objects.filter(role="unit").update(until=datetime.date(2021, 1, 1))
    page = signed_in(clerk).post(reverse("submission-chase"), chase, follow=True).content.decode()
    assert f"{unit}现在没有可以报送的账号" in page
    assert signed_in(clerk).post(reverse("submission-chase"), {"unit": 0}).status_code == 404


def test_who_may_not_chase_sees_the_list_without_buttons(signed_in, unit, hr):
    page = signed_in(actor("approver", "approver").user).get(reverse("submission-silent")).content.decode()
    assert (unit.name in page, 'name="unit"' in page) == (True, False)


# Reminders ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "number", "words"),
    [
        (State.DRAFT, "DEMO1", ["还没有附证书扫描件：人员 张三。"]),
        (State.DRAFT, "", []),
        (State.RETURNED, "DEMO1", ["退回已满 5 个工作日还没有修改，还没有附证书扫描件：人员 张三。"]),
        (State.RETURNED, "", ["退回已满 5 个工作日还没有修改：人员 张三。"]),
        (State.WITHDRAWN, "DEMO1", []),
    ],
)
def test_one_submission_is_one_reminder_whatever_its_reasons(state, number, words, unit, keeper):
    one = submission(unit, keeper, state, rows=[row(unit, 管理号=number)])
    Submission.objects.filter(pk=one.pk).update(changed=timezone.now() - datetime.timedelta(days=20))
    day = timezone.now().date()
    assert [reminders.remind(day), reminders.remind(day)] == [len(words), 0]
    assert [notice.text for notice in Notice.objects.all()] == words


@pytest.mark.parametrize(("issued", "asked"), [("", False), ("2021-09-01", True)])
def test_no_scan_is_asked_of_a_certificate_that_is_on_record_so_already(issued, asked, mine, unit, keeper):
    """Not of a mere leaving; of what is changed in it, yes."""
    holder = county.person(1, "张三")
    county.serve(holder, unit, since=datetime.date(2020, 3, 1))
    county.certify(holder, "DEMO1")
    one = submission(unit, keeper, rows=[row(unit, 任职终止日期="2026-06-30", 签发日期=issued)])
    assert ("还没有附证书扫描件" in mine.get(reverse("submission", args=[one.pk])).content.decode()) is asked
    Submission.objects.update(changed=timezone.now() - datetime.timedelta(days=20))
    assert bool(reminders.remind(timezone.now().date())) is asked
    (plan,) = approval.plan([one], timezone.now().date()).all
    assert any(check.words == "有证书扫描件" for check in checks.checks(plan, EVERYTHING)) is asked


def test_a_returned_one_with_its_scan_is_not_asked_for_it(unit, keeper):
    one = submission(unit, keeper)
    attach(keeper, one.pk, picture())
    Submission.objects.update(changed=timezone.now() - datetime.timedelta(days=20), state=State.RETURNED)
    reminders.remind(timezone.now().date())
    assert "扫描件" not in Notice.objects.get().text


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.DRAFT, set()),
        (State.HEAD, {"head"}),
        (State.REVIEW, {"reviewer"}),
        (State.BUREAU, {"clerk-one", "clerk-two"}),
        (State.APPROVED, set()),
    ],
)
def test_those_whose_turn_it_is_are_told_once_a_day(state, told, unit, other_unit, town):
    cast = Cast(unit)
    actor("elsewhere", "reviewer", unit=other_unit)
    actor("other-head", "unit", unit=other_unit, heads=True)
    ones = [submission(unit, cast.keeper, state, number=n) for n in (1, 2, 3)]
    assert [reminders.arrived(ones[:2]), reminders.arrived(ones[2:])] == [len(told), 0]
    assert {notice.user.username for notice in Notice.objects.all()} == told
    assert {notice.text for notice in Notice.objects.all()} <= {f"有新的报送待您审核：{unit} 等"}


def test_each_unit_is_told_of_by_itself(unit, other_unit):
    cast = Cast(unit)
    ones = [submission(one, cast.keeper, State.BUREAU) for one in (unit, other_unit)]
    assert reminders.arrived(ones) == 4


def test_the_department_is_told_of_its_units(unit, other_unit, keeper):
    actor("health", "reviewer", unit=other_unit)
    unit.department, unit.town, unit.community = other_unit.name, None, None
    assert reminders.arrived([submission(unit, keeper, State.REVIEW)]) == 1


def test_a_head_that_sent_it_is_not_told(unit):
    cast = Cast(unit)
    assert reminders.arrived([submission(unit, cast.head, State.HEAD)]) == 0


# The server -----------------------------------------------------------------------------------------


def test_reminders_never_run_twice_at_once():
    lasting = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])
    assert _remind(lasting) is lasting
    lasting.kill()
    lasting.wait(20)
    again = _remind(lasting)
    again.kill()
    again.wait(20)
    assert again is not lasting
