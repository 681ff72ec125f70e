"""The sections about government purchase — 三（三）, 二（二）: by the kind of who takes it on, and by the town of who buys.

A project counts for the year of its 立项, its amount is that of the contract, as on the page of purchases.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode

from dingnan_sw.lib import charts
from incentives.purchases import overview
from incentives.purchases.models import Assignment, Project
from incentives.purchases.overview import Sums, wan
from incentives.statistics.county import NO_TOWN, Year
from incentives.statistics.section import Line, Measure, Section
from positions.models import Town
from talent.models import Certificate

UNKNOWN = "尚未确定"
MEASURES = (
    Measure("立项"),
    Measure("预算（元）", "money"),
    Measure("签约"),
    Measure("合同（元）", "money"),
    Measure("社区社会组织（元）", "money"),
    Measure("占比（%）", "decimal", total=False),
    Measure("持证人员", total=False),
    Measure("上年合同（元）", "money"),
    Measure("增减（元）", "money"),
)
PREFERRED = ("向社区社会组织", "向其他")
Group = Callable[[Project], str]


def by_kind(year: Year) -> Section:
    """What goes to the kinds that 三（三） prefers, and to which others."""
    return _section("kind", "承接主体类别", _kind, _bought(year).kinds, year)


def by_town(year: Year) -> Section:
    """By the town of the buyer."""
    return _section("town", "购买主体所属镇", _town, tuple(Town.objects.values_list("name", flat=True)), year)


def _kind(project: Project) -> str:
    return str(project.provider.kind) if project.provider else UNKNOWN


def _town(project: Project) -> str:
    buyer = project.buyer
    town = buyer.town or (buyer.community.town if buyer.community else None)
    return town.name if town else NO_TOWN


def _bought(year: Year) -> overview.Year:
    return overview.year_of(year.year, year.today, year.book)


def _section(facet: str, words: str, group: Group, always: Sequence[str], year: Year) -> Section:
    """facet: by what the list behind the numbers is narrowed to a line's label; always: the labels that have a line anyhow."""
    now, before = _bought(year), {sums.label: sums for sums in _bought(year.before).by(group)}
    rows, staff = now.by(group, dict.fromkeys((*always, *before))), _staff(year)
    people: dict[str, set[int]] = defaultdict(set)
    for project in now.projects:
        people[group(project)] |= staff[project.pk]
    return Section(
        key=f"purchases-{facet}",
        title=f"政府购买服务按{words}",
        first=words,
        measures=MEASURES,
        lines=[_line(one, before.get(one.label), len(people[one.label]), facet, year) for one in rows],
        note=_note(now.total, len(set().union(*people.values()))),
        chart=_chart(f"{year.year} 年合同金额（万元）按{words}", rows),
    )


def _line(now: Sums, before: Sums | None, people: int, facet: str, year: Year) -> Line:
    last = (before or Sums(now.label)).contracted
    values = (now.count, now.planned, now.signed, now.contracted, now.preferred, now.share, people)
    links = {} if now.label in (UNKNOWN, NO_TOWN) else {0: _list(year, **{facet: now.label})}
    return Line(now.label, (*values, last, now.contracted - last), links)


def _list(year: Year, **facet: str) -> str:
    return f"{reverse('purchase-list')}?{urlencode({'year': year.year, **facet})}"


def _note(total: Sums, people: int) -> str:
    share = "" if total.share is None else f"合同金额中向社区社会组织购买的占 {total.share}%；"
    return f"按立项年度统计。{share}项目共使用持证人员 {people} 人，几个项目上的同一人只计一次。"


def _chart(title: str, rows: Sequence[Sums]) -> str:
    parts = [charts.Stack(one.label, [wan(one.preferred), wan(one.contracted - one.preferred)]) for one in rows]
    return charts.stacked(title, PREFERRED, parts)


def _staff(year: Year) -> dict[int, set[int]]:
    """By project of the year who has been at work on it with a certificate so far."""
    held = Certificate.objects.filter(
        Q(revoked_on__isnull=True) | Q(revoked_on__gt=OuterRef("since")),
        person=OuterRef("person"),
        obtained_on__lt=Coalesce(OuterRef("until"), Value(datetime.date.max)),
        obtained_on__lte=year.today,
    )
    rows = Assignment.objects.filter(Exists(held), project__approved_on__year=year.year, since__lte=year.today)
    found: dict[int, set[int]] = defaultdict(set)
    for project, person in rows.values_list("project", "person"):
        found[project].add(person)
    return found
