"""资金 — 四（二）: what each source may be used for, what was spent and received, the yearly statement, the performance sheets."""

import pgtrigger
from django.db import models
from django.db.models import Q

from dingnan_sw.audit.protect import refusal, tracked
from incentives.budget.models import FundSource
from incentives.budget.vocabulary import LOTTERY_REFUSED
from incentives.funds.indicators import INDICATORS
from incentives.funds.vocabulary import Nature, Use
from incentives.purchases.models import Project
from positions.models import A_YEAR
from talent.rolls.models import Row

# The two ways in which lottery money could come to a person, as for the budget's appropriations.
_SPENT_ON_PERSONS = f"""
    IF NEW.use = '{Use.PERSONS}' AND EXISTS (
        SELECT 1 FROM budget_fundsource f WHERE f.id = NEW.source_id AND NOT f.pays_persons
    ) THEN {refusal(LOTTERY_REFUSED, "persons_are_paid_from_other_sources")}
    END IF;
    RETURN NEW;
"""
_FROM_WHICH_PERSONS_WERE_PAID = f"""
    IF NOT NEW.pays_persons AND EXISTS (
        SELECT 1 FROM funds_expenditure e WHERE e.source_id = NEW.id AND e.use = '{Use.PERSONS}'
    ) THEN {refusal("这个资金来源已经有发给个人的支出，不能改为不发给个人。", "source_has_paid_persons")}
    END IF;
    RETURN NEW;
"""

_BY_WHOSE_NAME_PAYMENTS_ARE_KNOWN = f"""
    IF (TG_OP = 'DELETE' OR NEW.name <> OLD.name) AND EXISTS (
        SELECT 1 FROM paying_payment p WHERE p.fund = OLD.name
    ) THEN {refusal("批次的付款已经记在这个资金来源名下，不能删除或改名。", "source_of_payments_keeps_its_name")}
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class SpentSource(FundSource):
    """A fund source as expenditures and payments hold it: one that has paid persons keeps its mark, and its name."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "资金来源"
        triggers = (
            pgtrigger.Trigger(
                name="keeps_its_mark",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("pays_persons"),
                func=_FROM_WHICH_PERSONS_WERE_PAID,
            ),
            pgtrigger.Trigger(
                name="keeps_its_name",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete | pgtrigger.UpdateOf("name"),
                func=_BY_WHOSE_NAME_PAYMENTS_ARE_KNOWN,
            ),
        )


class AllowedUse(Row):
    """资金用途: what a source may be used for; a source without a row may be used for everything that is not paid to persons."""

    source = models.ForeignKey(FundSource, models.CASCADE, related_name="allowed", verbose_name="资金来源")
    use = models.CharField("用途", max_length=20, choices=Use)
    basis = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "资金用途"
        ordering = ("source__place", "source__name", "use")
        constraints = (
            models.UniqueConstraint(fields=("source", "use"), name="use_allowed_once"),
            models.CheckConstraint(condition=Q(use__in=Use.values), name="allowed_use_of_the_list"),
        )
        triggers = (
            pgtrigger.Trigger(
                name="persons_from_others",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("use", "source_id"),
                func=_SPENT_ON_PERSONS,
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.use}"


class Expenditure(Row):
    """资金支出: money of a year's budget spent on a thing; a purchased service names its project."""

    source = models.ForeignKey(FundSource, models.PROTECT, related_name="expenditures", verbose_name="资金来源")
    year = models.PositiveSmallIntegerField("预算年度")
    use = models.CharField("用途", max_length=20, choices=Use)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="expenditures", verbose_name="购买服务项目"
    )
    subject = models.CharField("支出事项", max_length=200)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    spent_on = models.DateField("支出日期")
    document = models.CharField("凭证或文号", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "资金支出"
        ordering = ("-spent_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("document", "subject", "source"), name="spent_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="expenditure_is_positive"),
            models.CheckConstraint(condition=A_YEAR, name="expenditure_of_a_sensible_year"),
            models.CheckConstraint(condition=Q(use__in=Use.values), name="expenditure_use_of_the_list"),
            models.CheckConstraint(
                condition=Q(use=Use.PURCHASE, project__isnull=False) | ~Q(use=Use.PURCHASE) & Q(project__isnull=True),
                name="purchase_names_its_project",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="persons_from_others",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("use", "source_id"),
                func=_SPENT_ON_PERSONS,
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.amount}"


class Receipt(Row):
    """社会资金收入: money given by others."""

    source = models.ForeignKey(FundSource, models.PROTECT, related_name="receipts", verbose_name="资金来源")
    giver = models.CharField("提供方", max_length=200)
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    received_on = models.DateField("到账日期")
    document = models.CharField("凭证或协议", max_length=200)
    purpose = models.CharField("约定用途", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "社会资金收入"
        ordering = ("-received_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("document", "giver"), name="received_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_is_positive"),
        )

    def __str__(self) -> str:
        return f"{self.giver} {self.amount}"


class Statement(Row):
    """福彩公益金使用情况公告 of a year: what figures do not tell, and when and where it was made public."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    effect = models.TextField("实际效果")
    published_on = models.DateField("公开日期", null=True, blank=True)
    place = models.CharField("公开网址或载体", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "福彩公益金公告"
        ordering = ("-year",)
        constraints = (
            models.CheckConstraint(condition=A_YEAR, name="statement_of_a_sensible_year"),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True, place="") | Q(published_on__isnull=False) & ~Q(place=""),
                name="published_somewhere_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年福彩公益金使用情况公告"


class PerformanceSheet(Row):
    """绩效目标 of a year: the head of the two performance sheets; finished_on is the day of the self-evaluation."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    name = models.CharField("项目名称", max_length=200)
    nature = models.CharField("属性", max_length=10, choices=Nature)
    department = models.CharField("主管部门", max_length=200)
    leader = models.CharField("负责人", max_length=60)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    since = models.DateField("起始日期")
    last = models.DateField("终止日期")
    goal = models.TextField("总目标")
    year_goal = models.TextField("本年度目标")
    schedule = models.TextField("进度计划", blank=True)
    finished_on = models.DateField("自评日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "绩效目标"
        ordering = ("-year",)
        constraints = (
            models.CheckConstraint(condition=A_YEAR, name="performance_of_a_sensible_year"),
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="performance_nature_of_the_list"),
            models.CheckConstraint(condition=Q(last__gte=models.F("since")), name="performance_ends_after_start"),
        )

    def __str__(self) -> str:
        return f"{self.year}年 {self.name}"


class IndicatorValue(Row):
    """绩效指标值: a year's target of an indicator where it is not the usual one, and what a person states as reached."""

    year = models.PositiveSmallIntegerField("年度")
    indicator = models.CharField("指标", max_length=40, choices=[(one.name, one.name) for one in INDICATORS])
    target = models.DecimalField("指标值", max_digits=14, decimal_places=2, null=True, blank=True)
    actual = models.DecimalField("实际完成值", max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.CharField("偏差原因及改进措施", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "绩效指标值"
        ordering = ("-year", "indicator")
        constraints = (
            models.UniqueConstraint(fields=("year", "indicator"), name="one_value_a_year_and_indicator"),
            models.CheckConstraint(condition=A_YEAR, name="indicator_value_of_a_sensible_year"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.indicator}"


tracked(AllowedUse, Expenditure, Receipt, Statement, PerformanceSheet, IndicatorValue)
