"""Every way of touching the audit record is found, and the first entry that is not true any more is named."""

import json
import multiprocessing
import os
import random
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from dingnan_sw.audit import chain, heads, verifying
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import GENESIS, Entry
from dingnan_sw.audit.verifying import compared, verify
from tests.prove import audit_writer
from tests.trust.tampering import WAYS, tampered

TAMPERINGS = int(os.environ.get("TAMPERINGS", "10000"))
IN_DATABASE = max(TAMPERINGS // 33, 20)
ENTRIES = int(os.environ.get("AUDIT_ENTRIES", "400000"))
WRITERS, EACH = 50, int(os.environ.get("AUDIT_WRITES", "20"))
COLUMNS = ("previous", "digest", *verifying.TOLD)


def written_entries(count, by):
    """Entries of many kinds; every seventh transaction is rolled back and leaves a gap in the numbers."""
    for number in range(count):
        record(
            f"动作{number % 9}", by=by if number % 3 else None, about=by, number=number, address=f"10.0.0.{number % 7}"
        )
        if number % 7 == 0:
            with transaction.atomic():
                record("没有发生")
                transaction.set_rollback(True)


@pytest.fixture
def written(clerk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        written_entries(100, clerk)
    return list(verifying.rows())


def test_each_of_many_random_tamperings_is_found_and_named(written, figure):
    lines, found = heads.kept(), dict.fromkeys((way.__name__ for way in WAYS), 0)
    assert compared(written, lines).holds
    wrong = []
    for seed in range(TAMPERINGS):
        way, rows, first = tampered(written, random.Random(seed))
        found[way] += 1
        if compared(rows, lines).first_bad != first:
            wrong.append((seed, way))
    ways = "、".join(f"{way} {count:,}" for way, count in found.items())
    told = f"发现并指明 {TAMPERINGS - len(wrong):,} 次（{ways}）"
    figure("审计记录 篡改", f"{TAMPERINGS:,} 次随机篡改全部发现，指明第一条", told, wrong == [])


def store(rows):
    """Exactly these rows, by whoever has the database in hand."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM audit_entry")
        values = [[row.number, row.previous, row.digest, *_plain(row.told)] for row in rows]
        places = ", ".join(["%s"] * (len(COLUMNS) + 1))
        cursor.executemany(f"INSERT INTO audit_entry (id, {', '.join(COLUMNS)}) VALUES ({places})", values)


def _plain(told):
    return [json.dumps(value) if isinstance(value, dict) else value for value in told]


def test_the_same_through_the_database(written, figure):
    wrong = []
    for seed in range(IN_DATABASE):
        way, rows, first = tampered(written, random.Random(f"database {seed}"))
        with transaction.atomic():
            store(rows)
            if verify().first_bad != first:
                wrong.append((seed, way))
            transaction.set_rollback(True)
    assert verify().holds
    told = f"发现并指明 {IN_DATABASE - len(wrong):,} 次"
    figure("审计记录 篡改（经数据库）", f"{IN_DATABASE:,} 次全部发现，指明第一条", told, wrong == [])


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_at_once_make_one_chain(figure):
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([audit_writer.__name__])
    gate = processes.Barrier(WRITERS, timeout=120)
    database = {name: connection.settings_dict.get(name) for name in ("NAME", "OWNER")}
    writers = [
        processes.Process(target=audit_writer.write, args=(gate, number, EACH, database, str(heads.path())))
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    verdict, before = verify(), Entry.objects.values_list("previous", flat=True)
    apart = Entry.objects.values("details__process").distinct().count()
    one = verdict.holds and len(set(before)) == verdict.count == WRITERS * EACH == len(heads.kept())
    told = (
        f"{apart} 个进程 {verdict.count:,} 条，{verdict.count - len(set(before))} 处分叉，{len(verdict.missing)} 条缺失"
    )
    figure(
        "审计记录 同时写入", f"{WRITERS} 个进程各写 {EACH} 条，一条链，没有分叉和缺失", told, one and apart == WRITERS
    )


def test_a_long_record_is_verified_whole(db, figure):
    fill(ENTRIES)
    heads.begin_anew()
    begun = time.monotonic()
    verdict = verify()
    seconds = time.monotonic() - begun
    told = f"{verdict.count:,} 条前后相符（{ENTRIES / seconds:,.0f} 条/秒）"
    figure("审计记录 核对", f"{ENTRIES:,} 条一次核对完", told, verdict.holds and verdict.count == ENTRIES)


def fill(count):
    """A chain as record() makes it, without its round trips."""
    previous, at = GENESIS, datetime(2021, 1, 1, tzinfo=UTC)
    for start in range(0, count, 5000):
        portion = []
        for number in range(start, min(start + 5000, count)):
            moment = at + timedelta(seconds=number)
            entry = Entry(at=moment, actor_name="命令行", action="动作", details={"n": number}, previous=previous)
            entry.digest = previous = chain.digest(entry)
            portion.append(entry)
        Entry.objects.bulk_create(portion)
