"""A file with a virus goes no further than the door, nor does one that nobody could look at (ASVS 5.4.3)."""

import datetime
import hashlib
import socket
import struct
import tempfile
import threading
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dingnan_sw.audit import viruses
from dingnan_sw.audit.denials import REFUSED
from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.antivirus import NoAnswer, virus_in
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.workbook import LIMITS
from positions.machine_check import STALE
from positions.machine_check import antivirus as finding
from talent.models import Upload
from talent.submissions.models import Delivery

# The test pattern of the EICAR, in halves: whole, it would have this file taken away.
HARMFUL = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNS = "Eicar-Test-Signature"
SPRAWLING = b"unfolds for ever"


class Clamd(threading.Thread):
    """Speaks as clamd does: VERSION, and INSTREAM up to a most of bytes, after a pause."""

    def __init__(self, path, signatures=None, most=30_000_000, pause=0):
        super().__init__(daemon=True)
        self.path, self.most, self.pause, self.looked_at = str(path), most, pause, []
        day = signatures or today()
        self.version = f"ClamAV 1.4.2/27900/{datetime.datetime(day.year, day.month, day.day):%a %b %d %H:%M:%S %Y}"
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(self.path)
        self.door.listen()
        self.start()

    def run(self):
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as heard:
                time.sleep(self.pause)
                with suppress(BrokenPipeError):
                    line.sendall(self.answer(heard).encode() + b"\0")

    def answer(self, heard):
        command = b"".join(iter(lambda: heard.read(1), b"\0"))
        return self.version if command == b"zVERSION" else self.looked(heard)

    def looked(self, heard):
        data = b""
        while size := struct.unpack("!L", heard.read(4))[0]:
            data += heard.read(size)
            if len(data) > self.most:
                return "INSTREAM size limit exceeded. ERROR"
        self.looked_at.append(data)
        if SPRAWLING in data:
            return "stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND"
        return f"stream: {SIGNS} FOUND" if HARMFUL in data else "stream: OK"

    def close(self):
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.join()


@pytest.fixture
def clamd(settings):
    """clamd(**more) starts one and has the portal ask it; its socket lies where the path is short enough for one."""
    started = []

    with tempfile.TemporaryDirectory() as folder:

        def start(**more):
            started.append(Clamd(Path(folder) / "clamd", **more))
            settings.CLAMD_SOCKET = started[-1].path
            return started[-1]

        yield start
        for one in started:
            one.close()


def workbook(more=b"", name="名单.xlsx"):
    book, target = openpyxl.Workbook(), BytesIO()
    book.active.append(("姓名",))
    book.save(target)
    return SimpleUploadedFile(name, target.getvalue() + more)


def sent(browser, file):
    return browser.post(reverse("exchange"), {"file": file})


def test_a_clean_file_is_looked_at_and_taken_whole(clamd, clerk, signed_in):
    asked, file = clamd(), workbook()
    data = file.read()
    file.seek(0)
    assert sent(signed_in(clerk), file).status_code == 302
    assert asked.looked_at == [data]
    assert Upload.objects.get().sha256 == hashlib.sha256(data).hexdigest()


def test_a_file_with_a_virus_is_named_and_goes_no_further(clamd, clerk, signed_in):
    clamd()
    answer = sent(signed_in(clerk), workbook(HARMFUL))
    page = answer.content.decode()
    words = ("查出病毒 Eicar-Test-Signature：“名单.xlsx”", "用干净的文件重新提交", "没有收下，数据没有改动")
    assert (answer.status_code, [each in page for each in words]) == (422, [True] * 3)
    assert not Upload.objects.exists()
    told = Entry.objects.get(action=REFUSED)
    assert (told.actor, told.details["status"], SIGNS in told.details["reason"]) == (clerk, 422, True)


def test_a_long_name_does_not_push_the_virus_out_of_the_record(clamd, clerk, signed_in):
    clamd()
    sent(signed_in(clerk), workbook(HARMFUL, f"{'名' * 240}.xlsx"))
    assert SIGNS in Entry.objects.get(action=REFUSED).details["reason"]


