"""Headers that every response carries."""

import ipaddress
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes

from dingnan_sw.lib import errors, veil

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
# Whatever is no page is looked at or kept, and does nothing itself.
FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LARGEST = 1100 * 1024 * 1024  # bytes


def sound_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """No text that people type holds the zero character, and the database takes none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            return errors.bad_request(request)
        return get_response(request)

    return middleware


def sound_length(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Nothing is read of a request that says it is larger than the largest upload: a hundred scans of 10 MB (docs/deploy/nginx.conf)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or "0"
        if told.isdecimal() and int(told[:20]) > LARGEST:
            raise RequestDataTooBig(f"{told[:20]} bytes")
        return get_response(request)

    return middleware


def veiled_numbers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """No address tells a person's number (dingnan_sw.lib.veil): the forms of lists and of the search are posted, and lead to the
    address of what they ask for; an address that was typed with a number leads to the same one without it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.content_type == FORM and ASKED in request.POST:
            return _led_to(request, _chosen(request.POST))
        if any(map(veil.tells_a_number, _values(request.GET))) and request.method in ("GET", "HEAD"):
            return _led_to(request, request.GET)
        if any(value.startswith(veil.SIGN) for value in _values(request.GET)):
            request.GET = veil.unveiled(request.GET)
        return get_response(request)

    return middleware


FORM = "application/x-www-form-urlencoded"
ASKED = "_asked"  # the field by which a form says that it only asks for a page


def _values(state: QueryDict) -> list[str]:
    return [value for _, values in state.lists() for value in values]


def _chosen(form: QueryDict) -> QueryDict:
    """What was filled in."""
    chosen = QueryDict(mutable=True)
    for name, values in form.lists():
        if name not in (ASKED, "csrfmiddlewaretoken"):
            chosen.setlistdefault(name).extend(value for value in values if value)
    return chosen


def _led_to(request: HttpRequest, state: QueryDict) -> HttpResponse:
    """An address of this portal: one that begins with two slashes would name another host."""
    asked, path = veil.address(state), escape_leading_slashes(request.path)
    return HttpResponseRedirect(f"{path}?{asked}" if asked else path)


def client_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Behind our own reverse proxy every request comes from the proxy, which says for whom it asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.BEHIND_PROXY:
            request.META["REMOTE_ADDR"] = _told_address(request) or request.META.get("REMOTE_ADDR", "")
        return get_response(request)

    return middleware


def _told_address(request: HttpRequest) -> str:
    try:
        return str(ipaddress.ip_address(request.headers.get("X-Real-IP", "")))
    except ValueError:
        return ""


def wrong_method(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """An address that only a button may call, opened as a page: told in words, with the way back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        told = {"back": _page_above(request.path), "reference": errors.reference(request)}
        page = render(request, "405.html", told, status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


def _page_above(path: str) -> str:
    """The nearest address above this one that exists."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return path


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The first of all, so that static files, redirects and refusals carry them too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in {**HEADERS, "Content-Security-Policy": _policy(response)}.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def _policy(response: HttpResponse) -> str:
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return CONTENT_SECURITY_POLICY if is_page else FILE_POLICY
