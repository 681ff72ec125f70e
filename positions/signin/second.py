"""两步验证: an app on the telephone besides the password, and recovery codes for the day on which it is lost."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import segno
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django_otp import DEVICE_ID_SESSION_KEY

from dingnan_sw.audit.chain import record
from dingnan_sw.lib.secrets import seal, unseal
from positions.accounts import SIGNS
from positions.models import User
from positions.signin.models import CODE, Authenticator, RecoveryCode, new_key

CODES = 10
CODE_SIGNS = 10
OFFERED = "offered"  # within the session: the sealed key of an authenticator not yet taken up


class CodeRefused(Exception):
    """until: when the next code will be looked at, after too many wrong ones."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__("wrong code")
        self.until = until


def enrolled(user: User | AnonymousUser) -> bool:
    return Authenticator.objects.filter(user=user.pk).exists()


def offered(user: User, session: Any) -> Authenticator:
    """The authenticator that the account may take up in this session, in no table before that: looking changes nothing."""
    if OFFERED not in session:
        session[OFFERED] = seal(new_key().encode()).hex()
    return Authenticator(user=user, name="手机", key=unseal(bytes.fromhex(session[OFFERED])).decode())


def picture(authenticator: Authenticator) -> str:
    """What the app scans, as an image within the page itself: nothing of it is kept, or asked for again."""
    return str(segno.make(authenticator.address, micro=False).svg_data_uri(scale=5, border=2))


@transaction.atomic
def take_up(authenticator: Authenticator, token: str, address: str = "") -> Sequence[str]:
    """Keep it, by its first code, in place of an earlier one; the fresh recovery codes are told here alone.

    Raises:
        CodeRefused: that is not its code.
    """
    step = authenticator.step_of(token)
    if step is None:
        raise CodeRefused(None)
    user = User.objects.select_for_update().get(pk=authenticator.user_id)
    Authenticator.objects.filter(user=user).delete()
    authenticator.last_step = step
    authenticator.save(force_insert=True)
    codes = _fresh_codes(user)
    record("启用两步验证", by=user, about=user, address=address, username=user.username)
    return codes


def prove(user: User, text: str, address: str = "", to: str = "") -> Authenticator:
    """The account's authenticator, for a code of now or an unused recovery code; to: what the audit record calls it.

    Raises:
        CodeRefused: it is neither, or none is looked at for now; counted, and told to the audit record.
    """
    with transaction.atomic():
        authenticator = Authenticator.objects.select_for_update().filter(user=user).first()
        if authenticator and _is_code(authenticator, text):
            if to:
                record(to, by=user, about=user, address=address, username=user.username)
            return authenticator
        if authenticator and _is_recovery_code(authenticator, text, address):
            return authenticator
        record("验证码错误", by=user, about=user, address=address, username=user.username)
    allowed, why = authenticator.verify_is_allowed() if authenticator else (True, {})
    raise CodeRefused(None if allowed else why["locked_until"])


def _is_code(authenticator: Authenticator, text: str) -> bool:
    return bool(CODE.fullmatch(text)) and authenticator.verify_token(text)


def _is_recovery_code(authenticator: Authenticator, text: str, address: str) -> bool:
    """Whether it is an unused one; it is none any more."""
    if CODE.fullmatch(text) or not authenticator.verify_is_allowed()[0]:
        return False
    user, digest = authenticator.user, _digest("".join(sign for sign in text.lower() if sign in SIGNS))
    found = [one for one in user.recovery_codes.all() if secrets.compare_digest(one.digest, digest)]
    if not found:
        authenticator.throttle_increment()
        return False
    found[0].delete()
    authenticator.throttle_reset()
    left = user.recovery_codes.count()
    record("使用恢复码", by=user, about=user, address=address, username=user.username, left=left)
    return True


@transaction.atomic
def new_codes(user: User, address: str = "") -> Sequence[str]:
    """Recovery codes in place of all earlier ones; told to the caller and kept nowhere."""
    codes = _fresh_codes(user)
    record("生成恢复码", by=user, about=user, address=address, username=user.username)
    return codes


@transaction.atomic
def reset(user: User, by: User | None, address: str = "") -> None:
    """The telephone is lost: the account enrols another at its next sign-in; whoever is signed in by the old one is asked again."""
    Authenticator.objects.filter(user=user).delete()
    user.recovery_codes.all().delete()
    record("重置两步验证", by=by, about=user, address=address, username=user.username)


def remember(session: Any, authenticator: Authenticator) -> None:
    """This session has given its code."""
    session.cycle_key()
    session.pop(OFFERED, None)
    session[DEVICE_ID_SESSION_KEY] = authenticator.persistent_id


def _fresh_codes(user: User) -> list[str]:
    codes = ["".join(secrets.choice(SIGNS) for _ in range(CODE_SIGNS)) for _ in range(CODES)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(code)) for code in codes])
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(code: str) -> str:
    """Kept sealed, so that the tables alone do not let one be guessed."""
    return hashlib.sha256(code.encode()).hexdigest()
