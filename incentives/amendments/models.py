"""An amendment of the policy's numbers: what it says never changes, and once two people have signed it nothing of it does."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dingnan_sw.audit.protect import never_emptied, refusal, withheld

User = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    PROPOSED = "proposed", "待审批"
    IN_FORCE = "in_force", "已生效"
    WITHDRAWN = "withdrawn", "已撤回"


TONES = {State.PROPOSED: "waiting", State.IN_FORCE: "good", State.WITHDRAWN: "neutral"}
CONTENT = ("number", "document", "clause", "phrase", "text", "digest", "first_day", "proposed_by", "proposed_at")
SIGNED = ("approved_by", "approved_at", "place")


def _all(fields: tuple[str, ...], *, empty: bool) -> Q:
    return Q(**{f"{field}__isnull": empty for field in fields})


@withheld("DELETE")
class Amendment(models.Model):
    """`text` is TOML, read by incentives.rules.overlay; `place` is the order in which amendments came into force."""

    number = models.PositiveIntegerField("编号", unique=True)
    document = models.CharField("文件字号", max_length=100)
    clause = models.CharField("条款", max_length=60)
    phrase = models.CharField("原文短语", max_length=500)
    text = models.TextField("修订内容")
    digest = models.CharField("摘要", max_length=64)
    first_day = models.DateField("起始日期", help_text="各项修改中最早的一天")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    approved_at = models.DateTimeField("审批时间", null=True, blank=True)
    place = models.PositiveIntegerField("生效次序", null=True, blank=True, unique=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    reason = models.CharField("撤回理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "标准修订"
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="amendment_state_of_the_list",
                violation_error_message="修订的状态不在列表中。",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("proposed_by")),
                name="amendment_signed_by_another",
                violation_error_message="提出修订的人不能自己审批。",
            ),
            models.CheckConstraint(
                condition=Q(state=State.IN_FORCE) & _all(SIGNED, empty=False)
                | ~Q(state=State.IN_FORCE) & _all(SIGNED, empty=True),
                name="amendment_in_force_is_signed",
                violation_error_message="只有经过审批的修订才能生效。",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN, withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                & ~Q(reason="")
                | ~Q(state=State.WITHDRAWN) & Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True, reason=""),
                name="amendment_withdrawn_with_reason",
                violation_error_message="撤回修订要写明理由。",
            ),
            models.UniqueConstraint(
                fields=("digest",),
                condition=Q(state=State.PROPOSED),
                name="amendment_proposed_once",
                violation_error_message="同样内容的修订已经提出，正在等待审批。",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="content_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*CONTENT),
                func=refusal("修订提出后内容不能改动：请撤回后另提。", "amendment_content_stays"),
            ),
            pgtrigger.Trigger(
                name="settled_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=State.PROPOSED.value),
                func=refusal("已生效或已撤回的修订不能改动：请另提修订。", "amendment_settled_stays"),
            ),
            pgtrigger.Trigger(
                name="never_deleted",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=refusal("修订不能删除：不再需要的请撤回。", "amendment_never_deleted"),
            ),
            never_emptied(),
        )

    def __str__(self) -> str:
        return f"第 {self.number} 号修订"

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]

    @property
    def rests_on(self) -> str:
        return f"{self.document} {self.clause}"


pghistory.track(
    pghistory.InsertEvent("新增"),
    pghistory.UpdateEvent("变更"),
    append_only=True,
    meta={"triggers": [never_emptied()]},
)(Amendment)
