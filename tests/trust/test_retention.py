"""How long what is kept stays: each term with the day before and the day of its end; and what is never touched."""

import datetime
import os
import uuid

import pytest
from axes.models import AccessAttempt
from django.conf import settings as portal
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.audit.models import Entry
from dingnan_sw.jobs import retention
from dingnan_sw.jobs.models import KEPT
from dingnan_sw.lib import history
from dingnan_sw.lib.dates import today
from dingnan_sw.notices.models import Notice
from dingnan_sw.notices.telling import tell
from positions.models import User
from positions.signin.models import HeldForm
from talent.exams.models import ExamRegistration
from talent.models import Person, Service
from talent.submissions import approval, drafts
from talent.submissions.models import Kind, Scan, State, Step, Submission
from tests import county
from tests.submissions.people import Cast, submission
from tests.submissions.people import row as typed

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


def registered(unit, person=None, year=2020, name="某"):
    return ExamRegistration.objects.create(
        unit=unit, person=person, name=name, exam_year=year, level=1, phone="13900000001"
    )


@pytest.mark.parametrize("cleared_before", [False, True])
def test_the_telephone_of_exam_registrations_goes_with_the_persons(cleared_before, unit):
    end = timezone.localtime(ended("contacts")).date()
    gone = known(1, unit, since=end - datetime.timedelta(days=400), until=end)
    if cleared_before:
        Person.objects.update(phone=None, bank_name="", bank_account=None)
    rows = [registered(unit, gone), registered(unit, known(2, unit, since=end))]
    assert [retention.enforce(NOW)["contacts"] for _ in range(2)] == [1, 0]
    assert list(ExamRegistration.objects.order_by("pk").values_list("phone", flat=True)) == ["", rows[1].phone]
    told = history.events([rows[0]])[-1]  # of one moment, in their order
    assert [(change.label, change.new) for change in told.changes] == [("联系电话", history.EMPTY)]


@pytest.mark.parametrize(("year", "cleared"), [(2020, True), (2021, False)])
def test_who_left_long_ago_and_registered_again_is_counted_from_the_end_of_that_year(year, cleared, unit):
    end = datetime.date(2015, 6, 1)
    person = known(1, unit, since=end - datetime.timedelta(days=400), until=end)
    row = registered(unit, person, year)
    retention.enforce(
        timezone.make_aware(datetime.datetime(2021, 1, 1)) + datetime.timedelta(days=TERMS["contacts"].days)
    )
    left = (Person.objects.get().phone, ExamRegistration.objects.get(pk=row.pk).phone)
    assert left == (("", "") if cleared else (person.phone, row.phone))


def test_who_only_ever_registered_for_an_exam_is_counted_from_the_end_of_that_year(unit):
    rows = [registered(unit, year=2020, name="甲"), registered(unit, year=2021, name="乙")]
    first = timezone.make_aware(datetime.datetime(2021, 1, 1)) + datetime.timedelta(days=TERMS["contacts"].days)
    assert [retention.enforce(at)["contacts"] for at in (first - SECOND, first)] == [0, 1]
    assert [ExamRegistration.objects.get(pk=row.pk).phone for row in rows] == ["", rows[1].phone]


PHONE, ACCOUNT = "13912340000", "999900001111"


@pytest.fixture
def cast(unit):
    return Cast(unit)


def approved(cast, one):
    approval.approve(cast.clerk, {one.pk: approval.plan([one], today())[one.pk].digest}, today())


def stated(cast, until, state=State.BUREAU):
    """A submission about somebody who was there until that day."""
    last = str(until - datetime.timedelta(days=1))
    cells = {"任职终止日期": last, "联系电话": PHONE, "开户银行": "农商银行", "银行账号": ACCOUNT}
    return submission(cast.unit, cast.keeper, state, rows=[typed(cast.unit, **cells)])


def said(one, *words):
    one.refresh_from_db()
    kept = " ".join([one.sealed_rows, one.sealed_sent, one.sealed_outcome, *one.marks])
    return [word in kept for word in words]


CONTACTS = (PHONE, ACCOUNT, "农商银行", "联系电话:", "银行账号:")


def test_what_was_approved_loses_telephone_and_account_with_the_person(cast, signed_in):
    end = timezone.localtime(ended("contacts")).date()
    one = stated(cast, end)
    approved(cast, one)
    assert said(one, *CONTACTS) == [True] * 5
    assert [retention.enforce(at)["contacts"] for at in (NOW - datetime.timedelta(days=1), NOW, NOW)] == [0, 1, 0]
    assert said(one, *CONTACTS, "张三", "DEMO1") == [False] * 5 + [True, True]
    page = signed_in(cast.clerk.user).get(reverse("submission", args=[one.pk])).content.decode()
    assert ("DEMO1" in page, "里面的电话、开户银行和账号过了保存期限" in page) == (True, True)


