"""From the server's shell, once the clock is right: what was recorded while it ran ahead no longer holds money up."""

import sys
from typing import Any

from dingnan_sw.audit import clock
from dingnan_sw.audit.chain import record
from dingnan_sw.lib.commands import ResultCommand


class Command(ResultCommand):
    help = "确认现在的时钟是对的：以前走快时留下的记录不再妨碍办理"

    def handle(self, *args: Any, **options: Any) -> None:
        last = clock.ahead()
        if last is None:
            message = "没有晚于现在的审计记录，不用确认。"
            self.present({"error": "nothing_ahead", "message": message}, lambda: message, options["format"])
            sys.exit(1)
        record(clock.CONFIRMED, about=last, ahead=last.at.isoformat())
        told = "已确认并记入审计，可以办理发放业务了。"
        self.present({"confirmed": True, "ahead": last.at.isoformat()}, lambda: told, options["format"])
