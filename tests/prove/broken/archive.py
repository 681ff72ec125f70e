"""A workbook as an archive of members, and the ways to break its bytes."""

import io
import warnings
import zipfile


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members, chance):
    file = io.BytesIO()
    how = zipfile.ZIP_STORED if chance.random() < 0.1 else zipfile.ZIP_DEFLATED
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(file, "w", how, compresslevel=1) as target:
        for name, data in members.items():
            target.writestr(name, data)  # with a warning where a name comes twice
    return file.getvalue()


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
