"""An account just opened; a real browser, at 1366 × 768, failing for every console error and every foreign request."""

import datetime

import pytest
from django.db import transaction

from dingnan_sw.jobs import work
from positions import accounts
from positions.vocabulary import Role
from tests.site.entering import SINCE
from tests.site.world import World


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The world once for a module: each test asks inside a savepoint that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db, jobs_at_once):
    return built


@pytest.fixture
def newcomer(unit, administrator):
    return accounts.open_account("zhang", name="张人事", role=Role.UNIT, unit=unit, by=administrator, since=SINCE)


@pytest.fixture
def page(transactional_db, live_server, chromium, settings):
    """A page at 1366 × 768 that fails the test for every error in its console and every request to another host."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
    settings.FRESH = datetime.timedelta(hours=1)  # on a crowded machine a test takes longer than a clerk
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(15_000)
    wrong = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda request: wrong.append(request.url) if not request.url.startswith((live_server.url, "data:")) else None,
    )
    yield page
    context.close()
    assert wrong == []


@pytest.fixture(autouse=True)
def no_real_backups(monkeypatch):
    """The button starts its job, which has tests of its own (tests/backups)."""
    monkeypatch.setitem(work._works, "backup", lambda desk: None)
