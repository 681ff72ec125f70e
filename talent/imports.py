"""花名册 and 培训记录, and a whole workbook: read, merged, compared, stored whole or not at all."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from dingnan_sw.lib import workbook
from dingnan_sw.lib.exchange import Field, Layout, Line, Problem, Sheet, read_sheet
from dingnan_sw.lib.workbook import CellError, WorkbookRefused, read_workbook
from positions.access import EVERYTHING, Scope
from positions.imports import (
    COMMUNITIES,
    COUNTY_YEARS,
    POSTS,
    UNITS,
    choice,
    choices,
    day,
    limited,
    text,
)
from positions.vocabulary import Role
from talent.rolls.declared import ROLLS, writing
from talent.staging import Staging
from talent.told import line_changes
from talent.vocabulary import LEVEL_SYNONYMS, Level, StaffCategory

MOST_HOURS = 9999
# Any fixed number: importers take turns under this lock, so that what was compared is what is changed.
IMPORT_LOCK = 41_2021

certificate_day = partial(workbook.as_date, month_ok=True)


def id_number(today: datetime.date) -> Callable[[Any], str | None]:
    return partial(workbook.as_id_number, today=today)


def hours(value: Any) -> Any:
    found = workbook.as_decimal(value)
    if found is not None and found > MOST_HOURS:
        raise CellError("number", f"学时 {found} 太大，请核对。")
    return found


def roster(today: datetime.date) -> Layout:
    return Layout(
        "花名册",
        (
            Field("姓名", limited(workbook.as_name), True),
            Field("身份证号", id_number(today), True),
            Field("工作单位", text(), True),
            Field("人员类别", choice(choices(StaffCategory)), True),
            Field("任职起始日期", day, True),
            Field("任职终止日期", day),
            Field("岗位名称", text()),
            Field("上岗日期", day),
            Field("离岗日期", day),
            Field("证书级别", choice(choices(Level, LEVEL_SYNONYMS))),
            Field("管理号", workbook.as_long_number("管理号")),
            Field("考试年度", workbook.as_year),
            Field("批准日期", certificate_day),
            Field("签发日期", certificate_day),
            Field("撤销日期", certificate_day),
            Field("学历", text(100)),
            Field("政治面貌", text(100)),
            Field("职务", text()),
            Field("联系电话", text(50)),
            Field("开户银行", text()),
            Field("银行账号", workbook.as_account_number),
            Field("备注", text(1000)),
        ),
    )


def training(today: datetime.date) -> Layout:
    return Layout(
        "培训记录",
        (
            Field("身份证号", id_number(today), True),
            Field("培训名称", text(), True),
            Field("结束日期", day, True),
            Field("学时", hours, True),
            Field("主办单位", text()),
        ),
    )


def layouts(today: datetime.date, scope: Scope = EVERYTHING) -> tuple[Layout, ...]:
    """The sheets that scope may fill in, in the order in which they are read, wherever they stand in the file."""
    own = (COUNTY_YEARS, COMMUNITIES, UNITS, POSTS, roster(today), training(today)) if scope.may(Role.CLERK) else ()
    return (*own, *(roll.layout(today) for roll in ROLLS.kept_by(scope)))


@dataclass(slots=True)
class Import:
    """What a workbook would do, or did: its sheets with their lines, all errors and warnings."""

    sheets: list[Sheet] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    stored: bool = False

    @property
    def accepted(self) -> bool:
        return not self.errors

    def plan(self) -> str:
        """A digest of what would happen to each row."""
        rows = [(line.sheet, line.row, line.status.key, line_changes(line)) for line in self.lines()]
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()

    def lines(self) -> Iterator[Line]:
        for sheet in self.sheets:
            yield from sheet.lines

    def as_json(self) -> dict[str, Any]:
        """The result as docs/commands.md gives it."""
        return {
            "sheets": {sheet.layout.name: sheet.counts() for sheet in self.sheets},
            "errors": [problem.as_json() for problem in self.errors],
            "warnings": [problem.as_json() for problem in self.warnings],
            "ignored_columns": {sheet.layout.name: sheet.ignored for sheet in self.sheets if sheet.ignored},
        }


def import_workbook(
    path: Path, today: datetime.date, scope: Scope = EVERYTHING, *, dry_run: bool = False, expect: str = ""
) -> Import:
    """Read the workbook at path; store all of it, or nothing when a row is refused or dry_run is set.

    scope: whose sheets are read, and whose rows are known and can be written.
    expect: the plan() that was shown; when the registers have changed since, so that it no longer holds, nothing is stored.
    """
    known = layouts(today, scope)
    try:
        book = read_workbook(path, names=[layout.name for layout in known])
    except WorkbookRefused as refused:
        return Import(errors=[Problem(None, None, None, refused.code, refused.message)])
    sheets, strangers = read_sheets(book, known)
    if not sheets:
        message = f"没有找到可以导入的工作表。{_names_wanted(known)}"
        return Import(errors=[Problem(None, None, None, "not_a_workbook", message)])
    with transaction.atomic():
        take_turns()
        return _take(sheets, strangers, Staging(_population_year(sheets, today), writing(scope)), not dry_run, expect)


def _names_wanted(known: Sequence[Layout]) -> str:
    if not known:
        return "这个账号现在不能导入任何工作表：授权可能已经到期或改变，请与系统管理员核对。"
    return f"工作表须按模板命名：{'、'.join(layout.name for layout in known)}。"


def take_turns() -> None:
    """Until the transaction ends nobody else writes what is read from sheets and forms."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def read_sheets(book: workbook.Workbook, known: Iterable[Layout]) -> tuple[list[Sheet], list[Problem]]:
    """The book's sheets of these layouts, in their order; and a warning of each other one that holds something."""
    by_name: dict[str, workbook.SheetData] = {}
    for data in book.sheets:
        by_name.setdefault(workbook.as_key_text(data.name), data)
    wanted = {workbook.as_key_text(layout.name): layout for layout in known}
    sheets = [read_sheet(by_name[name], layout) for name, layout in wanted.items() if name in by_name]
    strangers = [data for data in book.sheets if data is not by_name[workbook.as_key_text(data.name)]]
    strangers += [data for name, data in by_name.items() if name not in wanted]
    return sheets, [_stranger(data) for data in strangers if _matters(data)]


