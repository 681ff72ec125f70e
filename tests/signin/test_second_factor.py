"""The second step: nobody who needs it gets past it, and each code opens once."""

import contextlib
import hashlib
import json
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import NoReverseMatch, reverse

from dingnan_sw.audit.models import Entry
from dingnan_sw.lib.dates import today
from positions.models import Mandate, User
from positions.signin import checks, second
from positions.signin.gate import OPEN
from positions.signin.models import Authenticator
from positions.vocabulary import Role
from tests.signin.conftest import code, enrol, enter, give, shown, typed, wrong
from tests.site import matrix
from tests.site.entering import OWN, PASSWORD, acts
from tests.site.world import SINCE, account

COUNTY = ("administrator", "clerk", "approver", "finance", "auditor")


def plain_lines():
    """The lines of the table whose address names nothing."""
    for line in matrix.LINES:
        with contextlib.suppress(NoReverseMatch):
            if line.name not in OPEN and reverse(line.name):
                yield line


@pytest.mark.django_db
@pytest.mark.parametrize("role", COUNTY)
def test_without_the_second_step_a_county_role_reaches_no_page_but_those_of_the_step(role, asked, signed_in):
    browser = signed_in(account(role, role))
    for line in plain_lines():
        answer = getattr(browser, line.method)(reverse(line.name), line.sent)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("second-factor")), line
    assert browser.get(reverse("admin:index")).url.startswith(reverse("second-factor"))
    assert browser.get(reverse("person", args=[1])).url.startswith(reverse("second-factor"))
    assert browser.get(reverse("second-factor")).status_code == 200


def changed(browser, after=OWN):
    """What is answered when the password is to be changed."""
    new = {"old_password": PASSWORD, "new_password1": after, "new_password2": after}
    return browser.post(reverse("password_change"), new).url.split("?")[0]


@pytest.mark.parametrize("due", [False, True])
@pytest.mark.parametrize("who", ["clerk", "hr"])
def test_with_the_password_alone_it_is_not_changed(who, due, asked, clock, client, request):
    user = request.getfixturevalue(who)
    enrol(user)
    User.objects.update(must_change_password=due)
    clock(minutes=1)
    enter(client, user)
    assert changed(client) == reverse("second-factor-code")
    assert client.get(reverse("second-factor-code")).status_code == 200
    assert client.post(reverse("second-factor-code"), {"code": code(user)}).url == reverse("home")
    assert (acts().count("修改密码"), changed(client), acts().count("修改密码")) == (0, reverse("home"), 1)


def test_before_a_telephone_is_enrolled_only_a_password_that_is_due_is_changed(asked, client, clerk):
    enter(client, clerk)
    assert changed(client) == reverse("second-factor")
    User.objects.update(must_change_password=True)
    assert client.get(reverse("second-factor")).url == reverse("password_change")
    assert changed(client) == reverse("home")
    assert client.get(reverse("home")).url.startswith(reverse("second-factor"))


@pytest.mark.parametrize("who", ["hr", "clerk"])
def test_units_need_no_second_step_and_nobody_does_where_it_is_off(who, request, settings, signed_in):
    settings.SECOND_FACTOR = who == "hr"
    assert signed_in(request.getfixturevalue(who)).get(reverse("people")).status_code == 200


def test_the_roles_that_need_it_are_a_setting(asked, settings, signed_in, hr, clerk):
    settings.SECOND_FACTOR_ROLES = ["unit"]
    assert [signed_in(user).get(reverse("people")).status_code for user in (hr, clerk)] == [302, 200]


def test_a_role_given_today_asks_for_the_second_step_at_the_next_request(asked, signed_in, hr):
    browser = signed_in(hr)
    assert browser.get(reverse("people")).status_code == 200
    Mandate.objects.create(user=hr, role=Role.CLERK, since=today())
    assert browser.get(reverse("people")).url.startswith(reverse("second-factor"))


def test_enrolling_shows_key_and_picture_then_recovery_codes_once(asked, clock, signed_in, clerk):
    browser = signed_in(clerk)
    page, later = (browser.get(reverse("second-factor")).content.decode() for _ in range(2))
    assert ("data:image/svg+xml" in page, typed(page).key == typed(later).key) == (True, True)
    assert (Authenticator.objects.count(), typed(page).key in str(dict(browser.session))) == (0, False)
    told = {"code": shown(typed(page)), "next": reverse("people")}
    done = browser.post(reverse("second-factor"), told).content.decode()
    codes = re.findall(r'<li class="code">([a-z0-9]{5}-[a-z0-9]{5})</li>', done)
    assert (len(set(codes)), f'href="{reverse("people")}"' in done) == (10, True)
    assert browser.get(reverse("people")).status_code == 200
    assert not any(one in browser.get(reverse("second-factor")).content.decode() for one in codes)
    assert acts() == ["启用两步验证"]


