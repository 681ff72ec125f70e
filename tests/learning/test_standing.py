"""How a certificate stands with its registration, day by day (民发〔2009〕44号). No database."""

from datetime import date
from decimal import Decimal

import pytest

from talent.learning.holders import hours_in
from talent.learning.national import EDUCATION, REGISTERING, in_force, months_later
from talent.learning.standing import Period, standing
from talent.learning.vocabulary import State
from talent.vocabulary import Level

OBTAINED = date(2021, 6, 20)
FIRST = Period(date(2022, 3, 1), date(2025, 3, 1))  # the last day on paper is 2025-02-28
SECOND = Period(date(2025, 3, 1), date(2028, 3, 1))


@pytest.mark.parametrize(
    ("periods", "filed", "on", "state", "last"),
    [
        ((), False, date(2021, 6, 20), State.IN_TIME, date(2022, 6, 20)),
        ((), False, date(2022, 6, 20), State.IN_TIME, date(2022, 6, 20)),
        ((), False, date(2022, 6, 21), State.OVERDUE, date(2022, 6, 20)),
        ((), True, date(2022, 6, 20), State.FILED, date(2022, 6, 20)),
        ((), True, date(2022, 6, 21), State.FILED, date(2022, 6, 20)),
        ((FIRST,), False, date(2022, 2, 28), State.IN_TIME, date(2022, 6, 20)),
        ((FIRST,), False, date(2022, 3, 1), State.VALID, date(2025, 2, 28)),
        ((FIRST,), False, date(2024, 11, 30), State.VALID, date(2025, 2, 28)),
        ((FIRST,), True, date(2024, 11, 30), State.VALID, date(2025, 2, 28)),
        ((FIRST,), False, date(2024, 12, 1), State.ENDING, date(2025, 2, 28)),
        ((FIRST,), True, date(2024, 12, 1), State.RENEWING, date(2025, 2, 28)),
        ((FIRST,), False, date(2025, 2, 28), State.ENDING, date(2025, 2, 28)),
        ((FIRST,), False, date(2025, 3, 1), State.ENDED, date(2025, 2, 28)),
        ((FIRST,), True, date(2025, 3, 1), State.RENEWING, date(2025, 2, 28)),
        ((FIRST, SECOND), False, date(2024, 12, 1), State.VALID, date(2028, 2, 29)),
        ((SECOND, FIRST), False, date(2025, 3, 1), State.VALID, date(2028, 2, 29)),
    ],
)
def test_each_state_begins_and_ends_on_its_day(periods, filed, on, state, last):
    found = standing(OBTAINED, periods, [on] if filed else [], on)
    assert (found.state, found.last) == (state, last)


@pytest.mark.parametrize(
    ("filed_on", "state"),
    [
        (date(2022, 2, 28), State.ENDING),  # the application for the period itself, never closed
        (date(2022, 3, 1), State.RENEWING),
        (date(2024, 12, 10), State.RENEWING),
        (date(2024, 12, 11), State.ENDING),  # not filed yet
    ],
)
def test_only_what_was_filed_in_a_period_asks_for_its_renewal(filed_on, state):
    assert standing(OBTAINED, (FIRST,), [filed_on], date(2024, 12, 10)).state is state


def test_a_renewal_that_leaves_a_gap_does_not_draw_out_the_period_before_it():
    later = Period(date(2025, 3, 2), date(2028, 3, 2))
    assert standing(OBTAINED, (FIRST, later), [], date(2025, 2, 28)).state is State.ENDING
    assert standing(OBTAINED, (FIRST, later), [], date(2025, 3, 1)).state is State.ENDED
    assert standing(OBTAINED, (FIRST, later), [], date(2025, 3, 2)).state is State.VALID


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 5, 31), -3, date(2024, 2, 29)),
        (date(2021, 10, 1), 36, date(2024, 10, 1)),
    ],
)
def test_a_day_that_a_month_lacks_is_its_last(day, months, found):
    assert months_later(day, months) == found


def test_hours_count_from_the_first_to_the_last_day_of_the_period_and_not_ahead():
    learned = [(date(2022, 2, 28), Decimal(1)), (date(2022, 3, 1), Decimal(2)), (date(2025, 2, 28), Decimal(4)),
               (date(2025, 3, 1), Decimal(8))]  # fmt: skip
    assert hours_in(FIRST, learned, date(2026, 1, 1)) == Decimal(6)
    assert hours_in(FIRST, learned, date(2025, 2, 27)) == Decimal(2)


def test_the_national_figures_are_those_of_their_documents():
    terms = in_force(REGISTERING, OBTAINED)
    assert (terms.first_within, terms.lasts, terms.window) == (12, 36, 3)
    needed = in_force(EDUCATION, date(2009, 9, 6)).hours  # before its first day the first rule is asked
    assert [needed[level] for level in Level] == [72, 90, 90]
