"""Propose an amendment of the policy's numbers; another person signs it by approve_amendment."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib.dates import today
from incentives.amendments import actions, telling
from incentives.commands import ActingCommand
from incentives.refusals import Refused
from positions.models import User


class Command(ActingCommand):
    help = "提出对政策标准的修订（TOML 文件），由另一个人审批后生效"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="修订内容，TOML")

    def act(self, by: User, options: dict[str, Any]) -> dict[str, Any]:
        amendment = actions.propose(self._text(options["file"]), by=by, on=today())
        return telling.report(amendment, today())

    def table(self, result: dict[str, Any]) -> str:
        return telling.table(result)

    def _text(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8-sig")
        except OSError:
            self.stderr.write(f"没有提出修订：找不到文件 {path}，或者打不开。")
            sys.exit(2)
        except UnicodeDecodeError as error:
            raise Refused("invalid_amendment", "修订文件不是 UTF-8 编码的文字：请另存为 UTF-8。") from error
