"""Ways to break cells: their kinds, contents and places."""

import re

from tests.prove.broken.sheets import HEAD, TAIL, in_sheet
from tests.prove.broken.texts import text

CELL = re.compile(rb"<c r=\"([A-Z]+)(\d+)\"[^>]*?(?:/>|>.*?</c>)", re.DOTALL)
# What a cell may hold that nobody typed, as markup after its place.
NUMBERS = ("1e999", "-1e999", "NaN", "inf", "-0", "1e308", "-1e-320", "9" * 400, "-5", "2958466", "-1", "0.1", "1E2", "0x10",
           "44348.999999999", "２０２１", "1,000", "", " ", "999999999999999999", "2147483648", "9223372036854775808")  # fmt: skip
DATES = (
    "0000-00-00",
    "9999-12-31",
    "2021-02-30",
    "1899-12-31T00:00:00",
    "2021-06-20T25:61:61Z",
    "-0001-01-01",
    "P1D",
    "x",
)
KINDS = ("n", "s", "str", "inlineStr", "b", "d", "e", "x", "")
FORMULAS = ("1+1", "A1", "WEBSERVICE(&quot;http://a.cn&quot;)", "[1]Sheet1!A1", "SUM(A1:XFD1048576)", "", "(" * 5000)
ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#SPILL!", "Err:502", "", "x" * 5000, "&lt;")


def _cell(place, chance):
    """Markup for a cell: of any kind, with any content, whether they go together or not."""
    value = chance.choice((
        lambda: b"<v>%s</v>" % chance.choice(NUMBERS).encode(), lambda: b"<v>%d</v>" % chance.choice((0, 5, 99_999, 2**31)),
        lambda: b"<v>%s</v>" % chance.choice(DATES).encode(), lambda: b"<v>%s</v>" % text(chance),
        lambda: b"<is><t>%s</t></is>" % text(chance), lambda: b"<f>%s</f>" % chance.choice(FORMULAS).encode(),
        lambda: b"<f>%s</f><v>%s</v>" % (chance.choice(FORMULAS).encode(), chance.choice(NUMBERS).encode()),
        lambda: b"<v>%s</v>" % chance.choice(ERRORS).encode(), lambda: b"",
    ))()  # fmt: skip
    kind, style = chance.choice(KINDS).encode(), chance.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 999))
    return b'<c r="%s" s="%d" t="%s">%s</c>' % (place, style, kind, value)


def cells_replaced(members, chance):
    share = chance.choice((0.01, 0.03, 0.3, 1))

    def change(data):
        return CELL.sub(lambda found: _cell(found[1] + found[2], chance) if chance.random() < share else found[0], data)

    in_sheet(members, chance, change)


def one_cell_replaced(members, chance):
    def change(data):
        found = list(CELL.finditer(data))
        if not found:
            return data
        cell = chance.choice(found)
        return data[: cell.start()] + _cell(cell[1] + cell[2], chance) + data[cell.end() :]

    in_sheet(members, chance, change)


def cell_far_away(members, chance):
    place = chance.choice(
        (b"XFD1048576", b"A1048576", b"XFD2", b"ZZZ1", b"A0", b"A99999999999", b"KN70", b"A60001", b"1A", b"")
    )
    row = b'<row r="%d">%s</row>' % (chance.choice((70, 60_001, 1_048_576)), _cell(place, chance))
    in_sheet(members, chance, lambda data: data.replace(b"</sheetData>", row + b"</sheetData>"))


def cells_moved(members, chance):
    """All of a sheet's cells stand in a column further to the right or in one row."""
    letter = chance.choice((b"A", b"B", b"XFD", b"KN"))
    in_sheet(members, chance, lambda data: re.sub(rb'<c r="[A-Z]+', b'<c r="' + letter, data))


def filled_to_the_brim(members, chance):
    """So much of one thing that time or memory must end it; seldom, as each costs a second or more."""
    if chance.random() < 0.8:
        return
    number = chance.choice((50_000, 200_000))
    rows = (
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c><c r="C%d"><v>1</v></c></row>'
        % (n, n, b"a" * (n % 90), n)
        for n in range(1, number)
    )
    text = chance.choice((lambda: b"".join(rows), lambda: b"<row/>" * number, lambda: b"<c><v>1</v></c>" * number,
                          lambda: b'<row r="1">' + b"<c/>" * number))()  # fmt: skip
    in_sheet(members, chance, lambda data: HEAD + text + TAIL)
