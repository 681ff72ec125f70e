"""Changing the keys: all that can be is sealed anew, nothing is lost when it is killed, and what is old is still read."""

import datetime
import errno
import io
import shutil
from contextlib import contextmanager
from types import SimpleNamespace
from unittest import mock

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection, connections, transaction

from dingnan_sw.audit import keys, rotation
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import Entry, KeyProof
from dingnan_sw.audit.verifying import verify
from dingnan_sw.backups import comparing
from dingnan_sw.lib import secrets
from dingnan_sw.lib.secrets import Keyring, read_sealed, seal, sealed_formerly, write_sealed
from incentives.paying.models import Payment
from positions import self_check
from talent.models import Person
from talent.submissions.drafts import marks, subject_of
from talent.submissions.models import Kind, Submission
from tests import county
from tests.paying.office import Office

ALL = ["fields", "index", "audit"]


@pytest.fixture
def ring(tmp_path, settings, monkeypatch):
    """A copy of the keys, so that the other tests keep theirs."""
    settings.DATA_DIR = tmp_path
    shutil.copytree(settings.KEYRING.folder, tmp_path / "keys", ignore=shutil.ignore_patterns("*.*"))
    settings.KEYRING = Keyring(tmp_path / "keys")
    monkeypatch.setattr(rotation, "_refuse_company", lambda: None)  # workers of the tests share a server
    return settings.KEYRING


@pytest.fixture
def people(ring, unit, clerk):
    found = [county.person(n, f"某{n}", phone=f"1390000000{n}", bank_account=f"62170000{n}") for n in (1, 2)]
    row = {"姓名": "新来的", "身份证号": county.id_number(9), "工作单位": unit.name}
    draft = Submission(unit=unit, kind=Kind.PERSON, subject="新来的", author=clerk)
    draft.rows = [row]
    draft.save()
    record("以前", by=clerk)
    return found


