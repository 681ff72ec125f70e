"""Acts for which it is asked again who sits there: the password or a code, given within the last five minutes."""

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from positions.signin import held
from positions.signin.gate import OPEN
from positions.signin.sitting import PROVED

View = Callable[..., HttpResponse]


def fresh(view: View, within: datetime.timedelta | None = None) -> View:
    """Below @roles: who may not do it at all is told so first. What was posted is held, its button to be pressed once more.

    within: the time that counts as lately, where it is not settings.FRESH.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if proved_lately(request, within) else ask_again(request)

    return guarded


def proved_lately(request: HttpRequest, within: datetime.timedelta | None = None) -> bool:
    passed = timezone.now().timestamp() - request.session.get(PROVED, 0)
    return bool(0 <= passed < (within or settings.FRESH).total_seconds())


def prove(request: HttpRequest) -> None:
    """Just now the password or a code was given."""
    request.session[PROVED] = timezone.now().timestamp()


def ask_again(request: Any) -> HttpResponse:
    after = request.get_full_path()
    if request.method == "POST" and request.resolver_match.url_name not in OPEN:
        held.hold(request.user.pk, request)
        after = reverse("held-forms")
    return redirect(f"{reverse('confirm-identity')}?{urlencode({'next': after})}")


class results:
    """Middleware: the results of background jobs, exports among them, are fetched by pages of a lower app."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: View, args: object, kwargs: object) -> HttpResponse | None:
        fetched = request.resolver_match.url_name == "job-result" and request.user.is_authenticated
        return ask_again(request) if fetched and not proved_lately(request) else None
