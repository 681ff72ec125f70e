"""Give the reminders that are due and clear away the scans left behind; the server does it every hour by itself."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dingnan_sw.lib.dates import today
from dingnan_sw.notices import reminding
from talent.submissions.evidence import sweep
from talent.submissions.reminders import remind


class Command(BaseCommand):
    help = "发出到期的提醒（同一提醒只发一次），清理没有处理完的扫描件"

    def handle(self, *args: Any, **options: Any) -> None:
        removed = sweep(timezone.now())
        given = remind(today()) + reminding.give(today())
        if options["verbosity"]:
            self.stdout.write(f"发出 {given} 条提醒，清理 {removed} 个遗留文件")
