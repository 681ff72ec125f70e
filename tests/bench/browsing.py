"""A browser without a screen: cookies, forms and links of the pages, and how long each answer took."""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from time import perf_counter
from urllib.error import URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

PATIENCE = 60  # seconds
File = tuple[str, str, bytes]  # field, name, content
Told = Callable[[str, float, str], None]  # kind of page, seconds, what was wrong


class Page:
    """Where it led in the end, and what it says; a file has no text."""

    def __init__(self, url: str, text: str) -> None:
        self.url, self.text = url, text

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def address(self) -> str:
        return urlsplit(self.url)._replace(scheme="", netloc="").geturl()

    def links(self, pattern: str) -> list[str]:
        """The addresses of its links that match altogether."""
        found = (href for href in re.findall(r'href="([^"#]+)"', self.text) if re.fullmatch(pattern, href))
        return list(dict.fromkeys(found))

    def form(self, action: str) -> dict[str, str] | None:
        """The hidden fields of the form that leads there; None when the page has no such form."""
        return Forms(self).found.get(action)


class Forms(HTMLParser):
    """action → hidden fields; a form without an action leads back to its page."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self.here = page.address
        self.fields: dict[str, str] = {}
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self.fields = self.found.setdefault(told.get("action") or self.here, {})
        if tag == "input" and told.get("type") == "hidden" and told.get("name"):
            self.fields[str(told["name"])] = told.get("value") or ""


class Browser:
    """Tells of each answer: its kind, the seconds until its last byte, and what was wrong with it."""

    def __init__(self, home: str, told: Told) -> None:
        self.home, self.told = home, told
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))

    def get(self, kind: str, path: str) -> Page:
        return self._asked(kind, Request(urljoin(self.home, path)))

    def post(
        self, kind: str, page: Page, action: str, fields: Mapping[str, str] = {}, files: Iterable[File] = ()
    ) -> Page:
        """The page's form that leads there, with these fields filled in."""
        if (hidden := page.form(action)) is None:
            self.told(kind, 0.0, f"{page.url}: 页面上没有 {action} 的按钮")
            raise Failed
        filled = {**hidden, **fields}
        body, content = _multipart(filled, files) if files else (urlencode(filled).encode(), FORM)
        headers = {"Content-Type": content, "Referer": page.url, "Origin": self.home.rstrip("/")}
        return self._asked(kind, Request(urljoin(self.home, action), body, headers))

    def _asked(self, kind: str, request: Request) -> Page:
        """Raises Failed after it has told what was wrong."""
        begun = perf_counter()
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                body, url = answer.read(), answer.url
                is_text = answer.headers.get_content_type() in ("text/html", "application/json")
        except (URLError, OSError) as failure:
            self.told(kind, perf_counter() - begun, f"{request.full_url}: {failure}")
            raise Failed from failure
        page = Page(url, body.decode() if is_text else "")
        signed_out = page.path == "/login/" and kind not in SIGNED_OUT
        self.told(kind, perf_counter() - begun, f"{request.full_url}: 被要求重新登录" if signed_out else "")
        return page


class Failed(Exception):
    """Told already; whoever was at it goes on to the next thing."""


FORM = "application/x-www-form-urlencoded"
SIGNED_OUT = ("空页", "登录页", "登录")


def _multipart(fields: Mapping[str, str], files: Iterable[File]) -> tuple[bytes, str]:
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for field, name, content in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"
