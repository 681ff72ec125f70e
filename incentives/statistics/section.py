"""A part of the statistics: one description makes the table on the page, the leaf of the workbook and the page of the PDF."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dingnan_sw.lib.paper import PaperColumn, Sheet
from dingnan_sw.lib.table import Column, Table

Value = int | Decimal | str | None
TITLE = "社会工作人才年度统计表"


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of numbers: total asks for its sum, across says that it is the sum of so many columns before it."""

    heading: str
    kind: Any = "integer"
    total: bool = True
    across: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """links: where the numbers lead, by the place of their measure."""

    label: str
    values: Sequence[Value]
    links: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """first heads the column of labels; chart stands above the table."""

    key: str
    title: str
    first: str
    measures: Sequence[Measure]
    lines: Sequence[Line]
    note: str = ""
    chart: str = ""

    @property
    def totals(self) -> dict[int, Any]:
        """The sums by the place of their measure."""
        return {place: self._sum(place) for place, measure in enumerate(self.measures) if measure.total}

    def _sum(self, place: int) -> Any:
        zero = Decimal("0.00") if self.measures[place].kind == "money" else 0
        return sum((line.values[place] or 0 for line in self.lines), zero)

    @property
    def table(self) -> Table:
        label = Column("label", self.first, lambda line: line.label)
        columns = (label, *(_column(place, measure) for place, measure in enumerate(self.measures)))
        sums = {f"m{place}": total for place, total in self.totals.items()}
        return Table(columns, self.lines, self.title, total={"label": "合计", **sums} if sums else {})

    def sheet(self, unit: str, period: str, made_on: datetime.date) -> Sheet:
        label = PaperColumn(self.first, lambda line: line.label, width=44, wrap=True)
        return Sheet(
            title=f"{TITLE}（{self.title}）",
            unit=unit,
            period=period,
            made_on=made_on,
            columns=(label, *(_paper_column(place, measure) for place, measure in enumerate(self.measures))),
            rows=self.lines,
            notes=[self.note] if self.note else [],
        )


def _column(place: int, measure: Measure) -> Column:
    return Column(
        f"m{place}",
        measure.heading,
        lambda line: line.values[place],
        measure.kind,
        link=lambda line: line.links.get(place) if line.values[place] else None,
    )


def _paper_column(place: int, measure: Measure) -> PaperColumn:
    return PaperColumn(
        measure.heading,
        lambda line: line.values[place],
        measure.kind,
        14,
        total=measure.total,
        across=measure.across,
    )
