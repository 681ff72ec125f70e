"""The disk full, the clock gone back: refused in words, nothing half left behind, and the next try works."""

import contextlib
import datetime
import resource

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.audit import clock as audit_clock
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import Entry
from dingnan_sw.audit.verifying import verify
from dingnan_sw.backups.taking import take
from dingnan_sw.jobs.models import Job, State
from dingnan_sw.lib.secrets import read_sealed, write_sealed
from incentives.paying import papers
from incentives.paying.models import Batch, Paper
from incentives.paying.models import Entry as LedgerEntry
from incentives.refusals import Refused
from talent.models import Upload
from talent.submissions.models import Delivery
from tests import county
from tests.lib.hostile import noise
from tests.paying.office import Office
from tests.talent.books import COUNTY, holder, write

pytestmark = pytest.mark.django_db
ROOM = 200  # bytes that a file may still take


@contextlib.contextmanager
def full():
    """Inside, the system stops every file of ours in the middle of being written."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def data(settings, tmp_path):
    """The folder of the data; files() are those in it."""
    settings.DATA_DIR = tmp_path
    return lambda: sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())


@pytest.fixture
def browser(signed_in, clerk):
    found = signed_in(clerk)
    found.raise_request_exception = False
    return found


@pytest.fixture
def office():
    employer = county.committee()
    for number in (1, 2):
        one = county.person(number, f"某{number}", bank_name="演示银行", bank_account=f"999900000000000000{number}")
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}", approved_on=datetime.date(2020, 12, 10))
    return Office()


# Disk full ----------------------------------------------------------------------------------------


def test_a_file_that_does_not_fit_leaves_what_was_there(tmp_path):
    path = tmp_path / "paper"
    write_sealed(path, b"first")
    with full(), pytest.raises(OSError, match="large"):
        write_sealed(path, bytes(5000))
    assert ([one.name for one in tmp_path.iterdir()], read_sealed(path)) == (["paper"], b"first")


def test_an_upload_that_does_not_fit_is_told_and_leaves_nothing(browser, data, jobs_at_once, tmp_path):
    book = write(tmp_path / "名册.xlsx", {**COUNTY, "花名册": [holder(1)]}).read_bytes()
    before = data()
    with full():
        answer = browser.post(reverse("exchange"), {"file": SimpleUploadedFile("名册.xlsx", book)})
    assert (answer.status_code, "磁盘满了" in answer.content.decode()) == (503, True)
    assert (Upload.objects.count(), Job.objects.count(), data()) == (0, 0, before)
    browser.post(reverse("exchange"), {"file": SimpleUploadedFile("名册.xlsx", book)})
    assert Upload.objects.get().state == Upload.State.READY


def test_an_export_that_does_not_fit_is_told_and_the_next_one_is_whole(browser, data, jobs_at_once, settings, tmp_path):
    address, period = reverse("paper", args=["bonuses", "xlsx"]), {"period": "2021"}
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "tmp"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    with full():
        browser.post(address, period)
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    job = Job.objects.get()
    assert (job.state, "磁盘满了" in job.message, job.result_path.exists()) == (State.FAILED, True, False)
    browser.post(address, period)
    done = Job.objects.order_by("created").last()
    assert (done.state, read_sealed(done.result_path)[:2]) == (State.DONE, b"PK")


def test_a_paper_of_a_batch_that_does_not_fit_is_not_filed(office, data):
    batch, user = office.allowances("2021-08"), office.actor("payer").user
    with full(), pytest.raises(OSError, match="large"):
        papers.keep(batch, "roster-xlsx", "花名册.xlsx", bytes(5000), user)
    assert (Paper.objects.count(), [name for name in data() if "papers" in name]) == (0, [])
    paper = papers.keep(batch, "roster-xlsx", "花名册.xlsx", bytes(5000), user)
    assert read_sealed(paper.path) == bytes(5000)


def test_scans_that_do_not_fit_are_told_and_the_delivery_is_not_there(signed_in, hr, data, jobs_at_once):
    browser, scan = signed_in(hr), noise("PNG")
    browser.raise_request_exception = False
    with full():
        answer = browser.post(reverse("scans"), {"files": SimpleUploadedFile("DEMO1.png", scan)})
    assert (answer.status_code, Delivery.objects.count(), data()) == (503, 0, [])
    assert browser.post(reverse("scans"), {"files": SimpleUploadedFile("DEMO1.png", scan)}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_does_not_fit_is_told_no_half_one_stays_and_the_next_is_whole(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "backups"
    with full():
        run = take()
    assert (run.good, run.words) == (False, "没有完成：磁盘满了。没有留下半份文件。")
    assert list(settings.BACKUP_DIR.iterdir()) == []
    assert take().good


# Clock gone back ----------------------------------------------------------------------------------


@pytest.fixture
def at(monkeypatch):
    """at(minutes=-60): the clock says so much else than it should."""
    real = timezone.now

    def set_to(**apart):
        monkeypatch.setattr("django.utils.timezone.now", lambda: real() + datetime.timedelta(**apart))

    return set_to


@pytest.mark.parametrize(("seconds", "stopped"), [(-55, False), (-65, True), (-3600, True), (3600, False)])
def test_money_waits_for_a_clock_that_went_back_by_more_than_a_minute(seconds, stopped, office, at):
    batch = office.allowances("2021-08")
    steps = batch.steps.count()
    record("登录")
    at(seconds=seconds)
    if not stopped:
        assert office.step(batch, "reviewed", "checker").state == "reviewed"
        return
    with pytest.raises(Refused, match="时钟倒退了") as refused:
        office.step(batch, "reviewed", "checker")
    batch.refresh_from_db()
    assert (refused.value.code, batch.state, batch.steps.count()) == ("clock_went_back", "draft", steps)


def test_no_money_verb_slips_past(office, at, figure):
    office.pay(office.allowances("2021-08"))
    draft, ledger = office.allowances("2021-09"), LedgerEntry.objects.count()
    at(hours=-1)
    acts = (
        lambda: office.allowances("2021-09"),
        lambda: office.bonuses(2020),
        lambda: office.step(draft, "reviewed", "checker"),
        lambda: office.step(draft, "voided", "preparer"),
    )
    for act in acts:
        with pytest.raises(Refused, match="时钟倒退了"):
            act()
    kept = (Batch.objects.count(), LedgerEntry.objects.count()) == (2, ledger)
    figure("时钟倒退一小时", "动钱的动作全部拒绝，批次和账不变", f"{len(acts)} 种全部拒绝，批次和账不变", kept)


def test_money_goes_on_by_itself_once_the_clock_has_come_up_again(office, at):
    batch = office.allowances("2021-08")
    at(hours=-1)
    with pytest.raises(Refused):
        office.step(batch, "reviewed", "checker")
    at(seconds=1)
    assert office.step(batch, "reviewed", "checker").state == "reviewed"


def test_the_record_goes_on_in_the_order_of_its_numbers_and_stays_whole(at):
    first = record("登录")
    at(hours=-1)
    second = record("登录")
    assert (second.pk > first.pk, second.at < first.at, second.previous == first.digest) == (True, True, True)
    assert verify().holds


def test_what_was_recorded_while_the_clock_ran_ahead_is_confirmed_once(office, at, capsys):
    batch = office.allowances("2021-08")
    at(days=30)
    record("登录")
    at(days=0)
    with pytest.raises(Refused, match="时钟倒退了"):
        office.step(batch, "reviewed", "checker")
    call_command("confirm_clock")
    assert "可以办理" in capsys.readouterr().out
    assert office.step(batch, "reviewed", "checker").state == "reviewed"
    assert Entry.objects.filter(action=audit_clock.CONFIRMED).count() == 1


def test_a_confirmation_is_for_what_lies_before_it_alone(office, at):
    at(days=30)
    record("登录")
    at(days=0)
    call_command("confirm_clock")
    at(hours=-1)
    with pytest.raises(Refused, match="时钟倒退了"):
        office.allowances("2021-08")


def test_there_is_nothing_to_confirm_while_the_clock_is_right(db, capsys):
    with pytest.raises(SystemExit):
        call_command("confirm_clock")
    assert "不用确认" in capsys.readouterr().out
