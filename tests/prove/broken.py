"""Sound workbooks broken at random: in their bytes, their members, their markup, their sheets and their cells.

`broken(data, chance)` gives (what was done, the file's bytes); one seed always gives the same file.
"""

import io
import re
import warnings
import zipfile

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{NS}"><sheetData>'.encode()
TAIL = b"</sheetData></worksheet>"
LONG = 40_000
CELL = re.compile(rb"<c r=\"([A-Z]+)(\d+)\"[^>]*?(?:/>|>.*?</c>)", re.DOTALL)
STRING = re.compile(rb"<si>.*?</si>", re.DOTALL)
SHEET = re.compile(rb"<sheet [^>]*/>")

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
TEXTS = (
    "=1+1", "=HYPERLINK(&quot;http://a.cn&quot;)", "@SUM(1,2)", "+1", "-2+3", "＝1", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "'; DROP TABLE talent_person; --", "{{ 7*7 }}", "{% debug %}", "../../etc/passwd", "a&#10;Set-Cookie: x=1", "_x0000_",
    "_xD800_", "_xFFFF_", "&#x202E;三张", "&#x200B;&#xFEFF;", "&#xE000;&#x10FFFD;", "&#x20000;", "a&#x301;" * 30, "%s%n%00",
    "0000-00-00", "9999-12-31", "2021-13-45", "1e999", "NaN", "-1", "9" * 400, "٢٠٢١", "²", "TRUE", "null", "None", "",
    " ", "\t", "合计", "备注：", "错误说明", "身份证号*（必填）", "某" * 300,
)  # fmt: skip
RAW_TEXTS = (
    b"\0",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    b"\xc0\x80",
    b"&#0;",
    b"&#xD800;",
    b"&nothing;",
    b"<b>",
    b"]]>",
    b"<![CDATA[a]]>",
)
KINDS = ("n", "s", "str", "inlineStr", "b", "d", "e", "x", "")
FORMULAS = ("1+1", "A1", "WEBSERVICE(&quot;http://a.cn&quot;)", "[1]Sheet1!A1", "SUM(A1:XFD1048576)", "", "(" * 5000)
ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#SPILL!", "Err:502", "", "x" * 5000, "&lt;")


def broken(data, chance):
    """One to three breaks of the markup, or one of the file's bytes; now and then both."""
    members, done = _unpacked(data), []
    for _ in range(chance.choice((0, 1, 1, 1, 1, 2, 2, 3))):
        change = chance.choice(CHANGES)
        change(members, chance)
        done.append(change.__name__)
    data = _packed(members, chance)
    if not done or chance.random() < 0.08:
        change = chance.choice(BYTES)
        data = change(data, chance)
        done.append(change.__name__)
    return "+".join(done), data


def _unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(members, chance):
    file = io.BytesIO()
    how = zipfile.ZIP_STORED if chance.random() < 0.1 else zipfile.ZIP_DEFLATED
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(file, "w", how, compresslevel=1) as target:
        for name, data in members.items():
            target.writestr(name, data)  # with a warning where a name comes twice
    return file.getvalue()


# The bytes of the archive ------------------------------------------------------------------------------------------------


