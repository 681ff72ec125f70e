"""Import a workbook from the shell; what is imported here counts as approved."""

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import pghistory
from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from dingnan_sw.audit.chain import record
from dingnan_sw.lib.commands import ResultCommand, text_table
from dingnan_sw.lib.dates import today
from dingnan_sw.lib.identity import masked_within
from talent.imports import Import, import_workbook
from talent.marking import mark_refused
from talent.told import told


class Command(ResultCommand):
    help = "导入工作簿（全县年度数据、社区（村）、单位、岗位、花名册、培训记录）"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="有错误时把标注了错误的工作簿写到这里")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}", returncode=2)
        if options["errors"]:
            _write(options["errors"], None)
        # In a locale without Chinese the name comes in as bytes in disguise.
        name = masked_within(os.fsencode(path.name).decode(errors="replace"))
        with pghistory.context(via="命令行", file=name), transaction.atomic():
            found = import_workbook(path, today(), dry_run=options["dry_run"])
            if found.accepted and not options["dry_run"]:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                done = {"sheets": found.as_json()["sheets"], "done": told(found.lines())}
                record("导入工作簿", address="命令行", file=name, sha256=digest, **done)
        self.present(found.as_json(), lambda: _table(found), options["format"])
        if found.accepted:
            return
        if options["errors"]:
            with tempfile.NamedTemporaryFile(suffix=".xlsx") as marked:
                mark_refused(path, Path(marked.name), found.errors)
                _write(options["errors"], Path(marked.name).read_bytes())
        sys.exit(1)


def _write(path: Path, data: bytes | None) -> None:
    """Write data to path; None only tries whether it can be done, and leaves everything as it was.

    Raises:
        CommandError: it cannot be written.
    """
    new = not path.exists()
    try:
        with path.open("ab" if data is None else "wb") as file:
            file.write(data or b"")
    except OSError as error:
        message = f"错误工作簿写不到 {path}，什么也没有导入：请给一个已有文件夹中能写的文件名。"
        raise CommandError(message, returncode=2) from error
    if new and data is None:
        path.unlink()


def _table(found: Import) -> str:
    counts = [(sheet.layout.name, *sheet.counts().values()) for sheet in found.sheets]
    parts = [text_table(("工作表", "行数", "新增", "变更", "不变", "错误"), counts)]
    for title, problems in (("错误", found.errors), ("提示", found.warnings)):
        if problems:
            rows = [(p.sheet, p.row, p.column, p.message) for p in problems]
            parts.append(f"{title}（{len(rows)}）\n" + text_table(("工作表", "行", "列", "说明"), rows))
    return "\n\n".join(parts)
