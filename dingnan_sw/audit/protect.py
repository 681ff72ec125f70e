"""What the database itself refuses, for tables of other apps."""

from typing import Any

import pgtrigger


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
