"""The people's pages and the search."""

import datetime
from functools import partial
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from dingnan_sw.audit.bounds import exported
from dingnan_sw.lib.dates import today, until_words
from dingnan_sw.lib.filters import Facet, by_field, is_year
from dingnan_sw.lib.table import Column
from dingnan_sw.lib.veil import veil
from dingnan_sw.lib.workbook import as_number_text
from positions.access import Scope, ScopedRequest, roles
from positions.lists import Listing, listing, respond
from positions.models import covering
from positions.views import unit_url
from positions.vocabulary import READERS
from talent.models import Certificate, Person, Service, Training, naming
from talent.sight import still_keeps
from talent.vocabulary import Level

TOWN = Coalesce("unit__town__name", "unit__community__town__name")
TOWN_CODE = Coalesce("unit__town__code", "unit__community__town__code")

REVEALED = {"id_number": "身份证号", "phone": "联系电话", "bank_account": "银行账号"}


def person_url(person_id: int) -> str:
    return reverse("person", args=[person_id])


# People -----------------------------------------------------------------------------------------


@listing("people")
def people_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    return Listing(
        title="人员花名册",
        rows=Person.objects.within(scope).with_standing(on, scope),
        columns=(
            Column("name", "姓名", lambda p: p.name, sort="search_keys", link=lambda p: person_url(p.pk), width=10),
            Column("id", "身份证号", lambda p: p.masked_id, "code", width=22),
            Column("unit", "工作单位", lambda p: p.unit_name, sort=("unit_name", "search_keys"), width=30, wrap=True),
            Column("category", "人员类别", lambda p: p.category, sort="category", width=16),
            Column("level", "持证级别", _level, sort="level", width=16),
            Column("sex", "性别", lambda p: p.sex, width=6),
            Column("born", "出生日期", lambda p: p.born, "date"),
            Column("education", "学历", lambda p: p.education, sort="education", width=8),
            Column("phone", "联系电话", lambda p: p.masked_phone, "code", width=14),
        ),
        sort="name",
        facets=(
            _standing_facet(on, scope),
            _level_facet(),
            _service_facet("kind", "单位类别", on, scope, F("unit__kind")),
            _service_facet("category", "人员类别", on, scope, F("category")),
            _service_facet("town", "镇", on, scope, TOWN, TOWN_CODE),
        ),
        search=partial(search_people, scope=scope),
        hint="姓名、拼音首字母、管理号、身份证号",
    )


def _level(person: Any) -> str | None:
    return str(Level(person.level).label) if person.level else None


def search_people(people: Any, text: str, *, scope: Scope) -> Any:
    """By full ID number, certificate number that scope may see, name, or pinyin: initials or whole, any reading."""
    holders = Certificate.objects.within(scope).filter(number__istartswith=as_number_text(text)).values("person")
    return people.filter(naming(text, today()) | Q(pk__in=holders))


def _found(scope: Scope, text: str) -> Any:
    return search_people(Person.objects.within(scope), text, scope=scope)


def _standing_facet(on: datetime.date, scope: Scope) -> Facet:
    serving = Service.objects.within(scope).on(on).values("person")

    def narrow(people: Any, value: str) -> Any:
        return people.filter(pk__in=serving) if value == "in" else people.exclude(pk__in=serving)

    def options(people: Any) -> list[tuple[str, str, int]]:
        count = people.filter(pk__in=serving).count()
        return [("in", "在职", count), ("out", "不在职", people.count() - count)]

    return Facet("standing", "状态", narrow, options)


def _level_facet() -> Facet:
    def narrow(people: Any, value: str) -> Any:
        if value == "none":
            return people.filter(level__isnull=True)
        return people.filter(level=value) if value in {str(level.value) for level in Level} else people.none()

    def options(people: Any) -> list[tuple[str, str, int]]:
        counts = dict(people.order_by().values_list("level").annotate(Count("pk")))
        named = [(str(level.value), str(level.label), counts.get(level.value, 0)) for level in Level]
        return [*named, ("none", "无证书", counts.get(None, 0))]

    return Facet("level", "持证级别", narrow, options)


def _service_facet(name: str, label: str, on: datetime.date, scope: Scope, path: Any, order: Any = None) -> Facet:
    """People by something of their unit that day, in its order or another's; who serves in two is counted in both."""
    services = Service.objects.within(scope).on(on).annotate(place=path, order=order or path)

    def narrow(people: Any, value: str) -> Any:
        return people.filter(pk__in=services.filter(place=value).values("person"))

    def options(people: Any) -> list[tuple[str, str, int]]:
        serving = services.filter(person__in=people.values("pk"), place__isnull=False).order_by("order", "place")
        return [
            (place, place, count)
            for place, count in serving.values_list("place").annotate(Count("person", distinct=True))
        ]

    return Facet(name, label, narrow, options)


@roles(*READERS)
def people(request: ScopedRequest) -> HttpResponse:
    return respond(request, "people", "talent/people.html")


@roles(*READERS)
def search(request: ScopedRequest) -> HttpResponse:
    """The box at the top: one hit leads to the person, more to the list."""
    text = request.GET.get("q", "").strip()
    found = _found(request.scope, text)[:2] if text else []
    if len(found) == 1:
        return redirect("person", found[0].pk)
    return HttpResponseRedirect(f"{reverse('people')}?{urlencode({'q': veil(text)})}")


# Other registers --------------------------------------------------------------------------------


