"""What the bureau keeps about the policy itself: the loaded text of its document."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from dingnan_sw.audit.protect import append_only, never_emptied
from incentives.rules.vocabulary import Reason


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


@append_only
class Ruling(models.Model):
    """认定: what the bureau decided about the doubt that kept a certificate's bonus waiting, why, and on what evidence.

    Never changed: a further ruling on the same doubt takes its place.
    """

    class Doubt(models.TextChoices):
        CIVIL_SERVANT = Reason.CIVIL_SERVANT.value, "只以公务员（参公）身份任职"
        UNIT_KIND = Reason.UNIT_KIND.value, "单位不属奖励范围"
        TWO_LEVELS_SAME_YEAR = Reason.TWO_LEVELS_SAME_YEAR.value, "同年两个级别"

    certificate = models.ForeignKey("talent.Certificate", models.PROTECT, related_name="rulings", verbose_name="证书")
    doubt = models.CharField("待认定事项", max_length=30, choices=Doubt)
    granted = models.BooleanField("同意发放")
    reason = models.CharField("理由", max_length=1000)
    evidence = models.CharField("依据材料", max_length=300)
    amount = models.DecimalField("涉及金额", max_digits=12, decimal_places=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="认定人")
    at = models.DateTimeField("认定时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "认定"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(reason="") & ~Q(evidence=""), name="ruling_has_reason_and_evidence"),
        )
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied(),
        )

    def __str__(self) -> str:
        return f"{self.certificate} {self.in_words}"

    @property
    def in_words(self) -> str:
        return "同意发放" if self.granted else "不予发放"
