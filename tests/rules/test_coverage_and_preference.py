"""配备与目标 — 三（二）、一（一）; 优先推荐 — 三（三）. No database."""

from datetime import date
from decimal import Decimal

import pytest

from incentives.rules.coverage import (
    CommunityFacts,
    community_standing,
    coverage_totals,
    holder_ratio,
    training_day,
    training_rate,
)
from incentives.rules.preference import purchase_preference
from incentives.rules.rulebook import standard_book

BOOK = standard_book()
DAY = date(2021, 12, 31)


def community(posts, holders, village=False):
    return community_standing(CommunityFacts("360728100001", "甲", "历市镇", village, posts, holders), DAY, BOOK)


@pytest.mark.parametrize(
    ("posts", "holders", "posted", "staffed"),
    [(0, 0, False, False), (1, 0, True, False), (0, 1, False, True), (2, 3, True, True)],
)
def test_a_community_needs_a_post_and_a_holder(posts, holders, posted, staffed):
    standing = community(posts, holders)
    assert (standing.posted, standing.staffed, standing.both) == (posted, staffed, posted and staffed)


def test_villages_count_for_the_posts_but_not_for_the_urban_target():
    totals = coverage_totals([community(1, 1), community(0, 1, village=True), community(1, 0)])
    assert (totals.count, totals.posted, totals.staffed, totals.both, totals.urban, totals.urban_staffed) == (
        3,
        2,
        2,
        1,
        2,
        1,
    )


@pytest.mark.parametrize(
    ("holders", "population", "per_mille", "needed"),
    [
        (0, 219_999, "0.00", 220),
        (0, 220_000, "0.00", 220),
        (0, 220_001, "0.00", 221),
        (220, 220_000, "1.00", 0),
        (221, 220_000, "1.00", 0),
        (219, 220_000, "1.00", 1),
        (1, 200_000, "0.01", 199),
        (1, 200_001, "0.00", 200),
    ],
)
def test_the_thousandth_and_the_gap_round_as_settled(holders, population, per_mille, needed):
    ratio = holder_ratio(holders, population, DAY, BOOK)
    assert (ratio.per_mille, ratio.needed) == (Decimal(per_mille), needed)


def test_without_population_there_is_no_ratio():
    assert (holder_ratio(5, None, DAY, BOOK).per_mille, holder_ratio(5, None, DAY, BOOK).needed) == (None, None)


def test_the_training_rate_is_a_percentage_or_nothing():
    assert training_rate(8, 7).rate == Decimal("87.50")
    assert training_rate(0, 0).rate is None


@pytest.mark.parametrize(
    ("on", "today", "day"),
    [(date(2021, 6, 1), date(2022, 1, 1), date(2021, 12, 31)), (date(2021, 6, 1), date(2021, 7, 1), date(2021, 6, 1))],
)
def test_a_past_year_is_judged_at_its_end(on, today, day):
    assert training_day(on, today) == day


@pytest.mark.parametrize(("holders", "recommended"), [(2, False), (3, True), (4, True)])
def test_three_holders_or_more_are_recommended(holders, recommended):
    assert purchase_preference(holders, DAY, BOOK).recommended is recommended
