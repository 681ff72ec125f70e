"""Ways to break the list of sheets, and the rows of one sheet."""

import re

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{NS}"><sheetData>'.encode()
TAIL = b"</sheetData></worksheet>"
SHEET = re.compile(rb"<sheet [^>]*/>")


def _sheets(members):
    return sorted(name for name in members if name.startswith("xl/worksheets/sheet"))


def _one_sheet(members, chance):
    found = _sheets(members)
    return chance.choice(found) if found else None


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


def in_sheet(members, chance, change):
    name = _one_sheet(members, chance)
    if name is not None:
        members[name] = change(members[name])


def dimension_lies(members, chance):
    ref = chance.choice((b"A1", b"A1:XFD1048576", b"XFD1048576", b"A0:B0", b"B9:A1", b"", b"x", b"A1:" + b"Z" * 3000))
    in_sheet(members, chance, lambda data: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="%s"/>' % ref, data))


def merged(members, chance):
    ref = chance.choice((b"A1:C3", b"A2:A9", b"A1:XFD1048576", b"A1:A1", b"B2", b"x", b"A1:B2"))
    cells = b'<mergeCells count="9">' + b'<mergeCell ref="%s"/>' % ref * chance.choice((1, 2, 500)) + b"</mergeCells>"
    in_sheet(members, chance, lambda data: data.replace(b"</sheetData>", b"</sheetData>" + cells))


def rows_misnumbered(members, chance):
    def change(data):
        number = chance.choice((b"1", b"0", b"-1", b"1048576", b"99999999999", b"x", b""))
        return re.sub(
            rb'<row r="\d+"', lambda found: b'<row r="%s"' % number if chance.random() < 0.3 else found[0], data
        )

    in_sheet(members, chance, change)


def places_gone(members, chance):
    """Cells and rows need not say where they are."""
    pattern = chance.choice((rb' r="[A-Z]+\d+"', rb' r="\d+"', rb' r="[^"]*"', rb' spans="[^"]*"'))
    in_sheet(members, chance, lambda data: re.sub(pattern, b"", data))


def rows_hidden(members, chance):
    in_sheet(members, chance, lambda data: data.replace(b"<row ", b'<row hidden="1" '))


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

    in_sheet(members, chance, change)


def emptied(members, chance):
    in_sheet(members, chance, lambda data: chance.choice((b"", HEAD + TAIL, HEAD, b"<a/>", b"\xef\xbb\xbf" + data)))
