"""Batches with their lines, and all that is kept about them; amounts are yuan with two places."""

import uuid
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from dingnan_sw.audit.protect import append_only, never_emptied, withheld
from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.workdays import announced
from incentives.paying import guards
from incentives.paying.flow import OPEN, POSTED, TONES, State
from incentives.paying.models.fields import money, official, slot
from incentives.paying.vocabulary import Item, LineKind
from positions.models import Unit
from talent.models import Person
from talent.vocabulary import Level

if TYPE_CHECKING:
    from positions.access import Scope


class BatchQuerySet(models.QuerySet["Batch"]):
    def within(self, scope: "Scope") -> "BatchQuerySet":
        """The county's accounts see batches; finance those that were handed over to it."""
        from positions.vocabulary import BUREAU, Role

        if scope.may(*BUREAU):
            return self
        if scope.may(Role.FINANCE):
            return self.filter(state__in=POSTED)
        return self.none()

    def posted(self) -> "BatchQuerySet":
        return self.filter(state__in=POSTED)


@withheld("DELETE")
class Batch(models.Model):
    """The difference between what the facts give and what the ledger holds, for an exam year or through a month."""

    number = models.PositiveIntegerField("批次号", unique=True)
    kind = models.CharField("项目", max_length=10, choices=Item)
    year = models.PositiveSmallIntegerField("考试年度", null=True, blank=True)
    first = models.DateField("起始月份", null=True, blank=True)
    through = models.DateField("截止月份", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    created = models.DateTimeField("建立时间", default=timezone.now)
    prepared_on = models.DateField("生成日期")
    known_at = models.DateTimeField("登记截取时间", help_text="这一刻以前的登记变动已经计入")
    cut = models.JSONField("登记变动序号", default=dict)
    book = models.CharField("标准摘要", max_length=64)
    amendments = models.JSONField("生效的修订", default=list)
    total = money("合计", default=Decimal())
    lines_count = models.PositiveIntegerField("明细数", default=0)
    people_count = models.PositiveIntegerField("人数", default=0)
    preparer = official("编制人")
    reviewer = official("复核人", null=True, blank=True)
    approver = official("审批人", null=True, blank=True)
    payer = official("支付人", null=True, blank=True)
    notice_first = models.DateField("公示首日", null=True, blank=True)
    notice_last = models.DateField("公示末日", null=True, blank=True)
    round = models.PositiveSmallIntegerField("支付轮次", default=0)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发放批次"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                F("kind"), Coalesce("year", 0), condition=Q(state__in=OPEN), name="one_open_batch_a_period"
            ),
            models.CheckConstraint(
                condition=Q(kind=Item.BONUS, year__isnull=False, through__isnull=True, first__isnull=True)
                | Q(kind=Item.ALLOWANCE, year__isnull=True, through__day=1, first__day=1),
                name="batch_of_a_year_or_of_months",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="batch_state_of_the_list"),
            models.CheckConstraint(
                condition=(Q(reviewer__isnull=True) | ~Q(reviewer=F("preparer")))
                & (Q(approver__isnull=True) | ~Q(approver=F("preparer")) & ~Q(approver=F("reviewer")))
                & (Q(payer__isnull=True) | ~Q(payer=F("preparer")) & ~Q(payer=F("reviewer")) & ~Q(payer=F("approver"))),
                name="batch_passes_four_hands",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.DRAFT, State.VOIDED)) | Q(reviewer__isnull=False),
                name="batch_was_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.APPROVED, *POSTED)) | Q(approver__isnull=False),
                name="batch_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.PAYING, State.PAID, State.RETURNED, State.ARCHIVED))
                | Q(payer__isnull=False),
                name="batch_was_paid_by_someone",
            ),
        )
        triggers = (guards.batch_is_paper, guards.never_deleted(), never_emptied())

    def __str__(self) -> str:
        return f"第 {self.number} 批 {self.title}"

    @property
    def title(self) -> str:
        return f"{self.period_words}{self.get_kind_display()}"

    @property
    def period_words(self) -> str:
        if self.kind == Item.BONUS:
            return f"{self.year}考试年度"
        first, last = Month.of(self.first), Month.of(self.through)
        if self.looks_back:
            return f"截至{last.words}"
        return last.words if first == last else f"{first.words}至{last.words}"

    @property
    def looks_back(self) -> bool:
        """Whether it has no month of its own: all up to its end were paid before, and it holds what changed of them."""
        return self.kind == Item.ALLOWANCE and self.first > self.through

    @property
    def notice_words(self) -> str:
        """The days of the notice, and whether they could only be reckoned by weekends; empty before it is published."""
        if not (self.notice_first and self.notice_last):
            return ""
        known = announced(self.notice_first.year) and announced(self.notice_last.year)
        by_weekends = "" if known else "；这一年的放假安排没有录入，只按周末推算"
        return f"{self.notice_first} 至 {self.notice_last}，5 个工作日{by_weekends}"

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]

    @property
    def is_posted(self) -> bool:
        return self.state in POSTED


