"""The file of an amendment as a command is given it."""

from pathlib import Path

from django.core.management.base import CommandError

from incentives.amendments.book import LARGEST
from incentives.refusals import Refused


def text_of(path: Path) -> str:
    """What the file says; of one that is too large as much as shows it.

    Raises:
        CommandError: it is not there, or cannot be opened.
        Refused: invalid_amendment, it is no UTF-8 (with or without the mark that Windows puts before it).
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(f"读不了修订文件 {path}：没有这个文件，或者打不开。", returncode=2) from error
    except UnicodeDecodeError as error:
        raise Refused("invalid_amendment", "修订文件不是 UTF-8 编码的文字：请另存为 UTF-8。") from error
