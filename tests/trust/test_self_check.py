"""The self-check looks at the database itself: what is switched off or granted too much is seen."""

import pytest
from django.db import connection

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


def test_an_entry_that_was_touched_is_named():
    entry = record("试验")
    assert self_check.audit_record().tone == "good"
    run("SET LOCAL session_replication_role = replica")
    run(f"UPDATE audit_entry SET action = '别的' WHERE id = {entry.pk}")
    finding = self_check.audit_record()
    assert finding.tone == "bad"
    assert f"第 {entry.pk} 条" in finding.words


def test_a_year_without_its_holidays_is_told(monkeypatch):
    assert self_check.holidays().tone == "good"
    monkeypatch.setattr(self_check, "announced", lambda year: False)
    assert self_check.holidays().tone == "waiting"
