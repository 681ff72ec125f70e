"""What the database itself refuses, for tables of other apps."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models
from pghistory.models import Event

M = TypeVar("M", bound=type[models.Model])
CHANGES = ("UPDATE", "DELETE")
ASKED, NEVER = "_pgtrigger_should_ignore", "SELECT FALSE"
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


def hold(using: str = DEFAULT_DB_ALIAS, **signal: Any) -> None:
    """After each migration. The library asks a function, before any trigger, whether the session's settings switch it off; here
    none of its settings does. That also spares each row the 0.1 ms of reading a setting that is missing.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(f"""
            CREATE OR REPLACE FUNCTION public.{ASKED}(trigger_name NAME) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS '{NEVER}'
        """)


def holds() -> bool:
    """Whether no setting of the library switches a trigger off."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT prosrc FROM pg_proc WHERE proname = %s AND pronamespace = 'public'::regnamespace", [ASKED]
        )
        return bool(cursor.fetchall() == [(NEVER,)])


def never_emptied() -> pgtrigger.Trigger:
    """No TRUNCATE: the triggers that forbid changing and deleting rows do not see it."""
    return pgtrigger.Trigger(
        name="never_emptied",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'the record of changes is append-only';",
    )


def tracked(*registers: type[models.Model]) -> None:
    """Every state of these models' rows is recorded, by triggers, in tables that only grow."""
    for register in registers:
        pghistory.track(
            pghistory.InsertEvent("新增"),
            pghistory.UpdateEvent("变更"),
            pghistory.DeleteEvent("删除"),
            append_only=True,
            meta={"triggers": [never_emptied()]},
        )(register)


def said(error: DatabaseError) -> str:
    """The sentence by which a trigger refused; of another error what the database says."""
    return str(getattr(getattr(error.__cause__, "diag", None), "message_primary", None) or error)


def refusal(message: str, constraint: str) -> str:
    """The statement by which a trigger refuses a row as a constraint would."""
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}';"
