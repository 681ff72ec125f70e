"""Propose an amendment of the policy's numbers; another person signs it by approve_amendment."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib.dates import today
from incentives.amendments import actions, telling
from incentives.amendments.reading import text_of
from incentives.commands import ActingCommand
from positions.models import User


class Command(ActingCommand):
    help = "提出对政策标准的修订（TOML 文件），由另一个人审批后生效"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="修订内容，TOML")

    def act(self, by: User, options: dict[str, Any]) -> dict[str, Any]:
        amendment = actions.propose(text_of(options["file"]), by=by, on=today())
        return telling.report(amendment, today())

    def table(self, result: dict[str, Any]) -> str:
        return telling.table(result)
