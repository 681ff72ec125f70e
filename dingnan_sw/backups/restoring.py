"""Restoring a backup, into what is empty alone: everything is looked at before anything is touched."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import CommandError  # what a command says in one line, without a traceback
from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader

from dingnan_sw.audit.models import Entry
from dingnan_sw.backups import archive, database, holdings, keeping


def restore(path: Path, key: bytes) -> archive.Manifest:
    """Put the backup into the folder and the database of the settings; the connection is their owner's.

    Raises:
        CommandError: the file, the key, or the place is not fit; nothing was touched. Or it failed underway; what it had put
            there is taken away again.
    """
    manifest = archive.examine(path, key)
    _refuse_newer(manifest)
    _refuse_used()
    _empty()
    put: list[Path] = []
    try:
        database.put_back(_unpacked(path, key, put))
    except BaseException:
        for one in put:
            one.unlink(missing_ok=True)
        raise
    write_own(settings.KEYRING.folder / keeping.KEY, key.hex().encode())
    return manifest


def _refuse_newer(manifest: archive.Manifest) -> None:
    there = MigrationLoader(None).disk_migrations
    known = {f"{app}.{name}" for key, one in there.items() for app, name in (key, *one.replaces)}
    if unknown := set(manifest["migrations"]) - known:
        raise CommandError(f"这份备份来自更新的版本（有本版本不认识的 {min(unknown)}）：请先把程序升级到备份时的版本。")
    connection.ensure_connection()
    taken, here = manifest["postgres"] // 10_000, connection.connection.info.server_version // 10_000
    if taken > here:
        raise CommandError(f"这份备份来自 PostgreSQL {taken}，这里是 {here}：请恢复到 {taken} 或更新的版本。")


def _refuse_used() -> None:
    if folder := holdings.used(settings.DATA_DIR):
        raise CommandError(f"{settings.DATA_DIR}/{folder} 里已有文件：只能恢复到空的目录，没有改动任何东西。")
    if _has(Entry._meta.db_table) and (get_user_model().objects.exists() or Entry.objects.exists()):
        raise CommandError("这个数据库里已有账号或记录：只能恢复到空的数据库，没有改动任何东西。")


def _has(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [table])
        return cursor.fetchone()[0] is not None


def _empty() -> None:
    """A database that was only prepared has tables without accounts: they make room."""
    if not connection.introspection.table_names():
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    except ProgrammingError as denied:  # before PostgreSQL 15 the schema is not the database owner's
        raise CommandError("这个数据库里已有空表，当前的角色不能清除：请由数据库管理员重建空库，再恢复。") from denied


def _unpacked(path: Path, key: bytes, put: list[Path]) -> Iterator[bytes]:
    """Keys and files to their places, noted in put; the pieces of the dump are given on."""
    for name, data in archive.members(path, key):
        if name.startswith(archive.DUMP):
            yield data
        elif name != archive.MANIFEST:
            target = Path(settings.DATA_DIR) / name
            put.append(target)
            write_own(target, data)


def write_own(path: Path, data: bytes) -> None:
    """Readable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
