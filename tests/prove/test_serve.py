"""The portal as it is served, and what happens to its processes: the database killed, itself killed, stopped twice."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.prove.portal import ROOT, Portal, wait_for

ADDRESS = "127.0.0.1:8765"
# A job of an unknown kind: that it has failed shows that a worker took it.
START = """
from dingnan_sw.jobs import work
from positions.models import User
user, _ = User.objects.get_or_create(username="clerk")
work.start("unknown", "试算", by=user)
"""
LOOK = """
from dingnan_sw.jobs.models import Job
print(*sorted(Job.objects.values_list("state", flat=True)))
"""


@pytest.fixture
def portal(home):
    """A portal of its own, served."""
    portal = Portal(home, ADDRESS)
    portal.manage("prepare")
    portal.serve()
    try:
        yield portal
    finally:
        portal.stop()


def test_a_killed_database_comes_back_and_everything_goes_on(portal):
    for killed in (1, 2):
        os.kill(portal.postmaster(), signal.SIGKILL)
        wait_for(portal.answers)
        assert portal.server.poll() is None
        portal.ask(START)
        wait_for(lambda: portal.ask(LOOK).count("failed") == killed)  # noqa: B023 # asked at once


def test_a_killed_portal_leaves_no_process_behind(portal):
    children = psutil.Process(portal.server.pid).children(recursive=True)
    assert len(children) >= 4
    portal.server.kill()
    _, alive = psutil.wait_procs(children, timeout=40)
    assert not alive
    portal.server.communicate()
    portal.serve()


def test_stopping_twice_is_as_good_as_once(portal):
    children = psutil.Process(portal.server.pid).children(recursive=True)
    for _ in range(3):
        portal.server.terminate()
        time.sleep(0.1)
    said, _ = portal.server.communicate(timeout=60)
    assert "Traceback" not in said
    assert portal.server.returncode == 0
    assert not psutil.wait_procs(children, timeout=5)[1]


def test_a_second_portal_at_the_same_address_is_refused(portal):
    command = [sys.executable, "manage.py", "serve", "--address", ADDRESS]
    done = subprocess.run(command, cwd=ROOT, env=portal.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "端口可能已被占用" in done.stderr
    assert "网站已启动" not in done.stdout
    assert portal.answers()
