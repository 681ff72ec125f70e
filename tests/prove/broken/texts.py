"""Ways to break the list of texts that headings and cells share, and what no clerk would type."""

import re

SHARED = "xl/sharedStrings.xml"
STRING = re.compile(rb"<si>.*?</si>", re.DOTALL)
LONG = 40_000
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


def text(chance):
    if chance.random() < 0.2:
        return chance.choice(RAW_TEXTS)
    return ("长" * LONG if chance.random() < 0.05 else chance.choice(TEXTS)).encode()


def texts_changed(members, chance):
    """Headings and cells alike are texts of this one list."""
    data = members.get(SHARED, b"")
    found = STRING.findall(data)
    for entry in chance.sample(found, min(len(found), chance.choice((1, 1, 3, 20)))):
        data = data.replace(entry, b"<si><t>%s</t></si>" % text(chance), 1)
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
