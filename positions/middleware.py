"""What every request knows: its scope, and who to name in the history of the rows it changes."""

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from dingnan_sw.lib.dates import today
from positions.access import Scope
from positions.signin.passwords import must_change

Handler = Callable[[HttpRequest], HttpResponse]

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
OPEN_TO_FIRST_PASSWORD = frozenset(
    {"password_change", "password_change_done", "second-factor-code", "logout", "login", "first-sign-in"}
)


def scope(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.scope = SimpleLazyObject(lambda: Scope.of(request.user, today()))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


class first_password:
    """An account with its first password, or one that has been used too long, may do nothing but choose a new one,
    after the code of its telephone where it has one.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if not must_change(request.user):
            return None
        if request.resolver_match and request.resolver_match.url_name in OPEN_TO_FIRST_PASSWORD:
            return None
        return HttpResponseRedirect(reverse("password_change"))


def history(get_response: Handler) -> Handler:
    """Rows changed during a request carry the account that changed them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in CHANGING:
            return get_response(request)
        with pghistory.context(user=request.user.pk, name=str(request.user), via="网页"):
            return get_response(request)

    return middleware
