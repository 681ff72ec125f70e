"""The live figures of 出差待遇, one for each obligation."""

import datetime

from dingnan_sw.lib.figures import Figure
from positions.access import EVERYTHING
from talent.reimbursements.owed import Owed, by_unit, owed


def _last(on: datetime.date) -> tuple[int, list[Owed]]:
    """The latest exam, of this year or the last, that anybody sat."""
    own = owed(EVERYTHING, on.year, on)
    return (on.year, own) if own else (on.year - 1, owed(EVERYTHING, on.year - 1, on))


def reimbursed(on: datetime.date) -> Figure:
    """三（一）: of those who sat the last exam, passed or not, how many their units have paid back."""
    year, rows = _last(on)
    done = sum(one.is_paid for one in rows)
    return Figure(f"{year} 年参加考试 {len(rows)} 人，已报销 {done} 人", done, len(rows))


def units_paid(on: datetime.date) -> Figure:
    """三（一）: of the units with examinees of the last exam, how many owe nobody any more."""
    year, rows = _last(on)
    units = by_unit(rows, on)
    done = sum(not one.unpaid for one in units)
    return Figure(
        f"{year} 年 {len(units)} 个单位有人参加考试，{len(units) - done} 个单位还有人没有报销", done, len(units)
    )
