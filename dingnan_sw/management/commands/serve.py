"""Serve the portal: the web server, the worker for background jobs, and the housekeeping between them."""

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, connection
from django.utils import timezone
from gunicorn.util import is_ipv6, parse_address

from dingnan_sw.audit.denials import tell_counted
from dingnan_sw.backups import keeping
from dingnan_sw.jobs.work import clear_old, take_up_abandoned

logger = logging.getLogger(__name__)

WORKERS = 2
THREADS = 4
TICK = 1.0
HOUSEKEEPING = 15.0
CLEARING = 3600.0
START = 30.0  # within which the web server has to answer
STOP = 20.0
# A process that ends sooner than this is started again ever later, and given up after so many times in a row.
QUICK = 10.0
MOST_QUICK_DEATHS = 5
PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    help = "启动网站和后台任务"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="先给空库装入演示县（同 demo 命令）")
        parser.add_argument("--address", default="127.0.0.1:8000", help="监听地址（默认 127.0.0.1:8000）")

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        address: str = options["address"]
        children = [Child("网站", _web(address)), Child("后台任务", _worker())]
        try:
            _refuse_busy(address)
            connection.ensure_connection()
            if options["demo"]:
                call_command("demo", stdout=self.stdout)
            for child in children:
                child.start()
            _wait_for(address, children[0])
            self.stdout.write(f"网站已启动：http://{address}/ （按 Ctrl+C 停止）")
            self.stdout.flush()
            _keep(children)
        except KeyboardInterrupt:
            self.stdout.write("正在停止…")
        finally:
            _ignore_signals()
            for child in children:
                child.end()
            for child in children:
                child.wait()


class Child:
    """A process of ours that is started again when it ends, and that does not outlive us."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.process: subprocess.Popen[bytes] | None = None
        self.started = self.due = 0.0
        self.quick_deaths = 0

    def start(self) -> None:
        # A session of its own: Ctrl+C reaches this command alone, which then ends its children in order.
        self.process = subprocess.Popen(
            self.command,
            start_new_session=True,
            preexec_fn=_ending_with(os.getpid()),  # noqa: PLW1509 # no threads here
        )
        self.started, self.due = time.monotonic(), 0.0

    @property
    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def restart_if_ended(self) -> None:
        """Start it again, at once after a long life, later and later after short ones.

        Raises:
            CommandError: it has ended soon after its start too many times, and not for want of the database.
        """
        now = time.monotonic()
        if not self.ended:
            return
        if not self.due:
            self.quick_deaths = self.quick_deaths + 1 if now - self.started < QUICK else 0
            self.due = now + (2 ** min(self.quick_deaths, 5) if self.quick_deaths else 0)
            if self.quick_deaths >= MOST_QUICK_DEATHS and _database_answers():
                raise CommandError(f"{self.name}的进程 {self.quick_deaths} 次刚启动就退出，已停止。原因见上面的输出。")
        if now >= self.due:
            self.start()

    def end(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def wait(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(timeout=STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _ending_with(parent: int) -> Any:
    """For the new process: that the system ends it when we are killed. Linux alone knows how; elsewhere nothing is done."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def prepare() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # killed in between
            os._exit(1)

    return prepare


def _web(address: str) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "dingnan_sw.wsgi:application", "--bind", address, "--workers", str(WORKERS),
        "--threads", str(THREADS), "--timeout", "60", "--max-requests", "2000", "--max-requests-jitter", "200",
        "--log-level", "warning", "--no-control-socket", "--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else ".",
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "manage.py", "db_worker", "--interval", "0.2", "--no-startup-delay", "--queue-name", "*"]


def _socket(address: str) -> tuple[socket.socket, tuple[str, int]]:
    refused = CommandError(f"监听地址应写成 127.0.0.1:8000 的样子，现在是 {address!r}")
    if not address:
        raise refused  # it would be read as every address of the machine
    try:
        host, port = parse_address(address)
    except (RuntimeError, ValueError, TypeError) as nonsense:
        raise refused from nonsense
    return socket.socket(socket.AF_INET6 if is_ipv6(host) else socket.AF_INET), (host, port)


def _refuse_busy(address: str) -> None:
    """The web server would try again and again, while another one answers at that address."""
    trial, place = _socket(address)
    with trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(place)
        except (OSError, OverflowError) as refused:
            reason = getattr(refused, "strerror", None) or refused
            raise CommandError(f"不能在 {address} 提供服务，端口可能已被占用（{reason}）。请换一个地址。") from refused


def _wait_for(address: str, web: Child) -> None:
    """Until the web server takes connections."""
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        if web.ended:
            raise CommandError("网站没有启动，原因见上面的输出。")
        trial, (host, port) = _socket(address)
        with trial:
            if trial.connect_ex(("127.0.0.1" if host == "0.0.0.0" else host, port)) == 0:
                return
        time.sleep(0.1)
    raise CommandError(f"网站在 {START:.0f} 秒内没有启动。")


def _keep(children: list[Child]) -> None:
    """Until interrupted: restart what ended, and keep house. While the database is away all goes on, waiting for it."""
    kept, cleared = time.monotonic(), 0.0
    reminder: subprocess.Popen[bytes] | None = None
    backup = Nightly()
    while True:
        time.sleep(TICK)
        for child in children:
            child.restart_if_ended()
        if time.monotonic() - kept < HOUSEKEEPING:
            continue
        kept = time.monotonic()
        try:
            backup.begin_if_due()
            take_up_abandoned()
            tell_counted()
            if time.monotonic() - cleared > CLEARING:
                cleared = time.monotonic()
                clear_old()
                reminder = _remind(reminder)
        except Exception as trouble:  # nothing that goes wrong here may stop the portal
            logger.warning("housekeeping will be tried again: %s", trouble, exc_info=not isinstance(trouble, Error))
            connection.close()  # the next use makes a new one, and starts the embedded server again


def _remind(last: subprocess.Popen[bytes] | None) -> subprocess.Popen[bytes]:
    """In a process of its own, never two at once: whatever becomes of it, the web server and the worker are kept."""
    if last is not None and last.poll() is None:
        return last
    return subprocess.Popen([sys.executable, "manage.py", "remind", "--verbosity", "0"])


class Nightly:
    """The daily backup and its drill, in a process of its own; one that failed is tried again after an hour."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.begun = -CLEARING

    def begin_if_due(self) -> None:
        waiting = time.monotonic() - self.begun < CLEARING or (self.process and self.process.poll() is None)
        if waiting or not keeping.due(timezone.now()):
            return
        self.begun = time.monotonic()
        self.process = subprocess.Popen([sys.executable, "manage.py", "backup", "--drill"], stdout=subprocess.DEVNULL)


def _database_answers() -> bool:
    try:
        connection.close()
        connection.ensure_connection()
    except Error:
        return False
    return True


def _stop(signum: int, frame: FrameType | None) -> None:
    _ignore_signals()
    raise KeyboardInterrupt


def _ignore_signals() -> None:
    """Stopping once is enough."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
