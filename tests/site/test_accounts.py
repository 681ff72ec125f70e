"""Accounts: opened by an administrator or from a shell, entered by their owners alone; and the record of it all."""

import contextlib
import datetime
import io
import json
import re

import openpyxl
import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from dingnan_sw.audit.chain import first_broken, record
from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.dates import today
from positions import accounts, audit_pages
from positions.models import Mandate, User
from positions.vocabulary import Role

SINCE = datetime.date(2020, 1, 1)
PASSWORD = "a long pass phrase"
OWN = "chosen by its owner 7"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def auditor(db):
    user = User.objects.create_user("auditor", password=PASSWORD, display_name="审计员")
    Mandate.objects.create(user=user, role=Role.AUDITOR, since=SINCE)
    return user


@pytest.fixture
def newcomer(unit, administrator):
    return accounts.open_account("zhang", name="张人事", role=Role.UNIT, unit=unit, by=administrator, since=SINCE)


@pytest.fixture
def clock(monkeypatch):
    """clock(hours) makes the links' clock say that so many hours have passed."""
    now = datetime.datetime.now()  # noqa: DTZ005 # as Django's generator tells the time

    def set_to(**passed):
        monkeypatch.setattr(accounts.LINKS, "_now", lambda: now + datetime.timedelta(**passed))

    set_to(hours=0)
    return set_to


def acts():
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


# Opening ----------------------------------------------------------------------------------------


def test_a_new_account_has_no_password_and_one_mandate(newcomer, unit):
    assert not newcomer.has_usable_password()
    assert list(newcomer.mandates.values_list("role", "unit", "since")) == [("unit", unit.pk, SINCE)]
    told = Entry.objects.get(action="开设账号")
    assert (told.actor_name, told.details["unit"]) == ("administrator", unit.name)


@pytest.mark.parametrize(
    ("role", "places", "heads", "code"),
    [
        ("unit", (), False, "place_missing"),
        ("unit", ("unit", "town"), False, "place_not_wanted"),
        ("unit", ("unit",), False, None),
        ("unit", ("unit",), True, None),
        ("reviewer", (), False, "place_missing"),
        ("reviewer", ("unit", "town"), False, "place_not_wanted"),
        ("reviewer", ("unit",), False, None),
        ("reviewer", ("town",), False, None),
        ("reviewer", ("town",), True, "head_not_wanted"),
        ("clerk", ("unit",), False, "place_not_wanted"),
        ("auditor", ("town",), False, "place_not_wanted"),
        ("administrator", (), False, None),
        ("approver", (), True, "head_not_wanted"),
    ],
)
def test_a_mandate_names_the_place_of_its_role(role, places, heads, code, unit, town):
    named = {name: place for name, place in (("unit", unit), ("town", town)) if name in places}
    refusal = pytest.raises(accounts.AccountRefused) if code else contextlib.nullcontext()
    with refusal as refused:
        accounts.open_account("wang", name="王", role=role, heads=heads, since=SINCE, **named)
    assert acts() == ([] if code else ["开设账号"])
    assert refused is None or (refused.value.code, User.objects.count()) == (code, 0)


@pytest.mark.parametrize(
    ("username", "name", "code"),
    [
        ("", "王", "bad_username"),
        ("with space", "王", "bad_username"),
        ("x" * 151, "王", "bad_username"),
        ("wang", " ", "bad_name"),
        ("wang", "王" * 61, "bad_name"),
        ("clerk", "王", "username_taken"),
    ],
)
def test_a_username_that_will_not_do_is_refused(username, name, code, clerk):
    with pytest.raises(accounts.AccountRefused) as refused:
        accounts.open_account(username, name=name, role=Role.FINANCE, since=SINCE)
    assert (refused.value.code, User.objects.count(), acts()) == (code, 1, [])


def test_a_mandate_is_granted_once(newcomer, unit, other_unit):
    mine, theirs = {"role": "unit", "unit": unit, "since": today()}, {"role": "unit", "unit": other_unit}
    assert not accounts.grant(newcomer, **mine)
    assert accounts.grant(newcomer, **theirs, since=today())
    assert accounts.grant(newcomer, **mine, heads=True)
    assert not accounts.grant(newcomer, **mine, heads=True)
    assert not accounts.grant(newcomer, **mine)
    assert acts() == ["开设账号", "增加授权", "增加授权"]


def test_a_mandate_that_has_ended_is_granted_again(newcomer, unit):
    newcomer.mandates.update(until=today())
    assert accounts.grant(newcomer, role="unit", unit=unit, since=today())


# The first sign-in ------------------------------------------------------------------------------


