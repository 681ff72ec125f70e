"""A portal that asks for the second step, telephones, and a clock that the tests set."""

import base64
import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP

from positions.signin import second
from positions.signin.models import Authenticator
from tests.site.entering import PASSWORD


@pytest.fixture
def asked(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def clock(monkeypatch):
    """clock(minutes=3) lets that much time pass."""
    now = timezone.now()

    def set_to(**passed):
        moment = now + datetime.timedelta(**passed)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        monkeypatch.setattr("axes.handlers.proxy.now", lambda: moment, raising=False)
        return moment

    set_to(seconds=0)
    return set_to


def shown(authenticator, steps=0):
    """What the telephone with that authenticator shows, or will show some steps later."""
    arithmetic = TOTP(bytes.fromhex(authenticator.key))
    arithmetic.time = timezone.now().timestamp() + 30 * steps
    return f"{arithmetic.token():06d}"


def code(user, steps=0):
    return shown(Authenticator.objects.get(user=user), steps)


def typed(page):
    """The authenticator whose key the page of enrolment shows."""
    key = re.search(r'class="code">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    return Authenticator(key=base64.b32decode(key).hex())


def wrong(user):
    """Six digits that are none of the codes near now."""
    right = {code(user, steps) for steps in range(-2, 3)}
    return next(text for text in ("000000", "111111", "222222", "333333", "444444", "555555") if text not in right)


def enrol(user):
    """The account with a telephone; its recovery codes."""
    authenticator = second.offered(user, {})
    return second.take_up(authenticator, shown(authenticator))


def enter(browser, user, password=PASSWORD):
    return browser.post(reverse("login"), {"username": user.username, "password": password})


def give(browser, text):
    return browser.post(reverse("second-factor-code"), {"code": text})
