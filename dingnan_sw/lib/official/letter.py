"""What an official document says, whatever it is written as (GB/T 9704-2012, clause 7)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

HEAD_SIZE, HEAD_ROOM = 36, 440  # points: the head's size where it fits, and the width that it has
TITLE_ROOM = 20  # characters of a title side by side
DATE_FROM_RIGHT = 4  # characters (7.3.5.1)


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """level 1 is 一、(黑体), 2 is （一）(楷体); further levels look like the body (7.3.3)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Letter:
    """An upward document (请示, 报告) shows its signer beside the number; others have the number centred.

    issuer: 发文机关标志 without 文件; number: 发文字号, empty where none is given yet; signature: 署名; note: 附注, without
    its brackets; attachments: the titles of what is attached; opening: the beginning of a title too long for one line that makes
    its first line, so that no line ends within a word (7.3.1).
    """

    issuer: str
    number: str
    title: str
    addressee: str
    body: Sequence[Paragraph | Heading]
    signature: str
    dated: datetime.date
    signer: str = ""
    attachments: Sequence[str] = ()
    note: str = ""
    upward: bool = False
    opening: str = ""

    @property
    def title_lines(self) -> list[str]:
        if not self.opening or characters(self.title) <= TITLE_ROOM:
            return [self.title]
        return [self.opening, self.title.removeprefix(self.opening)]

    @property
    def head(self) -> str:
        return f"{self.issuer}文件"

    @property
    def head_size(self) -> int:
        """In points; a long name is set smaller, so that it stays on one line between the margins."""
        return min(HEAD_SIZE, HEAD_ROOM // len(self.head))

    @property
    def closing(self) -> list[tuple[str, float]]:
        """署名 and 成文日期, each with the characters that lie between its end and the right edge.

        The signature is centred on the date; one too long for that moves both to the left.
        """
        date = day_words(self.dated)
        beyond = (characters(self.signature) - characters(date)) / 2
        from_right = max(DATE_FROM_RIGHT, beyond)
        return [(self.signature, from_right - beyond), (date, from_right)]

    @property
    def attachment_lines(self) -> list[str]:
        """附件说明 (7.3.4): a single one without a number, no mark at the end."""
        if len(self.attachments) == 1:
            return [f"附件：{self.attachments[0]}"]
        lead = ["附件："] + ["　　　"] * (len(self.attachments) - 1)
        return [f"{lead[place]}{place + 1}. {title}" for place, title in enumerate(self.attachments)]


def day_words(day: datetime.date) -> str:
    """成文日期 (7.3.5): Arabic digits in full, months and days without a leading zero."""
    return f"{day.year}年{day.month}月{day.day}日"


def characters(text: str) -> float:
    """How wide a text is; a digit is half a character."""
    return sum(0.5 if character.isascii() else 1 for character in text)
