"""批次明细."""

from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib import commands
from incentives.commands import RefusableCommand, told
from incentives.paying import reports
from incentives.paying.flow import State
from incentives.paying.models import Batch
from incentives.paying.vocabulary import LineKind
from incentives.refusals import Refused


class Command(RefusableCommand):
    help = "列出一个批次的明细、每人净额和合计"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("number", type=int, metavar="N", help="批次号")

    def result(self, options: dict[str, Any]) -> dict[str, Any]:
        batch = Batch.objects.filter(number=options["number"]).first()
        if batch is None:
            raise Refused("unknown_batch", f"没有第 {options['number']} 批。")
        result = reports.batch_json(batch)
        told("show_batch", len(result["lines"]), about=batch)
        return result

    def table(self, result: dict[str, Any]) -> str:
        return batch_table(result)


def batch_table(result: dict[str, Any]) -> str:
    keys = ("name", "month", "level", "kind", "amount", "cause")
    rows = commands.rows_of(result["lines"], keys, kind=lambda code: LineKind(code).label)
    table = commands.text_table(("姓名", "月份", "级别", "类别", "金额", "原因"), rows)
    return f"第 {result['batch']} 批（{State(result['state']).label}）合计 {result['total']}\n{table}"
