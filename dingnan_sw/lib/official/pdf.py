"""An official document as PDF, by WeasyPrint; the measures are those of letter.css."""

from collections.abc import Iterator
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter

from dingnan_sw.lib.official.letter import Heading, Letter, Paragraph

STYLE = Path(__file__).with_name("letter.css")


def write_letter_pdf(letter: Letter) -> bytes:
    """The document as PDF; the same letter gives the same bytes."""
    target = BytesIO()
    _document(_html(letter)).write_pdf(target)
    writer = PdfWriter()
    writer.append(PdfReader(target))
    made = f"D:{letter.dated:%Y%m%d}000000+08'00'"
    writer.add_metadata({"/Title": letter.title, "/CreationDate": made, "/ModDate": made, "/Producer": ""})
    finished = BytesIO()
    writer.write(finished)
    return finished.getvalue()


def _document(html: str) -> Any:
    from weasyprint import HTML, URLFetcher

    class Nothing(URLFetcher):  # type: ignore[misc] # untyped
        """A document needs no other file: none can be fetched."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("a document fetches nothing")

    return HTML(string=html, url_fetcher=Nothing())


def _html(letter: Letter) -> str:
    return f"<html><head><style>{STYLE.read_text()}</style></head><body>{''.join(_parts(letter))}</body></html>"


def _parts(letter: Letter) -> Iterator[str]:
    yield f'<div class="head" style="font-size:{letter.head_size}pt">{escape(letter.head)}</div>'
    yield _number(letter)
    yield '<hr class="rule">'
    yield f"<h1>{'<br>'.join(map(escape, letter.title_lines))}</h1>"
    yield f'<p class="addressee">{escape(letter.addressee)}：</p>'
    yield f'<div class="body">{"".join(map(_block, letter.body))}</div>'
    if letter.attachments:
        lines = "".join(f"<p>{escape(line)}</p>" for line in letter.attachment_lines)
        yield f'<div class="attachments">{lines}</div>'
    yield '<div class="closing">'
    for text, from_right in letter.closing:
        yield f'<p class="sign" style="margin-right:{from_right}em">{escape(text)}</p>'
    if letter.note:
        yield f'<p class="note">（{escape(letter.note)}）</p>'
    yield "</div>"


def _number(letter: Letter) -> str:
    if not letter.upward:
        return f'<div class="number plain">{escape(letter.number)}</div>'
    signer = f'<span>签发人：<span class="signer">{escape(letter.signer)}</span></span>'
    return f'<div class="number"><span>{escape(letter.number)}</span>{signer}</div>'


def _block(block: Paragraph | Heading) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Heading(text, level):
            return f'<p class="level{level}">{escape(text)}</p>'
