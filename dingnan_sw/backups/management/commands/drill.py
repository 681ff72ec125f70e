"""Restore the newest backup beside the portal and compare it; exit status 1 when it has not passed."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.backups.drilling import drill
from dingnan_sw.backups.management.commands.backup import table, told
from dingnan_sw.lib.commands import ResultCommand


class Command(ResultCommand):
    help = "恢复演练：把最近一份备份恢复到临时的数据库和目录，逐项核对"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "file", nargs="?", type=Path, metavar="FILE", help="备份文件（默认最近一份，且不能超过 26 小时）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run = drill(options["file"])
        self.present(told(run), lambda: table([run]), options["format"])
        if not run.good:
            sys.exit(1)
