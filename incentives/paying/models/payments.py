"""Payments to people, and what is owed back; amounts are yuan with two places."""

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from dingnan_sw.audit.protect import append_only, never_emptied, withheld
from dingnan_sw.lib import identity
from dingnan_sw.lib.secrets import SealedTextField
from incentives.budget.vocabulary import LOTTERY, LOTTERY_REFUSED
from incentives.paying import guards
from incentives.paying.models.batches import Batch
from incentives.paying.models.fields import money, official
from incentives.paying.vocabulary import Channel, Result, Settling
from incentives.rules.vocabulary import NOTHING
from positions.models import Unit
from talent.models import Person, Service

if TYPE_CHECKING:
    from positions.access import Scope


class PaymentQuerySet(models.QuerySet["Payment"]):
    def within(self, scope: "Scope", on: datetime.date) -> "PaymentQuerySet":
        """A unit sees what is booked to it, and what came back and waits of those who serve there now: it can mend the account."""
        if scope.county:
            return self
        serving = Service.objects.within(scope).on(on)
        waiting = Payment.objects.to_order_again().filter(person__in=serving.values("person"))
        return self.filter(Q(unit__in=Unit.objects.within(scope)) | Q(pk__in=waiting.values("pk")))

    def with_state(self) -> "PaymentQuerySet":
        """With what the state of each follows from, in few queries."""
        return self.select_related("cancellation").prefetch_related("settlements")

    def due(self) -> "PaymentQuerySet":
        return self.filter(result=Result.WAITING)

    def newest(self) -> "PaymentQuerySet":
        """Of each person of a batch the order given last."""
        later = Payment.objects.filter(batch=OuterRef("batch"), person=OuterRef("person"), round__gt=OuterRef("round"))
        return self.exclude(Exists(later))

    def bounced(self) -> "PaymentQuerySet":
        """What came back and was not ordered again, be it to stay unpaid or not, with `left`: what of it was not set off."""
        back = self.newest().filter(result=Result.FAILED)
        return back.annotate(left=F("amount") - Coalesce(Sum("settlements__amount"), NOTHING)).filter(left__gt=0)

    def to_order_again(self) -> "PaymentQuerySet":
        return self.bounced().filter(cancellation__isnull=True)

    def cancelled(self) -> "PaymentQuerySet":
        return self.bounced().filter(cancellation__isnull=False)