def test_a_file_that_was_not_looked_at_to_its_end_is_no_virus_and_not_taken(clamd, clerk, signed_in):
    clamd()
    answer = sent(signed_in(clerk), workbook(SPRAWLING))
    page = answer.content.decode()
    assert (answer.status_code, "没有查完" in page, "查出病毒" in page) == (422, True, False)
    assert not Upload.objects.exists()


def test_one_among_many_scans_is_found_and_none_is_kept(clamd, hr, signed_in):
    asked = clamd()
    files = [SimpleUploadedFile(f"{number}.jpg", HARMFUL if number == 3 else b"picture") for number in range(5)]
    answer = signed_in(hr).post(reverse("scans"), {"files": files})
    assert (answer.status_code, "“3.jpg”" in answer.content.decode()) == (422, True)
    assert (len(asked.looked_at), Delivery.objects.exists()) == (5, False)


def test_a_file_nobody_has_looked_at_is_not_taken(clerk, signed_in, settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody")
    answer = sent(signed_in(clerk), workbook())
    assert (answer.status_code, "查毒程序暂时不能用" in answer.content.decode()) == (503, True)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("size", [100, 5_000_000])
def test_nor_one_of_which_only_a_part_was_looked_at(clamd, clerk, signed_in, size):
    """Small, its answer is read; large, clamd hangs up in the middle."""
    clamd(most=10)
    assert sent(signed_in(clerk), workbook(bytes(size))).status_code == 503
    assert not Upload.objects.exists()


def test_why_it_hung_up_is_told(clamd):
    asked = clamd(most=10)
    with pytest.raises(NoAnswer, match="size limit exceeded"):
        virus_in([bytes(1000)] * 5000, asked.path, time.monotonic() + 10)


@pytest.mark.parametrize(("more", "scanned"), [(0, 1), (1, 0)])
def test_what_is_larger_than_any_page_takes_is_left_to_the_page(clamd, clerk, signed_in, more, scanned):
    asked, book = clamd(), workbook()
    answer = sent(signed_in(clerk), workbook(bytes(LIMITS.file - book.size + more)))
    assert len(asked.looked_at) == scanned
    assert ("最多 20 MB" in answer.content.decode()) == (not scanned)


def test_a_request_has_one_deadline_for_all_its_files(clamd, hr, signed_in, monkeypatch):
    monkeypatch.setattr(viruses, "SECONDS", 1)
    asked = clamd(pause=0.4)
    files = [SimpleUploadedFile(f"{number}.jpg", b"picture") for number in range(10)]
    began = time.monotonic()
    assert signed_in(hr).post(reverse("scans"), {"files": files}).status_code == 503
    assert (time.monotonic() - began < 3, len(asked.looked_at) < 4, Delivery.objects.exists()) == (True, True, False)


def test_without_it_files_are_taken_as_before(clerk, signed_in):
    assert sent(signed_in(clerk), workbook(HARMFUL)).status_code == 302


@pytest.mark.parametrize("page", ["exchange", "login"])
def test_a_stranger_has_nothing_looked_at(clamd, client, db, page):
    asked = clamd()
    client.post(reverse(page), {"file": workbook(HARMFUL)})
    assert asked.looked_at == []


@pytest.mark.parametrize(("days", "tone"), [(0, "good"), (STALE.days, "good"), (STALE.days + 1, "waiting")])
def test_the_self_check_tells_how_old_the_signatures_are(clamd, days, tone):
    clamd(signatures=today() - datetime.timedelta(days=days))
    assert finding().tone == tone


@pytest.mark.parametrize(("version", "tone"), [("ClamAV 1.4.2", "waiting"), ("ClamAV 1.4.2/1/today", "waiting")])
def test_signatures_without_a_day_are_told(clamd, version, tone):
    clamd().version = version
    assert finding().tone == tone


def test_the_self_check_tells_when_nobody_answers_or_is_asked(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody")
    away = finding()
    settings.CLAMD_SOCKET = ""
    assert (away.tone, finding().tone) == ("bad", "waiting")
