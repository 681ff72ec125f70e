"""预算测算 — 四（二）: what a year will cost, by the book in force or by one laid over it."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib import commands
from dingnan_sw.lib.dates import today
from incentives.amendments.book import current_book, supposed
from incentives.amendments.reading import text_of
from incentives.budget.estimate import estimate
from incentives.budget.reports import budget_json, what_if_json
from incentives.budget.vocabulary import Item
from incentives.commands import RefusableCommand

HEADINGS = ("项目", "级别", "人数", "人月", "标准", "金额", "最低", "预计", "最高")


class Command(RefusableCommand):
    help = "测算一个年度的预算：津贴和奖励的人数、人月、标准和金额，按资金来源和科目汇总"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", type=commands.year, required=True, metavar="2022", help="预算年度")
        parser.add_argument("--on", type=commands.day, metavar="2021-11-30", help="从哪一天看，默认今天")
        parser.add_argument(
            "--what-if", type=Path, metavar="文件.toml", help="按叠加了这些修订的标准测算，并给出差额；不必写依据"
        )

    def result(self, options: dict[str, Any]) -> dict[str, Any]:
        year, on, book = options["year"], options["on"] or today(), current_book()
        if options["what_if"] is None:
            return budget_json(estimate(year, book, on))
        changed = supposed(text_of(options["what_if"]))
        return what_if_json(estimate(year, book, on), estimate(year, changed, on))

    def table(self, result: dict[str, Any]) -> str:
        return commands.text_table(
            HEADINGS, [*map(_row, result["rows"]), *map(_row, result["expected"]), *_sums(result)]
        )


def _row(row: dict[str, Any]) -> list[Any]:
    keys = ("level", "people", "person_months", "rate", "amount", "low", "expected", "high")
    return [Item(row["item"]).label, *(row.get(key) for key in keys)]


def _sums(result: dict[str, Any]) -> list[list[Any]]:
    parts = [("津贴", result["allowances"]), ("奖励", result["bonuses"]), ("合计", result["totals"])]
    if "difference" in result:
        parts.append(("比现行标准多", result["difference"]["totals"]))
    return [[words, *[None] * 5, sums["low"], sums["expected"], sums["high"]] for words, sums in parts]
