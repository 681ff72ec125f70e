"""Headers that every response carries."""

import ipaddress
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from dingnan_sw.lib import errors

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


def sound_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """No text that people type holds the zero character, and the database takes none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            return errors.bad_request(request)
        return get_response(request)

    return middleware


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
        page = render(request, "405.html", {"back": _page_above(request.path)}, status=response.status_code)
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
