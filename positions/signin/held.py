"""What was typed and posted when the session had ended: held for its owner, sealed, for an hour, and offered after signing in.

Files are not held, nor anything from the pages by which one signs in.
"""

import datetime
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from positions.models import User
from positions.signin.gate import OPEN
from positions.signin.models import HeldForm

KEPT = datetime.timedelta(hours=1)
MOST = 5  # forms of one account
LARGEST = 500_000  # characters
NAME = "_held"  # the field by which a form that is posted again says that it need not be held any more
NOT_TYPED = frozenset({"csrfmiddlewaretoken", NAME})
# What mostly the page and not a person has put in: choices, row numbers, the names of buttons, tokens.
OF_THE_PAGE = re.compile(r"[a-z_-]*|[0-9]{1,3}|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}")
LONG_NUMBER = re.compile(r"[0-9]{7,}[0-9Xx]?")


@dataclass(frozen=True, slots=True)
class Held:
    pk: uuid.UUID
    at: datetime.datetime
    path: str
    fields: list[tuple[str, str]]
    files: list[str]

    @property
    def typed(self) -> list[str]:
        """The texts in it, long numbers hidden but for their ends."""
        texts = (
            LONG_NUMBER.sub(_hidden, value) for _, value in self.fields if not OF_THE_PAGE.fullmatch(value.strip())
        )
        return list(dict.fromkeys(texts))


def _hidden(number: "re.Match[str]") -> str:
    return f"{number[0][:3]}****{number[0][-2:]}"


def worth_keeping(request: HttpRequest, view: Any) -> bool:
    """A form of a page that needs an account, with something in it."""
    match = request.resolver_match
    if request.method != "POST" or not getattr(view, "login_required", True) or not match or match.url_name in OPEN:
        return False
    return any(value.strip() for _, value in _fields(request))


def hold(owner: int, request: HttpRequest) -> None:
    content = {"path": request.get_full_path(), "fields": _fields(request), "files": _names(request)}
    text = json.dumps(content, ensure_ascii=False)
    account = User.objects.filter(pk=owner, is_active=True).first()
    if account is None or len(text) > LARGEST:
        return
    HeldForm.objects.create(user=account, at=timezone.now(), content=text)
    kept = account.held_forms.order_by("-at").values_list("pk", flat=True)[:MOST]
    account.held_forms.exclude(pk__in=list(kept)).delete()


def clear() -> None:
    """At each signing in of anybody: what nobody came back for."""
    HeldForm.objects.filter(at__lt=timezone.now() - KEPT).delete()


def held_for(user: User) -> list[Held]:
    rows = user.held_forms.filter(at__gte=timezone.now() - KEPT).order_by("-at")
    return [Held(pk=row.pk, at=row.at, **json.loads(row.content)) for row in rows]


def landing(user: User, after: str) -> str:
    """Where signing in leads: to what is held, and from there on."""
    page = reverse("held-forms")
    if after.startswith(page) or not user.held_forms.filter(at__gte=timezone.now() - KEPT).exists():
        return after
    return f"{page}?{urlencode({'next': after})}"


def drop(user: User, pk: uuid.UUID) -> None:
    user.held_forms.filter(pk=pk).delete()


def take_back(request: Any) -> None:
    """A held form is being posted again: its view now answers for it."""
    if request.method != "POST" or NAME not in request.POST:
        return
    try:
        drop(request.user, uuid.UUID(request.POST[NAME]))
    except ValueError:
        return


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values]


def _names(request: HttpRequest) -> list[str]:
    return [file.name for _, files in request.FILES.lists() for file in files]
