"""Scans of certificates: the good are taken, the hostile refused with words, and nothing is left behind."""

import io
import json
import os
import random
import re
import time

import pytest
from PIL import Image, ImageCms
from weasyprint import HTML

from dingnan_sw.lib import confined
from dingnan_sw.lib.scans import LIMITS, Limits, ScanRefused, safe_name, take, turned
from tests.lib import hostile

SHORT = Limits(cpu=3, wall=15)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
UNSAFE = re.compile(r'^[. ]|[. ]$|[\x00-\x1f\x7f-\x9f/\\:"<>|?*%;\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
RED, WHITE = (255, 0, 0), (255, 255, 255)


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    """Where temporary files lie; empty again after every test."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def opened(data):
    return Image.open(io.BytesIO(data))


def close(found, wanted):
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))


def half_red(mode="RGB", size=(80, 40)):
    """White, the left half red."""
    picture = Image.new("RGB", size, WHITE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    return picture.convert(mode)


def refusal(name, data, limits=SHORT):
    with pytest.raises(ScanRefused) as refused:
        take(name, data, limits)
    return refused.value


# The hostile -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_a_hostile_file_is_refused_in_time_with_words_that_help(name):
    code, build = hostile.HOSTILE[name]
    data, start = build(), time.monotonic()
    refused = refusal(name, data)
    assert refused.code == code
    assert time.monotonic() - start < 2 * SHORT.wall + 5
    assert CHINESE.match(refused.message.removeprefix("PDF ").strip())
    assert "请" in refused.message
    assert not re.search(r"/tmp|Error|Traceback|[^。]$", refused.message)


def test_the_collection_of_hostile_files_is_large():
    assert len(hostile.HOSTILE) >= 100


@pytest.mark.parametrize("spoilt", range(8))
def test_a_file_with_bytes_changed_at_random_is_taken_or_refused_but_never_an_accident(spoilt):
    source = bytearray([hostile.noise("JPEG"), hostile.noise("PNG"), hostile.packed(), hostile.pdf()][spoilt % 4])
    for step in range(1, 20):
        source[(spoilt * 7919 + step * 104_729) % (len(source) - 8) + 8] = step * 13
    try:
        outcome = take("扫描件", bytes(source), SHORT).kind
    except ScanRefused as refused:
        outcome = refused.message
    assert outcome in {"jpg", "png", "pdf"} or "请" in outcome


def test_a_file_of_exactly_the_largest_size_is_taken():
    data = hostile.picture("JPEG")
    assert take("证书.jpg", data + bytes(LIMITS.file - len(data))).kind == "jpg"
    document = hostile.pdf()
    assert take("证书.pdf", document + b"\n" * (LIMITS.file - len(document))).kind == "pdf"


def test_a_byte_more_is_refused_and_said_to_be_more():
    refused = refusal("证书.pdf", hostile.pdf() + b"\n" * (LIMITS.file - len(hostile.pdf()) + 1))
    assert (refused.code, "10.01 MB，最多 10 MB" in refused.message) == ("too_large", True)


def test_a_decoder_that_wants_more_memory_than_allowed_ends_alone():
    data = hostile.picture("PNG", (7000, 7000))
    assert refusal("大.png", data, Limits(memory=160 * 1024 * 1024)).code == "exhausted"
    assert take("小.png", hostile.picture("PNG")).kind == "png"


def test_a_process_that_takes_too_long_is_ended():
    start = time.monotonic()
    assert refusal("慢.pdf", hostile.billion_pictures(), Limits(wall=4)).code == "exhausted"
    assert time.monotonic() - start < 15


def test_a_machine_without_poppler_refuses_documents_and_says_why(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert refusal("证书.pdf", hostile.pdf()).code == "unavailable"


def test_the_confined_process_sees_nothing_of_our_environment(monkeypatch, desk):
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    tell = "import json, os; print(json.dumps([dict(os.environ), os.getcwd()]))"
    seen, place = json.loads(confined.run(["-c", tell], LIMITS, room=desk).stdout)
    assert seen.keys() <= {"PATH", "HOME", "TMPDIR", "MALLOC_ARENA_MAX", "PYTHONDONTWRITEBYTECODE", "LC_CTYPE"}
    assert seen["HOME"] == seen["TMPDIR"] == place == os.path.realpath(desk)


# Pictures ----------------------------------------------------------------------------------------------------------------


def photograph(orientation, **options):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telephone of Zhang San"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (24.0, 47.0, 5.0)
    return hostile.encoded(half_red(), "JPEG", exif=exif, quality=95, **options)


@pytest.mark.parametrize(
    ("orientation", "size", "red", "white"),
    [
        (1, (80, 40), (10, 20), (70, 20)),
        (3, (80, 40), (70, 20), (10, 20)),
        (6, (40, 80), (20, 10), (20, 70)),
        (8, (40, 80), (20, 70), (20, 10)),
    ],
)
def test_a_photograph_is_turned_upright(orientation, size, red, white):
    page = opened(take("照片.jpg", photograph(orientation)).pages[0])
    assert page.size == size
    assert close(page.getpixel(red), RED)
    assert close(page.getpixel(white), WHITE)


def test_nothing_but_pixels_is_left_of_a_photograph():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    sent = photograph(6, comment=hostile.HTML, icc_profile=profile)
    assert all(word in sent for word in (b"Exif", b"Zhang San", b"<script>", b"ICC_PROFILE"))
    scan = take("照片.jpg", sent)
    assert not any(word in scan.original for word in (b"Exif", b"Zhang San", b"<script>", b"ICC_PROFILE"))
    assert not opened(scan.original).getexif()
    assert scan.pages == (scan.original,)


def test_texts_hidden_in_a_png_are_gone():
    sent = hostile.png(
        1, 1, hostile.chunk(b"tEXt", b"a\0" + hostile.PHP), hostile.chunk(b"evIl", hostile.archive("a.js"))
    )
    scan = take("图.png", sent)
    assert not any(word in scan.original for word in (b"<?php", b"tEXt", b"evIl", b"PK"))


def test_what_telephones_write_behind_a_photograph_is_dropped():
    sent = (
        hostile.picture("JPEG")
        + bytes(30)
        + hostile.picture("JPEG", (30, 20))
        + hostile.video()
        + b"v2_f35 LIVE_3543600 "
    )
    scan = take("动态照片.jpg", sent)
    assert opened(scan.original).size == (60, 40)
    assert b"ftyp" not in scan.original
    assert b"LIVE_" not in scan.original


@pytest.mark.parametrize(
    ("form", "mode", "made"),
    [
        ("PNG", "RGBA", "RGB"), ("PNG", "LA", "RGB"), ("PNG", "P", "RGB"), ("PNG", "L", "L"), ("PNG", "1", "L"),
        ("PNG", "RGB", "RGB"), ("JPEG", "L", "L"), ("JPEG", "CMYK", "RGB"), ("JPEG", "RGB", "RGB"),
    ],
)  # fmt: skip
def test_every_kind_of_colours_becomes_grey_or_rgb(form, mode, made):
    page = opened(take("图", hostile.encoded(half_red(mode), form)).original)
    assert (page.format, page.mode, page.size) == (form, made, (80, 40))
    assert close(page.convert("RGB").getpixel((75, 20)), WHITE)
    assert mode in {"L", "LA", "1"} or close(page.getpixel((5, 20)), RED)


def test_what_is_transparent_turns_white():
    picture = half_red("RGBA")
    picture.putalpha(0)
    assert opened(take("章.png", hostile.encoded(picture, "PNG")).original).getpixel((5, 5)) == WHITE


def test_sixteen_bits_of_grey_become_eight():
    picture = Image.new("I;16", (2, 1))
    picture.putpixel((0, 0), 0x8000)
    assert opened(take("灰.png", hostile.encoded(picture, "PNG")).original).getpixel((0, 0)) == 0x80


def test_a_large_picture_is_made_smaller_and_a_small_one_left():
    large, small = hostile.picture("JPEG", (6000, 3000)), hostile.picture("PNG", (2900, 10))
    assert opened(take("大.jpg", large).original).size == (3000, 1500)
    assert opened(take("小.png", small).original).size == (2900, 10)


def test_content_decides_and_the_name_follows():
    scan = take("../证书.exe", hostile.picture("JPEG"))
    assert (scan.kind, scan.name) == ("jpg", "证书.jpg")


# Documents ---------------------------------------------------------------------------------------------------------------

TWO_PAGES = """<html lang="zh"><title>证书</title><h1>社会工作者证书</h1><a href="https://example.com/">查询</a>
<a href="#two">第二页</a><p id="two" style="page-break-before: always">第二页</p></html>"""


@pytest.mark.parametrize("variant", [None, "pdf/ua-1"])
def test_a_document_with_links_becomes_a_picture_of_each_page(variant):
    sent = HTML(string=TWO_PAGES).write_pdf(pdf_variant=variant)
    scan = take("证书.PDF", sent)
    assert (scan.kind, scan.original, scan.name, len(scan.pages)) == ("pdf", sent, "证书.PDF", 2)
    for page in map(opened, scan.pages):
        assert (page.format, page.mode, max(page.size)) == ("JPEG", "RGB", LIMITS.page_side)
        assert page.convert("L").getextrema()[0] < 100, "the page has something on it"


def test_as_many_pages_as_allowed_come_in_their_order():
    objects = hostile.pages(LIMITS.pages).replace(b"[0 0 200 200]", b"[0 0 200 100]", 1)
    scan = take("多页.pdf", objects)
    assert [opened(page).size[1] for page in scan.pages] == [1000, *[2000] * (LIMITS.pages - 1)]


@pytest.mark.parametrize(
    "data",
    [
        hostile.packed(), hostile.revised(hostile.pdf(b"null"), 5, b"(x)"),
        hostile.pdf(root=b"/OpenAction[3 0 R/Fit]"), hostile.pdf(root=b"/OpenAction(first)"),
        hostile.opening(b"/S/GoTo/D[3 0 R/Fit]"), hostile.pdf(page=b"/AA<<>>"),
        hostile.annotated(b"/Subtype/Link/A<</S/URI/URI(https://example.com/)>>"),
        hostile.pdf(b"(/JavaScripts and /Launching are words)"),
    ],
    ids=["packed", "revised", "opens at a page", "opens at a name", "opens by going", "no action", "link", "words"],
)  # fmt: skip
def test_a_document_that_does_nothing_by_itself_is_taken(data):
    assert len(take("证书.pdf", data).pages) == 1


# Turning -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("turns", "size", "red"),
    [(0, (80, 40), (5, 20)), (1, (40, 80), (20, 5)), (2, (80, 40), (75, 20)), (3, (40, 80), (20, 75)), (-1, (40, 80), (20, 75)), (5, (40, 80), (20, 5))],
)  # fmt: skip
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_page_is_turned_clockwise_by_quarters(form, turns, size, red):
    page = opened(turned(hostile.encoded(half_red(), form, **({"quality": 95} if form == "JPEG" else {})), turns))
    assert (page.format, page.size) == (form, size)
    assert close(page.getpixel(red), RED)


# Names -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kind", "shown"),
    [
        ("初级证书.pdf", "", "初级证书.pdf"), ("../../etc/x.pdf", "", "x.pdf"), ("C:\\Users\\张三\\证书.jpg", "", "证书.jpg"),
        ("..／..／x.pdf", "", "x.pdf"), ("．．．x.pdf", "", "x.pdf"), ("....hidden.png", "", "hidden.png"),
        ("证\0书\r\n.pdf", "", "证书.pdf"), ("证书\u202efdp.exe", "", "证书fdp.exe"), ("a\u200b\ufeffb.png", "", "ab.png"),
        ("CON", "", "_CON"), ("con.pdf", "", "_con.pdf"), ("LPT1.jpg", "", "_LPT1.jpg"), ("console.pdf", "", "console.pdf"),
        ("", "", "扫描件"), ("..", "pdf", "扫描件.pdf"), ("/", "jpg", "扫描件.jpg"), (".pdf", "pdf", "pdf.pdf"),
        ("ＡＢＣ．ＰＤＦ", "", "ABC.PDF"), ('a"b<c>:d|e?f*.png', "", "a_b_c__d_e_f_.png"), ("a.png:evil.exe", "", "a.png_evil.exe"),
        ("x.exe", "pdf", "x.pdf"), ("x.jpeg", "jpg", "x.jpeg"), ("x.PNG", "png", "x.PNG"), ("x.pdf.hta", "pdf", "x.pdf.pdf"),
        ("张三.初级", "jpg", "张三.初级.jpg"), ("2024.05.12", "pdf", "2024.05.12.pdf"), ("证" * 300 + ".pdf", "", "证" * 96 + ".pdf"),
        ("证" * 300, "png", "证" * 96 + ".png"), ("证" * 300, "", "证" * 100),
    ],
)  # fmt: skip
def test_a_name_loses_what_hides_steers_or_escapes(sent, kind, shown):
    assert safe_name(sent, kind) == shown


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("999999199001010016 张三.pdf", "999999XXXXXXXX0016 张三.pdf"), ("张三99999919900101018x证书.jpg", "张三999999XXXXXXXX018x证书.jpg"),
        ("张三１３９１２３４５６７８.png", "张三139XXXX5678.png"), ("999999199001010012.pdf", "999999199001010012.pdf"),
        ("138-1234-5678.jpg", "138XXXX5678.jpg"), ("张三 138 1234 5678.jpg", "张三 138XXXX5678.jpg"),
        ("+8613812345678.jpg", "+86138XXXX5678.jpg"), ("13812345678x.jpg", "138XXXX5678x.jpg"), ("13812345678a.jpg", "138XXXX5678a.jpg"),
        ("999999 19900101 0016.pdf", "999999XXXXXXXX0016.pdf"), ("A999999199001010016B.pdf", "A999999XXXXXXXX0016B.pdf"),
        ("99999919900101001613812345678.pdf", "999999XXXXXXXX0016138XXXX5678.pdf"),
        ("6222021234567890123.jpg", "62XXXX0123.jpg"), ("6222 0212 3456 7890 123.jpg", "62XXXX0123.jpg"),
        ("2021-03-15 2021-04-20 张三.pdf", "2021-03-15 2021-04-20 张三.pdf"), ("2021 138 1234 5678 年.pdf", "2021 138XXXX5678 年.pdf"),
        ("12-13-20210315.pdf", "12-13-20210315.pdf"), ("20201036360000001234.pdf", "20201036360000001234.pdf"),
        ("DEMO139123456789.pdf", "DEMO139123456789.pdf"),
    ],
)  # fmt: skip
def test_of_a_persons_number_a_name_tells_the_ends_alone_and_of_a_certificates_all(sent, shown):
    assert safe_name(sent) == safe_name(shown) == shown


def test_any_name_becomes_a_short_plain_one():
    chance = random.Random(41)
    letters = [
        chr(code) for code in (*range(0x300), *range(0x2000, 0x2100), *range(0xD7F0, 0xD810), *range(0xFE00, 0x10000))
    ]
    for _ in range(5_000):
        sent = "".join(chance.choices("./证aCON" * 60 + "".join(letters), k=chance.randrange(150)))
        kind = chance.choice(["", "jpg", "png", "pdf"])
        shown = safe_name(sent, kind)
        assert 0 < len(shown) <= 100
        assert not UNSAFE.search(shown)
        assert safe_name(shown, kind) == shown
