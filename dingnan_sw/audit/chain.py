"""Adding entries to the record and proving that none was touched."""

import hmac
import json
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from dingnan_sw.audit.models import Entry

GENESIS = "0" * 64
# Any fixed number: it names the lock under which writers take turns, so that the chain cannot fork.
CHAIN_LOCK = 41_2020


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
        address: where the act came from: an IP address, or 命令行.
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
            address=address,
            previous=_head(),
        )
        entry.digest = digest(entry)
        entry.save(force_insert=True)
    return entry


def _head() -> str:
    last = Entry.objects.order_by("-pk").values_list("digest", flat=True).first()
    return last or GENESIS


def digest(entry: Entry) -> str:
    """The HMAC-SHA256, in hexadecimal, of everything the entry says and of the entry before."""
    told = (
        entry.previous,
        entry.at.isoformat(),
        entry.actor_id,
        entry.actor_name,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.details,
        entry.address,
    )
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hmac.digest(settings.KEYRING.audit_key, text.encode(), "sha256").hex()


def first_broken() -> Entry | None:
    """The first entry that does not fit the chain; None when all of them do."""
    previous = GENESIS
    for entry in Entry.objects.order_by("pk").iterator():
        if entry.previous != previous or entry.digest != digest(entry):
            return entry
        previous = entry.digest
    return None
