"""What a sheet is, whatever it is written as."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Kind = Literal["text", "code", "integer", "money", "decimal", "date", "month"]
SIGNATURES = ("制表人：", "审核人：", "单位负责人：", "（盖章）")
NUMBERS = frozenset({"integer", "money", "decimal"})


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """value gives a row's cell; width is in characters; total asks for its sum. code is text in which every digit counts."""

    heading: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    width: int = 12
    total: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """unit is who files it, period what it covers, made_on its date; the sum in words is that of the last total column."""

    title: str
    unit: str
    period: str
    made_on: datetime.date
    columns: Sequence[PaperColumn]
    rows: Sequence[Any]
    notes: Sequence[str] = ()
    signatures: Sequence[str] = SIGNATURES
    in_words: bool = False
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
