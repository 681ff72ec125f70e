"""出差待遇 — 三（一）: what the employing unit pays back to everyone who sat the exam, and the standards it goes by."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from dingnan_sw.audit.protect import tracked
from talent.exams.models import A_YEAR
from talent.models import Person
from talent.reimbursements.vocabulary import AMOUNTS, Standard
from talent.rolls.models import Row, UnitRow
from talent.vocabulary import Level


class TravelStandard(Row):
    """A number of the travel rules from a day on."""

    item = models.CharField("项目", max_length=10, choices=Standard)
    since = models.DateField("执行日期")
    value = models.DecimalField("标准", max_digits=8, decimal_places=2)
    document = models.CharField("文件", max_length=200)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "差旅标准"
        ordering = ("item", "-since")
        constraints = (
            models.UniqueConstraint(fields=("item", "since"), name="one_travel_standard_from_a_day"),
            models.CheckConstraint(condition=Q(item__in=Standard.values), name="travel_standard_of_the_list"),
            models.CheckConstraint(condition=Q(value__gte=0), name="travel_standard_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.get_item_display()} {self.value} 自 {self.since}"


def _amount(words: str) -> Any:
    return models.DecimalField(words, max_digits=9, decimal_places=2, null=True, blank=True)


def _count(words: str) -> Any:
    return models.PositiveSmallIntegerField(words, null=True, blank=True)


class Reimbursement(UnitRow):
    """One attempt at the exam, known as its registration is; paid once it has a day of payment."""

    exam_year = models.PositiveSmallIntegerField("考试年度")
    level = models.PositiveSmallIntegerField("级别", choices=Level)
    name = models.CharField("姓名", max_length=100)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="reimbursements", verbose_name="在册人员"
    )
    site = models.CharField("考点", max_length=100, blank=True)
    fee = _amount("报名费")
    transport = _amount("交通费")
    lodging = _amount("住宿费")
    nights = _count("住宿天数")
    meals = _amount("伙食补助")
    meal_days = _count("伙食补助天数")
    local = _amount("市内交通")
    local_days = _count("市内交通天数")
    papers = _count("附件张数")
    evidence = models.CharField("附件说明", max_length=300, blank=True)
    paid_on = models.DateField("报销日期", null=True, blank=True)
    document = models.CharField("凭证号或文号", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "出差待遇报销"
        ordering = ("-exam_year", "unit__name", "name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("exam_year", "level", "person"), name="reimbursed_once_an_attempt"),
            models.UniqueConstraint(
                fields=("exam_year", "level", "unit", "name"),
                condition=Q(person__isnull=True),
                name="name_reimbursed_once_in_a_unit",
            ),
            models.CheckConstraint(condition=A_YEAR, name="reimbursement_of_a_sensible_year"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="reimbursement_level_of_the_list"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
                    name=f"reimbursed_{name}_not_negative",
                )
                for name in AMOUNTS
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.exam_year} {self.get_level_display()}"

    @property
    def total(self) -> Decimal:
        return sum((getattr(self, name) or Decimal(0) for name in AMOUNTS), Decimal(0))


tracked(TravelStandard, Reimbursement)
