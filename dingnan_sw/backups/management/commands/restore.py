"""Restore a backup into an empty folder and database."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dingnan_sw.audit import heads
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.grants import owner
from dingnan_sw.backups import archive, comparing, keeping
from dingnan_sw.backups.drilling import apart
from dingnan_sw.backups.restoring import restore
from dingnan_sw.lib.commands import speak_utf8


class Command(BaseCommand):
    help = "把备份恢复到空的数据库和目录"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="备份文件")
        parser.add_argument("--key", type=Path, metavar="FILE", help="存有备份密钥的文件（默认本系统的备份密钥）")
        parser.add_argument(
            "--into",
            type=Path,
            metavar="FOLDER",
            help="恢复到这个目录，用自带的数据库（默认按 DATA_DIR 和 DATABASE_URL）",
        )
        parser.add_argument("--only-compare", action="store_true", help="恢复后只核对，不启用（恢复演练用）")

    def handle(self, *args: Any, **options: Any) -> None:
        speak_utf8()
        key = options["key"] or settings.KEYRING.folder / keeping.KEY
        if options["into"]:
            self._elsewhere(options["into"], options["file"], key)
            return
        with owner():
            manifest = restore(options["file"], keeping.key_in(key))
            heads.begin_anew()
            findings = comparing.findings(manifest)
        if options["only_compare"]:
            self.stdout.write(json.dumps(_found(manifest, findings), ensure_ascii=False))
            return
        self._begin(options["file"], manifest, findings)

    def _elsewhere(self, folder: Path, file: Path, key: Path) -> None:
        """In a process whose settings are that folder's."""
        command = [sys.executable, "manage.py", "restore", str(file.resolve()), "--key", str(key.resolve())]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=apart(folder.resolve()), check=False)
        if done.returncode:
            sys.exit(done.returncode)

    def _begin(self, file: Path, manifest: archive.Manifest, findings: list[str]) -> None:
        """The restored portal is brought up to this version's tables; everybody signs in anew."""
        _bring_up()
        Session.objects.all().delete()
        record("恢复备份", address="命令行", file=file.name, findings=findings)
        if findings:
            raise CommandError(f"已恢复，但与备份时不符：{'；'.join(findings)}")
        counted = _found(manifest, findings)
        self.stdout.write(
            f"已恢复到 {settings.DATA_DIR}：{counted['tables']} 张表 {counted['rows']:,} 行，{counted['files']:,} 个文件，逐一相符。"
        )


def _found(manifest: archive.Manifest, findings: list[str]) -> dict[str, Any]:
    return {
        "findings": findings,
        "tables": len(manifest["tables"]),
        "rows": sum(manifest["tables"].values()),
        "files": len(archive.stored(manifest)),
        "taken": manifest["taken"],
    }


def _bring_up() -> None:
    """The tables of this version, and the portal's role on them; without a migration to make the latter alone, in no time."""
    with owner():
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
            return
    call_command("migrate", verbosity=0)
