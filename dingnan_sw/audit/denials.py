"""What was refused: each such request is one entry of the record, with who asked, from where and for what.

Refused is what was answered 403, what was answered 404 at an address of ours (it is not there, or not the asker's: the answer is
the same and so is the entry), and an act that a verb would not do. A program that asks in a loop cannot fill the record: after
MOST entries within a minute what an account (or, of strangers, an address) goes on asking is only counted, and the number is one
entry when the minute is over.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from dingnan_sw.audit.chain import coming_from, record
from dingnan_sw.lib.identity import without_numbers

Handler = Callable[[HttpRequest], HttpResponse]
DENIED, REFUSED, MORE = "拒绝访问", "拒绝办理", "更多拒绝"
MOST = 30
MINUTE = 60.0
LONGEST = 200  # characters of an address or a reason that are kept
_said: ContextVar[list[str] | None] = ContextVar("said", default=None)


class Denied(Exception):
    """The base of the refusals of verbs; what is told to the account is told to the record too."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        said = _said.get()
        if said is not None and message not in said:
            said.append(message)


def watch(get_response: Handler) -> Handler:
    """Middleware: where an act came from, and what of it was refused."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with coming_from(request.META.get("REMOTE_ADDR", "")):
            with _listening() as said:
                response = get_response(request)
            action = _action(request, response, said)
            if action:
                _tell(action, request, response, said)
        return response

    return middleware


@contextmanager
def _listening() -> Iterator[list[str]]:
    said: list[str] = []
    token = _said.set(said)
    try:
        yield said
    finally:
        _said.reset(token)


def _action(request: HttpRequest, response: HttpResponse, said: list[str]) -> str:
    known = request.resolver_match is not None
    if response.status_code == HTTPStatus.FORBIDDEN or (response.status_code == HTTPStatus.NOT_FOUND and known):
        return DENIED
    return REFUSED if said else ""


def _tell(action: str, request: Any, response: HttpResponse, said: list[str]) -> None:
    user = request.user if request.user.is_authenticated else None
    who = {"by": user, "stranger": user is None}
    for left_over, count in _bound.over():
        record(MORE, stranger=True, asker=left_over, count=count)
    asker = str(user or request.META.get("REMOTE_ADDR", ""))
    if _bound.allows(asker):
        reason = {"reason": without_numbers("；".join(said))[:LONGEST]} if said else {}
        record(action, **who, page=_asked(request), method=request.method, status=response.status_code, **reason)


def _asked(request: Any) -> str:
    """The address without its query; of a sign-in link, whose address is a key, the pattern."""
    match = request.resolver_match
    path = f"/{match.route}" if match and "token" in match.kwargs else request.path
    return without_numbers(path)[:LONGEST]


def refuse(refused: Exception, *, by: Any = None) -> None:
    """An act that a command did not do."""
    record(REFUSED, by=by, reason=without_numbers(str(refused))[:LONGEST])


class Bound:
    """How many entries each asker has had in the minute that began with the first; of one process, for all its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minutes: dict[str, tuple[float, int]] = {}

    def allows(self, asker: str) -> bool:
        """Whether what was just refused is an entry of its own."""
        with self._lock:
            begun, count = self._minutes.get(asker, (time.monotonic(), 0))
            self._minutes[asker] = begun, count + 1
        return count < MOST

    def over(self) -> list[tuple[str, int]]:
        """(asker, how many were only counted) of the minutes that are over; they are forgotten."""
        now = time.monotonic()
        with self._lock:
            gone = {asker: count for asker, (begun, count) in self._minutes.items() if now - begun >= MINUTE}
            for asker in gone:
                del self._minutes[asker]
        return [(asker, count - MOST) for asker, count in gone.items() if count > MOST]


_bound = Bound()
