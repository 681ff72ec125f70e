"""Django's migrate, as the owner of the tables: the portal's own role may not change the schema. Two at once take turns."""

from contextlib import suppress
from typing import Any

from django.core.management.commands import migrate
from django.db import Error, connections

from dingnan_sw.audit.grants import owner

# Any fixed number: whoever comes second finds everything done.
TURN = 41_2030


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        with owner(options["database"]), connections[options["database"]].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
            try:
                return super().handle(*args, **options)
            finally:
                with suppress(Error):  # gone with its connection: then the lock is gone too
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])
