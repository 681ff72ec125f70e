"""The establishment's pages: units, posts, communities, the county's figures."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy

from dingnan_sw.audit.chain import record
from dingnan_sw.lib import history
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.filters import Facet, by_field
from dingnan_sw.lib.table import Column, Mark, Table
from positions import fresh
from positions.access import Scope, ScopedRequest, roles
from positions.lists import Listing, listing, respond
from positions.models import Community, CountyYear, Post, Town, Unit, User, covering
from positions.origins import origins
from positions.signin.passwords import outlived
from positions.vocabulary import BUREAU, COMMITTEE_KINDS, READERS, RESULTS


class ChangePassword(PasswordChangeView):
    """A password of one's own; it ends what the first one restricted."""

    success_url = reverse_lazy("home")

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(outlived=outlived(self.request.user), days=settings.PASSWORD_DAYS, **more)

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            User.objects.filter(pk=self.request.user.pk).update(must_change_password=False)
            fresh.prove(self.request)
            form.user.must_change_password = False
            record("修改密码", by=self.request.user)
            response = super().form_valid(form)
        messages.success(self.request, "密码已修改，下次登录用新密码。")
        return response


def unit_url(unit: Unit | None) -> str | None:
    return reverse("unit", args=[unit.pk]) if unit else None


def post_url(post: Post) -> str:
    return reverse("post", args=[post.pk])


def community_url(community: Community | None) -> str | None:
    return reverse("community", args=[community.pk]) if community else None


def filed_tag(post: Post, on: datetime.date) -> tuple[str, str]:
    if post.since > on:
        return "waiting", "未到设置日期"
    if post.until and post.until <= on:
        return "neutral", "已撤销"
    return "good", "备案中"


# Units ------------------------------------------------------------------------------------------


# A committee without its area code stands in no community, so that nothing of it counts there.
ASTRAY = Q(kind__in=COMMITTEE_KINDS, community__isnull=True)


@listing("units")
def units_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    filed = Count("posts", filter=covering(on, "posts__"), distinct=True)
    serving = Count("services__person", filter=covering(on, "services__"), distinct=True)
    return Listing(
        title="单位",
        rows=Unit.objects.within(scope)
        .select_related("town", "community__town")
        .annotate(
            filed=filed,
            serving=serving,
            place=Coalesce("town__name", "community__town__name"),
            place_code=Coalesce("town__code", "community__town__code"),
        ),
        columns=(
            Column("name", "单位名称", lambda u: u.name, sort="name", link=unit_url, width=30),
            Column("kind", "单位类别", lambda u: u.kind, sort="kind", width=18),
            Column("town", "镇", lambda u: u.place, sort=("place_code", "place")),
            Column("community", "所在社区（村）", _place, sort="community__code", width=24),
            Column("department", "主管部门", lambda u: u.department, sort="department", width=18),
            Column("filed", "备案岗位", lambda u: u.filed, "integer", sort="filed"),
            Column("serving", "在职人数", lambda u: u.serving, "integer", sort="serving"),
        ),
        sort="name",
        facets=(
            by_field("kind", "单位类别", "kind"),
            by_field("town", "镇", "place", order="place_code"),
            by_field("department", "主管部门", "department"),
            _filed_facet(on),
            Facet("area", "区划代码", _narrow_astray, _count_astray),
        ),
        search=lambda units, text: units.filter(
            Q(name__icontains=text) | Q(credit_code=text.upper()) | Q(department__icontains=text)
        ),
        hint="单位名称、信用代码或主管部门",
    )


def _place(unit: Unit) -> Any:
    return Mark("waiting", "没有区划代码，未计入") if unit.is_astray else unit.community


def _filed_facet(on: datetime.date) -> Facet:
    """Whether a unit has a post on file that day."""
    filed = Post.objects.filed(on).values("unit")

    def narrow(units: Any, value: str) -> Any:
        return units.exclude(pk__in=filed) if value == "none" else units.filter(pk__in=filed)

    def options(units: Any) -> list[tuple[str, str, int]]:
        return [(value, words, narrow(units, value).count()) for value, words in (("some", "有"), ("none", "还没有"))]

    return Facet("filed", "备案岗位", narrow, options)


def _narrow_astray(units: Any, value: str) -> Any:
    return units.filter(ASTRAY) if value == "none" else units.exclude(ASTRAY)


def _count_astray(units: Any) -> list[tuple[str, str, int]]:
    return [("none", "居（村）委会没有填", units.filter(ASTRAY).count())]


@roles(*READERS)
def units(request: ScopedRequest) -> HttpResponse:
    return respond(request, "units")


# Posts ------------------------------------------------------------------------------------------


