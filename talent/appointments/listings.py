"""The lists of 聘任: holders without an appointment, appointments unlike the certificate, career grades, professional posts."""

import datetime
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from dingnan_sw.lib.filters import by_field
from dingnan_sw.lib.table import Column
from positions.access import Scope
from positions.lists import Listing, listing
from positions.views import unit_url
from talent.appointments import standing
from talent.appointments.vocabulary import Title
from talent.models import Person
from talent.rolls.declared import ROLLS
from talent.views import person_url, search_people
from talent.vocabulary import Level

TONES = {
    standing.SET_UP: "good", standing.NOT_SET_UP: "bad", standing.UNKNOWN: "waiting",
    standing.IN_ORDER: "good", standing.FAULTY: "bad", standing.NO_POST: "neutral",
}  # fmt: skip
NAME = Column(
    "name",
    "姓名",
    lambda r: r.person.name,
    sort="person__search_keys",
    link=lambda r: person_url(r.person_id),
    width=10,
)
UNIT = Column(
    "unit", "单位", lambda r: r.unit.name, sort="unit__name", link=lambda r: unit_url(r.unit), width=30, wrap=True
)
KIND = Column("kind", "单位类别", lambda r: r.unit.kind, sort="unit__kind", width=16)
TOWN = Column("town", "镇", lambda r: r.place, sort=("place_code", "place"))
OF_PEOPLE = (by_field("town", "镇", "place", order="place_code"), by_field("kind", "单位类别", "unit__kind"))

OWN = Column("name", "单位名称", lambda u: u.name, sort="name", link=unit_url, width=30, wrap=True)
OWN_KIND = Column("kind", "单位类别", lambda u: u.kind, sort="kind", width=16)
STANDING = Column("standing", "情况", lambda u: (TONES[u.standing], u.standing), "tag", sort="standing")
OF_UNITS = (
    by_field("standing", "情况", "standing"),
    by_field("town", "镇", "place", order="place_code"),
    by_field("kind", "单位类别", "kind"),
)


def _named(scope: Scope) -> Any:
    """Rows of people by name, pinyin or ID number, or by the name of their unit."""

    def search(rows: Any, text: str) -> Any:
        found = search_people(Person.objects.within(scope), text, scope=scope).values("pk")
        return rows.filter(Q(person__in=found) | Q(unit__name__icontains=text))

    return search


@listing("appointments-none")
def unappointed_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    return Listing(
        title="持证未聘人员",
        rows=standing.unappointed(scope, on),
        columns=(
            NAME,
            UNIT,
            KIND,
            TOWN,
            Column("category", "人员类别", lambda s: s.category, sort="category", width=16),
            Column("level", "持证级别", lambda s: str(Level(s.level).label), sort="level", width=16),
            Column("certified", "取得日期", lambda s: s.certified, "date", sort="certified"),
            Column("waiting", "持证未聘自", lambda s: s.waiting, "date", sort="waiting"),
        ),
        sort="waiting",
        facets=(*OF_PEOPLE, by_field("level", "持证级别", "level", lambda value: str(Level(value).label))),
        search=_named(scope),
        hint="姓名、拼音首字母、单位",
    )


@listing("appointments-differ")
def differing_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    roll = ROLLS.by_name["appointments"]
    return Listing(
        title="聘任与证书不一致",
        rows=standing.differing(scope, on),
        columns=(
            NAME,
            UNIT,
            KIND,
            TOWN,
            Column("title", "聘任职务", lambda a: a.get_title_display(), sort="title", link=roll.url),
            Column("grade", "岗位等级", lambda a: a.grade, "integer", sort="grade"),
            Column("held", "持证级别", lambda a: str(Level(a.held).label) if a.held else "", sort="held", width=16),
            Column("since", "聘任起始", lambda a: a.since, "date", sort="since"),
            Column("difference", "差别", lambda a: ("waiting", standing.difference(a)[0]), "tag"),
            Column("words", "说明", lambda a: standing.difference(a)[1], width=36, wrap=True),
        ),
        sort="unit",
        facets=(*OF_PEOPLE, by_field("title", "聘任职务", "title", lambda value: str(Title(value).label))),
        search=_named(scope),
        hint="姓名、拼音首字母、单位",
    )


def _units(units: Any, text: str) -> Any:
    return units.filter(Q(name__icontains=text) | Q(department__icontains=text))


@listing("appointments-systems")
def systems_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    return Listing(
        title="单位职级体系",
        rows=standing.career_units(scope),
        columns=(
            OWN,
            OWN_KIND,
            TOWN,
            Column("department", "主管部门", lambda u: u.department, sort="department", width=18),
            STANDING,
            Column("document", "制度文件", lambda u: u.document, width=30, wrap=True),
            Column("started", "建立日期", lambda u: u.started, "date", sort="started"),
        ),
        sort="name",
        facets=OF_UNITS,
        search=_units,
        hint="单位名称或主管部门",
    )


@listing("appointments-posts")
def professional_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    return Listing(
        title="医院、学校、卫生健康单位的社会工作专业岗位",
        rows=standing.units_of_professional_posts(scope, on),
        columns=(
            OWN,
            OWN_KIND,
            TOWN,
            Column("department", "主管部门", lambda u: u.department, sort="department", width=18),
            Column("posts", "备案岗位", lambda u: len(u.filed_posts), "integer"),
            STANDING,
            Column("faults", "缺项", _faults, width=44, wrap=True),
        ),
        sort="name",
        facets=OF_UNITS,
        search=_units,
        hint="单位名称或主管部门",
    )


def _faults(unit: Any) -> str:
    faults = ((post.name, standing.post_faults(post)) for post in unit.filed_posts)
    return "；".join(f"{name}：{words}" for name, words in faults if words)
