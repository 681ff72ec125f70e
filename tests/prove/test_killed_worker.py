"""The portal as it is served, its worker killed in the middle of an import: the job is taken up again, and done once."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "127.0.0.1:8764"
ROWS = 20_000
ACCOUNT = """
import datetime
from positions.models import Mandate, User
clerk = User.objects.create_user("clerk", display_name="经办")
Mandate.objects.create(user=clerk, role="clerk", since=datetime.date(2020, 1, 1))
"""
# Run inside the portal's own environment; what each prints is JSON.
START = f"""
import datetime, io, json
from itertools import islice
from positions.models import User
from talent import uploads
from talent.exports import write_rows
from tests.bench.county import County
county, target = County({ROWS}), io.BytesIO()
write_rows(target, {{"单位": county.units, "岗位": county.posts.values(), "花名册": islice(county.roster(), {ROWS})}}, datetime.date(2026, 6, 30))
upload, job = uploads.receive("大名册.xlsx", target.getvalue(), User.objects.get(username="clerk"))
print(json.dumps([str(upload.pk), str(job.pk)]))
"""
LOOK = """
import json
from dingnan_sw.jobs.models import Job
from talent.models import Person, Upload
job, upload = Job.objects.order_by("created").last(), Upload.objects.get()
print(json.dumps([job.state, job.attempts, upload.state, Person.objects.count(), job.message]))
"""
CONFIRM = """
from positions.models import User
from talent import uploads
from talent.models import Upload
uploads.confirm(Upload.objects.get(), User.objects.get(username="clerk"))
print("null")
"""
# Behind what starts the job, in the same process: one of its own would come too late.
WATCH = """
import time
from dingnan_sw.jobs.models import Job
deadline = time.monotonic() + 60
while Job.objects.order_by("created").last().state != "running" and time.monotonic() < deadline:
    time.sleep(0.02)
print("null")
"""


@pytest.fixture
def portal(home):
    """manage(*arguments) in a data directory of its own, with the portal served."""
    environment = {
        **os.environ,
        "DATA_DIR": str(home),
        "DJANGO_SETTINGS_MODULE": "dingnan_sw.settings",
        "PYTHONPATH": str(ROOT),
    }

    def manage(*arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    manage("prepare")
    manage("shell", "--no-imports", "-c", ACCOUNT)
    server = subprocess.Popen([sys.executable, "manage.py", "serve", "--address", ADDRESS], cwd=ROOT, env=environment)
    try:
        _wait_for(_answers, 60)
        yield (
            lambda script: json.loads(manage("shell", "--no-imports", "-c", script).strip().splitlines()[-1]),
            server.pid,
        )
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def _answers():
    try:
        return urllib.request.urlopen(f"http://{ADDRESS}/login/").status == 200
    except urllib.error.URLError:
        return False


def _wait_for(true, seconds):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)


def _workers(server):
    """The worker processes that this server has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if b"db_worker" in command and parent == server:
            found.append(int(entry.name))
    return found


def _kill(server):
    for pid in _workers(server):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("phase", ["check", "apply"])
def test_a_killed_worker_loses_nothing_and_does_nothing_twice(phase, portal, figure):
    ask, server = portal
    ask(START + (WATCH if phase == "check" else ""))
    if phase == "check":
        _kill(server)
        assert ask(LOOK)[3] == 0
    _wait_for(lambda: ask(LOOK)[2] == "ready", 240)
    ask(CONFIRM + (WATCH if phase == "apply" else ""))
    if phase == "apply":
        _kill(server)
    _wait_for(lambda: ask(LOOK)[2] == "applied", 300)
    state, attempts, _, people, message = ask(LOOK)
    assert (state, message) == ("done", "")
    assert attempts == (2 if phase == "apply" else 1)
    assert 0 < people <= ROWS
    figure(f"导入{'检查' if phase == 'check' else '写入'}中杀死办理进程", "不丢失、不重复", f"{people:,} 人一次写入")
