"""The portal works as a role that may add to the append-only tables and change nothing in them."""

import pgtrigger
import psycopg2
import pytest
from django.db import DatabaseError, connection

from dingnan_sw.audit.chain import record
from dingnan_sw.audit.protect import tables_without
from dingnan_sw.embedded import PORTAL

DENIED = psycopg2.errors.InsufficientPrivilege


@pytest.fixture
def portal(transactional_db):
    """A second connection, as the portal's role, after one committed entry."""
    record("试验")
    settings = connection.settings_dict
    found = psycopg2.connect(host=settings["HOST"], port=settings["PORT"], user=PORTAL, dbname=settings["NAME"])
    found.autocommit = True
    yield found.cursor()
    found.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = ''",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry CASCADE",
        "TRUNCATE talent_person CASCADE",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TABLE audit_entry",
        "SET ROLE postgres",
        "SET session_replication_role = replica",
        "CREATE TABLE public.mine (id int)",
    ],
)
def test_the_portal_is_refused_by_privilege(portal, statement):
    with pytest.raises(DENIED):
        portal.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = ''", "DELETE FROM audit_entry"])
def test_no_setting_of_a_session_skips_a_trigger_not_even_the_owners(transactional_db, statement):
    record("试验")
    with pgtrigger.ignore(), connection.cursor() as cursor, pytest.raises(DatabaseError, match="append_only"):
        cursor.execute(statement)


def rights(portal, table):
    held = []
    for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"):
        portal.execute("SELECT has_table_privilege(%s, %s)", [table, right])
        held += [right] if portal.fetchone()[0] else []
    return held


def test_on_every_table_the_portal_has_what_is_not_withheld(portal):
    for table in connection.introspection.table_names():
        kept = [right for right in ("UPDATE", "DELETE") if table not in tables_without(right)]
        assert rights(portal, table) == ["SELECT", "INSERT", *kept], table


@pytest.mark.parametrize("table", ["audit_entry", "submissions_step", "paying_entry", "paying_step", "paying_settlement",
                                   "paying_acknowledgement", "paying_paper", "incentives_ruling", "talent_personevent"])  # fmt: skip
def test_the_ledger_the_records_and_all_history_are_append_only(portal, table):
    assert rights(portal, table) == ["SELECT", "INSERT"]


@pytest.mark.parametrize("table", ["paying_batch", "paying_payment", "paying_receivable", "paying_objection"])
def test_what_was_decided_about_money_is_never_deleted(portal, table):
    assert rights(portal, table) == ["SELECT", "INSERT", "UPDATE"]


def test_what_a_trigger_says_is_never_deleted_the_portal_may_not_delete(db):
    guarded = {model._meta.db_table for model, trigger in pgtrigger.registered() if trigger.name == "never_deleted"}
    assert guarded
    assert guarded <= set(tables_without("DELETE"))


def test_a_table_of_another_kind_may_be_edited(portal):
    portal.execute("SELECT has_table_privilege('talent_person', 'UPDATE')")
    assert portal.fetchone()[0]
