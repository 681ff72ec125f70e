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

SOURCE = Path(__file__).with_name("policy.toml")
ABOUT_THE_ENTRY = frozenset({"from", "clause", "phrases", "assumed"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One scale from its first day on: where it stands in the document, and its values."""

    name: str
    since: date
    clause: str
    phrases: tuple[str, ...]
    assumed: str
    values: Mapping[str, Any]

    def amount(self, level: Level) -> Decimal | None:
        """Yuan for the level; None when the document sets none."""
        text = self.values.get(level.key)
        return None if text is None else Decimal(text)

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
        ValueError: first days out of order, or a rate in force below the floor of 三（二）.
    """
    scales = {name: _entries(name, rows) for name, rows in source.items() if isinstance(rows, list)}
    book = RuleBook(source["document"], source["title"], MappingProxyType(scales), _digest(source))
    _check_floor(book)
    return book


def _entries(name: str, rows: list[dict[str, Any]]) -> tuple[Entry, ...]:
    entries = tuple(_entry(name, row) for row in rows)
    if [entry.since for entry in entries] != sorted({entry.since for entry in entries}):
        raise ValueError(f"{name} 的起始日期应由早到晚、互不重复")
    return entries


def _entry(name: str, row: dict[str, Any]) -> Entry:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    kept = MappingProxyType({key: value for key, value in values.items() if key not in ABOUT_THE_ENTRY})
    return Entry(name, row["from"], row["clause"], tuple(row["phrases"]), row.get("assumed", ""), kept)


def _check_floor(book: RuleBook) -> None:
    """三（二） sets floors: a rate in force may be higher, never lower."""
    for entry in book.scales["monthly_allowance"]:
        floor = book.scale("monthly_allowance_floor", on=entry.since)
        for level in Level:
            rate, least = entry.amount(level), floor.amount(level)
            if rate is None or least is None or rate < least:
                raise ValueError(f"{entry.since} 起的职业津贴标准低于文件下限：{level.key} {rate} < {least}")


def _digest(source: Mapping[str, Any]) -> str:
    text = json.dumps(source, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def standard_book() -> RuleBook:
    """The book as the project carries it, without amendments."""
    return build(tomllib.loads(SOURCE.read_text(encoding="utf-8")))
