"""Rows of the exchange in words: what a row is about, what becomes of it, what it changes; sealed values masked."""

from collections.abc import Iterable
from typing import Any

from dingnan_sw.lib import history
from dingnan_sw.lib.exchange import Line, Record, Status
from dingnan_sw.lib.history import MASKS

ABOUT = ("姓名", "名称", "单位名称", "岗位名称", "工作单位", "培训名称", "年度", "证书级别")
SEALED = {"身份证号": MASKS["id_number"], "联系电话": MASKS["phone"], "银行账号": MASKS["bank_account"]}
MOST_TOLD, LONGEST = (
    100,
    300,
)  # rows of which one entry of the record tells, and characters of each: as a cell of Excel holds


def line_changes(line: Line) -> list[tuple[str, str, str]]:
    """(what, old, new) of each stored value that the line's records change; sealed values masked."""
    changes: list[tuple[str, str, str]] = []
    for record in (*line.records, *line.sides):
        if record.stored is not None:
            changes.extend(_shown_change(record, name, old, new) for name, (old, new) in record.changes().items())
    return changes


def _shown_change(record: Record, name: str, old: Any, new: Any) -> tuple[str, str, str]:
    field = record.instance._meta.get_field(name)
    return history.heading_of(field), shown(field, old), shown(field, new)


def shown(field: Any, value: Any) -> str:
    """A value of a record as on paper; sealed values masked."""
    return str(value.merged.get("name", "")) if isinstance(value, Record) else history.worded(field, value)


def about(line: Line) -> str:
    return " · ".join(_said(heading, line.values[heading]) for heading in ABOUT if heading in line.values)


def filled_in(line: Line) -> str:
    """What else the row fills in; numbers that are sealed are masked."""
    rest = [(heading, value) for heading, value in line.values.items() if heading not in ABOUT]
    return "　".join(f"{heading} {_said(heading, value)}" for heading, value in rest)


def _said(heading: str, value: Any) -> str:
    mask = SEALED.get(heading)
    return mask(value) if mask else str(getattr(value, "label", value))


def told(lines: Iterable[Line]) -> list[str]:
    """What was done to each row that is new or changed, for the record; of very many the number of the others."""
    done = [line for line in lines if line.status in (Status.CREATED, Status.UPDATED)]
    words = [f"{line.sheet} 第 {line.row} 行 {_named(line)}：{_done(line)}"[:LONGEST] for line in done[:MOST_TOLD]]
    return words + ([f"其余 {len(done) - MOST_TOLD} 行见各自的变更记录"] if len(done) > MOST_TOLD else [])


def _named(line: Line) -> str:
    """What the row is about; a person whom it does not name, by the masked number."""
    number = line.values.get("身份证号") if "姓名" not in line.values else None
    return " · ".join([*([_said("身份证号", number)] if number else []), about(line)])


def _done(line: Line) -> str:
    changes = in_words(line_changes(line))
    return changes if line.status is Status.UPDATED else "，".join(filter(None, ("新增", changes)))


def in_words(changes: Iterable[tuple[str, str, str]]) -> str:
    """(what, old, new), as the record keeps them; of what is masked to the same on both sides only that it changed."""
    return "，".join(_change(*change) for change in changes)


def _change(label: str, old: str, new: str) -> str:
    before, after = (history.kept(label, side) or history.EMPTY for side in (old, new))
    return f"{label} {before}→{after}" if before != after else f"{label}{history.CHANGED}"
