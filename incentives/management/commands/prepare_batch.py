"""生成批次 — 三（一）、三（二）: the difference between what is owed and what the ledger holds."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from dingnan_sw.lib import commands
from incentives.commands import ActingCommand
from incentives.management.commands.show_batch import batch_table
from incentives.paying import reports
from incentives.paying.acting import Actor
from incentives.paying.preparing import Asked, prepare
from incentives.paying.vocabulary import Item
from positions.models import User


class Command(ActingCommand):
    dated = True
    help = "生成发放批次：奖励按考试年度，津贴截至某月；明细为应发与已入账之差"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--kind", choices=Item.values, required=True, help="bonus 考试奖励，allowance 职业津贴")
        period = parser.add_mutually_exclusive_group(required=True)
        period.add_argument("--year", type=commands.year, metavar="2021", help="考试年度（用于 bonus）")
        period.add_argument("--through", type=commands.month, metavar="2021-12", help="截止月份（用于 allowance）")

    def act(self, by: User, options: dict[str, Any]) -> dict[str, Any]:
        kind = Item(options["kind"])
        if (kind is Item.BONUS) != (options["year"] is not None):
            raise CommandError("考试奖励用 --year，职业津贴用 --through。", returncode=2)
        asked = Asked(kind, options["year"], options["through"])
        return reports.batch_json(prepare(Actor.acting(by, options["on"]), asked))

    def table(self, result: dict[str, Any]) -> str:
        return batch_table(result)
