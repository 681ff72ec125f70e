"""A filled-in row of every roll, made from what its columns say of themselves."""

import datetime
from decimal import Decimal

from talent.rolls.declared import NAME, ROLLS
from talent.rolls.entries import Kind

DAYS = datetime.date(2022, 3, 1)


def sample(roll, world):
    """Cells by heading, as a clerk would type them; world has unit and person, and the rows that rolls refer to."""
    cells = {entry.heading: _cell(entry, place, world) for place, entry in enumerate(roll.entries)}
    if roll.names:
        cells[NAME] = world.person.name
    cells |= world.own.get(roll.name, {})
    return {heading: cell for heading, cell in cells.items() if cell is not None}


def _cell(entry, place, world):
    if entry.example not in ("", None) and entry.kind not in (Kind.UNIT, Kind.TOWN, Kind.PERSON, Kind.ROW):
        return entry.example
    match entry.kind:
        case Kind.TEXT | Kind.LONG:
            return f"演示{entry.heading}"[: entry.limit]
        case Kind.DAY | Kind.LAST_DAY:
            return DAYS + datetime.timedelta(days=place)
        case Kind.YEAR:
            return 2022
        case Kind.COUNT:
            return max(int(entry.least), 1)
        case Kind.NUMBER | Kind.MONEY:
            return str(Decimal(max(entry.least, 1)))
        case Kind.CHOICE | Kind.FLAG:
            return entry.words[0]
        case Kind.UNIT:
            return world.unit.name
        case Kind.TOWN:
            return world.unit.town.name
        case Kind.PERSON:
            return world.person.id_number
        case Kind.ROW:
            return world.key_of(ROLLS.get(entry.of))
