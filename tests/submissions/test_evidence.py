"""Whose a scan is, what becomes of files that were sent, and who is told what: each as a small table."""

import datetime
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.jobs.models import Job
from dingnan_sw.jobs.models import State as JobState
from dingnan_sw.lib.secrets import write_sealed
from dingnan_sw.management.commands.serve import _remind
from dingnan_sw.notices import telling
from dingnan_sw.notices.models import Notice
from incentives.dashboard import _approved
from positions.access import Scope
from positions.models import Mandate
from talent.submissions import evidence, reminders
from talent.submissions.evidence import Stem, _named, attach, receive, sweep
from talent.submissions.flow import State
from talent.submissions.models import Delivery, Scan, Step, Submission, Trace
from tests import county
from tests.site.world import picture
from tests.submissions.people import Cast, actor, row, submission
from tests.submissions.test_story import picture as photograph

TODAY = datetime.date(2026, 11, 25)


@pytest.fixture
def keeper(unit):
    return actor("keeper", "unit", unit=unit)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "scans" / "incoming"


def photo(name="DEMO1.jpg"):
    return SimpleUploadedFile(name, photograph().getvalue())


def left(folder):
    return list(folder.glob("*"))


# Whose it is ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "number", "told"),
    [
        ("DEMO1.jpg", "DEMO1", True),
        ("demo1.jpg", "DEMO1", True),
        ("ＤＥＭＯ1.jpg", "DEMO1", True),
        ("DEMO10.jpg", "DEMO1", False),
        ("DEMO1.jpg", "DEMO10", False),
        ("XDEMO1.jpg", "DEMO1", False),
        ("张三DEMO1证书.jpg", "DEMO1", True),
        ("张三_DEMO1_2.jpg", "DEMO1", True),
        ("DEMO1_2.jpg", "DEMO12", False),
        ("DEMO1 (2).jpg", "DEMO12", False),
        ("2021-0363-6001.jpg", "202103636001", True),
        ("2021 0363 6001.jpg", "202103636001", True),
        ("扫描 DEMO-10.jpg", "DEMO-10", True),
        ("DEMO-10.jpg", "DEMO-1", False),
        ("A.jpg", "-", False),
    ],
)
def test_a_number_is_told_only_as_a_whole(file, number, told):
    assert Stem(file).has_number(number) is told


@pytest.mark.parametrize(
    ("file", "name", "told"),
    [
        ("李丽.jpg", "李丽", True),
        ("李 丽.jpg", "李丽", True),
        ("李丽华.jpg", "李丽", False),
        ("王李丽.jpg", "李丽", False),
        ("李丽证书.jpg", "李丽", True),
        ("李丽助理社会工作师证书扫描件.jpg", "李丽", True),
        ("李丽华证书.jpg", "李丽", False),
        ("李丽（初级）1.jpg", "李丽", True),
        ("2021证书_李丽.jpg", "李丽", True),
        ("DEMO1·李丽.jpg", "李丽", True),
        ("阿依古丽·买买提.jpg", "阿依古丽•买买提", True),
        ("阿依古丽·买买提.jpg", "买买提", False),
        ("张1.jpg", "张1", True),
        ("张10.jpg", "张1", False),
    ],
)
def test_a_name_is_told_only_as_a_whole(file, name, told):
    assert Stem(file).has_name(name) is told


@pytest.mark.parametrize(
    ("file", "number"),
    [
        ("李丽.jpg", 1),
        ("李丽华.jpg", 2),
        ("DEMO1.jpg", 1),
        ("DEMO10.jpg", 10),
        ("李丽 DEMO1.jpg", 1),
        ("王芳 DEMO10.jpg", 10),
        ("李丽华、李丽.jpg", 2),
        ("DEMO1 DEMO10.jpg", 10),
    ],
)
def test_the_longest_whole_match_has_the_scan(file, number, unit, keeper):
    for n, name in ((1, "李丽"), (2, "李丽华"), (10, "王芳"), (11, "王芳")):
        submission(unit, keeper, number=n, rows=[row(unit, n, name)])
    assert _named(file, keeper).rows[0]["管理号"] == f"DEMO{number}"


