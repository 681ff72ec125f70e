"""保存期限 — 个人信息保护法第十九条、第四十七条: the schedule (retention.toml) and its enforcement, once a day.

The ledger, the audit record and the histories are never touched: the database lets nobody delete from them.
"""

import datetime
import logging
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import Entry
from dingnan_sw.jobs import work

logger = logging.getLogger(__name__)

SCHEDULE = Path(__file__).with_name("retention.toml")
ENFORCED = "执行保存期限"
Enforce = Callable[[datetime.datetime], int]
_enforcers: dict[str, Enforce] = {}


@dataclass(frozen=True, slots=True)
class Term:
    """days 0: for good; since: from when on it is counted; enforced: by this module."""

    name: str
    first: datetime.date
    what: str
    days: int
    since: str
    rule: str
    end: str
    enforced: bool = True

    @property
    def words(self) -> str:
        if not self.days:
            return "长期"
        years, left = divmod(self.days, 365)
        return f"{years} 年" if years and left < years else f"{self.days} 天"


@cache
def _terms() -> tuple[Term, ...]:
    read = tomllib.loads(SCHEDULE.read_text(encoding="utf-8"))["term"]
    return tuple(Term(first=one.pop("from"), **one) for one in read)


def schedule(on: datetime.date) -> list[Term]:
    """The terms in force on that day, in the order of the file."""
    latest: dict[str, Term] = {}
    for term in sorted(_terms(), key=lambda term: term.first):
        if term.first <= on:
            latest[term.name] = term
    order = list(dict.fromkeys(term.name for term in _terms()))
    return sorted(latest.values(), key=lambda term: order.index(term.name))


def enforces(name: str) -> Callable[[Enforce], Enforce]:
    """The function that ends what was over before a moment; it returns how many."""

    def decorate(enforce: Enforce) -> Enforce:
        _enforcers[name] = enforce
        return enforce

    return decorate


def enforce(now: datetime.datetime) -> dict[str, int]:
    """All terms; what fails keeps none of the others back and is tried again the next hour. Returns how many, by name.

    Raises:
        ExceptionGroup: what failed, after all have had their turn.
    """
    done, failures = {}, []
    for term in schedule(timezone.localtime(now).date()):
        if term.enforced:
            try:
                with transaction.atomic():
                    done[term.name] = _enforcers[term.name](now - datetime.timedelta(days=term.days))
            except Exception as failure:
                failures.append(failure)
    if failures:
        raise ExceptionGroup("terms that were not enforced", failures)
    record(ENFORCED, counts=done)
    return done


def last_run() -> Entry | None:
    return Entry.objects.filter(action=ENFORCED).order_by("-pk").first()


@work.cleaner
def daily() -> None:
    """Called every hour; the first time on a day does it."""
    now, last = timezone.now(), last_run()
    if last is None or timezone.localtime(last.at).date() < timezone.localtime(now).date():
        enforce(now)


@enforces("sessions")
def sessions(before: datetime.datetime) -> int:
    """Its row ends settings.SESSION_COOKIE_AGE after the session was last kept; it has long let nobody in by then."""
    lasts = datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return int(Session.objects.filter(expire_date__lt=before + lasts).delete()[0])


@enforces("temporary")
def temporary(before: datetime.datetime) -> int:
    """What a process that was killed left behind."""
    left = [path for path in settings.FILE_UPLOAD_TEMP_DIR.iterdir() if path.stat().st_mtime < before.timestamp()]
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return len(left)
