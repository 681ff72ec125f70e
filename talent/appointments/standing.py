"""Who is appointed and who is not, which units have career grades and professional posts, on a day and as far as a scope sees."""

import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from positions.access import Scope
from positions.models import Post, Unit
from positions.vocabulary import PROFESSIONAL_POST
from talent.appointments.models import Appointment, CareerSystem
from talent.appointments.vocabulary import CAREER_KINDS, GRADES, Title, professional_units
from talent.models import Certificate, Person, Service
from talent.rolls.models import Checked
from talent.vocabulary import SHORT_LEVELS, Level

Rows = QuerySet[Any]
PLACE = {
    "place": Coalesce("unit__town__name", "unit__community__town__name"),
    "place_code": Coalesce("unit__town__code", "unit__community__town__code"),
}
UNIT_PLACE = {
    "place": Coalesce("town__name", "community__town__name"),
    "place_code": Coalesce("town__code", "community__town__code"),
}


# 二（三）: holders and their appointments ------------------------------------------------------------


def holders(scope: Scope, on: datetime.date) -> QuerySet[Person]:
    """People in service that day who hold a certificate."""
    return Person.objects.within(scope).filter(
        pk__in=Service.objects.within(scope).on(on).values("person"),
        certificates__in=Certificate.objects.within(scope).held(on),
    ).distinct()  # fmt: skip


def appointed(scope: Scope, on: datetime.date) -> QuerySet[Person]:
    return holders(scope, on).filter(pk__in=Appointment.objects.within(scope).on(on).values("person"))


def unappointed(scope: Scope, on: datetime.date) -> Rows:
    """Services of holders without an appointment, one for each person and unit, with `level`, `certified` and `waiting`: the
    first day on which the person held a certificate, served there and was no longer appointed."""
    appointments = Appointment.objects.within(scope).filter(person=OuterRef("person"))
    held = Certificate.objects.within(scope).held(on).filter(person=OuterRef("person"))
    ended = appointments.filter(until__lte=on).order_by("-until").values("until")[:1]
    return (
        _first_services(scope, on)
        .filter(Exists(held), ~Exists(appointments.on(on)))
        .annotate(
            level=Subquery(held.order_by("-level").values("level")[:1]),
            certified=Subquery(held.order_by("obtained_on").values("obtained_on")[:1]),
            waiting=Greatest("certified", "since", Subquery(ended), output_field=DateField()),
            **PLACE,
        )
    )


def _first_services(scope: Scope, on: datetime.date) -> Rows:
    """Of two services in one unit the one that began first."""
    services = Service.objects.within(scope).on(on)
    before = Q(since__lt=OuterRef("since")) | Q(since=OuterRef("since"), pk__lt=OuterRef("pk"))
    earlier = services.filter(before, person=OuterRef("person"), unit=OuterRef("unit"))
    return services.filter(~Exists(earlier)).select_related("person", "unit")


def differing(scope: Scope, on: datetime.date) -> Rows:
    """Appointments of the day that the certificate held that day, in `held`, does not carry, in title or in grade."""
    held = Certificate.objects.within(scope).held(on).filter(person=OuterRef("person")).order_by("-level")
    found = Appointment.objects.within(scope).on(on).annotate(held=Subquery(held.values("level")[:1]), **PLACE)
    misfit = Q(held__isnull=True) | ~Q(title=F("held"))
    for title, grades in GRADES.items():
        misfit |= Q(title=title) & ~Q(grade__range=(grades[0], grades[-1]))
    return found.filter(misfit).select_related("person", "unit")


def difference(appointment: Any) -> tuple[str, str]:
    """(kind of difference, what it is) of a row of `differing`."""
    title, grade = Title(appointment.title), appointment.grade
    if appointment.held is None:
        return "当日没有证书", f"聘为{title.label}，当日不持有证书"
    words = f"证书为{SHORT_LEVELS[Level(appointment.held)]}，聘为{title.label}"
    if title > appointment.held:
        return "高于证书", words
    if title < appointment.held:
        return "低于证书", words
    return "等级不符", f"{title.label}是专业技术{GRADES[title][0]}至{GRADES[title][-1]}级，现为{grade}级"


# 二（三）: systems of career grades; 二（二）: professional posts -----------------------------------------

SET_UP, NOT_SET_UP, UNKNOWN = "已建立", "未建立", "未登记"
IN_ORDER, FAULTY, NO_POST = "已纳入", "有缺项", "没有备案岗位"
FAULT = ~Q(category=PROFESSIONAL_POST) | Q(grade="")


def career_units(scope: Scope) -> Rows:
    """The units of 二（三） with the `standing` of their system of career grades, its `document` and `started`."""
    system = CareerSystem.objects.exclude(state=Checked.RETURNED).filter(unit=OuterRef("pk"))
    return Unit.objects.within(scope).filter(kind__in=CAREER_KINDS).annotate(
        standing=_word((Exists(system.filter(is_set_up=True)), SET_UP), (Exists(system), NOT_SET_UP), other=UNKNOWN),
        document=Subquery(system.values("document")[:1]),
        started=Subquery(system.values("since")[:1]),
        **UNIT_PLACE,
    )  # fmt: skip


def units_of_professional_posts(scope: Scope, on: datetime.date) -> Rows:
    """Hospitals, schools and health units with the `standing` of their posts of the day, these in `filed_posts`."""
    posts = Post.objects.filed(on)
    filed = posts.filter(unit=OuterRef("pk"))
    return (
        Unit.objects.within(scope)
        .filter(professional_units())
        .annotate(standing=_word((Exists(filed.filter(FAULT)), FAULTY), (Exists(filed), IN_ORDER), other=NO_POST))
        .annotate(**UNIT_PLACE)
        .prefetch_related(Prefetch("posts", posts, to_attr="filed_posts"))
    )


def post_faults(post: Post) -> str:
    """What keeps a post from being a professional one with a grade."""
    faults = []
    if post.category != PROFESSIONAL_POST:
        faults.append(f"岗位类别是{post.category}" if post.category else "没有岗位类别")
    if not post.grade:
        faults.append("没有岗位等级")
    return "、".join(faults)


def _word(*cases: tuple[Any, str], other: str) -> Case:
    return Case(
        *(When(condition, then=Value(word)) for condition, word in cases),
        default=Value(other), output_field=CharField(),
    )  # fmt: skip
