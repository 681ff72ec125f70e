"""Random ways to touch the audit record, each with the number of the first entry that is then no longer true."""

import datetime
import hashlib
from dataclasses import replace

from dingnan_sw.audit.verifying import TOLD, Row, written

FIELDS = (*TOLD, "previous", "digest")


def changed(value, random):
    """Another value of the same kind."""
    match value:
        case datetime.datetime():
            return value + datetime.timedelta(microseconds=random.choice((-1, 1, 10**9)))
        case dict():
            return {**value, random.choice(("number", "new")): random.random()}
        case int() | None:
            return (value or 0) + random.randint(1, 9)
        case _:
            longer, other = f"{value}{random.choice('甲乙0f')}"[-64:], f"x{value[1:]}"
            return (
                longer if longer != value and random.random() < 0.5 else other
            )  # sixty-four zeros and one more are the same


def edited(row, field, value):
    if field in TOLD:
        told = list(row.told)
        told[TOLD.index(field)] = value
        return replace(row, told=tuple(told))
    return replace(row, **{field: value})


def plainly_sealed(row):
    """As someone without the key would: the right fields, the right order, an unkeyed digest."""
    return replace(row, digest=hashlib.sha256(written(row.previous, row.told)).hexdigest())


def chained(rows, place):
    """From place on each entry follows the one before again, by plain digests."""
    rows = list(rows)
    for at in range(place, len(rows)):
        previous = rows[at - 1].digest if at else "0" * 64
        rows[at] = plainly_sealed(replace(rows[at], previous=previous))
    return rows


def edit(rows, random):
    place, field = random.randrange(len(rows)), random.choice(FIELDS)
    row = rows[place]
    old = row.told[TOLD.index(field)] if field in TOLD else getattr(row, field)
    return [*rows[:place], edited(row, field, changed(old, random)), *rows[place + 1 :]], row.number, place


def delete(rows, random):
    place, count = random.randrange(len(rows)), random.choice((1, 1, 2, 7))
    return [*rows[:place], *rows[place + count :]], rows[place].number, place


def cut_off(rows, random):
    place = len(rows) - random.choice((1, 2, 3, 10))
    return rows[:place], rows[place].number, len(rows)  # nothing after it that could be chained anew


def reorder(rows, random):
    """Two entries take each other's number."""
    first, second = sorted(random.sample(range(len(rows)), 2))
    moved = list(rows)
    moved[first] = replace(rows[second], number=rows[first].number)
    moved[second] = replace(rows[first], number=rows[second].number)
    return moved, rows[first].number, first


def insert(rows, random):
    """Into one of the gaps that rolled back transactions leave in the numbers, or at the end."""
    place = random.choice(
        [place for place in range(1, len(rows)) if rows[place].number - rows[place - 1].number > 1] + [len(rows)]
    )
    before, copied = rows[place - 1], random.choice(rows)
    new = plainly_sealed(Row(before.number + 1, before.digest, "", copied.told))
    return [*rows[:place], new, *rows[place:]], new.number, place + 1


WAYS = (edit, delete, cut_off, reorder, insert)


def tampered(rows, random):
    """(how, the rows, the first bad number); half of the time what follows is chained anew by plain digests."""
    way = random.choice(WAYS)
    found, first, place = way(rows, random)
    if random.random() < 0.5:
        found = chained(found, place)
    return way.__name__, found, first
