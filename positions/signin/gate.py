"""Whoever handles the county's money or accounts gets no further than the second step before it is taken."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from positions.signin.passwords import must_change
from positions.signin.second import enrolled

CODE_WANTED = "code_wanted"
OPEN = frozenset(
    {
        "second-factor",
        "second-factor-code",
        "password_change",
        "logout",
        "login",
        "first-sign-in",
        "session-continue",
        "confirm-identity",
    }
)


@receiver(user_logged_in)
def ask_who_enrolled(request: Any, user: Any, **signal: Any) -> None:
    """An account that has an authenticator gives its code, whatever its roles ask for."""
    request.session[CODE_WANTED] = enrolled(user)


class second_step:
    """Runs after the scope is known; the pages of OPEN are those by which the step is taken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: object, args: object, kwargs: object) -> HttpResponse | None:
        name, wanted = request.resolver_match.url_name, first_page(request)
        if name in OPEN and not (name == "password_change" and _before_the_password(request, wanted)):
            return None
        after = request.get_full_path() if request.method == "GET" else reverse("home")
        return redirect_to_login(after, reverse(wanted)) if wanted else None


def _before_the_password(request: Any, wanted: str | None) -> bool:
    """Who has got hold of a password alone changes it for nobody; that it is due goes before enrolling, and after the code."""
    return wanted == "second-factor-code" or not must_change(request.user)


def first_page(request: Any) -> str | None:
    """The URL name of the page that comes before all others; None when nothing is wanting."""
    if not request.user.is_authenticated or request.user.is_verified():
        return None
    required = settings.SECOND_FACTOR and request.scope.may(*settings.SECOND_FACTOR_ROLES)
    if not required and not request.session.get(CODE_WANTED):
        return None
    if enrolled(request.user):
        return "second-factor-code"
    return "second-factor" if required else None
