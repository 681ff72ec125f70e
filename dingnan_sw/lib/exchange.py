"""The workbook exchange without its registers: rows become lines of parsed values, lines are merged into records.

A register holds records by their natural key: as stored, and as the file makes them. The rows of a file are merged in order;
an empty cell never erases. What the portal's sheets are is said by positions.imports and talent.imports.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice
from typing import Any, TypeVar

from dingnan_sw.lib.workbook import (
    CellError,
    ErrorText,
    Header,
    Row,
    SheetData,
    best_candidate,
    data_rows,
    find_header,
)

T = TypeVar("T")

ERROR_COLUMN = "错误说明"
LARGEST_INTEGER = 2_147_483_647
PORTION = 2000
MOST_FAULTS = 5000  # of one sheet


def in_portions(items: Iterable[T], size: int = PORTION) -> Iterator[list[T]]:
    """Lists of at most size items: what one query may ask for."""
    rest = iter(items)
    while portion := list(islice(rest, size)):
        yield portion


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, or odd, and where: `row` is Excel's own row number; None where it concerns the whole."""

    sheet: str | None
    row: int | None
    column: str | None
    code: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its heading, and how a cell of it is understood (parse raises CellError, gives None for blank)."""

    heading: str
    parse: Callable[[Any], Any]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    name: str
    fields: tuple[Field, ...]

    @property
    def headings(self) -> set[str]:
        return {field.heading for field in self.fields}

    @property
    def required(self) -> set[str]:
        return {field.heading for field in self.fields if field.required}


@dataclass(slots=True)
class Line:
    """A row of a sheet: its parsed values by heading (only the filled ones), its problems and warnings, the records it states."""

    sheet: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    records: list["Record"] = field(default_factory=list)
    sides: list["Record"] = field(default_factory=list)

    def refuse(self, column: str | None, code: str, message: str) -> None:
        self.problems.append(Problem(self.sheet, self.row, column, code, message))

    def get(self, heading: str) -> Any:
        return self.values.get(heading)

    @property
    def status(self) -> "Status":
        """新增 when it states something not stored before this file, 变更 when a merged result differs."""
        if self.problems:
            return Status.REFUSED
        own = max((record.status for record in self.records), default=Status.UNCHANGED)
        side = any(record.status is not Status.UNCHANGED for record in self.sides)
        return max(own, Status.UPDATED if side else Status.UNCHANGED)


class Status(IntEnum):
    UNCHANGED = 0
    UPDATED = 1
    CREATED = 2
    REFUSED = 3

    @property
    def key(self) -> str:
        return self.name.lower()

    @property
    def words(self) -> str:
        return ("不变", "变更", "新增", "错误")[self]


@dataclass(slots=True)
class Sheet:
    """A sheet as read: its lines, the columns left aside, and what is wrong with the sheet as a whole."""

    layout: Layout
    lines: list[Line] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        count = {"rows": len(self.lines), "created": 0, "updated": 0, "unchanged": 0, "refused": 0}
        for line in self.lines:
            count[line.status.key] += 1
        return count


def read_sheet(data: SheetData, layout: Layout) -> Sheet:
    """The sheet's lines, each cell understood or refused with its reason."""
    sheet = Sheet(layout)
    if data.hidden:
        sheet.warnings.append(
            Problem(layout.name, None, None, "hidden_sheet", f"工作表“{layout.name}”是隐藏的，其中的数据已一并读取。")
        )
    header = find_header(data.rows, layout.required, layout.headings | {ERROR_COLUMN})
    if header is None:
        sheet.problems.extend(_missing(data, layout))
        return sheet
    sheet.ignored = header.unknown
    rows, trailing = data_rows(data.rows, header)
    rows = [row for row in rows if _holds(row, header)]
    sheet.warnings.extend(_unusual_rows(layout, data, rows, trailing))
    _understand_rows(sheet, header, rows, data)
    return sheet


def _understand_rows(sheet: Sheet, header: Header, rows: Iterable[Row], data: SheetData) -> None:
    """Every row, up to so many faults that the rest would tell nobody anything more."""
    faults = 0
    for row in rows:
        line = _line(sheet.layout, header, row.number, row.cells, data.uncomputed)
        sheet.lines.append(line)
        faults += len(line.problems)
        if faults > MOST_FAULTS:
            words = (
                f"错误已超过 {MOST_FAULTS} 处，第 {row.number} 行以后没有再检查：请先改好前面的，或核对栏目是否错位。"
            )
            sheet.problems.append(Problem(sheet.layout.name, None, None, "too_large", words))
            return


def _holds(row: Row, header: Header) -> bool:
    """A row with nothing but what an error workbook says of the sheet is empty."""
    place = header.columns.get(ERROR_COLUMN)
    return any(cell is not None for index, cell in enumerate(row.cells) if index != place)


def _unusual_rows(layout: Layout, data: SheetData, rows: list[Row], trailing: list[Row]) -> Iterator[Problem]:
    hidden = [row.number for row in rows if row.number in data.hidden_rows]
    if hidden:
        message = f"有 {len(hidden)} 行是隐藏的（或被筛选掉的），其中的数据已一并读取；第一行是第 {hidden[0]} 行。"
        yield Problem(layout.name, hidden[0], None, "hidden_rows", message)
    if trailing:
        first = trailing[0].number
        message = f"表尾（合计、制表人或备注行）之后还有 {len(trailing)} 行有内容，没有读取；第一行是第 {first} 行。"
        yield Problem(layout.name, first, None, "rows_after_end", message)


