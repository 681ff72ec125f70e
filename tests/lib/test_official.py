"""Official documents: the measures of GB/T 9704-2012, and the same bytes every time."""

import datetime
import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Mm, Pt
from pypdf import PdfReader

from dingnan_sw.lib.official import Heading, Letter, Paragraph, day_words, write_letter_docx, write_letter_pdf
from dingnan_sw.lib.official.pdf import _document, _html

MILLIMETRE = 72 / 25.4


@pytest.fixture(scope="module")
def letter():
    return Letter(
        issuer="演示县民政局",
        number="演民字〔2026〕1号",
        signer="张某",
        title="演示县民政局关于申请拨付2026年度资金的请示",
        addressee="县人民政府",
        upward=True,
        body=[Heading("一、人数和测算"), *[Paragraph("本批涉及一百人，资金按标准测算。" * 3)] * 14],
        signature="演示县民政局",
        dated=datetime.date(2026, 1, 3),
        attachments=("花名册", "变动表"),
        note="联系人：李某，电话：0000-0000000",
    )


def changed(letter, **values):
    return Letter(**{name: getattr(letter, name) for name in Letter.__slots__} | values)


@pytest.fixture(scope="module")
def pages(letter):
    return pieces_of(letter)


@pytest.fixture(scope="module")
def renamed(letter):
    """The same letter of a body whose name is much longer than a date."""
    return changed(letter, issuer="中共演示县委社会工作部", signature="中共演示县委社会工作部")


def pieces_of(letter):
    """Each page's pieces of text as (text, x, y), in millimetres from the left and from the top."""
    found = []
    for page in PdfReader(BytesIO(write_letter_pdf(letter))).pages:
        pieces = []

        def visit(text, cm, tm, _font, _size, pieces=pieces):
            if text.strip():
                x, y = (tm[4] * cm[place] + tm[5] * cm[place + 2] + cm[place + 4] for place in (0, 1))
                pieces.append((text.strip(), x / MILLIMETRE, 297 - y / MILLIMETRE))

        page.extract_text(visitor_text=visit)
        found.append(pieces)
    return found


def where(pages, word, page=0):
    return next((x, y) for text, x, y in pages[page] if word in text)


def test_the_same_letter_gives_the_same_bytes(letter):
    assert write_letter_pdf(letter) == write_letter_pdf(letter)
    assert write_letter_docx(letter) == write_letter_docx(letter)


def test_the_head_stands_35_millimetres_below_the_top_of_the_type_area(pages):
    _, baseline = where(pages, "文件")
    assert 37 + 35 < baseline < 37 + 35 + 36 / MILLIMETRE


def test_the_number_is_a_character_from_the_left_and_the_signer_on_its_line(pages):
    x, y = where(pages, "演民字")
    assert x == pytest.approx(28 + 16 / MILLIMETRE, abs=0.5)
    assert where(pages, "张某")[1] == pytest.approx(y, abs=0.3)


def test_the_body_begins_on_the_first_page_and_holds_22_lines_on_a_full_one(letter):
    full = changed(letter, body=[Paragraph("文" * 4000)])
    texts = [page.extract_text() for page in PdfReader(BytesIO(write_letter_pdf(full))).pages]
    assert "文文文" in texts[0]
    assert sum(line.count("文") > 20 for line in texts[1].splitlines()) == 22
    assert max(line.count("文") for line in texts[1].splitlines()) == 28


def test_the_red_line_stands_4_millimetres_under_the_number(pages, letter):
    boxes = _document(_html(letter)).render().pages[0]._page_box.descendants()
    line = next(box for box in boxes if box.element_tag == "hr").border_box_y() * 25.4 / 96
    below = 0.12 * 16 / MILLIMETRE  # what a character reaches below its baseline
    assert line - where(pages, "演民字")[1] - below == pytest.approx(4, abs=0.3)


def test_a_long_head_stays_on_one_line_between_the_margins(letter, renamed):
    assert (letter.head_size, renamed.head_size) == (36, 33)
    x, _ = where(pieces_of(renamed), "文件")
    assert x > 28
    assert x + len(renamed.head) * renamed.head_size / MILLIMETRE < 210 - 26


