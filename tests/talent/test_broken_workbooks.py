"""The short form of tests/prove/test_fuzz_workbooks.py: a few broken workbooks are taken whole or refused in words."""

import pytest

from tests.prove import taking
from tests.prove.broken import broken

FEW = 25


@pytest.fixture
def bench(db, tmp_path, jobs_at_once):
    with taking.capped():
        yield taking.Bench(tmp_path)


def test_a_broken_workbook_is_taken_whole_or_refused_in_words(bench):
    tally = taking.fuzz(bench, broken, FEW)
    assert tally.wrong == []
    assert min(tally.taken, tally.refused) > 0
    assert tally.slowest <= taking.SECONDS
