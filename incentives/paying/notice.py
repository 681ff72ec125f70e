"""公示: what of a batch is made public. A row has name, unit, level and amount; there is no place for anything else, nor for a
number that was written into a name.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum

from dingnan_sw.lib.identity import public_name
from incentives.paying.models import Batch, Line
from positions.models import Unit
from talent.models import Person
from talent.vocabulary import Level

NET_NOTE = "金额是本批核定的正常和补发减去扣回；支付时再冲抵以前的追回款，以前退票、没有付到本人的不扣。"


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One person on the notice; of the person the name alone is ever read."""

    name: str
    unit: str
    level: str
    amount: Decimal


def public_rows(batch: Batch) -> list[PublicRow]:
    """One a person, by unit and name; those who come to nothing are left out."""
    lines = Line.objects.filter(batch=batch).order_by()
    sums = dict(lines.values_list("person_id").annotate(net=Sum(F("new") - F("old"))))
    newest = lines.order_by("person_id", "-month", "-level").distinct("person_id")
    standing = {person: (unit, level) for person, unit, level in newest.values_list("person_id", "unit_id", "level")}
    names = dict(Person.objects.filter(pk__in=sums).values_list("pk", "name"))
    units = dict(Unit.objects.values_list("pk", "name"))
    rows = [
        PublicRow(
            public_name(names[person]),
            public_name(units.get(standing[person][0], "")),
            str(Level(standing[person][1]).label),
            net,
        )
        for person, net in sums.items()
        if net
    ]
    return sorted(rows, key=lambda row: (row.unit, row.name, row.level, row.amount))
