"""The live figure of 出差待遇."""

import datetime

from dingnan_sw.lib.figures import Figure
from positions.access import EVERYTHING
from talent.reimbursements.owed import Owed, owed


def _last(on: datetime.date) -> tuple[int, list[Owed]]:
    """The latest exam, of this year or the last, that anybody sat."""
    own = owed(EVERYTHING, on.year, on)
    return (on.year, own) if own else (on.year - 1, owed(EVERYTHING, on.year - 1, on))


def reimbursed(on: datetime.date) -> Figure:
    """三（一）: of those who sat the last exam, passed or not, how many their units have paid back."""
    year, rows = _last(on)
    done = sum(one.is_paid for one in rows)
    return Figure(f"{year} 年参加考试 {len(rows)} 人，已报销 {done} 人", done, len(rows))