def bytes_flipped(data, chance):
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def directory_flipped(data, chance):
    """In the table at the archive's end, which says what is where and how large."""
    changed, start = bytearray(data), max(data.find(b"PK\1\2"), 0)
    for _ in range(chance.choice((1, 2, 4))):
        changed[chance.randrange(start, len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut_off(data, chance):
    return data[: chance.randrange(len(data))]


def extended(data, chance):
    return data + chance.choice((b"\0" * 1000, data, b"PK\5\6" + bytes(18), chance.randbytes(3000)))


def preceded(data, chance):
    return chance.choice((b"MZ" + bytes(100), b"%PDF-1.7\n", b"PK\3\4", b"\xef\xbb\xbf")) + data


def piece_moved(data, chance):
    start, length = chance.randrange(len(data)), chance.randrange(1, 2000)
    piece, rest = data[start : start + length], data[:start] + data[start + length :]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + piece + rest[place:]


def another_kind(data, chance):
    return chance.choice((b"", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "姓名,身份证号".encode("gb18030"),
                          b"<html><table><tr><td>1", chance.randbytes(5000), b"PK\3\4" + chance.randbytes(500)))  # fmt: skip


def nested(data, chance):
    """The archive within an archive, as often as chance will have it."""
    for _ in range(chance.choice((1, 3, 20))):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as target:
            target.writestr(chance.choice(("xl/workbook.xml", "a.xlsx", "[Content_Types].xml")), data)
        data = file.getvalue()
    return data


BYTES = (bytes_flipped, bytes_flipped, directory_flipped, directory_flipped, cut_off, extended, preceded, piece_moved, another_kind, nested)  # fmt: skip


# Members -----------------------------------------------------------------------------------------------------------------


def _sheets(members):
    return sorted(name for name in members if name.startswith("xl/worksheets/sheet"))


def _one_sheet(members, chance):
    found = _sheets(members)
    return chance.choice(found) if found else None


def member_flipped(members, chance):
    """A sound archive around a member with wrong bytes."""
    name = chance.choice(sorted(members))
    changed = bytearray(members[name])
    for _ in range(chance.choice((1, 2, 10)) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    members[name] = bytes(changed)


def member_cut(members, chance):
    name = chance.choice(sorted(members))
    members[name] = members[name][: chance.randrange(len(members[name]) + 1)]


def member_missing(members, chance):
    members.pop(chance.choice(sorted(members)))


def member_swapped(members, chance):
    one, other = chance.choice(sorted(members)), chance.choice(sorted(members))
    members[one], members[other] = members[other], members[one]


def member_renamed(members, chance):
    name = chance.choice(sorted(members))
    how = chance.choice((str.upper, lambda text: text + "\0.xml", lambda text: "../" + text, lambda text: "/" + text,
                         lambda text: text.replace("/", "\\"), lambda text: "C:" + text, lambda text: "名" * 200))  # fmt: skip
    members[how(name)] = members.pop(name)


def members_added(members, chance):
    for number in range(chance.choice((1, 10, 600))):
        members[f"xl/media/{number}.bin"] = b"x"
    extra = (
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/a.exe",
        "xl/worksheets/sheet99.xml",
        "a.xlsx",
    )
    members[chance.choice(extra)] = chance.choice(
        (b"", HEAD + TAIL, b"MZ", _packed({"xl/workbook.xml": b"<a/>"}, chance))
    )


def member_in_utf16(members, chance):
    name = chance.choice(sorted(members))
    text = members[name].decode("utf-8", "replace").replace("UTF-8", "UTF-16")
    members[name] = text.encode("utf-16", "replace")


def entities(members, chance):
    name = chance.choice(sorted(members))
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
    outside = b'<!DOCTYPE a SYSTEM "file:///etc/passwd">'
    text = chance.choice((bomb, outside, b"<!-- -->" * 1000, b"<?php ?>", b"<!doctype a>"))
    members[name] = members[name].replace(b"?>", b"?>" + text, 1)


def nesting(members, chance):
    """Tags within tags, as deep as a hundred thousand."""
    name, depth = chance.choice(sorted(members)), chance.choice((100, 5_000, 100_000))
    members[name] = members[name].replace(b"?>", b"?>" + b"<a>" * depth, 1)


# The workbook and its sheets ---------------------------------------------------------------------------------------------


def _in_book(members, change):
    book = members.get("xl/workbook.xml")
    if book is not None:
        members["xl/workbook.xml"] = change(book)


def _each_sheet(change):
    """A change of some sheet's entry in the workbook."""

    def apply(members, chance):
        def in_book(book):
            entries = SHEET.findall(book)
            if not entries:
                return book
            entry = chance.choice(entries)
            return book.replace(entry, change(entry, chance), 1)

        _in_book(members, in_book)

    apply.__name__ = change.__name__
    return apply


def _renamed(entry, name):
    return re.sub(rb'name="[^"]*"', lambda _: b'name="' + name.encode() + b'"', entry)


@_each_sheet
def sheet_renamed(entry, chance):
    names = (
        "花名册",
        "岗位",
        "单位",
        " 花 名 册 ",
        "花名册（2）",
        "",
        "名" * 300,
        "a:b",
        "../x",
        "&lt;b&gt;",
        "说明",
        "&#x202E;册名花",
    )
    return _renamed(entry, chance.choice(names))


@_each_sheet
def sheet_doubled(entry, chance):
    return entry * chance.choice((2, 3, 50))


@_each_sheet
def sheet_gone(entry, chance):
    return b""


@_each_sheet
def sheet_hidden(entry, chance):
    return entry.replace(b"<sheet ", b'<sheet state="%s" ' % chance.choice((b"hidden", b"veryHidden", b"x")))


@_each_sheet
def sheet_elsewhere(entry, chance):
    """Its relation leads to another part, or nowhere."""
    return re.sub(rb'r:id="[^"]*"', b'r:id="rId%d"' % chance.randrange(40), entry)


@_each_sheet
def many_sheets(entry, chance):
    return b"".join(_renamed(entry, f"表{number}") for number in range(chance.choice((30, 300, 3000))))


def relations_changed(members, chance):
    name = "xl/_rels/workbook.xml.rels"
    targets = (
        b"worksheets/sheet1.xml",
        b"/xl/workbook.xml",
        b"../../etc/passwd",
        b"http://127.0.0.1/a.xml",
        b"",
        b"styles.xml",
    )
    if name in members:
        members[name] = re.sub(rb'Target="[^"]*"', lambda found: chance.choice((found[0], b'Target="%s"' % chance.choice(targets))), members[name])  # fmt: skip


def dates_from_1904(members, chance):
    _in_book(members, lambda book: book.replace(b"<workbookPr", b'<workbookPr date1904="1"'))


def _in_sheet(members, chance, change):
    name = _one_sheet(members, chance)
    if name is not None:
        members[name] = change(members[name])


def dimension_lies(members, chance):
    ref = chance.choice((b"A1", b"A1:XFD1048576", b"XFD1048576", b"A0:B0", b"B9:A1", b"", b"x", b"A1:" + b"Z" * 3000))
    _in_sheet(members, chance, lambda data: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="%s"/>' % ref, data))


def merged(members, chance):
    ref = chance.choice((b"A1:C3", b"A2:A9", b"A1:XFD1048576", b"A1:A1", b"B2", b"x", b"A1:B2"))
    cells = b'<mergeCells count="9">' + b'<mergeCell ref="%s"/>' % ref * chance.choice((1, 2, 500)) + b"</mergeCells>"
    _in_sheet(members, chance, lambda data: data.replace(b"</sheetData>", b"</sheetData>" + cells))


def rows_misnumbered(members, chance):
    def change(data):
        number = chance.choice((b"1", b"0", b"-1", b"1048576", b"99999999999", b"x", b""))
        return re.sub(
            rb'<row r="\d+"', lambda found: b'<row r="%s"' % number if chance.random() < 0.3 else found[0], data
        )

    _in_sheet(members, chance, change)


def places_gone(members, chance):
    """Cells and rows need not say where they are."""
    pattern = chance.choice((rb' r="[A-Z]+\d+"', rb' r="\d+"', rb' r="[^"]*"', rb' spans="[^"]*"'))
    _in_sheet(members, chance, lambda data: re.sub(pattern, b"", data))


def rows_hidden(members, chance):
    _in_sheet(members, chance, lambda data: data.replace(b"<row ", b'<row hidden="1" '))


def rows_repeated(members, chance):
    def change(data):
        rows = re.findall(rb"<row .*?</row>", data, re.DOTALL)
        return (
            data.replace(
                b"</sheetData>", b"".join(chance.choices(rows, k=chance.choice((1, 5, 300)))) + b"</sheetData>"
            )
            if rows
            else data
        )

    _in_sheet(members, chance, change)


def emptied(members, chance):
    _in_sheet(members, chance, lambda data: chance.choice((b"", HEAD + TAIL, HEAD, b"<a/>", b"\xef\xbb\xbf" + data)))


# Shared texts ------------------------------------------------------------------------------------------------------------

SHARED = "xl/sharedStrings.xml"


def texts_changed(members, chance):
    """Headings and cells alike are texts of this one list."""
    data = members.get(SHARED, b"")
    found = STRING.findall(data)
    for entry in chance.sample(found, min(len(found), chance.choice((1, 1, 3, 20)))):
        data = data.replace(entry, b"<si><t>%s</t></si>" % _text(chance), 1)
    members[SHARED] = data


def texts_moved(members, chance):
    """Headings change places, come twice or not at all."""
    data = members.get(SHARED, b"")
    found = STRING.findall(data)
    if len(found) > 1:
        one, other = chance.sample(found, 2)
        mark = b"<si><t>\1</t></si>"
        swapped = data.replace(one, mark, 1).replace(other, one, 1)
        members[SHARED] = chance.choice(
            (swapped.replace(mark, other), data.replace(one, other, 1), data.replace(one, b"", 1))
        )


def texts_lie(members, chance):
    data = members.get(SHARED, b"")
    count = chance.choice((b"0", b"4294967295", b"-1", b"99999999999999999999", b"x"))
    members[SHARED] = re.sub(rb'(count|uniqueCount)="\d+"', b'uniqueCount="%s"' % count, data)


def texts_rich(members, chance):
    rich = b"<si>" + b"<r><rPr><b/></rPr><t>a</t></r>" * chance.choice((1, 3000)) + b"<rPh sb='0'><t>b</t></rPh></si>"
    members[SHARED] = STRING.sub(lambda found: rich if chance.random() < 0.05 else found[0], members.get(SHARED, b""))


# Cells -------------------------------------------------------------------------------------------------------------------


def _text(chance):
    if chance.random() < 0.2:
        return chance.choice(RAW_TEXTS)
    return ("长" * LONG if chance.random() < 0.05 else chance.choice(TEXTS)).encode()


def _cell(place, chance):
    """Markup for a cell: of any kind, with any content, whether they go together or not."""
    value = chance.choice((
        lambda: b"<v>%s</v>" % chance.choice(NUMBERS).encode(), lambda: b"<v>%d</v>" % chance.choice((0, 5, 99_999, 2**31)),
        lambda: b"<v>%s</v>" % chance.choice(DATES).encode(), lambda: b"<v>%s</v>" % _text(chance),
        lambda: b"<is><t>%s</t></is>" % _text(chance), lambda: b"<f>%s</f>" % chance.choice(FORMULAS).encode(),
        lambda: b"<f>%s</f><v>%s</v>" % (chance.choice(FORMULAS).encode(), chance.choice(NUMBERS).encode()),
        lambda: b"<v>%s</v>" % chance.choice(ERRORS).encode(), lambda: b"",
    ))()  # fmt: skip
    kind, style = chance.choice(KINDS).encode(), chance.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 999))
    return b'<c r="%s" s="%d" t="%s">%s</c>' % (place, style, kind, value)


def cells_replaced(members, chance):
    share = chance.choice((0.01, 0.03, 0.3, 1))

    def change(data):
        return CELL.sub(lambda found: _cell(found[1] + found[2], chance) if chance.random() < share else found[0], data)

    _in_sheet(members, chance, change)


def one_cell_replaced(members, chance):
    def change(data):
        found = list(CELL.finditer(data))
        if not found:
            return data
        cell = chance.choice(found)
        return data[: cell.start()] + _cell(cell[1] + cell[2], chance) + data[cell.end() :]

    _in_sheet(members, chance, change)


def cell_far_away(members, chance):
    place = chance.choice(
        (b"XFD1048576", b"A1048576", b"XFD2", b"ZZZ1", b"A0", b"A99999999999", b"KN70", b"A60001", b"1A", b"")
    )
    row = b'<row r="%d">%s</row>' % (chance.choice((70, 60_001, 1_048_576)), _cell(place, chance))
    _in_sheet(members, chance, lambda data: data.replace(b"</sheetData>", row + b"</sheetData>"))


def cells_moved(members, chance):
    """All of a sheet's cells stand in a column further to the right or in one row."""
    letter = chance.choice((b"A", b"B", b"XFD", b"KN"))
    _in_sheet(members, chance, lambda data: re.sub(rb'<c r="[A-Z]+', b'<c r="' + letter, data))


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
    _in_sheet(members, chance, lambda data: HEAD + text + TAIL)


CHANGES = (
    *(cells_replaced, one_cell_replaced, texts_changed) * 4, *(texts_moved,) * 3,
    member_flipped, member_flipped, member_cut, member_missing, member_swapped, member_renamed, members_added, member_in_utf16, entities,
    nesting, sheet_renamed, sheet_doubled, sheet_gone, sheet_hidden, sheet_elsewhere, many_sheets, relations_changed,
    dates_from_1904, dimension_lies, merged, rows_misnumbered, places_gone, rows_hidden, rows_repeated, emptied, texts_lie,
    texts_rich, cell_far_away, cells_moved, filled_to_the_brim,
)  # fmt: skip
