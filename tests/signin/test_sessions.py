"""One signing in lasts so long without an act, so long altogether, and loses nothing that was typed."""

import html
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from dingnan_sw.audit import denials
from dingnan_sw.audit.models import Entry
from dingnan_sw.jobs.models import Job
from positions.models import User
from positions.signin.models import HeldForm
from tests.signin.conftest import code, enrol, enter, give

FORM = reverse("amendment-new")
TYPED = {"document": "测民字〔2026〕8号", "clause": "第二条", "phrase": "", "csrfmiddlewaretoken": "x"}


def is_in(browser, name="home"):
    return browser.get(reverse(name)).status_code == 200


def test_signing_in_changes_the_key_of_the_session(clock, client, clerk):
    client.cookies["sessionid"] = "chosenbyanattacker0123456789abcd"
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    enter(client, clerk)
    assert is_in(client)
    assert client.session.session_key != before
    assert not is_in(_with_key(before))


def _with_key(key):
    other = Client()
    other.cookies["sessionid"] = key
    return other


@pytest.mark.parametrize(
    ("who", "passed", "holds"),
    [
        ("clerk", {"minutes": 29, "seconds": 59}, True),
        ("clerk", {"minutes": 30}, False),
        ("finance", {"minutes": 14, "seconds": 59}, True),
        ("finance", {"minutes": 15}, False),
    ],
)
def test_it_ends_after_half_an_hour_without_an_act_for_finance_after_a_quarter(
    who, passed, holds, clock, request, signed_in
):
    browser = signed_in(request.getfixturevalue(who))
    clock(**passed)
    assert is_in(browser) == holds


@pytest.mark.parametrize(("last", "holds"), [({"hours": 7, "minutes": 59, "seconds": 59}, True), ({"hours": 8}, False)])
def test_acts_keep_it_for_eight_hours_and_no_longer(last, holds, clock, signed_in, clerk):
    browser = signed_in(clerk)
    for minutes in range(20, 480, 20):
        clock(minutes=minutes)
        assert is_in(browser)
    clock(**last)
    assert is_in(browser) == holds


def test_the_limits_are_settings(clock, settings, signed_in, clerk):
    settings.SESSION_IDLE = settings.SESSION_ABSOLUTE / 4
    browser = signed_in(clerk)
    clock(minutes=119)
    assert is_in(browser)


def test_a_page_that_asks_for_the_progress_of_a_job_is_no_act(clock, signed_in, clerk):
    job = Job.objects.create(kind="export_list", title="导出", owner=clerk)
    browser = signed_in(clerk)
    for minutes in range(5, 30, 5):
        clock(minutes=minutes)
        assert browser.get(reverse("job-progress", args=[job.pk])).status_code == 200
    clock(minutes=30)
    assert browser.get(reverse("job-progress", args=[job.pk])).status_code == 302


def test_a_clock_that_goes_back_ends_it_and_brings_none_to_life(clock, signed_in, clerk):
    first, second = signed_in(clerk), signed_in(clerk)
    clock(hours=-1)
    assert not is_in(first)
    clock(minutes=31)
    assert not is_in(second)
    clock(minutes=1)
    assert not is_in(second)


def test_the_ended_session_is_gone_and_the_page_says_why(clock, client, clerk):
    enter(client, clerk)
    key = client.session.session_key
    clock(minutes=31)
    page = client.get(reverse("people"), follow=True)
    assert ("系统已自动退出" in page.content.decode(), page.request["PATH_INFO"]) == (True, reverse("login"))
    clock(minutes=1)
    assert not is_in(_with_key(key))


def test_after_it_has_ended_the_code_is_asked_for_again(clock, settings, client, clerk):
    settings.SECOND_FACTOR = True
    codes = enrol(clerk)
    enter(client, clerk)
    give(client, codes[0])
    assert is_in(client)
    clock(minutes=31)
    assert not is_in(client)
    enter(client, clerk)
    assert client.get(reverse("home")).url.startswith(reverse("second-factor-code"))
    give(client, code(clerk))
    assert is_in(client)


def test_pages_know_when_to_warn_and_an_act_moves_it(clock, signed_in, finance):
    browser = signed_in(finance)
    clock(minutes=10)
    page = browser.get(reverse("home")).content.decode()
    assert re.findall(r'data-(idle|full|warning)="(\d+)"', page) == [
        ("idle", "900"), ("full", "28200"), ("warning", "120"),
    ]  # fmt: skip
    clock(minutes=20)
    assert browser.post(reverse("session-continue")).json()["full"] == 27600
    clock(minutes=34)
    assert is_in(browser)


# Nothing typed is lost --------------------------------------------------------------------------


@pytest.fixture
def late(clock, client, clerk):
    """A browser whose session ended before the form was posted."""
    enter(client, clerk)
    clock(minutes=31)
    return client


def again(page):
    """The form of the page of held forms, as its button posts it."""
    action = re.search(r'<form class="inline" method="post" action="([^"]+)"', page)[1]
    fields = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.split(action)[1].split("</form>")[0]
    )
    return html.unescape(action), {name: html.unescape(value) for name, value in fields}


