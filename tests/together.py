"""Many at once, each on a thread and a connection of its own."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from dingnan_sw.audit.denials import Denied


def together(*acts):
    """What each act came to, or how it was refused, in their order; all begin at once. Any other error is raised."""
    gate = threading.Barrier(len(acts))

    def run(act):
        gate.wait()
        try:
            return act()
        except Denied as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(done):
    """Of what together() gave, those that were refused."""
    return [one for one in done if isinstance(one, Denied)]


def until(true, seconds=60):
    """Waits for what another of those that act at once brings about."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to it"
        time.sleep(0.01)


def is_waited_for():
    """Whether another connection waits for a lock that this one holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return cursor.fetchone()[0]