@listing("certificates")
def certificates_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    return Listing(
        title="证书",
        rows=Certificate.objects.within(scope).select_related("person"),
        columns=(
            Column(
                "name",
                "姓名",
                lambda c: c.person.name,
                sort="person__search_keys",
                link=lambda c: person_url(c.person_id),
                width=10,
            ),
            Column("level", "证书级别", lambda c: c.get_level_display(), sort="level", width=16),
            Column("number", "管理号", lambda c: c.number, "code", sort="number", width=26),
            Column("year", "考试年度", lambda c: str(c.exam_year), sort="exam_year"),
            Column("approved", "批准日期", lambda c: c.approved_on, "date", sort="approved_on"),
            Column("issued", "签发日期", lambda c: c.issued_on, "date", sort="issued_on"),
            Column("obtained", "取得日期", lambda c: c.obtained_on, "date", sort="obtained_on"),
            Column("revoked", "撤销日期", lambda c: c.revoked_on, "date", sort="revoked_on"),
        ),
        sort="-obtained",
        facets=(
            by_field("level", "证书级别", "level", lambda value: str(Level(value).label)),
            by_field("year", "考试年度", "exam_year", lambda value: f"{value} 年"),
        ),
        search=partial(_search_certificates, scope=scope),
        hint="姓名、拼音首字母、管理号",
    )


def _search_certificates(certificates: Any, text: str, *, scope: Scope) -> Any:
    people = _found(scope, text).values("pk")
    return certificates.filter(Q(number__istartswith=as_number_text(text)) | Q(person__in=people))


@roles(*READERS)
def certificates(request: ScopedRequest) -> HttpResponse:
    return respond(request, "certificates")


@listing("services")
def services_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    def states(services: Any) -> list[tuple[str, str, int]]:
        serving = services.filter(covering(on)).count()
        return [("in", "在职", serving), ("out", "不在任职期", services.count() - serving)]

    def narrow(services: Any, value: str) -> Any:
        return services.filter(covering(on)) if value == "in" else services.exclude(covering(on))

    return Listing(
        title="任职与上岗",
        rows=Service.objects.within(scope).select_related("person", "unit").prefetch_related("postings__post"),
        columns=(
            Column(
                "name",
                "姓名",
                lambda s: s.person.name,
                sort="person__search_keys",
                link=lambda s: person_url(s.person_id),
                width=10,
            ),
            Column(
                "unit", "工作单位", lambda s: s.unit.name, sort="unit__name", link=lambda s: unit_url(s.unit), width=30
            ),
            Column("category", "人员类别", lambda s: s.category, sort="category", width=16),
            Column("since", "任职起始", lambda s: s.since, "date", sort="since"),
            Column("until", "任职终止", lambda s: s.ended_on, "date", sort="until"),
            Column("posts", "上岗岗位", _posts, width=40, wrap=True),
            Column("title", "职务", lambda s: s.title, width=12),
        ),
        sort="name",
        facets=(
            Facet("state", "状态", narrow, states),
            by_field("category", "人员类别", "category"),
            by_field("kind", "单位类别", "unit__kind"),
        ),
        search=lambda services, text: services.filter(
            Q(unit__name__icontains=text) | Q(person__in=_found(scope, text).values("pk"))
        ),
        hint="姓名、拼音首字母、单位",
    )


def _posts(service: Service) -> str:
    """A posting without an end of its own lasts as long as the service."""
    postings = [(p.post.name, p.since, until_words(p.left_on or service.ended_on)) for p in service.postings.all()]
    return "；".join(f"{name}（{since} {end}）" for name, since, end in postings)


@roles(*READERS)
def services(request: ScopedRequest) -> HttpResponse:
    return respond(request, "services")


@listing("trainings")
def trainings_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    return Listing(
        title="培训记录",
        rows=Training.objects.within(scope).select_related("person"),
        columns=(
            Column(
                "name",
                "姓名",
                lambda t: t.person.name,
                sort="person__search_keys",
                link=lambda t: person_url(t.person_id),
                width=10,
            ),
            Column("training", "培训名称", lambda t: t.name, sort="name", width=30),
            Column("ended", "结束日期", lambda t: t.ended_on, "date", sort="ended_on"),
            Column("hours", "学时", lambda t: f"{t.hours.normalize():f}", "decimal", sort="hours"),
            Column("organiser", "主办单位", lambda t: t.organiser, sort="organiser", width=24),
        ),
        sort="-ended",
        facets=(by_field("year", "年度", "ended_on__year", lambda value: f"{value} 年", is_year),),
        search=lambda trainings, text: trainings.filter(
            Q(name__icontains=text) | Q(person__in=_found(scope, text).values("pk"))
        ),
        hint="姓名、拼音首字母、培训名称",
    )


@roles(*READERS)
def trainings(request: ScopedRequest) -> HttpResponse:
    return respond(request, "trainings")


# One value in clear -----------------------------------------------------------------------------


def reveal(request: ScopedRequest, person: Person) -> dict[str, str]:
    """The one value that was asked for, in clear; each time an audit entry."""
    name = request.POST.get("field", "")
    if name not in REVEALED or (name != "id_number" and not still_keeps(person, request.scope, today())):
        raise Http404
    exported(
        "查看完整号码", by=request.user, about=person, address=request.META.get("REMOTE_ADDR", ""), item=REVEALED[name]
    )
    return {name: getattr(person, name)}
