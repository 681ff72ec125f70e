"""Wrong passwords: after five, that account is closed for a quarter of an hour, whoever asks from wherever.

django-axes counts them, by account and by account and address, never by address alone: a whole office stands behind one. What is
typed as a user name may be a password or an ID number, so that its rows know it only as a keyed digest. An account that does not
exist is counted and answered like any other.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.signals import user_login_failed
from django.db import connection, transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.lib.secrets import blind_index
from positions.models import User

NOBODY = "（没有这个账号）"


def digest(username: str | None) -> str:
    """Of the account that the form will look for: every spelling that it reads as one name takes turns as one, and counts as one."""
    return blind_index(f"sign-in {User.normalize_username((username or '').strip())}").hex()


def counted_as(request: Any, credentials: dict[str, Any] | None) -> str:
    """By what axes tells accounts apart."""
    return digest((credentials or request.POST).get("username"))


class Backend(AxesStandaloneBackend, ModelBackend):
    """Axes first, then the password; asked without a request, where nobody signs in, the password alone."""

    def authenticate(self, request: HttpRequest | None, username: str | None = None, password: str | None = None,
                     **more: Any) -> Any:  # fmt: skip
        if request is not None:
            super().authenticate(request, username=username, password=password)
        return ModelBackend.authenticate(self, request, username=username, password=password, **more)


@contextmanager
def one_at_a_time(username: str) -> Iterator[None]:
    """Tries on one account take turns, so that a hundred at once are no more than five."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest(username)])
        yield


@receiver(user_login_failed)
def tell(request: Any = None, credentials: Any = None, **signal: Any) -> None:
    """Each failed try is one entry of the audit record. Axes has counted it before us, unless the account was closed already."""
    if request is None:
        return
    account = User.objects.filter(username=credentials.get("username")).first()
    username = account.username if account else NOBODY
    record(
        _action(request), about=account, stranger=True, address=request.META.get("REMOTE_ADDR", ""), username=username
    )


def _action(request: Any) -> str:
    if not getattr(request, "axes_locked_out", False):
        return "登录失败"
    return "登录失败，账号锁定" if request.axes_failures_since_start else "锁定期间登录"


def opens_at(username: str) -> datetime.datetime | None:
    """When the account may be tried again; None when it is open."""
    now, cool_off = timezone.now(), get_cool_off()
    counted = AccessAttempt.objects.filter(username=digest(username), attempt_time__gte=now - cool_off)
    rows = list(counted.order_by("attempt_time").values_list("failures_since_start", "attempt_time"))
    left = sum(failures for failures, _ in rows)
    if left < settings.AXES_FAILURE_LIMIT:
        return None
    for failures, last in rows:
        left -= failures
        if left < settings.AXES_FAILURE_LIMIT:
            return last + cool_off
    raise AssertionError("the rows of a closed account hold its failures")


def answer(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:
    """What axes shows instead of the page."""
    told = {"opens": opens_at(credentials["username"]), "most": settings.AXES_FAILURE_LIMIT}
    return render(request, "signin/locked.html", told, status=settings.AXES_HTTP_RESPONSE_CODE)


def forgive(username: str) -> None:
    """Earlier failures no longer count."""
    AxesProxyHandler.reset_attempts(username=digest(username))


@transaction.atomic
def unlock(user: User, by: User, address: str = "") -> None:
    forgive(user.username)
    record("解除锁定", by=by, about=user, address=address, username=user.username)
