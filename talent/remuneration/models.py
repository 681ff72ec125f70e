"""薪酬与社保公积金 — 三（二）: what social organisations pay their professionals, what others earn, and who is insured."""

from django.db import models
from django.db.models import Q

from dingnan_sw.audit.protect import tracked
from talent.models import Person
from talent.remuneration.vocabulary import COVERS, Assessment
from talent.rolls.models import Row, UnitRow
from talent.vocabulary import Level

A_YEAR = Q(year__range=(2000, 2999))


class Pay(UnitRow):
    """One person's pay of one year in one unit, with the five factors by which it was set."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="pay", verbose_name="人员")
    year = models.PositiveSmallIntegerField("年度")
    level = models.PositiveSmallIntegerField("职业水平等级", choices=Level)
    education = models.CharField("学历", max_length=100)
    seniority = models.PositiveSmallIntegerField("资历", help_text="从事社会工作的年数")
    assessment = models.CharField("业绩", max_length=10, choices=Assessment)
    post = models.CharField("岗位", max_length=200)
    amount = models.DecimalField("年度薪酬", max_digits=12, decimal_places=2)
    months = models.PositiveSmallIntegerField("计薪月数")
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "薪酬申报"
        ordering = ("-year", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "unit", "year"), name="pay_declared_once_a_year"),
            models.CheckConstraint(condition=A_YEAR, name="pay_of_a_sensible_year"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="pay_not_negative"),
            models.CheckConstraint(condition=Q(months__range=(1, 12)), name="pay_of_one_to_twelve_months"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="pay_level_of_the_list"),
            models.CheckConstraint(condition=Q(assessment__in=Assessment.values), name="pay_assessment_of_the_list"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.year}年"


class Comparator(Row):
    """What professionals of a level earn on average in a year, and who says so."""

    year = models.PositiveSmallIntegerField("年度")
    level = models.PositiveSmallIntegerField("职业水平等级", choices=Level)
    amount = models.DecimalField("年平均薪酬", max_digits=12, decimal_places=2)
    source = models.CharField("来源", max_length=200)
    document = models.CharField("依据文件", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "同等条件平均薪酬"
        ordering = ("-year", "level")
        constraints = (
            models.UniqueConstraint(fields=("year", "level"), name="one_comparator_a_year_and_level"),
            models.CheckConstraint(condition=A_YEAR, name="comparator_of_a_sensible_year"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="comparator_above_nothing"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="comparator_level_of_the_list"),
        )

    def __str__(self) -> str:
        return f"{self.year}年 {self.get_level_display()}"


class Cover(UnitRow):
    """Which insurances, and whether the housing fund, were paid for a person in a year."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="covers", verbose_name="人员")
    year = models.PositiveSmallIntegerField("年度")
    pension = models.BooleanField("养老")
    medical = models.BooleanField("医疗")
    unemployment = models.BooleanField("失业")
    injury = models.BooleanField("工伤")
    maternity = models.BooleanField("生育")
    housing_fund = models.BooleanField("公积金")
    since = models.DateField("起始月份", null=True, blank=True, help_text="当月 1 日")
    evidence = models.CharField("凭证", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "社保和公积金"
        ordering = ("-year", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "unit", "year"), name="cover_stated_once_a_year"),
            models.CheckConstraint(condition=A_YEAR, name="cover_of_a_sensible_year"),
            models.CheckConstraint(condition=Q(since__isnull=True) | Q(since__day=1), name="cover_begins_with_a_month"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.year}年"

    @property
    def held(self) -> dict[str, bool]:
        return {name: getattr(self, name) for name in COVERS}


tracked(Pay, Comparator, Cover)
