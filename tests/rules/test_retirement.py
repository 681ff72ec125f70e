"""法定退休年龄: the day, on both sides of every boundary of the national tables."""

import datetime
from dataclasses import replace
from types import MappingProxyType

import pytest

from incentives.rules.retirement import retirement_day
from incentives.rules.rulebook import standard_book

BOOK = standard_book()
day = datetime.date
AT_55, AT_50 = "社区工作者", "其他"


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (day(1960, 6, 15), day(2020, 6, 15)),
        (day(1964, 12, 31), day(2024, 12, 31)),  # the last month before the raise
        (day(1965, 1, 1), day(2025, 2, 1)),  # one month for the first four months
        (day(1965, 4, 30), day(2025, 5, 30)),
        (day(1965, 5, 1), day(2025, 7, 1)),  # two for the next four
        (day(1976, 8, 31), day(2039, 7, 31)),  # 62 years and 11 months
        (day(1976, 9, 1), day(2039, 9, 1)),  # 63 from here on
        (day(1990, 1, 1), day(2053, 1, 1)),
    ],
)
def test_a_man_retires_between_60_and_63(born, last):
    assert retirement_day("男", born, AT_50, BOOK) == last


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (day(1969, 12, 31), day(2024, 12, 31)),
        (day(1970, 1, 1), day(2025, 2, 1)),
        (day(1970, 4, 30), day(2025, 5, 30)),
        (day(1970, 5, 1), day(2025, 7, 1)),
        (day(1981, 8, 31), day(2039, 7, 31)),
        (day(1981, 9, 1), day(2039, 9, 1)),
        (day(1995, 3, 3), day(2053, 3, 3)),
    ],
)
def test_a_woman_of_the_55_line_retires_between_55_and_58(born, last):
    assert retirement_day("女", born, AT_55, BOOK) == last


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (day(1974, 12, 31), day(2024, 12, 31)),
        (day(1975, 1, 31), day(2025, 2, 28)),  # the month's last day where the birthday's number is missing
        (day(1975, 2, 28), day(2025, 3, 28)),
        (day(1975, 3, 1), day(2025, 5, 1)),
        (day(1984, 10, 31), day(2039, 9, 30)),  # 54 years and 11 months
        (day(1984, 11, 1), day(2039, 11, 1)),  # 55 from here on
        (day(2000, 7, 7), day(2055, 7, 7)),
    ],
)
def test_a_woman_of_the_50_line_retires_between_50_and_55(born, last):
    assert retirement_day("女", born, AT_50, BOOK) == last


def changed(since, categories):
    """The book with another list of the 55 line from a day on."""
    entry = BOOK.scales["retirement"][0]
    later = replace(entry, since=since, values=MappingProxyType({"women_at_55": categories}))
    return replace(BOOK, scales=MappingProxyType({**BOOK.scales, "retirement": (entry, later)}))


@pytest.mark.parametrize(
    ("since", "last"),
    [
        (day(2022, 6, 14), day(2022, 6, 15)),  # off the 55 line before her 50th birthday
        (day(2022, 6, 15), day(2022, 6, 15)),
        (day(2024, 1, 1), day(2024, 1, 1)),  # while she serves beyond it
        (day(2028, 3, 1), day(2028, 2, 15)),  # after she has retired
    ],
)
def test_a_change_of_her_line_works_from_its_day_on(since, last):
    assert retirement_day("女", day(1972, 6, 15), AT_55, changed(since, ())) == last


def test_another_word_for_the_sex_is_an_error():
    with pytest.raises(ValueError, match="男或女"):
        retirement_day("未知", day(1972, 6, 15), AT_55, BOOK)
