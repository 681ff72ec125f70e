"""What of the record is kept outside the database: number and digest of each entry, a line each, and the head of each day.

Whoever has the database in hand could cut off the last entries, and the chain that is left would be whole; or, with the key, write
it all anew. The lines lie in a file of the portal's folder, which no role of the database reaches. An entry whose process died
between its commit and the line has none, nor has one whose line found the disk full; the next line covers it, and how many no line covers
is told by dingnan_sw.audit.verifying. A line is only ever missing, never wrong: each begins afresh, whatever stands before it.
"""

import datetime
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dingnan_sw.audit.models import GENESIS, Entry

SHORT = 16  # characters of a digest on paper: 64 bits


def path() -> Path:
    return Path(settings.AUDIT_HEADS)


def keep(number: int, digest: str) -> None:
    """Add a line; two processes at once each write theirs whole, and one that was torn before it ends where this one begins."""
    _made()
    with open(os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab", buffering=0) as file:
        file.write(f"\n{number} {digest}\n".encode())


def _made() -> None:
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def kept() -> dict[int, str]:
    """Digest by number, of every line; nothing where there is no file yet. A torn line is left out."""
    if not path().exists():
        return {}
    return dict(_lines(path().read_text()))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for line in text.splitlines():
        number, _, digest = line.partition(" ")
        if number.isdecimal() and len(digest) == len(GENESIS):
            yield int(number), digest


def begin_anew() -> None:
    """After a restoration, whose backup states its own end: the lines of what was restored, and no others."""
    _made()
    fresh = path().with_suffix(".new")
    rows = Entry.objects.order_by("pk").values_list("pk", "digest")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{number} {digest}\n" for number, digest in rows.iterator())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path())


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a day, as paper shows it."""

    day: datetime.date
    number: int
    digest: str

    def __str__(self) -> str:
        short = self.digest[:SHORT]
        groups = " ".join(short[place : place + 4] for place in range(0, SHORT, 4))
        return f"审计 {self.day} 第 {self.number} 条 {groups}"


def head_before(day: datetime.date) -> Head | None:
    """The head of the last day before that one on which something was recorded; on the first day of all, the first entry.

    It is the same all day long, so that a sheet made twice on one day is the same.
    """
    midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    entry = Entry.objects.filter(at__lt=midnight).order_by("-pk").first() or Entry.objects.order_by("pk").first()
    return Head(timezone.localtime(entry.at).date(), entry.pk, entry.digest) if entry else None


def mark(day: datetime.date) -> str:
    """For the foot of a sheet made on that day; empty before anything was recorded."""
    return str(head_before(day) or "")
