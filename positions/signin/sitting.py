"""How long one signing in lasts: so long without an act, so long altogether; and who left when it ended.

The limits are kept here and not by the session's own age, which is longer: a form that is posted the morning after still finds
whose it is (positions.signin.held). After a limit the session that knew the account is gone; the one in its place opens nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import UpdateError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from positions.access import Scope
from positions.signin import held
from positions.vocabulary import Role

# Names within the session; the moments in seconds, as time.time() gives them.
BEGAN, SEEN, PROVED, LEFT = "began", "seen", "proved", "left"
GRAIN = 15  # seconds: acts that follow one another closer than this are not written down one by one
BACK = 60  # seconds that the clock may have gone back, or differ between two servers
ASKED_BY_SCRIPT = frozenset({"job-progress"})  # no act of a person
IDLE = "有一段时间没有操作，系统已自动退出。"
FULL = "这次登录的时间已满，系统已自动退出。"


@receiver(user_logged_in)
def begin(request: Any, **signal: Any) -> None:
    now = _now()
    held.clear()
    request.session.pop(LEFT, None)
    request.session.update({BEGAN: now, SEEN: now, PROVED: now})


class limits:
    """Runs before it is asked whether somebody is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        why = request.user.is_authenticated and ended(request)
        if why:
            _leave(request, why)
        if request.user.is_anonymous and LEFT not in request.session and _is_large(request):
            return redirect_to_login(request.get_full_path())
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: object, kwargs: object) -> None:
        name = request.resolver_match.url_name
        if request.user.is_authenticated and name not in ASKED_BY_SCRIPT:
            _touch(request.session)
            held.take_back(request)
        if request.user.is_anonymous and LEFT in request.session and held.worth_keeping(request, view):
            held.hold(request.session[LEFT]["owner"], request)


def ended(request: Any) -> str:
    """Why the session no longer holds; empty while it does."""
    began, seen, now = request.session.get(BEGAN, 0), request.session.get(SEEN, 0), _now()
    if not -BACK <= now - began < settings.SESSION_ABSOLUTE.total_seconds():
        return FULL
    shortest = min(settings.SESSION_IDLE, settings.SESSION_IDLE_FINANCE).total_seconds()
    if -BACK <= now - seen < shortest:
        return ""  # whoever it is: the roles need not be asked for
    return "" if -BACK <= now - seen < idle_limit(request) else IDLE


def idle_limit(request: Any) -> float:
    """In seconds; whoever pays has less time."""
    paying = request.scope.may(Role.FINANCE)
    return float((settings.SESSION_IDLE_FINANCE if paying else settings.SESSION_IDLE).total_seconds())


def context(request: Any) -> dict[str, Any]:
    """What a page needs to warn in time: the seconds left to each limit."""
    if not getattr(request, "user", None) or not request.user.is_authenticated or BEGAN not in request.session:
        return {}
    full = settings.SESSION_ABSOLUTE.total_seconds() - (_now() - request.session[BEGAN])
    return {
        "sitting": {"idle": int(idle_limit(request)), "full": int(full), "warning": settings.SESSION_WARNING.seconds}
    }


def _is_large(request: HttpRequest) -> bool:
    """Larger than what is typed into any form: nobody uploads who has not signed in, and nothing of it is read."""
    told = request.META.get("CONTENT_LENGTH") or "0"
    return told.isdecimal() and int(told) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _leave(request: Any, why: str) -> None:
    owner = request.user.pk
    logout(request)
    request.session[LEFT] = {"owner": owner, "why": why}
    request.scope = Scope()


def _touch(session: Any) -> None:
    """Written at once and alone, so that a slow request does not write back later what another has changed meanwhile."""
    if _now() - session[SEEN] < GRAIN:
        return
    session[SEEN] = _now()
    with suppress(UpdateError):  # signed out in another window at this moment
        session.save()
    session.modified = False


def _now() -> float:
    return timezone.now().timestamp()
