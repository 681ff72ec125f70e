"""Load the text of the policy document, and report every phrase of the rule book that it does not hold."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from dingnan_sw.lib.commands import ResultCommand, text_table
from incentives import document
from incentives.amendments.book import current_book


class Command(ResultCommand):
    help = "载入政策文件正文（.txt），并核对每一处引用"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="正文，纯文本")

    def handle(self, *args: Any, **options: Any) -> None:
        book, path = current_book(), options["file"]
        try:
            text = document.decoded(path.read_bytes())
            document.load(text, book)
        except OSError:
            self.stderr.write(f"没有载入：找不到文件 {path}，或者打不开。")
            sys.exit(2)
        except document.Unreadable as error:
            self.stderr.write(f"没有载入：{error}")
            sys.exit(1)
        missing = document.missing_phrases(text, book)
        result = {
            "document": book.document,
            "characters": len(text),
            "clauses": list(document.sections(text)),
            "missing": [{"scale": entry.name, "clause": entry.clause, "phrase": phrase} for entry, phrase in missing],
        }
        self.present(result, lambda: _table(result), options["format"])


def _table(result: dict[str, Any]) -> str:
    loaded = f"已载入 {result['document']}，{result['characters']} 字，认出 {len(result['clauses'])} 条。"
    if not result["missing"]:
        return f"{loaded}\n引用的短语都在正文中。"
    rows = [[row["clause"], row["phrase"]] for row in result["missing"]]
    return f"{loaded}\n正文中没有找到以下短语，请核对：\n{text_table(('条款', '短语'), rows)}"
