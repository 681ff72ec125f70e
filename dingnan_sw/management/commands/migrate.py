"""Django's migrate, as the owner of the tables: the portal's own role may not change the schema."""

from typing import Any

from django.core.management.commands import migrate

from dingnan_sw.audit.grants import owner


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        with owner(options["database"]):
            return super().handle(*args, **options)
