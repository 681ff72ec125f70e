"""A roll's row as a form: the same cells as its sheet, understood and refused by the same rules."""

import datetime
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join

from dingnan_sw.lib.exchange import Line, Record, Status, line_of
from positions.access import Scope
from positions.models import Town, Unit
from talent.rolls.declared import NAME, ROLLS, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.models import as_seen
from talent.staging import Staging

REWRITTEN = (
    "这一条在您打开以后有变动，没有保存。下面是您刚才填的；请在新的页面里打开这一条看现在的内容，再把您要改的填进去。"
)
MOST_WORDS = 1000  # more would make the page heavy; what is not offered can still be typed


class RollForm(forms.Form):
    """row is the one to change; its key stands fast. A new one begins with what is known by attribute.

    When the form is valid, `store` writes what it says.
    """

    def __init__(
        self,
        data: Any,
        *,
        roll: Roll,
        scope: Scope,
        today: datetime.date,
        row: Any = None,
        known: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.roll, self.scope, self.today, self.row = roll, scope, today, row
        super().__init__(data, initial=_initial(roll, row, known))
        # One that was refused stays the form of what it has shown, so that two windows never overwrite each other.
        self.seen = (data or {}).get("seen") or (as_seen(row) if row else "")
        for place, entry in enumerate(roll.entries):
            if entry.kind is Kind.PERSON and roll.names:
                self.fields["name"] = forms.CharField(
                    label=NAME, required=False, help_text="与身份证号核对。", disabled=row is not None
                )
            fixed = roll.stands_fast(entry, row)
            words = [] if fixed else _known(entry, roll.writing(scope))
            self.fields[f"c{place}"] = _field(entry, row, fixed, words)

    def cells(self) -> dict[str, Any]:
        """By heading; what stands fast, and a person who is not replaced, as on record."""
        known = self.roll.cells(self.row) if self.row else {}
        said = {NAME: self.cleaned_data.get("name")} if self.roll.names else {}
        for place, entry in enumerate(self.roll.entries):
            cell = self.cleaned_data.get(f"c{place}")
            kept = self.row is not None and (
                self.roll.stands_fast(entry, self.row) or (entry.kind is Kind.PERSON and not cell)
            )
            said[entry.heading] = known[entry.heading] if kept else cell
        return said

    def clean(self) -> dict[str, Any]:
        """Read like a row of the sheet."""
        self.staging = Staging(self.today.year, self.roll.writing(self.scope))
        line = line_of(self.roll.layout(self.today), 1, self.cells())
        self.staging.load([line])
        taking = self.staging.rolls[self.roll.name]
        taking.take(line)
        if not line.problems:
            self._settle(taking.erase, line)
        if self.row is not None and self.seen != as_seen(self.row) and line.status is not Status.UNCHANGED:
            self.add_error(None, REWRITTEN)
        self._show(line)
        return self.cleaned_data

    def _settle(self, erase: Any, line: Line) -> None:
        (self.record,) = line.records
        known: Record = self.record
        if self.row is None and known.stored is not None:
            self.add_error(None, "这一条已经登记过：请在列表里找到它再修改。")
        if self.row is not None:
            erase(known, line)

    def _show(self, line: Line) -> None:
        places = {entry.heading: f"c{place}" for place, entry in enumerate(self.roll.entries)} | {NAME: "name"}
        for problem in line.problems:
            field = places.get(problem.column or "")
            self.add_error(field if field in self.fields else None, problem.message)

    def store(self) -> Any:
        self.staging.write()
        return self.record.instance


class Suggesting(forms.TextInput):
    """A box that offers what is on record and takes whatever is typed."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.words = words

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        box = super().render(name, value, {**(attrs or {}), "list": f"{name}-known"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.words))
        return format_html('{}<datalist id="{}-known">{}</datalist>', box, name, options)


def _known(entry: Entry, scope: Scope) -> list[str]:
    """What may be named in a box that names something on record."""
    match entry.kind:
        case Kind.UNIT:
            return list(Unit.objects.within(scope).values_list("name", flat=True)[:MOST_WORDS])
        case Kind.TOWN:
            return list(Town.objects.values_list("name", flat=True))
        case Kind.ROW:
            return [str(row.roll_key) for row in ROLLS.by_name[entry.of].rows(scope)[:MOST_WORDS]]
        case _:
            return []


def _initial(roll: Roll, row: Any, known: Mapping[str, str]) -> dict[str, Any]:
    if row is None:
        return {f"c{place}": known.get(entry.attribute, "") for place, entry in enumerate(roll.entries)}
    cells = roll.cells(row)
    if roll.person:
        cells[roll.person.heading] = ""
    typed = {heading: "" if cell is None else str(cell) for heading, cell in cells.items()}
    return {"name": typed.get(NAME), **{f"c{place}": typed[entry.heading] for place, entry in enumerate(roll.entries)}}


def _field(entry: Entry, row: Any, fixed: bool, words: Sequence[str]) -> forms.Field:
    if row is not None and entry.kind is Kind.PERSON and (person := getattr(row, entry.attribute)):
        told = f"已登记 {person.masked_id}" + ("" if fixed else "；换人时填新的号码，不换留空。")
        return forms.CharField(label=entry.heading, required=False, disabled=fixed, max_length=18, help_text=told)
    shared = {"label": entry.heading, "required": entry.required and not fixed, "disabled": fixed}
    hint = entry.form or (entry.hint if entry.kind in (Kind.UNIT, Kind.TOWN, Kind.PERSON) else "")
    if entry.kind is Kind.ROW:
        hint = entry.form or f"“{ROLLS.by_name[entry.of].title}”台账里已有的"
    match entry.kind:
        case Kind.CHOICE | Kind.FLAG:
            options = [("", "请选择"), *((word, word) for word in entry.words)]
            return forms.ChoiceField(choices=options, help_text=hint, **shared)
        case Kind.DAY | Kind.LAST_DAY:
            widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            return forms.CharField(widget=widget, help_text=hint, **shared)
        case Kind.LONG:
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text=hint, **shared)
        case Kind.UNIT | Kind.TOWN | Kind.ROW:
            hint = f"{hint}；输入几个字可以选" if words else hint
            return forms.CharField(widget=Suggesting(words), max_length=entry.limit, help_text=hint, **shared)
        case _:
            return forms.CharField(max_length=entry.limit, help_text=hint, **shared)
