"""The embedded database is within reach of the user that runs it alone, and comes back when its process is killed."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from dingnan_sw import embedded
from dingnan_sw.embedded import base

ROOT = Path(settings.BASE_DIR)
pytestmark = pytest.mark.skipif("DATA_DIR" not in settings.DATABASES["default"], reason="an external database")


@pytest.fixture
def socket_folder():
    return embedded.server(settings.DATA_DIR).get_postmaster_info().socket_dir


def test_the_socket_lies_in_the_closed_folder_of_the_data(db, socket_folder):
    assert socket_folder == Path(settings.DATA_DIR) / "postgres"
    assert socket_folder.stat().st_mode & 0o077 == 0
    assert (Path(settings.DATA_DIR) / "run").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize(("user", "status"), [("root", 0), ("nobody", 1)])
def test_another_user_of_the_machine_does_not_reach_it(user, status, db, socket_folder):
    reached = subprocess.run(["test", "-S", socket_folder / embedded.SOCKET], user=user, check=False)
    assert reached.returncode == status


def migrate(data_dir):
    environment = {**os.environ, "DATA_DIR": str(data_dir)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "migrate"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_path_too_long_for_the_socket_is_refused_in_one_line(tmp_path):
    done = migrate(tmp_path / ("深" * 30))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "不超过" in done.stderr
    assert "84 字节" in done.stderr or sys.platform != "linux"


def test_the_folder_of_another_user_is_not_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(embedded.CommandError, match="不属于"):
        embedded._own(tmp_path)


def test_a_link_put_in_its_place_is_not_followed(tmp_path):
    (tmp_path / "run").symlink_to(tmp_path)
    with pytest.raises(embedded.CommandError, match="不属于"):
        embedded._own(tmp_path / "run")


def test_a_number_used_again_does_not_pass_for_the_server(tmp_path):
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n")
    embedded._forget_dead_postmaster(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()


def test_the_database_is_made_once_though_many_ask_for_it_at_the_same_moment(db, monkeypatch):
    """Two CREATE DATABASE of one name that begin together end differently from one after the other."""
    params = {**connection.get_connection_params(), "user": connection.superuser}
    monkeypatch.setattr(base, "DATABASE_NAME", name := f"made_once_{os.getpid()}")
    try:
        with ThreadPoolExecutor(8) as crowd:
            asked = [crowd.submit(base._found, params) for _ in range(8)]
        assert [one.exception() for one in asked] == [None] * 8
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")


WAITS_ONCE = "[ -e {mark} ] && exit 1; touch {mark}; sleep 600"


def test_a_recovery_that_does_not_go_on_is_ended_and_begun_again(home, monkeypatch):
    """Here it waits for a command that is to fetch a piece of the log."""
    embedded.server(home).stop()
    folder = home / "postgres"
    with (folder / "postgresql.auto.conf").open("a") as settings_of_the_server:
        settings_of_the_server.write(f"restore_command = '{WAITS_ONCE.format(mark=folder / 'mark')}'\n")
    (folder / "recovery.signal").touch()
    monkeypatch.setattr(embedded, "HUNG", 1)
    running = embedded.server(home)
    assert (folder / "mark").exists()
    with psycopg2.connect(host=str(folder), user=running.postgres_user, dbname="postgres") as reached:
        reached.cursor().execute("SELECT 1")
    reached.close()
    running.stop()


@pytest.mark.parametrize(("between", "ended"), [(lambda home: None, True), (embedded.recovered, False)])
def test_a_server_that_recovers_without_a_process_that_does_it_is_ended(between, ended, home, monkeypatch):
    """As it stood after its process had found the disk full; here it is one that has nothing to recover."""
    running = embedded.server(home)
    postmaster = running.get_postmaster_info().pid
    for hung in (30, 0):
        monkeypatch.setattr(embedded, "HUNG", hung)
        embedded.end_hung_recovery(home)
        assert embedded._is_postmaster(postmaster) or not hung
        between(home)
    assert embedded._is_postmaster(postmaster) is not ended
    running = embedded.server(home)
    assert (running.get_postmaster_info().pid != postmaster) is ended
    running.stop()


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("FATAL:  the database system is not yet accepting connections", 1),
        ("FATAL:  sorry, too many clients already", 0),
    ],
)
def test_who_is_told_that_it_recovers_asks_whether_it_goes_on(said, asked, monkeypatch):
    refuse, ask = Mock(side_effect=psycopg2.OperationalError(said)), Mock()
    monkeypatch.setattr(base.base.DatabaseWrapper, "get_new_connection", refuse)
    monkeypatch.setattr(base, "end_hung_recovery", ask)
    with pytest.raises(psycopg2.OperationalError):
        connection.get_new_connection({"dbname": base.DATABASE_NAME, "user": base.PORTAL})
    assert ask.call_count == asked
