"""What is answered when a request cannot be: in plain words, with a reference number (编号) that stands in the log line too.

These pages ask nothing of the database: they come while it is away.
"""

import errno
import logging
import re
import secrets
import shutil
import sys
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from dingnan_sw.lib.identity import without_numbers

KEPT = "portal.reference"
RETRY = 30  # seconds
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
DISK_FULL = "53100"  # of PostgreSQL
SEGMENT = 16 * 1024 * 1024  # bytes of the next piece of its log
ROOM, DATABASE = "no_room", "database_away"
SIGN_IN_KEY = re.compile(r"(?<=/first/)[^\s?]+")
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def reference(request: HttpRequest) -> str:
    """Eight letters and digits by which the page that a user sees and the log line that tells why are known as one."""
    found: str = request.META.setdefault(KEPT, secrets.token_hex(4).upper())
    return found


def page(request: HttpRequest, template: str, status: int, **more: Any) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"reference": reference(request), **more}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, TOO_MUCH):
        return page(request, "413.html", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return page(request, "400.html", HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "403.html", HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "404.html", HTTPStatus.NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:
    """An exception nobody caught: 503 where the machine is to blame and trying again will do, else 500."""
    lacking = machine_lacks(sys.exc_info()[1])
    if lacking:
        return _later(page(request, "503.html", HTTPStatus.SERVICE_UNAVAILABLE, disk_full=lacking == ROOM))
    return page(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def machine_lacks(raised: BaseException | None) -> str:
    """ROOM, DATABASE, or nothing. A database that stopped since its log has no room left is only seen to be away."""
    if no_room(raised):
        return ROOM
    if isinstance(raised, OperationalError | InterfaceError):
        return ROOM if shutil.disk_usage(settings.DATA_DIR).free < SEGMENT else DATABASE
    return ""


def no_room(raised: BaseException | None) -> bool:
    """Whether a disk is full, ours or the database's; also where a library has said it in words of its own."""
    while raised is not None:
        if getattr(raised, "errno", None) in NO_ROOM or getattr(raised, "pgcode", None) == DISK_FULL:
            return True
        raised = raised.__cause__ or raised.__context__
    return False


def _later(response: HttpResponse) -> HttpResponse:
    response.headers["Retry-After"] = str(RETRY)
    return response


class Numbered(logging.Filter):
    """Gives a log record the reference number of its request, if it has one."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.reference = f"编号 {reference(request)}：" if isinstance(request, HttpRequest) else ""
        return True


class Discreet(logging.Formatter):
    """Without what the database adds to an error about the row at fault, which may hold a person's data; without persons' numbers
    that were typed into an address; and without the key in the address of a first sign-in, by which anyone signs in for 72 hours.
    """

    def format(self, record: logging.LogRecord) -> str:
        return SIGN_IN_KEY.sub("…", without_numbers(super().format(record)))

    def formatException(self, exc_info: Any) -> str:
        lines = super().formatException(exc_info).splitlines()
        return "\n".join(line for line in lines if not line.startswith(("DETAIL:", "CONTEXT:")))
