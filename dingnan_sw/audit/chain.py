"""Adding entries to the record; that none was touched since is proved by dingnan_sw.audit.verifying."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from dingnan_sw.audit import heads
from dingnan_sw.audit.models import GENESIS, Entry
from dingnan_sw.audit.verifying import told, written

# Any fixed number: it names the lock under which writers take turns, so that the chain cannot fork.
CHAIN_LOCK = 41_2020
SHELL = "命令行"
_place: ContextVar[str] = ContextVar("place", default=SHELL)


def place() -> str:
    """Where acts come from here: an IP address, or 命令行."""
    return _place.get()


@contextmanager
def coming_from(somewhere: str) -> Iterator[None]:
    """Inside, acts come from somewhere."""
    token = _place.set(somewhere)
    try:
        yield
    finally:
        _place.reset(token)


def record(
    action: str,
    *,
    by: Any = None,
    about: models.Model | None = None,
    address: str = "",
    stranger: bool = False,
    **details: Any,
) -> Entry:
    """Add one entry in the transaction of the act it tells of.

    Args:
        action: what was done, in the office's words.
        by: the account; None for what came from a shell without one, or from a stranger: someone not signed in.
        about: the row it concerns.
        address: where the act came from, when it is not from where the request or the process is (coming_from).
        details: whatever explains it, as JSON; never an ID, phone or account number.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
        entry = Entry(
            at=timezone.now(),
            actor=by,
            actor_name=str(by) if by else "未登录" if stranger else "命令行",
            action=action,
            object_type=about._meta.label_lower if about else "",
            object_id=str(about.pk) if about else "",
            details=details,
            address=address or place(),
            previous=_head(),
        )
        entry.digest = digest(entry)
        entry.save(force_insert=True)
        connection.on_commit(lambda: heads.keep(entry.pk, entry.digest), robust=True)
    return entry


def _head() -> str:
    last = Entry.objects.order_by("-pk").values_list("digest", flat=True).first()
    return last or GENESIS


def digest(entry: Entry) -> str:
    """The HMAC-SHA256, in hexadecimal, of everything the entry says and of the entry before."""
    return hmac.digest(settings.KEYRING.audit_key, written(entry.previous, told(entry)), "sha256").hex()
