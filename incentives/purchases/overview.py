"""Purchases of a year and over the years: how many, how much, in which field, from whom, and what goes to community organisations.

A project counts for the year of its 立项; its amount is that of the contract, nothing before there is one.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractYear

from dingnan_sw.lib import charts
from dingnan_sw.lib.figures import percent
from dingnan_sw.lib.table import Column, Table
from incentives.purchases.models import Project
from incentives.purchases.vocabulary import Field
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import NOTHING

YEARS = 5
TEN_THOUSAND = 10_000


def projects_of(year: int) -> QuerySet[Project]:
    return Project.objects.filter(approved_on__year=year).select_related(
        "provider", "buyer__town", "buyer__community__town", "item"
    )


def with_paid(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Each with `paid`, None without any payment."""
    return projects.annotate(paid=Sum("expenditures__amount"))


def years(today: datetime.date) -> list[int]:
    """Those with projects and this one, the newest first."""
    found = Project.objects.annotate(of=ExtractYear("approved_on")).values_list("of", flat=True).distinct().order_by()
    return sorted({*found, today.year}, reverse=True)


@dataclass(slots=True)
class Sums:
    """Some projects added up; preferred is what of contracted goes to the kinds that 三（三） prefers."""

    label: str
    count: int = 0
    planned: Decimal = NOTHING
    contracted: Decimal = NOTHING
    preferred: Decimal = NOTHING
    signed: int = 0
    preferred_count: int = 0

    @property
    def share(self) -> Decimal | None:
        """Of the contracts' amount, in percent with one place; None without a contract."""
        return percent(self.preferred, self.contracted, places=1)

    def add(self, project: Project, kinds: Sequence[str]) -> None:
        self.count += 1
        self.planned += project.planned
        if project.signed_amount is None:
            return
        self.signed += 1
        self.contracted += project.signed_amount
        if project.provider is not None and project.provider.kind in kinds:
            self.preferred_count += 1
            self.preferred += project.signed_amount


@dataclass(frozen=True, slots=True)
class Year:
    """A year's purchases; kinds are those preferred at its end, or today."""

    year: int
    projects: list[Project]
    kinds: Sequence[str]
    total: Sums = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", self._sums(str(self.year), self.projects))

    def _sums(self, label: str, projects: Iterable[Project]) -> Sums:
        sums = Sums(label)
        for project in projects:
            sums.add(project, self.kinds)
        return sums

    def by(self, key: Callable[[Project], str], order: Iterable[str] = ()) -> list[Sums]:
        """The projects by what key says of them; those in order are there also without a project."""
        groups: dict[str, list[Project]] = {label: [] for label in order}
        for project in self.projects:
            groups.setdefault(key(project), []).append(project)
        return [self._sums(label, projects) for label, projects in groups.items()]

    def by_field(self) -> list[Sums]:
        return self.by(lambda project: project.field, Field.values)

    def by_provider_kind(self) -> list[Sums]:
        return self.by(lambda project: project.provider.kind if project.provider else "尚未确定")

    def by_platform(self) -> list[Sums]:
        return self.by(lambda project: project.platform or "不在这些平台")

    @property
    def finished(self) -> int:
        return sum(project.is_finished for project in self.projects)

    @property
    def brands(self) -> int:
        return sum(project.is_brand for project in self.projects)


def year_of(year: int, today: datetime.date, book: RuleBook) -> Year:
    return Year(year, list(projects_of(year)), preferred_kinds(min(datetime.date(year, 12, 31), today), book))


def preferred_kinds(on: datetime.date, book: RuleBook) -> Sequence[str]:
    kinds: Sequence[str] = book.measure("purchase_preference", on=on).values["kinds"]
    return kinds


def trend(last: int, today: datetime.date, book: RuleBook) -> list[Sums]:
    """The years up to that one, from the first with a project, at most YEARS of them."""
    found = [year_of(year, today, book).total for year in range(last - YEARS + 1, last + 1)]
    first = next((place for place, sums in enumerate(found) if sums.count), len(found) - 1)
    return found[first:]


def sums_table(caption: str, heading: str, rows: Sequence[Sums], total: Sums | None = None) -> Table:
    columns = (
        Column("label", heading, lambda row: row.label),
        Column("count", "立项（个）", lambda row: row.count, "integer"),
        Column("planned", "预算金额（元）", lambda row: row.planned, "money"),
        Column("signed", "签约（个）", lambda row: row.signed, "integer"),
        Column("contracted", "合同金额（元）", lambda row: row.contracted, "money"),
        Column("preferred", "向社区社会组织（元）", lambda row: row.preferred, "money"),
        Column("share", "占比（%）", lambda row: row.share, "decimal"),
    )
    return Table(columns, rows, caption, total=_foot(columns, total) if total else {})


def _foot(columns: Iterable[Column], total: Sums) -> dict[str, Any]:
    return {column.key: column.value(total) for column in columns} | {"label": "合计"}


def trend_chart(rows: Sequence[Sums]) -> Any:
    """In 万元: what went to community organisations of what was contracted."""
    drawn = [charts.Bar(f"{row.label}年", wan(row.preferred), wan(row.contracted)) for row in rows]
    return charts.bars("各年合同金额（万元）：向社区社会组织购买的，和全部合同金额", drawn)


def wan(amount: Decimal) -> int:
    """In 万元, to the nearest."""
    return int((amount / TEN_THOUSAND).quantize(Decimal(1), ROUND_HALF_UP))
