"""Go through the whole audit record; exit status 1 when anything in it was touched."""

import sys
from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.audit import looking_up, verifying
from dingnan_sw.audit.chain import record
from dingnan_sw.lib.commands import ResultCommand, text_table


class Command(ResultCommand):
    help = "核对审计记录：前后是否相符，中间和末尾有没有缺"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--mark", metavar="TEXT", help="报表页脚上的审计摘要：另外指出它是哪一天的哪一条")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verifying.verify()
        record("核对审计记录", passed=verdict.holds, reason="" if verdict.holds else verdict.words)
        result = _told(verdict)
        if options["mark"] is not None:
            result["mark"] = looking_up.look_up(options["mark"], verdict).words
        table = [("结果", verdict.words), *([("页脚的摘要", result["mark"])] if "mark" in result else [])]
        self.present(result, lambda: text_table(("项目", "内容"), table), options["format"])
        if not verdict.holds:
            sys.exit(1)


def _told(verdict: verifying.Verdict) -> dict[str, Any]:
    return {
        "holds": verdict.holds,
        "entries": verdict.count,
        "first_bad": verdict.first_bad,
        "missing": len(verdict.missing),
        "cut_off": len(verdict.cut_off),
        "lineless": len(verdict.lineless),
        "message": verdict.words,
    }