def raw(person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, phone, bank_account FROM talent_person WHERE id = %s", [person.pk])
        return [bytes(value) for value in cursor.fetchone()]


def is_whole(people):
    """Everybody is found and read, the record holds, and the keys are the database's own."""
    wanted = [(one.id_number, one.phone, one.bank_account) for one in people]
    found = [Person.objects.by_id_number(number).get() for number, _, _ in wanted]
    assert [(one.id_number, one.phone, one.bank_account) for one in found] == wanted
    assert Submission.objects.get().rows[0]["身份证号"] == county.id_number(9)
    assert verify().holds
    assert all(keys._is_ours(proof.name, proof.proof) for proof in KeyProof.objects.all())


def test_everything_is_sealed_with_the_new_keys_and_found_by_them(people, ring):
    before, old = raw(people[0]), AESGCM(bytes.fromhex(ring.text("fields")))
    done = rotation.rotate(ALL)
    is_whole(people)
    after = raw(people[0])
    assert done["sealed"] >= 3
    assert not set(before) & set(after)
    assert [sealed_formerly(value) for value in (*before, *after)] == [True] * 3 + [False] * 3
    with pytest.raises(secrets.InvalidTag):
        old.decrypt(after[0][1:13], after[0][13:], after[0][:1])
    draft = Submission.objects.get()
    day = county.SINCE
    assert draft.marks == marks(Kind.PERSON, draft.rows, day)
    assert bytes(draft.subject_index) == subject_of(Kind.PERSON, draft.rows, day).index


def test_three_times_leaves_three_former_keys_and_one_record(people, ring):
    for _ in range(3):
        rotation.rotate(ALL)
        record("以后")
    is_whole(people)
    assert [ring.retired(name) for name in ALL] == [[f"{name}.{n}" for n in (1, 2, 3)] for name in ALL]
    assert [path.name for path in ring.folder.glob("*.new")] == []
    assert Entry.objects.filter(action=rotation.ACTION).count() == 3
    assert {path.stat().st_mode & 0o777 for path in ring.folder.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ALL)
def test_one_key_alone(name, people, ring):
    others = {one: ring.text(one) for one in ALL if one != name}
    old = ring.text(name)
    rotation.rotate([name])
    is_whole(people)
    assert ring.text(name) != old
    assert {one: ring.text(one) for one in others} == others


def test_an_entry_forged_with_a_former_key_is_found(people, ring):
    """What a rotation after a leak is for."""
    former = bytes.fromhex(ring.text("audit"))
    rotation.rotate(ALL)
    record("以后")
    ring.audit_key = former
    forged = record("假的")
    ring.forget()
    assert verify().broken == forged.pk


class Killed(BaseException):
    pass


def killed(*args, **more):
    raise Killed


def test_killed_before_the_transaction_ends_nothing_has_happened(people, ring, monkeypatch):
    before = {path.name: path.read_bytes() for path in ring.folder.iterdir()}
    rows = raw(people[0])
    monkeypatch.setattr(rotation, "record", killed)
    with pytest.raises(Killed):
        rotation.rotate(ALL)
    assert before.items() <= {path.name: path.read_bytes() for path in ring.folder.iterdir()}.items()
    assert raw(people[0]) == rows
    is_whole(people)
    monkeypatch.undo()
    ring.forget()


def test_what_was_told_as_failed_and_committed_after_all_is_read_at_the_next_start(people, ring, monkeypatch):
    """The connection is lost while the server commits: nobody knows, and the new keys must not be thrown away."""
    begun = []

    def unheard():
        begun.append(len(begun))
        return cut() if begun == [0] else transaction.atomic()

    @contextmanager
    def cut():
        with transaction.atomic():
            yield
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(rotation, "transaction", SimpleNamespace(atomic=unheard))
    with pytest.raises(OperationalError):
        rotation.rotate(ALL)
    monkeypatch.setattr(keys, "_agreed", False)
    keys.compare(connection)
    is_whole(people)
    assert [ring.retired(name) for name in ALL] == [[f"{name}.1"] for name in ALL]


@pytest.mark.parametrize("step", [0, 1, 2])
def test_killed_after_it_the_next_start_puts_the_keys_in_their_place(step, people, ring, monkeypatch):
    """After so many of the three keys; of the next one the old key has got its number, and no more."""
    complete, done = ring.complete, []

    def until(name):
        if len(done) == step:
            (ring.folder / f"{name}.1").hardlink_to(ring.folder / name)
            raise Killed
        done.append(name)
        complete(name)

    monkeypatch.setattr(ring, "complete", until)
    with pytest.raises(Killed):
        rotation.rotate(ALL)
    monkeypatch.setattr(ring, "complete", complete)
    ring.forget()
    monkeypatch.setattr(keys, "_agreed", False)
    monkeypatch.setattr(connections["default"], "close", lambda: None)
    keys.compare(connection)
    is_whole(people)
    assert [ring.retired(name) for name in ALL] == [[f"{name}.1"] for name in ALL]


@pytest.fixture
def next_start(monkeypatch):
    """The keys are compared as on the first connection of a process."""
    monkeypatch.setattr(connections["default"], "close", lambda: None)

    def start():
        monkeypatch.setattr(keys, "_agreed", False)
        keys.compare(connection)

    return start


@pytest.mark.parametrize("name", ["fields", "audit"])
@pytest.mark.parametrize("left", [None, "00" * 32, "no key"])
def test_a_former_key_that_is_lost_or_another_is_named(name, left, people, ring, next_start):
    for _ in range(2):
        rotation.rotate(ALL)
    next_start()
    assert self_check.keys().tone == "good"
    (ring.folder / f"{name}.1").unlink()
    if left:
        (ring.folder / f"{name}.1").write_text(left)
    with pytest.raises(CommandError, match=rf" {name}\.1 丢失"):
        next_start()
    finding = self_check.keys()
    assert (finding.tone, f" {name}.1 丢失" in finding.words, "备份手册第 5 节" in finding.words) == ("bad", True, True)
    assert list(comparing._keys({})) == [f"密钥 {name}.1 丢失，或与数据不符"]


def test_a_former_index_key_reads_nothing_and_may_go(people, ring, next_start):
    rotation.rotate(ALL)
    (ring.folder / "index.1").unlink()
    next_start()
    assert self_check.keys().tone == "good"


def test_former_keys_of_an_earlier_version_are_proved_when_they_are_first_seen(people, ring):
    rotation.rotate(ALL)
    before = set(KeyProof.objects.values_list("name", "proof"))
    KeyProof.objects.filter(name__contains=".").delete()
    keys.keep_proofs()
    assert set(KeyProof.objects.values_list("name", "proof")) == before
    assert {name for name, _ in before} == {*ALL, "fields.1", "audit.1"}


def test_a_former_key_without_a_key_in_it_is_named_when_it_is_first_seen(people, ring):
    (ring.folder / "fields.1").write_text("")
    with pytest.raises(CommandError, match=r" fields\.1 丢失"):
        keys.keep_proofs()


def test_it_is_not_done_while_the_portal_runs(db, monkeypatch):
    class Busy:
        def __enter__(self):
            return self

        def __exit__(self, *args):
            return None

        def execute(self, statement):
            assert "pg_stat_activity" in statement

        def fetchone(self):
            return (1,)

    with monkeypatch.context() as patched:
        patched.setattr(rotation.connection, "cursor", Busy)
        with pytest.raises(CommandError, match="正在运行"):
            rotation._refuse_company()


def test_files_are_sealed_anew_and_those_left_over_are_read_meanwhile(people, ring, tmp_path):
    for name in ("results/a", "scans/b/0"):
        write_sealed(tmp_path / name, b"data")
    told = io.StringIO()
    call_command("rotate_keys", "--format", "json", stdout=told)
    files = [tmp_path / "results/a", tmp_path / "scans/b/0"]
    assert '"files": 2' in told.getvalue()
    assert [(sealed_formerly(path.read_bytes()), read_sealed(path)) for path in files] == [(False, b"data")] * 2
    assert rotation.reseal_files([tmp_path / "scans"]) == (0, [])
    left = seal(b"data")
    rotation.rotate(["fields"])
    (tmp_path / "scans/c").write_bytes(left)
    assert read_sealed(tmp_path / "scans/c") == b"data"
    call_command("rotate_keys", "--resume", stdout=io.StringIO())
    assert not sealed_formerly((tmp_path / "scans/c").read_bytes())


def test_a_damaged_file_is_named_and_the_others_are_sealed_anew(people, ring, tmp_path):
    for name in ("scans/a", "scans/b", "scans/c"):
        write_sealed(tmp_path / name, b"data")
    data = bytearray((tmp_path / "scans/b").read_bytes())
    data[-1] ^= 1
    (tmp_path / "scans/b").write_bytes(data)
    told, warned = io.StringIO(), io.StringIO()
    call_command("rotate_keys", "--format", "json", stdout=told, stderr=warned)
    assert '"files": 2' in told.getvalue()
    assert [sealed_formerly((tmp_path / f"scans/{name}").read_bytes()) for name in "abc"] == [False, True, False]
    assert f"{tmp_path / 'scans/b'} 已经损坏" in warned.getvalue()


def test_a_disk_that_fills_up_after_the_change_says_how_to_go_on(people, ring, tmp_path, monkeypatch):
    monkeypatch.setattr(
        rotation, "reseal_files", mock.Mock(side_effect=OSError(errno.ENOSPC, "No space left on device"))
    )
    with pytest.raises(CommandError, match=r"密钥已经更换.*--resume"):
        call_command("rotate_keys", stdout=io.StringIO())
    is_whole(people)


def test_a_payment_that_is_final_is_read_with_the_former_key(ring, unit):
    """The database lets nobody change it, not even so."""
    person = county.person(1, bank_name="银行", bank_account="621700001")
    county.serve(person, unit)
    county.certify(person, approved_on=datetime.date(2020, 12, 10))
    office = Office(datetime.date(2022, 3, 1))
    batch = office.allowances("2021-03")
    office.pay(batch)
    done = rotation.rotate(ALL)
    assert done["kept"] == 1
    assert [payment.account for payment in Payment.objects.all()] == ["621700001"]
