"""One entry for each act worth answering for; entries are only ever added, each sealed to the one before."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from dingnan_sw.audit.protect import append_only

GENESIS = "0" * 64  # the digest before the first


@append_only
class Entry(models.Model):
    """`digest` is an HMAC over `previous` and the entry itself: an edit, a gap or a swap breaks the chain after it."""

    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="操作人"
    )
    actor_name = models.CharField("操作人姓名", max_length=150)
    action = models.CharField("事项", max_length=60)
    object_type = models.CharField("对象类别", max_length=60, blank=True)
    object_id = models.CharField("对象编号", max_length=60, blank=True)
    details = models.JSONField("内容", default=dict)
    address = models.CharField("来源", max_length=60, blank=True)
    previous = models.CharField("上一条摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("object_type", "object_id"), name="audit_by_object"),
            models.Index(fields=("at",), name="audit_by_time"),
        )
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied",
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'the audit record is append-only';",
            ),
        )

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.actor_name} {self.action}"


class Denials(models.Model):
    """How often one asker was refused in the minute that began with the first (dingnan_sw.audit.denials)."""

    asker = models.CharField("谁", max_length=60, primary_key=True)  # the key of the account; of a stranger the address
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name="账号"
    )
    address = models.CharField("来源", max_length=60)
    since = models.DateTimeField("第一次")
    count = models.PositiveIntegerField("次数")

    class Meta:
        verbose_name = verbose_name_plural = "一分钟内的拒绝"

    def __str__(self) -> str:
        return f"{self.account or self.address} {self.count} 次"


class KeyProof(models.Model):
    """By which the keys that this database was filled with are known again (dingnan_sw.audit.keys).

    name: one of Key; a former one that is still read with, as fields.1; or BACKUP, which no data is sealed with.
    """

    class Key(models.TextChoices):
        FIELDS = "fields", "字段加密"
        INDEX = "index", "盲索引"
        AUDIT = "audit", "审计"

    BACKUP = "backup"

    name = models.CharField("密钥", max_length=20, primary_key=True)
    proof = models.CharField("凭证", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "密钥凭证"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(name__regex=r"^(fields|index|audit|backup|(fields|audit)\.[0-9]+)$"),
                name="proof_of_a_key_of_ours",
                violation_error_message="没有这样的密钥。",
            ),
        )

    def __str__(self) -> str:
        return self.name