def follow(browser, link):
    """The page to which a first sign-in link leads."""
    return browser.get(link, follow=True)


def choose(browser, page, first=OWN, second=None):
    return browser.post(page.request["PATH_INFO"], {"new_password1": first, "new_password2": second or first})


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


# From a shell -----------------------------------------------------------------------------------


def create_account(*arguments, form="json"):
    """The command's exit status and what it printed."""
    out, status = io.StringIO(), 0
    try:
        call_command("create_account", *arguments, "--format", form, stdout=out)
    except SystemExit as end:
        status = end.code
    return status, json.loads(out.getvalue()) if form == "json" else out.getvalue()


def test_the_command_opens_an_account_whose_password_must_be_changed(unit, client):
    name = "　甲社区 居民委员会"
    status, result = create_account("zhang", "--role", "unit", "--unit", name, "--name", "张人事", "--head")
    password = result.pop("password")
    assert (status, result) == (
        0,
        {"username": "zhang", "role": "unit", "unit": "甲社区居民委员会", "town": None, "created": True},
    )
    client.post(reverse("login"), {"username": "zhang", "password": password})
    assert client.get(reverse("people")).url == reverse("password_change")
    mandate = Mandate.objects.get()
    assert (mandate.user.display_name, mandate.unit, mandate.since, mandate.heads) == ("张人事", unit, today(), True)
    assert acts() == ["开设账号", "设定随机密码"]
    assert set(Entry.objects.values_list("actor_name", "address")) == {("命令行", "命令行")}
    assert not any(password in json.dumps(entry.details) for entry in Entry.objects.all())


def test_the_command_adds_a_mandate_to_an_existing_account_and_leaves_its_password(hr, other_unit):
    before = User.objects.get(pk=hr.pk).password
    status, result = create_account("hr", "--role", "unit", "--unit", "乙小学")
    assert (status, result["created"], result["password"]) == (0, False, None)
    assert (hr.mandates.count(), acts()) == (2, ["增加授权"])
    assert create_account("hr", "--role", "unit", "--unit", "乙小学")[0] == 0
    assert (hr.mandates.count(), acts()) == (2, ["增加授权"])
    assert User.objects.get(pk=hr.pk).password == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("wang", "--role", "unit"), "place_missing"),
        (("wang", "--role", "unit", "--unit", "没有的单位"), "unknown_unit"),
        (("wang", "--role", "reviewer"), "place_missing"),
        (("wang", "--role", "reviewer", "--unit", "乙小学", "--town", "历市镇"), "place_not_wanted"),
        (("wang", "--role", "reviewer", "--town", "没有的镇"), "unknown_town"),
        (("wang", "--role", "finance", "--town", "历市镇"), "place_not_wanted"),
        (("wang", "--role", "clerk", "--unit", "没有的单位"), "place_not_wanted"),
        (("wang", "--role", "clerk", "--head"), "head_not_wanted"),
        (("a b", "--role", "clerk"), "bad_username"),
    ],
)
def test_the_command_refuses_with_status_1_and_changes_nothing(arguments, code, other_unit):
    status, result = create_account(*arguments)
    assert (status, result["error"], User.objects.count(), acts()) == (1, code, 0, [])
    assert re.search("[一-龥]", result["message"])


@pytest.mark.parametrize("arguments", [("wang",), ("wang", "--role", "king"), ("--role", "clerk")])
def test_wrong_usage_is_no_refusal(arguments, db):
    with pytest.raises(CommandError):  # which manage.py turns into exit status 2
        call_command("create_account", *arguments)


def test_the_command_speaks_in_a_table_too(other_unit):
    status, told = create_account("li", "--role", "reviewer", "--town", "历市镇", form="table")
    assert (status, "镇/部门审核" in told, "历市镇" in told) == (0, True, True)
    assert "没有登记" in create_account("li", "--role", "reviewer", "--town", "某镇", form="table")[1]


# The administrator's pages ----------------------------------------------------------------------

ADD = reverse("admin:positions_user_add")


def page_of(account):
    return reverse("admin:positions_user_change", args=[account.pk])


def link_of(account):
    return reverse("admin:positions_user_first_link", args=[account.pk])


def form(*mandates, initial=0, **values):
    """The account form as posted: mandates are dicts, the first initial ones with their ids."""
    posted = {"mandates-TOTAL_FORMS": len(mandates), "mandates-INITIAL_FORMS": initial, **values}
    for number, mandate in enumerate(mandates):
        posted |= {f"mandates-{number}-{name}": value for name, value in mandate.items()}
    return posted