@pytest.mark.parametrize("file", ["王芳.jpg", "王芳 李丽.jpg", "李丽 DEMO10.jpg", "DEMO10 DEMO11.jpg"])
def test_what_could_be_of_two_is_refused_with_both(file, unit, keeper):
    for n, name in ((1, "李丽"), (10, "王芳"), (11, "王芳")):
        submission(unit, keeper, number=n, rows=[row(unit, n, name)])
    with pytest.raises(evidence.Refused, match=r"对应 [23] 件报送（.*DEMO1.*、.*DEMO1.*）"):
        _named(file, keeper)


def test_what_is_of_nobody_is_refused(unit, keeper):
    submission(unit, keeper, rows=[row(unit, 1, "李丽")])
    with pytest.raises(evidence.Refused, match="文件名里没有"):
        _named("李丽华 DEMO10.jpg", keeper)


# Incoming files -------------------------------------------------------------------------------------


def test_an_accident_with_one_file_is_told_and_the_others_go_on(
    unit, keeper, folder, jobs_at_once, monkeypatch, caplog
):
    submission(unit, keeper)
    submission(unit, keeper, number=2)
    read = evidence.read_sealed
    monkeypatch.setattr(evidence, "read_sealed", lambda path: 1 / 0 if path.name.endswith("-0") else read(path))
    delivery, _ = receive(keeper, [photo(), photo("DEMO2.jpg")])
    delivery.refresh_from_db()
    assert (delivery.files[0]["tone"], delivery.files[0]["words"]) == ("bad", "处理时出错，请重新上传。")
    assert (delivery.files[1]["tone"], delivery.done, left(folder)) == ("good", True, [])
    assert "ZeroDivisionError" in caplog.text


def test_nothing_is_kept_of_what_is_rolled_back(unit, keeper, folder, monkeypatch):
    monkeypatch.setattr(evidence.work, "start", lambda *args, **values: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        receive(keeper, [photo(), photo()])
    assert (Delivery.objects.count(), left(folder)) == (0, [])


def test_a_delivery_whose_job_gave_up_is_closed(unit, keeper, folder):
    delivery, job = receive(keeper, [photo()])
    assert (sweep(timezone.now()), len(left(folder))) == (0, 1)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    sweep(timezone.now())
    delivery.refresh_from_db()
    assert (delivery.files[0]["tone"], delivery.done, left(folder)) == ("bad", True, [])


@pytest.mark.parametrize(("hours", "stays"), [(23, 1), (25, 0)])
def test_files_of_no_delivery_go_after_a_day(hours, stays, db, folder):
    path = Delivery().path(0)
    write_sealed(path, b"x")
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))
    call_command("remind", "--verbosity", "0")
    assert len(left(folder)) == stays


def test_files_of_an_unfinished_delivery_stay_however_old(unit, keeper, folder):
    receive(keeper, [photo()])
    assert (sweep(timezone.now() + datetime.timedelta(days=3)), len(left(folder))) == (0, 1)


def test_what_waits_counts_towards_the_quota(unit, keeper, folder, monkeypatch):
    monkeypatch.setattr(evidence, "QUOTA", photo().size * 2)
    sent = [receive(keeper, [photo()], one)[0] for one in (None, submission(unit, keeper))]
    refused, _ = receive(keeper, [photo()])
    assert [d.files[0]["tone"] for d in (*sent, refused)] == ["waiting", "waiting", "bad"]
    assert ("已满" in refused.files[0]["words"], len(left(folder))) == (True, 2)


def test_the_quota_of_another_unit_is_its_own(unit, other_unit, keeper, monkeypatch):
    monkeypatch.setattr(evidence, "QUOTA", photo().size)
    receive(keeper, [photo()])
    delivery, _ = receive(actor("school", "unit", unit=other_unit), [photo()])
    assert delivery.files[0]["tone"] == "waiting"


