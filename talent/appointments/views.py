"""The pages of 聘任: what stands, and the lists behind it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.figures import Figure
from dingnan_sw.lib.table import Column, Table
from positions.access import ScopedRequest, roles
from positions.lists import respond
from positions.models import Unit
from positions.vocabulary import READERS
from talent.appointments import (
    figures,
    listings,  # noqa: F401 # describes the lists
    papers,  # noqa: F401 # makes the sheets
)
from talent.paper_jobs import hand_out


@dataclass(frozen=True, slots=True)
class Topic:
    """weight tells a firm duty from what a unit may decide."""

    title: str
    url_name: str
    clause: str
    weight: str
    figure: Figure


COLUMNS = (
    Column("title", "事项", lambda topic: topic.title, link=lambda topic: reverse(topic.url_name), width=30),
    Column("clause", "条款", lambda topic: topic.clause),
    Column("weight", "性质", lambda topic: topic.weight, width=24),
    Column("words", "现在的情况", lambda topic: topic.figure.words, wrap=True),
    Column("state", "还差", lambda topic: (topic.figure.tone, _short(topic.figure)), "tag"),
)


def _short(figure: Figure) -> str:
    if figure.due is None:
        return "只作提示"
    return f"{figure.short:,} 个" if figure.short else "没有"


@roles(*READERS)
def overview(request: ScopedRequest) -> HttpResponse:
    scope, on = request.scope, today()
    topics = [
        Topic("持证未聘人员", "appointments-none", "二（三）", "单位可以聘任", figures.appointed(on, scope)),
        Topic("聘任与证书不一致", "appointments-differ", "二（三）", "提醒核对", figures.differing(on, scope)),
        Topic("单位职级体系", "appointments-systems", "二（三）", "应当建立", figures.career_systems(on, scope)),
        Topic("医院、学校、卫生健康单位的社会工作专业岗位", "appointments-posts", "二（二）", "应当纳入专业技术岗位管理",
              figures.professional_posts(on, scope)),
    ]  # fmt: skip
    return render(request, "appointments/overview.html", {"topics": Table(COLUMNS, topics, "聘任与职级"), "on": on})


@roles(*READERS)
def unappointed(request: ScopedRequest) -> HttpResponse:
    return respond(request, "appointments-none", "appointments/none.html")


@roles(*READERS)
def differing(request: ScopedRequest) -> HttpResponse:
    return respond(request, "appointments-differ", "appointments/differ.html")


@roles(*READERS)
def systems(request: ScopedRequest) -> HttpResponse:
    return respond(request, "appointments-systems", "appointments/systems.html")


@roles(*READERS)
def professional(request: ScopedRequest) -> HttpResponse:
    return respond(request, "appointments-posts", "appointments/posts.html")


@require_POST
@roles(*READERS)
def post_filing(request: ScopedRequest, pk: int, kind: str) -> HttpResponse:
    """社会工作岗位设置备案表 of one unit."""
    unit = get_object_or_404(Unit.objects.within(request.scope), pk=pk)
    return hand_out(request, "post-filing", kind, str(unit.pk), unit.name)
