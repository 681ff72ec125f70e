"""Proving that the record is whole: the chain inside the database, and the lines kept outside it (dingnan_sw.audit.heads)."""

import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils import timezone

from dingnan_sw.audit import heads
from dingnan_sw.audit.models import GENESIS, Entry

# What a digest is over, in this order, after the digest before.
TOLD = ("at", "actor_id", "actor_name", "action", "object_type", "object_id", "details", "address")
PORTION = 5000


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the database gives it, without the cost of a model's instance."""

    number: int
    previous: str
    digest: str
    told: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """broken: the number of the first entry that does not fit; missing: numbers of entries that were there and are not, those
    at the end apart, which is what nothing inside the database shows; lineless: those after the last one that is known outside
    of it, which could be cut off unseen."""

    count: int
    broken: int | None = None
    missing: tuple[int, ...] = ()
    cut_off: tuple[int, ...] = ()
    lineless: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        return self.broken is None and not self.missing and not self.cut_off

    @property
    def first_bad(self) -> int | None:
        """The number of the first entry that was changed, added or taken away."""
        found = [*self.missing[:1], *self.cut_off[:1], *([] if self.broken is None else [self.broken])]
        return min(found, default=None)

    @property
    def words(self) -> str:
        if self.holds:
            return f"{self.count:,} 条记录前后相符。{self._unknown_outside}"
        return "；".join(self._faults()) + "。请保留数据库现状和备份，并报告主管领导。"

    @property
    def _unknown_outside(self) -> str:
        if not self.lineless:
            return ""
        return (
            f"末尾 {len(self.lineless):,} 条（第 {self.lineless[0]} 条起）在库外没有摘要，被删掉看不出来："
            f"请系统管理员查看磁盘是否满了、{heads.path()} 是否还在并可写。"
        )

    def _faults(self) -> Iterator[str]:
        if self.broken is not None:
            yield f"从{_named(self.broken)}起前后不符，它或它前面的记录被改动、插入或删除过"
        if self.missing:
            yield f"第 {self.missing[0]} 条被删除（共缺 {len(self.missing):,} 条）"
        if self.cut_off:
            yield f"末尾缺 {len(self.cut_off):,} 条（第 {self.cut_off[0]} 条起）"


def _named(number: int) -> str:
    entry = Entry.objects.filter(pk=number).first()
    if entry is None:
        return f"第 {number} 条"
    return f"第 {number} 条（{timezone.localtime(entry.at):%Y-%m-%d %H:%M} {entry.actor_name} {entry.action}）"


def verify(newest: int | None = None) -> Verdict:
    """The whole record, or its newest entries, in one pass.

    The lines are read first: an entry has its line only after it is there for all. They are read again for those without one,
    which may have been added meanwhile.
    """
    lines = heads.kept()
    first = Entry.objects.order_by("-pk").values_list("pk", flat=True)[newest - 1 : newest].first() if newest else None
    if first is None:
        verdict = compared(rows(), lines)
    else:
        verdict = compared(rows(first), {number: lines[number] for number in lines if number >= first}, _before(first))
    if not verdict.lineless:
        return verdict
    return replace(verdict, lineless=_after(heads.kept(), verdict.lineless))


def _after(lines: dict[int, str], numbers: Iterable[int]) -> tuple[int, ...]:
    """Those that follow the last line. The digests of what has one cover whatever stands before it."""
    last = max(lines, default=0)
    return tuple(number for number in numbers if number > last)


def _before(number: int) -> str:
    """The digest of the entry before that one, as the database gives it."""
    entries = Entry.objects.filter(pk__lt=number).order_by("-pk")
    return entries.values_list("digest", flat=True).first() or GENESIS


def rows(first: int = 0) -> Iterator[Row]:
    entries = Entry.objects.filter(pk__gte=first).order_by("pk")
    found = entries.values_list("pk", "previous", "digest", *TOLD)
    for number, previous, digest, *told in found.iterator(chunk_size=PORTION):
        yield Row(number, previous, digest, tuple(told))


def compared(found: Iterable[Row], lines: dict[int, str], previous: str = GENESIS) -> Verdict:
    """previous: the digest of the entry before the first of them."""
    chain, broken, there = Chain(previous), None, set()
    for row in found:
        there.add(row.number)
        fits = chain.takes(row) and lines.get(row.number, row.digest) == row.digest
        broken = row.number if broken is None and not fits else broken
    end = max(there, default=0)
    gone = sorted(lines.keys() - there)
    missing, cut_off = ([number for number in gone if (number > end) is after] for after in (False, True))
    return Verdict(len(there), broken, tuple(missing), tuple(cut_off), _after(lines, sorted(there)))


class Chain:
    """Takes entry after entry. After a rotation of the key older entries are known by the older ones, never the other way round."""

    def __init__(self, previous: str) -> None:
        self.previous = previous
        self.keys = list(settings.KEYRING.audit_keys)

    def takes(self, row: Row) -> bool:
        """Whether it follows the one before and says what it said when it was written."""
        follows, self.previous = row.previous == self.previous, row.digest
        return follows and self._sealed(row)

    def _sealed(self, row: Row) -> bool:
        text, said = written(row.previous, row.told), row.digest.encode()  # whatever was put there, also no digest
        for place, key in enumerate(self.keys):
            if hmac.compare_digest(hmac.digest(key, text, "sha256").hex().encode(), said):
                del self.keys[:place]
                return True
        return False


def written(previous: str, told: Sequence[Any]) -> bytes:
    """What a digest is over."""
    at, *rest = told
    return json.dumps((previous, at.isoformat(), *rest), ensure_ascii=False, sort_keys=True, default=str).encode()


def told(entry: Entry) -> tuple[Any, ...]:
    return tuple(getattr(entry, name) for name in TOLD)