def test_drafts_of_the_unit_may_be_made_while_a_scan_is_stored(unit, keeper):
    with CaptureQueriesContext(connection) as queries:
        attach(keeper, submission(unit, keeper).pk, picture())
    locks = [
        query["sql"] for query in queries if "FOR " in query["sql"] and '"positions_unit"."match_name"' in query["sql"]
    ]
    assert locks[-1].endswith("FOR NO KEY UPDATE")


def test_further_pages_are_not_loaded_until_they_are_looked_at(signed_in, hr, unit, keeper):
    one = submission(unit, keeper)
    scan = attach(keeper, one.pk, picture())
    Scan.objects.filter(pk=scan.pk).update(pages=3)
    page = signed_in(hr).get(reverse("submission", args=[one.pk])).content.decode()
    assert (page.count('class="scan"'), page.count('loading="lazy"'), page.count("<summary><span>第 ")) == (3, 2, 2)


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


# Notices and mails ----------------------------------------------------------------------------------


def test_a_long_text_is_cut(hr):
    telling.tell([hr], "长" * 600, "/")
    assert (len(Notice.objects.get().text), Notice.objects.get().text[-2:]) == (500, "长…")


def test_a_mail_says_nothing_but_that_there_is_a_message(settings, hr, django_capture_on_commit_callbacks):
    settings.EMAIL_HOST, hr.email = "mail.invalid", "hr@example.invalid"
    with django_capture_on_commit_callbacks(execute=True):
        telling.tell([hr], "退回待修改：人员 张三。", "/")
    assert [(sent.body, "张三" in sent.subject) for sent in mail.outbox] == [("有新消息，请登录系统查看。", False)]


class Slow(BaseEmailBackend):
    """A mail server that answers only when it is let go."""

    go = threading.Event()
    sent: list[str] = []

    def send_messages(self, messages):
        Slow.go.wait(10)
        Slow.sent += [message.to[0] for message in messages]
        return len(messages)


def test_nobody_waits_for_the_mail_server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    monkeypatch.setattr(telling, "get_connection", Slow)
    post = ThreadPoolExecutor(1)
    monkeypatch.setattr(telling, "_post", post)
    telling._mail(["a@example.invalid", "b@example.invalid"])
    assert Slow.sent == []
    Slow.go.set()
    post.shutdown()
    assert Slow.sent == ["a@example.invalid", "b@example.invalid"]


def test_a_mail_server_that_fails_is_logged(monkeypatch, caplog):
    monkeypatch.setattr(telling, "get_connection", lambda: 1 / 0)
    telling._send(["a@example.invalid"], time.monotonic() + 1)
    assert "cannot be used" in caplog.text


def test_what_comes_too_late_is_not_sent(caplog):
    telling._send(["a@example.invalid"], time.monotonic() - 1)
    assert ("not sent in time" in caplog.text, mail.outbox) == (True, [])


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


# The home page --------------------------------------------------------------------------------------


def approved(unit, keeper, person, hour, number):
    one = submission(unit, keeper, State.APPROVED, number=number)
    at = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    for action, later in (("submit", 0), ("approve", hour)):
        moment = at + datetime.timedelta(hours=later)
        Step.objects.create(submission=one, by=keeper.user, action=action, state=State.APPROVED, at=moment)
    Trace.objects.create(submission=one, register="talent.person", row=person.pk)
    return one


def test_the_last_ten_people_are_shown_once_each_the_newest_first(unit, keeper):
    people = [county.person(n, f"张{n}") for n in range(12)]
    for n, person in enumerate(people):
        county.serve(person, unit)
        approved(unit, keeper, person, n + 1, n)
    approved(unit, keeper, people[3], 100, 50)
    shown = [person.name for person, _ in _approved(Scope.of(keeper.user, TODAY))]
    assert shown == ["张3", *(f"张{n}" for n in (11, 10, 9, 8, 7, 6, 5, 4, 2))]
