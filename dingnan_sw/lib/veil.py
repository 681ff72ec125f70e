"""Numbers of persons in addresses: sealed, so that neither history, log nor referrer tells them.

A value with eleven digits or more (a telephone, account or ID number, in groups or not) stands in an address as `~` and its
sealed bytes. Whoever has the address can open it as its reader, as with the number itself; read it they cannot.
"""

import base64
import binascii
import re
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from django.http import QueryDict

from dingnan_sw.lib.secrets import seal, unseal

SIGN = "~"
BETWEEN = re.compile(r"[\s\-–—_.·]+")
LONG = re.compile(r"\d{11}")


def tells_a_number(value: str) -> bool:
    return LONG.search(BETWEEN.sub("", value)) is not None


def veil(value: str) -> str:
    """The value as an address may show it."""
    if not tells_a_number(value):
        return value
    return SIGN + base64.urlsafe_b64encode(seal(value.encode())).decode().rstrip("=")


def unveil(value: str) -> str:
    """What was veiled; whatever else it is stays as it is."""
    if not value.startswith(SIGN):
        return value
    try:
        return unseal(base64.urlsafe_b64decode(value[1:] + "=" * (-len(value[1:]) % 4))).decode()
    except (InvalidTag, binascii.Error, ValueError):
        return value


def address(state: QueryDict) -> str:
    """What follows the question mark."""
    return _each(state, veil).urlencode()


def unveiled(state: QueryDict) -> QueryDict:
    return _each(state, unveil)


def _each(state: QueryDict, change: Callable[[str], str]) -> QueryDict:
    changed = QueryDict(mutable=True)
    for name, values in state.lists():
        changed.setlist(name, [change(value) for value in values])
    return changed
