"""职业津贴 — 三（二）: what is owed for a month."""

from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib import commands
from incentives import reports
from incentives.amendments.book import current_book
from incentives.commands import told
from incentives.explain import BASIS_WORDS
from incentives.rules.vocabulary import Basis


class Command(commands.ResultCommand):
    help = "核算一个月应发的职业津贴（三（二）），不论是否已发"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--month", type=commands.month, required=True, metavar="2021-07")

    def handle(self, *args: Any, **options: Any) -> None:
        result = reports.allowances(options["month"], current_book())
        told("compute_allowances", len(result["lines"]))
        self.present(result, lambda: _table(result), options["format"])


def _table(result: dict[str, Any]) -> str:
    keys = ("name", "unit", "level", "basis", "amount")
    rows = commands.rows_of(result["lines"], keys, basis=lambda code: BASIS_WORDS[Basis(code)])
    return commands.text_table(("姓名", "单位", "级别", "依据", "金额"), rows)
