"""Accounts: opening one, what it may do, and how its owner comes in first; nobody but the owner ever knows a lasting password."""

import datetime
import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from dingnan_sw.audit.chain import record
from dingnan_sw.audit.denials import Denied
from dingnan_sw.lib.workbook import as_key_text
from positions.models import Mandate, Town, Unit, User
from positions.vocabulary import Role

# Without the signs that look alike: a random password is read from a note and typed.
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
PLACED = (Role.UNIT, Role.REVIEWER, Role.VIEWER)


class AccountRefused(Denied):
    """code for machines, message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


# What a mandate may name ------------------------------------------------------------------------


def place_problem(role: str | None, unit: Any, town: Any, *, heads: bool = False) -> tuple[str, str, str] | None:
    """The field at fault, a code and what is wrong with it; None when a mandate of that role may name this place."""
    if role == Role.UNIT and not unit:
        return "unit", "place_missing", "单位填报的授权必须指明单位。"
    if role == Role.UNIT and town:
        return "town", "place_not_wanted", "单位填报的授权只指明单位，不填镇。"
    if role == Role.REVIEWER and not (unit or town):
        return "town", "place_missing", "镇/部门审核的授权必须指明镇或者主管部门（单位），二者填一个。"
    if role == Role.REVIEWER and unit and town:
        return "town", "place_not_wanted", "镇/部门审核的授权只能指明镇或者主管部门（单位）之一，不能两个都填。"
    if role == Role.VIEWER and not unit:
        return "unit", "place_missing", "部门查看的授权必须指明主管部门（单位）。"
    if role == Role.VIEWER and town:
        return "town", "place_not_wanted", "部门查看的授权只指明主管部门（单位），不填镇。"
    if role and role not in PLACED and (unit or town):
        return "unit" if unit else "town", "place_not_wanted", f"{Role(role).label}的授权管全县，不填单位，也不填镇。"
    if role and heads and role != Role.UNIT:
        return "heads", "head_not_wanted", "“单位负责人”只用于单位填报的授权。"
    return None


def check_place(role: str, unit: Any, town: Any, *, heads: bool = False) -> None:
    """Refuse what place_problem finds; unit and town are rows, or names not yet looked up."""
    problem = place_problem(role, unit, town, heads=heads)
    if problem:
        _, code, message = problem
        raise AccountRefused(code, message)


def find_unit(name: str) -> Unit:
    found = Unit.objects.filter(match_name=as_key_text(name)).first()
    if found is None:
        raise AccountRefused(
            "unknown_unit", f"单位“{name}”没有登记：请先导入这个单位，或更正名称（须与登记的全称一致）。"
        )
    return found


def find_town(name: str) -> Town:
    found = Town.objects.filter(name__in=(name, as_key_text(name))).first()
    if found is None:
        raise AccountRefused("unknown_town", f"镇“{name}”没有登记：请先导入这个镇，或更正名称。")
    return found


# The verbs --------------------------------------------------------------------------------------


@transaction.atomic
def open_account(
    username: str,
    *,
    name: str,
    role: str,
    unit: Unit | None = None,
    town: Town | None = None,
    heads: bool = False,
    by: User | None = None,
    since: datetime.date,
    address: str = "",
) -> User:
    """A new account with one mandate and no password yet: its owner comes in by a link or a random password.

    Raises:
        AccountRefused: bad_username, bad_name, username_taken, place_missing, place_not_wanted, head_not_wanted.
    """
    mandate = _mandate(role, unit, town, heads, since)
    user = mandate.user = _new(username, name)
    mandate.save(force_insert=True)
    record("开设账号", by=by, about=user, address=address, username=user.username, **_said(mandate))
    return user


@transaction.atomic
def grant(
    user: User,
    *,
    role: str,
    unit: Unit | None = None,
    town: Town | None = None,
    heads: bool = False,
    by: User | None = None,
    since: datetime.date,
    address: str = "",
) -> bool:
    """Add a mandate to an account; False when it already has one in force that says as much.

    Raises:
        AccountRefused: as open_account, and account_disabled.
    """
    mandate = _mandate(role, unit, town, heads, since)
    mandate.user = _locked(user)
    same = Mandate.objects.in_force(since).filter(user=user, role=role, unit=unit, town=town)
    if (same.filter(heads=True) if heads else same).exists():
        return False
    mandate.save(force_insert=True)
    record("增加授权", by=by, about=user, address=address, username=user.username, **_said(mandate))
    return True


@transaction.atomic
def first_sign_in_link(user: User, by: User, address: str = "") -> str:
    """The path at which the owner chooses a password, once; the account's password, sessions and earlier link end.

    Raises:
        AccountRefused: account_disabled; own_account, whose administrator would be shut out of this session.
    """
    if user == by:
        raise AccountRefused("own_account", "自己的密码请用“修改密码”更换，不用登录链接。")
    account = _locked(user)
    account.set_unusable_password()
    account.save(update_fields=("password",))
    record("生成登录链接", by=by, about=account, address=address, username=account.username)
    owner = urlsafe_base64_encode(force_bytes(account.pk))
    return reverse("first-sign-in", args=[owner, LINKS.make_token(account)])


@transaction.atomic
def random_password(user: User, by: User | None = None, address: str = "") -> str:
    """A password that lets the owner in and must be changed there; told to the caller and kept nowhere."""
    account = _locked(user)
    password = "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=("password", "must_change_password", "password_since"))
    record("设定随机密码", by=by, about=account, address=address, username=account.username)
    return password


@transaction.atomic
def choose_password(user: User, password: str, token: str, address: str = "") -> User:
    """The owner's own password, for a link that still holds; with the row locked, so that two tabs use it once.

    Raises:
        AccountRefused: link_spent, account_disabled.
    """
    account = _locked(user)
    if not LINKS.check_token(account, token):
        raise AccountRefused("link_spent", "登录链接已经用过或已过期。")
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=("password", "must_change_password", "password_since"))
    record("首次登录设定密码", by=account, about=account, address=address)
    return account


def _mandate(role: str, unit: Unit | None, town: Town | None, heads: bool, since: datetime.date) -> Mandate:
    check_place(role, unit, town, heads=heads)
    return Mandate(role=role, unit=unit, town=town, heads=heads, since=since)


def _new(username: str, name: str) -> User:
    user = User(username=User.normalize_username(username), display_name=name.strip())
    user.set_unusable_password()
    try:
        user.clean_fields()
        with transaction.atomic():
            user.save(force_insert=True)
    except ValidationError as error:
        code, label = ("bad_username", "用户名") if "username" in error.message_dict else ("bad_name", "姓名")
        raise AccountRefused(code, f"{label}不合要求：{'；'.join(error.messages)}") from error
    except IntegrityError as error:
        raise AccountRefused("username_taken", f"用户名“{username}”已经有人使用。") from error
    return user


def _locked(user: User) -> User:
    account = User.objects.select_for_update().get(pk=user.pk)
    if not account.is_active:
        raise AccountRefused("account_disabled", f"账号“{account.username}”已停用，请先由系统管理员启用。")
    return account


def _said(mandate: Mandate) -> dict[str, Any]:
    """The mandate in the words of the audit record."""
    words = {"role": mandate.get_role_display(), "since": str(mandate.since)}
    places = {name: str(place) for name, place in (("unit", mandate.unit), ("town", mandate.town)) if place}
    return words | places | ({"heads": True} if mandate.heads else {})


# The first sign-in ------------------------------------------------------------------------------


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens of first sign-in links: a changed password ends them, so does PASSWORD_RESET_TIMEOUT, so does disabling."""

    key_salt = "positions.accounts.LinkTokens"

    def check_token(self, user: User | None, token: str | None) -> bool:
        return bool(user and user.is_active) and super().check_token(user, token)


LINKS = LinkTokens()


class LongEnough(MinimumLengthValidator):
    """Django 5.2 says this one refusal in English."""

    def get_error_message(self) -> str:
        return f"密码太短，至少要 {self.min_length} 个字符。"


class FirstSignIn(PasswordResetConfirmView):
    """Where a one-time link leads: the owner chooses a password and is signed in."""

    template_name = "registration/first_sign_in.html"
    title = "首次登录"
    token_generator = LINKS
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        token = self.request.session.pop(INTERNAL_RESET_SESSION_TOKEN, "")
        address = self.request.META.get("REMOTE_ADDR", "")
        try:
            account = choose_password(self.user, form.cleaned_data["new_password1"], token, address)
        except AccountRefused:
            self.validlink = False
            return self.render_to_response(self.get_context_data())
        login(self.request, account)
        messages.success(self.request, "密码已设好，下次凭用户名和这个密码登录。")
        return HttpResponseRedirect(self.get_success_url())
