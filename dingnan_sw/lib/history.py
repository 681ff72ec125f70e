"""Who changed which row, what and when: the recorded events of rows, as their pages show them."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

import pghistory.core
from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from dingnan_sw.lib import identity
from dingnan_sw.lib.dates import last_day
from dingnan_sw.lib.secrets import SealedTextField

MASKS: dict[str, Callable[[str], str]] = {
    "id_number": identity.masked_id,
    "phone": identity.masked_phone,
    "bank_account": identity.masked_account,
}


EMPTY = "（空）"
GONE = "（已删除）"
NEXT_DAY = "次日"
FLAGS = {True: "是", False: "否"}
ADDED, UPDATED, DELETED = "新增", "变更", "删除"


@dataclass(frozen=True, slots=True)
class Change:
    """old is empty where the row itself is new."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime.datetime
    who: str
    label: str
    what: str
    changes: list[Change]


def events(*rows: Iterable[models.Model]) -> list[Event]:
    """The events of all these rows, the newest first; sealed values masked."""
    found = [event for group in rows for event in _events(list(group))]
    return sorted(found, key=attrgetter("at"), reverse=True)


def _events(rows: list[models.Model]) -> list[Event]:
    return events_where(type(rows[0]), pgh_obj_id__in=[row.pk for row in rows]) if rows else []


def events_where(model: type[models.Model], **wanted: Any) -> list[Event]:
    """The events of a tracked model in which that was so, of rows deleted since too, in their order; sealed values masked."""
    references = [field.name for field in shown(model) if field.is_relation]
    records = event_model(model).objects.filter(**wanted).order_by("pgh_id").select_related("pgh_context")
    before: dict[int, Any] = {}
    found = []
    for record in records.prefetch_related(*references):  # a join would drop those that refer to a row deleted since
        changes = _changes(model, before.get(record.pgh_obj_id), record)
        before[record.pgh_obj_id] = record
        if changes or record.pgh_label != UPDATED:
            found.append(_event(model, record, changes))
    return found


def told(model: type[models.Model], before: Any, record: Any) -> Event:
    """One recorded event, beside the one before it of the same row (None: there is none); sealed values masked."""
    return _event(model, record, _changes(model, before, record))


@cache
def event_model(model: type[models.Model]) -> Any:
    """The model of a tracked model's events: every state of its rows, with pgh_obj_id, pgh_label and pgh_context."""
    return next(iter(pghistory.core.event_models(tracks_model=model)))


def shown(model: type[models.Model]) -> list[Any]:
    """The fields a person fills in: not keys, indexes and what the database derives."""
    return [
        field
        for field in model._meta.concrete_fields
        if (field.editable or isinstance(field, SealedTextField)) and not field.primary_key and not field.generated
    ]


def _changes(model: type[models.Model], before: Any, record: Any) -> list[Change]:
    changes = []
    for field in shown(model):
        old, new = (_words(field, one) for one in (before, record))
        if old != new:
            changes.append(Change(heading_of(field), (old or EMPTY) if before else "", new or EMPTY))
    return changes


def heading_of(field: Any) -> str:
    """A field as its column is headed on paper, where an interval names its last day."""
    return str(field.verbose_name).replace(NEXT_DAY, "日期").removesuffix("（原填）")


def _words(field: Any, record: Any) -> str:
    if record is None:
        return ""
    return worded(field, _referred(field, record) if field.is_relation else getattr(record, field.name))


def worded(field: Any, value: Any) -> str:
    """A value of the field as on paper: a choice by its word, an interval by its last day, sealed values masked."""
    if value in (None, ""):
        return ""
    if field.name in MASKS:
        return MASKS[field.name](value)
    if NEXT_DAY in str(field.verbose_name):
        return str(last_day(value))
    if isinstance(value, bool):
        return FLAGS[value]
    return str(dict(field.flatchoices).get(value, value)) if field.choices else str(value)


def in_clear(field: Any, row: Any) -> str:
    """A value of a row for whom it is about: nothing masked."""
    value = _referred(field, row) if field.is_relation else getattr(row, field.name)
    return str(value or "") if isinstance(field, SealedTextField) else worded(field, value)


def _referred(field: Any, record: Any) -> Any:
    """The row that a recorded state refers to, which may be gone since."""
    try:
        return getattr(record, field.name) or (GONE if getattr(record, field.attname) else None)
    except ObjectDoesNotExist:
        return GONE


def _event(model: type[models.Model], record: Any, changes: list[Change]) -> Event:
    told = record.pgh_context.metadata if record.pgh_context else {}
    who = told.get("name") or told.get("via") or "系统"
    source = f"（{told['file']}）" if told.get("file") else ""
    return Event(record.pgh_created_at, f"{who}{source}", str(record.pgh_label), str(model._meta.verbose_name), changes)


SECRET = "password"


def state(row: Any) -> dict[str, str]:
    """What a row says, by heading, sealed values masked; nothing for None."""
    fields = [field for field in shown(type(row)) if field.name != SECRET] if row is not None else []
    return {heading_of(field): _words(field, row) for field in fields}


def stored(row: Any) -> dict[str, str]:
    """What the database says of a row before it is changed; nothing for a new one."""
    return state(type(row)._base_manager.filter(pk=row.pk).first()) if row is not None and row.pk else {}


# Headings of numbers that are no person's; and one whose values the retention schedule has cleared, which the record could not.
PLAIN, CLEARED = ("管理号", "统一社会信用代码", "统计用区划代码"), "开户银行"
LONGEST = 200
CHANGED = "（已变）"


def kept(label: str, value: str) -> str:
    """A value as the audit record may keep it for ever: without a number that could be a person's, and not too long."""
    if label == CLEARED:
        return CHANGED if value else ""
    text = value if label in PLAIN else identity.without_numbers(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def difference(before: dict[str, str], after: dict[str, str]) -> dict[str, dict[str, str]]:
    """{"before": …, "after": …} of what is not the same in both, as the audit record keeps it."""
    names = [name for name in {**before, **after} if before.get(name, "") != after.get(name, "")]
    sides = {"before": before, "after": after}
    return {side: {name: kept(name, told[name]) for name in names if told.get(name)} for side, told in sides.items()}
