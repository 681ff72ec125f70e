"""The self-check looks at the database itself: what is switched off or granted too much is seen."""

import datetime

import pytest
from django.db import connection

from dingnan_sw.audit import heads
from dingnan_sw.audit.chain import record
from dingnan_sw.embedded import PORTAL
from positions import self_check

pytestmark = pytest.mark.django_db


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_with_the_owners_role_the_page_says_that_triggers_alone_hold():
    finding = self_check.database_role()
    assert finding.tone == "waiting"
    assert "只由触发器保护" in finding.words


@pytest.fixture
def as_portal():
    run(f"SET LOCAL ROLE {PORTAL}")
    yield
    run("RESET ROLE")


def test_with_two_roles_all_is_well(as_portal):
    assert (self_check.database_role().tone, self_check.privileges().tone) == ("good", "good")


def test_a_privilege_too_much_is_seen():
    run(f"GRANT UPDATE ON paying_entry TO {PORTAL}")
    run(f"SET LOCAL ROLE {PORTAL}")
    finding = self_check.privileges()
    run("RESET ROLE")
    assert finding.tone == "waiting"
    assert "paying_entry UPDATE" in finding.words


def test_a_trigger_that_is_switched_off_is_seen():
    assert self_check.triggers().tone == "good"
    run("ALTER TABLE paying_entry DISABLE TRIGGER ALL")
    finding = self_check.triggers()
    assert finding.tone == "bad"
    assert "账目" in finding.words


@pytest.fixture
def entries(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return [record("试验") for _ in range(4)]


def touch(entry):
    run("SET LOCAL session_replication_role = replica")
    run(f"UPDATE audit_entry SET action = '别的' WHERE id = {entry.pk}")


def test_an_entry_that_was_touched_is_named(entries):
    assert self_check.audit_record().tone == "good"
    touch(entries[1])
    finding = self_check.audit_record()
    assert finding.tone == "bad"
    assert f"第 {entries[1].pk} 条" in finding.words


@pytest.mark.parametrize(("touched", "tone"), [(1, "good"), (2, "bad")])
def test_of_a_long_record_the_newest_are_looked_at_and_the_others_are_named(touched, tone, entries, monkeypatch):
    monkeypatch.setattr(self_check, "AT_ONCE", 2)
    assert "更早的 2 条请审计人员" in self_check.audit_record().words
    touch(entries[touched])
    assert self_check.audit_record().tone == tone


def test_digests_lost_outside_the_database_are_told(entries):
    heads.path().unlink()
    finding = self_check.audit_record()
    assert finding.tone == "waiting"
    assert "末尾 4 条" in finding.words


@pytest.mark.parametrize(
    ("on", "known", "tone"),
    [
        (datetime.date(2026, 11, 30), {2026}, "good"),
        (datetime.date(2026, 11, 30), set(), "waiting"),
        (datetime.date(2026, 12, 1), {2026}, "waiting"),
        (datetime.date(2026, 12, 1), {2026, 2027}, "good"),
    ],
)
def test_a_year_without_its_holidays_is_told_in_december_the_next_one_too(on, known, tone, monkeypatch):
    monkeypatch.setattr(self_check, "today", lambda: on)
    monkeypatch.setattr(self_check, "announced", known.__contains__)
    assert self_check.holidays().tone == tone
