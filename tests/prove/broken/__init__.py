"""Sound workbooks broken at random: in their bytes, their members, their markup, their sheets and their cells.

`broken(data, chance)` gives (what was done, the file's bytes); one seed always gives the same file.
"""

from tests.prove.broken.archive import BYTES, packed, unpacked
from tests.prove.broken.cells import cell_far_away, cells_moved, cells_replaced, filled_to_the_brim, one_cell_replaced
from tests.prove.broken.members import (
    entities,
    member_cut,
    member_flipped,
    member_in_utf16,
    member_missing,
    member_renamed,
    member_swapped,
    members_added,
    nesting,
)
from tests.prove.broken.sheets import (
    dates_from_1904,
    dimension_lies,
    emptied,
    many_sheets,
    merged,
    places_gone,
    relations_changed,
    rows_hidden,
    rows_misnumbered,
    rows_repeated,
    sheet_doubled,
    sheet_elsewhere,
    sheet_gone,
    sheet_hidden,
    sheet_renamed,
)
from tests.prove.broken.texts import texts_changed, texts_lie, texts_moved, texts_rich


def broken(data, chance):
    """One to three breaks of the markup, or one of the file's bytes; now and then both."""
    members, done = unpacked(data), []
    for _ in range(chance.choice((0, 1, 1, 1, 1, 2, 2, 3))):
        change = chance.choice(CHANGES)
        change(members, chance)
        done.append(change.__name__)
    data = packed(members, chance)
    if not done or chance.random() < 0.08:
        change = chance.choice(BYTES)
        data = change(data, chance)
        done.append(change.__name__)
    return "+".join(done), data


CHANGES = (
    *(cells_replaced, one_cell_replaced, texts_changed) * 4, *(texts_moved,) * 3,
    member_flipped, member_flipped, member_cut, member_missing, member_swapped, member_renamed, members_added, member_in_utf16, entities,
    nesting, sheet_renamed, sheet_doubled, sheet_gone, sheet_hidden, sheet_elsewhere, many_sheets, relations_changed,
    dates_from_1904, dimension_lies, merged, rows_misnumbered, places_gone, rows_hidden, rows_repeated, emptied, texts_lie,
    texts_rich, cell_far_away, cells_moved, filled_to_the_brim,
)  # fmt: skip
