"""查阅、复制 — 个人信息保护法第四十五条: everything that is on record about one person, for that person, in clear.

Which tables there are is asked of the models: each row with a path to the person, and no row of anybody else. What was
deleted stands in the changes; of a submission there are the rows about the person alone.
"""

import datetime
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from pghistory.models import Event

from dingnan_sw.audit.models import Entry
from dingnan_sw.lib import history
from dingnan_sw.lib.paper import write_lists
from dingnan_sw.lib.table import Column
from positions.access import Scope
from talent.models import Person, Service
from talent.submissions.about import Whose, said_of
from talent.submissions.models import Submission

Part = tuple[str, Sequence[Column], list[Any]]
WIDTH = 20


def paths() -> dict[type[Model], str]:
    """By table, the look-up that leads from its rows to the person; tables that lead there only through these come after."""
    found: dict[type[Model], str] = {Person: "pk"}
    tables = [model for model in apps.get_models() if not issubclass(model, Event)]
    while added := {model: path for model in tables if model not in found and (path := _path(model, found))}:
        found |= added
    return found


def _path(model: type[Model], known: dict[type[Model], str]) -> str:
    """The first reference to a table that is known to lead there."""
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model in known:
            beyond = known[field.related_model]
            return str(field.name if beyond == "pk" else f"{field.name}__{beyond}")
    return ""


def everything_about(person: Person, scope: Scope, on: datetime.date) -> bytes:
    """As a workbook: a leaf for each table with rows of the person, the submissions, every change, and who looked."""
    target = BytesIO()
    write_lists(_parts(person, scope, on), target)
    return target.getvalue()


def _parts(person: Person, scope: Scope, on: datetime.date) -> Iterator[Part]:
    ever: dict[type[Model], set[Any]] = {}  # the keys of what is the person's, or once was
    changes: list[history.Event] = []
    for model, path in paths().items():
        rows = list(model._base_manager.filter(**{path: person.pk}).order_by("pk"))
        ever[model] = {row.pk for row in rows}
        if _tracked(model):
            own = _of_events(model, path, person, ever)
            ever[model] |= set(history.event_model(model).objects.filter(**own).values_list("pgh_obj_id", flat=True))
            changes.extend(history.events_where(model, **own))
        if rows:
            yield str(model._meta.verbose_name), _columns(model), rows
    said = said_of(_whose(person, ever), scope, on)
    yield "报送", SUBMISSIONS, said
    yield "报送内容", CONTENTS, [(one, block, cell) for one in said for block in one.blocks for cell in block.cells]
    yield "变更历史", CHANGES, changes
    looked = {**ever, Submission: {one.submission.pk for one in said}}
    yield "谁查看或办理过", LOOKED, list(_entries(looked))


def _of_events(model: type[Model], path: str, person: Person, ever: dict[type[Model], set[Any]]) -> dict[str, Any]:
    """The look-up of the events that tell of the person: by whose the row was then, be it deleted since."""
    if model is Person:
        return {"pgh_obj_id": person.pk}
    reference = path.partition("__")[0]
    return {f"{reference}__in": ever[model._meta.get_field(reference).related_model]}


def _whose(person: Person, ever: dict[type[Model], set[Any]]) -> Whose:
    rows = {model._meta.label_lower: keys for model, keys in ever.items() if keys}
    numbers = history.event_model(Person).objects.filter(pgh_obj_id=person.pk).values_list("id_number", flat=True)
    units = history.event_model(Service).objects.filter(person=person.pk).values_list("unit", flat=True)
    return Whose(person, rows, set(numbers), set(units))


def _columns(model: type[Model]) -> list[Column]:
    return [_column(field) for field in history.shown(model)]


def _column(field: Any) -> Column:
    return Column(field.name, history.heading_of(field), lambda row: history.in_clear(field, row), width=WIDTH)


def _moment(at: datetime.datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _tracked(model: type[Model]) -> bool:
    return any(issubclass(one, Event) and one.pgh_tracked_model is model for one in apps.get_models())


def _entries(ever: dict[type[Model], set[Any]]) -> QuerySet[Entry]:
    """The entries of the audit record about any of these rows, in order."""
    about = Q(pk__in=[])
    for model, keys in ever.items():
        about |= Q(object_type=model._meta.label_lower, object_id__in=[str(key) for key in keys])
    return Entry.objects.filter(about)


SUBMISSIONS = (
    Column("unit", "单位", lambda one: one.submission.unit.name, width=WIDTH),
    Column("kind", "类别", lambda one: one.submission.get_kind_display(), width=WIDTH),
    Column("subject", "事项", lambda one: one.subject, width=WIDTH),
    Column("state", "状态", lambda one: one.submission.get_state_display(), width=WIDTH),
    Column("changed", "最近修改", lambda one: _moment(one.submission.changed), width=WIDTH),
    Column("scans", "扫描件", lambda one: one.scan_names, width=60),
)
CONTENTS = (
    Column("unit", "单位", lambda part: part[0].submission.unit.name, width=WIDTH),
    Column("kind", "类别", lambda part: part[0].submission.get_kind_display(), width=WIDTH),
    Column("subject", "事项", lambda part: part[0].subject, width=WIDTH),
    Column("row", "行", lambda part: part[1].number, width=WIDTH),
    Column("heading", "栏目", lambda part: part[2].heading, width=WIDTH),
    Column("new", "报送", lambda part: part[2].new, width=40),
    Column("old", "当时登记", lambda part: part[2].old or "", width=40),
)
CHANGES = (
    Column("at", "时间", lambda event: _moment(event.at), width=WIDTH),
    Column("who", "操作人", lambda event: event.who, width=WIDTH),
    Column("what", "登记", lambda event: f"{event.label}{event.what}", width=WIDTH),
    Column("changes", "内容", lambda event: "；".join(f"{c.label}：{c.old}→{c.new}" for c in event.changes), width=60),
)
LOOKED = (
    Column("at", "时间", lambda entry: _moment(entry.at), width=WIDTH),
    Column("who", "操作人", lambda entry: entry.actor_name, width=WIDTH),
    Column("action", "事项", lambda entry: entry.action, width=WIDTH),
    Column("about", "对象", lambda entry: apps.get_model(entry.object_type)._meta.verbose_name, width=WIDTH),
    Column("address", "来源", lambda entry: entry.address, width=WIDTH),
)
