"""Sheets as PDF, by WeasyPrint: the look of the paper form, 300 rows at a time so that memory stays flat."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.money import in_words
from dingnan_sw.lib.paper.sheet import Sheet

STYLE = Path(__file__).with_name("paper.css")
PORTION = 300


def write_pdf(sheet: Sheet, progress: Callable[[int, int], None] = lambda done, total: None) -> bytes:
    """The sheet as PDF; the same sheet gives the same bytes.

    Page numbers run through: the portions are laid out once to count their pages, then written with the numbers known.
    """
    portions = [sheet.rows[start : start + PORTION] for start in range(0, len(sheet.rows), PORTION)] or [[]]
    writer = PdfWriter()
    for number, (rows, numbering) in enumerate(zip(portions, _numberings(sheet, portions, progress), strict=True), 1):
        writer.append(PdfReader(BytesIO(_render(_html(sheet, rows, number, len(portions), numbering)))))
        progress(len(portions) + number, len(portions) * 2)
    return _finished(writer, sheet)


def _numberings(sheet: Sheet, portions: Sequence[Any], progress: Callable[[int, int], None]) -> Iterator[str]:
    """The style that numbers the pages of each portion; a single one numbers itself."""
    if len(portions) == 1:
        yield "@page{@bottom-center{content:'第 ' counter(page) ' 页 共 ' counter(pages) ' 页'}}"
        return
    counts: list[int] = []
    for number, rows in enumerate(portions, 1):
        counts.append(_page_count(_html(sheet, rows, number, len(portions), "")))
        progress(number, len(portions) * 2)
    for number in range(len(portions)):
        first = f"@page:first{{counter-reset:page {1 + sum(counts[:number])}}}"
        yield first + f"@page{{@bottom-center{{content:'第 ' counter(page) ' 页 共 {sum(counts)} 页'}}}}"


def _finished(writer: PdfWriter, sheet: Sheet) -> bytes:
    made = f"D:{sheet.made_on:%Y%m%d}000000+08'00'"
    writer.add_metadata({"/Title": sheet.title, "/CreationDate": made, "/ModDate": made, "/Producer": ""})
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
    return len(_document(html).render().pages)


def _render(html: str) -> bytes:
    return bytes(_document(html).write_pdf())


def _html(sheet: Sheet, rows: Sequence[Any], number: int, portions: int, numbering: str) -> str:
    css = STYLE.read_text(encoding="utf-8") + numbering
    top = _top(sheet) if number == 1 else ""
    last = number == portions
    body = "".join(_rows(sheet, rows)) + (_sums(sheet) if last else "")
    return (
        f'<html lang="zh-CN"><head><title>{escape(sheet.title)}</title><style>{css}</style></head><body>{top}'
        f"<table>{_columns(sheet)}<thead><tr>{_headings(sheet)}</tr></thead><tbody>{body}</tbody></table>"
        f"{_foot(sheet) if last else ''}</body></html>"
    )


def _top(sheet: Sheet) -> str:
    made = f"{sheet.made_on.year}年{sheet.made_on.month}月{sheet.made_on.day}日"
    line = f"<span>填报单位：{escape(sheet.unit)}</span><span>{escape(sheet.period)}</span><span>{made}</span>"
    return f'<h1>{escape(sheet.title)}</h1><div class="line">{line}</div>'


def _columns(sheet: Sheet) -> str:
    whole = sum(column.width for column in sheet.columns)
    return "".join(f'<col style="width:{column.width * 100 / whole:.2f}%">' for column in sheet.columns)


def _headings(sheet: Sheet) -> str:
    return "".join(f"<th>{escape(column.heading)}</th>" for column in sheet.columns)


def _rows(sheet: Sheet, rows: Iterable[Any]) -> Iterable[str]:
    for row in rows:
        cells = (f'<td class="{column.kind}">{_text(column.kind, column.value(row))}</td>' for column in sheet.columns)
        yield f"<tr>{''.join(cells)}</tr>"


def _text(kind: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal() | int() if kind == "money":
            return f"{value:,.2f}"
        case int() if kind == "integer":
            return f"{value:,}"
        case Month():
            return value.words
        case datetime.date():
            return value.isoformat()
        case _:
            return escape(str(value))


def _sums(sheet: Sheet) -> str:
    if not sheet.totals:
        return ""
    first = min(sheet.totals)
    cells = [f'<td class="label" colspan="{first}">合计</td>']
    for place, column in list(enumerate(sheet.columns))[first:]:
        cells.append(f'<td class="{column.kind}">{_text(column.kind, sheet.totals.get(place))}</td>')
    sums = f'<tr class="sum">{"".join(cells)}</tr>'
    if not sheet.in_words:
        return sums
    return sums + f'<tr class="sum"><td colspan="{len(sheet.columns)}">合计（大写）：{in_words(sheet.amount)}</td></tr>'


def _foot(sheet: Sheet) -> str:
    notes = "".join(f"<div>{escape(note)}</div>" for note in sheet.notes)
    signatures = "".join(f"<span>{escape(signature)}</span>" for signature in sheet.signatures)
    return f'<div class="notes">{notes}</div><div class="signatures">{signatures}</div>'
