"""Worker, backend and postmaster killed at any moment: no half batch, no confirmed one lost, the ledger whole."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from dingnan_sw.embedded import DATABASE_NAME, server

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "200"))
PEOPLE = 300
LONGEST = 1.6  # seconds until the kill
RECOVERY = 120  # seconds
FILL = f"""
from tests import county
from tests.paying.office import Office
county.many({PEOPLE}, county.committee())
from talent.models import Certificate
Certificate.objects.update(approved_on="2020-06-20")
from talent.models import Person
for one in Person.objects.all():
    one.bank_name, one.bank_account = "演示银行", f"9999{{one.pk:015d}}"
    one.derive().save()
Office()
"""
# A batch has all its lines, and once sent all its entries and payments; nothing is in the ledger that was not sent, no order goes
# out before the payment begins, and none waits once it is closed.
LOOK = """
    SELECT b.number, b.state, b.lines_count, b.total,
        (SELECT count(*) FROM paying_line l WHERE l.batch_id = b.id),
        (SELECT count(*) FROM paying_entry e WHERE e.batch_id = b.id),
        (SELECT coalesce(sum(p.amount), 0) FROM paying_payment p WHERE p.batch_id = b.id),
        (SELECT count(*) FROM paying_payment p WHERE p.batch_id = b.id AND p.payee <> ''),
        (SELECT count(*) FROM paying_payment p WHERE p.batch_id = b.id AND p.result = 'waiting')
    FROM paying_batch b"""
CLEAR = """
from django.db import connection
from dingnan_sw.audit.grants import owner
with owner(), connection.cursor() as cursor:
    cursor.execute("SET session_replication_role = replica")
    for table in ("payment", "entry", "line", "cause", "step", "batch"):
        cursor.execute(f"DELETE FROM paying_{table}")
"""
ENOUGH = 50  # months; then from the first one again
RANK = ("draft", "reviewed", "published", "approved", "sent", "paying", "paid", "archived")


class Portal:
    def __init__(self, home):
        self.home = home
        self.environment = {
            **os.environ, "DATA_DIR": str(home), "DJANGO_SETTINGS_MODULE": "dingnan_sw.settings", "PYTHONPATH": str(ROOT)
        }  # fmt: skip
        self.confirmed = {}
        self.heard = 0

    def manage(self, *arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def shell(self, code):
        return self.manage("shell", "--no-imports", "-c", code)

    def start(self):
        """The driver, once it has its connection; and the backend that serves it."""
        self.connect().close()
        driver = subprocess.Popen(
            [sys.executable, "-m", "tests.prove.paying_driver"], cwd=ROOT, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        return driver, int(driver.stdout.readline().split()[1])

    def hear(self, driver):
        """What the driver said before it died."""
        for line in driver.communicate()[0].splitlines():
            word, number = line.split()
            self.confirmed[number] = "draft" if word == "prepared" else word
            self.heard += 1

    def check(self):
        """Against the server that the driver has just started or joined."""
        states = {}
        for number, state, lines_count, total, lines, entries, paid, ordered, waiting in self.query(LOOK):
            sent, begun, closed = (RANK.index(state) >= RANK.index(since) for since in ("sent", "paying", "paid"))
            assert (lines, entries, paid) == (lines_count, lines_count * sent, total * sent), (number, state)
            assert (ordered, waiting) == (PEOPLE * begun, PEOPLE * sent * (not closed)), (number, state)
            states[str(number)] = state
        for number, state in self.confirmed.items():
            assert RANK.index(states[number]) >= RANK.index(state), (number, state, states[number])

    def query(self, statement):
        connection = self.connect()
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            found = cursor.fetchall()
        connection.close()
        return found

    def connect(self):
        """To the server, started again where it died; within two minutes it has recovered."""
        deadline = time.monotonic() + RECOVERY
        while True:
            running = server(self.home)
            socket = str(running.get_postmaster_info().socket_dir)
            try:
                return psycopg2.connect(host=socket, user=running.postgres_user, dbname=DATABASE_NAME)
            except psycopg2.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def begin_again_after(self, months):
        """Months do not last for ever: from the first one again."""
        ((batches,),) = self.query("SELECT count(*) FROM paying_batch")
        if batches > months:
            self.shell(CLEAR)
            self.confirmed.clear()


@pytest.fixture
def portal(home):
    portal = Portal(home)
    portal.manage("migrate", "-v0")
    portal.shell(FILL)
    return portal


def postmaster(portal):
    return int((portal.home / "postgres" / "postmaster.pid").read_text().splitlines()[0])


TARGETS = {
    "worker": lambda portal, driver, backend: driver.pid,
    "backend": lambda portal, driver, backend: backend,
    "postmaster": lambda portal, driver, backend: postmaster(portal),
}

WORDS = {"worker": "办理进程", "backend": "数据库连接进程", "postmaster": "数据库主进程"}


@pytest.mark.parametrize("target", TARGETS)
def test_a_kill_leaves_no_half_batch_and_loses_no_confirmed_one(portal, target, figure):
    chance = random.Random(target)
    for _ in range(KILLS):
        portal.begin_again_after(ENOUGH)
        driver, backend = portal.start()
        portal.check()
        time.sleep(chance.uniform(0, LONGEST))
        os.kill(TARGETS[target](portal, driver, backend), signal.SIGKILL)
        if target != "worker":
            time.sleep(0.2)
        driver.kill()
        portal.hear(driver)
    driver, _ = portal.start()
    portal.check()
    driver.kill()
    portal.hear(driver)
    assert portal.heard > KILLS // 10  # it was killed at work, not before
    figure(f"杀死{WORDS[target]}", "200 次，没有半个批次，没有丢失", f"{KILLS:,} 次全部完整", KILLS >= 200)
