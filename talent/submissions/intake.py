"""A unit's workbook or pasted cells: sorted into one submission for each person, post and training; what is faulty stays out,
named cell by cell, and what is under way or on record already is not asked for again."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction

from dingnan_sw.lib import workbook
from dingnan_sw.lib.exchange import Line, Problem, Sheet, Status
from dingnan_sw.lib.secrets import blind_index
from dingnan_sw.lib.workbook import WorkbookRefused, as_key_text
from positions.access import Scope
from positions.models import Unit
from talent.imports import layouts, read_sheets
from talent.models import Service
from talent.submissions.actions import Actor
from talent.submissions.drafts import change, create, waiting_beside
from talent.submissions.flow import OPEN
from talent.submissions.models import SHEETS, Kind, Submission
from talent.submissions.statement import Row, Statement, as_row, stage, subject, subject_index

KINDS = {sheet: kind for kind, sheet in SHEETS.items()}
UNIT_HEADINGS = {Kind.PERSON: "工作单位", Kind.POST: "单位名称"}


class Fate(StrEnum):
    """What becomes of a group of rows."""

    NEW = "新增草稿"
    CHANGED = "更新草稿"
    UNDER_WAY = "已在审核"
    DRAFTED = "草稿中已有"
    RECORDED = "与登记相同"
    FAULTY = "有错误"

    @property
    def tone(self) -> str:
        match self:
            case Fate.NEW | Fate.CHANGED:
                return "good"
            case Fate.FAULTY:
                return "bad"
            case Fate.UNDER_WAY:
                return "waiting"
            case Fate.DRAFTED | Fate.RECORDED:
                return "neutral"


@dataclass(slots=True)
class Group:
    """The rows about one subject, and the live submission about it if there is one."""

    kind: Kind
    unit: Unit | None
    words: str
    index: bytes | None
    lines: list[Line]
    live: Submission | None = None

    @property
    def rows(self) -> list[Row]:
        return [as_row(line) for line in self.lines]

    @property
    def content(self) -> list[Row]:
        """What the submission will hold: these rows, and of a training under way also the people not named here again."""
        if self.kind is not Kind.TRAINING or self.live is None:
            return self.rows
        named = {row.get("身份证号") for row in self.rows}
        return [*(row for row in self.live.rows if row.get("身份证号") not in named), *self.rows]

    @property
    def problems(self) -> list[Problem]:
        return [problem for line in self.lines for problem in line.problems]

    @property
    def fate(self) -> Fate:
        if self.problems or self.unit is None or self.index is None:
            return Fate.FAULTY
        if self.live and self.live.state not in OPEN:
            return Fate.UNDER_WAY
        if self.live and self.live.rows == self.content:
            return Fate.DRAFTED
        if all(line.status is Status.UNCHANGED for line in self.lines):
            return Fate.RECORDED
        return Fate.CHANGED if self.live else Fate.NEW


@dataclass(slots=True)
class Intake:
    """What a file or pasted cells hold, sorted; `problems` concern the whole."""

    groups: list[Group] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        return [*self.problems, *(problem for group in self.groups for problem in group.problems)]

    def usable(self) -> list[Group]:
        return [group for group in self.groups if group.fate in (Fate.NEW, Fate.CHANGED)]

    def counts(self) -> dict[Fate, int]:
        return {fate: n for fate in Fate if (n := sum(group.fate is fate for group in self.groups))}


def read_file(path: Any, units: Sequence[Unit], today: datetime.date) -> Intake:
    """A workbook of one or more of the sheets 岗位, 花名册 and 培训记录; units are those it may speak for."""
    try:
        book = workbook.read_workbook(path, names=list(KINDS))
    except WorkbookRefused as refused:
        return Intake(problems=[Problem(None, None, None, refused.code, refused.message)])
    return read_book(book, units, today)


def read_book(book: workbook.Workbook, units: Sequence[Unit], today: datetime.date) -> Intake:
    sheets, strangers = read_sheets(book, [layout for layout in layouts(today) if layout.name in KINDS])
    if not sheets:
        message = f"没有找到可以报送的工作表。工作表须按模板命名：{'、'.join(KINDS)}。"
        return Intake(problems=[Problem(None, None, None, "not_a_workbook", message)])
    found = sort(sheets, units, today)
    found.warnings = [*strangers, *found.warnings]
    return found


def sort(sheets: Sequence[Sheet], units: Sequence[Unit], today: datetime.date) -> Intake:
    found = Intake(sheets=list(sheets))
    found.problems = [problem for sheet in sheets for problem in sheet.problems]
    for sheet in sheets:
        _give_unit(sheet, units)
        found.groups.extend(_groups(sheet, units))
    _find_live(found.groups)
    statements = [Statement(KINDS[sheet.layout.name], sheet.lines) for sheet in sheets]
    beside = waiting_beside(units, [group.index for group in found.groups], today)
    stage(statements, today, Scope(units=frozenset(unit.pk for unit in units)), beside)
    # Those of the file alone: what lies beside it has its own page.
    found.warnings = [
        *(w for sheet in sheets for w in sheet.warnings),
        *(w for one in statements for w in one.warnings),
    ]
    return found


def _give_unit(sheet: Sheet, units: Sequence[Unit]) -> None:
    """Who keeps one unit alone need not name it: an empty cell means that unit."""
    heading = UNIT_HEADINGS.get(KINDS[sheet.layout.name])
    if heading is None or len(units) != 1:
        return
    for line in sheet.lines:
        if heading not in line.values:
            line.values[heading] = units[0].name
            line.problems = [p for p in line.problems if not (p.column == heading and p.code == "required")]


def _groups(sheet: Sheet, units: Sequence[Unit]) -> list[Group]:
    kind = KINDS[sheet.layout.name]
    unit_of = _units_by_person(sheet, units) if kind is Kind.TRAINING else _units_by_name(UNIT_HEADINGS[kind], units)
    groups: dict[Any, Group] = {}
    for line in sheet.lines:
        unit, about = unit_of(line), subject(kind, line)
        key = (unit, about[0]) if about else line.row
        index = subject_index(kind, about[0]) if about else None
        words = about[1] if about else f"第 {line.row} 行"
        groups.setdefault(key, Group(kind, unit, words, index, [])).lines.append(line)
    return list(groups.values())


def _units_by_name(heading: str, units: Sequence[Unit]) -> Callable[[Line], Unit | None]:
    by_name = {unit.match_name: unit for unit in units}
    return lambda line: by_name.get(as_key_text(line.get(heading) or ""))


def _units_by_person(sheet: Sheet, units: Sequence[Unit]) -> Callable[[Line], Unit | None]:
    """Whose person a training row names: the unit where the person serves last; the first where none of them does."""
    numbers = [line.get("身份证号") for line in sheet.lines if line.get("身份证号")]
    services = Service.objects.filter(unit__in=units, person__id_index__in=[blind_index(number) for number in numbers])
    serving = {bytes(index): unit for index, unit in services.order_by("since").values_list("person__id_index", "unit")}
    by_pk = {unit.pk: unit for unit in units}
    return lambda line: by_pk.get(serving.get(blind_index(line.get("身份证号") or ""), units[0].pk))


def _find_live(groups: Iterable[Group]) -> None:
    known = list(groups)
    indexes = [group.index for group in known if group.index]
    live = Submission.objects.live().filter(subject_index__in=indexes)
    by_key = {(one.unit_id, one.kind, bytes(one.subject_index)): one for one in live}
    for group in known:
        if group.unit and group.index:
            group.live = by_key.get((group.unit.pk, group.kind, group.index))


@transaction.atomic
def keep(found: Intake, actor: Actor, today: datetime.date) -> list[Submission]:
    """Make drafts of the usable groups, or change those there are."""
    return [_keep(group, actor, today) for group in found.usable()]


def _keep(group: Group, actor: Actor, today: datetime.date) -> Submission:
    if group.live:
        return change(actor, group.live.pk, group.live.version, group.content, today)
    assert group.unit is not None
    return create(actor, group.unit, group.kind, group.rows, None, today)
