"""Serve the portal: the web server, the worker for background jobs, and the housekeeping between them."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from dingnan_sw.jobs.work import clear_old, take_up_abandoned

WORKERS = 2
THREADS = 4
TICK = 1.0
HOUSEKEEPING = 15.0
CLEARING = 3600.0


class Command(BaseCommand):
    help = "启动网站和后台任务"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="先给空库装入演示县（同 demo 命令）")
        parser.add_argument("--address", default="127.0.0.1:8000", help="监听地址（默认 127.0.0.1:8000）")

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _stop)
        if options["demo"]:
            call_command("demo", stdout=self.stdout)
        address: str = options["address"]
        children = [Child(_web(address)), Child(_worker())]
        try:
            for child in children:
                child.start()
            self.stdout.write(f"网站已启动：http://{address}/ （按 Ctrl+C 停止）")
            self.stdout.flush()
            _keep(children)
        except KeyboardInterrupt:
            self.stdout.write("正在停止…")
        finally:
            for child in children:
                child.stop()


class Child:
    """A process of ours that is started again when it ends."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        # A session of its own: Ctrl+C reaches this command alone, which then ends its children in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)

    def restart_if_ended(self) -> None:
        if self.process is None or self.process.poll() is not None:
            self.start()

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _web(address: str) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "dingnan_sw.wsgi:application", "--bind", address, "--workers", str(WORKERS),
        "--threads", str(THREADS), "--timeout", "60", "--max-requests", "2000", "--max-requests-jitter", "200",
        "--log-level", "warning", "--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else ".",
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "manage.py", "db_worker", "--interval", "0.2", "--no-startup-delay", "--queue-name", "*"]


def _keep(children: list[Child]) -> None:
    """Until interrupted: restart what ended, take up abandoned jobs, clear old results."""
    kept, cleared = time.monotonic(), 0.0
    while True:
        time.sleep(TICK)
        for child in children:
            child.restart_if_ended()
        if time.monotonic() - kept > HOUSEKEEPING:
            kept = time.monotonic()
            take_up_abandoned()
        if time.monotonic() - cleared > CLEARING:
            cleared = time.monotonic()
            clear_old()


def _stop(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