def edited(account, *mandates, **values):
    rows = [{"id": m.pk, "user": account.pk, "role": m.role, "since": m.since, **changes} for m, changes in mandates]
    about = {"username": account.username, "display_name": account.display_name, "is_active": "on", **values}
    return form(*rows, initial=len(rows), **{name: value for name, value in about.items() if value is not None})


def complaints(answer):
    """The words of the errors on an admin page, a page that saved having none."""
    return " ".join(re.findall(r'<ul class="errorlist[^"]*"[^>]*>(.*?)</ul>', answer.content.decode(), re.S))


def test_an_administrator_opens_an_account_without_a_password(signed_in, administrator, unit):
    browser = signed_in(administrator)
    assert not re.search('type="password"', browser.get(ADD).content.decode())
    mandate = {"role": "unit", "unit": unit.pk, "since": "2020-01-01"}
    answer = browser.post(ADD, form(mandate, username="zhang", display_name="张人事"))
    account = User.objects.get(username="zhang")
    assert (answer.url, account.has_usable_password()) == (page_of(account), False)
    assert account.mandates.get().unit == unit
    assert "生成首次登录链接" in browser.get(answer.url).content.decode()
    assert acts() == ["开设账号"]


def test_an_administrator_sees_no_password_and_cannot_set_one(signed_in, administrator, clerk):
    browser = signed_in(administrator)
    page = browser.get(page_of(clerk)).content.decode()
    assert not re.search('type="password"|md5|pbkdf2|name="password"', page)
    browser.post(page_of(clerk), edited(clerk, (clerk.mandates.get(), {}), password="a password of another"))
    browser.post(page_of(clerk).replace("/change/", "/password/"), {"password1": OWN, "password2": OWN}, follow=True)
    assert authenticate(username="clerk", password=PASSWORD) == clerk


def test_accounts_are_not_to_be_found_by_their_hashes(signed_in, administrator):
    address = reverse("admin:positions_user_changelist") + "?password__startswith=md5"
    assert signed_in(administrator).get(address).status_code == 400


def test_the_link_is_shown_once_and_leads_in(signed_in, administrator, newcomer, client):
    page = signed_in(administrator).post(link_of(newcomer)).content.decode()
    link = re.search(r'value="(http://testserver/first/[^"]+)"', page)[1]
    assert ("72 小时内有效" in page, "作废" in page) == (True, True)
    assert choose(client, follow(client, link)).url == reverse("home")
    told = Entry.objects.get(action="生成登录链接")
    assert (told.actor, told.object_id, told.address) == (administrator, str(newcomer.pk), "127.0.0.1")


def test_a_link_is_made_by_a_post_from_the_page_alone(administrator, newcomer):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(administrator)
    assert browser.get(link_of(newcomer)).status_code == 405
    assert browser.post(link_of(newcomer)).status_code == 403
    assert acts() == ["开设账号"]


def test_a_new_link_ends_the_password_and_the_sessions(signed_in, administrator, clerk):
    browser = signed_in(clerk)
    assert browser.get(reverse("people")).status_code == 200
    page = signed_in(administrator).get(page_of(clerk)).content.decode()
    assert "重新生成登录链接" in page
    signed_in(administrator).post(link_of(clerk))
    assert browser.get(reverse("people")).status_code == 302
    assert authenticate(username="clerk", password=PASSWORD) is None


@pytest.mark.parametrize("who", ["administrator", "clerk"])
def test_no_link_for_oneself_and_none_for_the_disabled(who, signed_in, administrator, clerk):
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    account = {"administrator": administrator, "clerk": clerk}[who]
    browser = signed_in(administrator)
    assert "生成登录链接" not in browser.get(page_of(account)).content.decode()
    told = browser.post(link_of(account), follow=True).content.decode()
    assert ("自己的密码请用" in told, "已停用" in told) == (who == "administrator", who == "clerk")
    assert authenticate(username="administrator", password=PASSWORD)


