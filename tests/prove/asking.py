"""Every address of the portal as every role, asked with what nobody should send, each request undone before the next."""

import io
import logging
import random
import re
import time
from collections import Counter, defaultdict
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote_to_bytes, urljoin, urlsplit

from django.apps import apps
from django.contrib import admin
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_finished, request_started
from django.db import Error, close_old_connections, models, transaction
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse

from dingnan_sw.jobs.models import Job, State
from tests.prove import hostile
from tests.prove.taking import CHINESE, OURS
from tests.site import matrix
from tests.site.world import ROLES

SECONDS = 30
NUMBER = re.compile(r"编号：<strong>[0-9A-F]{8}</strong>")
TAG = re.compile(r"<[^>]*>")
NOBODY = "nobody"
OWN_APPS = ("positions", "talent", "incentives", "dingnan_sw")
# Pages of the administrators' site that belong to no table.
ADMIN = (
    ("admin:app_list", ["positions"]),
    *((f"admin:{name}", []) for name in ("index", "autocomplete", "jsi18n", "login", "logout", "password_change", "password_change_done")),
)  # fmt: skip
# Free text of the office, by the names of its fields: the others have a form that their pages rely on.
FREE = re.compile(
    r"name|note|reason|words|text|subject|remark|duty|purpose|title|reviewer|address|contact|education|detail"
)


@dataclass(frozen=True)
class Target:
    """A page or a button: where it is, and the fields that it is sent; files are the names of what it takes uploads under."""

    name: str
    method: str
    path: str
    fields: tuple[tuple[bytes, bytes], ...] = ()
    files: tuple[bytes, ...] = ()


@dataclass
class Tally:
    cases: int = 0
    slowest: float = 0.0
    answers: Counter = field(default_factory=Counter)
    by_pair: Counter = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page, and the questions its links put: (method, address, fields, files)."""

    def __init__(self, page):
        super().__init__()
        self.found, self.form, self.select = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.form = (given.get("method", "get").upper(), given.get("action") or "", [], [])
            self.found.append(self.form)
        if tag == "a" and "?" in (given.get("href") or ""):
            parts = urlsplit(given["href"])
            self.found.append(("GET", parts.path, parse_qsl(parts.query, keep_blank_values=True), []))
        if self.form is not None and given.get("name"):
            self._field(tag, given)
        if tag == "option" and self.select and ("selected" in given or not self.form[2][-1][1]):
            self.form[2][-1] = (self.select, given.get("value", ""))

    def _field(self, tag, given):
        if tag == "select":
            self.select = given["name"]
            self.form[2].append((given["name"], ""))
        if tag == "textarea" or (tag == "button" and given.get("type") != "button"):
            self.form[2].append((given["name"], given.get("value", "")))
        if tag == "input" and given.get("type") == "file":
            self.form[3].append(given["name"].encode())
        if tag == "input" and given.get("type") != "file":
            self.form[2].append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = None


class Body(io.BytesIO):
    """As a server hands it on: whatever length is asked for, there is no more than came."""

    def read(self, size=-1):
        return super().read(min(size, len(self.getbuffer())))


class Loud(logging.Handler):
    """What the portal logs of an exception that nobody caught. Each line is made as for its own log, which no input may break."""

    def __init__(self):
        super().__init__(logging.ERROR)
        own = next(handler for handler in logging.getLogger().handlers if handler.name == "console")
        self.formatter, self.filters, self.heard = own.formatter, own.filters, []

    def emit(self, record):
        self.format(record)
        if record.exc_info:
            self.heard.append(f"{record.exc_info[1]!r}")


class OwnForm(WSGIRequest):
    """As sent from a form of the portal's: it needs no token."""

    _dont_enforce_csrf_checks = True


class Handler(WSGIHandler):
    """As a server calls it: the test client's own keeps something of each request for ever."""

    request_class = OwnForm


