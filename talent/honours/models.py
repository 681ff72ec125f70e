"""任用与荣誉 — 三（四）, 四（三）: roles, preferred recruitment, publicity with the person's consent, awards."""

from django.db import models
from django.db.models import F, Q

from dingnan_sw.audit.protect import tracked
from talent.honours.vocabulary import AwardLevel, Body, Medium, Purpose, Tier
from talent.models import Person
from talent.rolls.models import UnitRow


class PublicRole(UnitRow):
    """A role in a body of the party, of self-government or of representation; political data, for few to see."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="public_roles", verbose_name="人员")
    body_kind = models.CharField("任用类别", max_length=20, choices=Body)
    body = models.CharField("组织名称", max_length=200)
    role = models.CharField("职务", max_length=100)
    tier = models.CharField("级别", max_length=10, choices=Tier)
    since = models.DateField("任职起始日期")
    until = models.DateField("任职终止次日", null=True, blank=True)
    note = models.CharField("届次或说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任用和参政"
        ordering = ("-since", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "unit", "body_kind", "since"), name="public_role_stated_once"),
            models.CheckConstraint(condition=Q(body_kind__in=Body.values), name="public_role_in_a_body_of_the_list"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="public_role_of_a_tier_of_the_list"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="public_role_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.since}"


class Recruitment(UnitRow):
    """A recruitment or selection for posts of social service, and whether it preferred social workers of equal standing."""

    year = models.PositiveSmallIntegerField("年度")
    event = models.CharField("招录（聘）或选拔", max_length=200)
    post = models.CharField("岗位或职务", max_length=200)
    preferred = models.BooleanField("是否优先")
    hired = models.PositiveSmallIntegerField("录（聘）用人数")
    document = models.CharField("公告或文号", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "优先录聘"
        ordering = ("-year", "pk")
        constraints = (
            models.UniqueConstraint(fields=("unit", "year", "event", "post"), name="recruitment_stated_once"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2999)), name="recruitment_of_a_sensible_year"),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.post}"


class Publicity(UnitRow):
    """What was published. About a person nothing is kept here whose publication the person's consent does not cover; consent
    that ends later leaves the item on record, to be taken down where it can be."""

    title = models.CharField("标题", max_length=200)
    published_on = models.DateField("发布日期")
    medium = models.CharField("媒体类别", max_length=10, choices=Medium)
    outlet = models.CharField("媒体或活动名称", max_length=200)
    link = models.CharField("链接", max_length=500, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="publicity", verbose_name="人员"
    )
    consented_on = models.DateField("本人同意日期", null=True, blank=True)
    consented_to = models.CharField("同意用途", max_length=20, choices=Purpose, blank=True)
    consent_until = models.DateField("同意失效日期", null=True, blank=True, help_text="同意到前一日为止")

    class Meta:
        verbose_name = verbose_name_plural = "宣传"
        ordering = ("-published_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("unit", "title", "published_on"), name="publicity_stated_once"),
            models.CheckConstraint(condition=Q(medium__in=Medium.values), name="publicity_in_a_medium_of_the_list"),
            models.CheckConstraint(
                condition=Q(person__isnull=True)
                | Q(
                    consented_on__isnull=False,
                    consented_on__lte=F("published_on"),
                    consented_to__in=Purpose.values,
                ),
                name="publicity_of_a_person_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(consent_until__isnull=True) | Q(consent_until__gt=F("published_on")),
                name="publicity_while_consent_lasts",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(consented_on__isnull=True, consent_until__isnull=True),
                name="publicity_consent_is_a_persons",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Award(UnitRow):
    """An honour given to a person, by an organ under a document or inside a unit."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="awards", verbose_name="人员")
    name = models.CharField("表彰名称", max_length=200)
    level = models.CharField("表彰级别", max_length=10, choices=AwardLevel)
    organ = models.CharField("授予机关", max_length=200)
    awarded_on = models.DateField("授予日期")
    document = models.CharField("文号", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "表彰奖励"
        ordering = ("-awarded_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "unit", "name", "awarded_on"), name="award_stated_once"),
            models.CheckConstraint(condition=Q(level__in=AwardLevel.values), name="award_of_a_level_of_the_list"),
            models.CheckConstraint(
                condition=Q(level=AwardLevel.INTERNAL) | ~Q(document=""), name="award_of_an_organ_has_its_document"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.name}"


tracked(PublicRole, Recruitment, Publicity, Award)
