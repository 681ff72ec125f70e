"""What the database itself refuses, for tables of other apps."""

from collections.abc import Callable
from typing import Any, TypeVar

import pgtrigger
from django.apps import apps
from django.db import models
from pghistory.models import Event

M = TypeVar("M", bound=type[models.Model])
CHANGES = ("UPDATE", "DELETE")
_withheld: dict[type[models.Model], tuple[str, ...]] = {}


def withheld(*privileges: str) -> Callable[[M], M]:
    """Class decorator: of UPDATE and DELETE these are not given to the portal's role (dingnan_sw.audit.grants)."""

    def decorate(model: M) -> M:
        _withheld[model] = privileges
        return model

    return decorate


# The portal's role may only read the table and add to it.
append_only = withheld(*CHANGES)


def tables_without(privilege: str) -> list[str]:
    """The tables on which the portal's role does not have that privilege; every table of history is append-only."""
    history = [model for model in apps.get_models() if issubclass(model, Event)]
    declared = [model for model, privileges in _withheld.items() if privilege in privileges]
    return sorted({model._meta.db_table for model in (*declared, *history)})


def quicken(connection: Any, **signal: Any) -> None:
    """Every trigger asks for this setting first: where it is missing, it meets and catches an error, 0.1 ms for each row."""
    with connection.cursor() as cursor:
        cursor.execute("SET pgtrigger.ignore = '{}'")


def never_emptied() -> pgtrigger.Trigger:
    """No TRUNCATE: the triggers that forbid changing and deleting rows do not see it."""
    return pgtrigger.Trigger(
        name="never_emptied",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'the record of changes is append-only';",
    )


def refusal(message: str, constraint: str) -> str:
    """The statement by which a trigger refuses a row as a constraint would."""
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}';"
