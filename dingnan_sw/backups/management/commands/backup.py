"""Back up the database and the stored files into one sealed file."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from dingnan_sw.backups import keeping
from dingnan_sw.backups.drilling import drill
from dingnan_sw.backups.models import Run
from dingnan_sw.backups.taking import take
from dingnan_sw.lib.commands import ResultCommand, text_table


class Command(ResultCommand):
    help = "把数据库和文件备份成一个加密文件"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="另存到这个目录（默认 BACKUP_DIR，并按期限清理）")
        parser.add_argument("--drill", action="store_true", help="接着做恢复演练")
        parser.add_argument(
            "--new-key", action="store_true", help="备份密钥丢失、封存的也找不回：从此用新的，以前的备份再也打不开"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            keeping.begin_anew()
        run = take(options["to"])
        if run.good:
            self.stderr.write(
                f"备份密钥在 {settings.KEYRING.folder / keeping.KEY}：请抄写或拷贝一份（不要移走），与备份分开保管，没有它不能恢复。"
            )
        elsewhere = options["to"] and options["to"] / run.file
        runs = [run, drill(elsewhere)] if run.good and options["drill"] else [run]
        self.present(
            told(runs[0]) if len(runs) == 1 else {"runs": [told(one) for one in runs]},
            lambda: table(runs),
            options["format"],
        )
        if not all(one.good for one in runs):
            sys.exit(1)


def told(run: Run) -> dict[str, Any]:
    """The result as JSON."""
    return {
        "kind": run.kind,
        "file": run.file,
        "good": run.good,
        "message": run.words,
        "findings": run.details.get("findings", []),
    }


def table(runs: list[Run]) -> str:
    rows = [(one.get_kind_display(), "通过" if one.good else "没有通过", one.file, one.words) for one in runs]
    return text_table(("事项", "结果", "文件", "说明"), rows)
