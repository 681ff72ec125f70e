"""A piece of background work as its owner sees it."""

import datetime
import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT = datetime.timedelta(days=7)


class State(models.TextChoices):
    WAITING = "waiting", "等待处理"
    RUNNING = "running", "正在处理"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"


class JobQuerySet(models.QuerySet["Job"]):
    def expired(self, now: datetime.datetime) -> "JobQuerySet":
        """Over for so long that page and result may go; what waits or runs never is."""
        return self.filter(finished__lt=now - KEPT)


class Job(models.Model):
    """`kind` names the function that does it (dingnan_sw.jobs.work.register), `arguments` what it is given.

    `grant` is the digest of what the owner might see when it was started; empty: the result shows nothing of the registers
    that depends on it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=60)
    title = models.CharField("名称", max_length=200)
    arguments = models.JSONField("参数", default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs", verbose_name="发起人")
    place = models.CharField("发起处", max_length=60, blank=True)
    grant = models.CharField("发起时的授权摘要", max_length=64, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    message = models.CharField("说明", max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    heartbeat = models.DateTimeField("最近活动", null=True)
    created = models.DateTimeField("发起时间", default=timezone.now)
    finished = models.DateTimeField("完成时间", null=True)
    fetched = models.DateTimeField("首次下载时间", null=True)
    result_name = models.CharField("结果文件名", max_length=200, blank=True)
    result_url = models.CharField("结果页面", max_length=200, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ("-created",)

    def __str__(self) -> str:
        return self.title

    @property
    def over(self) -> bool:
        return self.state in (State.DONE, State.FAILED)

    @property
    def words(self) -> str:
        """How far it is: in its own words, in numbers, or only its state."""
        if self.state == State.RUNNING and self.message:
            return self.message
        return f"{self.done} / {self.total}" if self.total else str(self.get_state_display())

    @property
    def tone(self) -> str:
        match State(self.state):
            case State.WAITING | State.RUNNING:
                return "waiting"
            case State.DONE:
                return "good"
            case State.FAILED:
                return "bad"

    @property
    def result_path(self) -> Path:
        """Where the sealed result lies; the owner's name for it is result_name."""
        return Path(settings.DATA_DIR) / "results" / str(self.pk)

    @property
    def kept_until(self) -> datetime.datetime | None:
        """None as long as it waits or runs."""
        return self.finished + KEPT if self.finished else None
