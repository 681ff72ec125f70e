"""What a request may carry that nobody types: values, addresses, bodies and headers, as bytes."""

from urllib.parse import quote_from_bytes

MARK = "<i id=fuzz>"  # never to be found unescaped in a page
MEGABYTE = 1024 * 1024

# Values that a form or an address may be given -------------------------------------------------------------------------

NUMBERS = (b"0", b"-0", b"-1", b"-1.5", b"0.001", b"1e3", b"1e999", b"-1e999", b"NaN", b"sNaN", b"Infinity", b"-inf", b"9" * 400,
           b"-" + b"9" * 400, b"0." + b"9" * 400, b"0x10", b"1_000", b"1,000", b" 7 ", b"+7", b"07", b"2147483647", b"2147483648",
           b"-2147483649", b"9223372036854775807", b"9223372036854775808", b"99999999999.99", b"1.005", b"1e-400", b"12345678.90",
           "２０２１".encode(), "²".encode(), "٣".encode(), "一百".encode(), b"999999999", b"1000000000", b"2021", b"3")  # fmt: skip
DAYS = (b"0000-00-00", b"0001-01-01", b"9999-12-31", b"10000-01-01", b"2021-02-29", b"2021-13-01", b"2021-1-1", b"1900-01-01",
        b"1899-12-31", b"2999-12-31", b"3000-01-01", b"-2021-01-01", b"2021-06-31", b"20210620", b"2021/06/20", b"2021-06-20T25:61",
        b"0000-00", b"9999-12", b"2021-00", b"2021-13", b"0", b"9999", b"10000", b"1", b"2021-08", b"2021", b"today", b"2021-W05")  # fmt: skip
INJECTIONS = (
    b"'", b'"', b"\\", b"';--", b"' OR 1=1 --", b"1) OR (1=1", b"%", b"_", b"%s%s%n", b"%(x)s", b"{}", b"{0}", b"{{7*7}}",
    b"{% debug %}", b"${7*7}", b"#{7*7}", MARK.encode(), b'"><i id=fuzz>', b"</textarea><i id=fuzz>", b"'><i id=fuzz x='",
    b"</script><i id=fuzz>", b"<!--<i id=fuzz>-->", b"=1+1", b"@SUM(1,2)", b"+1+1", b"\t=1+1", b"../../../etc/passwd", b"/etc/passwd",
    b"..\\..\\a", b"file:///etc/passwd", b"http://127.0.0.1:1/", b"//a.cn", b"javascript:alert(1)", b"a\r\nSet-Cookie: x=1",
    b"a\nb", b"a\r\n\r\n<i id=fuzz>", b"id__gt", b"__class__", b"pk", b"-id", b"?", b"*", b"(a+)+$", b"[", b"\\d", b"$(id)", b"`id`", b";id",
    b"[]", b"{}", b'{"a":1}', b"null", b"true", b"None", b"on", b"00000000-0000-0000-0000-000000000000", b"id_number", b"all",
)  # fmt: skip
ODDITIES = (
    b"", b" ", b"\t\n", b"\0", b"a\0b", b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xe4\xb8", "\u202e三张".encode(),
    "\u200b\ufeff".encode(), "a\N{COMBINING ACUTE ACCENT}".encode() * 200, "𠮷".encode(), "🏳\ufe0f\u200d🌈".encode(), "\ue000".encode(), "ﷺ".encode() * 30,
    "İ".encode(), "ß".encode(),
    "ǅ".encode(), b" ", "某".encode() * 300, b"a" * 256, b"a" * 5000, b"\x7f\x1b[31m", b"99999919900101001X", b"1" * 18,
)  # fmt: skip
LONG = (b"a" * 102_400, "长".encode() * 34_000, b"9" * 102_400, b"<" * 102_400)
VALUES = (NUMBERS, DAYS, INJECTIONS, ODDITIES)
UNKNOWN = (b"x", b"id", b"page", b"year", b"month", b"q", b"sort", b"next", b"per_page", b"state", b"amount", b"unit", b"__proto__",
           b"\xff", b"", b"a" * 3000, b"csrfmiddlewaretoken", b"pick", b"rows", b"version", b"by", b"_method", b"export")  # fmt: skip


def value(chance):
    if chance.random() < 0.01:
        return chance.choice(LONG)
    return chance.choice(chance.choice(VALUES))