@append_only
class Step(models.Model):
    """A step of a batch: who, when, and on which working day; never changed."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="steps", verbose_name="批次")
    state = models.CharField("到", max_length=10, choices=State)
    on = models.DateField("办理日期")
    at = models.DateTimeField("记录时间", default=timezone.now)
    by = official("操作人")
    note = models.CharField("说明", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批次办理记录"
        ordering = ("pk",)
        triggers = (guards.append_only(), never_emptied())

    def __str__(self) -> str:
        return f"{self.batch} {self.get_state_display()}"


@withheld("UPDATE")
class Cause(models.Model):
    """Why lines of a batch are as they are; shared by the lines that have it in common.

    facts: the recorded changes behind it, each {"what", "changes": [[label, old, new]], "who", "at", "submissions": [pk]}.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="causes", verbose_name="批次")
    text = models.CharField("原因", max_length=1000)
    facts = models.JSONField("登记变动", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "变动原因"
        triggers = (guards.never_changed(), never_emptied())

    def __str__(self) -> str:
        return self.text


class LineQuerySet(models.QuerySet["Line"]):
    def in_order(self) -> "LineQuerySet":
        return self.order_by("person", "item", "level", "month", "pk")


@withheld("UPDATE")
class Line(models.Model):
    """One slot's difference: what was paid (old), what the facts give (new). level and unit are the new ones, else the old."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines", verbose_name="批次")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    item = models.CharField("项目", max_length=10, choices=Item)
    level = models.PositiveSmallIntegerField("证书级别", choices=Level)
    month = models.DateField("月份", null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="记账单位")
    basis = models.CharField("依据", max_length=1, blank=True)
    old = money("已入账")
    new = money("应入账")
    kind = models.CharField("类别", max_length=10, choices=LineKind)
    cause = models.ForeignKey(Cause, models.PROTECT, related_name="lines", verbose_name="原因")

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批次明细"
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "person", "month"),
                condition=Q(month__isnull=False),
                name="one_line_a_month",
            ),
            models.UniqueConstraint(
                fields=("batch", "person", "level"), condition=Q(month__isnull=True), name="one_line_a_level"
            ),
            models.CheckConstraint(condition=Q(old__gte=0, new__gte=0) & ~Q(old=F("new")), name="line_is_a_difference"),
            slot("line"),
        )
        triggers = (
            guards.lines_come_with_a_draft,
            guards.lines_go_with_a_draft,
            guards.never_changed(),
            never_emptied(),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.month or self.get_level_display()} {self.amount}"

    @property
    def amount(self) -> Decimal:
        return self.new - self.old


@withheld("DELETE")
class Objection(models.Model):
    """Raised while the notice runs; approval waits until each is answered."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="objections", verbose_name="批次")
    on = models.DateField("提出日期")
    raised_by = models.CharField("提出人", max_length=60)
    text = models.TextField("内容", max_length=2000)
    recorded_by = official("登记人")
    answer = models.TextField("处理意见", max_length=2000, blank=True)
    answered_by = official("处理人", null=True, blank=True)
    answered_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公示异议"
        ordering = ("pk",)
        triggers = (guards.objection_is_final, guards.never_deleted(), never_emptied())

    def __str__(self) -> str:
        return f"{self.raised_by} {self.on}"


@append_only
class Acknowledgement(models.Model):
    """That someone in finance knew of a finding before paying, and why it was right to pay all the same."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="acknowledgements", verbose_name="批次")
    finding = models.CharField("发现", max_length=64)
    code = models.CharField("类别", max_length=30)
    text = models.CharField("内容", max_length=500)
    reason = models.CharField("理由", max_length=500)
    by = official("确认人")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "支付前确认"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("batch", "finding"), name="acknowledged_once"),)
        triggers = (guards.append_only(), never_emptied())

    def __str__(self) -> str:
        return self.text


@append_only
class Paper(models.Model):
    """A file that went out: its bytes lie sealed, and come back the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="papers", verbose_name="批次")
    kind = models.CharField("类别", max_length=20)
    round = models.PositiveSmallIntegerField("支付轮次", default=0)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("摘要", max_length=64)
    size = models.PositiveIntegerField("大小")
    by = official("生成人")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "批次文件"
        ordering = ("at",)
        triggers = (guards.append_only(), never_emptied())

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return Path(settings.DATA_DIR) / "papers" / str(self.pk)
