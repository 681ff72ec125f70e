"""优先推荐 — 三（三）: organisations and their counting holders on a day."""

from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib import commands
from incentives import reports
from incentives.amendments.book import current_book


class Command(commands.ResultCommand):
    help = "某日可优先推荐承接购买服务的社区社会组织（三（三））"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", type=commands.day, required=True, metavar="2021-12-31")

    def handle(self, *args: Any, **options: Any) -> None:
        result = reports.preference(options["on"], current_book())
        self.present(result, lambda: _table(result), options["format"])


def _table(result: dict[str, Any]) -> str:
    rows = [
        (found["name"], found["holders"], "优先推荐" if found["recommended"] else "", "、".join(found["people"]))
        for found in result["organisations"]
    ]
    return commands.text_table(("组织", "持证人数", "结论", "持证人员"), rows)
