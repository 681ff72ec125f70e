"""The folder of backups: what files are called, which of them are kept, and whether the newest can be relied upon."""

import datetime
import fcntl
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management.base import CommandError  # what a command says in one line, without a traceback
from django.db import transaction
from django.utils import timezone

from dingnan_sw.audit import keys
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import KeyProof
from dingnan_sw.backups.models import Run
from dingnan_sw.lib.errors import no_room

KEY = "backup"
NAME = re.compile(r"dingnan-(\d{8}-\d{6})\.dnbak")
STAMP = "%Y%m%d-%H%M%S"
DAILY, MONTHLY, YEARLY = 30, 12, 10
OLDEST = datetime.timedelta(hours=26)  # a day and what a slow night may add
AHEAD = datetime.timedelta(seconds=60)  # by which the clock may have been corrected since a backup
FAILED = {Run.Kind.BACKUP.value: "不完整", Run.Kind.DRILL.value: "没有通过恢复演练"}


@dataclass(frozen=True, slots=True)
class Backup:
    path: Path
    taken: datetime.datetime

    @property
    def size(self) -> int:
        return self.path.stat().st_size


@dataclass(frozen=True, slots=True)
class Standing:
    """tone: good, waiting or bad. Good is only what a drill has proved."""

    tone: str
    words: str

    @property
    def tag(self) -> str:
        return {"good": "可以恢复", "waiting": "没有演练", "bad": "不能依靠"}[self.tone]


def folder() -> Path:
    return Path(settings.BACKUP_DIR)


def key() -> bytes:
    """The key of the backups, a key of its own: whoever has it and a backup has everything. The first backup makes it.

    Raises:
        CommandError: it is not the one that the backups so far were sealed with; how to mend it.
    """
    if words := key_amiss():
        raise CommandError(words)
    found = bytes.fromhex(settings.KEYRING.text(KEY))
    KeyProof.objects.get_or_create(name=KeyProof.BACKUP, defaults={"proof": settings.KEYRING.proof(KEY)})
    return found


def key_amiss() -> str:
    """That the key of the backups is lost or another one, and how to mend it; empty when it is not.

    A portal that backed up before there was a proof takes the key that it has, and knows by its backups that there was one.
    """
    path, there = settings.KEYRING.folder / KEY, settings.KEYRING.proof(KEY)
    known = KeyProof.objects.filter(name=KeyProof.BACKUP).values_list("proof", flat=True).first()
    begun = Run.objects.filter(kind=Run.Kind.BACKUP).exclude(file="").exists()
    if known == there or (known is None and there) or not (known or begun or path.exists()):
        return ""
    return (
        f"备份密钥 {path} 丢失，或不是以前的备份用的那一把：暂停备份，否则以后的备份，封存的那一把打不开。"
        "请把封存的那一份拷回去（备份手册第 1 节）。确实找不回的，先把那里的文件移到别处，再运行 manage.py backup --new-key："
        "从此用新的备份密钥，以前的备份再也打不开。"
    )


def begin_anew() -> None:
    """A new key in the place of one that is lost for good.

    Raises:
        CommandError: a key lies there, which is never done away with; nothing was done.
    """
    path = settings.KEYRING.folder / KEY
    if path.exists():
        raise CommandError(f"没有换备份密钥：{path} 还在。它不是以前用的那一把、那一把又找不回的，先把它移到别处。")
    with transaction.atomic():
        settings.KEYRING.text(KEY)
        KeyProof.objects.update_or_create(name=KeyProof.BACKUP, defaults={"proof": settings.KEYRING.proof(KEY)})
        record("换用新的备份密钥", path=str(path))


def key_in(path: Path) -> bytes:
    """The key that a file holds, copied or typed by hand.

    Raises:
        CommandError: it holds none.
    """
    try:
        found = bytes.fromhex("".join(path.read_text().split()))
    except (OSError, ValueError) as unreadable:
        raise CommandError(f"备份密钥文件读不出，或不是 64 个十六进制字符：{path}") from unreadable
    if len(found) != 32:
        raise CommandError(f"备份密钥应是 64 个十六进制字符，现在是 {len(found) * 2} 个：{path}")
    return found


def name_of(taken: datetime.datetime) -> str:
    return f"dingnan-{timezone.localtime(taken):{STAMP}}.dnbak"


def taken_at(name: str) -> datetime.datetime | None:
    """When the backup of that name was taken; None for any other file."""
    found = NAME.fullmatch(name)
    if not found:
        return None
    try:
        return timezone.make_aware(datetime.datetime.strptime(found[1], STAMP))  # noqa: DTZ007 # made aware around it
    except ValueError:
        return None


def backups(place: Path) -> list[Backup]:
    """Newest first."""
    found = ((path, taken_at(path.name)) for path in place.glob("*.dnbak"))
    return sorted((Backup(path, taken) for path, taken in found if taken), key=lambda one: one.taken, reverse=True)


def newest(now: datetime.datetime) -> Backup | None:
    """Of the folder, but for those that a clock gone wrong has dated ahead of now: they would be the newest for ever."""
    return next((one for one in backups(folder()) if one.taken <= now + AHEAD), None)


