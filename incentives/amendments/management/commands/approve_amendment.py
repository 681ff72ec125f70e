"""Sign an amendment, so that it comes into force; by another person than the one who proposed it."""

from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib.dates import today
from incentives.amendments import actions, telling
from incentives.commands import ActingCommand
from positions.models import User


class Command(ActingCommand):
    help = "审批一项标准修订，使它生效；提出人不能自己审批"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("number", type=int, metavar="N", help="修订的编号")

    def act(self, by: User, options: dict[str, Any]) -> dict[str, Any]:
        amendment = actions.sign_off(options["number"], by=by, on=today())
        return telling.report(amendment, today())

    def table(self, result: dict[str, Any]) -> str:
        return telling.table(result)