def test_what_was_approved_as_a_correction_loses_them_too(cast, signed_in):
    end = timezone.localtime(ended("contacts")).date()
    person = known(1, cast.unit, since=end - datetime.timedelta(days=400), until=end)
    rows = [
        {"person": person.pk, "register": "person", "row": person.pk, "field": field, "label": label, "old": old, "new": new}
        for field, label, old, new in (
            ("phone", "联系电话", person.phone, PHONE),
            ("bank_account", "银行账号", person.bank_account, ACCOUNT),
            ("education", "学历", "", "大专"),
        )
    ]  # fmt: skip
    one = submission(cast.unit, cast.keeper, State.BUREAU, rows=rows, kind=Kind.CORRECTION)
    approved(cast, one)
    assert said(one, PHONE, ACCOUNT, person.phone, person.bank_account) == [True] * 4
    retention.enforce(NOW)
    assert said(one, PHONE, ACCOUNT, person.phone, person.bank_account, "大专") == [False] * 4 + [True]
    assert signed_in(cast.clerk.user).get(reverse("submission", args=[one.pk])).status_code == 200


def test_what_was_approved_of_somebody_who_still_serves_keeps_them(cast):
    one = stated(cast, timezone.localtime(ended("contacts")).date() + datetime.timedelta(days=1))
    approved(cast, one)
    retention.enforce(NOW)
    assert said(one, *CONTACTS) == [True] * 5


@pytest.mark.parametrize("state", State)
def test_telephone_and_account_of_what_came_to_nothing(state, cast):
    one = stated(cast, today(), state)
    nothing = state in ("draft", "returned", "withdrawn", "closed")
    for by, kept in ((SECOND, True), (-SECOND, not nothing)):
        Submission.objects.update(changed=ended("rejected_contacts") + by)
        assert retention.enforce(NOW)["rejected_contacts"] == (not kept)
        assert said(one, *CONTACTS, "张三") == [*[kept] * 5, True]
    assert retention.enforce(NOW)["rejected_contacts"] == 0


@pytest.mark.parametrize(("at", "cleared"), [(-SECOND, True), (SECOND, False)])
def test_what_was_given_back_is_counted_from_then(at, cleared, cast):
    """It waited for more than a year before it was given back, and the unit has not yet seen why."""
    one = stated(cast, today(), State.RETURNED)
    Submission.objects.update(changed=ended("rejected_contacts") - datetime.timedelta(days=400))
    scan = Scan.objects.create(
        submission=one, name="a.png", kind="png", size=1, pages=1, sha256=uuid.uuid4().hex, uploaded_by=cast.keeper.user
    )
    Step.objects.create(
        submission=one, by=cast.clerk.user, action="退回", state=State.RETURNED, at=ended("rejected_contacts") + at
    )
    retention.enforce(NOW)
    assert said(one, PHONE, ACCOUNT) == [not cleared] * 2
    assert Scan.objects.filter(pk=scan.pk).exists() is not cleared


def test_what_was_approved_of_several_stays_as_long_as_it_is_another_ones(cast):
    """No form makes such a one, an old one may be so."""
    end = timezone.localtime(ended("contacts")).date()
    one = stated(cast, end)
    approved(cast, one)
    other = known(2, cast.unit)
    one.traces.create(register=Person._meta.label_lower, row=other.pk)
    assert [retention.enforce(NOW)["contacts"] for _ in range(2)] == [1, 0]
    assert said(one, *CONTACTS) == [True] * 5


def test_what_is_filled_in_anew_has_a_term_of_its_own(cast):
    one = stated(cast, today(), State.DRAFT)
    rows = one.rows
    Submission.objects.update(changed=ended("rejected_contacts") - SECOND)
    retention.enforce(NOW)
    drafts.change(cast.keeper, one.pk, one.version, rows, today())
    assert retention.enforce(NOW)["rejected_contacts"] == 0
    Submission.objects.update(changed=ended("rejected_contacts") - SECOND)
    assert retention.enforce(NOW)["rejected_contacts"] == 1


def test_who_was_ever_in_a_batch_keeps_the_account(cast, unit):
    from tests.paying.office import Office

    one = stated(cast, datetime.date(2021, 5, 1))
    approved(cast, one)
    person = Person.objects.get()
    county.certify(person, "DEMO9", approved_on=datetime.date(2020, 12, 10))
    registered(unit, person)
    User.objects.update(username=Concat("username", Value("-before")))  # the office brings a head of its own
    Office(datetime.date(2022, 3, 1)).allowances("2021-03")
    assert retention.enforce(timezone.make_aware(datetime.datetime(2040, 1, 1)))["contacts"] == 0
    assert said(one, *CONTACTS) == [True] * 5
    assert ExamRegistration.objects.get().phone == "13900000001"


def test_what_is_kept_for_good_or_by_the_law_on_accounts_says_so():
    """Of the evidence on which money was paid, and of what a decision ends."""
    for name in ("submissions", "approved_scans"):
        assert (TERMS[name].days, TERMS[name].words, TERMS[name].enforced) == (TERMS["vouchers"].days, "30 年", False)
    by_hand = [term for term in TERMS.values() if not term.enforced and term.days == TERMS["vouchers"].days]
    assert ["鉴定" in term.end for term in by_hand] == [True] * 3


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
