"""Lost or foreign keys are never papered over: nothing is made anew, nothing goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, connections

from dingnan_sw.audit import keys
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import KeyProof
from dingnan_sw.lib.secrets import Keyring
from tests import county
from tests.template import prepared


@pytest.fixture
def ring(tmp_path, settings):
    """The keys of another, empty DATA_DIR."""
    ring = Keyring(tmp_path / "keys")
    ring.guard = keys.refuse_to_replace
    settings.KEYRING = ring
    return ring


@pytest.fixture
def first_connection(monkeypatch):
    monkeypatch.setattr(keys, "_agreed", False)
    monkeypatch.setattr(connections["default"], "close", lambda: None)  # the test's own goes on


def test_every_key_is_proved_from_the_start(db):
    assert set(KeyProof.objects.values_list("name", flat=True)) == {"fields", "index", "audit"}


def test_the_databases_own_keys_are_welcome(db, first_connection):
    keys.compare(connection)


def test_the_keys_of_another_data_dir_are_refused(db, ring, first_connection):
    for name in KeyProof.Key.values:
        KeyProof.objects.update(proof="0" * 64)
        ring.text(name)
    with pytest.raises(CommandError, match="密钥与数据库不符"):
        keys.compare(connection)


def test_a_lost_key_is_refused(db, ring, first_connection):
    with pytest.raises(CommandError, match="audit、fields、index"):
        keys.compare(connection)


@pytest.mark.parametrize("name", ["fields", "index"])
def test_no_key_is_made_where_people_are(name, db, ring):
    person = county.Person(id_number=b"sealed with a lost key", name="张三", id_index=b"1", search_keys="")
    county.Person.objects.bulk_create([person])
    with pytest.raises(CommandError, match="密钥与数据库不符"):
        ring.text(name)
    assert not (ring.folder / name).exists()


def test_the_audit_key_is_not_made_where_entries_are(clerk, settings, tmp_path):
    record("查看", by=clerk)
    settings.KEYRING = Keyring(tmp_path)
    with pytest.raises(CommandError, match="audit"):
        keys.refuse_to_replace("audit")


def test_a_database_filled_before_there_were_proofs_takes_its_own_keys_alone(db, ring, settings):
    own = Keyring(Path(settings.DATA_DIR) / "keys")
    settings.KEYRING = own
    county.person(1)
    KeyProof.objects.all().delete()
    keys.keep_proofs()
    assert KeyProof.objects.get(name="fields").proof == own.proof("fields")
    KeyProof.objects.all().delete()
    ring.guard = lambda name: None
    ring.text("fields")
    settings.KEYRING = ring
    with pytest.raises(CommandError, match="密钥与数据库不符"):
        keys.keep_proofs()


@pytest.fixture
def own_portal(home, testrun_uid):
    """(its folder, what runs its commands): a portal of its own."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(home), "LANG": "C.UTF-8"}
    return prepared(home, testrun_uid), lambda *arguments: subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


COMMANDS = (["compute_coverage", "--on", "2024-01-01"], ["prepare"], ["serve", "--address", "127.0.0.1:8765"])


def test_commands_stop_in_one_line_when_a_key_is_lost(own_portal):
    folder, manage = own_portal
    (folder / "keys" / "index").unlink()
    ends = [manage(*command) for command in COMMANDS]
    assert {end.returncode for end in ends} == {1}
    assert all(end.stderr.startswith("CommandError: 密钥与数据库不符") for end in ends)
    assert not (folder / "keys" / "index").exists()