def test_a_wrong_first_code_enrols_nothing(asked, clock, signed_in, clerk):
    browser = signed_in(clerk)
    browser.get(reverse("second-factor"))
    page = browser.post(reverse("second-factor"), {"code": "12345"}).content.decode()
    assert ("验证码不对" in page, second.enrolled(clerk), acts()) == (True, False, [])


def test_signing_in_takes_password_and_code(asked, clock, client, clerk):
    enrol(clerk)
    clock(minutes=1)
    assert enter(client, clerk).status_code == 302
    first = client.get(reverse("people") + "?q=a")
    assert first.url == f"{reverse('second-factor-code')}?next=/people/%3Fq%3Da"
    assert client.get(reverse("second-factor")).url == reverse("second-factor-code")
    before = client.session.session_key
    answer = client.post(reverse("second-factor-code"), {"code": code(clerk), "next": "/people/?q=a"})
    assert (answer.url, client.get(answer.url).status_code) == ("/people/?q=a", 200)
    assert client.session.session_key != before


def test_the_way_on_never_leads_to_another_host(asked, clock, client, clerk):
    enrol(clerk)
    clock(minutes=1)
    enter(client, clerk)
    told = {"code": code(clerk), "next": "https://elsewhere.example/"}
    assert client.post(reverse("second-factor-code"), told).url == reverse("home")


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_telephone_may_be_one_step_off(steps, taken, clock, clerk):
    enrol(clerk)
    clock(minutes=5)
    text = code(clerk, steps)
    if taken:
        assert second.prove(clerk, text).user == clerk
    else:
        with pytest.raises(second.CodeRefused):
            second.prove(clerk, text)


def test_a_code_is_used_once_and_none_before_it_either(clock, clerk):
    enrol(clerk)
    clock(minutes=5)
    now, before = code(clerk), code(clerk, -1)
    second.prove(clerk, now)
    for text in (now, before):
        clock(minutes=5, seconds=3)
        with pytest.raises(second.CodeRefused):
            second.prove(clerk, text)
        Authenticator.objects.update(throttling_failure_count=0)


def test_the_first_code_of_a_telephone_is_not_a_second_one(asked, clock, client, clerk):
    enrol(clerk)
    enter(client, clerk)
    assert "验证码不对" in give(client, code(clerk)).content.decode()


def test_wrong_codes_are_answered_ever_later_even_before_a_right_one(clock, clerk):
    enrol(clerk)
    passed = 60
    for count in range(6):
        clock(seconds=passed)
        with pytest.raises(second.CodeRefused) as refused:
            second.prove(clerk, wrong(clerk))
        assert (refused.value.until - clock(seconds=passed)).total_seconds() == 2**count
        passed += 2**count
    clock(seconds=passed - 1)
    with pytest.raises(second.CodeRefused):
        second.prove(clerk, code(clerk))
    clock(seconds=passed)
    assert second.prove(clerk, code(clerk))


def test_wrong_recovery_codes_are_slowed_in_the_same_way(clock, client, clerk):
    codes = enrol(clerk)
    enter(client, clerk)
    for _ in range(2):
        assert "验证码不对" in give(client, "aaaaa-aaaaa").content.decode()
    assert give(client, codes[0]).status_code == 200
    assert clerk.recovery_codes.count() == 10
    clock(seconds=2)
    assert give(client, codes[0]).status_code == 302


def test_a_recovery_code_opens_once_and_is_recorded(asked, clock, client, clerk):
    codes = enrol(clerk)
    enter(client, clerk)
    assert give(client, codes[3].upper().replace("-", " ")).url == reverse("home")
    assert client.get(reverse("people")).status_code == 200
    assert Entry.objects.get(action="使用恢复码").details == {"username": "clerk", "left": 9}
    client.logout()
    enter(client, clerk)
    assert give(client, codes[3]).status_code == 200
    assert acts() == ["启用两步验证", "登录", "使用恢复码", "登录", "验证码错误"]


def test_each_second_step_is_one_entry_of_the_record(clock, client, clerk):
    enrol(clerk)
    clock(minutes=1)
    enter(client, clerk)
    give(client, wrong(clerk))
    clock(minutes=2)
    give(client, code(clerk))
    assert acts() == ["启用两步验证", "登录", "验证码错误", "登录第二步"]


def test_a_recovery_code_is_the_accounts_own(asked, clock, client, clerk, auditor):
    codes = enrol(clerk)
    enrol(auditor)
    enter(client, auditor)
    assert give(client, codes[0]).status_code == 200


