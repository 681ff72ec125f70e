"""考试奖励 — 三（一）: the lines of an exam year."""

from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib import commands
from incentives import reports
from incentives.amendments.book import current_book
from incentives.commands import told
from incentives.explain import OUTCOME_WORDS, REASON_WORDS
from incentives.rules.vocabulary import Outcome, Reason


class Command(commands.ResultCommand):
    help = "核算一个考试年度的考试奖励（三（一））"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", type=commands.year, required=True, metavar="2021")

    def handle(self, *args: Any, **options: Any) -> None:
        result = reports.bonuses(options["year"], current_book())
        told("compute_bonuses", len(result["lines"]))
        self.present(result, lambda: _table(result), options["format"])


def _table(result: dict[str, Any]) -> str:
    keys = ("name", "level", "certificate_number", "unit", "outcome", "amount", "reason")
    headings = ("姓名", "级别", "管理号", "单位", "结果", "金额", "原因")
    rows = commands.rows_of(
        result["lines"],
        keys,
        outcome=lambda code: OUTCOME_WORDS[Outcome(code)],
        reason=lambda code: REASON_WORDS[Reason(code)],
    )
    return commands.text_table(headings, rows)
