"""What the budget is made of: pass rates, fund sources, budget accounts, appropriations."""

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from dingnan_sw.audit.protect import never_emptied, refusal
from incentives.budget.vocabulary import LOTTERY, LOTTERY_REFUSED, TO_PERSONS, Item, Stage
from positions.models import A_YEAR
from positions.vocabulary import UnitKind
from talent.vocabulary import Level

# The two ways in which lottery money could come to a person: a row that books it so, a fund that is changed under such rows.
_BOOKED_TO_PERSONS = f"""
    IF NEW.item IN ('bonus', 'allowance') AND EXISTS (
        SELECT 1 FROM budget_fundsource f WHERE f.id = NEW.fund_id AND NOT f.pays_persons
    ) THEN {refusal(LOTTERY_REFUSED, "persons_are_paid_from_other_funds")}
    END IF;
    RETURN NEW;
"""
_UNDER_WHICH_PERSONS_ARE_PAID = f"""
    IF NOT NEW.pays_persons AND EXISTS (
        SELECT 1 FROM budget_appropriation a WHERE a.fund_id = NEW.id AND a.item IN ('bonus', 'allowance')
    ) THEN {refusal("这个资金来源已经有考试奖励或职业津贴的预算，不能改为不发给个人。", "fund_has_paid_persons")}
    END IF;
    RETURN NEW;
"""


class PassRate(models.Model):
    """How many of a hundred passed, as recorded; it goes before what the registrations with results give."""

    year = models.PositiveSmallIntegerField("考试年度")
    level = models.PositiveSmallIntegerField("级别", choices=Level)
    percent = models.DecimalField("通过率（%）", max_digits=5, decimal_places=2)
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通过率"
        ordering = ("-year", "level")
        constraints = (
            models.UniqueConstraint(
                fields=("year", "level"),
                name="one_pass_rate_a_year_and_level",
                violation_error_message="这个年度、这个级别的通过率已经登记，请改那一条。",
            ),
            models.CheckConstraint(
                condition=Q(percent__range=(0, 100)),
                name="pass_rate_is_a_percentage",
                violation_error_message="通过率应在 0 至 100 之间。",
            ),
            models.CheckConstraint(condition=A_YEAR, name="pass_rate_of_a_sensible_year"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.get_level_display()} {self.percent}%"


class FundSource(models.Model):
    """资金来源, in the order in which they are used for what persons are paid."""

    name = models.CharField("资金来源", max_length=60, unique=True)
    pays_persons = models.BooleanField("可以发给个人", default=False)
    place = models.PositiveSmallIntegerField("次序", default=1)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "资金来源"
        ordering = ("place", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(pays_persons=False) | ~Q(name__contains=LOTTERY),
                name="lottery_money_never_pays_persons",
                violation_error_message=LOTTERY_REFUSED,
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="keeps_paying_persons",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("pays_persons"),
                func=_UNDER_WHICH_PERSONS_ARE_PAID,
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def roll_key(self) -> str:
        return self.name


class AccountCode(models.Model):
    """科目 of an item from a year on; a kind of unit with a line of its own goes before the line for all kinds."""

    item = models.CharField("项目", max_length=10, choices=Item)
    unit_kind = models.CharField("单位类别", max_length=20, choices=UnitKind, blank=True, help_text="空着是其余各类")
    first_year = models.PositiveSmallIntegerField("自哪一年起")
    function_code = models.CharField("功能科目", max_length=60)
    economic_code = models.CharField("经济科目", max_length=60)
    confirmed = models.BooleanField("财政已确认", default=False)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "预算科目"
        ordering = ("item", "unit_kind", "-first_year")
        constraints = (
            models.UniqueConstraint(
                fields=("item", "unit_kind", "first_year"),
                name="one_account_from_a_year_on",
                violation_error_message="这个项目、单位类别和起始年度的科目已经登记，请改那一条。",
            ),
            models.CheckConstraint(condition=Q(item__in=Item.values), name="account_item_of_the_list"),
            models.CheckConstraint(
                condition=Q(unit_kind="") | Q(unit_kind__in=UnitKind.values), name="account_unit_kind_of_the_list"
            ),
            models.CheckConstraint(
                condition=Q(first_year__range=(1990, 2999)),
                name="account_of_a_sensible_year",
                violation_error_message="年度应在 1990 至 2999 之间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_item_display()} {self.unit_kind or '其余各类'} {self.function_code} / {self.economic_code}"


class Appropriation(models.Model):
    """Money asked for, approved or added for an item of a year, by a document."""

    year = models.PositiveSmallIntegerField("预算年度")
    item = models.CharField("项目", max_length=10, choices=Item)
    fund = models.ForeignKey(FundSource, models.PROTECT, related_name="appropriations", verbose_name="资金来源")
    stage = models.CharField("类别", max_length=10, choices=Stage, default=Stage.APPROVED)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    on = models.DateField("日期")
    document = models.CharField("文号", max_length=200)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "预算指标"
        ordering = ("-year", "item", "on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(item__in=Item.values), name="appropriation_item_of_the_list"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="appropriation_stage_of_the_list"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(stage=Stage.ADDED) & ~Q(amount=0),
                name="appropriation_is_positive",
                violation_error_message="金额应大于 0；调减预算请选“年中追加（减）”，填负数。",
            ),
            models.CheckConstraint(
                condition=A_YEAR,
                name="appropriation_of_a_sensible_year",
                violation_error_message="年度应在 1900 至 2999 之间。",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="persons_from_other_funds",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("item", "fund_id"),
                func=_BOOKED_TO_PERSONS,
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.get_item_display()} {self.amount}"

    def clean(self) -> None:
        if self.item in TO_PERSONS and self.fund_id and not self.fund.pays_persons:
            raise ValidationError({"fund": LOTTERY_REFUSED})


for tracked in (PassRate, FundSource, AccountCode, Appropriation):
    pghistory.track(
        pghistory.InsertEvent("新增"),
        pghistory.UpdateEvent("变更"),
        pghistory.DeleteEvent("删除"),
        append_only=True,
        meta={"triggers": [never_emptied()]},
    )(tracked)
