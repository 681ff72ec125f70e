"""Starting jobs, doing them, and taking up those whose worker died."""

import datetime
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pghistory
from django.db import Error, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from dingnan_sw.audit.bounds import TooMany, one_at_a_time
from dingnan_sw.audit.chain import coming_from, place
from dingnan_sw.jobs.models import KEPT, Job, State
from dingnan_sw.lib.errors import no_room
from dingnan_sw.lib.secrets import write_sealed

logger = logging.getLogger(__name__)

BEAT = 10
SILENT = datetime.timedelta(seconds=60)
MOST_ATTEMPTS = 3
MOST_AT_ONCE = 5  # imports, exports and sheets of one account that are not over
CROWDED = (
    f"您还有 {MOST_AT_ONCE} 项导入或导出没有处理完，没有再受理。请等“我的任务与结果”里的完成以后再试；"
    "十分钟没有进展的，请告诉系统管理员。"
)
REPORT_EVERY = 0.5

Work = Callable[["Desk"], None]
_works: dict[str, Work] = {}
_unbounded: set[str] = set()
Cleaner = Callable[[], Any]
_cleaners: list[Cleaner] = []


class Refusal(Exception):
    """The job cannot be done as asked; the text tells its owner why and what to do."""


class Desk:
    """What a work gets: its arguments, and ways to report progress and hand over the result."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._reported = 0.0

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Tell the owner how far it is; told at most twice a second."""
        if time.monotonic() - self._reported < REPORT_EVERY and done != total:
            return
        self._reported = time.monotonic()
        Job.objects.filter(pk=self.job.pk).update(done=done, total=total, message=message, heartbeat=timezone.now())

    def deliver(self, name: str, data: bytes | BytesIO) -> None:
        """Keep the result, sealed, for the owner to download under that name."""
        write_sealed(self.job.result_path, data.getvalue() if isinstance(data, BytesIO) else data)
        self.job.result_name = name

    def lead_to(self, url: str) -> None:
        """The page where the owner goes on."""
        self.job.result_url = url


def register(kind: str, bounded: bool = True) -> Callable[[Work], Work]:
    """Name the function that does jobs of that kind. A work may be run again after a crash: it must be repeatable.

    bounded: whether an account may have only MOST_AT_ONCE of such jobs.
    """

    def decorate(work: Work) -> Work:
        _works[kind] = work
        if not bounded:
            _unbounded.add(kind)
        return work

    return decorate


def cleaner(clean: Cleaner) -> Cleaner:
    """Have it called every hour, after the jobs that are no longer kept have gone."""
    _cleaners.append(clean)
    return clean


def start(kind: str, title: str, *, by: Any, grant: str = "", **arguments: Any) -> Job:
    """Put a job into the queue, with the transaction around it.

    grant: the digest of by's scope, when the result shows what that scope sees; with another one it is out of reach.

    Raises:
        TooMany: so many of the account's jobs are not done yet that another would only keep others waiting.
    """
    told = title[: Job._meta.get_field("title").max_length]  # the name of an uploaded file may stand in it
    with transaction.atomic():
        if kind not in _unbounded:
            _refuse_a_crowd(by)
        job = Job.objects.create(kind=kind, title=told, owner=by, place=place(), grant=grant, arguments=arguments)
        transaction.on_commit(lambda: run.enqueue(str(job.pk)))
    return job


def _refuse_a_crowd(by: Any) -> None:
    one_at_a_time(by)
    open_ones = Job.objects.filter(owner=by, state__in=(State.WAITING, State.RUNNING)).exclude(kind__in=_unbounded)
    if open_ones.count() >= MOST_AT_ONCE:
        raise TooMany(CROWDED)


