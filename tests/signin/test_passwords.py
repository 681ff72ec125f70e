"""What a password must not be, and how long it holds."""

import datetime

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from positions.models import User
from positions.signin import checks
from tests.signin.conftest import enter
from tests.site.entering import PASSWORD


def refused(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {each.code for each in error.error_list}
    return set()


@pytest.mark.parametrize(
    ("password", "kinds"),
    [("quiet rivers", 2), ("quietrivers", 1), ("Quietrivers", 2), ("Quietrivers7", 3), ("quiet rivers 7", 3), ("Quiet rivers", 3)],
)  # fmt: skip
@pytest.mark.parametrize("on", [True, False])
def test_three_of_four_kinds_where_the_rule_is_on(on, password, kinds, settings):
    settings.PASSWORD_COMPOSITION = on
    assert ("composition" in refused(password)) == (on and kinds < 3)


def test_the_ten_thousand_commonest_are_all_refused():
    commonest = sorted(CommonPasswordValidator().passwords)
    assert len(commonest) >= 10_000
    assert [password for password in commonest if not refused(password)] == []


def test_a_common_one_dressed_up_is_common():
    dressed = ["Password2025!!", "p@ssw0rd-777", "123dragon456!", "!!sunshine99", "Qwertyuiop-1"]
    assert [password for password in dressed if not refused(password)] == []


@pytest.mark.parametrize(
    "word",
    ["dingnan", "DingNan", "d1ngn@n", "mzj", "minzheng", "shegong", "shehuigongzuo", "定南", "民政", "360728"],
)  # fmt: skip
def test_the_words_of_the_office_are_refused_wherever_they_stand(word):
    assert "context" in refused(f"Kx7!{word}wq82")
    assert "context" in refused(f"{word}-Kx7!wq82")


def test_the_year_is_refused_and_another_number_is_not():
    year = timezone.now().year
    assert "context" in refused(f"Quiet rivers {year}")
    assert refused("Quiet rivers 3187") == set()


@pytest.mark.parametrize(
    "password",
    [
        "Xk!ZhangSan9-w",
        "Xk!lileilei-w9",
        "Xk!李雷雷-quiet9",
        "Xk!甲社区居民委员会-w9",
        "Xk!jiashequjuminweiyuanhui9",
        "Xk!JSQJMWYH-9",
    ],
)
def test_user_name_name_and_units_of_the_account_are_refused_to_their_owner(password, hr):
    User.objects.filter(pk=hr.pk).update(username="zhangsan9", display_name="李雷雷")
    hr.refresh_from_db()
    assert ("context" in refused(password, hr), refused(password)) == (True, set())


def change(browser, old, new):
    return browser.post(reverse("password_change"), {"old_password": old, "new_password1": new, "new_password2": new})


def test_the_old_password_is_no_new_one(signed_in, clerk):
    page = change(signed_in(clerk), PASSWORD, PASSWORD).content.decode()
    assert "新密码不能与现在的密码相同" in page


@pytest.mark.parametrize(("days", "asked"), [(89, False), (90, True)])
def test_after_ninety_days_a_new_one_is_chosen_before_anything_else(days, asked, settings, client, clerk):
    settings.PASSWORD_DAYS = 90
    User.objects.update(password_since=timezone.now() - datetime.timedelta(days=days))
    enter(client, clerk)
    answer = client.get(reverse("people"))
    assert (answer.status_code == 302 and answer.url == reverse("password_change")) == asked
    if asked:
        assert "已满 90 天" in client.get(reverse("password_change")).content.decode()
        assert change(client, PASSWORD, "Bright hills 7").status_code == 302
        assert client.get(reverse("people")).status_code == 200


def test_where_the_rule_is_off_a_password_holds_for_ever(settings, client, clerk):
    User.objects.update(password_since=timezone.now() - datetime.timedelta(days=3000))
    enter(client, clerk)
    assert client.get(reverse("people")).status_code == 200


@pytest.mark.parametrize(
    ("composed", "days", "tone"), [(True, 90, "good"), (True, 0, "waiting"), (False, 90, "waiting")]
)
def test_the_self_check_tells_the_rules(composed, days, tone, settings):
    settings.PASSWORD_COMPOSITION, settings.PASSWORD_DAYS = composed, days
    assert checks.passwords().tone == tone


@pytest.mark.parametrize(
    ("production", "behind", "tone"), [(True, True, "good"), (True, False, "waiting"), (False, False, "good")]
)
def test_the_self_check_tells_the_limits_and_whose_address_is_written_down(production, behind, tone, settings):
    settings.PRODUCTION, settings.BEHIND_PROXY = production, behind
    finding = checks.sessions()
    assert (finding.tone, "30 分钟没有操作自动退出（财政 15 分钟）" in finding.words) == (tone, True)