def post_columns(*, with_unit: bool = True) -> tuple[Column, ...]:
    on = today()
    own = (
        Column("name", "岗位名称", lambda p: p.name, sort="name", link=post_url, width=20),
        Column("state", "状态", lambda p: filed_tag(p, on), "tag", sort="until"),
        Column("headcount", "岗位数", lambda p: p.headcount, "integer", sort="headcount"),
        Column("mode", "设置方式", lambda p: p.setup_mode, sort="setup_mode"),
        Column("since", "设置日期", lambda p: p.since, "date", sort="since"),
        Column("until", "撤销日期", lambda p: p.withdrawn_on, "date", sort="until"),
        Column("category", "岗位类别", lambda p: p.category, sort="category", width=18),
        Column("grade", "岗位等级", lambda p: p.grade, sort="grade"),
    )
    unit = Column("unit", "单位", lambda p: p.unit.name, sort="unit__name", link=lambda p: unit_url(p.unit), width=30)
    return (own[0], unit, *own[1:]) if with_unit else own


@listing("posts")
def posts_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    def states(posts: Any) -> list[tuple[str, str, int]]:
        filed = posts.filter(covering(on)).count()
        return [("filed", "备案中", filed), ("closed", "不在备案期", posts.count() - filed)]

    def narrow(posts: Any, value: str) -> Any:
        return posts.filter(covering(on)) if value == "filed" else posts.exclude(covering(on))

    return Listing(
        title="岗位",
        rows=Post.objects.within(scope).select_related("unit"),
        columns=post_columns(),
        sort="unit",
        facets=(
            Facet("state", "状态", narrow, states),
            by_field("mode", "设置方式", "setup_mode"),
            by_field("kind", "单位类别", "unit__kind"),
        ),
        search=lambda posts, text: posts.filter(Q(name__icontains=text) | Q(unit__name__icontains=text)),
        hint="岗位或单位名称",
    )


@roles(*READERS)
def posts(request: ScopedRequest) -> HttpResponse:
    return respond(request, "posts")


@roles(*RESULTS)
def post(request: ScopedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Post.objects.within(request.scope).select_related("unit"), pk=pk)
    postings = found.postings.select_related("service__person").order_by("-since")
    columns = (
        Column(
            "name",
            "姓名",
            lambda p: p.service.person.name,
            link=lambda p: reverse("person", args=[p.service.person_id]),
        ),
        Column("category", "人员类别", lambda p: p.service.category),
        Column("since", "上岗日期", lambda p: p.since, "date"),
        Column("until", "离岗日期", lambda p: p.left_on or p.service.ended_on, "date"),
    )
    return render(
        request,
        "positions/post.html",
        {
            "post": found,
            "state": filed_tag(found, today()),
            "postings": Table(columns, postings, "上岗人员"),
            "submissions": origins([found], request.scope),
            "may_submit": found.unit_id in request.scope.units,
            "events": history.events([found]),
        },
    )


# Communities and the county ---------------------------------------------------------------------


@listing("communities")
def communities_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    committee = Q(units__kind__in=COMMITTEE_KINDS)
    filed = Count("units__posts", filter=committee & covering(on, "units__posts__"), distinct=True)
    return Listing(
        title="社区（村）",
        rows=Community.objects.within(scope)
        .select_related("town")
        .prefetch_related("populations")
        .annotate(filed=filed),
        columns=(
            Column("name", "名称", lambda c: c.name, sort="name", link=community_url, width=28),
            Column("code", "统计用区划代码", lambda c: c.code, "code", sort="code", width=18),
            Column("kind", "类别", lambda c: "虚拟，不计入" if c.is_virtual else c.kind),
            Column("town", "所属镇", lambda c: c.town.name, sort=("town__code", "town__name")),
            Column("residents", "常住人口", _residents, "integer"),
            Column("filed", "备案岗位", lambda c: c.filed, "integer", sort="filed"),
            Column("note", "备注", lambda c: c.note, width=20),
        ),
        sort="code",
        facets=(by_field("town", "镇", "town__name", order="town__code"),),
        search=lambda found, text: found.filter(Q(name__icontains=text) | Q(code__startswith=text)),
        hint="名称或区划代码",
    )


def _residents(community: Community) -> int | None:
    figures = list(community.populations.all())
    return figures[0].residents if figures else None


@roles(*BUREAU)
def communities(request: ScopedRequest) -> HttpResponse:
    return respond(request, "communities")


@roles(*BUREAU)
def county(request: ScopedRequest) -> HttpResponse:
    """Towns and the county's yearly figures: few rows, on one page with their history."""
    towns = list(Town.objects.annotate(places=Count("communities")))
    years = list(CountyYear.objects.all())
    town_columns = (
        Column("name", "镇", lambda t: t.name),
        Column("code", "统计用区划代码", lambda t: t.code, "code"),
        Column("places", "社区（村）数", lambda t: t.places, "integer"),
    )
    year_columns = (
        Column("year", "年度", lambda y: str(y.year)),
        Column("residents", "常住人口", lambda y: y.residents, "integer"),
        Column("registered", "户籍人口", lambda y: y.registered, "integer"),
        Column("source", "来源", lambda y: y.source, width=24),
    )
    return render(
        request,
        "positions/county.html",
        {
            "towns": Table(town_columns, towns, "镇"),
            "years": Table(year_columns, years, "全县年度数据"),
            "events": history.events(towns, years),
        },
    )
