"""Rows of a roll while a workbook or a form is being read: compared with what is on record, merged, and stored with the rest."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dingnan_sw.lib import identity, workbook
from dingnan_sw.lib.exchange import Line, Record, Register, Status, in_portions
from talent.rolls.declared import NAME, ROLLS, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.models import Checked

if TYPE_CHECKING:
    from talent.staging import Staging


class Taking:
    """One roll's rows during a reading."""

    def __init__(self, roll: Roll, staging: "Staging") -> None:
        self.roll, self.staging = roll, staging
        own = [entry.attribute for entry in roll.entries]
        self.register = Register(roll.model, [*own, *(("state", "remark") if roll.is_checked else ())])

    def load(self, people: Sequence[int]) -> None:
        """What is on record of these people; of a roll without people everything."""
        person, rows = self.roll.person, self.roll.rows(self.staging.scope)
        if person is None:
            return self._load(rows.iterator(2000))
        for some in in_portions(people):
            self._load(rows.filter(**{f"{person.attribute}__in": some}))
        if not person.required:
            self._load(rows.filter(**{f"{person.attribute}__isnull": True}).iterator(2000))
        return None

    def _load(self, rows: Iterable[Any]) -> None:
        for row in rows:
            references = {
                entry.attribute: found for entry in self.roll.entries if (found := self._referred(entry, row))
            }
            values = {entry.attribute: references.get(entry.attribute, getattr(row, entry.attribute, None))
                      for entry in self.roll.entries}  # fmt: skip
            self.register.load(self._key(values), row, **references)

    def _referred(self, entry: Entry, row: Any) -> Record | None:
        pk = getattr(row, f"{entry.attribute}_id", None)
        if pk is None:
            return None
        match entry.kind:
            case Kind.UNIT:
                return self.staging.units.by_pk.get(pk)
            case Kind.PERSON:
                return self.staging.people.by_pk.get(pk)
            case Kind.ROW:
                return self.staging.rolls[entry.of].register.by_pk.get(pk)
            case _:
                return None

    def _key(self, values: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(_part(values.get(name)) for name in self.roll.key)

    def take(self, line: Line) -> None:
        values = {entry.attribute: self._value(entry, line) for entry in self.roll.entries}
        if line.problems:
            return
        record = self.register.new(self._key(values))
        for heading, message in self.roll.check(record.would_be(values)):
            line.refuse(heading, "inconsistent", message)
        if line.problems:
            return
        line.records.append(self.register.state(record, values, line))
        self._wait_for_the_bureau(record)

    def erase(self, record: Record, line: Line) -> None:
        """A form shows everything: what it leaves empty is emptied."""
        for entry in self.roll.entries:
            if entry.heading not in line.values and entry.attribute not in self.roll.key:
                record.merged[entry.attribute] = entry.blank
        for heading, message in self.roll.check(record.merged):
            line.refuse(heading, "inconsistent", message)
        self._wait_for_the_bureau(record)

    def _wait_for_the_bureau(self, record: Record) -> None:
        if self.roll.is_checked and record.status is not Status.UNCHANGED:
            record.merged["state"] = Checked.CHECKED if self.staging.scope.county else Checked.REPORTED
            record.merged["remark"] = ""

    def _value(self, entry: Entry, line: Line) -> Any:
        match entry.kind:
            case Kind.UNIT:
                return self.staging.find_unit(line, entry.heading)
            case Kind.PERSON:
                return self._person(entry, line)
            case Kind.ROW:
                return self._row(entry, line)
            case _:
                return line.get(entry.heading)

    def _person(self, entry: Entry, line: Line) -> Record | None:
        found = self.staging.find_person(line, entry.heading)
        name, known = line.get(NAME), found.merged.get("name") if found else None
        if name and known and name != known:
            message = f"身份证号 {identity.masked_id(line.get(entry.heading))} 登记的姓名是“{known}”，这里是“{name}”：请核对号码和姓名。"
            line.refuse(NAME, "name_conflict", message)
        return found

    def _row(self, entry: Entry, line: Line) -> Record | None:
        word = line.get(entry.heading)
        if word is None:
            return None
        other = self.staging.rolls[entry.of]
        found = other.register.get((workbook.as_key_text(word),))
        if found is None:
            message = f"“{word}”不在“{other.roll.title}”台账中：请先在那里登记，或更正这一格。"
            line.refuse(entry.heading, "unknown_row", message)
        return found


def _part(value: Any) -> Any:
    """How a part of a key is compared."""
    if isinstance(value, Record):
        return value.key
    return workbook.as_key_text(value) if isinstance(value, str) else value


def needed(sheets: Iterable[str]) -> list[Roll]:
    """The rolls of these sheets with those they refer to, in the order in which they are read."""
    wanted = {roll.name for title in sheets if (roll := ROLLS.titled(title))}
    for roll in reversed(list(ROLLS)):
        if roll.name in wanted:
            wanted |= {entry.of for entry in roll.entries if entry.kind is Kind.ROW}
    return [roll for roll in ROLLS if roll.name in wanted]