def _matters(data: workbook.SheetData) -> bool:
    return (data.unread or bool(data.rows)) and not data.hidden and "说明" not in data.name


def _stranger(data: workbook.SheetData) -> Problem:
    return Problem(
        data.name, None, None, "unknown_sheet", f"工作表“{data.name}”不是模板中的表，或与另一张表同名，没有读取。"
    )


def _take(sheets: list[Sheet], strangers: list[Problem], staging: Staging, store: bool, expect: str) -> Import:
    staging.unread = {sheet.layout.name for sheet in sheets if sheet.problems}
    staging.load([line for sheet in sheets for line in sheet.lines])
    for sheet in sheets:
        for line in sheet.lines:
            staging.take(line)
    staging.doubt()
    errors = [p for sheet in sheets for p in (*sheet.problems, *(p for line in sheet.lines for p in line.problems))]
    warnings = [*strangers, *(p for sheet in sheets for p in sheet.warnings), *_in_order(staging.warnings, sheets)]
    found = Import(sheets, errors, warnings)
    if store and found.accepted and expect in ("", found.plan()):
        staging.write()
        found.stored = True
    return found


def _in_order(problems: Iterable[Problem], sheets: list[Sheet]) -> list[Problem]:
    places = {sheet.layout.name: place for place, sheet in enumerate(sheets)}
    return sorted(problems, key=lambda p: (places[p.sheet or ""], p.row or 0))


def _population_year(sheets: list[Sheet], today: datetime.date) -> int:
    """Whose residents a row of 社区（村） states: the latest year of the file's own county figures, else this year."""
    stated = [line.get("年度") for sheet in sheets if sheet.layout is COUNTY_YEARS for line in sheet.lines]
    return max((year for year in stated if year), default=today.year)
