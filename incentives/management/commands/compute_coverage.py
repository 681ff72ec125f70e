"""配备与目标 — 三（二）、一（一）: how the county stands on a day."""

from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib import commands
from dingnan_sw.lib.dates import today
from incentives import reports
from incentives.rules.rulebook import standard_book


class Command(commands.ResultCommand):
    help = "某日的岗位与持证人才配备情况（三（二）、一（一））"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", type=commands.day, required=True, metavar="2021-12-31")

    def handle(self, *args: Any, **options: Any) -> None:
        result = reports.coverage(options["on"], today(), standard_book())
        self.present(result, lambda: _table(result), options["format"])


def _table(result: dict[str, Any]) -> str:
    rows = [
        (gap["code"], gap["name"], gap["town"], _mark(gap["posted"]), _mark(gap["staffed"])) for gap in result["gaps"]
    ]
    head = f"持证 {result['holders']} 人，常住人口 {result['population']}，千分比 {result['per_mille']}，尚缺 {result['needed']} 人"
    return head + "\n" + commands.text_table(("区划代码", "名称", "镇", "有岗位", "有持证人员"), rows)


def _mark(reached: bool) -> str:
    return "有" if reached else "缺"