@pytest.mark.parametrize(
    ("mandate", "words"),
    [
        ({"role": "unit"}, "必须指明单位"),
        ({"role": "unit", "unit": "unit", "town": "town"}, "不填镇"),
        ({"role": "reviewer"}, "必须指明镇或者主管部门"),
        ({"role": "reviewer", "unit": "unit", "town": "town"}, "不能两个都填"),
        ({"role": "clerk", "unit": "unit"}, "管全县"),
        ({"role": "clerk", "town": "town"}, "管全县"),
        ({"role": "clerk", "heads": "on"}, "只用于单位填报"),
        ({"role": "clerk", "until": "2020-01-01"}, "终止次日应晚于起始日期"),
        ({"role": "clerk", "until": "2020-01-02"}, ""),
        ({"role": "unit", "unit": "unit", "heads": "on"}, ""),
        ({"role": "reviewer", "town": "town"}, ""),
        ({"role": "reviewer", "unit": "unit"}, ""),
    ],
)
def test_a_mandate_against_the_rules_is_explained(mandate, words, signed_in, administrator, unit, town):
    places = {name: place.pk for name, place in (("unit", unit), ("town", town)) if name in mandate}
    row = {"since": "2020-01-01"} | mandate | places
    answer = signed_in(administrator).post(ADD, form(row, username="zhang", display_name="张"))
    found = complaints(answer)
    assert (words in found, "约束" in found) == (True, False)
    assert User.objects.filter(username="zhang").exists() == (not words)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, False),
        ({"until": today}, True),
        ({"until": lambda: today() + DAY}, True),
        ({"since": lambda: today() + DAY}, True),
        ({"since": today}, False),
        ({"role": lambda: "clerk"}, True),
    ],
)
def test_nobody_ends_their_own_last_administration(changes, refused, signed_in, administrator):
    asked = {name: value() for name, value in changes.items()}
    answer = signed_in(administrator).post(
        page_of(administrator), edited(administrator, (administrator.mandates.get(), asked))
    )
    assert ("不能终止自己最后一项系统管理员授权" in answer.content.decode()) == refused
    mandate = administrator.mandates.get()
    assert (mandate.role, mandate.until) == ("administrator", None)


def test_one_of_two_own_administrations_may_end(signed_in, administrator):
    first = administrator.mandates.get()
    second = Mandate.objects.create(user=administrator, role=Role.ADMINISTRATOR, since=today())
    posted = edited(administrator, (first, {"until": today()}), (second, {}))
    assert signed_in(administrator).post(page_of(administrator), posted).status_code == 302


def test_another_administrators_mandate_may_end(signed_in, administrator, clerk):
    mandate = Mandate.objects.create(user=clerk, role=Role.ADMINISTRATOR, since=SINCE)
    mine = clerk.mandates.get(role=Role.CLERK)
    posted = edited(clerk, (mandate, {"until": today()}), (mine, {}))
    assert signed_in(administrator).post(page_of(clerk), posted).status_code == 302
    assert Entry.objects.get(action="变更账号").details["fields"].startswith("修改了 授权")


@pytest.mark.parametrize(("whose", "stopped"), [("administrator", False), ("clerk", True)])
def test_nobody_disables_their_own_account(whose, stopped, signed_in, administrator, clerk):
    account = {"administrator": administrator, "clerk": clerk}[whose]
    posted = edited(account, (account.mandates.get(), {}), is_active=None)
    answer = signed_in(administrator).post(page_of(account), posted)
    assert ("不能停用自己的账号" in answer.content.decode()) != stopped
    account.refresh_from_db()
    assert account.is_active != stopped


@pytest.mark.parametrize("name", ["clerk", "finance", "hr", "auditor"])
def test_the_administrators_pages_are_theirs_alone(name, request, signed_in, newcomer):
    browser = signed_in(request.getfixturevalue(name))
    addresses = (reverse("admin:index"), ADD, page_of(newcomer), reverse("admin:positions_user_changelist"))
    assert not {browser.get(address).status_code for address in addresses} - {403}
    assert browser.post(link_of(newcomer)).status_code == 403
    assert acts() == ["开设账号"]


# What takes effect at once ----------------------------------------------------------------------


def test_a_disabled_account_is_out_at_its_next_request(signed_in, clerk):
    browser = signed_in(clerk)
    assert browser.get(reverse("people")).status_code == 200
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert browser.get(reverse("people")).url.startswith(reverse("login"))


@pytest.mark.parametrize(("left", "status"), [(DAY, 200), (DAY * 0, 403)])
def test_a_mandate_ends_at_the_next_request(left, status, signed_in, clerk):
    browser = signed_in(clerk)
    assert browser.get(reverse("people")).status_code == 200
    clerk.mandates.update(until=today() + left)
    assert browser.get(reverse("people")).status_code == status


def test_an_ended_administration_opens_no_account(signed_in, administrator, newcomer):
    browser = signed_in(administrator)
    administrator.mandates.update(until=today())
    assert browser.post(link_of(newcomer)).status_code == 403
    assert acts() == ["开设账号"]


# The record for auditors ------------------------------------------------------------------------


def listed(signed_in, auditor, query=""):
    return signed_in(auditor).get(reverse("audit") + query).content.decode()


