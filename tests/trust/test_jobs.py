"""Background work: done once, seen by its owner alone, taken up again when its worker died, never running for good."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.jobs import work
from dingnan_sw.jobs.models import KEPT, Job, State


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


@pytest.mark.parametrize(
    ("age", "left"), [(KEPT - datetime.timedelta(minutes=1), 1), (KEPT + datetime.timedelta(minutes=1), 0)]
)
def test_results_are_kept_for_seven_days(age, left, queued, kind, clerk):
    job = work.start(kind(lambda desk: desk.deliver("结果.txt", b"42")), "试算", by=clerk)
    run_all(queued)
    Job.objects.update(created=timezone.now() - age)
    work.clear_old()
    assert (Job.objects.count(), job.result_path.exists()) == (left, bool(left))


def test_progress_is_told_while_it_runs(queued, kind, clerk, signed_in):
    job = work.start(kind(lambda desk: None), "试算", by=clerk)
    claimed = work._claim(str(job.pk))
    work.Desk(claimed).progress(30, 100)
    told = signed_in(clerk).get(reverse("job-progress", args=[job.pk])).json()
    assert (told["done"], told["total"], told["over"]) == (30, 100, False)
