"""An account just opened; a real browser, at 1366 × 768, failing for every console error and every foreign request."""

import datetime
import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from dingnan_sw.jobs import work
from positions import accounts
from positions.vocabulary import Role
from tests.site.entering import SINCE

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture
def newcomer(unit, administrator):
    return accounts.open_account("zhang", name="张人事", role=Role.UNIT, unit=unit, by=administrator, since=SINCE)


@pytest.fixture(scope="module")
def chromium():
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("没有 Chromium：make setup 会在允许的机器上安装它（apt-get install chromium）")
    if path is None:
        pytest.skip("没有 Chromium，跳过浏览器测试：apt-get install chromium 后再试")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # playwright keeps an event loop in this thread; the tests are not async
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


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
