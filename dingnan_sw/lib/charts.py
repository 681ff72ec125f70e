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


# Several series -----------------------------------------------------------------------------------

LEGEND = 28
CHARACTER = 13
NARROW = 22


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar made of parts, in the order of the series."""

    label: str
    parts: Sequence[int]


def stacked(title: str, series: Sequence[str], rows: Sequence[Stack]) -> SafeString:
    """Horizontal bars of up to three parts, each with its value where it fits, the sum at the end."""
    largest = max((sum(row.parts) for row in rows), default=0) or 1
    edge = max(LABEL, max((len(row.label) for row in rows), default=0) * CHARACTER + 12)
    drawn = format_html_join("", "{}", ((_stack(place, row, largest, edge),) for place, row in enumerate(rows)))
    height = LEGEND + max(len(rows), 1) * ROW + 4
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img"><title>{}</title>{}{}</svg>',
        WIDTH, height, title, _legend(series, edge), drawn,
    )  # fmt: skip


def _legend(series: Sequence[str], edge: int) -> SafeString:
    width = (WIDTH - edge) // max(len(series), 1)
    places = ((edge + place * width, place, edge + place * width + 18, words) for place, words in enumerate(series))
    return format_html_join(
        "",
        '<rect class="chart-part-{1}" x="{0}" y="6" width="12" height="12"/><text class="chart-label" x="{2}" y="17">{3}</text>',
        places,
    )


def _stack(place: int, row: Stack, largest: int, edge: int) -> SafeString:
    top, left = LEGEND + place * ROW + 4, edge
    drawn = []
    for number, value in enumerate(row.parts):
        width = (WIDTH - edge - VALUE) * value // largest
        drawn.append(_part(number, value, left, top, width))
        left += width
    return format_html(
        '<text class="chart-label" x="{}" y="{}" text-anchor="end">{}</text>{}<text class="chart-value" x="{}" y="{}">{}</text>',
        edge - 8, top + 13, row.label, format_html_join("", "{}", ((one,) for one in drawn)),
        left + 6, top + 13, sum(row.parts),
    )  # fmt: skip


def _part(number: int, value: int, left: int, top: int, width: int) -> SafeString:
    bar = format_html('<rect class="chart-part-{}" x="{}" y="{}" width="{}" height="16"/>', number, left, top, width)
    if width < NARROW:
        return bar
    return bar + format_html(
        '<text class="chart-value chart-on-{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        number, left + width // 2, top + 13, value,
    )  # fmt: skip


# A course over time -------------------------------------------------------------------------------

HIGH = 150
MARGIN = 30
MOST_WORDS = 9


@dataclass(frozen=True, slots=True)
class Point:
    label: str
    value: int | Decimal


def line(title: str, points: Sequence[Point]) -> SafeString:
    """A line through the values, drawn from nothing upwards; of many points only some carry their words."""
    largest = Decimal(max((point.value for point in points), default=0)) or Decimal(1)
    step = Decimal(WIDTH - 2 * MARGIN) / max(len(points) - 1, 1)
    places = [(int(MARGIN + number * step), _height(point, largest)) for number, point in enumerate(points)]
    every = -(-len(points) // MOST_WORDS) or 1
    marks = (
        (_mark(x, y, point, told=number % every == 0 or number == len(points) - 1),)
        for number, (point, (x, y)) in enumerate(zip(points, places, strict=True))
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img"><title>{}</title><polyline class="chart-line" points="{}"/>{}</svg>',
        WIDTH, HIGH + MARGIN, title, " ".join(f"{x},{y}" for x, y in places), format_html_join("", "{}", marks),
    )  # fmt: skip


def _height(point: Point, largest: Decimal) -> int:
    return int(HIGH - (HIGH - MARGIN) * Decimal(point.value) / largest)


def _mark(x: int, y: int, point: Point, *, told: bool) -> SafeString:
    dot = format_html('<circle class="chart-bar" cx="{}" cy="{}" r="3"/>', x, y)
    if not told:
        return dot
    return dot + format_html(
        '<text class="chart-value" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="chart-label" x="{}" y="{}" text-anchor="middle">{}</text>',
        x, y - 8, point.value, x, HIGH + 22, point.label,
    )  # fmt: skip
