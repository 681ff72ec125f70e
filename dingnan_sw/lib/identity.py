"""What a number says about itself: citizen ID numbers (GB 11643-1999), credit codes (GB 32100-2015), and how they are masked."""

import re
from datetime import date
from functools import cache

from stdnum import numdb
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from dingnan_sw.lib.dates import full_years

ADULT = 18
WORKING_AGE = 16  # 劳动法 第十五条
PHONE = 11  # digits of a mobile number
# Eleven digits are a telephone number, more an account or an ID number, also in groups; what stands in a UUID is none.
NUMBERS = re.compile(r"(?P<uuid>\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b)|(?<!\d)\d(?: ?\d){10,}[Xx]?")
# In a name seven digits are as good as a number, a telephone without its area code; 人员001 is a name.
NUMBER_IN_NAME = re.compile(r"\d(?:\s*\d){6,}[Xx]?")

# Digits in a file name, in groups as they are written or in one; an ID number may end in X.
RUN = re.compile(r"[0-9]+(?:[\s\-–—_.·]*[0-9]+)*[Xx]?")
GROUP = re.compile(r"[0-9]+[Xx]?")
MOBILE = re.compile(r"(?:86)?1[3-9][0-9]{9}")
CARD = re.compile(r"62[0-9]{14,17}")  # a bank card of UnionPay
FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}


def birth_date(id_number: str) -> date:
    """The birth date inside a checked 18-character ID number."""
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def sex(id_number: str) -> str:
    """男 for an odd 17th digit, 女 for an even one."""
    return "男" if int(id_number[16]) % 2 else "女"


def age(id_number: str, on: date) -> int:
    """Full years on that day."""
    return full_years(birth_date(id_number), on)


@cache
def address_code_in_force(code: str) -> bool:
    """Whether the six-digit address code is one of today's counties (the list that python-stdnum carries)."""
    counties = [properties["county"] for _, properties in numdb.get("cn/loc").info(code) if "county" in properties]
    return any(_open_ended(name) for county in counties for name in county.split(","))


def _open_ended(name: str) -> bool:
    """A former county is listed as `[1982-1997]name`, one of today as `name` or `[1998-]name`."""
    return not name.startswith("[") or name.split("]", maxsplit=1)[0].endswith("-")


def credit_code_checks(code: str) -> bool:
    """Whether the check character fits; a few legal codes of the pilot years do not, so this only warns."""
    try:
        uscc.validate(code)
    except ValidationError:
        return False
    return True


def masked_id(value: str) -> str:
    return f"{value[:6]}********{value[-4:]}" if value else ""


def masked_phone(value: str) -> str:
    return f"{value[:3]}****{value[-4:]}" if len(value) >= 8 else "*" * len(value)


def masked_account(value: str) -> str:
    return f"**** {value[-4:]}" if len(value) > 4 else "*" * len(value)


def without_numbers(text: str) -> str:
    """The text without the numbers in it that could be a person's."""
    return NUMBERS.sub(lambda found: found["uuid"] or "…", text)


def has_number(name: str) -> bool:
    """Whether a name of a person or a unit has seven digits or more in a row."""
    return NUMBER_IN_NAME.search(name) is not None


def public_name(name: str) -> str:
    """The name without a number in it that could be a person's."""
    return NUMBER_IN_NAME.sub("…", name)


def masked_within(text: str) -> str:
    """The text with the ID, mobile and bank card numbers in it masked by X, however they are grouped, or glued to one another.

    Any other long number, a certificate's say, stays.
    """
    return RUN.sub(lambda run: _masked_run(run[0]), text.translate(FULL_WIDTH))


def _masked_run(run: str) -> str:
    """Each of its groups, or some of them together that make a number: as few as an ID or mobile number takes, as many as a card's."""
    groups = list(GROUP.finditer(run))
    sizes = range(1, len(groups) + 1)
    for size, mask in [
        *((size, _masked_number) for size in sizes),
        *((size, _masked_card) for size in reversed(sizes)),
    ]:
        for first in range(len(groups) - size + 1):
            some = groups[first : first + size]
            masked = mask("".join(group[0] for group in some))
            if masked:
                return masked_within(run[: some[0].start()]) + masked + masked_within(run[some[-1].end() :])
    return run


def _masked_number(digits: str) -> str:
    """An ID or mobile number masked; empty where it is none. An ID number may have others glued before or after it."""
    bare = digits.rstrip("Xx")
    if MOBILE.fullmatch(bare):
        return bare[:-PHONE] + masked_phone(bare[-PHONE:]).replace("*", "X") + digits[len(bare) :]
    for place in range(len(digits) - 17):
        number = digits[place : place + 18]
        if _is_id_number(number.upper()):
            masked = masked_id(number).replace("*", "X")
            return masked_within(digits[:place]) + masked + masked_within(digits[place + 18 :])
    return ""


def _masked_card(digits: str) -> str:
    return f"{digits[:2]}XXXX{digits[-4:]}" if CARD.fullmatch(digits) else ""


def _is_id_number(number: str) -> bool:
    try:
        century = birth_date(number).year // 100
    except ValueError:
        return False
    return century in (19, 20) and bool(mod_11_2.is_valid(number))