def test_recovery_codes_outlive_a_new_secret_key_and_are_read_by_nobody(settings, clock, clerk):
    """A portal restored on another machine has a SECRET_KEY of its own, and the keys of the backup."""
    codes = enrol(clerk)
    settings.SECRET_KEY = "another"
    assert second.prove(clerk, codes[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM signin_recoverycode")
        kept = [bytes(one) for (one,) in cursor.fetchall()]
    digests = [hashlib.sha256(one.replace("-", "").encode()).hexdigest().encode() for one in codes]
    assert len(kept) == len({*kept} - {*digests}) == 9


def test_new_recovery_codes_end_the_old_ones(asked, clock, client, clerk):
    old = enrol(clerk)
    enter(client, clerk)
    give(client, old[0])
    page = client.post(reverse("recovery-codes")).content.decode()
    assert (old[1] in page, clerk.recovery_codes.count()) == (False, 10)
    with pytest.raises(second.CodeRefused):
        second.prove(clerk, old[1])


def test_another_telephone_takes_the_place_of_the_first(asked, clock, client, clerk):
    codes = enrol(clerk)
    enter(client, clerk)
    give(client, codes[0])
    new, earlier = typed(client.get(reverse("second-factor")).content.decode()), Authenticator.objects.get().key
    client.post(reverse("second-factor"), {"code": shown(new)})
    assert (Authenticator.objects.get().key, Authenticator.objects.get().key != earlier) == (new.key, True)
    assert typed(client.get(reverse("second-factor")).content.decode()).key != new.key
    assert client.get(reverse("people")).status_code == 200


def test_an_account_that_enrolled_gives_its_code_where_nobody_must(clock, client, hr):
    enrol(hr)
    enter(client, hr)
    assert client.get(reverse("people")).url.startswith(reverse("second-factor-code"))


def test_the_database_keeps_neither_key_nor_recovery_code(clock, clerk):
    codes = enrol(clerk)
    authenticator = Authenticator.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM signin_authenticator t UNION ALL SELECT t::text FROM signin_recoverycode t")
        dump = " ".join(row for (row,) in cursor.fetchall())
    secrets = [
        authenticator.key,
        authenticator.typed_key.replace(" ", ""),
        *codes,
        *(one.replace("-", "") for one in codes),
    ]
    held = [secret for secret in secrets if secret in dump or secret.encode().hex() in dump]
    told = json.dumps(list(Entry.objects.values_list("details", flat=True)))
    assert (held, [secret for secret in secrets if secret in told]) == ([], [])


# A lost telephone -------------------------------------------------------------------------------


def reset_of(user):
    return reverse("admin:positions_user_reset_second", args=[user.pk])


def test_the_administrator_resets_a_lost_telephone_and_the_session_it_opened_is_asked_again(
    asked, clock, client, signed_in, administrator, clerk, settings
):
    codes = enrol(clerk)
    enter(client, clerk)
    give(client, codes[0])
    settings.SECOND_FACTOR_ROLES = ["clerk"]
    browser = signed_in(administrator)
    assert "重置两步验证" in browser.get(reverse("admin:positions_user_change", args=[clerk.pk])).content.decode()
    browser.post(reset_of(clerk))
    told = Entry.objects.get(action="重置两步验证")
    assert (told.actor, told.object_id, told.address) == (administrator, str(clerk.pk), "127.0.0.1")
    assert client.get(reverse("people")).url.startswith(reverse("second-factor"))
    assert (Authenticator.objects.count(), clerk.recovery_codes.count()) == (0, 0)


@pytest.mark.parametrize(("who", "method", "status"), [
    ("clerk", "post", 403), ("hr", "post", 403), ("administrator", "get", 405), ("administrator", "post", 404),
])  # fmt: skip
def test_a_reset_is_the_administrators_and_never_of_oneself(who, method, status, request, signed_in, administrator):
    browser = signed_in(request.getfixturevalue(who))
    assert getattr(browser, method)(reset_of(administrator)).status_code == status
    assert acts() == []


def test_the_shell_resets_the_last_administrator(clock, administrator, capsys):
    enrol(administrator)
    call_command("reset_second_factor", "administrator")
    assert ("已重置" in capsys.readouterr().out, second.enrolled(administrator)) == (True, False)
    assert Entry.objects.get(action="重置两步验证").address == "命令行"
    with pytest.raises(SystemExit):
        call_command("reset_second_factor", "nobody")
    assert "没有账号" in capsys.readouterr().out


# What the self-check says -----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "production", "tone"), [(False, False, "waiting"), (False, True, "bad"), (True, True, "good")]
)
def test_the_self_check_tells_whether_the_second_step_is_on(on, production, tone, settings):
    settings.SECOND_FACTOR, settings.PRODUCTION = on, production
    assert checks.second_factor().tone == tone


def test_the_self_check_names_who_has_no_telephone_yet(asked, clock, clerk, hr):
    assert (checks.second_factor().tone, "clerk" in checks.second_factor().words) == ("waiting", True)
    enrol(clerk)
    assert checks.second_factor().tone == "good"
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    Mandate.objects.filter(user=hr).update(since=SINCE)
    assert "hr" not in checks.second_factor().words


@pytest.mark.django_db
def test_the_self_check_names_the_county_roles_that_are_spared(asked, settings):
    settings.SECOND_FACTOR_ROLES = ["administrator", "clerk", "approver", "auditor"]
    finding = checks.second_factor()
    assert (finding.tone, "没有要求：财政" in finding.words) == ("waiting", True)
