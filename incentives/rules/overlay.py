"""Amendments laid over the policy: a TOML of policy.toml's shape that names where it rests and only what it changes.

    document = "定民字〔2022〕8号"
    clause = "第二条"
    phrase = "初级每月120元"

    [[monthly_allowance]]
    from = 2022-07-01
    assistant = "120.00"

An entry inherits what it leaves out from the entry in force on its first day; without any value it confirms that entry.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from reprlib import Repr
from typing import Any
from unicodedata import category

from incentives.rules.vocabulary import STAFF_CATEGORIES, UNIT_KINDS, Level

Source = Mapping[str, Any]
Check = Callable[[Any], str]

ABOUT = {"document": "文件字号（document）", "clause": "条款（clause）", "phrase": "原文短语（phrase）"}
AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
# What the TOML reader gives up on without a word of where: brackets in brackets, and more digits than Python makes a number of.
NESTED = re.compile(r"(?:[\[{][^\[\]{}]*){50}")
DIGITS = re.compile(r"[0-9_]{4300}")


class InvalidAmendment(ValueError):
    """What the amendment says cannot be laid over the policy; the message tells what, where, and how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__("".join("�" if _unseen(character) else character for character in message))


class _Short(Repr):
    """Values as Python writes them, cut short: an amendment may hold lists within lists, and numbers of any length."""

    maxstring = maxother = 60

    def repr_int(self, x: int, level: int) -> str:
        return repr(x) if abs(x) < 10**20 else "一个很长的数"


def _unseen(character: str) -> bool:
    return category(character).startswith("C")


def _amount(value: Any) -> str:
    """Why the value is not fit to stand here, in words; empty when it is. The other checks answer alike."""
    if isinstance(value, str) and AMOUNT.fullmatch(value) and Decimal(value) > 0:
        return ""
    return '应为大于 0、最多两位小数的数，写成文字（如 "120.00"）'


def _count(value: Any) -> str:
    return "" if type(value) is int and 0 < value < 1_000_000 else "应为大于 0 的整数"


def _percent(value: Any) -> str:
    return "" if type(value) is int and 0 < value <= 100 else "应为 1 到 100 的整数"


def _month_of_the_year(value: Any) -> str:
    return "" if type(value) is int and 0 < value <= 12 else "应为 1 到 12 的整数"


def _month(value: Any) -> str:
    return "" if isinstance(value, str) and MONTH.fullmatch(value) and value >= "0002" else '应写成 "2021-07" 的样子'


def _one_of(*allowed: str) -> Check:
    return lambda value: "" if value in allowed else f"只能是 {'、'.join(allowed)}"


def _some_of(allowed: frozenset[str], least: int = 1) -> Check:
    def check(value: Any) -> str:
        if not _are_names(value) or len(value) < least:
            return "应为不空、不重复的名称清单" if least else "应为不重复的名称清单"
        strange = [name for name in value if name not in allowed]
        return f"没有“{'、'.join(strange)}”这一类，只能从 {'、'.join(sorted(allowed))} 中选" if strange else ""

    return check


def _are_names(value: Any) -> bool:
    """Whether it is a list of texts, none of them twice."""
    return isinstance(value, list) and all(isinstance(name, str) for name in value) and len(value) == len(set(value))


LEVELS: Mapping[str, Check] = {level.key: _amount for level in Level}
POPULATION: Mapping[str, Check] = {"kinds": _some_of(UNIT_KINDS), "categories": _some_of(STAFF_CATEGORIES)}
# scale → value → its check: everything that can be amended.
AMENDABLE: Mapping[str, Mapping[str, Check]] = {
    "exam_bonus": LEVELS,
    "exam_bonus_upgrade": {"mode": _one_of("full", "difference")},
    "exam_bonus_units": {
        "kinds": _some_of(UNIT_KINDS),
        "confirm_categories": _some_of(STAFF_CATEGORIES, least=0),
    },
    "registration_gate": {"mode": _one_of("off", "warn", "block")},
    "monthly_allowance_floor": LEVELS,
    "monthly_allowance": LEVELS,
    "allowance_start": {"month": _month},
    "allowance_community": POPULATION,
    "allowance_institution": POPULATION,
    "holders_target": {"per_mille": _count},
    "training_target": {"percent": _percent, "hours": _amount},
    "community_target": {"posts": _count, "holders": _count},
    "purchase_preference": {"holders": _count, **POPULATION},
    "retirement": {"women_at_55": _some_of(STAFF_CATEGORIES, least=0)},
    "expected_certificates": {"obtained_in": _month_of_the_year, "years": _count},
}


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of an amendment: the scale, its first day, and the values that it changes."""

    scale: str
    since: date
    values: Mapping[str, Any]


def read(text: str) -> dict[str, Any]:
    """What an amendment's TOML says; not yet whether that can be laid over the policy.

    Raises:
        InvalidAmendment: the text is no TOML, or holds what cannot be read.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidAmendment(f"修订文件不是能读的 TOML（{error}）：请对照说明里的样子改正。") from error
    except RecursionError as error:
        words = f"修订文件{_line(NESTED, text)}的括号套得太深：值只能是文字、整数、日期，或一层方括号里的名称清单。"
        raise InvalidAmendment(words) from error
    except ValueError as error:
        raise InvalidAmendment(f"修订文件{_line(DIGITS, text)}的数字太长：请核对后改正。") from error


