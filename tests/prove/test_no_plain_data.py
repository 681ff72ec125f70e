"""After a working day of every role with a thousand people, none of their numbers lies anywhere in clear."""

import io
import logging
import os
import re
import tempfile
import zlib
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.cache.backends import locmem
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from dingnan_sw.lib import secrets, veil
from dingnan_sw.lib.paper import as_xlsx, write_pdf
from dingnan_sw.lib.scans import taking
from positions.models import Town, Unit, User
from positions.vocabulary import Role
from talent.models import Person
from talent.submissions.models import Scan, Submission
from tests import county
from tests.chromium import chromium  # noqa: F401 # a fixture
from tests.lib import hostile, test_paper
from tests.paying.office import Office
from tests.prove.opened import readings
from tests.site.browser import account, enter
from tests.site.conftest import page  # noqa: F401 # a fixture
from tests.submissions import filling
from tests.talent import books

pytestmark = [pytest.mark.browser]
PEOPLE = int(os.environ.get("PLAIN_PEOPLE", "1000"))
DIGITS = re.compile(rb"\d{11,}[Xx]?")
COUNTY_ROLES = (Role.ADMINISTRATOR, Role.CLERK, Role.APPROVER, Role.FINANCE, Role.AUDITOR)


def number_of(place):
    return county.id_number(place % 1000, f"19{70 + place // 1000}0101")


def holder(place):
    return books.holder(
        place,
        f"某{chr(0x4E00 + place)}",
        身份证号=number_of(place),
        联系电话=f"139{place:08d}",
        开户银行="演示银行",
        银行账号=f"62170000{place:011d}",
    )


def needles(people):
    return {value.encode() for row in people for value in (row["身份证号"], row["联系电话"], row["银行账号"])}


def finds(data, wanted):
    """The numbers of persons that stand in the bytes however they are read, also inside longer runs of digits."""
    lengths = {len(needle) for needle in wanted}
    return [
        run[start : start + length]
        for reading in readings(data)
        for run in DIGITS.findall(reading)
        for length in lengths
        for start in range(len(run) - length + 1)
        if run[start : start + length] in wanted
    ]


def test_the_search_itself_finds_what_is_there():
    wanted = needles([holder(7)])
    number = number_of(7).encode()
    assert finds(b"x" + number + b"y", wanted) == [number]
    assert finds(b"000" + b"13900000007" + b"9", wanted) == [b"13900000007"]
    assert finds(number[:-2], wanted) == []


class Search:
    """What was found where, by looking again and again: what an account leaves is gone when it has signed out."""

    def __init__(self, wanted, rooms):
        self.wanted, self.rooms, self.left = wanted, rooms, defaultdict(set)
        self.tables, self.files, self.looks = set(), set(), 0

    def look(self):
        """Everything that may be gone before the end."""
        self.looks += 1
        self._read("数据库和会话", every_table().items())
        self._read("缓存", every_cached())
        for room in self.rooms:
            self._read("临时文件夹", every_file(room))

    def look_at_last(self, seen, lines):
        """Also what stays: files and their names, addresses, lines of logs."""
        self.look()
        for path, data in every_file(Path(settings.DATA_DIR)):
            self.files.add(path)
            self._read("文件", [(path, data)])
        self._read("文件名", ((path, path.name.encode()) for path in self.files))
        self._read("网址", ((url, url.encode()) for url in seen))
        self._read("日志", [("", lines.encode())])

    def _read(self, place, found):
        for name, data in found:
            if place == "数据库和会话":
                self.tables.add(name)
            if finds(data, self.wanted):
                self.left[place].add(str(name))


APART = 20_007  # nobody of the run, whose database may keep what these tests wrote
NUMBER = number_of(APART)


def in_a_session():
    session = SessionStore()
    session["typed"] = NUMBER + "。" * 2000  # so much that it is packed
    session.save()


def in_a_column():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (data bytea); INSERT INTO planted VALUES (%s)", [NUMBER.encode()])


def listed():
    return test_paper.sheet(3, test_paper.column("身份证号", NUMBER, "code"))


# Where a number is left, and by whom it would have to be found.
PLANTED = (
    ("数据库和会话", lambda room: in_a_session()),
    ("数据库和会话", lambda room: in_a_column()),
    ("缓存", lambda room: cache.set("seen", {"number": NUMBER})),
    ("缓存", lambda room: cache.set(f"seen-{NUMBER}", 1)),
    ("临时文件夹", lambda room: (room / "scan.xlsx").write_bytes(as_xlsx(listed()))),
    ("临时文件夹", lambda room: (room / "scan.pdf").write_bytes(write_pdf(listed()))),
    ("临时文件夹", lambda room: (room / "packed").write_bytes(zlib.compress(NUMBER.encode()))),
)


@pytest.mark.parametrize(("place", "plant"), PLANTED)
def test_a_number_left_behind_is_found_in_its_place(db, rooms, place, plant):
    search = Search(needles([holder(APART)]), rooms)
    search.look()
    assert not search.left
    plant(rooms[1])
    search.look()
    cache.clear()
    assert list(search.left) == [place]


def test_a_file_that_a_scan_leaves_behind_is_found(rooms, monkeypatch):
    """What is there only while a scan is looked at would be, if it stayed."""
    found, sent = [], hostile.pdf(content=b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % NUMBER.encode())

    def examined(room, *_):
        found.extend(path for path, data in every_file(rooms[1]) if finds(data, needles([holder(APART)])))
        raise InterruptedError

    monkeypatch.setattr(taking, "_examine", examined)
    with pytest.raises(InterruptedError):
        taking.take("x.pdf", sent)
    assert [path.name for path in found] == ["sent"]
    assert list(every_file(rooms[1])) == []


