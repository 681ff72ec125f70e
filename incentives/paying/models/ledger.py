"""The ledger; amounts are yuan with two places."""

from django.db import models
from django.db.models import Q

from dingnan_sw.audit.protect import append_only, never_emptied
from incentives.paying import guards
from incentives.paying.models.batches import Batch, Line
from incentives.paying.models.fields import money, slot
from incentives.paying.vocabulary import EntryKind, Item
from positions.models import Unit
from talent.models import Person
from talent.vocabulary import Level


class EntryQuerySet(models.QuerySet["Entry"]):
    def live(self) -> "EntryQuerySet":
        """Payments that were not taken back."""
        return self.filter(kind=EntryKind.PAY, reversal__isnull=True)


@append_only
class Entry(models.Model):
    """The ledger. A slot, a person's month or a person's bonus of a level, holds payments 0, 1, … each but the last reversed."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="entries", verbose_name="批次")
    line = models.ForeignKey(Line, models.PROTECT, related_name="entries", verbose_name="明细")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员")
    item = models.CharField("项目", max_length=10, choices=Item)
    level = models.PositiveSmallIntegerField("证书级别", choices=Level)
    month = models.DateField("月份", null=True, blank=True)
    year = models.PositiveSmallIntegerField("年度", help_text="考试年度，或者月份所在的年")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="记账单位")
    nth = models.PositiveSmallIntegerField("第几次", default=0)
    kind = models.CharField("类别", max_length=10, choices=EntryKind)
    amount = money("金额")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name="冲销的入账"
    )
    after = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name="前一次冲销"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "账目"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "month", "nth"),
                condition=Q(kind=EntryKind.PAY, month__isnull=False),
                name="one_payment_a_month",
            ),
            models.UniqueConstraint(
                fields=("person", "level", "nth"),
                condition=Q(kind=EntryKind.PAY, month__isnull=True),
                name="one_payment_a_level",
            ),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.PAY, amount__gt=0, reverses__isnull=True)
                | Q(kind=EntryKind.REVERSAL, amount__lt=0, reverses__isnull=False, after__isnull=True),
                name="entry_pays_or_reverses",
            ),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.REVERSAL) | Q(nth=0, after__isnull=True) | Q(nth__gt=0, after__isnull=False),
                name="entry_follows_a_reversal",
            ),
            slot("entry"),
        )
        indexes = (models.Index(fields=("batch",), name="entry_batch"),)
        triggers = (guards.entries_are_approved, guards.append_only(), never_emptied())

    def __str__(self) -> str:
        return f"{self.person} {self.month or self.get_level_display()} {self.amount}"
