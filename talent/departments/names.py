"""What the bodies that the document names are called: reforms of the county's offices rename and merge them."""

import datetime
from collections.abc import Iterable

from talent.departments.models import Renaming
from talent.departments.vocabulary import Body


def names_on(day: datetime.date) -> dict[str, str]:
    """By the document's name, of those that have another one that day."""
    return dict(Renaming.objects.filter(since__lte=day).order_by("since").values_list("body", "name"))


def every_name(bodies: Iterable[Body]) -> set[str]:
    """All under which their tasks may stand."""
    asked = set(bodies)
    return {*map(str, asked), *Renaming.objects.filter(body__in=asked).values_list("name", flat=True)}
