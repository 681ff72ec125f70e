"""The people: who they are, where they serve, which posts they hold, what they passed and learned."""

import datetime
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, ExtractYear

from dingnan_sw.audit.protect import refusal, tracked
from dingnan_sw.lib import identity, workbook
from dingnan_sw.lib.dates import last_day
from dingnan_sw.lib.pinyin import search_keys
from dingnan_sw.lib.secrets import SealedTextField, blind_index
from positions.models import Post, Unit, covering
from talent.vocabulary import Level, StaffCategory

if TYPE_CHECKING:
    from positions.access import Scope


def naming(text: str, today: datetime.date) -> Q:
    """The people whom a search means: by full ID number, or by name or pinyin, initials or whole, any reading."""
    try:
        number = workbook.as_id_number(text, today)
    except workbook.CellError:
        number = None
    if number:
        return Q(id_index=blind_index(number))
    key = workbook.as_key_text(text)
    if key.isascii():
        return Q(search_keys__contains=f" {key.lower()}") | Q(name__istartswith=key)
    return Q(name__contains=key)


class PersonQuerySet(models.QuerySet["Person"]):
    def within(self, scope: "Scope") -> "PersonQuerySet":
        if scope.county:
            return self
        return self.filter(Exists(Service.objects.within(scope).filter(person=OuterRef("pk"))))

    def with_standing(self, on: datetime.date, scope: "Scope") -> "PersonQuerySet":
        """Each person with `level` (the highest held that day, or None) and `unit_id`, `unit_name` and `category` of the
        service that began first among those of the day (None: in no service), as far as scope sees them."""
        held = Certificate.objects.within(scope).held(on).filter(person=OuterRef("pk")).order_by("-level")
        service = Service.objects.within(scope).on(on).filter(person=OuterRef("pk")).order_by("since", "unit__name")
        return self.annotate(
            level=Subquery(held.values("level")[:1]),
            unit_id=Subquery(service.values("unit_id")[:1]),
            unit_name=Subquery(service.values("unit__name")[:1]),
            category=Subquery(service.values("category")[:1]),
        )

    def by_id_number(self, id_number: str) -> "PersonQuerySet":
        return self.filter(id_index=blind_index(id_number))


class Person(models.Model):
    id_number = SealedTextField("身份证号")
    id_index = models.BinaryField("身份证号索引", max_length=32, unique=True, editable=False)
    name = models.CharField("姓名", max_length=100, db_index=True)
    search_keys = models.TextField("拼音检索", editable=False)
    education = models.CharField("学历", max_length=100, blank=True)
    political_status = models.CharField("政治面貌", max_length=100, blank=True)
    phone = SealedTextField("联系电话", null=True, blank=True)
    phone_index = models.BinaryField("电话索引", max_length=32, null=True, editable=False, db_index=True)
    bank_name = models.CharField("开户银行", max_length=200, blank=True)
    bank_account = SealedTextField("银行账号", null=True, blank=True)
    account_index = models.BinaryField("账号索引", max_length=32, null=True, editable=False, db_index=True)

    objects = PersonQuerySet.as_manager()

    DERIVED = ("id_index", "search_keys", "phone_index", "account_index")

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def derive(self) -> Self:
        """Fill what is looked up instead of the clear values; bulk writes call it for each person."""
        self.id_index = blind_index(self.id_number)
        self.search_keys = search_keys(self.name)
        self.phone_index = blind_index(self.phone) if self.phone else None
        self.account_index = blind_index(self.bank_account) if self.bank_account else None
        return self

    @property
    def masked_id(self) -> str:
        return identity.masked_id(self.id_number)

    @property
    def masked_phone(self) -> str:
        return identity.masked_phone(self.phone)

    @property
    def masked_account(self) -> str:
        return identity.masked_account(self.bank_account)

    @property
    def born(self) -> datetime.date:
        return identity.birth_date(self.id_number)

    @property
    def sex(self) -> str:
        return identity.sex(self.id_number)


# Looked at when the transaction ends: the row as it then is, whatever it was on the way. What stands first in each condition
# is cheap, and for nearly every row the only thing asked.
POSTED_ELSEWHERE = f"""
    IF {{first}} AND EXISTS (
        SELECT 1 FROM talent_posting g JOIN talent_service s ON s.id = g.service_id JOIN positions_post p ON p.id = g.post_id
        WHERE {{where}} = NEW.id AND s.unit_id <> p.unit_id
    ) THEN {refusal("上岗的岗位不属于任职的单位。", "posting_in_the_unit_of_its_service")}
    END IF;
    RETURN NULL;
"""
# The lock lets two transactions that end at once see each other's rows.
NUMBER_OF_ANOTHER = f"""
    PERFORM pg_advisory_xact_lock(412022);
    IF EXISTS (SELECT 1 FROM talent_certificate WHERE number = NEW.number AND person_id <> NEW.person_id) AND EXISTS (
        SELECT 1 FROM talent_certificate c JOIN talent_certificate o ON o.number = c.number AND o.person_id <> c.person_id
        WHERE c.id = NEW.id
    ) THEN {refusal("管理号已登记在另一人名下。", "certificate_number_of_one_person")}
    END IF;
    RETURN NULL;
"""


class ServiceQuerySet(models.QuerySet["Service"]):
    def within(self, scope: "Scope") -> "ServiceQuerySet":
        if scope.county:
            return self
        return self.filter(unit__in=Unit.objects.within(scope))

    def on(self, day: datetime.date) -> "ServiceQuerySet":
        return self.filter(covering(day))


