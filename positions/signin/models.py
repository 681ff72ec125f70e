"""What proves an account besides its password, and what was typed when a session had ended."""

import base64
import re
import secrets
import uuid
from binascii import unhexlify
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from dingnan_sw.lib.secrets import SealedTextField

CODE = re.compile(r"[0-9]{6}")
KEY_BYTES = 20
DRIFT = 1  # steps of 30 seconds that the telephone's clock may be off, either way
ISSUER = "定南社工人才"


def new_key() -> str:
    return secrets.token_hex(KEY_BYTES)


class Authenticator(ThrottlingMixin, Device):
    """The app on a telephone that shows a new code every 30 seconds (RFC 6238), once its first code was seen.

    The library's own model keeps the key in clear. After n wrong codes in a row none is looked at for 2ⁿ⁻¹ seconds.
    """

    key = SealedTextField("密钥")
    last_step = models.BigIntegerField("最近用过的时间步", default=-1)

    class Meta:
        verbose_name = verbose_name_plural = "验证器"
        constraints = (models.UniqueConstraint(fields=("user",), name="one_authenticator_an_account"),)

    def get_throttle_factor(self) -> int:
        return 1

    def verify_token(self, token: str) -> bool:
        """Whether it is the code of now, not used before; the row must be locked."""
        if not self.verify_is_allowed()[0]:
            return False
        step = self.step_of(token)
        if step is None:
            self.throttle_increment()
            return False
        self.last_step = step
        self.throttle_reset()
        return True

    def step_of(self, token: str) -> int | None:
        """The step of time whose code it is; None when it is of none that may still be used."""
        if not CODE.fullmatch(token):
            return None
        arithmetic = TOTP(unhexlify(self.key))
        arithmetic.time = timezone.now().timestamp()
        return arithmetic.t() if arithmetic.verify(int(token), DRIFT, self.last_step + 1) else None

    @property
    def typed_key(self) -> str:
        """The key as it is typed where no picture can be read, in groups of four."""
        text = base64.b32encode(unhexlify(self.key)).decode()
        return " ".join(text[start : start + 4] for start in range(0, len(text), 4))

    @property
    def address(self) -> str:
        """What the picture says to the app."""
        asked = urlencode({"secret": self.typed_key.replace(" ", ""), "issuer": ISSUER}, quote_via=quote)
        return f"otpauth://totp/{quote(f'{ISSUER}:{self.user.get_username()}')}?{asked}"


class RecoveryCode(models.Model):
    """Kept as a digest, sealed: the code itself is shown once, and its row goes when it is used."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes", verbose_name="账号"
    )
    digest = SealedTextField("摘要")

    class Meta:
        verbose_name = verbose_name_plural = "恢复码"

    def __str__(self) -> str:
        return f"{self.user} 恢复码"


class HeldForm(models.Model):
    """content: path, fields and names of files, as JSON (positions.signin.held)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="held_forms", verbose_name="账号")
    at = models.DateTimeField("时间", default=timezone.now)
    content = SealedTextField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "待重新提交的内容"

    def __str__(self) -> str:
        return f"{self.user} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"
