"""The columns of a roll: how a cell of one is understood, shown, written out and asked for."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any

from dingnan_sw.lib import workbook
from dingnan_sw.lib.dates import closing, last_day
from dingnan_sw.lib.workbook import CellError
from positions.imports import choice, choices, count, day, text

LONGEST = 4000
LARGEST = Decimal("999999999999.99")  # what the widest column of the registers holds
FLAGS = {"是": True, "否": False}


class Kind(Enum):
    """What a column holds; PERSON is known by an ID number, UNIT and TOWN by its name, ROW by the key of a row of another roll."""

    TEXT = "文字"
    LONG = "文字，可以多行"
    DAY = "日期，如 2021-06-20、2021年6月20日"
    LAST_DAY = "日期，当日有效；长期的留空"
    YEAR = "四位年份"
    COUNT = "整数"
    NUMBER = "数字，最多两位小数"
    MONEY = "金额（元），最多两位小数"
    CHOICE = "从下拉中选"
    FLAG = "是 或 否"
    UNIT = "与“单位”表一致的全称"
    TOWN = "镇的全称"
    PERSON = "18 位身份证号，须已在花名册；文本格式"
    ROW = "与所属台账一致"


@dataclass(frozen=True, slots=True)
class Entry:
    """A column. attribute is the model's; least and most bound numbers, limit the length of text; of names the roll of a ROW.

    listed: whether the list page shows it; faceted: whether the list can be narrowed by it; mask: how those who only look at it see it.
    """

    heading: str
    attribute: str
    kind: Kind = Kind.TEXT
    required: bool = False
    options: Any = ()
    synonyms: Mapping[str, Any] = field(default_factory=dict)
    limit: int = 200
    least: Decimal | int = 0
    most: Decimal | int | None = None
    form: str = ""
    example: Any = ""
    width: int = 14
    of: str = ""
    listed: bool = True
    faceted: bool = False
    mask: Callable[[str], str] | None = None

    @property
    def hint(self) -> str:
        return self.form or self.kind.value

    @property
    def words(self) -> tuple[str, ...]:
        """What can be chosen, as it is shown."""
        if self.kind is Kind.FLAG:
            return tuple(FLAGS)
        return tuple(str(getattr(option, "label", option)) for option in self.options)

    @property
    def blank(self) -> Any:
        """What stands for nothing in the database."""
        return "" if self.kind in (Kind.TEXT, Kind.LONG) or self._of_words else None

    @property
    def _of_words(self) -> bool:
        return self.kind is Kind.CHOICE and all(isinstance(getattr(one, "value", one), str) for one in self.options)

    def parser(self, today: datetime.date) -> Callable[[Any], Any]:
        """How a cell is understood: it raises CellError, and gives None for a blank."""
        match self.kind:
            case Kind.TEXT | Kind.UNIT | Kind.TOWN | Kind.ROW:
                return text(self.limit)  # type: ignore[no-any-return]
            case Kind.LONG:
                return text(LONGEST)  # type: ignore[no-any-return]
            case Kind.DAY:
                return day
            case Kind.LAST_DAY:
                return lambda value: closing(day(value))
            case Kind.YEAR:
                return partial(self._bounded, workbook.as_year)
            case Kind.COUNT:
                return partial(self._bounded, count)
            case Kind.NUMBER | Kind.MONEY:
                return partial(self._bounded, workbook.as_decimal)
            case Kind.CHOICE:
                return choice(self._accepted())  # type: ignore[no-any-return]
            case Kind.FLAG:
                return choice(FLAGS)  # type: ignore[no-any-return]
            case Kind.PERSON:
                return partial(workbook.as_id_number, today=today)

    def _accepted(self) -> dict[str, Any]:
        if all(isinstance(option, str) and not hasattr(option, "label") for option in self.options):
            return {workbook.as_key_text(option): option for option in self.options}
        return choices(self.options, dict(self.synonyms))

    def _bounded(self, parse: Callable[[Any], Any], value: Any) -> Any:
        found = parse(value)
        if found is None:
            return None
        if found < self.least:
            raise CellError("number", f"“{self.heading}”不能小于 {self.least}，这里是 {found}。")
        most = LARGEST if self.most is None else self.most
        if found > most:
            raise CellError("number", f"“{self.heading}”最大 {most}，这里是 {found}，请核对。")
        return found

    def cell(self, row: Any) -> Any:
        """The value of a stored row as its sheet holds it: what is read back gives the same row."""
        value = getattr(row, self.attribute)
        match self.kind:
            case _ if value in (None, ""):
                return None
            case Kind.LAST_DAY:
                return last_day(value)
            case Kind.CHOICE:
                return self.label(value)
            case Kind.FLAG:
                return "是" if value else "否"
            case Kind.UNIT | Kind.TOWN:
                return value.name
            case Kind.PERSON:
                return value.id_number
            case Kind.ROW:
                return value.roll_key
            case _:
                return value

    def label(self, value: Any) -> str:
        """A chosen value in words."""
        return next((str(getattr(one, "label", one)) for one in self.options if one == value), str(value))


def headings(entries: Sequence[Entry]) -> list[str]:
    return [entry.heading for entry in entries]
