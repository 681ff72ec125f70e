"""What became of each backup and each drill."""

from django.db import models
from django.utils import timezone


class Run(models.Model):
    """Written when it has ended, well or not; one that died leaves none, and the backup counts as not proved."""

    class Kind(models.TextChoices):
        BACKUP = "backup", "备份"
        DRILL = "drill", "恢复演练"

    kind = models.CharField("类别", max_length=10, choices=Kind)
    file = models.CharField("文件", max_length=100, blank=True)
    began = models.DateTimeField("开始时间")
    ended = models.DateTimeField("结束时间", default=timezone.now)
    good = models.BooleanField("通过")
    words = models.CharField("说明", max_length=500)
    details = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "备份记录"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.file}"
