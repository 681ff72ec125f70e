"""How long what is kept stays: each term with the day before and the day of its end; and what is never touched."""

import datetime
import os
import uuid

import pytest
from axes.models import AccessAttempt
from django.conf import settings as portal
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.audit.models import Entry
from dingnan_sw.jobs import retention
from dingnan_sw.jobs.models import KEPT
from dingnan_sw.lib.dates import today
from dingnan_sw.notices.models import Notice
from dingnan_sw.notices.telling import tell
from positions.signin.models import HeldForm
from talent.models import Person, Service
from talent.submissions.models import Kind, Scan, State, Submission
from tests import county

NOW = timezone.make_aware(datetime.datetime(2026, 6, 1, 3))
SECOND = datetime.timedelta(seconds=1)
TERMS = {term.name: term for term in retention.schedule(today())}


def ended(name):
    return NOW - datetime.timedelta(days=TERMS[name].days)


def left_of(name, model, rows):
    """Which of the rows are left when the term is enforced: the one just over, the one just not."""
    done = retention.enforce(NOW)
    there = set(model.objects.values_list("pk", flat=True))
    return done[name], [row.pk in there for row in rows]


def test_each_term_has_its_rule_its_end_and_someone_who_enforces_it(figure):
    bare = [term.name for term in TERMS.values() if not (term.rule and term.end and term.since)]
    enforced = {term.name for term in TERMS.values() if term.enforced}
    figure(
        "保存期限",
        "每一项有依据、起止，该自动清除的都有执行的任务",
        f"{len(TERMS)} 项，自动清除 {len(enforced)} 项，缺 {bare}",
        not bare and enforced == set(retention._enforcers),
    )
    assert TERMS["results"].days == KEPT.days
    assert TERMS["sessions"].days * 24 * 3600 == portal.SESSION_COOKIE_AGE


def test_a_later_term_takes_the_place_of_an_earlier_one_from_its_day_on(monkeypatch):
    first = TERMS["notices"]
    later = retention.Term(
        **{name: getattr(first, name) for name in first.__slots__} | {"first": datetime.date(2030, 1, 1), "days": 9}
    )
    monkeypatch.setattr(retention, "_terms", lambda: (first, later))
    days = [datetime.date(2020, 12, 31), datetime.date(2029, 12, 31), datetime.date(2030, 1, 1)]
    assert [[term.days for term in retention.schedule(day)] for day in days] == [[], [730], [9]]


@pytest.mark.parametrize("key", ["", "task-1"])
def test_messages(clerk, key):
    rows = [
        Notice.objects.create(user=clerk, text="x", url="/", key=key and f"{key}-{by}", created=ended("notices") + by)
        for by in (-SECOND, SECOND)
    ]
    assert left_of("notices", Notice, rows) == (1, [False, True])


def test_what_still_waits_after_two_years_is_told_again(clerk):
    Notice.objects.create(user=clerk, text="x", url="/", key="task-1", created=ended("notices") - SECOND)
    assert tell([clerk], "x", "/", "task-1") == 0
    retention.enforce(NOW)
    assert tell([clerk], "x", "/", "task-1") == 1


def test_what_a_killed_process_left_behind(db, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "tmp"
    (tmp_path / "tmp" / "rows").mkdir(parents=True)
    for name, by in (("old.xlsx", -SECOND), ("new.xlsx", SECOND), ("rows", -SECOND)):
        path, moment = tmp_path / "tmp" / name, (ended("temporary") + by).timestamp()
        path.touch()
        os.utime(path, (moment, moment))
    assert retention.enforce(NOW)["temporary"] == 2
    assert [path.name for path in (tmp_path / "tmp").iterdir()] == ["new.xlsx"]


def test_forms_that_nobody_fetched(clerk):
    rows = [HeldForm.objects.create(user=clerk, content="{}", at=ended("held_forms") + by) for by in (-SECOND, SECOND)]
    assert left_of("held_forms", HeldForm, rows) == (1, [False, True])


def test_counts_of_failed_sign_ins(db):
    rows = [AccessAttempt.objects.create(username=f"{by}", failures_since_start=1) for by in (0, 1)]
    for row, by in zip(rows, (-SECOND, SECOND), strict=True):
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=ended("attempts") + by)
    assert left_of("attempts", AccessAttempt, rows) == (1, [False, True])


