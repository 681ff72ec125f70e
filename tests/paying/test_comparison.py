"""Why this batch's total is not the last one's: who came, who left, other standards, other numbers of months."""

import datetime
from decimal import Decimal

import pytest

from incentives.paying.comparison import Share, compare
from incentives.paying.vocabulary import LineKind
from talent.vocabulary import Level


def paid(first, *amounts, person=1):
    """正常 lines from that month of 2021 on."""
    return [
        Share(
            person,
            datetime.date(2021, first + place, 1),
            LineKind.NORMAL,
            Level.ASSISTANT,
            Decimal(amount),
            Decimal(amount),
        )
        for place, amount in enumerate(amounts)
    ]


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        ((100, 100), (100, 100), {}),
        ((100, 100), (120, 120), {"升级或调标": 40}),
        ((100, 100, 150), (150, 150, 150), {"升级或调标": 100}),  # upgraded within the last batch
        ((100, 100, 100), (100,), {"月数不同": -200}),
        ((100,), (100, 100), {"月数不同": 100}),
        ((100, 100, 100), (120, 120), {"升级或调标": 40, "月数不同": -100}),
        ((100,), (120, 120, 120), {"升级或调标": 20, "月数不同": 240}),
        ((), (100, 100), {"新增": 200}),
        ((100, 100), (), {"停发": -200}),
    ],
)
def test_a_difference_is_told_apart_by_standard_and_by_months(before, now, moved):
    found = compare(paid(4, *now), paid(1, *before), None)
    assert {one.words: one.amount for one in found.movements if one.amount} == moved
    assert all(one.count == bool(one.amount) for one in found.movements)
    assert sum(one.amount for one in found.movements) == found.difference == sum(now) - sum(before)


def test_who_ends_at_another_standard_is_named_though_the_sums_are_the_same():
    found = compare(paid(3, 100, 150), paid(1, 150, 100), None)
    assert [(one.words, one.people) for one in found.movements if one.people] == [("升级或调标", [1])]


def test_nobody_has_left_who_is_not_in_a_batch_of_late_changes_alone():
    found = compare([], paid(1, 100), None, looks_back=True)
    assert {one.words: one.amount for one in found.movements if one.amount} == {"月数不同": -100}
