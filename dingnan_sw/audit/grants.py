"""What the role that the portal works as may do; only the owner of the tables can widen it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg2 import sql

from dingnan_sw.audit.protect import CHANGES, tables_without
from dingnan_sw.embedded import MAKE_PORTAL, PORTAL


@contextmanager
def owner(alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Inside, the connection is the owner's: for what changes the schema. With a single role nothing changes."""
    connection = connections[alias]
    login = connection.settings_dict.get("OWNER_LOGIN")
    if not login or connection.settings_dict.get("OWNER"):
        yield
        return
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(login)
    connection.settings_dict["PORTAL"] = kept.get("USER") or PORTAL
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(kept)


def give(using: str = DEFAULT_DB_ALIAS, **signal: Any) -> None:
    """After each migration. Nothing with a single role: it owns the tables and could take back whatever was refused."""
    connection = connections[using]
    portal = connection.settings_dict.get("PORTAL", PORTAL)
    with connection.cursor() as cursor:
        if connection.settings_dict.get("OWNER"):
            cursor.execute(MAKE_PORTAL)  # a database of an earlier version has none
        cursor.execute("SELECT current_user <> %s AND EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [portal] * 2)
        if not cursor.fetchone()[0]:
            return
        there = set(connection.introspection.table_names(cursor))
        kept = {privilege: [one for one in tables_without(privilege) if one in there] for privilege in CHANGES}
        cursor.execute(_statements(cursor.connection, portal, kept))


def _statements(connection: Any, portal: str, withheld: dict[str, list[str]]) -> str:
    """All in one round trip; a table of a later migration gets nothing before that migration has ended."""
    text = """
        REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role};
        REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {role};
        GRANT USAGE ON SCHEMA public TO {role};
        REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {role};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
    """
    database = sql.Identifier(connection.info.dbname)
    parts = [sql.SQL(text).format(role=sql.Identifier(portal), database=database)]
    for privilege, tables in withheld.items():
        if tables:
            statement = f"REVOKE {privilege} ON {{tables}} FROM {{role}};"
            names = sql.SQL(", ").join(map(sql.Identifier, tables))
            parts.append(sql.SQL(statement).format(tables=names, role=sql.Identifier(portal)))
    return str(sql.Composed(parts).as_string(connection))
