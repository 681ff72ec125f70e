"""What is typed on the way in."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.utils import timezone

from positions.signin import second
from positions.signin.models import CODE
from positions.signin.second import CodeRefused

SOON = datetime.timedelta(seconds=5)


class CodeForm(forms.Form):
    """A code from the telephone or, where that is said, a recovery code."""

    code = forms.CharField(
        label="验证码",
        max_length=20,
        help_text="手机上验证器显示的 6 位数字，30 秒换一次。",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())

    def refuse(self, refused: CodeRefused) -> None:
        self.add_error("code", _words(refused.until))


class ProofForm(CodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "手机上验证器显示的 6 位数字；手机不在身边的，填一个没有用过的恢复码。"
        self.fields["code"].widget.attrs["inputmode"] = "text"


def _words(until: datetime.datetime | None) -> str:
    wrong = "验证码不对，或者已经用过。请等手机上换了新的数字再填；一直不对的，看看手机的时间准不准。"
    if until is None or until - timezone.now() < SOON:
        return wrong
    return f"连续填错，暂时不再核对。请在 {timezone.localtime(until):%H:%M:%S} 以后再试。"


class IdentityForm(forms.Form):
    """Whoever sits there, asked again: the password or, with a telephone enrolled, a code from it."""

    proof = forms.CharField(
        label="密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, request: Any, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.enrolled = second.enrolled(request.user)
        if self.enrolled:
            self.fields["proof"].label = "验证码或密码"
            self.fields["proof"].help_text = "手机上的 6 位数字，或者登录密码。"

    def clean_proof(self) -> str:
        text = self.cleaned_data["proof"]
        user = self.request.user
        if self.enrolled and CODE.fullmatch(text):
            self._ask_telephone(text)
        elif authenticate(self.request, username=user.get_username(), password=text) is None:
            raise forms.ValidationError("密码不对。")
        return text

    def _ask_telephone(self, text: str) -> None:
        try:
            second.prove(self.request.user, text)
        except CodeRefused as refused:
            raise forms.ValidationError(_words(refused.until)) from refused
