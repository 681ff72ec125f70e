"""回盘: the bank's answers to a batch that is being paid."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from dingnan_sw.lib.dates import today
from incentives.commands import ActingCommand
from incentives.paying.acting import Actor
from incentives.paying.results import import_results
from positions.models import User


class Command(ActingCommand):
    dated = True
    help = "导入银行回盘文件（证件号码、金额、结果、失败原因），整份导入或整份退回"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("number", type=int, metavar="N", help="批次号")
        parser.add_argument("file", type=Path, metavar="FILE", help="回盘文件（.xlsx）")

    def act(self, by: User, options: dict[str, Any]) -> dict[str, Any]:
        if not options["file"].is_file():
            raise CommandError(f"没有这个文件：{options['file']}", returncode=2)
        actor = Actor.acting(by, options["on"])
        return import_results(actor, options["number"], options["file"], today()).as_json()
