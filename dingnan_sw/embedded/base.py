"""Database backend: PostgreSQL as Django knows it, started on the first connection.

It connects as `portal`, which owns nothing; as the server's superuser where the settings carry OWNER (dingnan_sw.audit.grants).
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg2
from django.db.backends.postgresql import base
from psycopg2 import sql

from dingnan_sw.embedded import DATABASE_NAME, MAKE_PORTAL, PORTAL, end_hung_recovery, recovered, server

# How a server says that it reads what a crash has left.
RECOVERS = ("starting up", "not yet accepting connections", "in recovery mode")
# What another process that makes it at the same moment leaves us with.
MADE_MEANWHILE = (psycopg2.errors.DuplicateDatabase, psycopg2.errors.UniqueViolation)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        running = server(Path(self.settings_dict["DATA_DIR"]))
        info = running.get_postmaster_info()
        self.settings_dict["HOST"] = str(info.socket_dir) if info.socket_dir else info.hostname
        self.settings_dict["PORT"] = str(info.port)
        self.settings_dict["USER"] = running.postgres_user if self.settings_dict.get("OWNER") else PORTAL
        self.superuser = running.postgres_user
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        data_dir = Path(self.settings_dict["DATA_DIR"])
        try:
            made = super().get_new_connection(conn_params)
        except psycopg2.OperationalError as refused:
            if any(words in str(refused) for words in RECOVERS):
                end_hung_recovery(data_dir)
            if "does not exist" not in str(refused):
                raise
            if conn_params.get("dbname") != DATABASE_NAME and conn_params["user"] != PORTAL:
                raise
        else:
            recovered(data_dir)
            return made
        _found({**conn_params, "user": self.superuser})
        return super().get_new_connection(conn_params)


def _found(conn_params: dict[str, Any]) -> None:
    """Make the portal's role and database, sorting text by code point whatever the machine's language is."""
    connection = psycopg2.connect(
        host=conn_params["host"], port=conn_params["port"], user=conn_params["user"], dbname="postgres"
    )
    connection.autocommit = True
    statement = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
    try:
        with connection.cursor() as cursor, suppress(*MADE_MEANWHILE):
            cursor.execute(MAKE_PORTAL)
            cursor.execute(sql.SQL(statement).format(sql.Identifier(DATABASE_NAME)))
    finally:
        connection.close()
