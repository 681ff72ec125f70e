"""账目."""

from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib import commands
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.workbook import CellError, as_id_number
from incentives.commands import RefusableCommand, told
from incentives.paying import reports
from incentives.paying.flow import State
from incentives.paying.vocabulary import EntryKind, Item
from incentives.refusals import Refused


class Command(RefusableCommand):
    help = "列出账目，可按人或按月；冲销为负数"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--id-number", metavar="X", help="身份证号")
        parser.add_argument("--month", type=commands.month, metavar="2021-07")

    def result(self, options: dict[str, Any]) -> dict[str, Any]:
        result = reports.ledger_json(_id_number(options["id_number"]), options["month"])
        told("show_ledger", len(result["lines"]))
        return result

    def table(self, result: dict[str, Any]) -> str:
        keys = ("id_number", "item", "level", "month", "kind", "amount", "batch", "state")
        headings = ("身份证号", "项目", "级别", "月份", "类别", "金额", "批次", "状态")
        words = {"item": Item, "kind": EntryKind, "state": State}
        said = {key: lambda code, codes=codes: codes(code).label for key, codes in words.items()}
        return commands.text_table(headings, commands.rows_of(result["lines"], keys, **said))


def _id_number(text: str | None) -> str | None:
    try:
        return as_id_number(text, today=today()) if text else None
    except CellError as error:
        raise Refused("id_format", str(error)) from error
