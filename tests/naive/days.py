"""Days at which edge cases meet: ends and beginnings of months, and the days beside them."""

import calendar
import datetime

TURNS = (datetime.date(2020, 1, 1), datetime.date(2020, 12, 31), datetime.date(2021, 1, 1))


def moment(dice):
    """A day where something turns: mostly an end or a beginning of a month between 2019-12 and 2022-12."""
    if dice.random() < 0.25:
        return dice.choice(TURNS)
    year, month = divmod(2020 * 12 + dice.choice(dice.choice((range(-1, 36), range(9, 24)))), 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, dice.choice((1, 1, 1, last, last, last, last - 1, 2, 15)))


def near(dice, moments):
    """One of the moments, or the day before or after it."""
    return dice.choice(moments) + datetime.timedelta(days=dice.choice((0, 0, 0, 0, 1, -1)))


def not_before(dice, moments, day):
    """A moment not before that day; the day itself when none is found."""
    later = [found for found in (near(dice, moments) for _ in range(4)) if found >= day]
    return dice.choice(later or [day])


def ends(dice, moments, since, chance):
    """The last days that the rows of one thing state: none, one, or two of which the later row's is true."""
    if dice.random() > chance:
        return [None]
    return [not_before(dice, moments, since) for _ in range(dice.choice((1, 1, 1, 2)))]


def maybe(dice, chance, value):
    return value if dice.random() < chance else None
