"""What a cell says, read as docs/commands.md section 1 tells it."""

import datetime
import re
from decimal import Decimal

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DAY = (
    r"(\d{4})-(\d{1,2})-(\d{1,2})",
    r"(\d{4})/(\d{1,2})/(\d{1,2})",
    r"(\d{4})\.(\d{1,2})\.(\d{1,2})",
    r"(\d{4})年(\d{1,2})月(\d{1,2})日",
    r"(\d{4})(\d{2})(\d{2})",
)
_MONTH = (r"(\d{4})-(\d{1,2})", r"(\d{4})\.(\d{1,2})", r"(\d{4})年(\d{1,2})月")

SYNONYMS = {
    "助理社工师": "助理社会工作师",
    "初级": "助理社会工作师",
    "社工师": "社会工作师",
    "中级": "社会工作师",
    "高级社工师": "高级社会工作师",
    "高级": "高级社会工作师",
}


def blank(cell):
    return cell is None or str(cell).strip() == ""


def plain(cell):
    """A name: 张  三 is 张三."""
    return "".join(str(cell).split())


def id_number(cell):
    """Full-width characters, spaces and a small x are forgiven."""
    return plain(str(cell).translate(_FULL_WIDTH)).upper()


def level(cell):
    return SYNONYMS.get(plain(cell), plain(cell))


def number(cell):
    """Exact, so that ten times 0.1 is 1."""
    return Decimal(str(cell).strip())


def whole(cell):
    return int(number(cell))


def day(cell):
    """A day; a month, which only certificates may state, is its first day."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    text = str(cell).strip()
    for form in _DAY:
        found = re.fullmatch(form, text)
        if found:
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
    for form in _MONTH:
        found = re.fullmatch(form, text)
        if found:
            return datetime.date(int(found[1]), int(found[2]), 1)
    raise ValueError(text)