def rows(page):
    """The actions listed, from the top."""
    return re.findall(r"动作[甲乙丙]", re.search(r"<tbody>(.*)</tbody>", page, re.S)[1]) if "<tbody>" in page else []


def test_an_auditor_reads_the_record_newest_first(signed_in, auditor, clerk):
    record("动作甲", by=clerk, about=clerk, address="10.0.0.1", list="花名册", filters=["q", "x"], odd=[None, True])
    record("动作乙", address="命令行")
    page = listed(signed_in, auditor)
    told = (f"账号 #{clerk.pk}", "列表：花名册", "条件：查找、x", "odd：—、是", "10.0.0.1")
    assert (rows(page), [words for words in told if words not in page]) == (["动作乙", "动作甲"], [])


def test_the_record_is_searched_and_narrowed(signed_in, auditor, clerk, finance):
    record("动作甲", by=clerk, name="李雷")
    record("动作乙", by=finance, name="韩梅")
    month = f"{today():%Y-%m}"
    found = {
        query: rows(listed(signed_in, auditor, query))
        for query in ("?q=李雷", "?q=finance", "?action=动作甲", f"?month={month}", "?month=2001-01", "?q=%25")
    }
    assert list(found.values()) == [["动作甲"], ["动作乙"], ["动作甲"], ["动作乙", "动作甲"], [], []]
    assert "动作甲（1）" in listed(signed_in, auditor)


@pytest.mark.parametrize("month", ["nonsense", "2021-13", "0001-01", "9999-12", "2021-1"])
def test_a_month_of_nonsense_finds_nothing(month, signed_in, auditor, clerk):
    record("动作甲", by=clerk)
    assert rows(listed(signed_in, auditor, f"?month={month}")) == []


def test_a_month_begins_at_the_countys_midnight(db):
    entry = record("动作甲")
    first = datetime.datetime(2021, 8, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    for at, months in ((first, ["2021-08"]), (first - datetime.timedelta(seconds=1), ["2021-07"])):
        moved = Entry(at=at, action="动作乙", actor_name="", previous=entry.digest, digest=str(at.timestamp()))
        moved.save()
        found = Entry.objects.filter(pk=moved.pk)
        assert [value for value, _, _ in audit_pages._months(found)] == months
        assert [m for m in ("2021-07", "2021-08") if audit_pages._in_month(found, m).exists()] == months


def test_long_details_are_shortened_on_the_page_and_whole_in_the_download(signed_in, auditor, clerk):
    record("动作甲", by=clerk, what="长" * 200 + "尾")
    assert "尾</td>" not in listed(signed_in, auditor)
    answer = signed_in(auditor).get(reverse("audit") + "?format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]] == ["时间", "操作人", "事项", "对象", "内容", "来源"]
    assert sheet["E3"].value.endswith("尾")
    assert isinstance(sheet["A3"].value, datetime.datetime | str)


def test_an_object_of_a_kind_that_is_gone_is_named_as_it_was(db):
    assert audit_pages.object_words(Entry(object_type="gone.thing", object_id="3")) == "gone.thing #3"
    assert audit_pages.object_words(Entry()) == ""


def test_verifying_says_that_the_record_holds(signed_in, auditor, clerk):
    record("动作甲", by=clerk)
    record("动作乙", by=clerk)
    told = signed_in(auditor).post(reverse("audit-verify"), follow=True).content.decode()
    assert "2 条记录前后相符" in told


def test_verifying_names_the_first_broken_entry(signed_in, auditor, clerk):
    head = record("动作甲", by=clerk)
    Entry.objects.create(at=head.at, action="动作乙", actor_name="某人", previous=head.digest, digest="0" * 64)
    assert first_broken().action == "动作乙"
    told = signed_in(auditor).post(reverse("audit-verify"), follow=True).content.decode()
    assert ("动作乙）起前后不符" in told, "条记录前后相符" in told) == (True, False)


@pytest.mark.parametrize("name", ["clerk", "finance", "hr", "administrator"])
def test_the_record_is_for_auditors_alone(name, request, signed_in):
    browser = signed_in(request.getfixturevalue(name))
    assert browser.get(reverse("audit")).status_code == 403
    assert browser.get(reverse("audit") + "?format=xlsx").status_code == 403
    assert browser.post(reverse("audit-verify")).status_code == 403
    assert "审计记录" not in browser.get(reverse("home")).content.decode()


def test_the_record_is_in_the_auditors_navigation(signed_in, auditor):
    browser = signed_in(auditor)
    assert reverse("audit") in browser.get(reverse("home")).content.decode()
    assert browser.get(reverse("audit-verify")).status_code == 405
