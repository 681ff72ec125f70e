"""What the portal's commands have in common: JSON or a table on standard output, exit status 0, 1 or 2."""

import argparse
import datetime
import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from dingnan_sw.lib.dates import Month


class ResultCommand(BaseCommand):
    """A command that has a result: `present` prints it as asked for."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("json", "table"), default="table", help="输出格式（默认 table）")

    def present(self, result: dict[str, Any], table: Callable[[], str], chosen: str) -> None:
        text = json.dumps(result, ensure_ascii=False, indent=2) if chosen == "json" else table()
        self.stdout.write(text)


def _argument(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """An argument parser whose refusal is shown by argparse, with exit status 2."""

    def parsed(text: str) -> Any:
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return parsed


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"日期应写成 2021-12-31 的样子，现在是 {text!r}") from error


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2999):
        raise ValueError(f"年度应写成 2021 的样子，现在是 {text!r}")
    return int(text)


day = _argument(_day)
year = _argument(_year)
month = _argument(Month.parse)


def text_table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Columns aligned for a terminal, where a Chinese character is two places wide."""
    cells = [list(headings), *[["" if cell is None else str(cell) for cell in row] for row in rows]]
    widths = [max(_width(row[place]) for row in cells) for place in range(len(headings))]
    lines = ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "FW" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
