"""An office at work, and the folder of its backups."""

import datetime
import threading

import pytest
from django.db import connections, transaction

from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import Entry
from incentives.paying import papers
from talent.uploads import receive
from tests import county
from tests.paying.office import Office


@pytest.fixture
def place(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "backups"
    return settings.BACKUP_DIR


@pytest.fixture
def office(transactional_db):
    """A county whose ledger, papers and uploads hold something."""
    employer = county.committee()
    for number, name in enumerate(("张三", "李四", "王五"), 1):
        one = county.person(number, name, bank_account="9999000000000000001", phone="13900000000")
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}", 1, datetime.date(2020, 12, 10))
    office = Office()
    batch = office.allowances("2021-03")
    batch = office.send(batch)
    papers.keep(batch, "roster-xlsx", "花名册.xlsx", b"paper", office.actor("head").user)
    receive("花名册.xlsx", b"workbook", office.actor("preparer").user)
    return office


class Busy:
    """Inside, another thread writes entries of the audit record in pairs, without a pause."""

    def __init__(self, office):
        self.user, self.stop, self.written = office.actor("checker").user, threading.Event(), 0
        self.thread = threading.Thread(target=self.work)

    def work(self):
        while not self.stop.is_set():
            with transaction.atomic():
                record("试验", by=self.user)
                record("试验", by=self.user, count=self.written)
            self.written += 1
        connections.close_all()

    def __enter__(self):
        self.before = Entry.objects.filter(action="试验").count()
        self.thread.start()

    def __exit__(self, *failed):
        self.stop.set()
        self.thread.join()
        assert self.written
        assert Entry.objects.filter(action="试验").count() == self.before + 2 * self.written


@pytest.fixture
def busy(office):
    """busy() is somebody else at work, for as long as its block lasts."""
    return lambda: Busy(office)
