"""登记、继续教育与培训 — 一（一）、三（一）: what certificates are registered, what their holders learned, which trainings are planned."""

import datetime

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dingnan_sw.audit.protect import tracked
from dingnan_sw.lib.dates import last_day
from positions.models import A_YEAR
from talent.learning.vocabulary import Kind, Learned, Progress
from talent.models import Person
from talent.rolls.models import Checked, Row, UnitRow
from talent.vocabulary import Level

_AS_CHECKED = f"""
    IF NEW.state = '{Checked.CHECKED}' THEN NEW.recognised = NEW.progress = '{Progress.GRANTED}';
    END IF;
    RETURN NEW;
"""


class Registration(UnitRow):
    """登记 of a person's certificate of a level: applied for, then granted from a day to a day.

    recognised is what the bureau found when it last looked the row over. Money goes by it: what a unit writes afterwards waits,
    and takes nothing back before the bureau has seen it.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="certificate_registrations", verbose_name="持证人员"
    )
    level = models.PositiveSmallIntegerField("证书级别", choices=Level)
    kind = models.CharField("登记类型", max_length=10, choices=Kind)
    filed_on = models.DateField("申请日期")
    progress = models.CharField("办理情况", max_length=10, choices=Progress)
    number = models.CharField("登记证书编号", max_length=100, blank=True)
    since = models.DateField("有效期起始日期", null=True, blank=True)
    until = models.DateField("有效期终止次日", null=True, blank=True)
    document = models.CharField("登记机构或凭据", max_length=200, blank=True)
    recognised = models.BooleanField("已认定", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "证书登记"
        ordering = ("-filed_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "level", "filed_on"), name="registration_filed_once_a_day"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="registration_of_a_level_of_the_list"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="registration_kind_of_the_list"),
            models.CheckConstraint(condition=Q(progress__in=Progress.values), name="registration_progress_of_the_list"),
            models.CheckConstraint(
                condition=~Q(progress=Progress.GRANTED)
                | (~Q(number="") & Q(since__isnull=False, until__isnull=False, until__gt=F("since"))),
                name="granted_registration_has_number_and_period",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="recognised_when_checked",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_AS_CHECKED,
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_level_display()} {self.kind}"

    @property
    def is_granted(self) -> bool:
        return self.progress == Progress.GRANTED and self.state == Checked.CHECKED

    @property
    def is_the_bureaus(self) -> bool:
        return self.recognised

    @property
    def is_waiting(self) -> bool:
        """Filed and not answered, or stated by a unit and not yet looked over."""
        if self.state == Checked.RETURNED or self.progress == Progress.REFUSED:
            return False
        return not self.is_granted

    @property
    def valid_until(self) -> datetime.date | None:
        return last_day(self.until)


class Learning(UnitRow):
    """Recognised learning that is no training on record."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="learnings", verbose_name="人员")
    kind = models.CharField("学习形式", max_length=20, choices=Learned)
    title = models.CharField("内容", max_length=200)
    ended_on = models.DateField("完成日期")
    hours = models.DecimalField("学时", max_digits=6, decimal_places=2)
    issuer = models.CharField("出具证明的单位", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "继续教育"
        ordering = ("-ended_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "title", "ended_on"), name="learning_recorded_once"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="learning_has_hours"),
            models.CheckConstraint(condition=Q(kind__in=Learned.values), name="learning_kind_of_the_list"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.title}"


class TrainingSession(Row):
    """A training that the year's plan holds; who attended is in 培训记录, by the same title and last day."""

    year = models.PositiveSmallIntegerField("计划年度")
    title = models.CharField("培训名称", max_length=200)
    field = models.CharField("培训内容", max_length=200, blank=True)
    begins_on = models.DateField("开始日期", null=True, blank=True)
    ended_on = models.DateField("结束日期")
    hours = models.DecimalField("学时", max_digits=6, decimal_places=2)
    organiser = models.CharField("主办单位", max_length=200, blank=True)
    places = models.PositiveIntegerField("名额", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "培训计划"
        ordering = ("-ended_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("title", "ended_on"), name="session_planned_once"),
            models.CheckConstraint(condition=A_YEAR, name="session_of_a_sensible_year"),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True) | Q(begins_on__lte=F("ended_on")), name="session_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="session_has_hours"),
        )

    def __str__(self) -> str:
        return self.title


tracked(Registration, Learning, TrainingSession)
