"""Taking a backup: rows and files as of one moment, into one sealed file that is either whole or not there."""

import os
import platform
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError  # what a command says in one line, without a traceback
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.backups import archive, comparing, database, holdings, keeping
from dingnan_sw.backups.models import Run
from dingnan_sw.lib.secrets import is_whole

TRIES = 3
STAGE = "backup-"


def take(place: Path | None = None) -> Run:
    """Take one into place, by default the folder of the settings, which alone is thinned out."""
    run = keeping.told(Run.Kind.BACKUP, "", lambda: _taken(place or keeping.folder(), thin=place is None))
    record("备份", about=run, file=run.file, passed=run.good, reason=run.words)
    return run


def _taken(place: Path, *, thin: bool) -> tuple[str, dict[str, Any]]:
    with keeping.turn("backup"), _stage() as stage:
        path, manifest = _written(_made(place), stage)
        removed = keeping.thin_out(place) if thin else []
    rows, files = sum(manifest["tables"].values()), len(archive.stored(manifest))
    words = f"{len(manifest['tables'])} 张表 {rows:,} 行，{files:,} 个文件，{path.stat().st_size:,} 字节。"
    flaws = {"不在": manifest["missing"], "损坏": manifest["damaged"]}
    if told := [_named(names, how) for how, names in flaws.items() if names]:
        words = f"已备份，但{'；'.join(told)}。{comparing.FIND}。"
    findings = [name for names in flaws.values() for name in names]
    return words, {"file": path.name, "folder": str(place), "removed": removed, "findings": findings}


def _named(names: list[str], how: str) -> str:
    return f"有 {len(names)} 个文件已经{how}：{'、'.join(names[:3])}{' 等' if len(names) > 3 else ''}"


def _made(place: Path) -> Path:
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as refused:
        raise CommandError(f"备份目录用不了：{place}（{refused.strerror}）") from refused
    return place


@contextmanager
def _stage() -> Iterator[Path]:
    """Where the files of the moment are held, so that nothing removes them while the dump is written."""
    tmp = Path(settings.DATA_DIR) / "tmp"
    for left_over in tmp.glob(f"{STAGE}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=STAGE, dir=tmp) as stage:
        yield Path(stage)


def _written(place: Path, stage: Path) -> tuple[Path, archive.Manifest]:
    """Under another name until it is whole and on the disk."""
    key = keeping.key()
    for attempt in range(1, TRIES + 1):
        with database.snapshot() as (cursor, name):
            taken = timezone.now()
            held = _held(cursor, stage / str(attempt))
            missing = sorted(holdings.needed(cursor) - held.keys())
            if missing and attempt < TRIES and not _lost(missing):
                continue  # they went with their rows, just now: another moment
            manifest = {**_stated(cursor), "taken": taken.isoformat(), "missing": missing}
            return _sealed(place / keeping.name_of(taken), key, held, name, manifest)
    raise AssertionError("the last attempt returns")


def _held(cursor: database.Cursor, stage: Path) -> dict[str, Path]:
    """Name under DATA_DIR → a second link to the file, or a copy where the file system knows no links."""
    held = {}
    for path in holdings.owned(cursor, settings.DATA_DIR):
        name = str(path.relative_to(settings.DATA_DIR))
        link = stage / name
        link.parent.mkdir(parents=True, exist_ok=True)
        try:
            _linked(path, link)
        except FileNotFoundError:
            continue
        held[name] = link
    return held


def _linked(path: Path, link: Path) -> None:
    try:
        os.link(path, link)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(path, link)


def _lost(missing: list[str]) -> bool:
    """Whether the rows of this very moment need one of them too."""
    with database.snapshot() as (cursor, _):
        return bool(holdings.needed(cursor).intersection(missing))


def _stated(cursor: database.Cursor) -> dict[str, Any]:
    """What the moment is known again by."""
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
    return {
        "portal": tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"],
        "python": platform.python_version(),
        "postgres": cursor.connection.server_version,
        "migrations": migrations,
        "tables": database.counts(cursor),
        "sums": database.sums(cursor, holdings.SUMS),
        "chain": database.chain_head(cursor),
    }


def _sealed(
    path: Path, key: bytes, held: dict[str, Path], snapshot: str, manifest: archive.Manifest
) -> tuple[Path, archive.Manifest]:
    part = path.with_suffix(".part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            packer = archive.Packer(file, key)
            stated = {**manifest, "damaged": _pack(packer, held, snapshot)}
            packer.finish(stated)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        _settle(path.parent)
    finally:
        part.unlink(missing_ok=True)
    return path, {**stated, "members": packer.members}


def _settle(folder: Path) -> None:
    """That the new name outlives a power cut."""
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def _pack(packer: archive.Packer, held: dict[str, Path], snapshot: str) -> list[str]:
    """Returns the names of the files that are no longer what was sealed; what is left of them is kept too."""
    damaged = []
    for key in sorted(settings.KEYRING.folder.iterdir()):
        if key.is_file() and not key.name.startswith(".") and key.name.partition(".")[0] != keeping.KEY:
            packer.add(f"{archive.KEYS}{key.name}", key.read_bytes())
    for name, path in held.items():
        data = path.read_bytes()
        packer.add(name, data)
        if not is_whole(data):
            damaged.append(name)
    with database.dumped(snapshot) as stream:
        packer.add_dump(stream)
    return damaged
