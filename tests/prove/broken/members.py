"""Ways to break the members of a workbook: what they are called, what they hold, how deep and in which code."""

from tests.prove.broken.archive import packed
from tests.prove.broken.sheets import HEAD, TAIL


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
        (b"", HEAD + TAIL, b"MZ", packed({"xl/workbook.xml": b"<a/>"}, chance))
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
