"""Signing in with a telephone in a real browser: enrolling, the code, a recovery code, the warning, the form that is not lost."""

import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.signin.conftest import code, shown, typed
from tests.site.browser import PASSWORD, account

pytestmark = [pytest.mark.browser]


def enter(page, username):
    page.goto("/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def leave(page):
    page.get_by_role("button", name="退出", exact=True).click()
    expect(page.get_by_role("heading", name="登录", exact=True)).to_be_visible()


def test_a_clerk_enrols_signs_in_with_the_code_and_once_with_a_recovery_code(page, settings):
    settings.SECOND_FACTOR = True
    wang = account("wang", "clerk")
    enter(page, "wang")
    expect(page.get_by_role("heading", name="两步验证")).to_be_visible()
    expect(page.get_by_alt_text("验证器要扫的二维码")).to_be_visible()
    page.get_by_label("验证码").fill(shown(typed(page.content())))
    page.get_by_role("button", name="启用两步验证").click()
    codes = page.locator("ol.recovery-codes li").all_inner_texts()
    page.get_by_role("link", name="已经抄好，继续").click()
    expect(page.get_by_role("link", name="导入工作簿")).to_be_visible()
    leave(page)
    enter(page, "wang")
    page.get_by_label("验证码").fill(code(wang, 1))
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_role("link", name="导入工作簿")).to_be_visible()
    leave(page)
    enter(page, "wang")
    page.get_by_label("验证码").fill(codes[0])
    page.get_by_role("button", name="确定").click()
    page.get_by_role("link", name="两步验证").click()
    expect(page.get_by_text("还有 9 个恢复码")).to_be_visible()


def test_the_warning_comes_two_minutes_before_and_one_press_goes_on(page):
    account("wang", "clerk")
    page.clock.install()
    enter(page, "wang")
    expect(page.get_by_role("button", name="退出", exact=True)).to_be_visible()
    page.wait_for_load_state()  # the script counts from when it begins
    warning = page.locator(".session-warning")
    page.clock.run_for("27:58")
    expect(warning).to_be_hidden()
    page.clock.run_for("00:04")
    expect(warning).to_contain_text(re.compile("有一段时间没有操作了，1[12][0-9] 秒后自动退出"))
    page.get_by_role("button", name="继续使用").click()
    expect(warning).to_be_hidden()
    page.clock.run_for("30:01")
    expect(warning).to_contain_text("已自动退出。这一页填写的内容还在")
    expect(page.get_by_role("button", name="继续使用")).to_be_hidden()


def test_what_was_typed_when_the_session_had_ended_comes_back(page):
    account("wang", "clerk")
    enter(page, "wang")
    expect(page.get_by_role("button", name="退出", exact=True)).to_be_visible()
    page.goto("/amendments/new/")
    for label, text in (("文件字号", "测民字〔2026〕8号"), ("条款", "第二条"), ("原文短语", "每月120元")):
        page.get_by_label(label).first.fill(text)
    session = SessionStore(Session.objects.get().session_key)
    session["seen"] -= 31 * 60
    session.save()
    page.get_by_role("button", name="看影响").click()
    expect(page.get_by_text("系统已自动退出")).to_be_visible()
    page.get_by_label("用户名").fill("wang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="没有提交成功的内容")).to_be_visible()
    page.get_by_role("button", name="重新提交").click()
    expect(page.get_by_label("文件字号")).to_have_value("测民字〔2026〕8号")
