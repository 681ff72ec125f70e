"""What the portal's commands have in common: JSON or a table on standard output, exit status 0, 1 or 2."""

import argparse
import datetime
import io
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.errors import DATABASE, ROOM, machine_lacks

LACKING = {
    ROOM: "服务器的磁盘满了，没有办完。请清理磁盘，看过办到哪一步以后再运行。",
    DATABASE: "数据库现在连接不上或正忙，没有办完。请过一会儿，看过办到哪一步以后再运行。",
}


class ResultCommand(BaseCommand):
    """A command that has a result: `present` prints it as asked for."""

    def run_from_argv(self, argv: list[str]) -> None:
        speak_utf8()
        super().run_from_argv(argv)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """As always; what the machine lacks is a result too, with exit status 1."""
        try:
            return super().execute(*args, **options)
        except CommandError:
            raise  # it says what happened
        except Exception as raised:
            lacking = machine_lacks(raised)
            if not lacking:
                raise
            self.stderr.write(str(raised).partition("\n")[0])
            self.present({"error": lacking, "message": LACKING[lacking]}, lambda: LACKING[lacking], options["format"])
            sys.exit(1)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("json", "table"), default="table", help="输出格式（默认 table）")

    def present(self, result: dict[str, Any], table: Callable[[], str], chosen: str) -> None:
        text = json.dumps(result, ensure_ascii=False, indent=2) if chosen == "json" else table()
        self.stdout.write(text)


def speak_utf8() -> None:
    """Results and messages are UTF-8 whatever the locale says, and so are the file names in them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def _argument(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """An argument parser whose refusal is shown by argparse, with exit status 2."""

    def parsed(text: str) -> Any:
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return parsed


def _day(text: str) -> datetime.date:
    # fromisoformat also knows 20211231 and 2021-W52-5
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"日期应写成 2021-12-31 的样子，现在是 {text!r}")


def _month(text: str) -> Month:
    month = Month.parse(text)
    if month.first == datetime.date.min:
        raise ValueError(f"{month} 是历法的第一个月，没有上一个月可看")
    return month


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2999):
        raise ValueError(f"年度应写成 2021 的样子，现在是 {text!r}")
    return int(text)


day = _argument(_day)
year = _argument(_year)
month = _argument(_month)


def text_table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Columns aligned for a terminal, where a Chinese character is two places wide."""
    cells = [list(headings), *[["" if cell is None else str(cell) for cell in row] for row in rows]]
    widths = [max(_width(row[place]) for row in cells) for place in range(len(headings))]
    lines = ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join(lines)


def rows_of(lines: Iterable[Mapping[str, Any]], keys: Sequence[str], **words: Callable[[Any], Any]) -> list[list[Any]]:
    """The rows of a table from a result's lines; words turn the codes of a key, where there is one, into what people read."""
    return [[words[key](line[key]) if key in words and line[key] else line[key] for key in keys] for line in lines]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "FW" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
