"""台账: the registers that a unit or the bureau keeps row by row, each declared once; from that come its list, its form, its sheet of
the workbook exchange, its export and its description."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
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
# Of the keepers, those who write only what is theirs.
OF_THEIR_OWN = (Role.UNIT, Role.REVIEWER)
Figures = Callable[[Scope, datetime.date], Sequence[tuple[str, Any]]]


@dataclass(frozen=True, slots=True)
class Roll:
    """A register.

    name is its word in the address, title its sheet and page, group the heading it stands under, clause what it rests on. key are
    the attributes by which a row is known again. keepers write it: of these a unit its own rows, everyone else all. within is the
    ORM path to the unit whose row it is, department that to the name of the department whose row it is; both are empty for what
    belongs to the county. A department's rows are read, and with Role.REVIEWER among the keepers written, by those who review for it;
    those who may look at its units read them.
    opens is the attribute whose cell in the list leads to the row; without it the first one does.
    check gives (heading, message) of what does not go together, from the merged values by attribute (a reference is a Record);
    rules is asked once for each reading and gives such a check of what goes by other rows on record.
    columns are shown in the list besides the entries, dress adds to a page's rows what these need; figures are what the page says
    on top. once are attributes, among them the person, that of all rows of the county only one may have. doubts is asked once for
    each reading and gives what is odd but possible in a row, told as a warning. settle is given the rows that were written or
    taken away, in the same transaction. paper is (what it is called, the name of its address) of the form on which a row is printed.
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
    department: str = ""
    order: str = ""
    opens: str = ""
    check: Check = lambda merged: ()
    columns: tuple[Column, ...] = ()
    facets: tuple[Facet, ...] = ()
    figures: Figures = lambda scope, on: ()
    related: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    rules: Callable[[], Check] = lambda: lambda merged: ()
    doubts: Callable[[], Check] = lambda: lambda merged: ()
    settle: Callable[[Sequence[Any]], None] = lambda rows: None
    dress: Callable[[Any], Any] = lambda rows: rows
    paper: tuple[str, str] = ("", "")

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
        """The rows that scope may look at, by those of its roles that read the roll."""
        rows, seen = self.model.objects.select_related(*self.references), scope.only(*self.readers)
        if seen.county or not (self.within or self.department):
            return rows  # type: ignore[no-any-return]
        return rows.filter(self._own(seen))  # type: ignore[no-any-return]

    def _own(self, scope: Scope) -> Q:
        if self.department:
            return Q(**{f"{self.department}__in": scope.departments | scope.watched})
        return Q(**{f"{self.within}__in": Unit.objects.within(scope)})

    @property
    def references(self) -> list[str]:
        own = [entry.attribute for entry in self.entries if entry.kind in (Kind.UNIT, Kind.TOWN, Kind.PERSON, Kind.ROW)]
        return [*own, *self.related]

    def stands_fast(self, entry: Entry, row: Any) -> bool:
        """Whether a stored row is known by this cell, so that no form changes it; a person still missing may be filled in."""
        if row is None or entry.attribute not in self.key:
            return False
        return entry.kind is not Kind.PERSON or getattr(row, entry.attribute) is not None

    def may_keep(self, scope: Scope, row: Any = None) -> bool:
        """Whether scope may add a row, or change this one."""
        if self._keeps_all(scope):
            return True
        own = self.writing(scope)
        if not self._keeps_own(own):
            return False
        return row is None or self.rows(own).filter(pk=row.pk).exists()

    def may_remove(self, scope: Scope, row: Any) -> bool:
        return self._keeps_all(scope) or (self.may_keep(scope, row) and not row.is_the_bureaus)

    def may_import(self, scope: Scope) -> bool:
        """Whether scope may write its sheet: a department writes in the pages alone."""
        return self._keeps_all(scope) or (not self.department and self.may_keep(scope))

    def _keeps_all(self, scope: Scope) -> bool:
        return scope.may(*(role for role in self.keepers if role not in OF_THEIR_OWN))

    def _keeps_own(self, own: Scope) -> bool:
        if self.department:
            return Role.REVIEWER in self.keepers and bool(own.departments)
        return Role.UNIT in self.keepers and own.may(Role.UNIT)

    def writing(self, scope: Scope) -> Scope:
        """What scope may write for in this roll."""
        if not self.department or self._keeps_all(scope):
            return writing(scope)
        return Scope(roles=scope.roles, departments=scope.departments, account=scope.account)

    def url(self, row: Any) -> str:
        return reverse("roll-row", args=[self.name, row.pk])


def writing(scope: Scope) -> Scope:
    """What scope may write for: the county, or the units it files for and none that it only reviews or looks at."""
    if scope.may(Role.CLERK) or (scope.county and not scope.may(Role.UNIT)):
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
        """Those whose sheets scope may import."""
        return [roll for roll in self if roll.may_import(scope)]


ROLLS = Declared()
OF_THE_COUNTY = {"keepers": (Role.CLERK,), "readers": BUREAU, "within": ""}
