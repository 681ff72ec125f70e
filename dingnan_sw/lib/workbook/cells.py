"""Cells, forgiving in form and strict in meaning: each parser gives a value, None for a blank cell, or raises CellError."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from stdnum.iso7064 import mod_11_2

T = TypeVar("T")

# Full-width letters and digits, U+FF10–FF5A, in the width of the others; brackets and hyphens stay as they are.
NARROW = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in map(chr, range(0xFF10, 0xFF5B)) if wide.isalnum()}
INVISIBLE = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
SPACE = re.compile(r"\s+")
SEPARATORS = str.maketrans({"•": "·", "‧": "·", "・": "·", "．": "·", "∙": "·"})
EXACT_DIGITS = 15
LONGEST_NUMBER = 100
HYPHENS = re.compile("[-‐‑‒–—−－]")
ID_LENGTH = 18
OLD_ID_LENGTH = 15
CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
DAY_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(\d{4})-(\d{1,2})-(\d{1,2})", r"(\d{4})/(\d{1,2})/(\d{1,2})", r"(\d{4})\.(\d{1,2})\.(\d{1,2})",
        r"(\d{4})年(\d{1,2})月(\d{1,2})日", r"(\d{4})(\d{2})(\d{2})",
    )
)  # fmt: skip
MONTH_FORMS = tuple(re.compile(form, re.ASCII) for form in (r"(\d{4})[-/.](\d{1,2})", r"(\d{4})年(\d{1,2})月"))
MIDNIGHT = re.compile(r"(?<=\d)[T ]?00:00(:00(\.0+)?)?$")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2999


class CellError(Exception):
    """Why a cell is not accepted: code is one of the exchange's, message says what is wrong and how to mend it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class ErrorText(str):
    """What a cell shows instead of a value, as #N/A."""


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not INVISIBLE.sub("", value).strip())


NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})", re.ASCII)


def _shown(value: Any) -> str:
    """The cell as the clerk sees it, shortened."""
    text = plain_number(value) if isinstance(value, float) else str(value)
    return text if len(text) <= 40 else text[:40] + "…"


def plain_number(value: float) -> str:
    """A number without exponent and without a .0 that the sheet does not show."""
    return format(Decimal(repr(value)).normalize(), "f")


