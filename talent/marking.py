"""The refused workbook, given back with its faults marked."""

from collections.abc import Sequence
from pathlib import Path

from dingnan_sw.lib import workbook
from dingnan_sw.lib.exchange import Problem


def mark_refused(source: Path, target: Path, errors: Sequence[Problem]) -> None:
    """Write to target the user's own file with the faulty cells coloured and a last column 错误说明.

    A file that is no workbook cannot be marked: target then is a workbook of its own that says what is wrong.
    """
    problems = [workbook.Mark(p.sheet, p.row, p.column, p.message) for p in errors]
    if any(problem.sheet is None for problem in problems):
        workbook.write_report(target, problems)
        return
    workbook.mark_errors(source, target, problems)