@withheld("DELETE")
class Payment(models.Model):
    """A person's net of a batch on its way to the bank; what came back is ordered again in a further round.

    The payee's particulars are those of the day on which the order was given.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="payments", verbose_name="批次")
    person = models.ForeignKey(Person, models.PROTECT, related_name="payments", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="记账单位")
    round = models.PositiveSmallIntegerField("支付轮次", default=1)
    amount = money("实发金额")
    channel = models.CharField("支付方式", max_length=10, choices=Channel, default=Channel.CARD)
    payee = models.CharField("户名", max_length=100, blank=True)
    bank_name = models.CharField("开户行", max_length=200, blank=True)
    account = SealedTextField("账号", null=True, blank=True)
    function_code = models.CharField("功能科目", max_length=60, blank=True)
    economic_code = models.CharField("经济科目", max_length=60, blank=True)
    fund = models.CharField("资金来源", max_length=60, blank=True)
    result = models.CharField("结果", max_length=10, choices=Result, default=Result.WAITING)
    reason = models.CharField("退票原因", max_length=300, blank=True)
    answered = models.DateTimeField("回盘时间", null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支付明细"
        ordering = ("batch", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "person"), condition=~Q(result=Result.FAILED), name="paid_once_a_batch"
            ),
            models.UniqueConstraint(fields=("batch", "person", "round"), name="ordered_once_a_round"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
            models.CheckConstraint(
                condition=~Q(fund__contains=LOTTERY),
                name="lottery_money_pays_no_person",
                violation_error_message=LOTTERY_REFUSED,
            ),
            models.CheckConstraint(condition=Q(result__in=Result.values), name="payment_result_of_the_list"),
        )
        triggers = (guards.orders_are_owed, guards.payment_is_final, guards.never_deleted(), never_emptied())

    def __str__(self) -> str:
        return f"{self.person} {self.amount}"

    @property
    def masked_account(self) -> str:
        return identity.masked_account(self.account)

    @property
    def is_mended(self) -> bool:
        """Whether the person is on record with other particulars than those to which it was sent."""
        known = self.person
        return (self.payee, self.bank_name, self.account) != (known.name, known.bank_name, known.bank_account)

    @property
    def unsettled(self) -> Decimal:
        """What of it was not set off against a debt after it came back."""
        return self.amount - sum((one.amount for one in self.settlements.all()), NOTHING)

    @property
    def state(self) -> tuple[str, str]:
        """(tone, words)."""
        words = str(self.get_result_display())
        match Result(self.result):
            case Result.WAITING:
                return "waiting", words
            case Result.SUCCEEDED:
                return "good", words
            case Result.FAILED if not self.unsettled:
                return "neutral", "已冲抵"
            case Result.FAILED if hasattr(self, "cancellation"):
                return "neutral", "不再支付"
            case Result.FAILED:
                return "bad", words


class ReceivableQuerySet(models.QuerySet["Receivable"]):
    def outstanding(self) -> "ReceivableQuerySet":
        return self.filter(balance__gt=0)


@withheld("DELETE")
class Receivable(models.Model):
    """追回: what a person owes back because a batch came to less than nothing for them, or took back what never reached them."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="receivables", verbose_name="批次")
    person = models.ForeignKey(Person, models.PROTECT, related_name="receivables", verbose_name="人员")
    amount = money("应追回")
    balance = money("余额")

    objects = ReceivableQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "追回款"
        ordering = ("batch", "pk")
        constraints = (
            models.UniqueConstraint(fields=("batch", "person"), name="one_receivable_a_batch"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, balance__gte=0, balance__lte=F("amount")), name="balance_within_the_amount"
            ),
        )
        triggers = (guards.receivables_are_owed, guards.balance_is_earned, guards.never_deleted(), never_emptied())

    def __str__(self) -> str:
        return f"{self.person} {self.balance}"

    @property
    def state(self) -> tuple[str, str]:
        """(tone, words)."""
        if self.balance == 0:
            return "good", "已结清"
        return ("bad", "待追回") if self.balance == self.amount else ("waiting", "部分追回")


@append_only
class Settlement(models.Model):
    """By which a receivable became less; only ever added."""

    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="settlements", verbose_name="追回款")
    way = models.CharField("方式", max_length=10, choices=Settling)
    amount = money("金额")
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="set_off", verbose_name="冲抵批次"
    )
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="settlements", verbose_name="退票"
    )
    on = models.DateField("日期")
    by = official("登记人")
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "追回记录"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="settlement_is_positive"),
            models.CheckConstraint(
                condition=Q(way=Settling.SET_OFF, batch__isnull=False, payment__isnull=True)
                | Q(way=Settling.REPAID, batch__isnull=True, payment__isnull=True)
                | Q(way=Settling.BOUNCED, batch__isnull=True, payment__isnull=False),
                name="settlement_names_its_source",
            ),
        )
        triggers = (
            guards.balance_follows,
            guards.set_off_once,
            guards.append_only(),
            never_emptied(),
        )

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.amount}"


@append_only
class Cancellation(models.Model):
    """不再支付: money that came back from the bank and is not ordered again; set off it still can be."""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="cancellation", verbose_name="退票")
    reason = models.CharField("原因", max_length=300)
    on = models.DateField("日期")
    by = official("登记人")
    at = models.DateTimeField("记录时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "不再支付"
        ordering = ("pk",)
        triggers = (guards.of_what_came_back, guards.append_only(), never_emptied())

    def __str__(self) -> str:
        return f"{self.payment} 不再支付"


class PaymentFileLayout(models.Model):
    """The columns of a channel's payment file, in order; each {"key", "heading"} (incentives.paying.bank_file.COLUMNS)."""

    channel = models.CharField("支付方式", max_length=10, choices=Channel, unique=True)
    columns = models.JSONField("栏目", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "支付文件格式"
        ordering = ("channel",)

    def __str__(self) -> str:
        return str(self.get_channel_display())
