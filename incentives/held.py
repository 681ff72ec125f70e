"""查阅、复制 — 个人信息保护法第四十五条: everything that is on record about one person, for that person, in clear.

Which tables there are is asked of the models: each row with a path to the person, and no row of anybody else.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone
from pghistory.models import Event

from dingnan_sw.audit.models import Entry
from dingnan_sw.lib import history
from dingnan_sw.lib.paper import write_lists
from dingnan_sw.lib.table import Column
from positions.access import Scope
from talent.models import Person
from talent.submissions.origins import submissions_of

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


def everything_about(person: Person, scope: Scope) -> bytes:
    """As a workbook: a leaf for each table with rows of the person, the submissions, every change, and who looked."""
    target = BytesIO()
    write_lists(_parts(person, scope), target)
    return target.getvalue()


def _parts(person: Person, scope: Scope) -> Iterator[Part]:
    groups = []
    for model, path in paths().items():
        rows = list(model._base_manager.filter(**{path: person.pk}).order_by("pk"))
        if rows:
            groups.append(rows)
            yield str(model._meta.verbose_name), _columns(model), rows
    yield "报送", SUBMISSIONS, list(submissions_of([person], scope))
    yield "变更历史", CHANGES, [event for rows in groups if _tracked(rows[0]) for event in history.events(rows)]
    yield "谁查看或办理过", LOOKED, list(_entries(groups))


def _columns(model: type[Model]) -> list[Column]:
    return [_column(field) for field in history.shown(model)]


def _column(field: Any) -> Column:
    return Column(field.name, history.heading_of(field), lambda row: history.in_clear(field, row), width=WIDTH)


def _tracked(row: Model) -> bool:
    return any(issubclass(model, Event) and model.pgh_tracked_model is type(row) for model in apps.get_models())


def _entries(groups: list[list[Model]]) -> Iterator[Entry]:
    """The entries of the audit record about any of these rows, in order."""
    numbers: set[int] = set()
    for rows in groups:
        own = Entry.objects.filter(object_type=rows[0]._meta.label_lower, object_id__in=[str(row.pk) for row in rows])
        numbers.update(own.values_list("pk", flat=True))
    yield from Entry.objects.filter(pk__in=numbers)


SUBMISSIONS = (
    Column("unit", "单位", lambda one: one.unit.name, width=WIDTH),
    Column("kind", "类别", lambda one: one.get_kind_display(), width=WIDTH),
    Column("subject", "事项", lambda one: one.subject, width=WIDTH),
    Column("state", "状态", lambda one: one.get_state_display(), width=WIDTH),
)
CHANGES = (
    Column("at", "时间", lambda event: f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}", width=WIDTH),
    Column("who", "操作人", lambda event: event.who, width=WIDTH),
    Column("what", "登记", lambda event: f"{event.label}{event.what}", width=WIDTH),
    Column("changes", "内容", lambda event: "；".join(f"{c.label}：{c.old}→{c.new}" for c in event.changes), width=60),
)
LOOKED = (
    Column("at", "时间", lambda entry: f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}", width=WIDTH),
    Column("who", "操作人", lambda entry: entry.actor_name, width=WIDTH),
    Column("action", "事项", lambda entry: entry.action, width=WIDTH),
    Column("address", "来源", lambda entry: entry.address, width=WIDTH),
)
