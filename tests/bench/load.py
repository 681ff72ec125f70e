"""Two hundred people at work at once, at the portal as `serve` runs it. LOAD_PEOPLE, LOAD_MINUTES: how many, how long.

They sit on the same machine: what they cost is taken from what the portal has. Beside the times stands an empty page, asked for
every second in the same minutes, since milliseconds of a machine that others use too say little by themselves.
"""

import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from tests.bench.apart import OURS, ROOT, apart, database
from tests.bench.browsing import Browser, Failed
from tests.bench.people import Person

PEOPLE = int(os.environ.get("LOAD_PEOPLE", "200"))
MINUTES = float(os.environ.get("LOAD_MINUTES", "10"))
COUNTY = 3000
HOME = "http://127.0.0.1:8768/"
DOORS = 4  # sign in at a time, before the minutes begin: a password is meant to cost half a second
EMPTY = "空页"
JUDGED = ("列表", "明细")
MOST = 0.300  # seconds


class Told:
    """kind of page → the seconds of each answer; what was wrong."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []
        self.lock = threading.Lock()

    def __call__(self, kind: str, seconds: float, wrong: str) -> None:
        with self.lock:
            self.times[kind].append(seconds)
            if wrong:
                self.wrong.append(f"{kind} {wrong}")

    def p95(self, kind: str) -> float:
        return quantiles(self.times[kind], n=20, method="inclusive")[-1]

    def rows(self) -> Iterator[tuple[str, ...]]:
        for kind, times in sorted(self.times.items(), key=lambda item: -len(item[1])):
            p95 = self.p95(kind) if len(times) > 1 else times[0]
            yield kind, str(len(times)), *(f"{seconds * 1000:.0f}" for seconds in (median(times), p95, max(times)))


def measure() -> tuple[Told, str]:
    """What was told in the minutes, and the machine in words."""
    with database("load") as home:
        apart("prepare", home, people=COUNTY)
        apart("collect_static", home)
        accounts = apart("accounts", home, people=PEOPLE)["accounts"]
        with served(home):
            return at_work(accounts)


@contextmanager
def served(home: Path) -> Iterator[None]:
    environment = {key: value for key, value in os.environ.items() if key not in OURS} | {"DATA_DIR": str(home)}
    command = [sys.executable, "manage.py", "serve", "--address", HOME.split("/")[2]]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait()
        yield
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait() -> None:
    for _ in range(240):
        try:
            urlopen(f"{HOME}login/", timeout=20)
        except (URLError, OSError):
            time.sleep(0.5)
            continue
        return
    sys.exit("网站没有启动")


def at_work(accounts: Sequence[Sequence[str]]) -> tuple[Told, str]:
    before, told = Told(), Told()
    people = [Person(HOME, account, before) for account in accounts]
    with ThreadPoolExecutor(DOORS) as doors:
        list(doors.map(Person.sign_in, people))
    for person in people:
        person.browser.told = told
    ends, spent = time.monotonic() + MINUTES * 60, psutil.cpu_times()
    threads = [threading.Thread(target=person.work, args=(lambda: time.monotonic() > ends,)) for person in people]
    for thread in chain(threads, [empty := threading.Thread(target=knock, args=(told, ends))]):
        thread.start()
    for thread in chain(threads, [empty]):
        thread.join()
    told.wrong += before.wrong
    return told, machine(spent)


def knock(told: Told, ends: float) -> None:
    browser = Browser(HOME, told)
    while time.monotonic() < ends:
        with suppress(Failed):
            browser.get(EMPTY, "/login/")
        time.sleep(1)


def machine(before: tuple[float, ...]) -> str:
    """Who else used it: all the time that the processors were busy, over the minutes."""
    spent = [now - then for now, then in zip(psutil.cpu_times(), before, strict=True)]
    fields = psutil.cpu_times()._fields
    idle = sum(seconds for name, seconds in zip(fields, spent, strict=True) if name in ("idle", "iowait"))
    busy = 1 - idle / sum(seconds for name, seconds in zip(fields, spent, strict=True) if not name.startswith("guest"))
    load = " ".join(f"{one:.1f}" for one in psutil.getloadavg())
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} 核、{memory:.0f} GB，处理器忙 {busy:.0%}，负载 {load}（含 {PEOPLE} 个模拟的人）"
