"""The cast: who acts in the tests, and the small county they act in."""

import contextlib
import datetime
import io
import tempfile
from pathlib import Path
from unittest import mock

import pytest
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client

from dingnan_sw.lib.workbook import child, reading
from positions.models import Community, Mandate, Town, Unit, User
from positions.vocabulary import Role, UnitKind
from tests import county
from tests.template import template

pytest_plugins = ("tests.figures", "tests.chromium")
SINCE = datetime.date(2020, 1, 1)


# Few tests, each of them long: begun first, so that no worker is left alone with them at the end.
LONG = ("trust", "test_browser", "test_histories", "test_worlds")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not any(word in item.nodeid for word in LONG))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker, testrun_uid):
    """The tests make and drop their database, so they run as its owner."""
    connection = connections["default"]
    connection.settings_dict["OWNER"] = True
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template(connection, testrun_uid)


@pytest.fixture
def home():
    """A folder for a portal of its own; pytest's folders are closed, by each run, to the user that its server runs as."""
    with tempfile.TemporaryDirectory(prefix="dnsw-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def town(db):
    return Town.objects.create(name="历市镇", code="360728100")


@pytest.fixture
def community(town):
    return Community.objects.create(code="360728100001", name="甲社区居民委员会", town=town)


@pytest.fixture
def unit(community):
    return Unit.objects.create(
        name="甲社区居民委员会",
        match_name="甲社区居民委员会",
        kind=UnitKind.COMMUNITY_COMMITTEE,
        community=community,
        town=community.town,
    )


@pytest.fixture
def other_unit(town):
    return Unit.objects.create(name="乙小学", match_name="乙小学", kind=UnitKind.SCHOOL, town=town)


def _account(username, role, unit=None):
    user = User.objects.create_user(username, password="a long pass phrase", display_name=username)
    Mandate.objects.create(user=user, role=role, unit=unit, since=SINCE)
    return user


@pytest.fixture
def clerk(db):
    return _account("clerk", Role.CLERK)


@pytest.fixture
def finance(db):
    return _account("finance", Role.FINANCE)


@pytest.fixture
def administrator(db):
    return _account("administrator", Role.ADMINISTRATOR)


@pytest.fixture
def auditor(db):
    return _account("auditor", Role.AUDITOR)


@pytest.fixture
def approver(db):
    return _account("approver", Role.APPROVER)


@pytest.fixture
def hr(unit):
    return _account("hr", Role.UNIT, unit)


@pytest.fixture
def outsider(other_unit):
    return _account("outsider", Role.UNIT, other_unit)


@pytest.fixture(autouse=True, scope="session")
def emptied_after_committed_rows():
    """After a test on committed rows all tables are emptied, also those records which otherwise refuse it."""
    flush = DatabaseOperations.execute_sql_flush

    def unhindered(self, statements):
        with county.emptying():
            flush(self, statements)

    with mock.patch.object(DatabaseOperations, "execute_sql_flush", unhindered):
        yield


@pytest.fixture(scope="session")
def passing(tmp_path_factory):
    """Temporary files of this process alone: a test whose clock is far ahead clears them away."""
    return tmp_path_factory.mktemp("passing")


@pytest.fixture(autouse=True)
def quick_and_plain(settings, tmp_path, passing):
    """Static files under their own names, so that nothing has to be collected; passwords hashed in no time; each test its own
    lines of the audit record.
    """
    settings.AUDIT_HEADS, settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "heads", passing
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def read_in_this_process(monkeypatch):
    """Workbooks that we wrote ourselves are no danger, and need no process of their own."""

    def parse(path, limits, names):
        out = io.TextIOWrapper(io.BytesIO())
        with contextlib.redirect_stdout(out):
            assert child.main(str(path), limits.rows, limits.columns, list(names)) == 0
        return out.buffer.getvalue()

    monkeypatch.setattr(reading, "_parse", parse)


@pytest.fixture
def signed_in(db):
    """signed_in(account) is a browser with that account signed in."""

    def sign_in(user):
        browser = Client()
        browser.force_login(user)
        return browser

    return sign_in


@pytest.fixture
def jobs_at_once(monkeypatch, settings):
    """Background jobs are done before the request that starts them goes on."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
    monkeypatch.setattr("dingnan_sw.jobs.work.transaction.on_commit", lambda function: function())
