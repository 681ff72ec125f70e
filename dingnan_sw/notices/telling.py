"""Telling accounts something, here and by mail."""

import logging
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from dingnan_sw.notices.models import Notice

logger = logging.getLogger(__name__)

SUBJECT = "定南县社会工作人才管理系统：有新消息"
BODY = "有新消息，请登录系统查看。"  # nothing of the text itself leaves the portal
LONGEST: int = Notice._meta.get_field("text").max_length
MAIL_SECONDS = 120  # what a batch of mails may take, waiting included; the message itself stands in the portal anyhow
# These wait for nobody.
LOCAL = tuple(f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "filebased", "locmem"))

# What it still holds when the process ends is sent first.
_post = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def tell(users: Iterable[Any], text: str, url: str, key: str = "") -> int:
    """Give each of these accounts the message; those who have one with this key are left alone. Returns how many were told.

    text: never an ID, phone or account number; cut to what a notice holds. A mail says only that there is a message.
    """
    everyone = {user.pk: user for user in users if user.is_active}
    if key:
        told = set(Notice.objects.filter(user__in=everyone, key=key).values_list("user_id", flat=True))
        everyone = {pk: user for pk, user in everyone.items() if pk not in told}
    fresh = [Notice(user=user, text=_cut(text), url=url, key=key) for user in everyone.values()]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    addresses = [user.email for user in everyone.values() if user.email]
    if settings.EMAIL_HOST and addresses:
        transaction.on_commit(partial(_mail, addresses))
    return len(fresh)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _mail(addresses: list[str]) -> None:
    """Through a mail server by a thread of its own, so that neither a request nor a command waits for the server."""
    deadline = time.monotonic() + MAIL_SECONDS
    if settings.EMAIL_BACKEND in LOCAL:
        _send(addresses, deadline)
        return
    _post.submit(_send, addresses, deadline)


def _send(addresses: list[str], deadline: float) -> None:
    """A mail to each, over one connection; a mail server that fails is no reason to undo what was done."""
    try:
        with get_connection() as connection:
            for number, address in enumerate(addresses):
                if time.monotonic() > deadline:
                    logger.error("%s of %s mails were not sent in time", len(addresses) - number, len(addresses))
                    return
                _send_one(EmailMessage(SUBJECT, BODY, None, [address], connection=connection))
    except Exception:
        logger.exception("the mail server cannot be used")


def _send_one(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:
        logger.exception("a notice could not be mailed")
