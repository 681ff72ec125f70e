"""Workbooks on their way into the registers or into drafts."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone


class Upload(models.Model):
    """A workbook sent to the portal: kept sealed, checked, shown, then taken whole or given back."""

    class Purpose(models.TextChoices):
        REGISTERS = "registers", "导入登记"
        DRAFTS = "drafts", "单位报送"

    class State(models.TextChoices):
        CHECKING = "checking", "正在检查"
        READY = "ready", "待确认导入"
        REFUSED = "refused", "有错误，未导入"
        APPLYING = "applying", "正在导入"
        APPLIED = "applied", "已导入"
        DISCARDED = "discarded", "已放弃"
        LAPSED = "lapsed", "已过期，未导入"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("positions.User", models.PROTECT, related_name="uploads", verbose_name="上传人")
    purpose = models.CharField("用途", max_length=10, choices=Purpose, default=Purpose.REGISTERS)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("摘要", max_length=64)
    created = models.DateTimeField("上传时间", default=timezone.now)
    state = models.CharField("状态", max_length=10, choices=State, default=State.CHECKING)
    counts = models.JSONField("行数", default=dict)
    errors = models.JSONField("错误", default=list)
    warnings = models.JSONField("提示", default=list)
    ignored = models.JSONField("未读取的栏", default=dict)
    lines = models.JSONField("逐行结果", default=list)
    plan = models.CharField("预览摘要", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "上传的工作簿"
        ordering = ("-created",)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return Path(settings.DATA_DIR) / "uploads" / str(self.pk)

    @property
    def marked_path(self) -> Path:
        """The same file with its faults marked, once it was refused."""
        return self.path.with_suffix(".marked")

    @property
    def tone(self) -> str:
        match self.State(self.state):
            case self.State.CHECKING | self.State.APPLYING | self.State.READY:
                return "waiting"
            case self.State.APPLIED:
                return "good"
            case self.State.REFUSED:
                return "bad"
            case self.State.DISCARDED | self.State.LAPSED:
                return "neutral"
