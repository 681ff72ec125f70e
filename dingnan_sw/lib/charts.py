"""Charts drawn on the server as inline SVG: no script, no style attribute, values written on the marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ROW = 26
LABEL = 110
WIDTH = 520
VALUE = 56


@dataclass(frozen=True, slots=True)
class Bar:
    """A value of a whole: whole None draws the value alone, else the rest of it as a pale bar behind."""

    label: str
    value: int
    whole: int | None = None


def bars(title: str, rows: Sequence[Bar]) -> SafeString:
    """Horizontal bars, one a row, each with its value, of its whole where there is one."""
    largest = max((max(row.value, row.whole or 0) for row in rows), default=0) or 1
    drawn = format_html_join("", "{}", ((_bar(place, row, largest),) for place, row in enumerate(rows)))
    height = max(len(rows), 1) * ROW + 4
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img"><title>{}</title>{}</svg>', WIDTH, height, title, drawn
    )


def _bar(place: int, row: Bar, largest: int) -> SafeString:
    top = place * ROW + 4
    room = WIDTH - LABEL - VALUE
    whole = format_html(
        '<rect class="chart-whole" x="{}" y="{}" width="{}" height="16"/>',
        LABEL,
        top,
        room * (row.whole or 0) // largest,
    )
    words = f"{row.value} / {row.whole}" if row.whole is not None else f"{row.value}"
    end = LABEL + room * max(row.value, row.whole or 0) // largest
    return format_html(
        '<text class="chart-label" x="{}" y="{}" text-anchor="end">{}</text>{}'
        '<rect class="chart-bar" x="{}" y="{}" width="{}" height="16"/><text class="chart-value" x="{}" y="{}">{}</text>',
        LABEL - 8, top + 13, row.label, whole if row.whole is not None else "",
        LABEL, top, room * row.value // largest, end + 6, top + 13, words,
    )  # fmt: skip


def gauge(title: str, value: Decimal, target: Decimal, unit: str) -> SafeString:
    """A bar from nothing to beyond the target, the target marked; values up to twice the target are drawn to scale."""
    room, top = WIDTH - 40, 26
    scale = max(target * 2, Decimal(1)) if value <= target * 2 else value
    reached, mark = int(room * value / scale), int(room * target / scale)
    return format_html(
        '<svg class="chart" viewBox="0 0 {} 74" role="img"><title>{}</title>'
        '<rect class="chart-whole" x="20" y="{}" width="{}" height="20"/>'
        '<rect class="chart-bar" x="20" y="{}" width="{}" height="20"/>'
        '<line class="chart-target" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="chart-label" x="{}" y="18" text-anchor="middle">目标 {}{}</text>'
        '<text class="chart-value" x="{}" y="66" text-anchor="middle">现在 {}{}</text></svg>',
        WIDTH, title, top, room, top, reached, 20 + mark, 20 + mark, top - 4, top + 24, 20 + mark, target, unit,
        max(50, 20 + reached), value, unit,
    )  # fmt: skip