class Asker:
    """One process's worth of the portal, asked without a server between."""

    def __init__(self, world):
        self.world = world
        self.handler = Handler()
        self.cookies = {role: _cookie(world.users[role]) for role in ROLES} | {NOBODY: ""}
        self.loud = Loud()

    @contextmanager
    def alone(self):
        """Nobody else hears meanwhile what the portal logs: pytest would keep each record, and with it the request. And the
        connection stays, since each request is undone.
        """
        root, ends = logging.getLogger(), (request_started, request_finished)
        others, root.handlers = root.handlers, [self.loud]
        for end in ends:
            end.disconnect(close_old_connections)
        try:
            yield
        finally:
            root.handlers = others
            for end in ends:
                end.connect(close_old_connections)

    def ask(self, role, method, path, question="", kind="", body=b"", **headers):
        """The response, with all its content."""
        environ = {
            **Client()._base_environ(), "HTTP_HOST": "localhost", "REQUEST_METHOD": method, "QUERY_STRING": question,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "HTTP_COOKIE": self.cookies[role], "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": Body(body), **headers,
        }  # fmt: skip
        with closing(self.handler(environ, lambda status, headers: None)) as response:
            return response, b"".join(response)

    def targets(self):
        """(name, role) → what there is to ask: the address itself, its forms, and the questions of its links."""
        found = defaultdict(set)
        for name, method, path, data in self._addresses():
            for role in self.cookies:
                fields = tuple((key.encode(), str(value).encode()) for key, value in data.items())
                parts = urlsplit(path)
                question = tuple((key.encode(), value.encode()) for key, value in parse_qsl(parts.query))
                found[name, role].add(Target(name, method.upper(), parts.path, fields or question))
                if method == "get":
                    self._read(found, role, path)
        return {pair: sorted(targets, key=repr) for pair, targets in found.items()}

    def _addresses(self):
        """Every name of the portal with an object in each state, and the administrators' pages."""
        lines = {
            (line.name, line.method, matrix.address(line, self.world)): line.sent
            for line in [*matrix.LINES, *matrix.SHEETS]
        }
        yield from ((*key, data) for key, data in lines.items())
        yield "login", "post", reverse("login"), {"username": "clerk", "password": "x", "next": "/"}
        yield "logout", "post", reverse("logout"), {}
        yield "privacy", "get", reverse("privacy"), {}
        yield "first-sign-in", "get", reverse("first-sign-in", args=["MQ", "set-password"]), {}
        for model, page in admin.site._registry.items():
            options, one = model._meta, model._default_manager.first()
            yield from self._admin(f"admin:{options.app_label}_{options.model_name}", page, one)
        for name, given in ADMIN:
            yield name, "get", reverse(name, args=given), {}

    def _admin(self, name, page, one):
        for pattern in page.urls:
            if not pattern.name or ":" in (pattern.name or ""):
                continue
            given = [one.pk] if one and "object_id" in str(pattern.pattern) else []
            try:
                yield f"admin:{pattern.name}", "get", reverse(f"admin:{pattern.name}", args=given), {}
            except Exception:  # an address for an object of which there is none
                continue

    def _read(self, found, role, path):
        """The page as the role sees it, taken apart."""
        parts = urlsplit(path)
        with transaction.atomic():
            response, content = self.ask(role, "GET", parts.path, parts.query)
            transaction.set_rollback(True)
        if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
            return
        for method, action, fields, files in Forms(content.decode()).found:
            where = urlsplit(urljoin(path, action)).path
            name = _name(where)
            if name and len(found[name, role]) < 40:
                sent = tuple(
                    (key.encode(), (value or "").encode()) for key, value in fields if key != "csrfmiddlewaretoken"
                )
                found[name, role].add(Target(name, method, where, sent[:60], tuple(files)))

    def case(self, tally, role, target, number, chance):
        """One request made of the target, and the page that it leads to; both undone."""
        began, self.loud.heard = time.monotonic(), []
        odd, sent = self._made(target, chance)
        with transaction.atomic():
            try:
                response, content = self.ask(role, **sent)
                answers = [(response, content)]
                if response.status_code == 302 and response.url.startswith("/"):
                    parts = urlsplit(response.url)
                    answers.append(self.ask(role, "GET", parts.path, parts.query))
                wrong = self._judge(answers, sent["method"])
            except Error as broken:
                wrong = f"the transaction broke: {broken!r}"
            transaction.set_rollback(True)
        took = time.monotonic() - began
        wrong = wrong or (f"took {took:.0f} s" if took > SECONDS else "")
        if wrong:
            tally.wrong.append(f"{number} {role} {target.method} {target.path[:99]} {odd[:200]}: {wrong[:500]}")
            print(tally.wrong[-1], flush=True)  # with -s as soon as it is found
        tally.cases += 1
        tally.by_pair[target.name, role] += 1
        tally.answers[response.status_code] += 1
        tally.slowest = max(tally.slowest, took)
        return took

    def _judge(self, answers, method):
        for response, content in answers:
            if response.status_code >= 500:
                return f"{response.status_code} {self.loud.heard}"
            if response.status_code >= 400 and method != "HEAD" and not says_so(response, content):
                return f"{response.status_code} without words or number: {content[:300]!r}"
            if "html" in response.get("Content-Type", "") and hostile.MARK.encode() in content:
                place = content.index(hostile.MARK.encode())
                return f"markup unescaped: {content[max(place - 200, 0) : place + 50]!r}"
        broken = Job.objects.filter(state=State.FAILED, message__startswith="处理时出错").first()
        return f"the job {broken.kind} broke: {self.loud.heard}" if broken else ""

    def _made(self, target, chance):
        """(what was done, the request)."""
        path, method, headers = target.path, target.method, {}
        fields, question, kind, body = target.fields, "", "", b""
        act = chance.random()
        if act < 0.12:
            path = _path_changed(path, chance)
        if act >= 0.08:
            fields = hostile.changed(fields, chance)
        if chance.random() < 0.02:
            method = chance.choice(hostile.METHODS)
        if chance.random() < 0.03:
            headers = dict([chance.choice(hostile.HEADERS)])
        if method == "GET" or (method == "POST" and chance.random() < 0.03):
            question = hostile.encoded(fields)
        elif chance.random() < 0.01:
            kind, body = chance.choice(hostile.BODIES)
        elif target.files or chance.random() < 0.1:
            kind, body = hostile.multipart(fields, target.files, chance)
        else:
            kind, body = "application/x-www-form-urlencoded", hostile.encoded(fields).encode()
        sent = {"method": method, "path": path, "question": question, "kind": kind, "body": body, **headers}
        return f"{question or body[:300]!r} {headers or ''}", sent


