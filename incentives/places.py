"""The pages of a unit and of a community: the establishment, with who serves there and what the policy asks of it."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from dingnan_sw.lib import history
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.table import Column, Table
from incentives import facts
from incentives.amendments.book import current_book
from incentives.rules.coverage import CommunityStanding, community_standing
from positions.access import Scope, ScopedRequest, roles
from positions.models import Community, Post, Unit
from positions.origins import origins
from positions.views import community_url, filed_tag, post_columns, post_url, unit_url
from positions.vocabulary import COMMITTEE_KINDS, COUNTY, RESULTS
from talent.models import Certificate, Service
from talent.vocabulary import Level


def _levels(scope: Scope, on: datetime.date, people: Any) -> dict[int, str]:
    """The highest level that each of these people holds that day, in words, by the person's key."""
    held = Certificate.objects.within(scope).held(on).filter(person__in=people).order_by()
    return {
        person: str(Level(level).label)
        for person, level in held.values_list("person").annotate(highest=Max("level")).values_list("person", "highest")
    }


@roles(*RESULTS)
def unit(request: ScopedRequest, pk: int) -> HttpResponse:
    scope, on = request.scope, today()
    found = get_object_or_404(Unit.objects.within(scope).select_related("town", "community__town"), pk=pk)
    posts = list(found.posts.all())
    services = list(found.services.select_related("person").order_by("-since"))
    serving = [s for s in services if s.until is None or s.until > on]
    columns = _service_columns(_levels(scope, on, [s.person_id for s in services]))
    return render(
        request,
        "positions/unit.html",
        {
            "unit": found,
            "community_url": community_url(found.community) if scope.may(*COUNTY) else None,
            "posts": Table(post_columns(with_unit=False), posts, "本单位岗位"),
            "services": Table(columns, serving, "在职人员"),
            "past": Table(columns, [s for s in services if s not in serving], "曾任职人员"),
            "submissions": origins([found, *posts], scope),
            "may_submit": found.pk in scope.units,
            "events": history.events([found], posts),
        },
    )


def _service_columns(levels: Mapping[int, str]) -> tuple[Column, ...]:
    return (
        Column("name", "姓名", lambda s: s.person.name, link=_person_url),
        Column("id", "身份证号", lambda s: s.person.masked_id, "code", width=22),
        Column("category", "人员类别", lambda s: s.category),
        Column("level", "证书级别", lambda s: levels.get(s.person_id)),
        Column("title", "职务", lambda s: s.title),
        Column("since", "任职起始", lambda s: s.since, "date"),
        Column("until", "任职终止", lambda s: s.ended_on, "date"),
    )


def _person_url(service: Service) -> str:
    return reverse("person", args=[service.person_id])


@roles(*COUNTY)
def community(request: ScopedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Community.objects.within(request.scope).select_related("town"), pk=pk)
    figures = list(found.populations.all())
    return render(
        request,
        "positions/community.html",
        {
            "community": found,
            "units": Table(_unit_columns(), found.units.all(), "所在单位"),
            "populations": Table(_year_columns(), figures, "年度人口"),
            "events": history.events([found], figures),
            **_coverage(found, request.scope, today()),
        },
    )


def _unit_columns() -> tuple[Column, ...]:
    return (
        Column("name", "单位", lambda u: u.name, link=unit_url, width=30),
        Column("kind", "单位类别", lambda u: u.kind),
    )


def _year_columns() -> tuple[Column, ...]:
    return (
        Column("year", "年度", lambda f: str(f.year)),
        Column("residents", "常住人口", lambda f: f.residents, "integer"),
    )


def _coverage(found: Community, scope: Scope, on: datetime.date) -> dict[str, Any]:
    """What 三（二） asks of the community, with the posts and the people that count for it."""
    committees = Unit.objects.within(scope).filter(community=found, kind__in=COMMITTEE_KINDS)
    posts = Post.objects.filed(on).filter(unit__in=committees).select_related("unit")
    holders = (
        Service.objects.on(on)
        .filter(unit__in=committees, person__in=facts.holders_in_service(on))
        .select_related("person", "unit")
    )
    levels = _levels(scope, on, holders.values("person"))
    return {
        "on": on,
        "standing": _standing(found, scope, on),
        "posts": Table(_post_columns(on), list(posts), "居（村）委会的备案岗位"),
        "holders": Table(_holder_columns(levels), list(holders.order_by("person__name")), "居（村）委会的在职持证人员"),
    }


def _standing(found: Community, scope: Scope, on: datetime.date) -> CommunityStanding | None:
    """None for a virtual community, of which nothing is asked."""
    places = facts.communities(on, scope)
    own = next((place for place in places if place.code == found.code), None)
    return community_standing(own, on, current_book()) if own else None


def _post_columns(on: datetime.date) -> tuple[Column, ...]:
    return (
        Column("name", "岗位", lambda p: p.name, link=post_url),
        Column("state", "状态", lambda p: filed_tag(p, on), "tag"),
        Column("headcount", "岗位数", lambda p: p.headcount, "integer"),
        Column("since", "设置日期", lambda p: p.since, "date"),
    )


def _holder_columns(levels: Mapping[int, str]) -> tuple[Column, ...]:
    return (
        Column("name", "姓名", lambda s: s.person.name, link=_person_url),
        Column("category", "人员类别", lambda s: s.category),
        Column("level", "证书级别", lambda s: levels.get(s.person_id)),
        Column("since", "任职起始", lambda s: s.since, "date"),
    )
