"""聘任 — 二（三）: who is appointed to which professional title and post grade, how the year's work was appraised (一（二）3), and
which unit has a system of career grades."""

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from dingnan_sw.audit.protect import tracked
from dingnan_sw.lib.dates import last_day
from positions.models import A_YEAR, Unit, covering
from talent.appointments.vocabulary import Outcome, Title
from talent.models import Person
from talent.rolls.models import Checked, UnitRow

if TYPE_CHECKING:
    from positions.access import Scope


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def within(self, scope: "Scope") -> "AppointmentQuerySet":
        """Those that count: what the bureau sent back does not until it is mended."""
        counting = self.exclude(state=Checked.RETURNED)
        return counting if scope.county else counting.filter(unit__in=Unit.objects.within(scope))

    def on(self, day: datetime.date) -> "AppointmentQuerySet":
        return self.filter(covering(day))


class Appointment(UnitRow):
    """A professional title with its post grade, from a day to a day; grade 1 is the highest of thirteen."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name="人员")
    title = models.PositiveSmallIntegerField("专业技术职务", choices=Title)
    grade = models.PositiveSmallIntegerField("岗位等级")
    since = models.DateField("聘任起始日期")
    until = models.DateField("聘任终止次日", null=True, blank=True)
    document = models.CharField("聘书或文号", max_length=200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "聘任"
        ordering = ("-since", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "unit", "since"), name="appointed_once_a_day"),
            models.CheckConstraint(condition=Q(grade__range=(1, 13)), name="appointed_to_one_of_thirteen_grades"),
            models.CheckConstraint(condition=Q(title__in=Title.values), name="appointed_to_a_title_of_the_list"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="appointment_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_title_display()}"

    @property
    def ended_on(self) -> object:
        return last_day(self.until)


class Appraisal(UnitRow):
    """年度考核 of a person in a unit — 一（二）3."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appraisals", verbose_name="人员")
    year = models.PositiveSmallIntegerField("考核年度")
    outcome = models.CharField("考核结果", max_length=10, choices=Outcome)
    document = models.CharField("考核文件", max_length=200, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度考核"
        ordering = ("-year", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "unit", "year"), name="appraised_once_a_year"),
            models.CheckConstraint(condition=A_YEAR, name="appraisal_of_a_sensible_year"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="appraisal_outcome_of_the_list"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.year}年"


class CareerSystem(UnitRow):
    """职级体系: whether a unit has set one up, and by which document."""

    is_set_up = models.BooleanField("是否建立")
    document = models.CharField("制度文件", max_length=200, blank=True)
    since = models.DateField("建立日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "职级体系"
        ordering = ("unit__name",)
        constraints = (models.UniqueConstraint(fields=("unit",), name="one_career_system_a_unit"),)

    def __str__(self) -> str:
        return f"{self.unit} {'已建立' if self.is_set_up else '未建立'}"


tracked(Appointment, Appraisal, CareerSystem)