def test_the_date_stands_four_characters_from_the_right_edge_however_long_the_signature(letter, renamed):
    width = 6 * 16 / MILLIMETRE  # six digits of half a character each, three characters
    for one in (letter, renamed):
        pages = pieces_of(one)
        x, _ = where(pages, "2026", len(pages) - 1)
        assert x + width == pytest.approx(210 - 26 - 4 * 16 / MILLIMETRE, abs=0.6)


@pytest.mark.parametrize(
    ("signature", "ends"),
    [
        ("演示县民政局", (4.5, 4)),
        ("中共演示县委社会工作部", (2, 4)),
        ("一" * 18, (0, 5.5)),  # too long to be centred four characters from the edge
    ],
)
def test_the_signature_is_centred_on_the_date(letter, signature, ends):
    one = changed(letter, signature=signature, dated=datetime.date(2026, 10, 30))
    assert tuple(from_right for _, from_right in one.closing) == ends


def test_pages_are_numbered_with_dashes_on_the_outer_side(pages):
    (odd, _), (even, _) = (next((x, y) for text, x, y in page if text.startswith("—")) for page in pages[:2])
    assert odd > 105 > even


@pytest.mark.parametrize(
    ("day", "words"), [(datetime.date(2026, 1, 3), "2026年1月3日"), (datetime.date(2026, 12, 31), "2026年12月31日")]
)
def test_a_date_has_no_leading_zero(day, words):
    assert day_words(day) == words


def test_a_single_attachment_has_no_number(letter):
    assert changed(letter, attachments=("花名册",)).attachment_lines == ["附件：花名册"]
    assert letter.attachment_lines == ["附件：1. 花名册", "　　　2. 变动表"]


def test_the_docx_has_the_measures_and_the_fonts_of_the_standard(letter):
    document = Document(BytesIO(write_letter_docx(letter)))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert margins == pytest.approx((Mm(37), Mm(35), Mm(28), Mm(26)), abs=700)
    body = next(one for one in document.paragraphs if one.text.startswith("本批涉及"))
    assert (body.paragraph_format.line_spacing, body.paragraph_format.first_line_indent) == (Pt(28.95), Pt(32))
    fonts = {
        run._r.rPr.rFonts.get(f"{{{run._r.nsmap['w']}}}eastAsia") for one in document.paragraphs for run in one.runs
    }
    assert {"仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"} <= fonts


def test_the_docx_keeps_the_order_of_properties_that_word_insists_on(letter):
    document = Document(BytesIO(write_letter_docx(letter)))
    number = next(one for one in document.paragraphs if letter.number in one.text)
    named = [child.tag.rpartition("}")[2] for child in number._p.pPr]
    assert named == ["pBdr", "tabs", "spacing", "ind"]


def test_the_docx_holds_no_time_but_the_letters_own(letter):
    with zipfile.ZipFile(BytesIO(write_letter_docx(letter))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-01-03" in archive.read("docProps/core.xml")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("演示县民政局关于申请拨付全年度资金的请示", ["演示县民政局关于申请拨付全年度资金的请示"]),
        ("演示县民政局关于申请拨付上半年度资金的请示", ["演示县民政局关于申请拨付", "上半年度资金的请示"]),
    ],
)
def test_a_title_too_long_for_a_line_is_broken_after_its_opening(letter, title, lines):
    opening = title.partition("拨付")[0] + "拨付"
    assert changed(letter, title=title, opening=opening).title_lines == lines


def test_the_lines_of_a_title_are_those_of_both_files(letter):
    broken = changed(letter, opening="演示县民政局关于申请拨付")
    assert [text for text, _, _ in pieces_of(broken)[0] if text in broken.title_lines] == broken.title_lines
    texts = [paragraph.text for paragraph in Document(BytesIO(write_letter_docx(broken))).paragraphs]
    assert "\n".join(broken.title_lines) in texts
