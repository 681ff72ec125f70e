"""A message to one account."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> Self:
        return self.filter(read__isnull=True)


class Notice(models.Model):
    """`url` is the page where its reader goes on; a notice with a `key` is given to an account once in the time that notices are kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="收件账号")
    text = models.CharField("内容", max_length=500)
    url = models.CharField("页面", max_length=200)
    key = models.CharField("只发一次的编号", max_length=100, blank=True)
    created = models.DateTimeField("时间", default=timezone.now)
    read = models.DateTimeField("已读时间", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ("-created", "-pk")
        constraints = (models.UniqueConstraint(fields=("user", "key"), condition=~Q(key=""), name="told_once_a_key"),)
        indexes = (models.Index(fields=("user", "read"), name="notice_unread"),)

    def __str__(self) -> str:
        return self.text
