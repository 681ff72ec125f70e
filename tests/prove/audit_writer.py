"""One of many processes that write into the audit record at once; begun from a server of processes that has Django loaded already."""

import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dingnan_sw.settings")
django.setup()

from django.conf import settings  # noqa: E402 # what needs Django can be imported only now
from django.db import connection  # noqa: E402

from dingnan_sw.audit.chain import record  # noqa: E402


def write(gate, number, each, database, heads):
    """So many entries, once all the others are at the gate too; database: the connection's settings that are the test's own."""
    settings.AUDIT_HEADS = Path(heads)
    connection.settings_dict.update(database)
    connection.ensure_connection()
    gate.wait()
    for turn in range(each):
        record("同时", number=number, turn=turn, process=os.getpid())
    connection.close()
