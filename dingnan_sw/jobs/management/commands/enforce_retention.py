"""Enforce the retention schedule now; the server does it once a day by itself."""

from typing import Any

from django.utils import timezone

from dingnan_sw.jobs.retention import enforce, schedule
from dingnan_sw.lib.commands import ResultCommand, text_table
from dingnan_sw.lib.dates import today


class Command(ResultCommand):
    help = "按保存期限清理到期的内容（系统每天自动执行一次）"

    def handle(self, *args: Any, **options: Any) -> None:
        done = enforce(timezone.now())
        rows = [(term.what, term.words, str(done[term.name])) for term in schedule(today()) if term.name in done]
        self.present(done, lambda: text_table(("内容", "期限", "本次清理"), rows), options["format"])
