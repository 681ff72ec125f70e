"""Every page that an account of the demo county reaches, opened in Chromium at 1366 × 768 as an office has it.

Pages are the same when their addresses differ in numbers, dates and what is searched for alone; of each so many are opened
(CRAWL, 2 unless told otherwise), since what stands in them differs.
"""

import os
import re
import tempfile
from collections import Counter, deque
from pathlib import Path
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest

from dingnan_sw.management.commands.demo import ACCOUNTS
from tests.prove.portal import Portal

ADDRESS = "127.0.0.1:8766"
HOME = f"http://{ADDRESS}/"
OF_A_KIND = int(os.environ.get("CRAWL", "2"))
LEAST = 20  # pages that even the role with the fewest reaches
NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+(-\d+)*")
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI));
"""
LOOK = """() => {
  document.querySelectorAll("details").forEach((part) => { part.open = true; });
  return {
    violations: window.violations,
    wide: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
    links: [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")),
  };
}"""


@pytest.fixture(scope="module")
def portal():
    with tempfile.TemporaryDirectory(prefix="dnsw-") as name:
        Path(name).chmod(0o755)
        # Every file that is offered is taken, one after the other.
        served = Portal(Path(name), ADDRESS, EXPORTS_IN_TEN_MINUTES="10000")
        served.manage("prepare")
        served.manage("demo")
        served.serve()
        try:
            yield served
        finally:
            served.stop()


def kind(address):
    """What is left of an address without its numbers: the same for pages of the same kind."""
    parts = urlsplit(address)
    return NUMBERS.sub("#", parts.path), tuple(sorted(name for name, value in parse_qsl(parts.query) if value))


class Walk:
    """One account's way through the portal: what was opened, and what was wrong with it."""

    def __init__(self, page):
        self.page, self.at = page, HOME
        self.opened, self.files, self.seen = Counter(), Counter(), {HOME}
        self.wrong = {"策略违规": [], "外部请求": [], "控制台报错": [], "横向溢出": [], "打不开": []}
        self.listen()

    def listen(self):
        self.page.context.add_init_script(WATCH)
        self.page.on("console", lambda said: self.note("控制台报错", said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.note("控制台报错", error))
        self.page.on(
            "request", lambda asked: None if asked.url.startswith((HOME, "data:")) else self.note("外部请求", asked.url)
        )

    def note(self, what, detail):
        self.wrong[what].append(f"{self.at} {detail}")

    def sign_in(self, username, password):
        self.page.goto(HOME)
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        self.page.get_by_role("button", name="退出").wait_for()

    def all(self):
        waiting = deque([HOME])
        while waiting:
            self.at = waiting.popleft()
            found = [urldefrag(urljoin(self.at, link)).url for link in self.open()]
            fresh = [link for link in dict.fromkeys(found) if link.startswith(HOME) and link not in self.seen]
            self.seen.update(fresh)
            waiting.extend(fresh)

    def open(self):
        """The links of the page at this address; none of a file, nor where enough of its kind were opened."""
        from playwright.sync_api import Error

        if self.opened[kind(self.at)] >= OF_A_KIND or self.files[kind(self.at)] >= OF_A_KIND:
            return []
        try:
            answer = self.page.goto(self.at)
        except Error as download:
            if "Download is starting" not in str(download):
                raise
            return self.taken()
        return self.looked(answer)

    def taken(self):
        self.files[kind(self.at)] += 1
        status = self.page.context.request.get(self.at).status
        if status != 200:
            self.note("打不开", status)
        return []

    def looked(self, answer):
        self.opened[kind(self.at)] += 1
        if answer.status != 200:
            self.note("打不开", answer.status)
        found = self.page.evaluate(LOOK)
        for violation in found["violations"]:
            self.note("策略违规", violation)
        if found["wide"]:
            self.note("横向溢出", f"{found['wide']} 像素")
        return found["links"]


def password(portal, username):
    notes = (portal.folder / "demo-accounts.txt").read_text()
    return re.search(rf"^{username}\s+(\S+)", notes, re.MULTILINE)[1]


@pytest.mark.browser
@pytest.mark.parametrize(("username", "name"), [(username, name) for username, name, *_ in ACCOUNTS])
def test_nothing_is_wrong_with_any_page(username, name, portal, chromium, figure):
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    walk = Walk(context.new_page())
    walk.sign_in(username, password(portal, username))
    walk.all()
    context.close()
    faults = "、".join(f"{what} {len(found)}" for what, found in walk.wrong.items())
    print(*(line for found in walk.wrong.values() for line in found), sep="\n")
    figure(
        f"浏览器走查（{name}）",
        "策略违规、外部请求、控制台报错、横向溢出、打不开都是 0",
        f"{walk.opened.total()} 页（{len(walk.opened)} 种）、{walk.files.total()} 个文件：{faults}",
        walk.opened.total() >= LEAST and not any(walk.wrong.values()),
    )