def test_a_form_posted_too_late_comes_back_filled_after_signing_in(late, clerk):
    assert late.post(f"{FORM}?from=1", TYPED).status_code == 302
    answer = enter(late, clerk)
    assert answer.url == f"{reverse('held-forms')}?next=%2F"
    page = late.get(answer.url).content.decode()
    action, fields = again(page)
    assert (action, fields["document"], "测民字〔2026〕8号" in page) == (f"{FORM}?from=1", TYPED["document"], True)
    filled = late.post(action, fields).content.decode()
    assert f'value="{TYPED["document"]}"' in filled
    assert not HeldForm.objects.exists()
    assert late.get(reverse("held-forms")).url == reverse("home")


def test_both_windows_of_a_browser_keep_what_was_typed(late, clerk):
    for clause in ("第二条", "第三条"):
        late.post(FORM, TYPED | {"clause": clause})
    page = late.get(enter(late, clerk).url).content.decode()
    assert ("第二条" in page, "第三条" in page) == (True, True)


@pytest.mark.parametrize(("minutes", "offered"), [(59, True), (61, False)])
def test_it_is_offered_for_an_hour(minutes, offered, late, clock, clerk):
    late.post(FORM, TYPED)
    clock(minutes=31 + minutes)
    assert enter(late, clerk).url.startswith(reverse("held-forms")) == offered
    assert HeldForm.objects.exists() == offered


def test_it_is_offered_to_its_owner_alone(late, clerk, approver):
    late.post(FORM, TYPED)
    assert enter(late, approver).url == reverse("home")
    assert late.get(reverse("held-forms")).status_code == 302
    held = HeldForm.objects.get()
    late.post(reverse("held-form-discard", args=[held.pk]))
    late.post(FORM, {"_held": str(held.pk)})
    assert HeldForm.objects.filter(user=clerk).count() == 1


def test_its_owner_may_throw_it_away(late, clerk):
    late.post(FORM, TYPED)
    enter(late, clerk)
    late.post(reverse("held-form-discard", args=[HeldForm.objects.get().pk]))
    assert not HeldForm.objects.exists()


def test_long_numbers_in_it_are_hidden_on_the_page_and_the_whole_is_sealed_in_the_database(late, clerk):
    number = "360728199001010014"
    late.post(FORM, TYPED | {"phrase": number, "step": "propose", "token": str(uuid.uuid4())})
    shown = re.sub(r"<input[^>]*>", "", late.get(enter(late, clerk).url).content.decode())
    assert re.findall(r"<li>([^<]+)</li>", shown) == [TYPED["document"], TYPED["clause"], "360****14"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM signin_heldform t")
        dump = cursor.fetchone()[0]
    assert not [text for text in (number, FORM) if text in dump or text.encode().hex() in dump]


@pytest.mark.parametrize(
    ("address", "data"),
    [
        (reverse("password_change"), {"old_password": "secret"}),
        (reverse("second-factor-code"), {"code": "123456"}),
        (reverse("notices-read"), {"csrfmiddlewaretoken": "x"}),
        (reverse("login"), {"username": "clerk", "password": "secret"}),
        (FORM, {"document": "长" * 500_001}),
    ],
)
def test_no_password_no_mere_button_and_nothing_huge_is_held(address, data, late):
    late.post(address, data)
    assert not HeldForm.objects.exists()


def test_of_one_account_the_last_five_are_held(late):
    for number in range(6):
        late.post(FORM, TYPED | {"clause": f"第{number}条"})
    assert HeldForm.objects.count() == 5


def test_a_file_is_named_and_to_be_chosen_again(late, clerk, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"none")
    with (tmp_path / "a.xlsx").open("rb") as file:
        late.post(FORM, TYPED | {"file": file})
    assert "请在提交后的页面上重新选择：a.xlsx" in late.get(enter(late, clerk).url).content.decode()


def test_without_the_pages_token_nothing_is_held(clock, clerk):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clerk)
    clock(minutes=31)
    assert browser.post(FORM, TYPED).status_code == 403
    assert not HeldForm.objects.exists()


@pytest.mark.parametrize(("origin", "held"), [("http://testserver", True), ("https://elsewhere.example", False), (None, False)])  # fmt: skip
def test_a_window_older_than_the_signing_in_loses_nothing_and_does_nothing(origin, held, clock, clerk):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(clerk)
    answer = browser.post(FORM, TYPED, **({"HTTP_ORIGIN": origin} if origin else {}))
    assert (answer.status_code, HeldForm.objects.count()) == ((302, 1) if held else (403, 0))
    assert held or "页面过期了" in answer.content.decode()
    assert not Entry.objects.exclude(action=denials.DENIED).exists()


def test_nothing_is_held_for_who_never_signed_in_or_was_disabled_meanwhile(late, clerk, client):
    Client().post(FORM, TYPED)
    late.get(reverse("home"))
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    late.post(FORM, TYPED)
    assert not HeldForm.objects.exists()


def test_nonsense_in_place_of_a_held_form_does_no_harm(signed_in, clerk):
    browser = signed_in(clerk)
    for mark in ("", "nonsense", str(uuid.uuid4())):
        assert browser.post(FORM, {"_held": mark}).status_code == 200
