"""The readers of uploads at work on one broken file after another, and what must hold after each."""

import random
import re
import resource
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection, transaction

from dingnan_sw.lib.workbook import LIMITS
from incentives.paying.bank_file import order_number
from incentives.paying.results import import_results
from incentives.refusals import Refused
from talent import uploads
from talent.exports import write_rows
from talent.imports import import_workbook
from talent.models import Upload
from talent.submissions.intake import keep, read_file
from tests import county
from tests.paying.office import Office
from tests.submissions.people import actor
from tests.talent.books import COUNTY, holder, write

SECONDS, MEGABYTES = 30, 512
TODAY = county.datetime.date(2022, 3, 10)
CHINESE = re.compile("[一-鿿]")
# What no message to a clerk may hold: a path, a word of the program's own.
OURS = re.compile(r"Traceback|Exception|\w+Error\b|/var/|/tmp|site-packages|object at 0x|NoneType")
# What a file on its way may leave behind although nothing of it was taken.
ON_ITS_WAY = {"talent_upload", "jobs_job"}


@dataclass
class Tally:
    taken: int = 0
    refused: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def peak(self):
        """Megabytes of the largest process, ours or one of the readers'."""
        return max(peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


class Unworded(AssertionError):
    """A refusal that a clerk could not act on."""


class Bench:
    """A small county with what each reader needs, and for each a sound workbook."""

    def __init__(self, folder):
        self.folder = folder
        office = Office()
        self.unit = county.committee()
        self.school = county.unit("乙小学", county.UnitKind.SCHOOL)
        for number in range(1, 7):
            one = county.person(
                number, f"某{chr(0x4E00 + number)}", bank_name="演示银行", bank_account=f"9999{number:015d}"
            )
            county.serve(one, self.unit)
            county.certify(one, f"DEMO{number}", approved_on=county.datetime.date(2020, 12, 10))
        self.batch = office.allowances("2021-03")
        office.pay(self.batch)
        self.payer, self.clerk = office.actor("payer", TODAY), office.actor("preparer").user
        self.keeper = actor("keeper", "unit", unit=self.unit)
        self.ways = self._ways()

    def _ways(self):
        """(reader, its sound workbooks), the first of them more often."""
        registers, bank = self._registers(), self._bank()
        often = ((self.registers, 5), (self.rolls, 1), (self.drafts, 2), (self.staged, 1))
        return [(reader, registers) for reader, times in often for _ in range(times)] + [(self.answers, bank)] * 2

    def _registers(self):
        roster = [
            holder(number, f"某{chr(0x4E00 + number)}", 学历="本科", 联系电话="13900000000") for number in range(1, 9)
        ]
        training = [{"身份证号": county.id_number(1), "培训名称": "实务", "结束日期": "2021-09-01", "学时": 8}]
        dates = [
            {**row, "任职起始日期": county.SINCE, "批准日期": county.datetime.date(2020, 12, 10)} for row in roster
        ]
        sheets = {**COUNTY, "花名册": dates, "培训记录": training}
        with (self.folder / "written.xlsx").open("wb") as file:
            write_rows(file, sheets, TODAY)
        write(self.folder / "by-hand.xlsx", sheets, above=[("报送表",)])
        return [(self.folder / name).read_bytes() for name in ("written.xlsx", "by-hand.xlsx")]

    def _bank(self):
        payments = self.batch.payments.select_related("person")
        rows = [
            {"证件号码": one.person.id_number, "金额": str(one.amount), "结果": "失败", "失败原因": "已销户", "支付编号": order_number(one)}
            for one in payments
        ]  # fmt: skip
        return [write(self.folder / "answers.xlsx", {"回盘": rows}).read_bytes()]

    # The readers: True for taken, False for refused; what they must not do is an exception ------------------------------

    def registers(self, path):
        return self._imported(path)

    def rolls(self, path):
        """As a unit sends it, which may fill in its own sheets alone."""
        return self._imported(path, self.keeper.scope)

    def _imported(self, path, *scope):
        found = import_workbook(path, TODAY, *scope)
        _worded([*found.errors, *found.warnings], path)
        if not found.stored:
            _some(found.errors)
            return False
        again = import_workbook(path, TODAY, *scope, dry_run=True)
        odd = [line for line in again.lines() if line.status.key != "unchanged"]
        if odd or len(list(again.lines())) != len(list(found.lines())):
            raise Unworded(f"not taken whole: {odd[:2]}")
        return True

    def drafts(self, path):
        found = read_file(path, [self.unit], TODAY)
        _worded([*found.errors, *found.warnings], path)
        if found.errors:
            return False
        made = keep(found, self.keeper, TODAY)
        if len(made) != len(found.usable()):
            raise Unworded("not all drafts were made")
        return True

    def answers(self, path):
        try:
            import_results(self.payer, self.batch.number, path, TODAY)
        except Refused as refused:
            _plain(refused.message, path)
            for one in refused.details.get("errors", ()):
                _plain(one["message"], path)
            return False
        return True

    def staged(self, path):
        """From the upload through its check and confirmation, as the page has it done."""
        upload, job = uploads.receive("a.xlsx", path.read_bytes(), self.clerk)
        upload.refresh_from_db()
        job.refresh_from_db()
        if job.state != "done":
            raise Unworded(f"the job ended as {job.state}: {job.message}")
        if upload.state == Upload.State.REFUSED:
            for one in upload.errors:
                _plain(one["message"], path)
            _some(upload.errors)
            return False
        uploads.confirm(upload, self.clerk)
        upload.refresh_from_db()
        if upload.state != Upload.State.APPLIED:
            raise Unworded(f"the upload stays {upload.state}")
        return True


def _some(errors):
    if not errors:
        raise Unworded("refused without a word")


def _worded(problems, path):
    for problem in problems:
        _plain(problem.message, path)
        if problem.row is not None and problem.sheet is None:
            raise Unworded(f"a row of no sheet: {problem}")


def _plain(message, path):
    """Chinese, no longer than a clerk reads, and nothing of ours in it."""
    if not CHINESE.search(message) or len(message) > 400 or str(path.parent) in message or OURS.search(message):
        raise Unworded(f"no words for a clerk: {message[:500]!r}")


def _data():
    """Bytes of this process that count towards the limit."""
    return _status("VmData") << 10


def _status(name):
    """Kilobytes, as the system knows them of this process."""
    return int(re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])


