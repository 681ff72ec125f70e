"""The travel standards in force, and where a reimbursement goes beyond them."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from talent.exams.models import ExamDates
from talent.reimbursements.models import TravelStandard
from talent.reimbursements.vocabulary import BOUNDED, Standard


@dataclass(frozen=True, slots=True)
class Standards:
    """steps: of each item its (first day, number), the latest first; exams: first days of exams by year and level."""

    steps: Mapping[str, tuple[tuple[datetime.date, Decimal], ...]]
    exams: Mapping[tuple[int, int], datetime.date]

    def on(self, item: Standard, day: datetime.date) -> Decimal | None:
        """None where no standard is on record for that day."""
        return next((value for since, value in self.steps.get(item, ()) if since <= day), None)

    def travelled_on(self, exam_year: int, level: int) -> datetime.date:
        """The day whose standards hold: the exam's first, or where the calendar lacks it the last of its year."""
        return self.exams.get((exam_year, level), datetime.date(exam_year, 12, 31))

    def faults(self, merged: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
        """(heading, words) of each amount above its standard times its days."""
        day = self.travelled_on(merged["exam_year"], merged["level"])
        for item, (name, heading, days_name, _) in BOUNDED.items():
            amount, days, standard = merged.get(name), merged.get(days_name), self.on(item, day)
            if amount is None or standard is None:
                continue
            most = standard * (days or 0)
            if amount > most:
                yield (
                    heading,
                    f"{heading} {amount:,.2f} 元，超过标准 {standard:,.2f} 元 × {days or 0} 天 = {most:,.2f} 元，请核对。",
                )


def standards() -> Standards:
    """All on record: a handful of rows."""
    steps: dict[str, list[tuple[datetime.date, Decimal]]] = {}
    for one in TravelStandard.objects.order_by("-since"):
        steps.setdefault(one.item, []).append((one.since, one.value))
    exams = {(one.exam_year, one.level): one.exam_from for one in ExamDates.objects.all()}
    return Standards({item: tuple(found) for item, found in steps.items()}, exams)
