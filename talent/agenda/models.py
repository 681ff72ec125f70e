"""年度日程: what is done in which month, for whom, and on which screen."""

import calendar
import datetime

from django.db import models
from django.db.models import Q

from dingnan_sw.audit.protect import tracked
from positions.vocabulary import Role
from talent.rolls.models import Row

BETWEEN = "、"
# The roles by the words that the ledger shows.
AUDIENCES = {str(role.label): role for role in Role}
_ONE = "|".join(AUDIENCES)


class AgendaItem(Row):
    """A piece of work of every year, or with a year of that one, in which it replaces the yearly one of the same title.

    Without a day it is a matter of the whole month; a day that the month does not have is its last.
    """

    title = models.CharField("工作", max_length=100)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    month = models.PositiveSmallIntegerField("月份")
    day = models.PositiveSmallIntegerField("日", null=True, blank=True)
    audience = models.CharField("谁来做", max_length=200)
    clause = models.CharField("条款", max_length=40, blank=True)
    screen = models.CharField("办理页面", max_length=100, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度日程"
        ordering = ("month", "day", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("title",), condition=Q(year__isnull=True), name="one_yearly_agenda_item_a_title"
            ),
            models.UniqueConstraint(fields=("title", "year"), name="one_agenda_item_a_title_and_year"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="agenda_item_in_a_month"),
            models.CheckConstraint(condition=Q(day__isnull=True) | Q(day__range=(1, 31)), name="agenda_item_on_a_day"),
            models.CheckConstraint(
                condition=Q(audience__regex=f"^({_ONE})({BETWEEN}({_ONE}))*$"), name="agenda_item_for_known_roles"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(AUDIENCES[word] for word in self.audience.split(BETWEEN) if word in AUDIENCES)

    def on(self, year: int) -> datetime.date:
        """The day in that year; the last of the month for what is a matter of the whole month."""
        last = calendar.monthrange(year, self.month)[1]
        return datetime.date(year, self.month, min(self.day or last, last))

    def when(self, year: int) -> str:
        """The month, and the day where there is one, in words."""
        return f"{self.month}月{self.on(year).day}日" if self.day else f"{self.month}月"


tracked(AgendaItem)