class Service(models.Model):
    """One person in one unit in one category, from a day to a day or open."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="services", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="services", verbose_name="工作单位")
    category = models.CharField("人员类别", max_length=20, choices=StaffCategory)
    since = models.DateField("任职起始日期")
    until = models.DateField("任职终止次日", null=True, blank=True, help_text="任职到前一日为止")
    title = models.CharField("职务", max_length=200, blank=True)
    note = models.CharField("备注", max_length=1000, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "unit", "category", "since"), name="service_stated_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="service_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(category__in=StaffCategory.values),
                name="staff_category_of_the_list",
                violation_error_message="人员类别不在列表中。",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="keeps_its_postings_unit",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.UpdateOf("unit_id"),
                condition=pgtrigger.Q(old__unit__df=pgtrigger.F("new__unit")),
                func=POSTED_ELSEWHERE.format(first="true", where="s.id"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.unit} {self.category}"

    @property
    def ended_on(self) -> datetime.date | None:
        """任职终止日期 as on paper: the last day of service."""
        return last_day(self.until)


class PostingQuerySet(models.QuerySet["Posting"]):
    def within(self, scope: "Scope") -> "PostingQuerySet":
        return self.filter(service__in=Service.objects.within(scope))

    def on(self, day: datetime.date) -> "PostingQuerySet":
        """上岗 on that day: the posting runs, and the service it lasts no longer than."""
        return self.filter(covering(day), covering(day, "service__"))


class Posting(models.Model):
    """A service in a social-work post of the same unit; without an end of its own it lasts as long as the service."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="postings", verbose_name="任职")
    post = models.ForeignKey(Post, models.PROTECT, related_name="postings", verbose_name="岗位")
    since = models.DateField("上岗日期")
    until = models.DateField("离岗次日", null=True, blank=True, help_text="在岗到前一日为止")

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上岗"
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(fields=("service", "post", "since"), name="posting_stated_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="posting_ends_after_start"
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="in_the_unit_of_its_service",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("service_id", "post_id"),
                func=POSTED_ELSEWHERE.format(
                    first="(SELECT unit_id FROM talent_service WHERE id = NEW.service_id)"
                    " IS DISTINCT FROM (SELECT unit_id FROM positions_post WHERE id = NEW.post_id)",
                    where="g.id",
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.service} {self.post.name}"

    @property
    def left_on(self) -> datetime.date | None:
        """离岗日期 as on paper: the last day in the post."""
        return last_day(self.until)


def _before_leaving(scope: "Scope", day: str) -> Exists:
    """That the person's day lies before the end of a service in the scope's units."""
    services = Service.objects.within(scope).filter(person=OuterRef("person"))
    return Exists(services.filter(Q(until__isnull=True) | Q(until__gt=OuterRef(day))))


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def within(self, scope: "Scope") -> "CertificateQuerySet":
        """A unit sees what its people had obtained before they left it."""
        if scope.county:
            return self
        return self.filter(_before_leaving(scope, "obtained_on"))

    def held(self, on: datetime.date) -> "CertificateQuerySet":
        """Held from the day it was obtained until the day before it was revoked (docs/decisions.md 1)."""
        return self.filter(Q(obtained_on__lte=on) & (Q(revoked_on__isnull=True) | Q(revoked_on__gt=on)))


class Certificate(models.Model):
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates", verbose_name="人员")
    level = models.PositiveSmallIntegerField("证书级别", choices=Level)
    number = models.CharField("管理号", max_length=100, db_index=True)
    stated_exam_year = models.PositiveSmallIntegerField("考试年度（原填）", null=True, blank=True)
    approved_on = models.DateField("批准日期")
    issued_on = models.DateField("签发日期", null=True, blank=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True, help_text="自这一日起不再持有")
    obtained_on = models.GeneratedField(
        expression=Coalesce("issued_on", "approved_on"),
        output_field=models.DateField("取得日期"),
        db_persist=True,
        verbose_name="取得日期",
    )
    exam_year = models.GeneratedField(
        expression=Coalesce(F("stated_exam_year"), ExtractYear("approved_on"), output_field=models.SmallIntegerField()),
        output_field=models.SmallIntegerField("考试年度"),
        db_persist=True,
        verbose_name="考试年度",
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "证书"
        ordering = ("obtained_on", "number")
        constraints = (
            models.UniqueConstraint(fields=("level", "number"), name="certificate_number_once_a_level"),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | Q(revoked_on__gte=Coalesce("issued_on", "approved_on")),
                name="certificate_revoked_after_obtained",
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values),
                name="certificate_level_of_the_list",
                violation_error_message="证书级别不在列表中。",
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="number_of_one_person",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("number", "person_id"),
                func=NUMBER_OF_ANOTHER,
            ),
        )
        indexes = (models.Index(fields=("exam_year", "person"), name="certificate_exam_year"),)

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.number}"


class TrainingQuerySet(models.QuerySet["Training"]):
    def within(self, scope: "Scope") -> "TrainingQuerySet":
        """A unit sees what its people had learned before they left it."""
        if scope.county:
            return self
        return self.filter(_before_leaving(scope, "ended_on"))


class Training(models.Model):
    person = models.ForeignKey(Person, models.PROTECT, related_name="trainings", verbose_name="人员")
    name = models.CharField("培训名称", max_length=200)
    ended_on = models.DateField("结束日期")
    hours = models.DecimalField("学时", max_digits=6, decimal_places=2)
    organiser = models.CharField("主办单位", max_length=200, blank=True)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训记录"
        ordering = ("-ended_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "name", "ended_on"), name="training_recorded_once"),
            models.CheckConstraint(condition=Q(hours__gte=0), name="training_hours_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.name}"


tracked(Person, Service, Posting, Certificate, Training)
