"""A submission as its page shows it: each row cell by cell, what is stated beside what is on record, with what was found."""

import datetime
import json
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dingnan_sw.lib.exchange import Line, Record
from dingnan_sw.lib.history import MASKS, heading_of
from dingnan_sw.lib.secrets import blind_index
from positions.access import Scope
from talent.sight import kept_among
from talent.submissions import corrections
from talent.submissions.forms import PERSONAL
from talent.submissions.models import SHEETS, Kind, Submission
from talent.submissions.statement import Row, Statement
from talent.told import shown

SEALED = {"身份证号": "id_number", "联系电话": "phone", "银行账号": "bank_account"}
MONEY = ("银行账号", "开户银行")
EMPTIED = "（清空）"
OWN = frozenset(PERSONAL) - {"姓名", "身份证号"}
# What a sheet's heading is called as a register's column.
COLUMNS = {"岗位名称": ("岗位", "岗位名称"), "工作单位": ("工作单位",), "单位名称": ("单位",)}


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: as stated, and as on record (None: nothing is on record yet), as the page shows them; reason is why it was
    returned."""

    heading: str
    new: str
    old: str | None
    changed: bool
    error: str = ""
    reason: str = ""

    @property
    def weighty(self) -> bool:
        """Where the money goes: a change of it is marked."""
        return self.heading.endswith(MONEY) and self.changed and bool(self.old)

    @property
    def alike(self) -> bool:
        """Changed, though what is left of both when masked looks the same."""
        return self.changed and self.old is not None and self.old == self.new


@dataclass(slots=True)
class Block:
    """A row of the submission; number counts from 1; staged: whether it was held beside what is on record, so that its cells
    know what is new or changed."""

    number: int
    title: str
    cells: list[Cell] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    staged: bool = True


Reasons = dict[tuple[str, str], str]


def blocks(
    submission: Submission, statement: Statement | None, *, clear: bool = False, hidden: Container[str] = ()
) -> list[Block]:
    """clear: show ID numbers, phones and accounts in full; hidden: the headings whose recorded value stays untold."""
    kind = Kind(submission.kind)
    reasons = {(r.get("row", ""), r.get("column", "")): r["text"] for r in submission.reasons}
    if submission.outcome:
        return [_kept_block(block, clear, hidden) for block in submission.outcome]
    if kind in SHEETS and statement is not None:
        rows = zip(statement.lines, submission.rows, strict=True)
        return [_sheet_block(line, row, reasons, clear, hidden) for line, row in rows]
    if kind is Kind.CORRECTION:
        return [_correction_block(submission.rows, reasons, clear)]
    return []


def untold(submissions: Iterable[Submission], scope: Scope, on: datetime.date) -> dict[int, frozenset[str]]:
    """By submission, the headings whose recorded value is not this scope's affair: whoever it cannot be seen to keep is none.

    Of what was approved also that of people whom the unit did not keep then: the values are those on record that day.
    """
    if scope.county:
        return {}
    named = {one.pk: _named(one, on) for one in submissions if one.kind == Kind.PERSON and not _joined(one)}
    keeps = kept_among({index for indexes in named.values() for index in indexes}, scope, on)
    told = {pk for pk, indexes in named.items() if indexes <= keeps}
    return {one.pk: OWN for one in submissions if one.kind == Kind.PERSON and one.pk not in told}


def _named(submission: Submission, on: datetime.date) -> set[bytes]:
    lines = Statement.of(Kind.PERSON, submission.rows, on).lines
    return {blind_index(line.get("身份证号") or "") for line in lines}


def _joined(submission: Submission) -> bool:
    """Whether it was approved for somebody whom its unit did not keep before, or before that was written down."""
    return any(not block.get("told") for block in submission.outcome)


def kept(submission: Submission, statement: Statement | None, *, told: bool) -> str:
    """The blocks in clear as JSON, for the page of what was approved: the registers move on.

    told: whether the unit itself was to know what was on record of the people.
    """
    found = blocks(submission, statement, clear=True)
    stored = [
        {
            "number": b.number,
            "title": b.title,
            "told": told,
            "cells": [[c.heading, c.new, c.old, c.changed] for c in b.cells],
        }
        for b in found
    ]
    return json.dumps(stored, ensure_ascii=False)


def _kept_block(stored: dict[str, Any], clear: bool, hidden: Container[str]) -> Block:
    cells = [
        Cell(heading, _visible(heading, new, clear), _kept_value(heading, old, clear, hidden), changed)
        for heading, new, old, changed in stored["cells"]
    ]
    return Block(stored["number"], stored["title"], cells)


def _kept_value(heading: str, old: str | None, clear: bool, hidden: Container[str]) -> str | None:
    return None if old is None or heading in hidden else _visible(heading, old, clear)


def _sheet_block(line: Line, row: Row, reasons: Reasons, clear: bool, hidden: Container[str]) -> Block:
    recorded = _recorded([*line.records], clear)
    errors = {problem.column or "": problem.message for problem in line.problems}
    whole = [text for heading, text in errors.items() if not heading]
    block = Block(line.row, f"第 {line.row} 行", errors=whole, staged=bool(line.records))
    for heading in dict.fromkeys([*row, *(name for name in errors if name)]):
        new = _visible(heading, row.get(heading, ""), clear)
        old = recorded.get(heading) if recorded is not None and heading not in hidden else None
        reason = reasons.get((str(line.row), heading), "")
        block.cells.append(Cell(heading, new, old, _differs(line, heading), errors.get(heading, ""), reason))
    return block


def _visible(heading: str, value: str, clear: bool) -> str:
    mask = next((MASKS[name] for words, name in SEALED.items() if heading.endswith(words)), str)
    return str(value) if clear or not value or value == EMPTIED else mask(str(value))


def _recorded(records: Iterable[Record], clear: bool) -> dict[str, str] | None:
    """What is on record by heading; None when the row states something wholly new."""
    found: dict[str, str] = {}
    known = [record for record in records if record.stored is not None]
    for record in known:
        for name, value in (record.stored or {}).items():
            stored = record.instance._meta.get_field(name)
            words = str(value or "") if clear and stored.name in MASKS else shown(stored, value)
            found.update(dict.fromkeys(_headings(heading_of(stored)), words))
    return found if known else None


def _headings(words: str) -> Iterable[str]:
    return [heading for heading, names in COLUMNS.items() if words in names] or [words]


def _differs(line: Line, heading: str) -> bool:
    """Whether the record that holds the heading is new, or becomes another in it: as stored, not as shown."""
    known = [record for record in line.records if record.stored is not None]
    if any(heading in _held(record, record.stored or {}) for record in known):
        return any(heading in _held(record, record.changes()) for record in known)
    return len(known) < len(line.records)


def _held(record: Record, names: Iterable[str]) -> set[str]:
    """The sheet's headings of these attributes of a recorded row."""
    fields = record.instance._meta
    return {heading for name in names for heading in _headings(heading_of(fields.get_field(name)))}


def _correction_block(rows: Sequence[Row], reasons: Reasons, clear: bool) -> Block:
    block = Block(1, "要更正的内容")
    for row in corrections.stated(rows):
        old, new = (row[key] if clear else corrections.masked(row, key) for key in ("old", "new"))
        block.cells.append(Cell(row["label"], new or EMPTIED, old, True, reason=reasons.get(("1", row["label"]), "")))
    return block


def people(submission: Submission) -> list[Row]:
    """The roster of a yearly confirmation."""
    return submission.rows[1:] if submission.kind == Kind.CONFIRMATION else []


def changed_people(submission: Submission) -> list[str]:
    """Who in a yearly confirmation is no longer as on record, and what the unit noted of it."""
    marked = [person for person in people(submission) if person["核对"] == "有变动"]
    return [f"{one['姓名']}（{one['身份证号']}）有变动：{one['说明'] or '没有写说明'}" for one in marked]


def steps(submission: Submission) -> list[Any]:
    return list(submission.steps.select_related("by"))
