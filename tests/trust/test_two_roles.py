"""Whoever may connect as what: the embedded server, one that was used by an earlier version, an external one with one role or two."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from dingnan_sw.audit.chain import record
from dingnan_sw.embedded import DATABASE_NAME, PORTAL
from tests.template import prepared

ROOT = Path(settings.BASE_DIR)
SELF_CHECK = "from positions.self_check import database_role, privileges; print(database_role(), privileges())"
pytestmark = pytest.mark.skipif("DATA_DIR" not in settings.DATABASES["default"], reason="an external database")


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    given = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")} | environment
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False, timeout=180)


def as_superuser(folder, database, *statements):
    found = psycopg2.connect(host=str(folder), user="postgres", dbname=database)
    found.autocommit = True
    with found.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    found.close()
    return rows


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = ''", "DELETE FROM audit_entry"])
def test_the_owner_is_refused_by_trigger(statement, db):
    record("试验")
    with connection.cursor() as cursor, pytest.raises(Exception, match="Cannot update or delete rows"):
        cursor.execute(statement)


def test_the_owner_is_refused_emptying_the_record_by_trigger(db):
    with connection.cursor() as cursor, pytest.raises(Exception, match="append-only"):
        cursor.execute("TRUNCATE audit_entry")


@pytest.fixture(scope="module")
def earlier(testrun_uid):
    """A folder of data as an earlier version left it: its tables and no role beside their owner."""
    folder = prepared(Path(tempfile.mkdtemp(prefix="roles")), testrun_uid)
    server = {"DATA_DIR": str(folder)}
    holder = subprocess.Popen(
        [sys.executable, "-c", f"from pathlib import Path; from dingnan_sw import embedded; "
         f"embedded.server(Path({str(folder)!r})); print('up', flush=True); input()"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    holder.stdout.readline()
    as_superuser(folder / "postgres", DATABASE_NAME, f"DROP OWNED BY {PORTAL}", f"DROP ROLE {PORTAL}")
    yield server
    holder.communicate("\n")
    shutil.rmtree(folder, ignore_errors=True)


def test_a_folder_of_an_earlier_version_asks_for_migrate_in_one_line_and_works_after_it(earlier):
    refused = manage(earlier, "show_ledger")
    assert (refused.returncode, len(refused.stderr.strip().splitlines())) == (1, 1), refused.stderr
    assert "请先运行 manage.py migrate" in refused.stderr
    assert manage(earlier, "migrate").returncode == 0
    done = manage(earlier, "shell", "-c", SELF_CHECK)
    assert done.stdout.count("tone='good'") == 2, done.stdout + done.stderr
    assert "操作系统用户" in done.stdout


def test_what_serves_connects_as_the_portals_role(earlier):
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{trial.getsockname()[1]}"
    command = [sys.executable, "manage.py", "serve", "--address", address]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **earlier}, stdout=subprocess.PIPE, text=True
    ) as serving:
        try:
            assert "网站已启动" in serving.stdout.readline()
            query = f"SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = '{DATABASE_NAME}'"
            found = as_superuser(Path(earlier["DATA_DIR"]) / "postgres", "postgres", query)
        finally:
            serving.send_signal(signal.SIGTERM)
    assert found == [(PORTAL,)]


@pytest.fixture
def outside(earlier):
    """A database that is not ours to start: the URLs of its owner and of a role with nothing."""
    folder = Path(earlier["DATA_DIR"]) / "postgres"
    as_superuser(folder, "postgres", "CREATE ROLE keeper LOGIN", "CREATE ROLE worker LOGIN",
                 "CREATE DATABASE outside OWNER keeper TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")  # fmt: skip
    return [f"postgres://{user}@/outside?host={folder}" for user in ("keeper", "worker")]


def test_an_external_database_works_with_one_role_and_is_parted_into_two_by_migrate(outside, tmp_path):
    owner, portal = outside
    one = {"DATA_DIR": str(tmp_path), "DATABASE_URL": owner}
    assert manage(one, "migrate").returncode == 0
    told = manage(one, "shell", "-c", SELF_CHECK).stdout
    assert "只有一个角色 keeper" in told
    assert "UPDATE" in told
    two = {"DATA_DIR": str(tmp_path), "DATABASE_URL": portal, "DATABASE_OWNER_URL": owner}
    assert manage(two, "migrate").returncode == 0
    told = manage(two, "shell", "-c", SELF_CHECK).stdout
    assert "以 worker 身份连接，表属于 keeper" in told
    assert told.count("tone='good'") == 2
