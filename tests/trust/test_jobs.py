"""Background work: done once, seen by its owner alone, taken up again when its worker died, never running for good."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from dingnan_sw.audit.bounds import AGAIN
from dingnan_sw.audit.models import Entry
from dingnan_sw.jobs import work
from dingnan_sw.jobs.models import KEPT, Job, State
from positions.vocabulary import Role
from talent import uploads
from talent.models import Upload
from tests import county

MINUTE = datetime.timedelta(minutes=1)
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def kind(monkeypatch):
    """kind(function) registers it as a kind of work for this test."""

    def register(function):
        monkeypatch.setitem(work._works, "probe", function)
        return "probe"

    return register


@pytest.fixture
def queued(monkeypatch):
    """Jobs stay in the queue until the test runs them."""
    waiting = []
    monkeypatch.setattr("dingnan_sw.jobs.work.transaction.on_commit", lambda function: function())
    monkeypatch.setattr(type(work.run), "enqueue", lambda self, job_id: waiting.append(job_id))
    return waiting


def run_all(queued):
    while queued:
        work.run.func(queued.pop(0))


def test_a_job_is_done_and_its_result_waits_for_its_owner(queued, kind, clerk, hr, signed_in):
    job = work.start(kind(lambda desk: desk.deliver("结果.txt", b"42")), "试算", by=clerk)
    run_all(queued)
    address = reverse("job-result", args=[job.pk])
    assert b"".join(signed_in(clerk).get(address)) == b"42"
    assert signed_in(hr).get(address).status_code == 404
    assert "结果.txt" in signed_in(clerk).get(reverse("jobs")).content.decode()


def test_the_kept_result_is_sealed(queued, kind, clerk):
    job = work.start(kind(lambda desk: desk.deliver("结果.txt", b"999999199001010011")), "试算", by=clerk)
    run_all(queued)
    assert b"999999199001010011" not in job.result_path.read_bytes()


def test_a_refusal_is_told_in_its_own_words(queued, kind, clerk):
    def refuse(desk):
        raise work.Refusal("缺少年度。")

    job = work.start(kind(refuse), "试算", by=clerk)
    run_all(queued)
    job.refresh_from_db()
    assert (job.state, job.message) == (State.FAILED, "缺少年度。")


def test_an_accident_is_told_with_a_number_and_no_inner_words(queued, kind, clerk, caplog):
    job = work.start(kind(lambda desk: 1 / 0), "试算", by=clerk)
    run_all(queued)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert str(job.pk)[:8] in job.message
    assert "Zero" not in job.message
    assert "ZeroDivisionError" in caplog.text


def test_the_same_job_is_never_done_twice(queued, kind, clerk):
    done = []
    job = work.start(kind(lambda desk: done.append(1)), "试算", by=clerk)
    queued.append(str(job.pk))
    run_all(queued)
    assert done == [1]


def die(job, ago):
    """A worker claimed the job and has been silent since."""
    claimed = work._claim(str(job.pk))
    Job.objects.filter(pk=claimed.pk).update(heartbeat=timezone.now() - ago)


def test_what_a_dead_worker_left_is_taken_up_again(queued, kind, clerk):
    done = []
    job = work.start(kind(lambda desk: done.append(1)), "试算", by=clerk)
    queued.clear()
    die(job, work.SILENT + datetime.timedelta(seconds=1))
    assert work.take_up_abandoned() == 1
    run_all(queued)
    job.refresh_from_db()
    assert (done, job.state) == ([1], State.DONE)


def test_a_living_worker_is_left_alone(queued, kind, clerk):
    job = work.start(kind(lambda desk: None), "试算", by=clerk)
    die(job, work.SILENT - datetime.timedelta(seconds=5))
    assert work.take_up_abandoned() == 0


def test_after_the_third_death_it_is_reported(queued, kind, clerk):
    job = work.start(kind(lambda desk: None), "试算", by=clerk)
    for _ in range(work.MOST_ATTEMPTS):
        die(job, work.SILENT * 2)
        work.take_up_abandoned()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "中断" in job.message


# Whether a task stands in the queue, as (its status, since when it is said to run), and whether the job is then queued again.
@pytest.mark.parametrize(
    ("task", "age", "again"),
    [
        (None, 2 * MINUTE, True),  # the process ended before the task was written
        (None, MINUTE / 2, False),  # it may be just about to be
        (("READY", None), 2 * MINUTE, False),  # it waits behind others
        (("RUNNING", MINUTE / 2), 2 * MINUTE, False),  # a worker is about to claim the job
        (("RUNNING", 2 * MINUTE), 3 * MINUTE, True),  # the worker died before it claimed the job
        (("FAILED", None), 2 * MINUTE, True),
    ],
)
def test_a_waiting_job_whose_task_was_lost_is_queued_again(task, age, again, kind, clerk, monkeypatch):
    done = []
    monkeypatch.setattr(type(work.run), "enqueue", lambda self, job_id: done.append(job_id))
    job = Job.objects.create(kind="probe", title="试算", owner=clerk, created=timezone.now() - age)
    if task:
        tell(job, *task)
    assert work.take_up_abandoned() == again
    assert done == [str(job.pk)] * again


def tell(job, status, since=None):
    """A row of the queue for that job."""
    began = timezone.now() - since if since else None
    told = {"args": [str(job.pk)], "kwargs": {}}
    DBTaskResult.objects.create(
        status=status, started_at=began, args_kwargs=told, task_path=work.run.module_path,
        backend_name="default", run_after=timezone.now(), exception_class_path="", traceback="",
    )  # fmt: skip


def test_a_heartbeat_outlives_an_error_of_the_database(clerk, monkeypatch, caplog):
    job, beats, enough = Job.objects.create(kind="probe", title="试算", owner=clerk), [], threading.Event()

    def beat(**values):
        beats.append(1)
        if len(beats) == 1:
            raise OperationalError("server closed the connection")
        enough.set()

    monkeypatch.setattr(work, "BEAT", 0.01)
    with mock.patch.object(Job.objects, "filter", return_value=mock.Mock(update=beat)), work._heartbeat(job):
        assert enough.wait(5)
    assert "heartbeat" in caplog.text


DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("created", "finished", "left"),
    [
        (KEPT - MINUTE, KEPT - MINUTE, True),
        (KEPT + MINUTE, KEPT + MINUTE, False),
        (30 * DAY, DAY, True),  # it waited for a long time, and ended yesterday
        (30 * DAY, None, True),  # it still waits or runs
    ],
)
def test_results_are_kept_for_seven_days_from_the_end(created, finished, left, queued, kind, clerk):
    job = work.start(kind(lambda desk: desk.deliver("结果.txt", b"42")), "试算", by=clerk)
    run_all(queued)
    now = timezone.now()
    Job.objects.update(created=now - created, finished=finished and now - finished)
    work.clear_old()
    assert (Job.objects.count(), job.result_path.exists()) == (left, left)


def test_the_date_on_the_page_is_the_date_of_the_clearing(clerk):
    job = Job(owner=clerk, finished=timezone.now())
    job.save()
    assert not Job.objects.expired(job.kept_until).exists()
    assert Job.objects.expired(job.kept_until + MINUTE).exists()
    assert Job().kept_until is None


def test_finished_tasks_go_with_the_jobs(clerk):
    job = Job.objects.create(kind="probe", title="试算", owner=clerk, state=State.DONE)
    for status in ("SUCCESSFUL", "FAILED", "READY"):
        tell(job, status)
    DBTaskResult.objects.update(finished_at=timezone.now() - KEPT - MINUTE)
    work.clear_old()
    assert DBTaskResult.objects.get().status == "READY"


@pytest.fixture
def upload(clerk):
    """upload(state) is a sent workbook in that state, with its file and rows, its job just done."""

    def send(state):
        one = Upload.objects.create(
            owner=clerk, name="花名册.xlsx", sha256="0", state=state,
            lines=[{"row": 1}], errors=[{"row": 1}], warnings=[{"row": 1}], counts={"花名册": {"rows": 1}}, plan="1",
        )  # fmt: skip
        for path in (one.path, one.marked_path):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"sealed")
        Job.objects.create(owner=clerk, state=State.DONE, finished=timezone.now(), arguments={"upload": str(one.pk)})
        return one

    return send


def emptied(one):
    one.refresh_from_db()
    found = {bool(one.lines), bool(one.errors), bool(one.warnings), one.path.exists(), one.marked_path.exists()}
    assert len(found) == 1
    assert (one.name, one.counts) == ("花名册.xlsx", {"花名册": {"rows": 1}})
    return found == {False}


@pytest.mark.parametrize("state", Upload.State.values)
def test_an_upload_loses_file_and_rows_with_its_job_whatever_became_of_it(state, upload, monkeypatch):
    one, now = upload(state), timezone.now()
    kept = {"applied": "applied", "discarded": "discarded"}
    for over, after in ((-SECOND, state), (SECOND, kept.get(state, "lapsed"))):
        Job.objects.update(finished=now - KEPT - over)
        monkeypatch.setattr(timezone, "now", lambda: now)
        work.clear_old()
        assert (emptied(one), one.state) == (over == SECOND, after)


def test_what_could_not_be_removed_is_removed_the_next_time(upload, monkeypatch):
    one = upload(Upload.State.READY)
    Job.objects.all().delete()
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", mock.Mock(side_effect=OSError("stale")))
        with pytest.raises(OSError, match="stale"):
            uploads.clear_old_uploads()
    assert not emptied(one)
    assert (uploads.clear_old_uploads(), emptied(one)) == (1, True)


def test_a_check_that_came_to_nothing_leaves_no_file(upload):
    """Nothing was found of it yet: no line, no error."""
    one = upload(Upload.State.CHECKING)
    Upload.objects.update(lines=[], errors=[], warnings=[], plan="")
    Job.objects.all().delete()
    work.clear_old()
    assert emptied(one)


@pytest.mark.parametrize("state", [State.WAITING, State.RUNNING])
def test_an_upload_is_not_taken_away_from_its_job_however_long_that_takes(state, upload):
    one, old = upload(Upload.State.APPLYING), timezone.now() - KEPT - MINUTE
    Job.objects.update(state=state, finished=None, created=old)
    Job.objects.create(owner=one.owner, state=State.DONE, finished=old, arguments={"upload": str(one.pk)})
    work.clear_old()
    assert (emptied(one), one.state) == (False, Upload.State.APPLYING)


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_is_being_taken_is_left_alone(upload):
    """By a worker that was paused for so long that its job is gone, or by who confirms it this moment."""
    one = upload(Upload.State.APPLYING)
    Job.objects.all().delete()
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        assert uploads.still(one, Upload.State.APPLYING)
        assert pool.submit(elsewhere, uploads.clear_old_uploads).result(60) == 0
    assert not emptied(one)
    assert uploads.clear_old_uploads() == 1


def elsewhere(act):
    """On a connection of its own."""
    try:
        return act()
    finally:
        connection.close()


@pytest.mark.parametrize(("work_of", "before"), [("check", "checking"), ("apply", "applying")])
def test_the_second_run_of_an_upload_changes_nothing(work_of, before, upload, monkeypatch):
    """The first was only paused: meanwhile another worker has taken the job up and ended it."""
    one = upload(before)
    desk = work.Desk(Job.objects.get())

    def meanwhile(*args, **options):
        Upload.objects.update(state=Upload.State.APPLIED)
        return mock.Mock(accepted=True, stored=False, errors=[], sheets=[])

    monkeypatch.setattr(uploads, "opened", lambda upload: mock.MagicMock())
    monkeypatch.setattr(uploads, "import_workbook", meanwhile)
    still = uploads.still

    def late(upload, state):
        if work_of == "apply":
            meanwhile()
        return still(upload, state)

    monkeypatch.setattr(uploads, "still", late)
    {"check": uploads.check_workbook, "apply": uploads.apply_workbook}[work_of](desk)
    one.refresh_from_db()
    assert (one.state, one.lines) == (Upload.State.APPLIED, [{"row": 1}])


@pytest.fixture
def exported(queued, clerk, unit, signed_in, monkeypatch):
    """The address of a result that the clerk had made of the whole county."""
    monkeypatch.setattr("positions.lists.AT_ONCE", 0)
    county.serve(county.person(1), unit)
    signed_in(clerk).get(reverse("people") + "?format=xlsx")
    run_all(queued)
    return reverse("job-result", args=[Job.objects.get().pk])


def test_a_result_is_there_as_long_as_the_mandate_is_the_same(exported, clerk, signed_in):
    assert signed_in(clerk).get(exported).status_code == 200
    assert "下载" in signed_in(clerk).get(exported.removesuffix("result/")).content.decode()


@pytest.mark.parametrize("now", ["a unit", "nothing", "finance"])
def test_a_result_does_not_outlive_the_mandate_it_was_made_under(now, exported, clerk, unit, signed_in):
    clerk.mandates.all().delete()
    if now != "nothing":
        place = {"unit": unit, "role": Role.UNIT} if now == "a unit" else {"role": Role.FINANCE}
        clerk.mandates.create(since=county.SINCE, **place)
    assert signed_in(clerk).get(exported).status_code == 404
    if now != "nothing":
        page = signed_in(clerk).get(reverse("jobs")).content.decode()
        assert exported not in page
        assert "授权已有变化" in page


def test_progress_is_told_while_it_runs(queued, kind, clerk, signed_in):
    job = work.start(kind(lambda desk: None), "试算", by=clerk)
    claimed = work._claim(str(job.pk))
    work.Desk(claimed).progress(30, 100)
    told = signed_in(clerk).get(reverse("job-progress", args=[job.pk])).json()
    assert (told["done"], told["total"], told["over"]) == (30, 100, False)


def test_fetching_a_result_once_more_is_an_entry_of_its_own(queued, kind, clerk, signed_in):
    """Asking for it was the export, and is entered by whoever starts the job."""
    job = work.start(kind(lambda desk: desk.deliver("结果.txt", b"42")), "试算", by=clerk)
    run_all(queued)
    address, told = reverse("job-result", args=[job.pk]), Entry.objects.filter(action=AGAIN)
    assert (signed_in(clerk).get(address).status_code, told.count()) == (200, 0)
    assert (signed_in(clerk).get(address).status_code, told.count()) == (200, 1)
    assert (signed_in(clerk).post(address).status_code, told.count()) == (405, 1)
    assert (told.get().actor, told.get().object_id, told.get().details) == (clerk, str(job.pk), {"name": "结果.txt"})
