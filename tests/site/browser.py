"""What every browser test does first."""

from playwright.sync_api import expect

from positions.models import Mandate, User
from tests import county

PASSWORD = "a long pass phrase"


def account(username, role, unit=None, **values):
    user = User.objects.create_user(username, password=PASSWORD, display_name=username, **values)
    Mandate.objects.create(user=user, role=role, unit=unit, since=county.SINCE)
    return user


def sign_in(page, username):
    page.goto("/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    page.wait_for_load_state()
