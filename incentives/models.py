"""What the bureau keeps about the policy itself: the loaded text of its document."""

from typing import Any

from django.db import models


class PolicyDocument(models.Model):
    """The text of the document as the bureau loaded it; the newest of a number is the one in use."""

    number = models.CharField("发文字号", max_length=60)
    text = models.TextField("正文")
    sha256 = models.CharField("摘要", max_length=64)
    loaded_at = models.DateTimeField("载入时间", auto_now_add=True)
    loaded_by = models.ForeignKey("positions.User", models.PROTECT, null=True, related_name="+", verbose_name="载入人")

    class Meta:
        verbose_name = verbose_name_plural = "政策文件正文"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.number

    @classmethod
    def current(cls) -> Any:
        return cls.objects.first()