def as_text(value: Any) -> str | None:
    """Trimmed text, numbers as they are shown; inner spaces stay."""
    if _blank(value):
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return plain_number(float(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    return INVISIBLE.sub("", str(value)).strip()


def as_key_text(text: str) -> str:
    """How names are compared: full and half width alike, no white space."""
    return SPACE.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", text)))


def as_name(value: Any) -> str | None:
    """A person's name: `张  三` is 张三, every middle dot is ·."""
    text = as_text(value)
    return None if text is None else SPACE.sub("", text).translate(SEPARATORS)


def as_id_number(value: Any, today: datetime.date) -> str | None:
    """An 18-character citizen ID number, upper case (GB 11643-1999); never taken from a number cell."""
    if _blank(value):
        return None
    if not isinstance(value, str):
        raise CellError(
            "id_is_number", "身份证号存成了数字，末尾几位可能已丢失：请把这一格设为文本格式，照原件重新填写。"
        )
    number = as_key_text(value).lstrip("'‘’").upper()
    if len(number) == OLD_ID_LENGTH and number.isascii() and number.isdigit():
        raise CellError("id_format", "这是 15 位的旧号码，已停止使用：请填现在的 18 位身份证号。")
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        found = f"这里是 {len(number)} 个字符" if len(number) != 18 else "这里有别的字符"
        raise CellError("id_format", f"身份证号应为 18 位数字（末位可以是 X），{found}，请照原件核对。")
    _check_birth(number, today)
    if mod_11_2.calc_check_digit(number[:-1]) != number[-1]:
        raise CellError("id_check_digit", "身份证号的校验位不符，至少有一位填错，请照原件核对。")
    return number


def _check_birth(number: str, today: datetime.date) -> None:
    try:
        born = datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise CellError("id_format", f"身份证号里的出生日期 {number[6:14]} 不存在，请照原件核对。") from error
    if born > today or born.year < EARLIEST_YEAR:
        raise CellError("id_format", f"身份证号里的出生日期 {number[6:14]} 不合理，请照原件核对。")


def as_number_text(text: str) -> str:
    """How certificate numbers are kept: as typed, without white space, letters and digits in half width.

    JX-2020-1 and jx20201 are two numbers, and （2020） keeps its brackets.
    """
    return SPACE.sub("", INVISIBLE.sub("", text)).translate(NARROW)


def as_long_number(label: str) -> Callable[[Any], str | None]:
    """A parser of certificate or account numbers: text, or a number cell short enough to have kept all its digits."""

    def parse(value: Any) -> str | None:
        if _blank(value):
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise CellError("id_is_number", f"{label}存成了日期或其他格式：请把这一格设为文本格式，照原件重新填写。")
        text = as_number_text(value) if isinstance(value, str) else plain_number(float(value))
        if not isinstance(value, str) and (len(text) > EXACT_DIGITS or not text.isdigit()):
            raise CellError(
                "id_is_number", f"{label}存成了数字，末尾几位可能已丢失：请把这一格设为文本格式，照原件重新填写。"
            )
        if len(text) > LONGEST_NUMBER:
            raise CellError("too_large", f"{label}过长（{len(text)} 字），最多 {LONGEST_NUMBER} 字，请照原件核对。")
        return text

    return parse


def as_account_number(value: Any) -> str | None:
    """A bank account; the hyphens and the quotation mark that some write into it are dropped."""
    number = as_long_number("银行账号")(value)
    return HYPHENS.sub("", number.lstrip("'‘’")) or None if number else None


def as_date(value: Any, month_ok: bool) -> datetime.date | None:
    """A day; with month_ok (certificates) a month too, as its first day."""
    if _blank(value):
        return None
    if isinstance(value, datetime.datetime):
        return _sane(value.date())
    if isinstance(value, datetime.date):
        return _sane(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise CellError("date", f"“{_shown(value)}”不是日期，请填 2021-06-20 的样子。")
    if not isinstance(value, str):
        return _number_as_day(float(value), month_ok)
    text = MIDNIGHT.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", value)).strip())
    text = SPACE.sub("", text)
    for form in DAY_FORMS:
        if found := form.fullmatch(text):
            return _day(found[1], found[2], found[3], value)
    for form in MONTH_FORMS if month_ok else ():
        if found := form.fullmatch(text):
            return _day(found[1], found[2], "1", value)
    raise CellError("date", f"“{_shown(value)}”不是可以识别的日期，请填 2021-06-20 或 2021年6月20日 的样子。")


def _number_as_day(value: float, month_ok: bool) -> datetime.date:
    text = plain_number(value)
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        return _day(text[:4], text[4:6], text[6:], value)
    if month_ok:
        hint = "月份存成了数字（2020.1 可能原是 2020.10）：请把这一格设为文本格式，填 2020-10 或 2020年10月 的样子。"
        raise CellError("date", f"“{text}”{hint}")
    raise CellError("date", f"“{text}”是数字，不是日期：请把这一格设为日期格式，或填 2021-06-20 的样子。")


def _day(year: str, month: str, day: str, value: Any) -> datetime.date:
    try:
        return _sane(datetime.date(int(year), int(month), int(day)))
    except ValueError as error:
        raise CellError("date", f"“{_shown(value)}”这一天不存在，请核对。") from error


def _sane(day: datetime.date) -> datetime.date:
    if day.year < EARLIEST_YEAR or (day.year > LATEST_YEAR and day != datetime.date.max):
        raise CellError("date", f"日期 {day} 的年份不合理，请核对。")
    return day


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise CellError("number", f"“{_shown(value)}”不是数字，请填数字。")
    text = plain_number(value) if isinstance(value, float) else as_key_text(str(value)).replace(",", "")
    if not NUMBER.fullmatch(text):
        raise CellError("number", f"“{_shown(value)}”不是数字，请填数字，不带单位。")
    number = Decimal(text)
    if number < 0:
        raise CellError("number", f"“{_shown(value)}”应是不小于 0 的数字。")
    return number


def as_integer(value: Any) -> int | None:
    if _blank(value):
        return None
    number = _number(value)
    if number != number.to_integral_value():
        raise CellError("number", f"“{_shown(value)}”应是整数。")
    return int(number)


def as_year(value: Any) -> int | None:
    """Four digits, with 年 or 年度 behind them or not."""
    if _blank(value):
        return None
    stripped = re.sub(r"年度?$", "", as_key_text(value)) if isinstance(value, str) else value
    year = as_integer(stripped)
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise CellError("number", f"“{_shown(value)}”应是四位年份，如 2021。")
    return year


def as_decimal(value: Any) -> Decimal | None:
    """A number with at most two decimals, kept exactly."""
    if _blank(value):
        return None
    number = _number(value)
    if number != number.quantize(Decimal("0.01")):
        raise CellError("number", f"“{_shown(value)}”最多两位小数。")
    return number.quantize(Decimal("0.01"))


def as_choice(value: Any, choices: Mapping[str, T]) -> T | None:
    """One of a closed list; choices maps every accepted spelling, as as_key_text gives it, to what it means."""
    text = as_text(value)
    if text is None:
        return None
    found = choices.get(as_key_text(text))
    if found is None:
        allowed = "、".join(dict.fromkeys(str(getattr(choice, "label", choice)) for choice in choices.values()))
        raise CellError("choice", f"“{_shown(text)}”不在可选范围内，请填：{allowed}。")
    return found


def as_area_code(value: Any) -> str | None:
    """The 12 digits of a community or village."""
    text = as_text(value)
    if text is None:
        return None
    code = as_key_text(text)
    if not re.fullmatch(r"\d{12}", code, re.ASCII):
        raise CellError("code_format", f"统计用区划代码应为 12 位数字，“{_shown(text)}”不是，请核对。")
    return code


def as_credit_code(value: Any) -> str | None:
    """The 18 characters of a unified social credit code; its check character is not judged here."""
    text = as_text(value)
    if text is None:
        return None
    code = as_key_text(text).upper()
    if not CREDIT_CODE.fullmatch(code):
        raise CellError(
            "code_format",
            f"统一社会信用代码应为 18 位（不含 I、O、Z、S、V），“{_shown(text)}”不是，请核对；没有的留空。",
        )
    return code
