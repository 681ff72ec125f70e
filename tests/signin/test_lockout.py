"""Wrong passwords close an account for a quarter of an hour, and never an office."""

import datetime
import json
import threading

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.audit.models import Entry
from positions.models import User
from positions.signin import lockout
from tests.signin.conftest import enter
from tests.site.entering import PASSWORD, acts


def wrong_times(browser, user, times, **headers):
    for _ in range(times):
        answer = browser.post(reverse("login"), {"username": user.username, "password": "wrong"}, **headers)
    return answer


@pytest.mark.parametrize(("times", "opens"), [(4, True), (5, False)])
def test_five_wrong_passwords_close_the_account(times, opens, clock, client, clerk):
    wrong_times(client, clerk, times)
    assert (enter(client, clerk).status_code == 302) == opens


@pytest.mark.parametrize(("passed", "opens"), [({"minutes": 14, "seconds": 59}, False), ({"minutes": 15, "seconds": 1}, True)])  # fmt: skip
def test_it_opens_again_after_a_quarter_of_an_hour(passed, opens, clock, client, clerk):
    wrong_times(client, clerk, 5)
    clock(**passed)
    assert (enter(client, clerk).status_code == 302) == opens


def test_tries_while_it_is_closed_do_not_keep_it_closed(clock, client, clerk):
    wrong_times(client, clerk, 5)
    clock(minutes=14)
    wrong_times(client, clerk, 5)
    clock(minutes=15, seconds=1)
    assert enter(client, clerk).status_code == 302


def test_the_page_says_in_chinese_when_it_opens(clock, client, clerk):
    closed = wrong_times(client, clerk, 5)
    opens = timezone.localtime(timezone.now() + datetime.timedelta(minutes=15))
    assert (closed.status_code, f"请在 {opens:%H:%M} 以后再试" in closed.content.decode()) == (429, True)
    assert enter(client, clerk).content == closed.content


def test_the_account_is_closed_at_every_address_and_for_every_browser(clock, client, clerk):
    for number in range(5):
        wrong_times(Client(), clerk, 1, REMOTE_ADDR=f"10.0.0.{number}", HTTP_USER_AGENT=f"browser {number}")
    assert enter(client, clerk).status_code == 429


def test_a_success_forgets_earlier_failures(clock, client, clerk):
    for _ in range(2):
        wrong_times(client, clerk, 4)
        assert enter(client, clerk).status_code == 302
        client.logout()


def test_two_hundred_wrong_tries_on_forty_accounts_leave_the_other_forty_of_the_office_open(clock, client, db):
    users = [User.objects.create_user(f"user{number}", password=PASSWORD) for number in range(80)]
    answers = [wrong_times(client, user, 5).status_code for user in users[:40]]
    assert set(answers) == {429}
    assert [enter(Client(), user).status_code for user in users[40:]] == [302] * 40


@pytest.mark.parametrize("username", ["nobody", "disabled", "newcomer"])
def test_an_account_that_is_none_is_answered_like_one(username, clock, client, clerk, monkeypatch):
    """The same words, status, queries and work, try by try."""
    User.objects.create_user("disabled", password=PASSWORD, is_active=False)
    User.objects.create_user("newcomer")
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *asked: hashed.append(1) or encode(*asked))

    def tries(name):
        hashed.clear()
        told = []
        for _ in range(6):
            with CaptureQueries() as asked:
                answer = Client().post(reverse("login"), {"username": name, "password": "wrong"})
            told.append((answer.status_code, answer.content.replace(name.encode(), b""), len(asked), len(hashed)))
        return [(status, _plain(page), *rest) for status, page, *rest in told]

    assert tries(username) == tries("clerk")


def _plain(page):
    """Without the form's token, which is new each time."""
    import re

    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


class CaptureQueries(list):
    def __enter__(self):
        self.wrapper = connection.execute_wrapper(self._keep)
        self.wrapper.__enter__()
        return self

    def _keep(self, execute, sql, *rest):
        self.append(sql)
        return execute(sql, *rest)

    def __exit__(self, *trouble):
        self.wrapper.__exit__(*trouble)


