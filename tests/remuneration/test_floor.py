"""三（二）: the floor to the cent, and which cover is missing."""

from decimal import Decimal

import pytest

from talent.remuneration.floor import comparable, difference, missing
from talent.remuneration.vocabulary import COVERS


@pytest.mark.parametrize(
    ("average", "months", "expected"),
    [
        ("60000.00", 12, "60000.00"),
        ("60000.00", 1, "5000.00"),
        ("50000.00", 7, "29166.67"),
        ("50000.00", 5, "20833.33"),
        ("0.06", 1, "0.01"),  # half a cent goes up
        ("0.05", 1, "0.00"),
    ],
)
def test_the_average_is_taken_for_the_months_paid(average, months, expected):
    assert str(comparable(Decimal(average), months)) == expected


@pytest.mark.parametrize(
    ("pay", "months", "short"),
    [
        ("60000.00", 12, "0.00"),
        ("59999.99", 12, "-0.01"),
        ("60000.01", 12, "0.01"),
        ("30000.00", 6, "0.00"),
        ("29999.99", 6, "-0.01"),
    ],
)
def test_a_cent_decides(pay, months, short):
    assert difference(Decimal(pay), months, Decimal("60000.00")) == Decimal(short)


ALL = dict.fromkeys(COVERS, True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"pension": False}, ("养老",)),
        ({"maternity": False}, ()),  # carried by the medical insurance
        ({"maternity": False, "medical": False}, ("医疗", "生育")),
        ({"medical": False}, ("医疗",)),
        (dict.fromkeys(COVERS, False), tuple(COVERS.values())),
    ],
)
def test_what_is_missing_is_named_in_the_order_of_the_form(changes, expected):
    assert missing(ALL | changes) == expected
