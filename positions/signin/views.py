"""The pages of signing in: password, code, and what the second step needs."""

import datetime
import uuid
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import LoginView
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from dingnan_sw.audit.chain import record
from dingnan_sw.lib import errors
from positions import fresh
from positions.access import ScopedRequest
from positions.navigation import place_of
from positions.signin import held, lockout, second, sitting
from positions.signin.forms import CodeForm, IdentityForm, ProofForm
from positions.signin.second import CodeRefused

ENROLLING = datetime.timedelta(minutes=15)  # one installs an app meanwhile


def onward(request: Any) -> str:
    """Where the page was asked to lead on to: an address of the portal's own, else the first page."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    own = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if own else reverse("home")


def address_of(request: Any) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


class SignIn(LoginView):
    redirect_authenticated_user = True

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        with lockout.one_at_a_time(request.POST.get("username", "")):
            return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return held.landing(self.request.user, super().get_success_url())

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(left=self.request.session.get(sitting.LEFT), **more)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = form.get_user()
        record("登录", by=user, about=user, address=address_of(self.request), username=user.username)
        return response


@sensitive_post_parameters("code")
@partial(fresh.fresh, within=ENROLLING)
def second_factor(request: ScopedRequest) -> HttpResponse:
    """Enrol a telephone, or another in its place; an account that has one comes here by its code alone."""
    if second.enrolled(request.user) and not request.user.is_verified():  # type: ignore[attr-defined] # of django-otp
        return redirect("second-factor-code")
    form, authenticator = CodeForm(request.POST or None), second.offered(request.user, request.session)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second.take_up(authenticator, form.cleaned_data["code"], address_of(request))
        except CodeRefused as refused:
            form.refuse(refused)
        else:
            second.remember(request.session, authenticator)
            fresh.prove(request)
            return _shown_once(request, codes)
    return render(request, "signin/second_factor.html", _enrolment(request, form, authenticator))


def _enrolment(request: Any, form: CodeForm, authenticator: second.Authenticator) -> dict[str, Any]:
    return {
        "form": form,
        "next": onward(request),
        "key": authenticator.typed_key,
        "picture": second.picture(authenticator),
        "enrolled": request.user.is_verified(),
        "left": request.user.recovery_codes.count(),
    }


@sensitive_post_parameters("code")
def code(request: ScopedRequest) -> HttpResponse:
    """The second step of signing in."""
    if not second.enrolled(request.user):
        return redirect("second-factor")
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            authenticator = second.prove(request.user, form.cleaned_data["code"], address_of(request), to="登录第二步")
        except CodeRefused as refused:
            form.refuse(refused)
        else:
            second.remember(request.session, authenticator)
            fresh.prove(request)
            return HttpResponseRedirect(held.landing(request.user, onward(request)))
    return render(request, "signin/code.html", {"form": form, "next": onward(request)})


@require_POST
@fresh.fresh
def recovery_codes(request: ScopedRequest) -> HttpResponse:
    """New recovery codes; the earlier ones no longer hold."""
    if not request.user.is_verified():  # type: ignore[attr-defined] # of django-otp
        messages.error(request, "请先启用两步验证，再生成恢复码。")
        return redirect("second-factor")
    return _shown_once(request, second.new_codes(request.user, address_of(request)))


def _shown_once(request: Any, codes: Any) -> HttpResponse:
    return render(request, "signin/recovery_codes.html", {"codes": codes, "next": onward(request)})


# Asked again ------------------------------------------------------------------------------------


@sensitive_post_parameters("proof")
def confirm_identity(request: ScopedRequest) -> HttpResponse:
    """Before an act of positions.fresh: who sits there? On success back to what was asked for."""
    with lockout.one_at_a_time(request.user.username):
        form = IdentityForm(request, request.POST or None)
        if request.method == "POST" and form.is_valid():
            fresh.prove(request)
            lockout.forgive(request.user.username)
            record("重新确认身份", by=request.user, about=request.user, address=address_of(request))
            return HttpResponseRedirect(onward(request))
    return render(request, "signin/confirm.html", {"form": form, "next": onward(request)})


# How long it lasts, and what was typed when it had ended ----------------------------------------


@require_POST
def go_on(request: ScopedRequest) -> HttpResponse:
    """继续使用: an act like any other; told how long it holds now."""
    return JsonResponse(sitting.context(request)["sitting"])


def held_forms(request: ScopedRequest) -> HttpResponse:
    """Each form as it was posted, to be posted again by its owner."""
    forms = [(one, place_of(one.path)) for one in held.held_for(request.user)]
    if not forms:
        return HttpResponseRedirect(onward(request))
    return render(request, "signin/held.html", {"forms": forms, "mark": held.NAME, "next": onward(request)})


def stale_page(request: Any, reason: str = "") -> HttpResponse:
    """A form whose token no longer holds: its window is older than the signing in of another. Nothing is done with it; what a
    page of ours has sent is held like a form that came too late.
    """
    owner = request.user.pk or request.session.get(sitting.LEFT, {}).get("owner")
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not owner or not ours or not held.worth_keeping(request, request.resolver_match.func):
        return errors.page(request, "403_csrf.html", HTTPStatus.FORBIDDEN)
    held.hold(owner, request)
    return redirect("held-forms")


@require_POST
def held_form_discard(request: ScopedRequest, pk: uuid.UUID) -> HttpResponse:
    held.drop(request.user, pk)
    return HttpResponseRedirect(held.landing(request.user, onward(request)))
