"""What is answered when a request cannot be: plain Chinese, what to do, a number that stands in the log too, and no inner words."""

import errno
import io
import logging
import re
from unittest import mock

import psycopg2
import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from dingnan_sw.lib import errors
from tests import county

NUMBER = re.compile(r"编号：<strong>([0-9A-F]{8})</strong>")
INNER = re.compile(r"Traceback|Error|Exception|psycopg|\.py|SELECT|Django")


@pytest.fixture
def log():
    """What the portal writes to its log, as its own settings have it written."""
    formatter = settings.LOGGING["formatters"]["line"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(errors.Discreet(formatter["format"], style=formatter["style"]))
    handler.addFilter(errors.Numbered())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def browser(signed_in, clerk):
    found = signed_in(clerk)
    found.raise_request_exception = False
    return found


def told(answer, log):
    """The number that page and log share; the page has nothing of the program in it."""
    page = answer.content.decode()
    (number,) = NUMBER.findall(page)
    assert INNER.search(page) is None
    assert f"编号 {number}：" in log.getvalue()
    return number


def failing(monkeypatch, raised):
    """The home page meets this."""

    def fail(*given):
        raise raised

    monkeypatch.setattr("incentives.views.render", fail)


def test_an_address_that_is_none_is_told_with_its_number(browser, log):
    answer = browser.get("/no-such-page/")
    assert (answer.status_code, "没有这个页面" in answer.content.decode()) == (404, True)
    told(answer, log)


def test_what_one_may_not_do_is_told_with_its_number(signed_in, finance, log):
    answer = signed_in(finance).get(reverse("people"))
    assert (answer.status_code, "没有权限" in answer.content.decode()) == (403, True)
    told(answer, log)


def test_a_host_that_is_not_ours_is_told_with_its_number(browser, log):
    answer = browser.get("/login/", headers={"host": "evil.example"})
    assert (answer.status_code, "请求有误" in answer.content.decode()) == (400, True)
    told(answer, log)


def test_a_zero_character_is_told_with_a_number(browser):
    answer = browser.get("/people/?q=%00")
    assert (answer.status_code, bool(NUMBER.search(answer.content.decode()))) == (400, True)


@pytest.mark.parametrize(("size", "status"), [(2_000_000, 302), (3_000_000, 413)])
def test_a_form_that_is_too_large_is_told_apart_from_a_broken_one(size, status, browser, log):
    answer = browser.post("/submissions/batch/approve/", {"x": "a" * size})
    assert answer.status_code == status
    if status == 413:
        assert "送来的内容太多" in answer.content.decode()
        told(answer, log)


@pytest.mark.parametrize("length", [1100 * 1024**2 + 1, 10**40])
def test_nothing_is_read_of_what_says_it_is_larger_than_any_upload(length, browser, log):
    answer = browser.post("/submissions/batch/approve/", {"x": "a"}, CONTENT_LENGTH=str(length))
    assert answer.status_code == 413
    told(answer, log)


@pytest.mark.parametrize(("more", "read"), [(0, True), (1, False)])
def test_nothing_is_read_of_a_large_body_from_who_is_not_signed_in(more, read, db):
    """Else anybody in the office network could fill the disk with what the portal unfolds before it asks who sends it."""
    length = str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + more)
    browser = Client(enforce_csrf_checks=True)
    browser.get(reverse("login"))
    with mock.patch.object(WSGIRequest, "_load_post_and_files", autospec=True) as reading:
        reading.side_effect = lambda request: request._mark_post_parse_error()
        answer = browser.post(reverse("scans"), {"x": "a"}, CONTENT_LENGTH=length)
    assert (answer.status_code, reading.called) == ((403, True) if read else (302, False))


def test_too_many_fields_are_too_much_as_well(browser, log):
    answer = browser.post("/submissions/batch/approve/", {"pick": ["1"] * 5001})
    assert answer.status_code == 413
    told(answer, log)


