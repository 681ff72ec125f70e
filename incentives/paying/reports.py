"""Batches and the ledger as the commands print them (docs/commands.md)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.secrets import blind_index
from incentives.explain import level_words
from incentives.paying.models import Batch, Entry, Line
from incentives.rules.vocabulary import Level


def batch_json(batch: Batch) -> dict[str, Any]:
    """Lines sorted by ID number, month and level; people by ID number; total is the sum of the lines."""
    lines = Line.objects.filter(batch=batch).select_related("person", "cause")
    rows = sorted((_line_json(line) for line in lines), key=_order)
    nets: dict[str, Decimal] = {}
    for row in rows:
        nets[row["id_number"]] = nets.get(row["id_number"], Decimal()) + Decimal(row["amount"])
    return {
        "batch": batch.number,
        "kind": batch.kind,
        "state": batch.state,
        "lines": rows,
        "people": [{"id_number": id_number, "net": f"{net:.2f}"} for id_number, net in sorted(nets.items())],
        "total": f"{sum(nets.values(), Decimal()):.2f}",
    }


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "id_number": line.person.id_number,
        "name": line.person.name,
        "month": _month(line.month),
        "level": level_words(Level(line.level)),
        "kind": line.kind,
        "amount": f"{line.amount:.2f}",
        "cause": line.cause.text,
    }


def _order(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["id_number"], row["month"] or "", row["level"]


def _month(month: Any) -> str | None:
    return str(Month.of(month)) if month else None


def ledger_json(id_number: str | None, month: Month | None) -> dict[str, Any]:
    """The entries in the order in which they were made, narrowed to a person or a month."""
    entries = Entry.objects.select_related("person", "batch").order_by("pk")
    if id_number:
        entries = entries.filter(person__id_index=blind_index(id_number))
    if month:
        entries = entries.filter(month=month.first)
    return {"lines": list(_entries_json(entries))}


def _entries_json(entries: Any) -> Iterator[dict[str, Any]]:
    for entry in entries.iterator(2000):
        yield {
            "id_number": entry.person.id_number,
            "item": entry.item,
            "level": level_words(Level(entry.level)),
            "month": _month(entry.month),
            "kind": entry.kind,
            "amount": f"{entry.amount:.2f}",
            "batch": entry.batch.number,
            "state": entry.batch.state,
        }
