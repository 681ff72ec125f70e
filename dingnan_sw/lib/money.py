"""Sums as documents write them."""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
LARGEST = Decimal(10) ** 12


def in_words(amount: Decimal) -> str:
    """The sum in capital numerals, as the rules for payment documents demand, without 人民币 in front.

    Raises:
        ValueError: more than two decimals, or 10^12 yuan and more.
    """
    if amount != amount.quantize(Decimal("0.01")) or abs(amount) >= LARGEST:
        raise ValueError(f"不能大写的金额：{amount}")
    if amount < 0:
        return "负" + in_words(-amount)
    cents = int(amount * 100)
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    whole = f"{_integer(yuan)}元" if yuan else ""
    if not jiao and not fen:
        return (whole or "零元") + "整"
    tenths = f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return whole + tenths + (f"{DIGITS[fen]}分" if fen else "整")


def _integer(number: int) -> str:
    """Groups of four places, a single 零 for any run of empty places between filled ones."""
    words, gap = "", False
    for index in range(len(GROUPS) - 1, -1, -1):
        group = number // 10000**index % 10000
        if not group:
            gap = bool(words)
            continue
        words += ("零" if words and (gap or group < 1000) else "") + _group(group) + GROUPS[index]
        gap = False
    return words


def _group(group: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return words
