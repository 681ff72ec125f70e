"""The database away while people work, a disk full to the last byte, two portals on one folder of data, two migrations at once:
told in words, or done once.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg2
import pytest

from dingnan_sw import embedded

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = ("127.0.0.1:8766", "127.0.0.1:8767")
ASKED = 40  # times while the database is away
ASKED_OF_A_FULL_DISK = 5  # each waits while the database is started in vain
SIZE = "700m"  # of the disk that is filled
JOBS = 30
# A job of an unknown kind fails as soon as it is taken: its attempts say how often it was.
START = f"""
from dingnan_sw.jobs import work
from positions.models import User
for number in range({JOBS}):
    user, _ = User.objects.get_or_create(username=f"clerk{{number}}")  # an account may not have many at once
    work.start("unknown", "试算", by=user)
"""
BATCHES = """
from incentives.paying.models import Batch, Line
print(list(Batch.objects.order_by("pk").values_list("number", "state")), Line.objects.count())
"""
LOOK = """
from collections import Counter
from dingnan_sw.jobs.models import Job
print(*sorted(Counter(f"{state}-{attempts}" for state, attempts in Job.objects.values_list("state", "attempts")).items()))
"""
CHECK = """
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.verifying import verify
record("登录")
print(verify().first_bad)
"""


class Portal:
    """One of the portals of a folder of data; what it logs stands in a file of its own."""

    def __init__(self, folder, address="", log=None, **more):
        self.environment = {**os.environ, "DATA_DIR": str(folder), **more}
        self.address = address
        self.log = log or folder / f"{address}.log"

    def manage(self, *arguments, output=subprocess.PIPE, errors=subprocess.STDOUT):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=output, stderr=errors, text=True)

    def done(self, *arguments):
        """What it said; it must end well."""
        process = self.manage(*arguments)
        said = process.communicate()[0]
        assert process.returncode == 0, said[-2000:]
        return said.strip()

    def ask(self, script):
        return self.done("shell", "--no-imports", "-c", script)

    def __enter__(self):
        with self.log.open("w") as log:
            self.server = self.manage("serve", "--address", self.address, output=log)
        wait_for(lambda: self.answer()[0] == 200)
        return self

    def __exit__(self, *wrong):
        self.server.terminate()
        self.server.wait(timeout=120)

    def answer(self):
        """(status, page) for a browser that brings a session, which is looked for in the database."""
        asked = urllib.request.Request(f"http://{self.address}/login/", headers={"Cookie": "sessionid=" + "a" * 32})
        try:
            with urllib.request.urlopen(asked, timeout=20) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:
            return 0, ""


def wait_for(true, seconds=300):
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "it took too long"
        time.sleep(0.2)
    return time.monotonic() - began


@pytest.fixture
def environment(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def outside(home, environment):
    """A portal whose database is not its own to start, and the database's way to go and to come."""
    Portal(home).done("prepare")
    embedded.server(home)
    with Portal(
        home, ADDRESSES[0], DATABASE_URL=f"postgres://{embedded.PORTAL}@/dingnan_sw?host={home}/postgres"
    ) as portal:
        yield portal, home
    os.kill(_postmaster(home), signal.SIGINT)


def _postmaster(home):
    return int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def _number(page):
    found = re.search(r"编号：<strong>([0-9A-F]{8})</strong>", page)
    return f"编号 {found[1]}：" if found else "没有编号"


def test_while_the_database_is_away_every_page_says_so_and_it_goes_on_by_itself(outside, figure):
    portal, home = outside
    os.kill(_postmaster(home), signal.SIGINT)
    wait_for(lambda: not (home / "postgres" / "postmaster.pid").exists())
    answers = [portal.answer() for _ in range(ASKED)]
    logged = portal.log.read_text()
    odd = [
        (status, page[:200])
        for status, page in answers
        if status != 503 or "数据库现在连接不上" not in page or _number(page) not in logged
    ]
    embedded.server(home)
    seconds = wait_for(lambda: portal.answer()[0] == 200)
    figure(
        "数据库停止",
        f"{ASKED} 次请求都用中文说明并带编号，恢复后不用重启",
        f"不合要求 {len(odd)} 次 {odd[:2]}，恢复后 {seconds:.1f} 秒可用",
        not odd,
    )
    assert portal.server.poll() is None
    assert portal.ask(CHECK).endswith("None")


