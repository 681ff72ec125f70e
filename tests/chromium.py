"""A real browser, where there is one."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright  # only where a browser is needed

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
