"""Sheets as PDF, by WeasyPrint: the look of the paper form, 300 rows at a time so that memory stays flat."""

import datetime
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
from pypdf import PdfReader, PdfWriter

from dingnan_sw.lib.money import in_words
from dingnan_sw.lib.paper.sheet import Folder, Sheet, in_text
from dingnan_sw.lib.paper.widths import column_widths

STYLE = Path(__file__).with_name("paper.css")
PORTION = 300
LARGE = 384 << 20  # bytes of a process from which on it is worth a fifth of a second to take away old layouts
KEPT = 3  # rows that stay on one page with the sums and the signatures
ROOM = 174  # half-width characters of 9 pt side by side between the margins


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of a sheet that are laid out together; of: how many parts the sheet has."""

    form: "_Form"
    rows: Sequence[Any]
    number: int
    of: int

    def html(self, numbering: str) -> str:
        return self.form.html(self.rows, self.number, self.of, numbering)


def write_pdf(
    made: Sheet | Folder, progress: Callable[[int, int], None] = lambda done, total: None, mark: str = ""
) -> bytes:
    """The sheet, or the sheets one after another, as PDF; the same sheet gives the same bytes.

    Page numbers run through: the portions are laid out once to count their pages, then written with the numbers known.
    """
    parts = [part for sheet in made.sheets for part in _parts(sheet)]
    writer = PdfWriter()
    for number, (part, numbering) in enumerate(zip(parts, _numberings(parts, progress), strict=True), 1):
        writer.append(PdfReader(BytesIO(render(part.html(numbering + marked(mark))))))
        progress(len(parts) + number, len(parts) * 2)
    return finished(writer, made.title, made.made_on)


def _parts(sheet: Sheet) -> list[_Part]:
    form, portions = _Form(sheet), _portions(sheet.rows)
    return [_Part(form, rows, number, len(portions)) for number, rows in enumerate(portions, 1)]


def _portions(rows: Sequence[Any]) -> list[Sequence[Any]]:
    """300 rows each; the last one has enough of them to stand with the sums."""
    starts = list(range(0, len(rows), PORTION)) or [0]
    if len(starts) > 1:
        starts[-1] = min(starts[-1], len(rows) - KEPT)
    return [rows[start:end] for start, end in pairwise([*starts, len(rows)])]


def _numberings(parts: Sequence[_Part], progress: Callable[[int, int], None]) -> Iterator[str]:
    """The style that numbers the pages of each part; a single one numbers itself."""
    if len(parts) == 1:
        yield "@page{@bottom-center{content:'第 ' counter(page) ' 页 共 ' counter(pages) ' 页'}}"
        return
    counts: list[int] = []
    for number, part in enumerate(parts, 1):
        counts.append(_page_count(part.html("")))
        progress(number, len(parts) * 2)
    for number in range(len(parts)):
        first = f"@page:first{{counter-reset:page {1 + sum(counts[:number])}}}"
        yield first + f"@page{{@bottom-center{{content:'第 ' counter(page) ' 页 共 {sum(counts)} 页'}}}}"


def marked(mark: str) -> str:
    """The style that puts the mark at the foot of each page."""
    return (
        f"@page{{@bottom-left{{content:'{mark}';font:7pt 'Liberation Serif',FandolFang,'LXGW WenKai Light','Noto Serif CJK SC'}}}}"
        if mark
        else ""
    )


def finished(writer: PdfWriter, title: str, made_on: datetime.date) -> bytes:
    """The bytes of what was written, with nothing in them that changes from one making to the next."""
    stamp = f"D:{made_on:%Y%m%d}000000+08'00'"
    writer.add_metadata({"/Title": title, "/CreationDate": stamp, "/ModDate": stamp, "/Producer": ""})
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _document(html: str) -> Any:
    from weasyprint import HTML, URLFetcher

    class Nothing(URLFetcher):  # type: ignore[misc] # untyped
        """A sheet needs no other file: none can be fetched."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("a sheet fetches nothing")

    return HTML(string=html, url_fetcher=Nothing())


def _page_count(html: str) -> int:
    _tidy()
    return len(_document(html).render().pages)


def render(html: str) -> bytes:
    """A page of HTML as PDF; it can fetch nothing."""
    _tidy()
    return bytes(_document(html).write_pdf())


def _tidy() -> None:
    """A layout refers to itself and takes tens of megabytes; the collector, counting objects and not bytes, lets many pile up."""
    if psutil.Process().memory_info().rss > LARGE:
        gc.collect()


class _Form:
    """The parts of a sheet's pages."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.css = STYLE.read_text(encoding="utf-8")
        self.opening = f"<table>{self._columns()}<thead><tr>{self._headings()}</tr></thead>"

    def html(self, rows: Sequence[Any], number: int, portions: int, numbering: str) -> str:
        top = self._top() if number == 1 else ""
        body = self._ending(rows) if number == portions else f"<tbody>{self._rows(rows)}</tbody>"
        return (
            f'<html lang="zh-CN"><head><title>{escape(self.sheet.title)}</title><style>{self.css}{numbering}</style>'
            f"</head><body>{top}{self.opening}{body}</table></body></html>"
        )

    def _top(self) -> str:
        line = "".join(f"<span>{escape(words)}</span>" for words in self.sheet.head)
        return f'<h1>{escape(self.sheet.title)}</h1><div class="line">{line}</div>'

    def _columns(self) -> str:
        widths = column_widths(self.sheet, ROOM)
        return "".join(f'<col style="width:{width * 100 / sum(widths):.2f}%">' for width in widths)

    def _headings(self) -> str:
        return "".join(f"<th>{escape(column.heading)}</th>" for column in self.sheet.columns)

    def _rows(self, rows: Iterable[Any]) -> str:
        return "".join(f"<tr>{''.join(self._cells(row))}</tr>" for row in rows)

    def _cells(self, row: Any) -> Iterator[str]:
        for column in self.sheet.columns:
            yield f'<td class="{column.kind}">{escape(in_text(column.kind, column.value(row)))}</td>'

    def _ending(self, rows: Sequence[Any]) -> str:
        """The last portion: its last rows, the sums and the signatures are one body that no page breaks."""
        kept = max(len(rows) - KEPT, 0)
        end = self._rows(rows[kept:]) + self._sums() + self._foot()
        return f'<tbody>{self._rows(rows[:kept])}</tbody><tbody class="end">{end}</tbody>'

    def _sums(self) -> str:
        sheet = self.sheet
        if not sheet.has_sums:
            return ""
        cells = [f'<td class="label" colspan="{sheet.labelled}">{escape(sheet.sum_label)}</td>']
        for place, column in list(enumerate(sheet.columns))[sheet.labelled :]:
            cells.append(f'<td class="{column.kind}">{in_text(column.kind, sheet.totals.get(place))}</td>')
        sums = f'<tr class="sum">{"".join(cells)}</tr>'
        if not sheet.in_words:
            return sums
        words = f"合计（大写）：{in_words(sheet.amount)}"
        return sums + f'<tr class="sum"><td colspan="{len(sheet.columns)}">{words}</td></tr>'

    def _foot(self) -> str:
        notes = "".join(f"<div>{escape(note)}</div>" for note in self.sheet.notes)
        signatures = "".join(f"<span>{escape(signature)}</span>" for signature in self.sheet.signatures)
        parts = f'<div class="notes">{notes}</div><div class="signatures">{signatures}</div>'
        return f'<tr class="foot"><td colspan="{len(self.sheet.columns)}">{parts}</td></tr>'