def _missing(data: SheetData, layout: Layout) -> Iterator[Problem]:
    if not data.rows:
        return
    row, missing = best_candidate(data.rows, layout.required, layout.headings)
    for heading in sorted(missing):
        message = f"工作表“{layout.name}”前 11 行里没有找到含“{heading}”的表头行，请对照模板补上这一列。"
        yield Problem(layout.name, row, heading, "missing_heading", message)


def _line(
    layout: Layout, header: Header, number: int, cells: list[Any], uncomputed: frozenset[tuple[int, int]]
) -> Line:
    line = Line(layout.name, number)
    for column in layout.fields:
        index = header.columns.get(column.heading)
        value = cells[index] if index is not None and index < len(cells) else None
        _understand(line, column, value, index is not None and (number, index) in uncomputed)
    return line


def line_of(layout: Layout, number: int, cells: Mapping[str, Any]) -> Line:
    """The line that these cells by heading make: what a form or a pasted row says instead of a sheet."""
    line = Line(layout.name, number)
    for column in layout.fields:
        _understand(line, column, cells.get(column.heading), False)
    return line


def _understand(line: Line, column: Field, value: Any, uncomputed: bool) -> None:
    if isinstance(value, ErrorText):
        message = f"这一格显示的是错误值 {value}，不是内容：请改正其中的公式，或直接填写；没有内容的清空这一格。"
        line.refuse(column.heading, _code_of_nonsense(column, value), message)
        return
    try:
        parsed = column.parse(value)
    except CellError as error:
        line.refuse(column.heading, error.code, error.message)
        return
    if parsed is not None:
        line.values[column.heading] = parsed
        return
    if uncomputed:
        line.refuse(
            column.heading, "required", "单元格是没有计算结果的公式：请改填数值，或在 Excel、WPS 中打开并保存后再上传。"
        )
    elif column.required:
        line.refuse(column.heading, "required", f"“{column.heading}”必填，这一格是空的。")


def _code_of_nonsense(column: Field, text: str) -> str:
    """date in a column of days, number in one of numbers, choice in a closed list, …; any text would do: required."""
    try:
        column.parse(text)
    except CellError as error:
        return error.code
    return "required"


@dataclass(slots=True)
class Record:
    """One row of a register: its stored values by attribute (None: not stored yet), and as merged so far.

    A reference to another register's row is that row's Record.
    """

    key: Hashable
    stored: dict[str, Any] | None
    merged: dict[str, Any]
    instance: Any = None
    last_row: int | None = None

    @property
    def status(self) -> Status:
        if self.stored is None:
            return Status.CREATED
        return Status.UPDATED if self.changes() else Status.UNCHANGED

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Old and new value of each attribute that differs; for a new record every filled one."""
        before = self.stored or {}
        return {name: (before.get(name), new) for name, new in self.merged.items() if new != before.get(name)}

    def would_be(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The merged values if a row stated these: a blank (None or "") never erases."""
        return self.merged | {name: value for name, value in values.items() if value not in (None, "")}

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


class Register:
    """The records of one model by natural key.

    attributes: the model's attributes that a file can state, references included; blank: the value of those left empty.
    """

    def __init__(self, model: Any, attributes: Iterable[str], labels: Mapping[str, str] | None = None) -> None:
        self.model = model
        self.attributes = tuple(attributes)
        self.labels = labels or {}
        self.records: dict[Hashable, Record] = {}
        self.by_pk: dict[int, Record] = {}

    def load(self, key: Hashable, instance: Any, **references: Record) -> Record:
        # A reference is never read from the instance: that would be a query for each row.
        stored = {name: references[name] if name in references else getattr(instance, name) for name in self.attributes}
        record = Record(key, stored, dict(stored), instance)
        self.records[key] = self.by_pk[instance.pk] = record
        return record

    def get(self, key: Hashable) -> Record | None:
        return self.records.get(key)

    def new(self, key: Hashable) -> Record:
        """A record that is not in the register yet: it joins with state()."""
        return self.records.get(key) or Record(key, None, {})

    def state(self, record: Record, values: Mapping[str, Any], line: Line | None) -> Record:
        """Merge what a line says into the record."""
        record.merged = record.would_be(values)
        self.records.setdefault(record.key, record)
        if line is not None:
            record.last_row = line.row
        return record

    def write(self, finish: Callable[[Any], Any] = lambda instance: instance) -> None:
        """Store what is new and what differs; finish completes an instance before it is written."""
        fresh, changed, names = [], [], set[str]()
        for record in self.records.values():
            if record.status is Status.CREATED:
                record.instance = finish(self.model(**_plain(record.merged)))
                fresh.append(record.instance)
            elif record.status is Status.UPDATED:
                self._apply(record, finish)
                changed.append(record.instance)
                names.update(record.changes())
        self.model.objects.bulk_create(fresh, batch_size=1000)
        if changed:
            extra = getattr(self.model, "DERIVED", ())
            self.model.objects.bulk_update(changed, [*names, *extra], batch_size=500)

    def _apply(self, record: Record, finish: Callable[[Any], Any]) -> None:
        for name, value in _plain({name: new for name, (_, new) in record.changes().items()}).items():
            setattr(record.instance, name, value)
        finish(record.instance)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.instance if isinstance(value, Record) else value for name, value in values.items()}
