"""台账: the registers that a unit or the bureau keeps row by row, each declared once; from that come its list, its form, its sheet of
the workbook exchange, its export and its description."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from dingnan_sw.lib import workbook
from dingnan_sw.lib.exchange import Field, Layout
from dingnan_sw.lib.filters import Facet
from dingnan_sw.lib.table import Column
from positions.access import Scope
from positions.models import Unit
from positions.vocabulary import BUREAU, READERS, Role
from talent.rolls.entries import Entry, Kind
from talent.rolls.models import UnitRow

NAME = "姓名"
Fault = tuple[str, str]
Check = Callable[[Mapping[str, Any]], Iterable[Fault]]
Figures = Callable[[Scope, datetime.date], Sequence[tuple[str, Any]]]


@dataclass(frozen=True, slots=True)
class Roll:
    """A register.

    name is its word in the address, title its sheet and page, group the heading it stands under, clause what it rests on. key are
    the attributes by which a row is known again. keepers write it: of these a unit its own rows, everyone else all. within is the
    ORM path to the unit whose row it is; empty for what belongs to the county.
    check gives (heading, message) of what does not go together, from the merged values by attribute (a reference is a Record).
    columns are shown in the list besides the entries; figures are what the page says on top.
    """

    name: str
    title: str
    group: str
    clause: str
    model: Any
    entries: tuple[Entry, ...]
    key: tuple[str, ...]
    lede: str
    keepers: tuple[Role, ...] = (Role.CLERK, Role.UNIT)
    readers: tuple[Role, ...] = READERS
    within: str = "unit"
    order: str = ""
    check: Check = lambda merged: ()
    columns: tuple[Column, ...] = ()
    facets: tuple[Facet, ...] = ()
    figures: Figures = lambda scope, on: ()
    related: tuple[str, ...] = ()

    @property
    def is_checked(self) -> bool:
        """Whether the bureau looks over what units write."""
        return issubclass(self.model, UnitRow)

    @property
    def person(self) -> Entry | None:
        return next((entry for entry in self.entries if entry.kind is Kind.PERSON), None)

    @property
    def names(self) -> bool:
        """Whether the sheet has a column 姓名 beside the ID number, to be compared and not kept."""
        return self.person is not None and NAME not in [entry.heading for entry in self.entries]

    def layout(self, today: datetime.date) -> Layout:
        return Layout(self.title, tuple(self._fields(today)))

    def _fields(self, today: datetime.date) -> Iterator[Field]:
        for entry in self.entries:
            if entry.kind is Kind.PERSON and self.names:
                yield Field(NAME, workbook.as_name)
            yield Field(entry.heading, entry.parser(today), entry.required)

    def cells(self, row: Any) -> dict[str, Any]:
        """A stored row by heading, as its sheet holds it."""
        found = {entry.heading: entry.cell(row) for entry in self.entries}
        if self.names and self.person:
            person = getattr(row, self.person.attribute)
            found[NAME] = person.name if person else None
        return found

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """The rows that scope may look at."""
        rows = self.model.objects.select_related(*self.references)
        if scope.county or not self.within:
            return rows  # type: ignore[no-any-return]
        return rows.filter(**{f"{self.within}__in": Unit.objects.within(scope)})  # type: ignore[no-any-return]

    @property
    def references(self) -> list[str]:
        own = [entry.attribute for entry in self.entries if entry.kind in (Kind.UNIT, Kind.PERSON, Kind.ROW)]
        return [*own, *self.related]

    def may_keep(self, scope: Scope, row: Any = None) -> bool:
        """Whether scope may add a row, or change this one."""
        if scope.may(*(role for role in self.keepers if role is not Role.UNIT)):
            return True
        if Role.UNIT not in self.keepers or not scope.may(Role.UNIT):
            return False
        return row is None or self.rows(writing(scope)).filter(pk=row.pk).exists()

    def url(self, row: Any) -> str:
        return reverse("roll-row", args=[self.name, row.pk])


def writing(scope: Scope) -> Scope:
    """What scope may write for: the county, or the units it files for and none that it only reviews."""
    if scope.county:
        return scope
    return Scope(roles=scope.roles, units=scope.units, account=scope.account)


@dataclass(slots=True)
class Declared:
    """All rolls in the order of their declaration, which puts a roll before those that refer to it."""

    by_name: dict[str, Roll] = field(default_factory=dict)

    def add(self, roll: Roll) -> Roll:
        if roll.name in self.by_name:
            raise ValueError(f"{roll.name} is declared twice")
        self.by_name[roll.name] = roll
        return roll

    def __iter__(self) -> Iterator[Roll]:
        return iter(self.by_name.values())

    def get(self, name: str) -> Roll | None:
        return self.by_name.get(name)

    def titled(self, title: str) -> Roll | None:
        return next((roll for roll in self if roll.title == title), None)

    def kept_by(self, scope: Scope) -> list[Roll]:
        return [roll for roll in self if roll.may_keep(scope)]


ROLLS = Declared()
OF_THE_COUNTY = {"keepers": (Role.CLERK,), "readers": BUREAU, "within": ""}