def forget_peak():
    """What this process had at once before, in other tests, does not count."""
    Path("/proc/self/clear_refs").write_text("5")


def peak():
    """Megabytes that this process had at once since then."""
    return _status("VmHWM") / 1024


@contextmanager
def capped():
    """At most so much memory more than this process has: what it ran before is kept, and where none is left no thread begins."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (_data() + (MEGABYTES << 20), before[1]))
    try:
        with pytest.raises(MemoryError):
            bytearray((MEGABYTES + 64) << 20)  # some of what was counted may be free again
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def fuzz(bench: Bench, broken: Callable, count: int) -> Tally:
    """So many cases, each undone before the next; a case's number is its seed."""
    assert LIMITS.memory <= MEGABYTES << 20
    assert LIMITS.wall <= SECONDS
    tally, before = Tally(), _content()
    forget_peak()
    for number in range(count):
        chance = random.Random(number)
        reader, sound = chance.choice(bench.ways)
        done, data = broken(chance.choice(sound), chance)
        _case(tally, f"{number} {reader.__name__} {done}", reader, _file(bench.folder, data), before)
    return tally


def _file(folder, data):
    path = Path(folder) / "case.xlsx"
    path.write_bytes(data)
    return path


def _case(tally, name, reader, path, before):
    began = time.monotonic()
    with transaction.atomic():
        try:
            with transaction.atomic():
                taken = reader(path)
            written = {} if taken else dict(_content().items() - before.items())
            if written:
                raise Unworded(f"refused, but written: {written}")
            tally.taken += taken
            tally.refused += not taken
        except Exception as wrong:
            tally.wrong.append(f"{name}: {wrong!r}"[:600])
            print(tally.wrong[-1], flush=True)  # with -s as soon as it is found
        transaction.set_rollback(True)
    tally.slowest = max(tally.slowest, time.monotonic() - began)


def _content():
    """A digest of every row of the registers, of pay and of the record."""
    tables = sorted(set(connection.introspection.table_names()) - ON_ITS_WAY)
    digest = "SELECT '{0}', count(*), coalesce(sum(hashtext(t::text)), 0) FROM \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map(digest.format, tables)))
        return {name: (count, told) for name, count, told in cursor.fetchall()}
