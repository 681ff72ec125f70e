"""What a password must be: 等保 (GB/T 22239) asks for composition and a change every 90 days, ASVS forbids both; each is a setting.

PASSWORD_COMPOSITION and PASSWORD_DAYS, the Chinese rule being the default in production. The other rules hold everywhere.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils import timezone

from dingnan_sw.lib.dates import today
from dingnan_sw.lib.pinyin import search_keys
from positions.models import Mandate, User

KINDS: tuple[Callable[[str], bool], ...] = (
    lambda text: re.search("[a-z]", text) is not None,
    lambda text: re.search("[A-Z]", text) is not None,
    lambda text: re.search("[0-9]", text) is not None,
    lambda text: re.search("[^A-Za-z0-9]", text) is not None,
)
WANTED_KINDS = 3
# What somebody who knows the office tries first.
OF_THE_OFFICE = (
    "dingnan", "ganzhou", "jiangxi", "shegong", "shehuigongzuo", "minzheng", "minzhengju", "caizheng", "caizhengju", "mzj", "czj",
    "shgz", "rencai", "guanli", "360728", "341900", "定南", "民政", "财政", "社工", "社会工作",
)  # fmt: skip
SHORTEST = 3  # letters of a word worth looking for
SHORTEST_INITIALS = 4  # fewer stand in many a word by chance
ALIKE = str.maketrans("0134578@$!", "oieastbasi")  # letters as they are commonly dressed up


class Composed:
    """等保: three of four kinds of characters."""

    def validate(self, password: str, user: User | None = None) -> None:
        if settings.PASSWORD_COMPOSITION and sum(kind(password) for kind in KINDS) < WANTED_KINDS:
            raise ValidationError("密码要包含小写字母、大写字母、数字、其他符号四类中的三类。", "composition")

    def get_help_text(self) -> str:
        wanted = "要" if settings.PASSWORD_COMPOSITION else "最好"
        return f"{wanted}包含小写字母、大写字母、数字、其他符号四类中的三类。"


class NotOfTheOffice:
    """None of the words that belong to this office, this account or its units, however dressed up, and not the year."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = password.lower()
        years = (str(today().year + step) for step in (-1, 0, 1))
        for word in (*OF_THE_OFFICE, *years, *_own_words(user)):
            if word in plain or word in plain.translate(ALIKE):
                raise ValidationError(
                    f"密码里有“{word}”：地名、单位名、姓名、用户名和年份容易被人猜到，请换一个。", "context"
                )

    def get_help_text(self) -> str:
        return "不要用地名、单位名、姓名、用户名和年份。"


class NotCommonAtHeart:
    """A common password with digits and signs around it is a common password."""

    def validate(self, password: str, user: User | None = None) -> None:
        heart = password.lower().strip("0123456789!@#$%^&*()_+-=.,?~ ")
        if {heart, heart.translate(ALIKE), password.lower().translate(ALIKE)} & _common():
            raise ValidationError("这是很多人用的密码，加上数字和符号也容易被人猜到，请换一个。", "common")

    def get_help_text(self) -> str:
        return "不要在常见密码前后加数字。"


class Changed:
    """The password in use is no new one."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError("新密码不能与现在的密码相同。", "unchanged")

    def get_help_text(self) -> str:
        return "不能与现在的密码相同。"


def outlived(user: Any) -> bool:
    """Whether the password is older than the setting allows."""
    if not settings.PASSWORD_DAYS or not user.is_authenticated:
        return False
    return bool(timezone.now() - user.password_since >= datetime.timedelta(days=settings.PASSWORD_DAYS))


def must_change(user: Any) -> bool:
    """Whether a new password comes before anything else: this is the first one, or one that has been used too long."""
    return getattr(user, "must_change_password", False) or outlived(user)


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _own_words(user: User | None) -> Iterator[str]:
    """User name, name, units and towns of the account; Chinese also in pinyin and its initials."""
    if user is None:
        return
    names = [user.username, user.display_name]
    if user.pk:
        held = Mandate.objects.in_force(today()).filter(user=user).select_related("unit", "town")
        names += [place.name for mandate in held for place in (mandate.unit, mandate.town) if place]
    for name in names:
        yield from _worth(name)


def _worth(name: str) -> Iterator[str]:
    if len(name) >= SHORTEST:
        yield name.lower()
    for key in search_keys(name).split():
        if len(key) >= (SHORTEST_INITIALS if len(key) == len(name) else SHORTEST):
            yield key
