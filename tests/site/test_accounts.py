"""Accounts: opened by an administrator or from a shell, each with the mandate of its role."""

import contextlib
import io
import json
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.dates import today
from positions import accounts
from positions.models import Mandate, User
from positions.vocabulary import Role
from tests.site.entering import SINCE, acts


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
        ("viewer", (), False, "place_missing"),
        ("viewer", ("town",), False, "place_missing"),
        ("viewer", ("unit", "town"), False, "place_not_wanted"),
        ("viewer", ("unit",), False, None),
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
    assert acts() == ["开设账号", "设定随机密码", "登录"]
    assert set(Entry.objects.exclude(action="登录").values_list("actor_name", "address")) == {("命令行", "命令行")}
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