@pytest.fixture
def small_disk(tmp_path, environment):
    """The folder of a portal with a demo county, alone on a disk; it is emptied and gone afterwards."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a disk")
    home = disk / "portal"
    home.mkdir()
    yield home
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def _filled(disk):
    """To the last byte."""
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(512))
    return ballast


def _use_up_the_log(home):
    """Have the database begin new pieces of its log until there is room for no more, and it stops."""
    with suppress(psycopg2.Error):
        connection = psycopg2.connect(host=str(home / "postgres"), user="postgres", dbname=embedded.DATABASE_NAME)
        connection.autocommit = True
        while True:
            connection.cursor().execute("SELECT pg_logical_emit_message(true, 'x', 'x'), pg_switch_wal()")


def _refusal(portal):
    """(exit status, code) of a batch that is to be generated."""
    asked = ("--kind", "allowance", "--through", "2026-10", "--by", "clerk", "--format", "json")
    process = portal.manage("prepare_batch", *asked, errors=subprocess.DEVNULL)
    said = json.loads(process.communicate()[0])
    return process.returncode, said.get("error")


def test_on_a_full_disk_nothing_is_half_done_and_with_room_it_goes_on_by_itself(small_disk, tmp_path, figure):
    Portal(small_disk).done("prepare")
    Portal(small_disk).done("create_account", "clerk", "--role", "clerk")
    with Portal(small_disk, ADDRESSES[0], log=tmp_path / "portal.log") as portal:
        before = portal.ask(BATCHES)
        ballast = _filled(small_disk.parent)
        read = [portal.answer()[0] for _ in range(ASKED)]
        refused = _refusal(portal)
        _use_up_the_log(small_disk)
        wait_for(lambda: portal.answer()[0] == 503)
        answers = [portal.answer() for _ in range(ASKED_OF_A_FULL_DISK)]
        refused_again = _refusal(portal)
        logged = portal.log.read_text()
        ballast.unlink()
        seconds = wait_for(lambda: portal.answer()[0] == 200)
        after, whole = portal.ask(BATCHES), portal.ask(CHECK).endswith("None")
        taken = _refusal(portal)
    told = all(status == 503 and "磁盘满了" in page and _number(page) in logged for status, page in answers)
    held = {*read} == {200} and refused == refused_again == (1, "no_room") and before == after
    figure(
        "磁盘满",
        "能看的照常看，办不成的说磁盘满了，没有半件事，清理以后自己恢复",
        f"查看 {read.count(200)}/{ASKED}，命令 {refused} {refused_again}，停下以后每页说明 {told}，批次不变 {before == after}，"
        f"审计链完整 {whole}，清理后 {seconds:.1f} 秒可用，再生成 {taken}",
        told and held and whole and taken == (0, None),
    )


def test_two_portals_on_one_folder_of_data_do_every_job_once(home, environment, figure):
    Portal(home).done("prepare")
    with Portal(home, ADDRESSES[0]) as one, Portal(home, ADDRESSES[1]) as other:
        for portal in (one, other):
            portal.ask(START)
        wait_for(lambda: "waiting" not in one.ask(LOOK) and "running" not in one.ask(LOOK), 600)
        found = other.ask(LOOK)
        whole = one.ask(CHECK).endswith("None") and other.ask(CHECK).endswith("None")
        both = [portal.answer()[0] for portal in (one, other)]
    figure(
        "两套程序同时运行",
        f"{2 * JOBS} 个任务各做一次，审计链完整",
        f"{found}，审计链完整 {whole}",
        found == f"('failed-1', {2 * JOBS})" and whole,
    )
    assert both == [200, 200]


def test_two_migrations_of_a_new_database_take_turns(home, environment, figure):
    both = [Portal(home).manage("migrate") for _ in range(2)]
    told = [one.communicate()[0] for one in both]
    ended = [one.returncode for one in both]
    figure("两次升级同时进行", "两次都成功，各项只做一次", f"退出码 {ended}", ended == [0, 0])
    assert sorted("No migrations to apply" in one or "没有可应用" in one for one in told) == [False, True]
