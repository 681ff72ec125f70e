"""The establishment: towns, communities, units, posts, the county's yearly figures; and who may look."""

import datetime
from typing import TYPE_CHECKING

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from dingnan_sw.audit.protect import refusal, tracked
from dingnan_sw.lib import identity
from dingnan_sw.lib.dates import last_day
from dingnan_sw.lib.secrets import SealedTextField
from positions.vocabulary import COMMITTEE_KINDS, Role, SetupMode, UnitKind

if TYPE_CHECKING:
    from positions.access import Scope

VILLAGE_ENDINGS = ("村民委员会", "村委会", "村")
VIRTUAL = "虚拟"
A_YEAR = Q(year__range=(1900, 2999))


def covering(day: datetime.date, prefix: str = "") -> Q:
    """since ≤ day < until, of the row itself or of the one that prefix leads to (`"services__"`)."""
    began = Q(**{f"{prefix}since__lte": day})
    return began & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day}))


class Town(models.Model):
    name = models.CharField("名称", max_length=100, unique=True)
    code = models.CharField("统计用区划代码", max_length=9, blank=True, help_text="九位；导入时首次出现的镇可以暂缺")

    class Meta:
        verbose_name = verbose_name_plural = "镇"
        ordering = ("code", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(code="") | Q(code__regex="^[0-9]{9}$"),
                name="town_code_is_empty_or_9_digits",
                violation_error_message="镇的统计用区划代码应为九位数字，或者暂缺。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class CommunityQuerySet(models.QuerySet["Community"]):
    def within(self, scope: "Scope") -> "CommunityQuerySet":
        if scope.county:
            return self
        return self.filter(Q(units__in=scope.units) | Q(town__in=scope.towns)).distinct()

    def counted(self) -> "CommunityQuerySet":
        """Without the virtual ones, which are listed but never counted (docs/decisions.md 1)."""
        return self.exclude(name__contains=VIRTUAL)

    def virtual(self) -> "CommunityQuerySet":
        return self.filter(name__contains=VIRTUAL)


class Community(models.Model):
    code = models.CharField("统计用区划代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=200)
    town = models.ForeignKey(Town, models.PROTECT, related_name="communities", verbose_name="所属镇")
    note = models.CharField("备注", max_length=1000, blank=True)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "社区（村）"
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^\d{12}$"), name="community_code_is_12_digits"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_village(self) -> bool:
        return self.name.endswith(VILLAGE_ENDINGS)

    @property
    def is_virtual(self) -> bool:
        return VIRTUAL in self.name

    @property
    def kind(self) -> str:
        return "村" if self.is_village else "社区"


class CommunityPopulation(models.Model):
    community = models.ForeignKey(Community, models.CASCADE, related_name="populations", verbose_name="社区（村）")
    year = models.PositiveSmallIntegerField("年度")
    residents = models.PositiveIntegerField("常住人口")

    class Meta:
        verbose_name = verbose_name_plural = "社区（村）年度人口"
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(fields=("community", "year"), name="one_population_a_year"),
            models.CheckConstraint(
                condition=A_YEAR,
                name="population_of_a_sensible_year",
                violation_error_message="年度应在 1900 至 2999 之间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.community} {self.year}年"


class CountyYear(models.Model):
    """What the county's figures of a year rest on; the ratio of 一（一） divides by the residents."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    residents = models.PositiveIntegerField("常住人口")
    registered = models.PositiveIntegerField("户籍人口", null=True, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "全县年度数据"
        ordering = ("-year",)
        constraints = (
            models.CheckConstraint(
                condition=A_YEAR,
                name="county_figures_of_a_sensible_year",
                violation_error_message="年度应在 1900 至 2999 之间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年"


class UnitQuerySet(models.QuerySet["Unit"]):
    def within(self, scope: "Scope") -> "UnitQuerySet":
        if scope.county:
            return self
        town = Q(town__in=scope.towns) | Q(community__town__in=scope.towns)
        return self.filter(Q(pk__in=scope.units) | town | Q(department__in=scope.departments | scope.watched))

    def kept_by(self, scope: "Scope") -> "UnitQuerySet":
        """The units for which scope may submit."""
        return self.filter(pk__in=scope.units)


class Unit(models.Model):
    name = models.CharField("单位名称", max_length=200, unique=True)
    match_name = models.CharField(
        "比对名称", max_length=200, unique=True, editable=False, help_text="去空白、全半角归一，导入时据此认定同一单位"
    )
    kind = models.CharField("单位类别", max_length=20, choices=UnitKind)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    community = models.ForeignKey(
        Community, models.PROTECT, null=True, blank=True, related_name="units", verbose_name="所在社区（村）"
    )
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="units", verbose_name="所属镇")
    department = models.CharField("主管部门", max_length=200, blank=True)
    service_field = models.CharField("服务领域", max_length=200, blank=True)
    contact = models.CharField("联系人", max_length=200, blank=True)
    phone = SealedTextField("联系电话", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=UnitKind.values),
                name="unit_kind_of_the_list",
                violation_error_message="单位类别不在列表中。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_committee(self) -> bool:
        return self.kind in COMMITTEE_KINDS

    @property
    def is_astray(self) -> bool:
        """A committee without its area code stands in no community, so that nothing of it counts there."""
        return self.is_committee and self.community_id is None

    @property
    def masked_phone(self) -> str:
        return identity.masked_phone(self.phone)


class PostQuerySet(models.QuerySet["Post"]):
    def within(self, scope: "Scope") -> "PostQuerySet":
        return self.filter(unit__in=Unit.objects.within(scope))

    def filed(self, on: datetime.date) -> "PostQuerySet":
        """备案 on that day (docs/decisions.md 1)."""
        return self.filter(covering(on))


class Post(models.Model):
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    name = models.CharField("岗位名称", max_length=200)
    headcount = models.PositiveIntegerField("岗位数")
    setup_mode = models.CharField("设置方式", max_length=20, choices=SetupMode)
    since = models.DateField("设置日期")
    until = models.DateField("撤销次日", null=True, blank=True, help_text="备案到前一日为止")
    category = models.CharField("岗位类别", max_length=200, blank=True)
    grade = models.CharField("岗位等级", max_length=200, blank=True)
    service_field = models.CharField("服务领域", max_length=200, blank=True)
    duties = models.TextField("职责任务", blank=True)
    requirements = models.TextField("任职条件", blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ("unit", "name")
        constraints = (
            models.UniqueConstraint(fields=("unit", "name"), name="post_name_once_a_unit"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="post_ends_after_start"
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="stays_in_its_unit",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("unit_id"),
                condition=pgtrigger.Q(old__unit__df=pgtrigger.F("new__unit")),
                func=refusal("岗位不能改到别的单位：请撤销后在那个单位另行设置。", "post_stays_in_its_unit"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.name}"

    @property
    def withdrawn_on(self) -> datetime.date | None:
        """撤销日期 as on paper: the last day of the filing."""
        return last_day(self.until)


class OfficeQuerySet(models.QuerySet["Office"]):
    def on(self, day: datetime.date) -> "Office":
        """What is in force that day; the first one on record for days before it."""
        return self.filter(since__lte=day).order_by("since").last() or self.order_by("since").first() or Office()


class Office(models.Model):
    """Who leads this work, from a day on: the heads, numbers and signers of what is filed and sent out.

    The lead may pass from one body to another; what was made before keeps the names of its day.
    """

    since = models.DateField("起始日期", unique=True)
    name = models.CharField("牵头单位", max_length=60, default="定南县民政局")
    code = models.CharField(
        "发文代字", max_length=20, blank=True, help_text="例如 定民字，发文字号是 定民字〔2026〕12号"
    )
    superior = models.CharField("请示的主送机关", max_length=60, default="县人民政府")
    finance = models.CharField("财政部门", max_length=60, default="定南县财政局")
    signer = models.CharField("签发人", max_length=30, blank=True)
    contact = models.CharField("联系人", max_length=30, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    oversight_phone = models.CharField("监督电话", max_length=30, blank=True)
    seal = models.CharField("印章", max_length=60, blank=True, help_text="表尾盖章处的文字，空着写（盖章）")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "牵头单位与落款"
        ordering = ("-since",)

    def __str__(self) -> str:
        return f"{self.name}（{self.since} 起）"


class User(AbstractUser):
    """An account belongs to a person; what it may do is said by its mandates alone."""

    display_name = models.CharField("姓名", max_length=60)
    must_change_password = models.BooleanField("须修改初始密码", default=False)
    password_since = models.DateTimeField("密码设定时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.display_name or self.username

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_since = timezone.now()


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, on: datetime.date) -> "MandateQuerySet":
        return self.filter(covering(on))


class Mandate(models.Model):
    """A role that a person holds, for the county or for one unit or town, from a day to a day.

    A reviewer's unit is the department whose units it reviews, a viewer's that whose units it may look at: those that name it as
    their 主管部门 (四（一）).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="mandates", verbose_name="账号")
    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name="单位")
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name="镇")
    heads = models.BooleanField("单位负责人", default=False, help_text="可以确认本单位的报送（只用于单位填报）")
    since = models.DateField("起始日期")
    until = models.DateField("终止次日", null=True, blank=True, help_text="授权到前一日为止")

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        ordering = ("user", "role")
        constraints = (
            models.CheckConstraint(
                condition=~Q(role=Role.UNIT) | Q(unit__isnull=False, town__isnull=True),
                name="unit_mandate_names_its_unit",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.REVIEWER) | (Q(unit__isnull=True) ^ Q(town__isnull=True)),
                name="reviewer_has_town_or_department",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.VIEWER) | Q(unit__isnull=False, town__isnull=True),
                name="viewer_has_department",
            ),
            models.CheckConstraint(
                condition=Q(role__in=(Role.UNIT, Role.REVIEWER, Role.VIEWER)) | Q(unit__isnull=True, town__isnull=True),
                name="county_mandate_names_no_place",
            ),
            models.CheckConstraint(condition=~Q(heads=True) | Q(role=Role.UNIT), name="only_a_unit_has_a_head"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="mandate_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="mandate_role_of_the_list",
                violation_error_message="角色不在列表中。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"


tracked(Town, Community, CommunityPopulation, CountyYear, Unit, Post, Office, Mandate)
