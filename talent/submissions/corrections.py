"""更正: single recorded values put right, old beside new; what a workbook's rows cannot say, since they never erase.

A row names the register, its row, the field, the old and the new value, both as they stand on paper.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from dingnan_sw.lib import workbook
from dingnan_sw.lib.dates import closing, last_day
from dingnan_sw.lib.exchange import Problem
from dingnan_sw.lib.history import MASKS
from dingnan_sw.lib.secrets import blind_index
from dingnan_sw.lib.workbook import CellError
from positions.access import EVERYTHING, Scope
from positions.imports import choice, choices, day, text
from talent.imports import certificate_day, hours, id_number
from talent.models import Certificate, Person, Posting, Service, Training
from talent.sight import still_keeps
from talent.submissions.statement import Row, cell_text
from talent.vocabulary import LEVEL_SYNONYMS, Level, StaffCategory

SHEET = "更正"
Parse = Callable[[Any], Any]
Model = type[Person] | type[Service] | type[Posting] | type[Certificate] | type[Training]


@dataclass(frozen=True, slots=True)
class Correctable:
    """A register whose values can be put right: parsers by attribute; `path` leads from a row to its person."""

    model: Model
    path: str
    fields: dict[str, Parse]


def registers(today: datetime.date) -> dict[str, Correctable]:
    level = choice(choices(Level, LEVEL_SYNONYMS))
    return {
        "person": Correctable(
            Person,
            "pk",
            {
                "name": workbook.as_name,
                "id_number": id_number(today),
                "education": text(),
                "political_status": text(),
                "phone": text(),
                "bank_name": text(),
                "bank_account": workbook.as_account_number,
            },
        ),
        "service": Correctable(
            Service,
            "person",
            {
                "category": choice(choices(StaffCategory)),
                "since": day,
                "until": day,
                "title": text(),
                "note": text(1000),
            },
        ),
        "posting": Correctable(Posting, "service__person", {"since": day, "until": day}),
        "certificate": Correctable(
            Certificate,
            "person",
            {
                "level": level,
                "number": workbook.as_long_number("管理号"),
                "stated_exam_year": workbook.as_year,
                "approved_on": certificate_day,
                "issued_on": certificate_day,
                "revoked_on": certificate_day,
            },
        ),
        "training": Correctable(Training, "person", {"ended_on": day, "hours": hours, "organiser": text()}),
    }


def stated(rows: Iterable[Row]) -> list[Row]:
    """Those that say anything: one without an old and a new value was cleared at the end of its term."""
    return [row for row in rows if row["old"] or row["new"]]


def name_of(row: Row) -> str:
    """The form field of the value that a row is about."""
    return f"{row['register']}-{row['row']}-{row['field']}"


@dataclass(frozen=True, slots=True)
class Value:
    """One recorded value as the form shows it: under its words alone, for its label also says of which row."""

    register: str
    row: int
    field: str
    label: str
    old: str
    words: str = ""

    @property
    def name(self) -> str:
        return name_of({"register": self.register, "row": self.row, "field": self.field})

    @property
    def sealed(self) -> bool:
        """Whether it is only shown masked: an empty box then means unchanged."""
        return self.field in MASKS

    @property
    def masked(self) -> str:
        return MASKS[self.field](self.old) if self.sealed else self.old

    @property
    def seen(self) -> str:
        """What a form carries to know again what its box stood for; nothing of the value can be read from it."""
        return self.seal(self.old)

    def seal(self, text: str) -> str:
        """Without the ends of lines, which a box does not send back."""
        return blind_index(f"{SHEET}:{self.name}:{''.join(text.splitlines())}").hex()

    @property
    def now(self) -> str:
        """What is on record, in words for the unit."""
        return f"现在登记的是“{self.masked}”" if self.old else "现在登记里没有"

    @property
    def clearable(self) -> bool:
        return self.sealed and self.field != "id_number" and bool(self.old)


@dataclass(frozen=True, slots=True)
class Block:
    """A recorded row with the values that can be put right."""

    title: str
    values: list[Value]


def blocks(person: Person, scope: Scope, today: datetime.date) -> list[Block]:
    """Everything on record of the person that scope sees; the person's own row only while it serves there."""
    keeps, found = still_keeps(person, scope, today), []
    for name, register in registers(today).items():
        if name == "person" and not keeps:
            continue
        rows = register.model.objects.within(scope).filter(**{register.path: person.pk})
        found.extend(_block(name, row, register) for row in rows.select_related(*BESIDE.get(name, (None,))))
    return found


# What is read beside a row to tell it from the person's others.
BESIDE = {"service": ("unit",), "posting": ("service__unit", "post")}


def _block(name: str, row: Any, register: Correctable) -> Block:
    which = _which(row)
    prefix = "" if name == "person" else f"{row._meta.verbose_name}（{which}）"
    fields = [(field, _words(row, field)) for field in register.fields]
    values = [Value(name, row.pk, field, prefix + words, written(row, field), words) for field, words in fields]
    return Block(f"{row._meta.verbose_name}：{which}", values)


def _which(row: Any) -> str:
    """The row told from all others of the person, as the registers' constraints do."""
    match row:
        case Service():
            return f"{row.unit} {row.category} {row.since}"
        case Posting():
            return f"{row.post.name} {row.since}，{_which(row.service)}"
        case Training():
            return f"{row.name} {row.ended_on}"
        case _:
            return str(row)


def _words(row: Any, field: str) -> str:
    return {"until": "终止日期（最后一天）"}.get(field) or str(row._meta.get_field(field).verbose_name)