@pytest.fixture
def logged():
    """Every line that any logger writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    names = (None, "django", "django.server", "django.request", "django.db.backends")
    for name in names:
        logging.getLogger(name).addHandler(handler)
    yield stream
    for name in names:
        logging.getLogger(name).removeHandler(handler)


def every_table():
    """The rows of all tables as a dump has them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            target = io.BytesIO()
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', target)
            found[table] = target.getvalue()
    return found


def every_file(folder):
    """Path and bytes of each file below: uploads, results, papers, lines of the record, logs, what the database itself
    writes, and what should have been taken away again."""
    for path in folder.rglob("*"):
        try:
            if path.is_file():
                yield path, path.read_bytes()
        except FileNotFoundError:
            continue


def every_cached():
    """Key and value of all that the portal's process keeps in its cache."""
    return [(key, key.encode() + value) for store in locmem._caches.values() for key, value in store.items()]


@pytest.fixture
def rooms(settings, tmp_path, monkeypatch):
    """The folders of temporary files, of the portal's own: for uploads, and the system's."""
    found = [tmp_path / "uploads", tmp_path / "system"]
    for room in found:
        room.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = found[0]
    monkeypatch.setattr(tempfile, "tempdir", str(found[1]))
    monkeypatch.setenv("TMPDIR", str(found[1]))
    return found


def imported(page, people, path):  # noqa: F811 # the page is given
    enter(page, "clerk")
    page.goto(reverse("exchange"))
    page.get_by_label("工作簿文件").set_input_files(books.write(path, {**books.COUNTY, "花名册": people}))
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("button", name=re.compile("确认导入")).click(timeout=300_000)
    expect(page.get_by_text("已导入。")).to_be_visible(timeout=300_000)


def looked_for(page, number):  # noqa: F811
    """In the box at the top, in the list, in an address typed by hand; then revealed and taken out."""
    page.get_by_role("searchbox").first.fill(number)
    page.get_by_role("searchbox").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("某")
    page.get_by_role("button", name=re.compile("显示|查看")).first.click()
    page.goto(reverse("people"))
    page.locator("#filter-q").fill(number)
    page.locator("#filter-q").press("Enter")
    page.wait_for_load_state()
    with page.expect_download():
        page.get_by_role("link", name=re.compile("导出")).first.click()


def mistyped(page, number):  # noqa: F811
    """The number in the box of the user name."""
    page.get_by_role("button", name="退出").click()
    page.get_by_label("用户名").fill(number)
    page.get_by_label("密码").fill(number)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()


def drafted(username, person):
    """A draft of a unit with all numbers of a person, and a scan that shows one and is called by it."""
    browser = Client()
    browser.force_login(User.objects.get(username=username))
    form = filling.typed(browser.get(filling.new()))
    named = {name: person.get(name.partition("-")[2], value) for name, value in form.items()}
    browser.post(filling.new(), {**named, "rows": 1, "token": filling.TOKEN})
    assert Submission.objects.count() == 1
    shown = b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % person["身份证号"].encode()
    scan = SimpleUploadedFile(f"{person['身份证号']} {person['姓名']}.pdf", hostile.pdf(content=shown))
    browser.post(reverse("scans"), {"files": [scan]}, follow=True)
    assert Scan.objects.count() == 1


def rounds(page):  # noqa: F811
    """Every page that the account's navigation leads to."""
    links = page.get_by_label("主导航").get_by_role("link")
    for address in [links.nth(place).get_attribute("href") for place in range(links.count())]:
        page.goto(address)


def test_nothing_of_a_thousand_people_lies_in_clear(page, rooms, logged, tmp_path, figure):  # noqa: F811
    people, seen = [holder(place) for place in range(PEOPLE)], []
    search = Search(needles(people), rooms)
    page.on("request", lambda request: seen.append(f"{request.url} {request.headers.get('referer', '')}"))
    for role in COUNTY_ROLES:
        account(str(role), role)
    imported(page, people, tmp_path / "花名册.xlsx")
    assert Person.objects.count() == PEOPLE
    account("hr", Role.UNIT, Unit.objects.first())
    reviewer = account("reviewer", Role.VIEWER, Unit.objects.first())
    reviewer.mandates.update(role=Role.REVIEWER, unit=None, town=Town.objects.first())
    looked_for(page, number_of(1))
    search.look()
    office = Office()
    office.send(office.allowances("2021-08"))
    mistyped(page, number_of(3))
    search.look()
    drafted("hr", people[4])
    for name in (*map(str, COUNTY_ROLES), "hr", "reviewer"):
        enter(page, name)
        rounds(page)
        search.look()
    search.look_at_last(seen, logged.getvalue())
    told = f"{sum(map(len, search.left.values()))} 处（{len(search.tables)} 张表、{len(search.files):,} 个文件、{len(seen):,} 个请求，看了 {search.looks} 次）"
    figure("明文个人信息", f"{PEOPLE:,} 人的证件号、电话、账号，0 处", f"{told} {dict(search.left)}", not search.left)


def test_a_value_once_sealed_is_found_by_nobody_but_the_portal(db):
    number = number_of(5)
    assert finds(secrets.seal(number.encode()), {number.encode()}) == []
    assert finds(veil.veil(number).encode(), {number.encode()}) == []
