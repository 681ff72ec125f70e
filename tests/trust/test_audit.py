"""The record of who did what: nothing in it can be changed unnoticed, or at all."""

import pytest
from django.db import DatabaseError, connection, transaction

from dingnan_sw.audit.chain import first_broken, record
from dingnan_sw.audit.models import Entry


@pytest.fixture
def entries(clerk):
    return [record("查看", by=clerk, number=number) for number in range(5)]


def without_triggers(statement, parameters=()):
    """What someone with the database in hand could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_an_untouched_chain_is_whole(entries):
    assert first_broken() is None


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE audit_entry SET action = '没看' WHERE id = %s", 2),
        ("UPDATE audit_entry SET details = '{}' WHERE id = %s", 2),
        ("UPDATE audit_entry SET actor_name = '别人' WHERE id = %s", 2),
        ("DELETE FROM audit_entry WHERE id = %s", 3),
    ],
)
def test_tampering_is_found_at_its_place(statement, place, entries):
    without_triggers(statement, [entries[2].pk])
    assert first_broken() == entries[place]


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_changes(statement, entries):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == len(entries)