def written(row: Any, field: str) -> str:
    """A stored value as on paper."""
    value = getattr(row, field)
    if value in (None, ""):
        return ""
    if field == "until":
        return str(last_day(value))
    if field == "level":
        return str(Level(value).label)
    return cell_text(value)


def asked(found: Iterable[Block], typed: Callable[[str], str]) -> list[Row]:
    """The rows of what was typed otherwise than it stands on record."""
    return [
        {"register": v.register, "row": v.row, "field": v.field, "label": v.label, "old": v.old, "new": new}
        for block in found
        for v in block.values
        if (new := typed(v.name).strip()) != v.old
    ]


def parsed(row: Row, today: datetime.date) -> Any:
    """The new value of a row as the registers would keep it; None where it is empty or cannot be read."""
    try:
        return registers(today)[row["register"]].fields[row["field"]](row["new"])
    except CellError:
        return None


def masked(row: Row, key: str) -> str:
    value = str(row.get(key, ""))
    return MASKS[row["field"]](value) if row["field"] in MASKS and value else value


@dataclass(slots=True)
class Correction:
    """The rows of a submission of this kind, ready to be written: changed instances, or the problems that stand against it."""

    instances: list[Any]
    problems: list[Problem]
    fields: dict[int, list[str]]

    def values(self, field: str) -> set[str]:
        """What becomes of a field where it is corrected, as the registers keep it."""
        corrected = [one for one in self.instances if field in self.fields[id(one)]]
        return {str(value) for one in corrected if (value := getattr(one, field))}

    def write(self) -> None:
        """The corrected fields alone: whatever else changed in the row stays."""
        for instance in self.instances:
            derived = instance.DERIVED if isinstance(instance, Person) else ()
            instance.save(update_fields=[*self.fields[id(instance)], *derived])


def left(rows: Sequence[Row], person: Person, today: datetime.date, scope: Scope) -> list[Problem]:
    """What a unit has written of the person's own row, in which it has no say any more once the person has left it."""
    if still_keeps(person, scope, today):
        return []
    what_to_do = "由现在的单位更正。还改了别的内容的，点“修改”再按“下一步：核对”，这一项就去掉了；没有别的，删除草稿或点“不再报送”。"
    return [
        Problem(SHEET, number, row["label"], "left", f"{person.name}已经不在本单位任职，“{row['label']}”{what_to_do}")
        for number, row in enumerate(rows, 1)
        if row["register"] == "person"
    ]


def understood(rows: Sequence[Row], person: Person, today: datetime.date, scope: Scope = EVERYTHING) -> Correction:
    """The rows applied to what is on record now, not stored yet."""
    changed: dict[tuple[str, int], Any] = {}
    problems = []
    for number, row in enumerate(rows, 1):
        problems.extend(_apply(number, row, person, today, scope, changed))
    if not problems:
        problems.extend(_contradictions(changed.values(), scope))
    fields: dict[int, list[str]] = {}
    for row in rows:
        instance = changed.get((row["register"], row["row"]))
        fields.setdefault(id(instance), []).append(row["field"])
    return Correction(list(changed.values()), problems, fields)


def _apply(
    number: int, row: Row, person: Person, today: datetime.date, scope: Scope, changed: dict[tuple[str, int], Any]
) -> Iterator[Problem]:
    register = registers(today)[row["register"]]
    key = (row["register"], row["row"])
    rows = register.model.objects.within(scope).filter(**{register.path: person.pk})
    instance = changed.get(key) or rows.filter(pk=row["row"]).first()
    if instance is None or written(instance, row["field"]) != row["old"]:
        message = "登记的内容在填报之后变了，请重新填一次更正。"
        yield Problem(SHEET, number, row["label"], "changed", message)
        return
    try:
        _set(instance, row["field"], register.fields[row["field"]](row["new"]))
    except CellError as error:
        yield Problem(SHEET, number, row["label"], error.code, error.message)
        return
    changed[key] = instance


def _set(instance: Any, field: str, value: Any) -> None:
    stored = instance._meta.get_field(field)
    if value is None and (field == "id_number" or not (stored.null or stored.blank)):
        raise CellError("required", "这一项不能清空。")
    if field == "until":
        value = closing(value)
    if value is None and not stored.null:
        value = ""
    setattr(instance, field, value)
    if isinstance(instance, Person):
        instance.derive()


def _contradictions(instances: Iterable[Any], scope: Scope) -> Iterator[Problem]:
    """What the constraints of the registers refuse, in words; those that compare with other rows only for who sees them."""
    for instance in instances:
        if isinstance(instance, Certificate) and _taken(instance, scope):
            yield Problem(
                SHEET, None, None, "certificate_taken", f"管理号 {instance.number} 已登记在别人名下，请核对。"
            )
        try:
            _validate(instance, scope)
        except ValidationError:
            words = f"更正后“{instance._meta.verbose_name}”自相矛盾（终止早于起始、撤销早于取得），或与另一条登记重复，请核对。"
            yield Problem(SHEET, None, None, "conflict", words)


def _validate(instance: Any, scope: Scope) -> None:
    for constraint in instance._meta.constraints:
        if scope.county or isinstance(constraint, CheckConstraint):
            constraint.validate(type(instance), instance)
    if scope.county:
        instance.validate_unique()


def _taken(certificate: Certificate, scope: Scope) -> bool:
    others = Certificate.objects.within(scope).filter(number=certificate.number)
    return others.exclude(person=certificate.person_id).exists()