def says_so(response, content):
    """Whether a refusal is a page in Chinese, with nothing of the program's own and a number to tell the administrator."""
    page = content.decode()
    words = TAG.sub(" ", page.partition("<body")[2])
    chinese = len(CHINESE.findall(words)) > 20 and not OURS.search(words)
    return "html" in response.get("Content-Type", "") and chinese and NUMBER.search(page)


def _cookie(user):
    browser = Client()
    browser.force_login(user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())


def _name(path):
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return found.view_name


def _path_changed(path, chance):
    """One of the address's parts that names an object, replaced."""
    try:
        given = [str(value) for value in resolve(path).captured_kwargs.values()]
    except Resolver404:
        given = []
    parts = path.split("/")
    places = [place for place, part in enumerate(parts) if part in given] or [len(parts) - 1]
    parts[chance.choice(places)] = hostile.encoded([(b"", hostile.value(chance))])[1:]
    return "/".join(parts)


def mark_everything():
    """Free texts of all kinds get markup, as if it had been typed into them; what refuses it is left. Returns how many fields have it."""
    marked = 0
    for model in apps.get_models():
        if not model.__module__.startswith(OWN_APPS):
            continue
        for one in model._meta.concrete_fields:
            plain = type(one) in (models.CharField, models.TextField) and not one.choices and not one.unique
            if plain and FREE.search(one.name) and "match" not in one.name and (one.max_length or 999) > 20:
                marked += _marked(model, one.name)
    return marked


def _marked(model, name):
    try:
        with transaction.atomic():
            full = models.Value(hostile.MARK)
            return bool(
                model._default_manager.exclude(**{name: ""}).update(**{name: models.functions.Concat(full, name)})
            )
    except Error:
        return 0


def names():
    """Every URL name of the portal with its namespace, as the walk of the resolver finds them."""
    found = set()
    for pattern in get_resolver().url_patterns:
        space = getattr(pattern, "namespace", None)
        parts = getattr(pattern, "url_patterns", [pattern])
        found |= {f"{space}:{part.name}" if space else part.name for part in parts if getattr(part, "name", None)}
    return found


def walk(asker, targets, count):
    """So many cases: half of them in equal shares for every address and role, half by how cheap the page is."""
    tally, spent, pairs = Tally(), defaultdict(float), sorted(targets)
    share = max(count // (2 * len(pairs)), 1)
    order = [pair for _ in range(share) for pair in pairs][:count]
    for number in range(count):
        chance = random.Random(number)
        if number == len(order):
            weights = [1 / (spent[pair] / share + 0.005) for pair in pairs]
            order += random.Random(count).choices(pairs, weights, k=count - number)
        pair = order[number]
        spent[pair] += asker.case(tally, pair[1], chance.choice(targets[pair]), number, chance)
    return tally
