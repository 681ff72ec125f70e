"""政府购买服务 — 三（三）, 四（二）: the catalogue, the projects from 立项 to 绩效, certified people at work on them.

A project's stages are columns of its row and not rows of their own: so the database itself holds their order.
What was paid for a project is in incentives.funds, `project.expenditures`.
"""

import datetime
from decimal import Decimal
from functools import reduce
from itertools import pairwise
from operator import and_

from django.db import models
from django.db.models import F, Q

from dingnan_sw.audit.protect import tracked
from dingnan_sw.lib.dates import last_day
from incentives.purchases.vocabulary import FIRST, NO_CONDITION, STAGES, Field, Platform, StageKey, Way
from positions.models import A_YEAR, Unit
from talent.models import Person
from talent.rolls.models import Row


class CatalogueItem(Row):
    """An item of a year's 政府购买服务指导性目录; number is "year-code"."""

    number = models.CharField("目录编号", max_length=40, unique=True)
    year = models.PositiveSmallIntegerField("目录年度")
    code = models.CharField("目录编码", max_length=30)
    name = models.CharField("目录项目", max_length=200)
    department = models.CharField("主管部门", max_length=200)
    field = models.CharField("领域", max_length=20, choices=Field)

    class Meta:
        verbose_name = verbose_name_plural = "购买服务目录"
        ordering = ("-year", "code")
        constraints = (
            models.UniqueConstraint(fields=("year", "code"), name="catalogue_code_once_a_year"),
            models.CheckConstraint(condition=A_YEAR, name="catalogue_of_a_sensible_year"),
            models.CheckConstraint(condition=Q(field__in=Field.values), name="catalogue_field_of_the_list"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def roll_key(self) -> str:
        return self.number


def _money(words: str) -> models.DecimalField:
    return models.DecimalField(words, max_digits=14, decimal_places=2, null=True, blank=True)


def _day(words: str) -> models.DateField:
    return models.DateField(words, null=True, blank=True)


def _document(words: str) -> models.CharField:
    return models.CharField(words, max_length=200, blank=True)


def _whole_or_absent() -> list[models.CheckConstraint]:
    """Of a stage there is everything or nothing."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{stage.day}__isnull": True, stage.document: "", f"{stage.amount}__isnull": True})
            | Q(**{f"{stage.day}__isnull": False, f"{stage.amount}__isnull": False}) & ~Q(**{stage.document: ""}),
            name=f"stage_{stage.key}_is_whole",
        )
        for stage in STAGES
    ]


def _one_after_the_other() -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(**{f"{later.day}__isnull": True}) | Q(**{f"{later.day}__gte": F(earlier.day)}) &
            Q(**{f"{earlier.day}__isnull": False}),
            name=f"stage_{later.key}_follows_{earlier.key}",
        )
        for earlier, later in pairwise(STAGES)
    ]  # fmt: skip


class Project(Row):
    """A purchased service; its buyer is a unit of the register, its provider too, from the contract on at the latest."""

    name = models.CharField("项目名称", max_length=200, unique=True)
    item = models.ForeignKey(CatalogueItem, models.PROTECT, related_name="projects", verbose_name="目录编号")
    field = models.CharField("领域", max_length=20, choices=Field)
    buyer = models.ForeignKey(Unit, models.PROTECT, related_name="purchases", verbose_name="购买主体")
    provider = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="provided", verbose_name="承接主体"
    )
    way = models.CharField("采购方式", max_length=20, choices=Way, blank=True)
    platform = models.CharField("服务平台", max_length=20, choices=Platform, blank=True)
    is_brand = models.BooleanField("品牌项目")
    conditions = models.TextField("承接条件", blank=True)
    approved_on = models.DateField("立项日期")
    approved_document = models.CharField("立项文号", max_length=200)
    approved_amount = models.DecimalField("预算金额", max_digits=14, decimal_places=2)
    procured_on, procured_document, procured_amount = _day("采购日期"), _document("采购文件"), _money("成交金额")
    signed_on, signed_document, signed_amount = _day("合同日期"), _document("合同编号"), _money("合同金额")
    delivered_on, delivered_document = _day("履约完成日期"), _document("履约资料")
    delivered_amount = _money("履约金额")
    accepted_on, accepted_document, accepted_amount = _day("验收日期"), _document("验收文件"), _money("验收金额")
    evaluated_on, evaluated_document = _day("绩效评价日期"), _document("绩效评价文件")
    score = models.DecimalField("绩效得分", max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "购买服务项目"
        ordering = ("-approved_on", "name")
        constraints = (
            *_whole_or_absent(),
            *_one_after_the_other(),
            models.CheckConstraint(condition=Q(approved_amount__gt=0), name="project_is_worth_something"),
            models.CheckConstraint(condition=Q(field__in=Field.values), name="project_field_of_the_list"),
            models.CheckConstraint(condition=Q(way="") | Q(way__in=Way.values), name="project_way_of_the_list"),
            models.CheckConstraint(
                condition=Q(platform="") | Q(platform__in=Platform.values), name="project_platform_of_the_list"
            ),
            models.CheckConstraint(
                condition=Q(procured_on__isnull=True) | ~Q(way=""), name="project_is_bought_in_some_way"
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True)
                | Q(provider__isnull=False, signed_amount__lte=F("approved_amount"), signed_amount__gt=0),
                name="contract_has_a_provider_and_keeps_to_the_budget",
            ),
            models.CheckConstraint(
                condition=Q(accepted_amount__isnull=True) | Q(accepted_amount__lte=F("signed_amount")),
                name="accepted_within_the_contract",
            ),
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__range=(0, 100)), name="score_of_a_hundred"),
            models.CheckConstraint(
                condition=reduce(and_, (~Q(conditions__contains=words) for words in NO_CONDITION)),
                name="recommendation_is_no_condition",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def year(self) -> int:
        """The year that it counts for."""
        return self.approved_on.year

    @property
    def is_finished(self) -> bool:
        return self.evaluated_on is not None

    @property
    def planned(self) -> Decimal:
        return Decimal(getattr(self, FIRST.amount))


class Assignment(Row):
    """项目人员: someone at work on a project, from a day to a day."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="assignments", verbose_name="项目")
    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments", verbose_name="人员")
    role = models.CharField("项目职责", max_length=100, blank=True)
    since = models.DateField("起始日期")
    until = models.DateField("终止次日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "项目人员"
        ordering = ("-since", "pk")
        constraints = (
            models.UniqueConstraint(fields=("project", "person", "since"), name="assigned_once_a_day"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="assignment_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.project}"

    @property
    def ended_on(self) -> datetime.date | None:
        return last_day(self.until)


class StageLimit(Row):
    """办理时限: within how many days of a stage the next one is expected, from a day on; source is what says so."""

    stage = models.CharField("环节", max_length=10, choices=StageKey)
    since = models.DateField("自")
    days = models.PositiveSmallIntegerField("天数")
    source = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "购买服务办理时限"
        ordering = ("stage", "-since")
        constraints = (
            models.UniqueConstraint(fields=("stage", "since"), name="one_limit_from_a_day_on"),
            models.CheckConstraint(condition=Q(stage__in=StageKey.values), name="limit_of_a_stage"),
        )

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.days} 天"


tracked(CatalogueItem, Project, Assignment, StageLimit)
