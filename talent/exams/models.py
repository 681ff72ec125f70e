"""考试 — 三（一）, 一（二）1: the dates of each exam, who registered for it and how it ended, how many were to be won over."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from dingnan_sw.audit.protect import tracked
from dingnan_sw.lib import identity
from dingnan_sw.lib.secrets import SealedTextField
from positions.models import Town, Unit
from talent.exams.vocabulary import EARLIEST_EXAM, RESULT_TONES, STATED, Mark, Paper, Result
from talent.models import Person
from talent.rolls.models import Row, UnitRow
from talent.vocabulary import Level

A_YEAR = Q(exam_year__range=(EARLIEST_EXAM, 2999))


class ExamDates(Row):
    """The dates of a year's exam of one level, as the exam office set them."""

    exam_year = models.PositiveSmallIntegerField("考试年度")
    level = models.PositiveSmallIntegerField("级别", choices=Level)
    registration_from = models.DateField("报名开始", null=True, blank=True)
    registration_to = models.DateField("报名截止", null=True, blank=True)
    payment_by = models.DateField("缴费截止", null=True, blank=True)
    ticket_from = models.DateField("准考证打印开始", null=True, blank=True)
    ticket_to = models.DateField("准考证打印截止", null=True, blank=True)
    exam_from = models.DateField("考试首日")
    exam_to = models.DateField("考试末日")
    results_on = models.DateField("成绩公布", null=True, blank=True)
    certificates_on = models.DateField("证书发放", null=True, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "考试日程"
        ordering = ("-exam_year", "level")
        constraints = (
            models.UniqueConstraint(fields=("exam_year", "level"), name="one_calendar_a_year_and_level"),
            models.CheckConstraint(condition=A_YEAR, name="exam_dates_of_a_sensible_year"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="exam_dates_level_of_the_list"),
            models.CheckConstraint(condition=Q(exam_to__gte=F("exam_from")), name="exam_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(registration_to__isnull=True)
                | Q(registration_from__isnull=True)
                | Q(registration_to__gte=F("registration_from")),
                name="registration_closes_after_it_opens",
            ),
        )

    def __str__(self) -> str:
        return f"{self.exam_year} {self.get_level_display()}"


def _marked(paper: Paper) -> Any:
    """How one paper stands, empty where it was not registered for."""
    return models.CharField(paper.label, max_length=10, choices=Mark, blank=True, default="")


class ExamRegistration(UnitRow):
    """Someone who registered for an exam; person is set where the register knows them.

    result follows from the papers, those of the year before included (rule.outcome); settling keeps it so.
    """

    exam_year = models.PositiveSmallIntegerField("考试年度")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="registrations", verbose_name="在册人员"
    )
    name = models.CharField("姓名", max_length=100)
    level = models.PositiveSmallIntegerField("报考级别", choices=Level)
    ability = _marked(Paper.ABILITY)
    law = _marked(Paper.LAW)
    practice = _marked(Paper.PRACTICE)
    stated = models.CharField("总成绩（不分科时填）", max_length=10, choices=Result, blank=True, default="")
    result = models.CharField("成绩", max_length=10, choices=Result, default=Result.PENDING)
    first_time = models.BooleanField("是否首次报考", null=True, blank=True)
    phone = SealedTextField("联系电话", null=True, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "考试报名"
        ordering = ("-exam_year", "unit__name", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("exam_year", "level", "person"),
                name="registered_once_a_year_and_level",
                violation_error_message="这个人在这一考试年度已经登记过同一级别的报名。",
            ),
            models.UniqueConstraint(
                fields=("exam_year", "level", "unit", "name"),
                condition=Q(person__isnull=True),
                name="name_registered_once_in_a_unit",
                violation_error_message="这个单位在这一考试年度已经登记过同名、同级别的报名；同名的两个人请填身份证号。",
            ),
            models.CheckConstraint(
                condition=A_YEAR,
                name="registration_of_a_sensible_year",
                violation_error_message="考试年度应在 1990 至 2999 之间。",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="registration_level_of_the_list"),
            models.CheckConstraint(condition=Q(result__in=Result.values), name="registration_result_of_the_list"),
            models.CheckConstraint(
                condition=Q(ability__in=["", *Mark.values])
                & Q(law__in=["", *Mark.values])
                & Q(practice__in=["", *Mark.values]),
                name="registration_marks_of_the_list",
            ),
            models.CheckConstraint(condition=Q(law="") | Q(level=Level.SOCIAL_WORKER), name="law_paper_of_its_level"),
            models.CheckConstraint(
                condition=Q(ability="") | ~Q(level=Level.SENIOR), name="ability_paper_of_its_levels"
            ),
            models.CheckConstraint(condition=Q(stated__in=["", *STATED]), name="stated_result_of_the_list"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.exam_year} {self.get_level_display()}"

    @property
    def tone(self) -> str:
        return RESULT_TONES[Result(self.result)]

    @property
    def marks(self) -> dict[Paper, str]:
        """The papers registered for, with how each stands."""
        return {paper: mark for paper in Paper if (mark := getattr(self, paper.value))}

    @property
    def examinee(self) -> Any:
        """By whom the exams of one person are known: the register's person, or else the name in the unit."""
        return self.person_id or (self.unit_id, self.name)

    @property
    def masked_id(self) -> str:
        return self.person.masked_id if self.person else ""

    @property
    def masked_phone(self) -> str:
        return identity.masked_phone(self.phone)


class ExamTarget(Row):
    """动员任务: how many of a unit, or of a town as a whole, are to register for a year's exam."""

    exam_year = models.PositiveSmallIntegerField("考试年度")
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="镇")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    people = models.PositiveIntegerField("任务人数")
    liaison = models.CharField("联络员", max_length=100, blank=True)
    document = models.CharField("文件", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "动员任务"
        ordering = ("-exam_year", "town__name", "unit__name")
        constraints = (
            models.UniqueConstraint(
                fields=("exam_year", "town"), condition=Q(town__isnull=False), name="one_target_a_town_and_year"
            ),
            models.UniqueConstraint(
                fields=("exam_year", "unit"), condition=Q(unit__isnull=False), name="one_target_a_unit_and_year"
            ),
            models.CheckConstraint(
                condition=Q(town__isnull=True, unit__isnull=False) | Q(town__isnull=False, unit__isnull=True),
                name="target_of_a_town_or_a_unit",
            ),
            models.CheckConstraint(condition=A_YEAR, name="target_of_a_sensible_year"),
        )

    def __str__(self) -> str:
        return f"{self.exam_year} {self.unit or self.town} {self.people} 人"


tracked(ExamDates, ExamRegistration, ExamTarget)
