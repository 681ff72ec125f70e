"""The document itself: the bureau loads its text; every phrase that a number rests on is looked up in it."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from dingnan_sw.audit.chain import record
from incentives.models import PolicyDocument
from incentives.rules.rulebook import Entry, RuleBook

SOURCE = Path(__file__).with_name("clauses.toml")
LARGEST = 1024 * 1024
SHORTEST = 500
CHAPTER = re.compile(r"^([一二三四五六七八九十]+)、")
SECTION = re.compile(r"^[（(]([一二三四五六七八九十]+)[）)]")
# A line that ends so ends its paragraph; any other was cut by the end of a page.
PARAGRAPH_END = ("。", "！", "？", "；", "：", ":")


class Unreadable(ValueError):
    """The file holds no text that can be read, or none of this document; the message tells what to do."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in our own words, and what the portal does for it."""

    number: str
    title: str
    summary: str
    portal: str
    scales: tuple[str, ...]


@cache
def clauses() -> tuple[Clause, ...]:
    source = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return tuple(_clause(row) for row in source["clause"])


def _clause(row: dict[str, Any]) -> Clause:
    return Clause(row["number"], row["title"], row["summary"], row["portal"], tuple(row["scales"]))


def decoded(data: bytes) -> str:
    """The text of a .txt file, as Windows or anything else saved it.

    Raises:
        Unreadable: it is empty, too large, or no text.
    """
    if len(data) > LARGEST:
        raise Unreadable("文件超过 1 MB，不像是文件正文：请另存为纯文本（.txt）再载入。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip() and "\x00" not in text:
            return text
    raise Unreadable("读不出文字：请把文件正文另存为纯文本（.txt，UTF-8 或 GB18030 编码）再载入。")


def refuse_stranger(text: str, book: RuleBook) -> None:
    """A text that is plainly not the document takes nothing's place.

    Raises:
        Unreadable: it is much too short, or holds none of the phrases.
    """
    length = len(plain(text))
    if length < SHORTEST:
        raise Unreadable(f"只有 {length} 个字，不像 {book.document} 的全文，没有载入：请另存整个文件再载入。")
    if len(missing_phrases(text, book)) == sum(1 for _ in _phrases(book)):
        raise Unreadable(
            f"标准所引的短语一处也没有找到，不像 {book.document} 的正文，没有载入：请核对选的是不是这个文件。"
        )


def load(text: str, book: RuleBook, by: Any = None) -> PolicyDocument:
    """Keep the text; the same text again changes nothing. missing_phrases tells what it lacks.

    Raises:
        Unreadable: the text is plainly not the document.
    """
    refuse_stranger(text, book)
    digest = hashlib.sha256(text.encode()).hexdigest()
    current = PolicyDocument.current()
    if current is not None and current.sha256 == digest:
        return current
    with transaction.atomic():
        loaded = PolicyDocument.objects.create(number=book.document, text=text, sha256=digest, loaded_by=by)
        record("载入政策正文", by=by, about=loaded, sha256=digest, missing=len(missing_phrases(text, book)))
    return loaded


def plain(text: str) -> str:
    """Without white space and asterisks, which files add where they like."""
    return re.sub(r"[\s*]+", "", text)


def missing_phrases(text: str, book: RuleBook) -> list[tuple[Entry, str]]:
    """The phrases of the book that the text does not hold, each with its entry."""
    whole = plain(text)
    return [(entry, phrase) for entry, phrase in _phrases(book) if plain(phrase) not in whole]


def _phrases(book: RuleBook) -> Iterator[tuple[Entry, str]]:
    """Those said to stand in the policy itself; an amendment may rest on another document."""
    entries = (entry for entries in book.scales.values() for entry in entries if entry.document == book.document)
    return ((entry, phrase) for entry in entries for phrase in entry.phrases)


def sections(text: str) -> dict[str, str]:
    """The text clause by clause, keyed 三（一）; what stands outside the clauses is left out."""
    found: dict[str, list[str]] = {}
    chapter = section = ""
    for line in (line.replace("*", "").strip() for line in text.splitlines()):
        if heading := CHAPTER.match(line):
            chapter, section = heading[1], ""
        elif heading := SECTION.match(line):
            section = heading[1]
        if line and chapter and section:
            found.setdefault(f"{chapter}（{section}）", []).append(line)
    return {number: _joined(lines) for number, lines in found.items()}


def _joined(lines: list[str]) -> str:
    """Paragraphs made whole again where the end of a page cut them."""
    text = ""
    for line in lines:
        whole = not text or text.endswith(PARAGRAPH_END) or len(text.rsplit("\n", 1)[-1]) < 20
        text += ("\n" if text and whole else "") + line
    return text
