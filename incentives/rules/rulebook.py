"""policy.toml, read once into a frozen book that is asked by name and day."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from incentives.rules.vocabulary import Level

CENT = Decimal("0.01")
SOURCE = Path(__file__).with_name("policy.toml")
ABOUT_THE_ENTRY = frozenset({"from", "document", "clause", "phrases", "assumed"})


class RateBelowFloor(ValueError):
    """A rate in force that 三（二） does not allow."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One scale from its first day on: in which document it stands and where in it, and its values."""

    name: str
    since: date
    document: str
    clause: str
    phrases: tuple[str, ...]
    assumed: str
    values: Mapping[str, Any]

    def amount(self, level: Level) -> Decimal | None:
        """Yuan for the level; None when the document sets none."""
        text = self.values.get(level.key)
        return None if text is None else Decimal(text).quantize(CENT)

    def names(self, key: str) -> frozenset[str]:
        return frozenset(self.values[key])


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All scales, each in the order of its first days."""

    document: str
    title: str
    scales: Mapping[str, tuple[Entry, ...]]
    digest: str

    def find(self, name: str, on: date) -> Entry | None:
        """The entry in force that day; None before the first.

        Raises:
            KeyError: there is no such scale.
        """
        in_force = [entry for entry in self.scales[name] if entry.since <= on]
        return in_force[-1] if in_force else None

    def scale(self, name: str, on: date) -> Entry:
        """The entry in force that day.

        Raises:
            LookupError: the scale begins later, or there is no such scale.
        """
        entry = self.find(name, on)
        if entry is None:
            raise LookupError(f"{name} 在 {on} 还没有标准")
        return entry

    def measure(self, name: str, on: date) -> Entry:
        """The entry in force that day, or the first one: a target may be laid on the time before it was set."""
        return self.find(name, on) or self.scales[name][0]

    def changes(self, name: str) -> list[date]:
        return [entry.since for entry in self.scales[name]]


def build(source: Mapping[str, Any]) -> RuleBook:
    """The book of a parsed policy.

    Raises:
        RateBelowFloor: a rate in force below the floor of 三（二）.
        ValueError: first days out of order.
    """
    document = source["document"]
    scales = {name: _entries(name, rows, document) for name, rows in source.items() if isinstance(rows, list)}
    book = RuleBook(document, source["title"], MappingProxyType(scales), _digest(source))
    _check_floor(book)
    return book


def _entries(name: str, rows: list[dict[str, Any]], document: str) -> tuple[Entry, ...]:
    entries = tuple(_entry(name, row, document) for row in rows)
    if [entry.since for entry in entries] != sorted({entry.since for entry in entries}):
        raise ValueError(f"{name} 的起始日期应由早到晚、互不重复")
    return entries


def _entry(name: str, row: dict[str, Any], document: str) -> Entry:
    """document is that of the policy, where the entry stands unless it names another."""
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    kept = MappingProxyType({key: value for key, value in values.items() if key not in ABOUT_THE_ENTRY})
    phrases, assumed = tuple(row["phrases"]), row.get("assumed", "")
    return Entry(name, row["from"], row.get("document", document), row["clause"], phrases, assumed, kept)


def _check_floor(book: RuleBook) -> None:
    """三（二） sets floors: a rate in force may be higher, never lower, on whatever day either of them changes."""
    days = {*book.changes("monthly_allowance"), *book.changes("monthly_allowance_floor")}
    for day in sorted(days):
        rates, floors = book.find("monthly_allowance", on=day), book.scale("monthly_allowance_floor", on=day)
        for level in Level:
            if rates is not None:
                _check_rate(day, level, rates.amount(level), floors.amount(level))


def _check_rate(day: date, level: Level, rate: Decimal | None, least: Decimal | None) -> None:
    if rate is None or least is None or rate < least:
        raise RateBelowFloor(f"{day} 起的职业津贴标准低于文件下限：{level.words} {rate} 元，下限 {least} 元")


def _digest(source: Mapping[str, Any]) -> str:
    text = json.dumps(source, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def standard_source() -> dict[str, Any]:
    """policy.toml, parsed anew."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


@cache
def standard_book() -> RuleBook:
    """The book as the project carries it, without amendments."""
    return build(standard_source())