def test_each_try_is_one_entry_of_the_record(clock, client, clerk):
    wrong_times(client, clerk, 6)
    enter(client, clerk)
    clock(minutes=16)
    enter(client, clerk)
    assert acts() == [*["登录失败"] * 4, "登录失败，账号锁定", "锁定期间登录", "锁定期间登录", "登录"]
    told = Entry.objects.first()
    assert (told.actor, told.actor_name, told.address, told.object_id) == (None, "未登录", "127.0.0.1", str(clerk.pk))


def test_what_a_stranger_typed_stands_nowhere(clock, client, clerk):
    typed = "360728199001010014"
    for _ in range(6):
        client.post(f"{reverse('login')}?next=/people/%3Fq%3D{typed}", {"username": typed, "password": typed})
    rows = list(AccessAttempt.objects.values()) + list(Entry.objects.values())
    assert (len(rows), typed in json.dumps(rows, default=str)) == (7, False)
    assert set(Entry.objects.values_list("details__username", flat=True)) == {lockout.NOBODY}


def test_the_administrator_opens_a_closed_account(clock, client, signed_in, administrator, clerk):
    browser, page = signed_in(administrator), reverse("admin:positions_user_change", args=[clerk.pk])
    assert "解除锁定" not in browser.get(page).content.decode()
    wrong_times(client, clerk, 5)
    assert "以后自动解除" in browser.get(page).content.decode()
    browser.post(reverse("admin:positions_user_unlock", args=[clerk.pk]))
    told = Entry.objects.get(action="解除锁定")
    assert (told.actor, told.object_id, told.address) == (administrator, str(clerk.pk), "127.0.0.1")
    assert enter(client, clerk).status_code == 302


@pytest.mark.parametrize("who", ["clerk", "auditor", "hr"])
def test_nobody_else_opens_it(who, request, signed_in, clerk):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.post(reverse("admin:positions_user_unlock", args=[clerk.pk])).status_code == 403


SPELLINGS = ("clerk", " clerk", "clerk ", "clerk\t", "\u3000clerk", "ｃｌｅｒｋ", "clerk\xa0", " clerk\r\n")


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_however_it_is_spelled_it_is_the_account_that_the_form_looks_for(spelled, clerk):
    form = AuthenticationForm(data={"username": spelled, "password": PASSWORD})
    form.is_valid()
    assert (form.get_user(), lockout.digest(spelled)) == (clerk, lockout.digest("clerk"))


@pytest.mark.django_db(transaction=True)
def test_forty_tries_at_once_are_no_more_than_five_however_the_name_is_spelled(clerk, monkeypatch):
    looked_at = []
    check = lockout.ModelBackend.authenticate
    monkeypatch.setattr(
        lockout.ModelBackend, "authenticate", lambda *asked, **more: looked_at.append(1) or check(*asked, **more)
    )

    def attempt(spelled):
        wrong_times(Client(), User(username=spelled), 5)
        connections.close_all()

    threads = [threading.Thread(target=attempt, args=(spelled,)) for spelled in SPELLINGS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked_at) == 5
    assert Entry.objects.count() == 40


# The client's address ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behind", "headers", "address"),
    [
        (True, {"HTTP_X_REAL_IP": "10.1.2.3"}, "10.1.2.3"),
        (True, {"HTTP_X_REAL_IP": "fd00::7"}, "fd00::7"),
        (True, {"HTTP_X_REAL_IP": "nonsense"}, "127.0.0.1"),
        (True, {"HTTP_X_FORWARDED_FOR": "10.9.9.9"}, "127.0.0.1"),
        (True, {}, "127.0.0.1"),
        (False, {"HTTP_X_REAL_IP": "10.1.2.3"}, "127.0.0.1"),
    ],
)
def test_one_header_is_believed_and_only_behind_our_proxy(behind, headers, address, settings, client, clerk):
    settings.BEHIND_PROXY = behind
    wrong_times(client, clerk, 1, **headers)
    assert (Entry.objects.get().address, AccessAttempt.objects.get().ip_address) == (address, address)
