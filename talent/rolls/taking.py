"""Rows of a roll while a workbook or a form is being read: compared with what is on record, merged, and stored with the rest."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dingnan_sw.lib import identity, workbook
from dingnan_sw.lib.exchange import Line, Record, Register, Status, in_portions
from talent.rolls.declared import NAME, ROLLS, Fault, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.models import Checked

if TYPE_CHECKING:
    from talent.staging import Staging


REFERENCES = (Kind.UNIT, Kind.TOWN, Kind.PERSON, Kind.ROW)


class Taking:
    """One roll's rows during a reading."""

    def __init__(self, roll: Roll, staging: "Staging") -> None:
        self.roll, self.staging = roll, staging
        own = [entry.attribute for entry in roll.entries]
        self.register = Register(roll.model, [*own, *(("state", "remark") if roll.is_checked else ())])
        self.alike: dict[tuple[Any, ...], dict[int, Record]] = defaultdict(dict)
        self.had: dict[tuple[Any, ...], Any] = {}
        self.rules, self.doubts = roll.rules(), roll.doubts()

    @property
    def loose(self) -> bool:
        """Whether a row may lack the person by whom it is known."""
        person = self.roll.person
        return person is not None and not person.required and person.attribute in self.roll.key

    def load(self, people: Sequence[int]) -> None:
        """What is on record of these people; of a roll without people, or known also without them, everything."""
        person, rows = self.roll.person, self.roll.rows(self.staging.scope)
        self._load_had(people)
        if person is None or self.loose:
            return self._load(rows.iterator(2000))
        for some in in_portions(people):
            self._load(rows.filter(**{f"{person.attribute}__in": some}))
        if not person.required:
            self._load(rows.filter(**{f"{person.attribute}__isnull": True}).iterator(2000))
        return None

    def _load(self, rows: Iterable[Any]) -> None:
        for row in rows:
            self._know(row)
            references = self._references(row)
            values = self._stored(row, references)
            self._remember(self.register.load(self._key(values), row, **references), values)

    def _load_had(self, people: Sequence[int]) -> None:
        """Which rows, also of others, have what only one may have."""
        if not self.roll.once or self.roll.person is None:
            return
        for some in in_portions(people):
            for row in self.roll.model.objects.filter(**{f"{self.roll.person.attribute}__in": some}):
                self.had[self._key(self._stored(row, self._references(row)), self.roll.once)] = row.pk

    def _know(self, row: Any) -> None:
        """The person of a row that is read for whatever else it says."""
        person = getattr(row, self.roll.person.attribute) if self.loose and self.roll.person else None
        if person is not None and person.pk not in self.staging.people.by_pk:
            self.staging.people.load(person.id_number, person)

    def _references(self, row: Any) -> dict[str, Record]:
        return {entry.attribute: found for entry in self.roll.entries if (found := self._referred(entry, row))}

    def _stored(self, row: Any, references: dict[str, Record]) -> dict[str, Any]:
        return {entry.attribute: references.get(entry.attribute) if entry.kind in REFERENCES
                else getattr(row, entry.attribute) for entry in self.roll.entries}  # fmt: skip

    def _unnamed(self, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, self.roll.person.attribute: None} if self.roll.person else values

    def _referred(self, entry: Entry, row: Any) -> Record | None:
        pk = getattr(row, f"{entry.attribute}_id", None)
        if pk is None:
            return None
        match entry.kind:
            case Kind.UNIT:
                return self.staging.units.by_pk.get(pk)
            case Kind.TOWN:
                return self.staging.towns.by_pk.get(pk)
            case Kind.PERSON:
                return self.staging.people.by_pk.get(pk)
            case Kind.ROW:
                return self.staging.rolls[entry.of].register.by_pk.get(pk)
            case _:
                return None

    def _key(self, values: dict[str, Any], names: Sequence[str] = ()) -> tuple[Any, ...]:
        return tuple(_part(values.get(name)) for name in names or self.roll.key)

    def _remember(self, record: Record, values: dict[str, Any]) -> None:
        self.alike[self._key(self._unnamed(values))][id(record)] = record

    def _meant(self, values: dict[str, Any], line: Line) -> Record:
        """The row that a line means. Where the person may be missing, one that lacks it goes with one that has it."""
        key, person = self._key(values), self.roll.person
        if person is None or not self.loose or self.register.get(key):
            return self.register.new(key)
        given = values[person.attribute]
        alike = [one for one in self.alike[self._key(self._unnamed(values))].values()
                 if given is None or one.merged.get(person.attribute) in (None, given)]  # fmt: skip
        if len(alike) > 1:
            line.refuse(person.heading, "inconsistent", f"有 {len(alike)} 个同名的人：请填“{person.heading}”。")
        return alike[0] if alike else self.register.new(key)

    def _refuse_second(self, record: Record, values: dict[str, Any], line: Line) -> None:
        """What only one row of the county may have, and another has."""
        person = self.roll.person
        if not self.roll.once or person is None or values[person.attribute] is None:
            return
        holder = self.had.setdefault(self._key(values, self.roll.once), record)
        if holder is not record and (record.instance is None or holder != record.instance.pk):
            line.refuse(person.heading, "inconsistent", f"这个人的同一条{self.roll.title}已经由别处登记，请先核对。")

    def take(self, line: Line) -> None:
        values = {entry.attribute: self._value(entry, line) for entry in self.roll.entries}
        if line.problems:
            return
        record = self._meant(values, line)
        self._refuse_second(record, values, line)
        for heading, message in self._faults(record.would_be(values)):
            line.refuse(heading, "inconsistent", message)
        if line.problems:
            return
        line.records.append(self.register.state(record, values, line))
        self._remember(record, values)
        for heading, message in self.doubts(record.merged):
            self.staging.warn(line, heading, "unusual", message)
        self._wait_for_the_bureau(record)

    def _faults(self, merged: dict[str, Any]) -> Iterator[Fault]:
        yield from self.roll.check(merged)
        yield from self.rules(merged)

    def erase(self, record: Record, line: Line) -> None:
        """A form shows everything: what it leaves empty is emptied."""
        for entry in self.roll.entries:
            if entry.heading not in line.values and entry.attribute not in self.roll.key:
                record.merged[entry.attribute] = entry.blank
        for heading, message in self._faults(record.merged):
            line.refuse(heading, "inconsistent", message)
        self._wait_for_the_bureau(record, saved=True)

    def _wait_for_the_bureau(self, record: Record, saved: bool = False) -> None:
        """What has changed; and what was sent back once its unit saves it as it stands: that is its answer."""
        county = self.staging.scope.county
        answered = saved and not county and record.merged.get("state") == Checked.RETURNED
        if self.roll.is_checked and (answered or record.status is not Status.UNCHANGED):
            record.merged["state"] = Checked.CHECKED if county else Checked.REPORTED
            record.merged["remark"] = ""

    def write(self) -> None:
        self.register.write()
        known = self.register.records.values()
        self.roll.settle([record.instance for record in known if record.status is not Status.UNCHANGED])

    def _value(self, entry: Entry, line: Line) -> Any:
        match entry.kind:
            case Kind.UNIT:
                return self.staging.find_unit(line, entry.heading)
            case Kind.TOWN:
                return self._town(entry, line)
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

    def _town(self, entry: Entry, line: Line) -> Record | None:
        name = line.get(entry.heading)
        found = self.staging.towns.get(workbook.as_key_text(name)) if name else None
        if name and found is None:
            line.refuse(entry.heading, "unknown_row", f"没有登记名为“{name}”的镇，请照“镇与全县数据”里的全称填写。")
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
