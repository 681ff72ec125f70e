"""The rules of the national exam, as tables: what papers come to, who sat, how long a proof holds."""

import datetime

import pytest

from talent.exams import rule
from talent.exams.vocabulary import Mark, Paper, Result
from talent.vocabulary import Level

JUNIOR, MIDDLE, SENIOR = Level
P, F, A, R = Mark.PASSED, Mark.FAILED, Mark.ABSENT, Mark.REGISTERED
ABILITY, LAW, PRACTICE = Paper.ABILITY, Paper.LAW, Paper.PRACTICE


def marks(level, text):
    """One letter a paper, in the order of the level's papers; a dash was not registered for."""
    letters = {"P": P, "F": F, "A": A, "R": R}
    papers = {JUNIOR: (ABILITY, PRACTICE), MIDDLE: (ABILITY, LAW, PRACTICE), SENIOR: (PRACTICE,)}[level]
    return {paper: letters[one] for paper, one in zip(papers, text, strict=True) if one != "-"}


@pytest.mark.parametrize(
    ("level", "this_year", "year_before", "result"),
    [
        # 初级: both papers in one year; what was passed the year before is lost
        (JUNIOR, "PP", "--", Result.PASSED),
        (JUNIOR, "PF", "--", Result.FAILED),
        (JUNIOR, "PA", "--", Result.FAILED),
        (JUNIOR, "P-", "-P", Result.FAILED),
        (JUNIOR, "PR", "--", Result.PENDING),
        # 中级: three papers within two consecutive years
        (MIDDLE, "PPP", "---", Result.PASSED),
        (MIDDLE, "PPF", "---", Result.FAILED),
        (MIDDLE, "--P", "PP-", Result.PASSED),
        (MIDDLE, "--P", "P--", Result.FAILED),
        (MIDDLE, "--R", "PP-", Result.PENDING),
        (MIDDLE, "-PP", "P--", Result.PASSED),
        (MIDDLE, "FPP", "P--", Result.PASSED),
        # 高级: one paper
        (SENIOR, "P", "-", Result.PASSED),
        (SENIOR, "F", "P", Result.FAILED),
    ],
)
def test_the_whole_follows_from_the_papers(level, this_year, year_before, result):
    earlier = rule.passed(marks(level, year_before))
    assert rule.outcome(level, marks(level, this_year), earlier) is result


@pytest.mark.parametrize(
    ("stated", "result"), [("", Result.PENDING), ("passed", Result.PASSED), ("failed", Result.FAILED)]
)
def test_without_papers_what_is_stated_holds(stated, result):
    assert rule.outcome(JUNIOR, {}, stated=stated) is result


def test_papers_go_before_what_is_stated():
    assert rule.outcome(JUNIOR, marks(JUNIOR, "PF"), stated="passed") is Result.FAILED


@pytest.mark.parametrize(
    ("level", "this_year", "year_before", "left"),
    [
        (MIDDLE, "P--", "---", (LAW, PRACTICE)),
        (MIDDLE, "P--", "-P-", (PRACTICE,)),
        (MIDDLE, "PPP", "---", ()),
        (JUNIOR, "P-", "-P", (PRACTICE,)),
    ],
)
def test_the_papers_that_are_still_open(level, this_year, year_before, left):
    assert rule.open_papers(level, marks(level, this_year), rule.passed(marks(level, year_before))) == left


@pytest.mark.parametrize(
    ("level", "this_year", "goes_on"),
    [(MIDDLE, "P--", True), (MIDDLE, "FF-", False), (MIDDLE, "PPP", False), (JUNIOR, "PF", False)],
)
def test_only_the_middle_level_goes_on_into_the_next_year(level, this_year, goes_on):
    assert rule.goes_on(level, marks(level, this_year)) is goes_on


@pytest.mark.parametrize(
    ("this_year", "stated", "over", "sat"),
    [
        ("PP", "", False, True),
        ("FA", "", False, True),
        ("AA", "", True, False),
        ("RR", "", False, False),
        ("RR", "", True, True),
        ("AR", "", True, True),
        ("--", "", False, False),
        ("--", "", True, True),
        ("--", "failed", False, True),
    ],
)
def test_who_sat_the_exam(this_year, stated, over, sat):
    assert rule.sat(marks(JUNIOR, this_year), stated, over) is sat


@pytest.mark.parametrize(
    ("results_on", "last"), [("2021-12-08", "2024-12-07"), ("2024-02-29", "2027-02-28"), ("2023-03-01", "2026-02-28")]
)
def test_a_proof_of_the_senior_exam_holds_three_years_from_the_results(results_on, last):
    day = datetime.date.fromisoformat
    assert rule.proof_until(day(results_on)) == day(last)