def changed(fields, chance, most=4):
    """The fields as (name, value) bytes with some of them replaced, repeated, left out or added."""
    found = [list(field) for field in fields]
    for _ in range(chance.randrange(1, most)):
        act = chance.random()
        if found and act < 0.7:
            chance.choice(found)[1] = value(chance)
        elif found and act < 0.78:
            name = chance.choice(found)[0]
            found.extend([name, value(chance)] for _ in range(chance.choice((1, 2, 40))))
        elif found and act < 0.86:
            found.remove(chance.choice(found))
        else:
            found.append([chance.choice(UNKNOWN), value(chance)])
    if found and chance.random() < 0.1:
        found = [[name, value(chance)] for name, _ in found]
    return found


def encoded(fields):
    return "&".join(f"{quote_from_bytes(name, safe='')}={quote_from_bytes(text, safe='')}" for name, text in fields)


def multipart(fields, files, chance):
    """(content type, body) with these fields, and for each name of files something that is none of ours."""
    edge, parts = b"=-=fuzz=-=", []
    for name, text in fields:
        parts.append(b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (name.replace(b'"', b"%22"), text))
    for name in files:
        called = chance.choice(
            (
                b"a.xlsx",
                b"../../a.xlsx",
                b"a\0.xlsx",
                b"",
                "名".encode() * 200,
                b"a.exe",
                b"CON",
                "\u202exslx.exe".encode(),
            )
        )
        content = chance.choice(
            (b"", b"PK\3\4" + bytes(200), b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"a,b", bytes(5000))
        )
        kind = chance.choice((b"application/octet-stream", b"text/html", b"x" * 300, b"image/png; charset=\xff"))
        parts.append(
            b'Content-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: %s\r\n\r\n%s'
            % (name, called, kind, content)
        )
    body = b"".join(b"--%s\r\n%s\r\n" % (edge, part) for part in parts) + b"--" + edge + b"--\r\n"
    return "multipart/form-data; boundary=" + edge.decode(), body


# Requests that are odd as a whole --------------------------------------------------------------------------------------

BODIES = (
    ("application/x-www-form-urlencoded", b"&&&==%zz%"), ("application/x-www-form-urlencoded", b"a=1&" * 6000),
    ("application/x-www-form-urlencoded; charset=utf-7", b"a=+ADw-"), ("application/x-www-form-urlencoded; charset=x", b"a=1"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nno end"),
    ("multipart/form-data", b"--x"), ("multipart/form-data; boundary=" + "x" * 300, b""), ("multipart/form-data; boundary=x", b"\0" * 3000),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--"),
    ("application/json", b'{"a":' * 2000), ("text/xml", b"<!DOCTYPE a>"), ("", b"a=1"), ("application/x-www-form-urlencoded", b"a=" + b"x" * 3 * MEGABYTE),
)  # fmt: skip
HEADERS = (
    ("HTTP_COOKIE", "sessionid=" + "x" * 4000), ("HTTP_COOKIE", "sessionid=\0; csrftoken=\xff"), ("HTTP_COOKIE", "=;;=;" * 300),
    ("HTTP_HOST", "evil.example"), ("HTTP_HOST", "a b"), ("HTTP_REFERER", "javascript:alert(1)"), ("HTTP_REFERER", "\xff" * 9000),
    ("HTTP_ACCEPT_LANGUAGE", "zh," * 3000), ("HTTP_ACCEPT_LANGUAGE", "../../x"), ("HTTP_HX_REQUEST", "true"), ("HTTP_X_REAL_IP", "x"),
    ("HTTP_X_FORWARDED_FOR", "1.1.1.1, <i id=fuzz>"), ("HTTP_USER_AGENT", "<i id=fuzz>" * 500), ("HTTP_IF_MODIFIED_SINCE", "x" * 5000),
    ("HTTP_IF_NONE_MATCH", '"x", W/"'), ("HTTP_RANGE", "bytes=9-1,-,x"), ("HTTP_X_HTTP_METHOD_OVERRIDE", "DELETE"), ("HTTP_ACCEPT", "x/" * 900),
    ("CONTENT_LENGTH", "-1"), ("CONTENT_LENGTH", "9" * 40), ("HTTP_ORIGIN", "null"), ("HTTP_X_CSRFTOKEN", "\xff"), ("QUERY_STRING", "%zz&%=&=&&"),
)  # fmt: skip
METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST", "GET", "get", "X" * 50)
