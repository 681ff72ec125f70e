"""What a sheet is, whatever it is written as."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from dingnan_sw.lib.dates import Month

Kind = Literal["ordinal", "text", "code", "integer", "money", "decimal", "date", "month"]
SIGNATURES = ("制表人：", "审核人：", "单位负责人：", "（盖章）")
RIGHT = frozenset({"integer", "money", "decimal"})
NUMBERS = RIGHT | {"ordinal"}


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """value gives a row's cell; total asks for its sum; wrap lets long words break into lines.

    width, in characters, is what the longest cell may ask for: the rest of it goes on the next line. code is text in
    which every digit counts. across: the cell is the sum of so many columns before it.
    """

    heading: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    width: int = 12
    total: bool = False
    wrap: bool = False
    across: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """unit is who files it, period what it covers, made_on its date, labels what the two are called; summary is what 合计 counts besides the sums.

    The sum in words is that of the last total column.
    """

    title: str
    unit: str
    period: str
    made_on: datetime.date
    columns: Sequence[PaperColumn]
    rows: Sequence[Any]
    notes: Sequence[str] = ()
    signatures: Sequence[str] = SIGNATURES
    labels: tuple[str, str] = ("填报单位", "填报日期")
    in_words: bool = False
    summary: str = ""
    totals: dict[int, Decimal | int] = field(init=False)

    def __post_init__(self) -> None:
        sums = {place: self._sum(column) for place, column in enumerate(self.columns) if column.total}
        object.__setattr__(self, "totals", sums)

    def _sum(self, column: PaperColumn) -> Any:
        return sum((column.value(row) or 0 for row in self.rows), Decimal(0) if column.kind == "money" else 0)

    @property
    def amount(self) -> Decimal:
        """The sum that is also written in words."""
        money = [place for place in self.totals if self.columns[place].kind == "money"]
        return Decimal(self.totals[money[-1]])

    @property
    def head(self) -> tuple[str, str, str]:
        """The line below the title: who, for when, made on which day."""
        unit, made_on = self.labels
        return f"{unit}：{self.unit}", self.period, f"{made_on}：{self.made_on}"

    @property
    def sum_label(self) -> str:
        return f"合计（{self.summary}）" if self.summary else "合计"

    @property
    def labelled(self) -> int:
        """Over how many columns the label of the sums reaches."""
        return min(self.totals, default=len(self.columns))

    @property
    def has_sums(self) -> bool:
        return bool(self.totals or self.summary)

    @property
    def sheets(self) -> Sequence["Sheet"]:
        return (self,)


@dataclass(frozen=True, slots=True)
class Folder:
    """Several sheets that are filed together: the leaves of one workbook, the parts of one PDF."""

    title: str
    period: str
    made_on: datetime.date
    sheets: Sequence[Sheet]


def in_text(kind: str, value: Any) -> str:
    """A cell as it is read."""
    match value:
        case None:
            return ""
        case Decimal() | int() if kind == "money":
            return f"{value:,.2f}"
        case int() if kind == "integer":
            return f"{value:,}"
        case Month():
            return value.words
        case datetime.date():
            return value.isoformat()
        case _:
            return str(value)