def _line(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return f"第 {text.count(chr(10), 0, found.start()) + 1} 行" if found else "里有一处"


def changes(amendment: Source) -> list[Change]:
    """What the amendment changes, in its own order.

    Raises:
        InvalidAmendment: the amendment does not say where it rests, names what is not in the policy, or has a value unfit.
    """
    _check_about(amendment)
    rows = ((scale, row) for scale, rows in amendment.items() if scale not in ABOUT for row in _rows(scale, rows))
    return [_change(scale, row) for scale, row in rows]


def overlaid(source: Source, amendments: Iterable[Source]) -> dict[str, Any]:
    """The source with the amendments laid over it one after the other; rulebook.build makes a book of it.

    Raises:
        InvalidAmendment: as for changes, or a first day before the scale's own first day.
    """
    laid = {**source}
    for amendment in amendments:
        for change in changes(amendment):
            laid[change.scale] = _with_entry(laid[change.scale], change, amendment)
    return laid


def written(amendment: Source) -> str:
    """The amendment as TOML, to be read again by tomllib."""
    head = [f"{key} = {_literal(amendment[key])}" for key in ABOUT]
    rows = ((scale, row) for scale, entries in amendment.items() if scale not in ABOUT for row in entries)
    blocks = ([f"[[{scale}]]", *(f"{name} = {_literal(value)}" for name, value in row.items())] for scale, row in rows)
    return "\n\n".join("\n".join(lines) for lines in (head, *blocks)) + "\n"


def _literal(value: Any) -> str:
    """Dates as they are; what JSON writes of texts, whole numbers and lists of texts is TOML as well."""
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _with_entry(rows: list[dict[str, Any]], change: Change, amendment: Source) -> list[dict[str, Any]]:
    earlier = [row for row in rows if row["from"] <= change.since]
    if not earlier:
        first = rows[0]["from"]
        raise InvalidAmendment(f"{change.scale} 从 {first} 起才有标准，起始日期不能早于它，现在是 {change.since}。")
    rest = {"document": amendment["document"], "clause": amendment["clause"], "phrases": [amendment["phrase"]]}
    entry = {**earlier[-1], **change.values, **rest, "from": change.since}
    entry.pop("assumed", None)
    others = [row for row in rows if row["from"] != change.since]
    return sorted([*others, entry], key=lambda row: row["from"])


def _check_about(amendment: Source) -> None:
    for key, words in ABOUT.items():
        said = amendment.get(key)
        if not isinstance(said, str) or not said.strip():
            raise InvalidAmendment(f"没有写明{words}：每项修订都要写明依据哪个文件、哪一条、哪句话。")
        if any(map(_unseen, said)):
            raise InvalidAmendment(f"{words}里有换行或看不见的字符：请写在一行里。")


def _rows(scale: str, rows: Any) -> list[dict[str, Any]]:
    if scale not in AMENDABLE:
        raise InvalidAmendment(f"没有名为 {scale} 的标准，可以修订的有 {'、'.join(AMENDABLE)}。")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidAmendment(f"{scale} 应写成 [[{scale}]] 的样子，每项一段。")
    if len({_since(scale, row) for row in rows}) < len(rows):
        raise InvalidAmendment(f"{scale} 有两项的起始日期（from）相同，请合成一项。")
    return rows


def _since(scale: str, row: Mapping[str, Any]) -> date:
    since = row.get("from")
    if type(since) is not date:
        raise InvalidAmendment(f"{scale} 没有写明起始日期，应写成 from = 2022-07-01 的样子（不加引号）。")
    return since


def _change(scale: str, row: Mapping[str, Any]) -> Change:
    values = {name: value for name, value in row.items() if name != "from"}
    for name, value in values.items():
        _check_value(scale, name, value)
    return Change(scale, _since(scale, row), values)


def _check_value(scale: str, name: str, value: Any) -> None:
    checks = AMENDABLE[scale]
    if name not in checks:
        raise InvalidAmendment(f"{scale} 没有 {name} 这一项，可以修订的有 {'、'.join(checks)}。")
    if fault := checks[name](value):
        raise InvalidAmendment(f"{scale} 的 {name} {fault}，现在是 {_Short().repr(value)}。")
