"""A submission: one person, post, training, correction or yearly confirmation that a unit states, and its way through review."""

import json
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.utils import timezone

from dingnan_sw.audit.protect import append_only, never_emptied
from dingnan_sw.lib.secrets import SealedTextField
from positions.models import Unit
from positions.vocabulary import UnitKind
from talent.submissions.flow import ENDED, TONES, Action, Route, State

# Where nobody outside the unit looks.
INSIDE = (State.DRAFT, State.WITHDRAWN, State.HEAD)
# Where others have it to decide: it has left the unit.
OUTSIDE = (State.REVIEW, State.BUREAU)
# Where the unit has it again, or is done with it: others see what left it, if anything did.
BACK = (State.RETURNED, State.CLOSED)

if TYPE_CHECKING:
    from positions.access import Scope

User = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    PERSON = "person", "人员"
    POST = "post", "岗位设置备案"
    TRAINING = "training", "培训记录"
    CORRECTION = "correction", "更正"
    CONFIRMATION = "confirmation", "年审"


# The sheet whose rows a submission of that kind holds; the order is the one in which they are approved.
SHEETS = {Kind.POST: "岗位", Kind.PERSON: "花名册", Kind.TRAINING: "培训记录"}


class ReviewRoute(models.Model):
    """Which optional stages the submissions of a unit kind pass; without a row there are none."""

    unit_kind = models.CharField("单位类别", max_length=20, choices=UnitKind, unique=True)
    head = models.BooleanField("单位负责人确认", default=False)
    review = models.BooleanField("镇/部门审核", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "审核环节"
        ordering = ("unit_kind",)

    def __str__(self) -> str:
        return self.unit_kind

    @classmethod
    def of(cls, unit: Unit) -> Route:
        stored = cls.objects.filter(unit_kind=unit.kind).first()
        return Route(stored.head, stored.review) if stored else Route()


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def within(self, scope: "Scope") -> "SubmissionQuerySet":
        """A unit sees all of its own; reviewers and the bureau what has left the unit."""
        submitted = ~Q(state__in=(*INSIDE, *BACK)) | Q(Exists(_leaving("pk")), state__in=BACK)
        return self.filter(Q(unit__in=scope.units) | _watched(scope) & submitted)

    def taken_back(self, scope: "Scope") -> "SubmissionQuerySet":
        """What a reviewer or the bureau could see until the unit withdrew it."""
        return self.filter(_watched(scope), Exists(_leaving("pk")), state__in=INSIDE).exclude(unit__in=scope.units)

    def as_seen(self, scope: "Scope") -> "SubmissionQuerySet":
        """With `seen`, the subject to be shown: what a unit changes after a return is its own affair, others see what left it.

        `as_sent` says that this is so, and goes for the rows too.
        """
        marked = self.annotate(as_sent=Q(state__in=BACK) & ~Q(unit__in=scope.units))
        return marked.annotate(seen=Case(When(as_sent=True, then=F("sent_subject")), default=F("subject")))

    def live(self) -> "SubmissionQuerySet":
        return self.exclude(state__in=ENDED)


def _watched(scope: "Scope") -> Q:
    return Q() if scope.county else Q(unit__in=Unit.objects.within(scope))


def _leaving(submission: str) -> QuerySet["Step"]:
    """The steps by which it, named by that column of the query around this one, went or stayed outside its unit."""
    return Step.objects.filter(submission=OuterRef(submission), state__in=OUTSIDE)


class Submission(models.Model):
    """`rows` is what is stated, as typed: cells by heading of the sheet, or of the kind's own form."""

    token = models.UUIDField("表单编号", default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions", verbose_name="单位")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    subject = models.CharField("事项", max_length=200)
    sent_subject = models.CharField("最近提交的事项", max_length=200, blank=True, editable=False)
    subject_index = models.BinaryField("事项索引", max_length=32, null=True, editable=False)
    sealed_rows = SealedTextField("内容", null=True)
    sealed_sent = SealedTextField("最近提交的内容", null=True)
    sealed_outcome = SealedTextField("批准时的内容", null=True)
    marks = models.JSONField("比对标记", default=list, help_text="管理号、账号、电话、身份证号的盲索引")
    editors = models.JSONField("填写过的账号", default=list)
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField("版本", default=1)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="填报人")
    handler = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人")
    reasons = models.JSONField("退回原因", default=list)
    created = models.DateTimeField("建立时间", default=timezone.now)
    changed = models.DateTimeField("最近修改", default=timezone.now)
    waiting_since = models.DateTimeField("等待起点", null=True, blank=True)
    cleared = models.DateTimeField("联系方式清除时间", null=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送"
        ordering = ("-changed", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "kind", "subject_index"),
                condition=~Q(state__in=ENDED) & Q(subject_index__isnull=False),
                name="one_live_submission_a_subject",
            ),
        )
        indexes = (
            models.Index(fields=("state", "waiting_since"), name="submission_queue"),
            GinIndex(fields=("marks",), name="submission_marks"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"

    @property
    def called(self) -> str:
        """Its name for whoever it was read for (SubmissionQuerySet.as_seen)."""
        return f"{self.get_kind_display()} {self.seen}"

    def turn(self) -> None:
        """To what whoever it was read for (SubmissionQuerySet.as_seen) may see of it."""
        self.subject = self.seen
        if self.as_sent:
            self.sealed_rows = self.sealed_sent

    @property
    def rows(self) -> list[dict[str, Any]]:
        return list(json.loads(self.sealed_rows)) if self.sealed_rows else []

    @rows.setter
    def rows(self, value: list[dict[str, Any]]) -> None:
        self.sealed_rows = json.dumps(value, ensure_ascii=False)

    @property
    def outcome(self) -> list[dict[str, Any]]:
        """The blocks of the page as they stood at approval; the registers may have changed since."""
        return list(json.loads(self.sealed_outcome)) if self.sealed_outcome else []

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]

    @property
    def unmended(self) -> bool:
        """Whether it came back and says what it said as it left the unit."""
        return self.state == State.RETURNED and self.sealed_rows == self.sealed_sent

    def leave(self) -> None:
        """What goes out of the unit now is all that others see while the unit edits it after a return."""
        self.sealed_sent, self.sent_subject = self.sealed_rows, self.subject

    def edited_by(self, user: Any) -> None:
        """Remember who had a hand in it: none of them may review it."""
        self.editors = sorted({*self.editors, user.pk})

    @property
    def route(self) -> Route:
        return ReviewRoute.of(self.unit)


@append_only
class Step(models.Model):
    """What was done with a submission, by whom, and where it went; never changed."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="steps", verbose_name="报送")
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="操作人")
    action = models.CharField("操作", max_length=20)
    state = models.CharField("到", max_length=10, choices=State)
    note = models.CharField("说明", max_length=1000, blank=True)
    reasons = models.JSONField("退回原因", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ("pk",)
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            never_emptied(),
        )

    def __str__(self) -> str:
        return f"{self.submission} {self.action}"

    @property
    def action_words(self) -> str:
        return str(Action(self.action).label)


class Trace(models.Model):
    """That an approved submission wrote this row of a register."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="traces", verbose_name="报送")
    register = models.CharField("登记", max_length=60)
    row = models.BigIntegerField("行")

    class Meta:
        verbose_name = verbose_name_plural = "登记来源"
        constraints = (models.UniqueConstraint(fields=("submission", "register", "row"), name="traced_once"),)
        indexes = (models.Index(fields=("register", "row"), name="trace_by_row"),)

    def __str__(self) -> str:
        return f"{self.register} {self.row}"


class ScanQuerySet(models.QuerySet["Scan"]):
    def within(self, scope: "Scope") -> "ScanQuerySet":
        """Of what came back, others see the scans that went out with it."""
        found = self.filter(submission__in=Submission.objects.within(scope))
        left = Subquery(_leaving("submission").order_by("-pk").values("at")[:1])
        own, away = Q(submission__unit__in=scope.units), ~Q(submission__state__in=BACK)
        return found.filter(own | away | Q(uploaded__lte=left))

    def stored_bytes(self, unit: Unit) -> int:
        return self.filter(submission__unit=unit).aggregate(sum=Sum("size"))["sum"] or 0


class Scan(models.Model):
    """Evidence: the file and its pages as images lie sealed under a random name; `name` is only shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="scans", verbose_name="报送")
    name = models.CharField("文件名", max_length=120)
    kind = models.CharField("类型", max_length=4)
    size = models.PositiveIntegerField("大小")
    pages = models.PositiveSmallIntegerField("页数")
    sha256 = models.CharField("摘要", max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded = models.DateTimeField("上传时间", default=timezone.now)

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "扫描件"
        ordering = ("uploaded", "pk")
        constraints = (
            models.UniqueConstraint(fields=("submission", "sha256"), name="the_same_scan_once_a_submission"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        return Path(settings.DATA_DIR) / "scans" / str(self.pk)

    def path(self, page: int = 0) -> Path:
        """Page 1 and on are images; 0 is the original."""
        return self.folder / str(page)

    @property
    def numbers(self) -> range:
        return range(1, self.pages + 1)


class Delivery(models.Model):
    """Scans sent together: each file's name, what became of it, and the submission it was put to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="上传人")
    submission = models.ForeignKey(Submission, models.CASCADE, null=True, related_name="+", verbose_name="报送")
    files = models.JSONField("文件", default=list)
    created = models.DateTimeField("时间", default=timezone.now)
    done = models.BooleanField("已处理", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "送来的扫描件"
        ordering = ("-created",)

    def __str__(self) -> str:
        return f"{len(self.files)} 个文件"

    def path(self, number: int) -> Path:
        """Where a file waits, sealed, until it has been looked at."""
        return Path(settings.DATA_DIR) / "scans" / "incoming" / f"{self.pk}-{number}"