def wait(job: Job, seconds: float = 1.5) -> Job:
    """Give a quick job the chance to be done before the page is shown."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not job.over:
        time.sleep(0.1)
        job.refresh_from_db()
    return job


@task()
def run(job_id: str) -> None:
    """Do one job: claimed once, its end always written down."""
    job = _claim(job_id)
    if job is None:
        return
    try:
        history = pghistory.context(user=job.owner_id, name=str(job.owner), via="任务")
        with _heartbeat(job), coming_from(job.place), history:
            _works[job.kind](Desk(job))
    except Refusal as refusal:
        _finish(job, State.FAILED, str(refusal))
    except Exception as accident:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        why = "服务器的磁盘满了" if no_room(accident) else "处理时出错"
        mend = "清理磁盘以后再试" if no_room(accident) else "请重试"
        words = f"{why}，没有改动任何数据。{mend}；仍不行时把编号 {str(job.pk)[:8]} 告诉系统管理员。"
        _finish(job, State.FAILED, words)
    else:
        _finish(job, State.DONE, "")


def _claim(job_id: str) -> Job | None:
    with transaction.atomic():
        job = Job.objects.select_for_update().select_related("owner").filter(pk=job_id, state=State.WAITING).first()
        if job is None:
            return None
        job.state, job.heartbeat, job.attempts = State.RUNNING, timezone.now(), job.attempts + 1
        job.save(update_fields=["state", "heartbeat", "attempts"])
    return job


def _finish(job: Job, state: State, message: str) -> None:
    job.state, job.message, job.finished = state, message, timezone.now()
    job.save(update_fields=["state", "message", "finished", "result_name", "result_url"])


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Say every few seconds that the worker lives, also while the work itself is silent."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(BEAT):
            try:
                Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now())
            except Error:
                logger.warning("the heartbeat of job %s met a database error", job.pk, exc_info=True)
                connection.close()  # the next one makes a new connection
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def take_up_abandoned() -> int:
    """Queue again what a dead worker left running or never began; report the former as failed after the third time.

    Returns how many.
    """
    gone = timezone.now() - SILENT
    with transaction.atomic():
        abandoned = list(
            Job.objects.select_for_update(skip_locked=True).filter(state=State.RUNNING, heartbeat__lt=gone)
        )
        for job in abandoned:
            _take_up(job)
    _forget_dead_tasks(gone)
    return len(abandoned) + _queue_lost(gone)


def _take_up(job: Job) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        _finish(job, State.FAILED, f"处理进程 {MOST_ATTEMPTS} 次中断，已停止。没有改动任何数据，请联系系统管理员。")
        return
    job.state = State.WAITING
    job.save(update_fields=["state"])
    transaction.on_commit(lambda: run.enqueue(str(job.pk)))


def _tasks() -> Any:
    return DBTaskResult.objects.filter(task_path=run.module_path)


def _forget_dead_tasks(gone: datetime.datetime) -> None:
    """Tasks said to be running whose job neither runs nor has ended just now: their worker died."""
    living = Job.objects.filter(Q(state=State.RUNNING) | Q(finished__gte=gone)).values_list("pk", flat=True)
    _tasks().running().filter(started_at__lt=gone).exclude(args_kwargs__args__0__in=[str(pk) for pk in living]).delete()


def _queue_lost(gone: datetime.datetime) -> int:
    """Queue again the waiting jobs that no task will ever begin: it was never written, or died with its worker."""
    pending = _tasks().ready() | _tasks().running()
    known = set(pending.values_list("args_kwargs__args__0", flat=True))
    waiting = Job.objects.filter(state=State.WAITING, created__lt=gone).values_list("pk", flat=True)
    lost = [str(pk) for pk in waiting if str(pk) not in known]
    for pk in lost:
        run.enqueue(pk)
    return len(lost)


def clear_old() -> int:
    """Remove the jobs whose time is over with their results, the finished tasks, and what the apps keep. Returns how many jobs."""
    now = timezone.now()
    old = list(Job.objects.expired(now))
    for job in old:
        job.result_path.unlink(missing_ok=True)
        job.delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    for clean in _cleaners:
        clean()
    return len(old)
