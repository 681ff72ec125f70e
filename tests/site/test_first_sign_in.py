"""The first sign-in: a link that is used once, within its time, by its owner alone."""

import datetime
import json

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from positions import accounts
from positions.models import User
from tests.site.entering import OWN, acts, choose, follow


@pytest.fixture
def clock(monkeypatch):
    """clock(hours) makes the links' clock say that so many hours have passed."""
    now = datetime.datetime.now()  # noqa: DTZ005 # as Django's generator tells the time

    def set_to(**passed):
        monkeypatch.setattr(accounts.LINKS, "_now", lambda: now + datetime.timedelta(**passed))

    set_to(hours=0)
    return set_to


def test_a_link_lets_its_owner_choose_a_password_and_in(newcomer, administrator, client):
    newcomer.must_change_password = True
    newcomer.save()
    answer = choose(client, follow(client, accounts.first_sign_in_link(newcomer, administrator)))
    assert answer.url == reverse("home")
    assert client.get(reverse("people")).status_code == 200
    assert authenticate(username="zhang", password=OWN) == newcomer
    assert acts() == ["开设账号", "生成登录链接", "首次登录设定密码"]


def test_the_token_leaves_the_address_and_the_record_never_knew_it(newcomer, administrator, client):
    link = accounts.first_sign_in_link(newcomer, administrator)
    token = link.rstrip("/").rsplit("/", 1)[1]
    page = follow(client, link)
    assert token not in page.request["PATH_INFO"] + page.content.decode()
    assert "zhang" in page.content.decode()
    assert not any(token in json.dumps(entry.details) for entry in Entry.objects.all())


def test_a_link_is_used_once(newcomer, administrator, client):
    link = accounts.first_sign_in_link(newcomer, administrator)
    choose(client, follow(client, link))
    page = follow(Client(), link)
    assert ("这个链接已失效" in page.content.decode(), "new_password1" in page.content.decode()) == (True, False)


def test_two_tabs_use_a_link_once(newcomer, administrator):
    link = accounts.first_sign_in_link(newcomer, administrator)
    one, other = Client(), Client()
    first, second = follow(one, link), follow(other, link)
    choose(one, first)
    assert "这个链接已失效" in choose(other, second, "a password of another").content.decode()
    assert authenticate(username="zhang", password=OWN) == newcomer


def test_the_loser_of_two_at_the_same_moment_changes_nothing(newcomer, administrator):
    token = accounts.first_sign_in_link(newcomer, administrator).rstrip("/").rsplit("/", 1)[1]
    accounts.choose_password(newcomer, OWN, token)
    with pytest.raises(accounts.AccountRefused, match="已经用过"):
        accounts.choose_password(newcomer, "a password of another", token)


@pytest.mark.parametrize(("passed", "holds"), [({"hours": 72}, True), ({"hours": 72, "seconds": 1}, False)])
def test_a_link_holds_for_72_hours(passed, holds, newcomer, administrator, client, clock):
    link = accounts.first_sign_in_link(newcomer, administrator)
    clock(**passed)
    assert ("new_password1" in follow(client, link).content.decode()) == holds


def test_a_page_left_open_for_72_hours_no_longer_takes_a_password(newcomer, administrator, client, clock):
    page = follow(client, accounts.first_sign_in_link(newcomer, administrator))
    clock(hours=72, seconds=1)
    assert "这个链接已失效" in choose(client, page).content.decode()
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()


def test_a_new_link_ends_the_old_one(newcomer, administrator, client):
    old = accounts.first_sign_in_link(newcomer, administrator)
    new = accounts.first_sign_in_link(newcomer, administrator)
    pages = [follow(Client(), link).content.decode() for link in (old, new)]
    assert ["new_password1" in page for page in pages] == [False, True]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("short 1", None, "密码太短，至少要 10 个字符。"),
        ("12345678901", None, "密码只包含数字"),
        (OWN, "something else 7", "两个"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused(first, second, words, newcomer, administrator, client):
    page = follow(client, accounts.first_sign_in_link(newcomer, administrator))
    assert words in choose(client, page, first, second).content.decode()
    assert choose(client, page).status_code == 302


@pytest.mark.parametrize("link", ["/first/MQ/nonsense/", "/first/!!/set-password/", "/first/OTk5OTk/abc-def/"])
def test_a_link_of_nonsense_says_so_plainly(link, client, db):
    answer = client.get(link)
    assert (answer.status_code, "请联系系统管理员" in answer.content.decode()) == (200, True)


def test_a_disabled_account_gets_no_link_and_enters_by_none(newcomer, administrator, client):
    link = accounts.first_sign_in_link(newcomer, administrator)
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert "这个链接已失效" in follow(client, link).content.decode()
    with pytest.raises(accounts.AccountRefused, match="已停用"):
        accounts.first_sign_in_link(newcomer, administrator)
