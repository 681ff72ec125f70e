"""A file with a virus goes no further than the door, nor does one that nobody could look at (ASVS 5.4.3)."""

import datetime
import hashlib
import socket
import struct
import tempfile
import threading
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dingnan_sw.audit.denials import REFUSED
from dingnan_sw.audit.models import Entry
from dingnan_sw.lib import antivirus
from dingnan_sw.lib.dates import today
from positions.machine_check import STALE
from positions.machine_check import antivirus as finding
from talent.models import Upload
from talent.submissions.models import Delivery

# The test pattern of the EICAR, in halves: whole, it would have this file taken away.
HARMFUL = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNS = "Eicar-Test-Signature"


class Clamd(threading.Thread):
    """Speaks as clamd does: VERSION, and INSTREAM up to a most of bytes."""

    def __init__(self, path, signatures=None, most=1_000_000):
        super().__init__(daemon=True)
        self.path, self.most, self.looked_at = str(path), most, []
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


def workbook(*, harmful=False):
    book, target = openpyxl.Workbook(), BytesIO()
    book.active.append(("姓名",))
    book.save(target)
    return SimpleUploadedFile("名单.xlsx", target.getvalue() + HARMFUL * harmful)


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
    answer = sent(signed_in(clerk), workbook(harmful=True))
    page = answer.content.decode()
    words = ("“名单.xlsx”里有病毒（Eicar-Test-Signature）", "用干净的文件重新提交", "没有收下，数据没有改动")
    assert (answer.status_code, [each in page for each in words]) == (422, [True] * 3)
    assert not Upload.objects.exists()
    told = Entry.objects.get(action=REFUSED)
    assert (told.actor, told.details["status"], SIGNS in told.details["reason"]) == (clerk, 422, True)


def test_one_among_many_scans_is_found_and_none_is_kept(clamd, hr, signed_in):
    asked = clamd()
    files = [SimpleUploadedFile(f"{number}.jpg", HARMFUL if number == 3 else b"picture") for number in range(5)]
    answer = signed_in(hr).post(reverse("scans"), {"files": files})
    assert (answer.status_code, "“3.jpg”里有病毒" in answer.content.decode()) == (422, True)
    assert (len(asked.looked_at), Delivery.objects.exists()) == (5, False)


def test_a_file_nobody_has_looked_at_is_not_taken(clerk, signed_in, settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody")
    answer = sent(signed_in(clerk), workbook())
    assert (answer.status_code, "查毒程序没有回答" in answer.content.decode()) == (503, True)
    assert not Upload.objects.exists()


def test_nor_one_of_which_only_a_part_was_looked_at(clamd, clerk, signed_in):
    clamd(most=10)
    assert sent(signed_in(clerk), workbook()).status_code == 503
    assert not Upload.objects.exists()


def test_one_that_does_not_answer_is_not_waited_for_for_long(monkeypatch):
    monkeypatch.setattr(antivirus, "SECONDS", 0.2)
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as silent:
        silent.bind(f"{folder}/clamd")
        silent.listen()
        with pytest.raises(antivirus.NoAnswer):
            antivirus.virus_in([b"x"], f"{folder}/clamd")


def test_without_it_files_are_taken_as_before(clerk, signed_in):
    assert sent(signed_in(clerk), workbook(harmful=True)).status_code == 302


def test_a_stranger_has_nothing_looked_at(clamd, client, db):
    asked = clamd()
    assert sent(client, workbook()).status_code == 302
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
