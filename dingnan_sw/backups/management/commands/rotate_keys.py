"""Change the portal's keys; the portal is stopped meanwhile."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from dingnan_sw.audit import rotation
from dingnan_sw.audit.models import KeyProof
from dingnan_sw.backups import comparing, holdings
from dingnan_sw.lib.commands import ResultCommand, text_table


class Command(ResultCommand):
    help = "更换密钥：字段加密、盲索引、审计，并把数据和文件重新加密（先停止系统）"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--only", choices=KeyProof.Key.values, help="只换这一把（默认三把都换）")
        parser.add_argument("--resume", action="store_true", help="不换密钥，只把还没有重新加密的文件做完")

    def handle(self, *args: Any, **options: Any) -> None:
        names = [options["only"]] if options["only"] else list(KeyProof.Key.values)
        done = {} if options["resume"] else rotation.rotate(names)
        try:
            shelves = [Path(settings.DATA_DIR) / shelf.folder for shelf in holdings.SHELVES]
            done["files"], damaged = rotation.reseal_files(shelves)
        except OSError as error:
            words = "密钥已经更换，还有文件没有重新加密：处理好磁盘以后运行 rotate_keys --resume，不要再换一次密钥。"
            raise CommandError(f"{words}（{error.strerror or error}）") from error
        words = {
            "sealed": "重新加密的行",
            "kept": "不能再改、仍用旧密钥读的行",
            "indexed": "重建索引的行",
            "files": "重新加密的文件",
        }
        rows = [(words[name], str(count)) for name, count in done.items()]
        self.present(done, lambda: text_table(("项目", "数目"), rows), options["format"])
        for path in damaged:
            self.stderr.write(f"文件 {path} 已经损坏，打不开，没有重新加密：{comparing.FIND}。")
