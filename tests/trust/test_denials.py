"""What was refused is told: once each, by whom and from where, never with a person's number, and never without bound."""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from dingnan_sw.audit import denials
from dingnan_sw.audit.models import Entry
from dingnan_sw.audit.verifying import verify
from dingnan_sw.lib.identity import without_numbers
from incentives.refusals import Refused
from tests import county


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


def test_a_loop_of_denials_fills_nothing_and_is_counted(signed_in, clerk, finance, bound, monkeypatch):
    browser = signed_in(clerk)
    for _ in range(denials.MOST + 25):
        browser.get(reverse("audit"))
    assert len(told()) == denials.MOST
    signed_in(finance).get(reverse("audit"))
    assert told()[-1].actor == finance
    now = denials.time.monotonic()
    monkeypatch.setattr(denials.time, "monotonic", lambda: now + denials.MINUTE)
    browser.get(reverse("audit"))
    assert [entry.details for entry in told(denials.MORE)] == [{"asker": "clerk", "count": 25}]
    assert told()[-1].actor == clerk
    assert verify().holds


def test_the_thirtieth_is_told_and_the_next_is_counted(bound):
    assert [bound.allows("x") for _ in range(31)] == [True] * 30 + [False]
    assert bound.over() == []


def test_a_refusal_outside_a_request_is_told_by_nobody_but_its_command(db):
    Refused("code", "不行")
    assert told(denials.REFUSED) == []
    with pytest.raises(SystemExit):
        call_command("show_batch", "99", stdout=io.StringIO())
    (entry,) = told(denials.REFUSED)
    assert entry.address == "命令行"
