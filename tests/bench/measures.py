"""The steps that are measured, and those that prepare them; each runs in a process of its own (apart.py)."""

import datetime
import subprocess
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from subprocess import PIPE
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.workbook import LIMITS
from dingnan_sw.lib.workbook.reading import CHILD
from incentives.facts import allowance_lines
from incentives.reports import bonus_list
from incentives.rules.rulebook import standard_book
from positions.models import Mandate, Town, Unit, User
from positions.vocabulary import Role
from talent.exports import write_rows
from talent.imports import import_workbook
from tests.bench import preparing
from tests.bench.apart import MAXRSS_A_MEGABYTE, Found
from tests.bench.county import FIRST, County
from tests.bench.filling import CLERK, fill
from tests.bench.people import PASSWORD
from tests.bench.plain import plain_allowances

TODAY = datetime.date(2026, 6, 30)
MONTH, YEAR = Month(2025, 7), 2024
ROUNDS = 15
REQUESTS = 32
RUN_SMALL = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""
WORKBOOK = Path(settings.DATA_DIR) / "roster.xlsx"

STAFF = {0: Role.CLERK, 1: Role.CLERK, 2: Role.CLERK, 3: Role.APPROVER, 4: Role.FINANCE, 5: Role.REVIEWER}

Owed = list[tuple[int, Decimal]]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = perf_counter()
    result = work()
    return perf_counter() - started, result


# Before and after ----------------------------------------------------------------------


def migrate() -> None:
    call_command("migrate", verbosity=0)


def leave() -> None:
    """A step that was killed has left its server running; the last one to leave stops it."""


def version() -> Found:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (text,) = cursor.fetchone()
    return {"version": text}


def prepare(people: int) -> Found:
    seconds, _ = timed(lambda: fill(people))
    return {"seconds": seconds}


def collect_static() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


# Import ----------------------------------------------------------------------


def write_roster(rows: int) -> None:
    county = County(rows)
    roster = islice(county.roster(), rows)
    with WORKBOOK.open("wb") as file:
        write_rows(file, {"单位": county.units, "岗位": county.posts.values(), "花名册": roster}, TODAY)


def take_roster(status: str) -> Found:
    """Imports the workbook, every row of which should have that status."""
    seconds, found = timed(lambda: import_workbook(WORKBOOK, TODAY))
    counts = found.as_json()["sheets"]["花名册"]
    if not found.stored or counts[status] != counts["rows"]:
        raise SystemExit(f"导入结果不对：{counts} {found.errors[:3]}")
    return {"seconds": seconds, "count": counts["rows"]}


def read_alone() -> Found:
    """The reader's own memory: started by the importer, it would begin with the importer's."""
    command = [sys.executable, "-I", str(CHILD), str(WORKBOOK), str(LIMITS.rows), str(LIMITS.columns)]
    run = partial(subprocess.run, input=b"[]", stdout=PIPE, check=True)  # all sheets
    seconds, done = timed(partial(run, [sys.executable, "-c", RUN_SMALL, *command]))
    return {"seconds": seconds, "peak": int(done.stdout) / MAXRSS_A_MEGABYTE}


# What the policy gives ----------------------------------------------------------------------


def month() -> Found:
    seconds, count = timed(lambda: sum(1 for _ in allowance_lines(MONTH, standard_book())))
    return {"seconds": seconds, "count": count}


def year() -> Found:
    seconds, lines = timed(lambda: bonus_list(YEAR, standard_book()))
    return {"seconds": seconds, "count": len(lines)}


def month_and_sql() -> Found:
    """The best of some alternating rounds of each; both must find the same people and amounts."""
    rounds = [(timed(_by_rule), timed(_by_sql)) for _ in range(ROUNDS)]
    for (_, rule), (_, sql) in rounds:
        _must_agree(sorted(rule), sorted(sql))
    return {
        "rule": min(seconds for (seconds, _), _ in rounds),
        "sql": min(seconds for _, (seconds, _) in rounds),
        "count": len(rounds[0][0][1]),
    }


def _must_agree(rule: Owed, sql: Owed) -> None:
    if not rule or rule != sql:
        odd = sorted(set(rule) ^ set(sql))
        raise SystemExit(f"规则与 SQL 的结果不同：{len(rule)} 人与 {len(sql)} 人，相差如 {odd[:5]}")


def _by_rule() -> Owed:
    return [(line.person_id, line.decision.amount) for line in allowance_lines(MONTH, standard_book())]


def _by_sql() -> Owed:
    return plain_allowances(MONTH, standard_book())


prepare_month = preparing.prepare_month


# People at work ----------------------------------------------------------------------


def accounts(people: int) -> Found:
    """So many accounts: of each twenty, three clerks, an approver, one of finance, a town's reviewer, the others units."""
    password, towns = make_password(PASSWORD), list(Town.objects.order_by("pk"))
    units = list(Unit.objects.order_by("pk"))
    made = [_account(number, password, units, towns) for number in range(people)]
    return {"accounts": made}


def _account(number: int, password: str, units: Sequence[Unit], towns: Sequence[Town]) -> list[str]:
    role = STAFF.get(number % 20, Role.UNIT)
    unit = units[number % len(units)]
    user = User.objects.create(username=f"bench{number}", display_name=f"演示{number}", password=password)
    place = {Role.UNIT: {"unit": unit}, Role.REVIEWER: {"town": towns[number % len(towns)]}}
    Mandate.objects.create(user=user, role=role, since=FIRST, **place.get(role, {}))
    return [user.username, role.value, unit.name, unit.kind]


# Pages ----------------------------------------------------------------------


def page(name: str, states: Sequence[str]) -> Found:
    """The times of a clerk's requests for a list, by turns in these states, the first of each left out."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=CLERK))
    addresses = [reverse(name) + state for state in states]
    for address in addresses:
        _get(client, address)
    times = [timed(partial(_get, client, address))[0] for address in islice(cycle(addresses), REQUESTS)]
    return {"count": REQUESTS, "p50": median(times), "p95": quantiles(times, n=20)[-1]}


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} 返回 {response.status_code}")
