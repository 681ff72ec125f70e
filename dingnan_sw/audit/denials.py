"""What was refused: each such request is one entry of the record, with who asked, from where and for what.

Refused is what was answered 403, what was answered 404 at an address of ours (it is not there, or not the asker's: the answer is
the same and so is the entry), and an act that a verb would not do. A program that asks in a loop cannot fill the record: after
MOST entries within a minute what an account (or, of strangers, an address) goes on asking is only counted, and the number is one
entry when the minute is over. It is counted in the database, for all processes together, so that it outlives each of them.
"""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dingnan_sw.audit.chain import coming_from, place, record
from dingnan_sw.audit.models import Denials
from dingnan_sw.lib.identity import without_numbers

Handler = Callable[[HttpRequest], HttpResponse]
DENIED, REFUSED, MORE = "拒绝访问", "拒绝办理", "更多拒绝"
MOST = 30
MINUTE = datetime.timedelta(minutes=1)
LONGEST = 200  # characters of an address or a reason that are kept
COUNT_ONE_MORE = """
    INSERT INTO audit_denials (asker, account_id, address, since, count) VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (asker) DO UPDATE SET count = audit_denials.count + 1 RETURNING count
"""
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
    tell_counted()
    if _counted(user) <= MOST:
        reason = {"reason": without_numbers("；".join(said))[:LONGEST]} if said else {}
        told = {"page": _asked(request), "method": request.method, "status": response.status_code, **reason}
        record(action, by=user, stranger=user is None, **told)


def _counted(user: Any) -> int:
    """How many the asker has had with this one, in the minute that began with the first."""
    asker = f"{user.pk}" if user else place()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE_MORE, [asker, user and user.pk, place(), timezone.now()])
        return int(cursor.fetchone()[0])


@transaction.atomic
def tell_counted() -> None:
    """Enter what was only counted in the minutes that are over, and forget them; of two processes at once each tells its own.

    Called before each entry and by the housekeeping. A minute that begins well after now is over too: the clock went back. One that
    begins just after it was begun by another process, since we asked for the time.
    """
    now = timezone.now()
    over = Denials.objects.exclude(since__range=(now - MINUTE, now + MINUTE)).select_related("account")
    gone = list(over.select_for_update(skip_locked=True, of=("self",)))
    for one in gone:
        if one.count > MOST:
            begun, who = f"{timezone.localtime(one.since):%Y-%m-%d %H:%M:%S}", one.account
            record(MORE, by=who, stranger=who is None, address=one.address, begun=begun, count=one.count - MOST)
    Denials.objects.filter(pk__in=[one.pk for one in gone]).delete()


def _asked(request: Any) -> str:
    """The address without its query; of a sign-in link, whose address is a key, the pattern."""
    match = request.resolver_match
    path = f"/{match.route}" if match and "token" in match.kwargs else request.path
    return without_numbers(path)[:LONGEST]


def refuse(refused: Exception, *, by: Any = None) -> None:
    """An act that a command did not do."""
    record(REFUSED, by=by, reason=without_numbers(str(refused))[:LONGEST])
