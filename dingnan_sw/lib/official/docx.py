"""An official document as .docx to edit, by python-docx; the measures are those of GB/T 9704-2012."""

import datetime
import zipfile
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dingnan_sw.lib.official.letter import Heading, Letter, Paragraph

BODY, KAI, HEI, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
RED = RGBColor(0xE6, 0x00, 0x12)
LINE = Pt(28.95)
SIZE, BIG, SMALL = 16, 22, 14  # 3号, 2号, 4号
CLOSER = -5  # twentieths of a point: 28 characters of 3号 in the 156 mm of a line
WIDTH = Mm(156)
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_letter_docx(letter: Letter) -> bytes:
    """The document as .docx; the same letter gives the same bytes."""
    document = Document()
    _set_up(document, letter)
    _write_head(document, letter)
    _write_body(document, letter)
    _write_end(document, letter)
    target = BytesIO()
    document.save(target)
    return _timeless(target.getvalue())


def _set_up(document: Any, letter: Letter) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)
    document.settings.odd_and_even_pages_header_footer = True
    _number_pages(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number_pages(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    made = datetime.datetime.combine(letter.dated, datetime.time())
    properties = document.core_properties
    properties.title, properties.author = letter.title, letter.issuer
    properties.created = properties.modified = made


def _number_pages(paragraph: Any, side: Any) -> None:
    """— 1 — in 4号, a character from the side (7.5)."""
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(SMALL)
    _run(paragraph, "— ", size=SMALL, font="宋体")
    number = _run(paragraph, "", size=SMALL, font="宋体")
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        number._r.append(element)
    _run(paragraph, " —", size=SMALL, font="宋体")


def _run(paragraph: Any, text: str, *, size: float = SIZE, font: str = BODY, red: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if size == SIZE:
        _set_closer(run)
    if red:
        run.font.color.rgb = RED
    return run


def _set_closer(run: Any) -> None:
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(CLOSER))
    run._r.rPr.find(qn("w:sz")).addprevious(spacing)


def _paragraph(document: Any, text: str = "", *, indent: int = 0, align: Any = None, **look: Any) -> Any:
    """A line of the body: fixed spacing, so that a page holds 22 of them; indent in characters."""
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, look.pop("line", LINE)
    form.space_before = look.pop("before", Pt(0))
    form.space_after = Pt(0)
    form.first_line_indent = Pt(SIZE * indent)
    paragraph.alignment = align
    if text:
        _run(paragraph, text, **look)
    return paragraph


def _write_head(document: Any, letter: Letter) -> None:
    centre = WD_ALIGN_PARAGRAPH.CENTER
    size = letter.head_size
    _paragraph(document, letter.head, align=centre, size=size, font=TITLE, red=True, before=Mm(35), line=Pt(size + 4))
    for _ in range(2):
        _paragraph(document)
    number = _paragraph(document, align=None if letter.upward else centre)
    if not letter.upward:
        _run(number, letter.number)
    else:
        number.paragraph_format.left_indent = Pt(SIZE)
        number.paragraph_format.tab_stops.add_tab_stop(WIDTH - Pt(SIZE), WD_TAB_ALIGNMENT.RIGHT)
        _run(number, f"{letter.number}\t签发人：")
        _run(number, letter.signer, font=KAI)
    _underline(number)
    for _ in range(2):
        _paragraph(document)
    _paragraph(document, "\n".join(letter.title_lines), align=centre, size=BIG, font=TITLE, line=Pt(30))
    _paragraph(document)


def _underline(paragraph: Any) -> None:
    """The red line 4 mm below the number (7.2.7); a border comes before all else that the line's properties say here."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "14"), ("space", "11"), ("color", "E60012")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert(0, borders)


def _write_body(document: Any, letter: Letter) -> None:
    _paragraph(document, f"{letter.addressee}：")
    for block in letter.body:
        match block:
            case Paragraph(text):
                _paragraph(document, text, indent=2, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
            case Heading(text, level):
                heading = _paragraph(document, text, indent=2, font={1: HEI, 2: KAI}.get(level, BODY))
                heading.paragraph_format.keep_with_next = True


def _write_end(document: Any, letter: Letter) -> None:
    if letter.attachments:
        _paragraph(document)
    for line in letter.attachment_lines if letter.attachments else ():
        _paragraph(document, line, indent=2)
    for _ in range(2):
        _paragraph(document)
    for text, from_right in letter.closing:
        line = _paragraph(document, text, align=WD_ALIGN_PARAGRAPH.RIGHT)
        line.paragraph_format.right_indent = Pt(SIZE * from_right)
    if letter.note:
        _paragraph(document, f"（{letter.note}）", indent=2)


def _timeless(data: bytes) -> bytes:
    """The same archive without the times at which its parts were written."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            copy.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
