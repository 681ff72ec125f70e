"""The administrator's pages of accounts, and what takes effect at once."""

import datetime
import re

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.dates import today
from positions.models import Mandate, User
from positions.vocabulary import Role
from tests.site.entering import OWN, PASSWORD, SINCE, acts, choose, follow

DAY = datetime.timedelta(days=1)
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
    (told,) = Entry.objects.get(action="开设账号").details["mandates"]
    assert (told["before"], told["after"]["单位"]) == ({}, unit.name)
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


def test_the_entry_of_a_changed_mandate_says_what_it_was_and_what_it_is(signed_in, administrator, clerk, unit):
    mandate = clerk.mandates.get()
    posted = edited(clerk, (mandate, {"role": "finance", "until": today() + datetime.timedelta(days=9)}))
    assert signed_in(administrator).post(page_of(clerk), posted).status_code == 302
    (told,) = Entry.objects.get(action="变更账号").details["mandates"]
    assert (told["before"]["角色"], told["after"]["角色"]) == ("民政经办", "财政")
    assert ("终止日期" in told["before"], told["after"]["终止日期"]) == (
        False,
        str(today() + datetime.timedelta(days=8)),
    )


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


@pytest.mark.parametrize("unit", ["0001-01-01", "x", "-1", "99999999999999999999"])
def test_a_unit_that_is_none_is_told_in_the_form(unit, signed_in, administrator, clerk):
    posted = edited(clerk, (clerk.mandates.get(), {"role": "unit", "unit": unit}))
    answer = signed_in(administrator).post(page_of(clerk), posted)
    assert (answer.status_code, complaints(answer) != "") == (200, True)


def test_the_administrators_site_leads_to_no_other_object(signed_in, administrator):
    assert signed_in(administrator).get("/admin/r/1/1/").status_code == 404


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


@pytest.mark.parametrize(("query", "status"), [({}, 200), ({"code": "360728100"}, 200), ({"no_such_field": "1"}, 400)])
def test_an_export_of_reference_data_by_what_there_is_not_is_a_bad_request(query, status, signed_in, administrator):
    assert signed_in(administrator).get(reverse("admin:positions_town_export"), query).status_code == status


def test_an_export_of_reference_data_is_an_export_as_any_other(signed_in, administrator, town):
    answer = signed_in(administrator).post(reverse("admin:positions_town_export"), {"format": "0"})
    assert answer["Content-Disposition"].startswith("attachment")
    assert Entry.objects.get(action="导出列表").details == {"list": "镇", "count": 1}
