"""What submissions state, understood: their rows as lines, staged against what is on record in someone's scope.

A unit's rows are staged in the unit's scope, where other units' people do not exist; the bureau's approval stages them again
against everything.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from dingnan_sw.lib.exchange import Layout, Line, Problem, Status, line_of
from dingnan_sw.lib.secrets import blind_index
from dingnan_sw.lib.workbook import as_key_text
from positions.access import EVERYTHING, Scope
from positions.vocabulary import POST_GRADES, PROFESSIONAL_KINDS, PROFESSIONAL_POST
from talent.imports import layouts
from talent.staging import Staging
from talent.submissions.models import SHEETS, Kind
from talent.told import line_changes

Row = dict[str, Any]


def layout_of(kind: Kind, today: datetime.date) -> Layout:
    return next(layout for layout in layouts(today) if layout.name == SHEETS[kind])


def cell_text(value: Any) -> str:
    """A parsed cell as it is typed; reading it again gives the same value."""
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case Enum():
            return str(getattr(value, "label", value))
        case _:
            return str(value)


def as_row(line: Line) -> Row:
    return {heading: cell_text(value) for heading, value in line.values.items()}


@dataclass(slots=True)
class Statement:
    """The rows of one submission: as lines, once staged with their problems and what they would change."""

    kind: Kind
    lines: list[Line]

    @classmethod
    def of(cls, kind: Kind, rows: Iterable[Row], today: datetime.date) -> "Statement":
        layout = layout_of(kind, today)
        return cls(kind, [line_of(layout, number, row) for number, row in enumerate(rows, 1)])

    @property
    def problems(self) -> list[Problem]:
        return [problem for line in self.lines for problem in line.problems]

    @property
    def warnings(self) -> list[Problem]:
        return [warning for line in self.lines for warning in line.warnings]

    @property
    def changed(self) -> bool:
        return any(line.status is not Status.UNCHANGED for line in self.lines)

    @property
    def certifies(self) -> bool:
        """Whether it states a certificate that is not on record so already, of which a scan is wanted."""
        return self.kind is Kind.PERSON and any(_certifies(line) for line in self.lines)

    def changes(self) -> list[list[tuple[str, str, str]]]:
        """(what, old, new) for each row; nothing for what is not on record yet."""
        return [line_changes(line) for line in self.lines]


def _certifies(line: Line) -> bool:
    """A row that is refused, and so states no record, is taken at its word."""
    if not line.records:
        return bool(line.get("管理号"))
    return any("level" in record.merged and record.status is not Status.UNCHANGED for record in line.records)


def subject(kind: Kind, line: Line) -> tuple[str, str] | None:
    """What a line is about: (the key that tells it from others, the words for it); None while its key is not readable."""
    match kind:
        case Kind.PERSON:
            return _key(line, "身份证号", words=line.get("姓名"))
        case Kind.POST:
            return _key(line, "岗位名称")
        case Kind.TRAINING:
            return _key(line, "培训名称", "结束日期")
        case Kind.CORRECTION | Kind.CONFIRMATION:
            raise ValueError(f"{kind} 不是工作表里的一行")


def _key(line: Line, *headings: str, words: str | None = None) -> tuple[str, str] | None:
    parts = [line.get(heading) for heading in headings]
    if any(part is None for part in parts):
        return None
    key = "|".join(as_key_text(cell_text(part)) for part in parts)
    return key, words or "，".join(cell_text(part) for part in parts)


def subject_index(kind: Kind, key: str) -> bytes:
    return blind_index(f"{kind}:{key}")


def stage(
    statements: Sequence[Statement],
    today: datetime.date,
    scope: Scope = EVERYTHING,
    beside: Sequence[Statement] = (),
) -> Staging:
    """Take the lines of all statements, posts first, then people, then training.

    beside: what else the unit has waiting, so that a person may name a post that is itself still to be approved.
    """
    everyone = [*beside, *statements]
    staging = Staging(today.year, scope)
    staging.load([line for one in everyone for line in one.lines])
    for kind in SHEETS:
        for one in everyone:
            if one.kind is kind:
                _take(staging, one)
    staging.doubt()
    return staging


def _take(staging: Staging, one: Statement) -> None:
    take = staging.takers[SHEETS[one.kind]]
    for line in one.lines:
        take(line)
        if one.kind is Kind.POST and not line.problems:
            _require_filing(line)


def _require_filing(line: Line) -> None:
    """What the filing of a post must say: duties and qualifications (二（一）); in hospitals and schools that it is a
    professional post, with its grade (二（二）)."""
    post = line.records[0].merged
    if not post.get("duties"):
        line.refuse(
            "职责任务", "required", "岗位设置备案要写明职责任务（二（一））：从十三项任务和其他任务中选，或自己写。"
        )
    if not post.get("requirements"):
        line.refuse("任职条件", "required", "岗位设置备案要写明任职条件（二（一）），如“持有助理社会工作师以上证书”。")
    if post["unit"].merged.get("kind") not in PROFESSIONAL_KINDS:
        return
    if post.get("category") != PROFESSIONAL_POST:
        line.refuse("岗位类别", "choice", f"医院、学校的社会工作岗位须为“{PROFESSIONAL_POST}”（二（二））。")
    if post.get("grade") not in POST_GRADES:
        line.refuse("岗位等级", "choice", f"专业技术岗位要填等级：{POST_GRADES[0]} 至 {POST_GRADES[-1]}。")