def test_an_accident_is_told_with_its_number_and_without_inner_words(browser, log, monkeypatch):
    failing(monkeypatch, ValueError("inner words"))
    answer = browser.get("/")
    assert (answer.status_code, "系统出错" in answer.content.decode(), b"inner" in answer.content) == (500, True, False)
    told(answer, log)
    assert "inner words" in log.getvalue()


@pytest.mark.parametrize("method", ["put", "post"])
def test_the_key_in_a_sign_in_link_is_not_logged(method, db, log):
    """Refused for its method, and for want of the page's token."""
    browser = Client(enforce_csrf_checks=True)
    getattr(browser, method)(reverse("first-sign-in", args=["MQ", "a-secret-token"]))
    assert "/first/…" in log.getvalue()
    assert "secret" not in log.getvalue()


def test_a_number_that_was_typed_into_an_address_is_not_logged(browser, log):
    number = county.id_number(1)
    told(browser.get(f"/people/{number}/"), log)
    assert "/people/…/" in log.getvalue()
    assert number not in log.getvalue()


def test_two_accidents_have_two_numbers(browser, log, monkeypatch):
    failing(monkeypatch, ValueError())
    assert told(browser.get("/"), log) != told(browser.get("/"), log)


def test_the_log_says_nothing_of_the_row_that_the_database_refused(browser, log, monkeypatch):
    refused = IntegrityError('violates constraint "x"\nDETAIL:  Failing row contains (1, 张三, 13900000000).\n')
    failing(monkeypatch, refused)
    told(browser.get("/"), log)
    assert ("violates constraint" in log.getvalue(), "张三" in log.getvalue()) == (True, False)


# The machine is to blame --------------------------------------------------------------------------


def disk_full():
    class DiskFull(psycopg2.OperationalError):
        pgcode = "53100"

    raised = OperationalError()
    raised.__cause__ = DiskFull()
    return raised


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (OperationalError("server closed the connection"), "数据库现在连接不上"),
        (InterfaceError("connection already closed"), "数据库现在连接不上"),
        (disk_full(), "磁盘满了"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘满了"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "磁盘满了"),
    ],
    ids=["lost", "closed", "database full", "disk full", "quota"],
)
def test_what_the_machine_lacks_is_told_as_such_and_to_be_tried_again(raised, words, browser, log, monkeypatch):
    failing(monkeypatch, raised)
    answer = browser.get("/")
    assert (answer.status_code, answer.headers["Retry-After"], words in answer.content.decode()) == (503, "30", True)
    told(answer, log)


@pytest.mark.parametrize(("free", "words"), [(errors.SEGMENT - 1, "磁盘满了"), (errors.SEGMENT, "数据库现在连接不上")])
def test_a_database_without_room_for_its_log_is_told_as_a_full_disk(free, words, browser, monkeypatch):
    monkeypatch.setattr("dingnan_sw.lib.errors.shutil.disk_usage", lambda place: mock.Mock(free=free))
    failing(monkeypatch, OperationalError("could not connect to server"))
    assert words in browser.get("/").content.decode()


@pytest.mark.parametrize("raised", [OSError(errno.EACCES, "x"), IntegrityError("x"), MemoryError()], ids=repr)
def test_what_will_not_mend_itself_is_no_503(raised, browser, monkeypatch):
    failing(monkeypatch, raised)
    assert browser.get("/").status_code == 500


@pytest.fixture
def gone():
    """Inside, no query is answered."""

    def fail(*given):
        raise OperationalError("could not connect to server")

    with mock.patch.object(connection, "cursor", fail):
        yield


@pytest.mark.parametrize("address", ["/", "/people/", "/login/", "/no-such-page/"])
def test_without_a_database_a_page_says_so_and_asks_nothing_of_it(address, browser, log, request):
    request.getfixturevalue("gone")
    answer = browser.get(address)
    assert (answer.status_code, "数据库现在连接不上" in answer.content.decode()) == (503, True)
    told(answer, log)


def test_without_a_database_a_stranger_is_told_too(db, gone):
    browser = Client(raise_request_exception=False)
    assert browser.get("/no-such-page/").status_code == 404
    assert browser.post("/login/", {"username": "clerk", "password": "x"}).status_code == 503
