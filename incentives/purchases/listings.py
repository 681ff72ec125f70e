"""The list of projects, to look through; written they are in the roll."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse

from dingnan_sw.lib.filters import Facet, by_field, is_year
from dingnan_sw.lib.table import Column
from incentives.purchases.models import Project
from incentives.purchases.overview import with_paid
from incentives.purchases.stages import reached
from incentives.purchases.vocabulary import STAGES
from positions.access import Scope
from positions.lists import Listing, listing


def project_url(project: Project) -> str:
    return reverse("purchase", args=[project.pk])


@listing("purchase-list")
def purchase_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    town = Coalesce("buyer__town__name", "buyer__community__town__name")
    rows = Project.objects.select_related("provider", "buyer").annotate(town=town)
    return Listing(
        title="购买服务项目一览",
        rows=rows if scope.county else rows.none(),
        columns=(
            Column("name", "项目名称", lambda p: p.name, sort="name", link=project_url, width=34, wrap=True),
            Column("year", "年度", lambda p: str(p.year), sort="approved_on"),
            Column("field", "领域", lambda p: p.field, sort="field"),
            Column("provider", "承接主体", lambda p: p.provider.name if p.provider else "", sort="provider__name"),
            Column("kind", "承接主体类别", lambda p: p.provider.kind if p.provider else "", sort="provider__kind"),
            Column("stage", "已到环节", lambda p: reached(p).label),
            Column("planned", "预算（元）", lambda p: p.planned, "money", sort="approved_amount"),
            Column("contracted", "合同（元）", lambda p: p.signed_amount, "money", sort="signed_amount"),
            Column("paid", "已付（元）", lambda p: p.paid, "money"),
        ),
        sort="-year",
        facets=(
            by_field("year", "年度", "approved_on__year", accepts=is_year),
            by_field("field", "领域", "field"),
            by_field("kind", "承接主体类别", "provider__kind"),
            by_field("town", "购买主体所属镇", "town"),
            _stage_facet(),
        ),
        search=lambda found, text: found.filter(name__icontains=text),
        hint="项目名称",
        dress=_with_paid,
        total=_total,
    )


def _with_paid(rows: Iterable[Project]) -> list[Project]:
    """`paid` beside each, read for the whole page at once: as part of the list's query it would upset the filters' counts."""
    shown = list(rows)
    paid = dict(with_paid(Project.objects.filter(pk__in=[p.pk for p in shown])).values_list("pk", "paid"))
    for project in shown:
        project.paid = paid[project.pk]
    return shown


def _total(rows: QuerySet[Project]) -> dict[str, Any]:
    """Payments in a query of their own: over their join the other sums would count a project twice."""
    plain = Project.objects.filter(pk__in=rows.values("pk"))
    sums = plain.aggregate(planned=Sum("approved_amount"), contracted=Sum("signed_amount"))
    return {"name": "合计", **sums, "paid": plain.aggregate(paid=Sum("expenditures__amount"))["paid"]}


def _stage_facet() -> Facet:
    """By the stage reached."""

    def only(rows: QuerySet[Project], value: str) -> QuerySet[Project]:
        place = next((place for place, stage in enumerate(STAGES) if stage.key == value), None)
        if place is None:
            return rows.none()
        found = rows.filter(**{f"{STAGES[place].day}__isnull": False})
        return found.filter(**{f"{STAGES[place + 1].day}__isnull": True}) if place + 1 < len(STAGES) else found

    def options(rows: QuerySet[Project]) -> Iterable[tuple[str, str, int]]:
        counted = [(str(stage.key), stage.label, only(rows, stage.key).count()) for stage in STAGES]
        return [option for option in counted if option[2]]

    return Facet("stage", "已到环节", only, options)
