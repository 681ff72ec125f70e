"""The drill: the newest backup is really restored, beside the portal, and compared. What could not run has not passed."""

import datetime
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError  # what a command says in one line, without a traceback
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.backups import keeping
from dingnan_sw.backups.models import Run

LONGEST = 3 * 3600  # seconds; a drill that takes longer has not passed


def drill(path: Path | None = None) -> Run:
    """Restore path, by default the newest backup of the folder, which must not be older than 26 hours."""
    last = keeping.newest(timezone.now())
    chosen = path or (last.path if last else None)
    run = keeping.told(Run.Kind.DRILL, chosen.name if chosen else "", lambda: _drilled(chosen, by_age=path is None))
    record("恢复演练", about=run, file=run.file, passed=run.good, reason=run.words)
    return run


def _drilled(path: Path | None, *, by_age: bool) -> tuple[str, dict[str, Any]]:
    if path is None:
        raise CommandError(f"{keeping.folder()} 里没有备份，无从演练。")
    with keeping.turn("drill"), _scratch() as scratch:
        found = _restored(path, scratch)
    findings = [*found["findings"], *(_stale(path, found["taken"]) if by_age else [])]
    words = f"{found['tables']} 张表 {found['rows']:,} 行、各年合计、审计链、{found['files']:,} 个文件逐一相符。"
    if findings:
        words = f"{len(findings)} 处不符：{'；'.join(findings[:3])}{'；等' if len(findings) > 3 else ''}。"
    return words, {**found, "findings": findings}


def _stale(path: Path, stated: str) -> list[str]:
    """By what the sealed manifest says: a file's name is only believed when it says the same."""
    taken = datetime.datetime.fromisoformat(stated)
    if keeping.name_of(taken) != path.name:
        return [f"文件名 {path.name} 与备份的时刻 {timezone.localtime(taken):%Y-%m-%d %H:%M:%S} 不符"]
    return [f"最近一份备份 {path.name} 已超过 26 小时"] if timezone.now() - taken > keeping.OLDEST else []


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for a portal of its own, with an embedded server of its own; always the same one, so that nothing piles up."""
    scratch = Path(settings.DATA_DIR) / "drill"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _restored(path: Path, scratch: Path) -> dict[str, Any]:
    """What the restoration in a process of its own found, whatever database the portal itself uses."""
    key = settings.KEYRING.folder / keeping.KEY
    command = [sys.executable, "manage.py", "restore", str(path.resolve()), "--key", str(key), "--only-compare"]
    settled: dict[str, Any] = {"cwd": settings.BASE_DIR, "env": apart(scratch), "timeout": LONGEST}
    try:
        done = subprocess.run(command, **settled, capture_output=True, text=True, check=False)
        found: dict[str, Any] = json.loads(done.stdout) if not done.returncode else {}
    except (subprocess.TimeoutExpired, ValueError) as failed:
        raise CommandError(f"演练没有做完（{type(failed).__name__}），不能算通过。") from failed
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"退出码 {done.returncode}"]
        raise CommandError(f"演练没有通过：{said[-1].removeprefix('CommandError: ')}")
    return found


def apart(data_dir: Path) -> dict[str, str]:
    """The environment of a portal with that folder and an embedded database in it."""
    left_out = ("DATABASE_URL", "DATABASE_OWNER_URL", "BACKUP_DIR")
    return {**{name: value for name, value in os.environ.items() if name not in left_out}, "DATA_DIR": str(data_dir)}
