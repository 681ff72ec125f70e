"""A second reading of sums in capital numerals, written apart from the portal's writing of them."""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def amount_of(words):
    """The sum, read character by character."""
    total = group = digit = Decimal(0)
    for character in words.removeprefix("负"):
        if character in DIGITS:
            digit = Decimal(DIGITS.index(character))
        elif character in UNITS:
            group, digit = group + digit * UNITS[character], Decimal(0)
        elif character in "万亿":
            scale = Decimal(10000) if character == "万" else Decimal(100000000)
            total, group, digit = (
                (total + group + digit) * scale if character == "亿" else total + (group + digit) * scale,
                Decimal(0),
                Decimal(0),
            )
        elif character == "元":
            total, group, digit = total + group + digit, Decimal(0), Decimal(0)
        elif character == "角":
            total, digit = total + digit / 10, Decimal(0)
        elif character == "分":
            total, digit = total + digit / 100, Decimal(0)
    return -total if words.startswith("负") else total
