"""What the papers come to — the rules of the national exam (国人部发〔2006〕71号、人社部规〔2018〕2号), without a database.

marks are a registration's papers with how each stands; earlier are the papers passed in the exam year before.
"""

import datetime
from collections.abc import Mapping

from talent.exams.vocabulary import PAPERS, PROOF_YEARS, RUNNING_YEARS, Mark, Paper, Result
from talent.vocabulary import Level

Marks = Mapping[Paper, str]
NONE: frozenset[Paper] = frozenset()


def passed(marks: Marks) -> frozenset[Paper]:
    return frozenset(paper for paper, mark in marks.items() if mark == Mark.PASSED)


def kept(level: Level, earlier: frozenset[Paper]) -> frozenset[Paper]:
    """Of what was passed the year before, what still counts."""
    return earlier & frozenset(PAPERS[level]) if RUNNING_YEARS[level] > 1 else NONE


def open_papers(level: Level, marks: Marks, earlier: frozenset[Paper] = NONE) -> tuple[Paper, ...]:
    """The papers that are still to be passed."""
    done = passed(marks) | kept(level, earlier)
    return tuple(paper for paper in PAPERS[level] if paper not in done)


def outcome(level: Level, marks: Marks, earlier: frozenset[Paper] = NONE, stated: str = "") -> Result:
    """Of the whole; stated is what is on record where the papers are not told apart."""
    if not marks:
        return Result(stated or Result.PENDING)
    if not open_papers(level, marks, earlier):
        return Result.PASSED
    return Result.PENDING if Mark.REGISTERED in marks.values() else Result.FAILED


def goes_on(level: Level, marks: Marks, earlier: frozenset[Paper] = NONE) -> bool:
    """Whether what was passed this year still helps in the next: then only the rest has to be passed there."""
    return RUNNING_YEARS[level] > 1 and bool(passed(marks)) and bool(open_papers(level, marks, earlier))


def sat(marks: Marks, stated: str, over: bool) -> bool:
    """Whether they sat the exam: a result says so; without one, that it is over and no absence is on record."""
    found = set(marks.values())
    if stated or found & {Mark.PASSED, Mark.FAILED}:
        return True
    if Mark.ABSENT in found and Mark.REGISTERED not in found:
        return False
    return over


def proof_until(results_on: datetime.date) -> datetime.date:
    """The last day of 成绩合格证明, counted from the day on which the results came out."""
    year = results_on.year + PROOF_YEARS
    day = datetime.date(year, 3, 1) if (results_on.month, results_on.day) == (2, 29) else results_on.replace(year=year)
    return day - datetime.timedelta(days=1)