def ahead(now: datetime.datetime) -> Backup | None:
    """The one of the folder that is dated ahead of now, the furthest where there are several."""
    return next((one for one in backups(folder()) if one.taken > now + AHEAD), None)


# How long ---------------------------------------------------------------------------------------


def kept(times: Iterable[datetime.datetime]) -> set[datetime.datetime]:
    """The last one of each of the newest 30 days, 12 months and 10 years that have any.

    Counted by the periods that have one and not from today: a clock gone wrong takes nothing away.
    """
    ordered = sorted(times, reverse=True)
    periods: tuple[tuple[str, int], ...] = (("%Y-%m-%d", DAILY), ("%Y-%m", MONTHLY), ("%Y", YEARLY))
    return {time for form, most in periods for time in _last_of_each(ordered, form, most)}


def _last_of_each(ordered: list[datetime.datetime], form: str, most: int) -> list[datetime.datetime]:
    last: dict[str, datetime.datetime] = {}
    for time in ordered:
        last.setdefault(f"{timezone.localtime(time):{form}}", time)
    return list(last.values())[:most]


def thin_out(place: Path) -> list[str]:
    """Remove what is kept no longer; returns the names."""
    there = backups(place)
    stay = kept(one.taken for one in there)
    gone = [one.path for one in there if one.taken not in stay]
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


# When -------------------------------------------------------------------------------------------


def due(now: datetime.datetime) -> bool:
    """Whether the hour has struck since the newest backup, be it that the machine was off at that hour."""
    if not settings.BACKUP_AT:
        return False
    last = newest(now)
    return last is None or last.taken < _last_struck(now, settings.BACKUP_AT)


def _last_struck(now: datetime.datetime, at: datetime.time) -> datetime.datetime:
    struck = timezone.make_aware(datetime.datetime.combine(timezone.localtime(now), at))
    return struck if struck <= now else struck - datetime.timedelta(days=1)


# How it stands ----------------------------------------------------------------------------------


def standing(now: datetime.datetime) -> Standing:
    """Of the newest backup. Without a drill that proved it nothing is good."""
    if wrong := keys.amiss():  # no command starts any more, that of the nightly backup neither
        return Standing("bad", keys.words(wrong))
    if words := key_amiss():
        return Standing("bad", words)
    if future := ahead(now):
        return Standing("bad", _from_the_future(future))
    last = newest(now)
    if last is None:
        return Standing("bad", "还没有备份：请在“备份与恢复”页点“立即备份并演练”。")
    at = f"{timezone.localtime(last.taken):%Y-%m-%d %H:%M}"
    run = Run.objects.filter(file=last.path.name).first()
    if run and not run.good:
        return Standing("bad", f"最近一份备份（{at}）{FAILED[run.kind]}：{run.words}")
    if now - last.taken > OLDEST:
        return Standing("bad", f"最近一份备份是 {at} 的，已超过 26 小时：请看“备份与恢复”页的记录，并立即备份。")
    if run is None or run.kind == Run.Kind.BACKUP:
        return Standing("waiting", f"最近一份备份（{at}）还没有做过恢复演练，不能算数。")
    return Standing("good", f"最近一份备份（{at}）已经通过恢复演练。{beside()}")


def _from_the_future(backup: Backup) -> str:
    return (
        f"备份 {backup.path.name} 的日期晚于现在：服务器的时钟曾经走快，或者现在走慢了。"
        f"请先校正时钟；时钟是对的，把这个文件从 {backup.path.parent} 移到别的目录保存，再点“立即备份并演练”。"
    )


def beside() -> str:
    """A word of warning where the backups lie on the disk of the data, and would be lost with it."""
    place = next(one for one in (folder(), *folder().parents) if one.exists())
    same = place.stat().st_dev == Path(settings.DATA_DIR).stat().st_dev
    return "备份和数据在同一块磁盘上：请把 BACKUP_DIR 指到另一块磁盘或网络存储，并定期拷出。" if same else ""


# One at a time ----------------------------------------------------------------------------------


@contextmanager
def turn(name: str) -> Iterator[None]:
    """Raises CommandError while another process does the same."""
    with (Path(settings.DATA_DIR) / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise CommandError("另一个备份或演练正在进行，请等它结束。") from busy
        yield


def told(kind: str, file: str, work: Callable[[], tuple[str, dict[str, Any]]]) -> Run:
    """Do the work and keep what became of it, also when it fails; `work` returns words and details, or raises CommandError."""
    began = timezone.now()
    try:
        words, details = work()
        good = not details.get("findings")
    except CommandError as failed:
        words, details, good = str(failed), {}, False
    except psycopg2.Error as failed:
        words, details, good = f"数据库出错，没有完成：{str(failed).strip().splitlines()[0]}", {}, False
    except OSError as failed:
        reason = "磁盘满了" if no_room(failed) else failed.strerror or str(failed)
        words, details, good = f"没有完成：{reason}。没有留下半份文件。", {"errno": failed.errno}, False
    file = details.pop("file", file)
    return Run.objects.create(
        kind=kind, file=os.path.basename(file), began=began, good=good, words=words[:500], details=details
    )
