"""A backup is really restored: every table and every file comes back, also when the office works while it is taken."""

import datetime
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as portal
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from dingnan_sw.audit.models import Entry as AuditEntry
from dingnan_sw.backups import archive, comparing, keeping, restoring, taking
from dingnan_sw.backups.drilling import apart, drill
from dingnan_sw.backups.models import Run
from dingnan_sw.backups.taking import take
from dingnan_sw.lib.secrets import Keyring
from incentives.paying.models import Entry, Paper
from talent.models import Upload
from talent.uploads import discard, receive
from tests import county
from tests.backups.digests import digests

pytest_plugins = ("tests.backups.working",)

# What a restoration itself writes: it signs everybody out and says that it was done.
OWN = {"django_session", "audit_entry"}


def newest():
    return keeping.backups(keeping.folder())[0].path


def manifest():
    return archive.examine(newest(), keeping.key())


def restored(folder, *more):
    """The command as a clerk gives it, with nothing of this portal but the file and the key."""
    command = [sys.executable, "manage.py", "restore", newest(), "--key", portal.KEYRING.folder / "backup", *more]
    return subprocess.run(command, cwd=portal.BASE_DIR, env=apart(folder), capture_output=True, text=True, check=False)


def files(folder):
    kept = [path for name in ("papers", "uploads", "keys") for path in (folder / name).iterdir()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


def test_every_table_and_every_file_comes_back_on_a_new_machine(office, place, tmp_path, figure):
    keeping.key()  # made and known before the first backup
    with connection.cursor() as cursor:
        before = digests(cursor)
    assert take().good
    stated = manifest()["members"]
    done = restored(tmp_path / "new")
    assert done.returncode == 0, done.stderr
    assert "逐一相符" in done.stdout
    after = digests_in(tmp_path / "new")
    assert {t: rows for t, rows in after.items() if t not in OWN} == {
        t: rows for t, rows in before.items() if t not in OWN
    }
    assert after["audit_entry"][0] == before["audit_entry"][0] + 1
    there = files(tmp_path / "new")
    assert {
        name: one["sha256"] for name, one in stated.items() if not name.startswith(archive.DUMP)
    }.items() <= there.items()
    figure("恢复到新机器", "每张表、每个文件都相同", f"{len(before)} 张表、{len(there)} 个文件都相同")


def digests_in(folder):
    """Of the embedded database under folder."""
    command = [sys.executable, "-m", "tests.backups.digests"]
    done = subprocess.run(command, cwd=portal.BASE_DIR, env=apart(folder), capture_output=True, text=True, check=True)
    return {table: tuple(found) for table, found in json.loads(done.stdout).items()}


def test_a_backup_taken_while_the_office_works_is_of_one_moment(office, place, busy, monkeypatch):
    """Between the moment and the dump a batch is posted, a file sent, another thrown away; all the while others write."""
    first = Upload.objects.get()
    Upload.objects.filter(pk=first.pk).update(state=Upload.State.READY)
    pack, held = taking._pack, Entry.objects.count()

    def meanwhile(*given):
        office.send(office.allowances("2021-06"))
        receive("后来.xlsx", b"later", office.actor("preparer").user)
        discard(Upload.objects.get(pk=first.pk))
        return pack(*given)

    monkeypatch.setattr(taking, "_pack", meanwhile)
    with busy():
        run = take()
    assert run.good, run.words
    assert Entry.objects.count() > held
    told = manifest()
    assert told["tables"]["paying_entry"] == held
    assert [name for name in told["members"] if name.startswith("uploads/")] == [f"uploads/{first.pk}"]
    found = drill()
    assert found.good, found.words


def other(manifest, part, **changed):
    return {**manifest, part: {**manifest[part], **changed}}


def test_every_difference_is_told(office, place):
    """Against the database that was backed up, the manifest being another one."""
    paper = str(Paper.objects.get().path.relative_to(portal.DATA_DIR))
    take()
    same = manifest()
    same["tables"]["backups_run"] += 1  # the backup itself is written down after its moment
    same["tables"]["audit_entry"] += 1
    same["chain"] = {"number": AuditEntry.objects.last().pk, "digest": AuditEntry.objects.last().digest}
    assert comparing.findings(same) == []
    for changed, words in (
        (other(same, "tables", talent_person=4), "表 talent_person：备份时 4 行，恢复后 3 行"),
        (other(same, "tables", gone=1), "表 gone：备份时 1 行，恢复后 没有这张表"),
        (other(same, "sums", 账目={"2021": "900.01"}), "2021 年账目合计：备份时 900.01，恢复后 900.00"),
        (
            other(same, "sums", 账目={**same["sums"]["账目"], "2020": "1.00"}),
            "2020 年账目合计：备份时 1.00，恢复后 没有",
        ),
        (other(same, "chain", digest="0" * 64), "审计记录的最后一条与备份时不同"),
        (other(same, "members", **{paper: {"size": 1, "sha256": "0" * 64}}), f"文件 {paper} 与备份时不同"),
        ({**same, "missing": [paper]}, f"文件 {paper} 在备份时已经不在：{comparing.FIND}"),
    ):
        assert comparing.findings(changed) == [words]


def test_a_touched_entry_and_a_wrong_key_are_told(office, place, settings, monkeypatch):
    take()
    stated = manifest()
    with county.unguarded(AuditEntry):
        AuditEntry.objects.filter(pk=AuditEntry.objects.first().pk).update(action="别的")
    assert next(iter(comparing._chain(stated))).startswith("审计记录从第")
    monkeypatch.setattr(type(settings.KEYRING), "proof", lambda ring, name, file="": "other")
    assert list(comparing._keys(stated)) == [f"密钥 {name} 丢失，或与数据不符" for name in ("audit", "fields", "index")]


@pytest.fixture
def taken(office, place):
    assert take().good
    return newest()


def test_the_newest_backup_damaged_goes_red(taken, figure):
    flipped(taken)
    with pytest.raises(SystemExit) as left:
        call_command("drill")
    assert left.value.code == 1
    assert "已损坏或不完整" in Run.objects.filter(kind=Run.Kind.DRILL).first().words
    red = keeping.standing(timezone.now()).tone == "bad"
    figure("备份损坏", "演练不通过，首页变红", "不通过，变红" if red else "没有变红", red)


def test_the_newest_backup_missing_goes_red(transactional_db, place, figure):
    assert not drill().good
    assert "没有备份" in Run.objects.first().words
    red = keeping.standing(timezone.now()).tone == "bad"
    figure("备份缺失", "演练不通过，首页变红", "不通过，变红" if red else "没有变红", red)


@pytest.mark.parametrize(("seconds", "good"), [(-5, True), (5, False)])
def test_the_newest_backup_older_than_26_hours_goes_red(seconds, good, transactional_db, place, monkeypatch):
    old = timezone.now() - datetime.timedelta(hours=26, seconds=seconds)
    found = {"findings": [], "tables": 1, "rows": 1, "files": 1, "taken": old.isoformat()}
    monkeypatch.setattr("dingnan_sw.backups.drilling._restored", lambda *given: found)
    place.mkdir()
    (place / keeping.name_of(old)).touch()
    run = drill()
    assert (run.good, "超过 26 小时" in run.words) == (good, not good)
    assert drill(newest()).good  # an old one asked for by name is only compared
    newest().rename(place / keeping.name_of(timezone.now()))
    renamed = drill()
    assert not renamed.good
    assert "与备份的时刻" in renamed.words


@pytest.mark.parametrize(("seconds", "ahead"), [(50, False), (70, True)])
def test_the_one_that_is_drilled_is_not_dated_ahead_of_the_clock(seconds, ahead, transactional_db, place, monkeypatch):
    asked = []
    monkeypatch.setattr("dingnan_sw.backups.drilling._drilled", lambda path, by_age: (asked.append(path), ("", {}))[1])
    place.mkdir()
    now, future = timezone.now(), timezone.now() + datetime.timedelta(seconds=seconds)
    for taken in (now, future):
        (place / keeping.name_of(taken)).touch()
    drill()
    assert asked == [place / keeping.name_of(now if ahead else future)]


def test_a_drill_that_cannot_run_has_not_passed(taken, monkeypatch):
    monkeypatch.setattr("dingnan_sw.backups.drilling.LONGEST", 0.01)
    assert not drill().good


def test_nothing_is_touched_where_the_portal_is_in_use(taken, office):
    with connection.cursor() as cursor:
        before = digests(cursor)
    with pytest.raises(CommandError, match="只能恢复到空的"):
        restoring.restore(taken, keeping.key())
    with connection.cursor() as cursor:
        assert digests(cursor) == before


def test_a_backup_of_a_newer_version_is_refused(taken, monkeypatch):
    monkeypatch.setattr(archive, "examine", lambda *given: {"migrations": ["positions.9999_later"]})
    with pytest.raises(CommandError, match="先把程序升级"):
        restoring.restore(taken, keeping.key())


@pytest.mark.parametrize(("version", "words"), [(990000, "来自 PostgreSQL 99"), (140000, "只能恢复到空的")])
def test_a_database_older_than_the_backups_is_refused(version, words, taken, monkeypatch):
    monkeypatch.setattr(archive, "examine", lambda *given: {"migrations": [], "postgres": version})
    with pytest.raises(CommandError, match=words):
        restoring.restore(taken, keeping.key())


def test_a_lost_file_is_told_and_the_rest_is_kept(office, place):
    Upload.objects.get().path.unlink()
    run = take()
    assert not run.good
    assert "1 个文件已经不在" in run.words
    assert newest().exists()


def flipped(path):
    """One bit changed, as on a disk that rots."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_file_that_rots_is_told_when_it_is_backed_up_and_when_that_is_drilled(office, place, figure):
    paper = Paper.objects.get().path
    name = str(paper.relative_to(portal.DATA_DIR))
    flipped(paper)
    runs = [take(), drill()]
    assert [one.good for one in runs] == [False, False]
    assert f"有 1 个文件已经损坏：{name}。{comparing.FIND}" in runs[0].words
    assert f"文件 {name} 备份时已经损坏，打不开：{comparing.FIND}" in runs[1].words
    standing = keeping.standing(timezone.now())
    figure(
        "文件在磁盘上损坏",
        "备份和演练都指出，首页变红",
        "都指出，变红",
        standing.tone == "bad" and name in standing.words,
    )


@pytest.mark.parametrize("left", [0, 5, 28])
def test_a_file_cut_short_is_told_too(left, office, place):
    paper = Paper.objects.get().path
    paper.write_bytes(paper.read_bytes()[:left])
    assert "有 1 个文件已经损坏" in take().words


def test_a_full_disk_leaves_nothing_half(office, place, monkeypatch):
    def full(*given):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(taking, "_pack", full)
    run = take()
    assert not run.good
    assert "没有留下半份文件" in run.words
    assert list(place.iterdir()) == []


def test_two_at_once_take_turns(office, place):
    with keeping.turn("backup"):
        run = take()
    assert "另一个备份或演练正在进行" in run.words


def test_the_command_tells_where_the_key_is_and_nothing_of_the_key(office, place, capsys):
    call_command("backup", format="json")
    told = capsys.readouterr()
    assert json.loads(told.out)["good"]
    assert str(portal.KEYRING.folder / "backup") in told.err
    assert keeping.key().hex() not in told.out + told.err


def test_the_command_takes_none_without_the_key_and_begins_anew_when_it_is_told_to(office, place, settings, tmp_path):
    shutil.copytree(portal.KEYRING.folder, tmp_path / "keys", ignore=shutil.ignore_patterns("*.*"))
    settings.KEYRING = Keyring(tmp_path / "keys")
    call_command("backup")
    first = newest()
    (tmp_path / "keys" / "backup").unlink()
    with pytest.raises(SystemExit):
        call_command("backup")
    assert keeping.backups(place)[0].path == first
    first.rename(tmp_path / first.name)  # both may be of the same second
    call_command("backup", "--new-key")
    assert manifest()
    with pytest.raises(CommandError, match="备份密钥与这份备份不符"):
        archive.examine(tmp_path / first.name, keeping.key())


def test_another_folder_gets_a_copy_and_is_not_thinned_out(office, place, tmp_path):
    old = tmp_path / "usb" / keeping.name_of(timezone.now() - datetime.timedelta(days=400))
    old.parent.mkdir()
    old.touch()
    (old.parent / keeping.name_of(timezone.now() - datetime.timedelta(days=400, hours=1))).touch()
    take(old.parent)
    assert len(keeping.backups(old.parent)) == 3


def test_the_copy_in_another_folder_is_the_one_that_is_drilled(office, place, tmp_path, capsys):
    call_command("backup", to=tmp_path / "before", drill=True, format="json")
    taken, drilled = json.loads(capsys.readouterr().out)["runs"]
    assert (drilled["file"], drilled["good"]) == (taken["file"], True)
    assert keeping.backups(place) == []


def test_every_folder_of_stored_files_is_known_to_the_backup():
    """Whoever adds a folder under DATA_DIR has to say in holdings.SHELVES which rows its files belong to."""
    from dingnan_sw.backups.holdings import SHELVES

    source = [
        path.read_text()
        for app in ("talent", "incentives", "positions", "dingnan_sw/jobs")
        for path in (portal.BASE_DIR / app).rglob("*.py")
    ]
    named = {
        "/".join(re.findall(r'"([a-z]+)"', rest))
        for text in source
        for rest in re.findall(r"settings\.DATA_DIR\)((?: / \"[a-z]+\")+)", text)
    }
    assert named - {""} <= {shelf.folder for shelf in SHELVES}
    assert {shelf.folder for shelf in SHELVES} <= named
