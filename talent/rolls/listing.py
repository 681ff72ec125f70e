"""The list of each roll, by the same description as every other list."""

import datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from dingnan_sw.lib import identity
from dingnan_sw.lib.dates import last_day, today
from dingnan_sw.lib.filters import Facet, by_field
from dingnan_sw.lib.table import Column
from positions.access import Scope
from positions.lists import Listing, listing
from talent.models import Person, naming
from talent.rolls.declared import ROLLS, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.models import Checked

PLACES = (Kind.UNIT, Kind.TOWN)
NUMBERS = {Kind.COUNT: "integer", Kind.NUMBER: "decimal", Kind.MONEY: "money", Kind.DAY: "date", Kind.LAST_DAY: "date"}


def declare(roll: Roll) -> Roll:
    """Add the roll to the others, with its list."""
    listing(f"roll-{roll.name}")(partial(describe, roll))
    return ROLLS.add(roll)


def describe(roll: Roll, scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    listed = [entry for entry in roll.entries if entry.listed]
    opening = roll.opens or listed[0].attribute
    return Listing(
        title=roll.title,
        rows=roll.rows(scope),
        columns=(
            *(column for entry in listed for column in _columns(roll, entry, opens=entry.attribute == opening)),
            *roll.columns,
            *(_CHECKED if roll.is_checked else ()),
        ),
        sort=roll.order or listed[0].attribute,
        dress=roll.dress,
        facets=(
            *(_facet(entry) for entry in roll.entries if entry.faceted),
            *roll.facets,
            *([by_field("state", "核对", "state", lambda value: str(Checked(value).label))] if roll.is_checked else []),
        ),
        search=partial(_search, roll),
        hint="、".join(_hint(entry) for entry in _searched(roll)),
        context={
            "roll": roll,
            "figures": roll.figures(scope, on),
            "may_keep": roll.may_keep(scope),
            "may_import": roll.may_import(scope),
            "waiting": roll.rows(scope).filter(state=Checked.REPORTED).count() if roll.is_checked else 0,
        },
    )


_CHECKED = (
    Column("state", "核对", lambda row: row.tag, "tag", sort="state"),
    Column("remark", "退回原因", lambda row: row.remark, wrap=True),
)


def _columns(roll: Roll, entry: Entry, opens: bool = False) -> list[Column]:
    link = roll.url if opens else None
    if entry.kind is Kind.PERSON:
        return _person_columns(entry, roll, link)
    kind: Any = NUMBERS.get(entry.kind, "text")
    paths = dict.fromkeys(PLACES, f"{entry.attribute}__name") | {Kind.ROW: f"{entry.attribute}__pk"}
    path = paths.get(entry.kind, entry.attribute)
    heading = f"{entry.heading}（元）" if entry.kind is Kind.MONEY and "元" not in entry.heading else entry.heading
    return [Column(entry.attribute, heading, partial(_shown, entry), kind, sort=path, link=link, width=entry.width,
                   wrap=entry.width > 20)]  # fmt: skip


def _person_columns(entry: Entry, roll: Roll, link: Any) -> list[Column]:
    def person(row: Any) -> Any:
        return getattr(row, entry.attribute)

    number = Column(
        entry.attribute,
        entry.heading,
        lambda row: identity.masked_id(person(row).id_number) if person(row) else "",
        "code",
    )
    if not roll.names:
        return [number]
    name = Column(
        f"{entry.attribute}_name", "姓名", lambda row: person(row).name if person(row) else "",
        sort=f"{entry.attribute}__name", width=10, link=link,
    )  # fmt: skip
    return [name, number]


def _shown(entry: Entry, row: Any) -> Any:
    value = getattr(row, entry.attribute)
    match entry.kind:
        case Kind.LAST_DAY:
            return last_day(value)
        case Kind.UNIT | Kind.TOWN:
            return value.name if value else ""
        case _ if entry.mask:
            return entry.mask(value) if value else ""
        case Kind.ROW:
            return value.roll_key if value else ""
        case Kind.CHOICE:
            return entry.label(value) if value not in (None, "") else ""
        case Kind.FLAG:
            return {True: "是", False: "否"}.get(value, "")
        case Kind.YEAR:
            return str(value) if value else ""
        case _:
            return value


def _facet(entry: Entry) -> Facet:
    path = f"{entry.attribute}__name" if entry.kind in PLACES else entry.attribute
    words = {Kind.CHOICE: lambda value: _word(entry, value), Kind.FLAG: lambda value: "是" if value else "否"}
    return by_field(entry.attribute, entry.heading, path, words.get(entry.kind, str))


def _word(entry: Entry, value: Any) -> str:
    return next(
        (entry.label(one) for one in entry.options if str(getattr(one, "value", one)) == str(value)), str(value)
    )


def _searched(roll: Roll) -> list[Entry]:
    return [entry for entry in roll.entries if entry.kind in (Kind.TEXT, Kind.UNIT, Kind.PERSON)][:3]


def _hint(entry: Entry) -> str:
    return f"姓名、拼音首字母、{entry.heading}" if entry.kind is Kind.PERSON else entry.heading


def _search(roll: Roll, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """A person by what the list of people finds one."""
    paths = {Kind.TEXT: "{}__icontains", Kind.UNIT: "{}__name__icontains"}
    found, people = Q(pk__in=[]), Person.objects.filter(naming(text, today())).values("pk")
    for entry in _searched(roll):
        if entry.kind is Kind.PERSON:
            found |= Q(**{f"{entry.attribute}__in": people})
        else:
            found |= Q(**{paths[entry.kind].format(entry.attribute): text})
    return rows.filter(found)