def test_sessions(db):
    rows = [
        Session.objects.create(session_key=f"{by}", session_data="", expire_date=NOW + by) for by in (-SECOND, SECOND)
    ]
    assert left_of("sessions", Session, rows) == (1, [False, True])


@pytest.fixture
def scanned(clerk, unit):
    def make(state, changed):
        submission = Submission.objects.create(unit=unit, kind=Kind.PERSON, subject="某", state=state, author=clerk)
        Submission.objects.filter(pk=submission.pk).update(changed=changed)
        return Scan.objects.create(
            submission=submission, name="a.png", kind="png", size=1, pages=1, sha256=uuid.uuid4().hex, uploaded_by=clerk
        )

    return make


@pytest.mark.parametrize("state", State)
def test_scans_of_what_came_to_nothing(state, scanned, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.DATA_DIR = tmp_path
    rows = [scanned(state, ended("rejected_scans") + by) for by in (-SECOND, SECOND)]
    for row in rows:
        row.folder.mkdir(parents=True)
    nothing = state in ("draft", "returned", "withdrawn", "closed")
    with django_capture_on_commit_callbacks(execute=True):
        found = left_of("rejected_scans", Scan, rows)
    assert found == (int(nothing), [not nothing, True])
    assert [row.folder.exists() for row in rows] == [not nothing, True]


def known(number, unit, **service):
    person = county.person(number, phone=f"1390000000{number}", bank_name="银行", bank_account=f"6217000{number}")
    county.serve(person, unit, **service)
    return person


def test_telephone_and_account_of_who_left_long_ago_and_was_never_paid(unit, settings):
    end = timezone.localtime(ended("contacts")).date()
    day = datetime.timedelta(days=1)
    since = end - 400 * day
    people = [
        known(1, unit, since=since, until=end),
        known(2, unit, since=since, until=end + day),
        known(3, unit, since=since),
        county.person(4, phone="13900000004"),  # never in service: just entered
    ]
    assert retention.enforce(NOW)["contacts"] == 1
    kept = [(one.phone, one.bank_account, one.phone_index, one.id_number) for one in Person.objects.order_by("pk")]
    assert kept[0] == ("", "", None, people[0].id_number)
    assert [phone for phone, *_ in kept[1:]] == [person.phone for person in people[1:]]
    assert Service.objects.count() == 3


def test_who_was_ever_in_a_batch_keeps_the_account(unit):
    from tests.paying.office import Office

    person = known(1, unit, since=datetime.date(2020, 1, 1), until=datetime.date(2021, 5, 1))
    county.certify(person, approved_on=datetime.date(2020, 12, 10))
    Office(datetime.date(2022, 3, 1)).allowances("2021-03")
    assert retention.enforce(timezone.make_aware(datetime.datetime(2040, 1, 1)))["contacts"] == 0


def test_it_is_done_once_a_day_and_told_with_its_counts(clerk, monkeypatch):
    Notice.objects.create(user=clerk, text="x", url="/", created=ended("notices") - SECOND)
    for hours in (0, 1, 20, 21):
        at = NOW.replace(hour=0) + datetime.timedelta(hours=3 + hours)
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        retention.daily()
    runs = [entry.details["counts"]["notices"] for entry in Entry.objects.filter(action=retention.ENFORCED)]
    assert runs == [1, 0]


def test_what_fails_keeps_nothing_back_and_is_told_by_no_entry(clerk, monkeypatch):
    row = Notice.objects.create(user=clerk, text="x", url="/", created=ended("notices") - SECOND)
    monkeypatch.setitem(retention._enforcers, "sessions", lambda before: 1 / 0)
    with pytest.raises(ExceptionGroup):
        retention.enforce(NOW)
    assert (Notice.objects.filter(pk=row.pk).exists(), retention.last_run()) == (False, None)


def test_everybody_reads_the_notice_and_the_schedule(signed_in, clerk, client):
    call_command("enforce_retention", verbosity=0)
    stranger = client.get(reverse("privacy")).content.decode()
    reader = signed_in(clerk).get(reverse("privacy")).content.decode()
    assert [term.what in stranger for term in TERMS.values()] == [True] * len(TERMS)
    assert ("银行账号：发放奖励和津贴" in stranger, "**" in stranger, "最近一次执行" in stranger) == (
        True,
        False,
        False,
    )
    assert "最近一次执行" in reader
    assert reverse("privacy") in signed_in(clerk).get(reverse("home")).content.decode()
