"""What was refused is told: once each, by whom and from where, never with a person's number, and never without bound."""

import datetime
import io
from functools import partial

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.audit import denials
from dingnan_sw.audit.models import Entry
from dingnan_sw.audit.verifying import verify
from dingnan_sw.lib.identity import without_numbers
from dingnan_sw.management.commands import serve
from incentives.refusals import Refused
from tests import county
from tests.together import together


def told(action=denials.DENIED):
    return list(Entry.objects.filter(action=action))


def test_a_page_that_is_not_ones_own_to_open_is_told_with_who_and_from_where(signed_in, clerk):
    signed_in(clerk).get(reverse("audit"), {"q": "李雷"}, REMOTE_ADDR="10.1.2.3")
    (entry,) = told()
    assert (entry.actor, entry.address) == (clerk, "10.1.2.3")
    assert entry.details == {"page": "/audit/", "method": "GET", "status": 403}


def test_what_a_scope_hides_is_told_and_an_address_that_does_not_exist_is_not(signed_in, hr, unit):
    other = county.person(1, "韩梅")
    browser = signed_in(hr)
    browser.get(reverse("person", args=[other.pk]))
    browser.get("/no/such/page/")
    assert [entry.details["status"] for entry in told()] == [404]


def test_a_number_in_an_address_or_a_reason_is_left_out(signed_in, clerk):
    number = county.id_number(1)
    signed_in(clerk).get(f"/people/{number}/")
    kept = "".join(str(entry.details) for entry in Entry.objects.all())
    assert number not in kept
    assert without_numbers(f"证件 {number}、电话 13800000000") == "证件 …、电话 …"


@pytest.mark.parametrize(
    "text",
    [
        "第 2021080001 批",
        "2021-08-01 12:30",
        "00000000-0000-4000-8000-000000000000",
        "/batches/papers/f32ed31b-f9cb-4bd1-b16d-b54355192950/",
    ],
)
def test_what_is_no_persons_number_stays(text):
    assert without_numbers(text) == text


def test_a_stale_form_of_a_stranger_is_told(db):
    Client(enforce_csrf_checks=True).post(reverse("login"), {"username": "x", "password": "y"})
    (entry,) = told()
    assert (entry.actor, entry.actor_name, entry.details["page"]) == (None, "未登录", "/login/")


def test_the_key_in_a_sign_in_link_is_not_kept(db):
    Client(enforce_csrf_checks=True).post("/first/MQ/a-secret-token/", {})
    assert "a-secret-token" not in str([entry.details for entry in Entry.objects.all()])


@pytest.fixture
def later(monkeypatch):
    """later(minutes): so long from now."""

    def go(minutes):
        now = timezone.now() + datetime.timedelta(minutes=minutes)
        monkeypatch.setattr(denials.timezone, "now", lambda: now)

    return go


def denied_times(browser, times):
    for _ in range(times):
        browser.get(reverse("audit"))


def more():
    return [(entry.actor, entry.address, entry.details["count"]) for entry in told(denials.MORE)]


def test_a_loop_of_denials_fills_nothing_and_is_counted(signed_in, clerk, finance, later):
    browser = signed_in(clerk)
    denied_times(browser, denials.MOST + 25)
    assert len(told()) == denials.MOST
    denied_times(signed_in(finance), 1)
    assert (told()[-1].actor, more()) == (finance, [])
    later(1.1)
    denied_times(browser, 1)
    assert (told()[-1].actor, more()) == (clerk, [(clerk, "127.0.0.1", 25)])
    assert verify().holds


def test_the_thirtieth_is_told_and_the_next_is_counted(signed_in, clerk, later):
    browser = signed_in(clerk)
    denied_times(browser, 30)
    assert len(told()) == 30
    denied_times(browser, 1)
    assert len(told()) == 30
    later(1.1)
    denials.tell_counted()
    denials.tell_counted()
    assert more() == [(clerk, "127.0.0.1", 1)]


def test_what_a_stranger_goes_on_asking_is_counted_by_address(db, later):
    browser = Client(enforce_csrf_checks=True, REMOTE_ADDR="10.1.2.3")
    for _ in range(denials.MOST + 2):
        browser.post(reverse("login"), {})
    later(1.1)
    denials.tell_counted()
    assert more() == [(None, "10.1.2.3", 2)]


@pytest.mark.parametrize("minutes", [1.1, -60])
def test_a_minute_is_over_when_it_has_passed_or_the_clock_went_back(minutes, signed_in, clerk, later):
    denied_times(signed_in(clerk), denials.MOST + 7)
    denials.tell_counted()
    assert more() == []
    later(minutes)
    denials.tell_counted()
    assert more() == [(clerk, "127.0.0.1", 7)]


@pytest.mark.django_db(transaction=True)
def test_what_one_process_counted_another_goes_on_counting_and_tells_once(signed_in, clerk, later):
    """Each thread has a connection of its own, as each process has: all they share is the database."""
    together(*[partial(denied_times, signed_in(clerk), 10)] * 8)
    assert len(told()) == denials.MOST
    later(1.1)
    together(*[denials.tell_counted] * 4)
    assert more() == [(clerk, "127.0.0.1", 80 - denials.MOST)]


def test_the_housekeeping_tells_what_was_counted(monkeypatch):
    """So that it is told also when nobody is refused any more."""

    class Over(BaseException):
        pass

    def stop():
        raise Over

    monkeypatch.setattr(serve, "HOUSEKEEPING", 0)
    monkeypatch.setattr(serve, "TICK", 0)
    monkeypatch.setattr(serve.keeping, "due", lambda now: False)
    monkeypatch.setattr(serve, "take_up_abandoned", lambda: None)
    monkeypatch.setattr(serve, "tell_counted", stop)
    with pytest.raises(Over):
        serve._keep([])


def test_a_refusal_outside_a_request_is_told_by_nobody_but_its_command(db):
    Refused("code", "不行")
    assert told(denials.REFUSED) == []
    with pytest.raises(SystemExit):
        call_command("show_batch", "99", stdout=io.StringIO())
    (entry,) = told(denials.REFUSED)
    assert entry.address == "命令行"
