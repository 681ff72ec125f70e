"""What the tests of purchases and funds share: a catalogue, organisations with holders, projects as far as a stage."""

import datetime
from decimal import Decimal

from incentives.purchases.models import CatalogueItem, Project, StageLimit
from incentives.purchases.vocabulary import STAGES
from positions.vocabulary import UnitKind
from talent.vocabulary import StaffCategory
from tests import county

APPROVED = datetime.date(2026, 2, 1)


def catalogue(year=2026, code="A0301", field="扶老"):
    number = f"{year}-{code}"
    values = {"year": year, "code": code, "name": "老年人服务", "department": "县民政局", "field": field}
    return CatalogueItem.objects.get_or_create(number=number, defaults=values)[0]


def organisation(name="阳光社工中心", kind=UnitKind.COMMUNITY_ORGANISATION, holders=0, first=1):
    """A unit with so many full-time holders, certified since 2021-06-20."""
    unit = county.unit(name, kind)
    for number in range(first, first + holders):
        one = county.person(number, f"持证{number}")
        county.serve(one, unit, StaffCategory.ORGANISATION_FULL_TIME)
        county.certify(one, f"DEMO{number}")
    return unit


def project(
    name="老年人关爱", *, buyer, provider=None, through="approved", amount="1000", on=APPROVED, field="扶老", **values
):
    """A project with its stages up to that one, ten days apart."""
    made = Project(
        name=name,
        item=catalogue(on.year),
        field=field,
        buyer=buyer,
        provider=provider,
        way="公开招标",
        is_brand=False,
        **values,
    )
    for place, stage in enumerate(STAGES):
        setattr(made, stage.day, on + datetime.timedelta(days=10 * place))
        setattr(made, stage.document, f"{stage.label}文件")
        setattr(made, stage.amount, Decimal(90) if stage.amount == "score" else Decimal(amount))
        if stage.key == through:
            break
    made.save()
    return made


def limit(stage="approved", days=90, since=datetime.date(2021, 1, 1), source="县级暂定"):
    """The only limits there are, whatever a test before left."""
    return StageLimit.objects.update_or_create(stage=stage, since=since, defaults={"days": days, "source": source})[0]
