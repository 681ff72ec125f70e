"""What every kind of answer carries in production: judged by the rules of the HTTP Observatory, one by one and as a sum."""

import re
import runpy
from pathlib import Path

import gunicorn
import pytest
from django.conf import settings as ours
from django.test import Client
from django.urls import reverse

from dingnan_sw.middleware import CONTENT_SECURITY_POLICY, FILE_POLICY
from positions.models import User
from talent.submissions.flow import State
from tests.site.entering import PASSWORD

YEAR = 31_536_000
# What is tried at every server: left-over files, other people's software, ways out of the folder.
PROBES = (Path(__file__).parent / "probes.txt").read_text().split()
OF_THE_ANSWER = ("SESSION_COOKIE", "CSRF_COOKIE", "SECURE", "X_FRAME", "WHITENOISE", "HTTPS")


@pytest.fixture
def production(settings, monkeypatch, tmp_path):
    """The answers are made as the settings of a production start say."""
    monkeypatch.setenv("PORTAL_MODE", "production")
    monkeypatch.setenv("SECRET_KEY", "k" * 30 + "0123456789abcdefghijklmnopqrstuv")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name, value in runpy.run_path(str(ours.BASE_DIR / "dingnan_sw" / "settings.py")).items():
        if name.startswith(OF_THE_ANSWER):
            setattr(settings, name, value)
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True  # nothing is collected in the tests


class Visitor:
    """A browser of that account, or of nobody, by https."""

    def __init__(self, user=None, **headers):
        self.client = Client(raise_request_exception=False, enforce_csrf_checks=True, headers=headers)
        if user:
            self.client.force_login(user)

    def get(self, name, *args, query=""):
        return self.at(reverse(name, args=args) + query)

    def at(self, path):
        answer = self.client.get(path, secure=True)
        if answer.streaming:
            list(answer)  # a static file is left open until it is sent
        return answer

    def post(self, name, *args, **data):
        """With the token of the page that was read before."""
        token = self.client.get("/", secure=True, follow=True).context["csrf_token"]
        return self.client.post(reverse(name, args=args), {**data, "csrfmiddlewaretoken": token}, secure=True,
                                headers={"referer": "https://testserver/"})  # fmt: skip


@pytest.fixture
def signed_out(production, built, db):
    """Kind of answer → (status that makes it that kind, the answer), of whoever is not signed in."""
    stranger = Visitor()
    User.objects.create_user("zhang", password=PASSWORD)
    return {
        "登录页": (200, stranger.get("login")),
        "登录失败": (200, stranger.post("login", username="zhang", password="wrong")),
        "登录": (302, stranger.post("login", username="zhang", password=PASSWORD)),
        "转到登录": (302, Visitor().get("people")),
        "转到 https": (301, Client().get("/login/")),
        "样式": (200, stranger.at("/static/css/base.css")),
        "脚本": (200, stranger.at("/static/js/app.js")),
        "图标": (200, stranger.at("/static/img/mark.svg")),
        "没有的静态文件": (404, stranger.at("/static/nothing.css")),
        "没有的页面": (404, stranger.at("/nothing/")),
        "零字符": (400, stranger.get("login", query="?next=%00")),
        "外人用登出": (403, Client(enforce_csrf_checks=True).post(reverse("logout"), secure=True)),
    }


@pytest.fixture
def signed_in(production, built, db, monkeypatch, jobs_at_once):
    """The same of whoever is signed in."""
    clerk, unit, own = Visitor(built.users["clerk"]), Visitor(built.users["hr"]), built.near
    administrator = Visitor(built.users["administrator"])
    scan = own.scans[State.BUREAU].pk
    found = {
        "首页": (200, clerk.get("home")),
        "列表": (200, clerk.get("people")),
        "名册": (200, clerk.get("person", own.person.pk)),
        "表单": (200, unit.get("submission-new", "person")),
        "管理": (200, administrator.at("/admin/positions/user/")),
        "管理的导出": (200, administrator.at("/admin/positions/town/export/")),
        "管理的脚本": (200, administrator.at("/admin/jsi18n/")),
        "结果文件": (200, unit.get("job-result", own.job.pk)),
        "空白工作簿": (200, unit.get("submission-template")),
        "清单": (200, clerk.get("people", query="?format=xlsx")),
        "PDF": (200, clerk.post("holder-sheet", own.person.pk, "pdf")),
        "扫描件": (200, clerk.get("scan-page", scan, 1)),
        "扫描件原件": (200, clerk.get("scan-original", scan)),
        "进度": (200, unit.get("job-progress", own.job.pk)),
        "继续": (200, clerk.post("session-continue")),
        "办完转走": (302, clerk.post("notices-read")),
        "不能办": (403, clerk.get("audit")),
        "过期的页面": (403, Visitor(built.users["clerk"]).client.post(reverse("notices-read"), secure=True)),
        "看不到": (404, unit.get("person", built.far.person.pk)),
        "只能按按钮": (405, clerk.get("notices-read")),
    }
    monkeypatch.setattr("dingnan_sw.notices.views.paginate", None)
    found["系统出错"] = (500, clerk.get("notices"))
    return found


@pytest.fixture
def answers(signed_out, signed_in):
    return signed_out | signed_in


def wrong(answers, holds):
    """The kinds of answer for which it does not hold."""
    return [kind for kind, (_, answer) in answers.items() if not holds(answer)]


def is_page(answer):
    return answer.headers["Content-Type"].startswith("text/html")


def test_the_answers_are_of_the_kinds_they_are_meant_to_be(answers):
    assert {kind: answer.status_code for kind, (_, answer) in answers.items()} == {
        kind: status for kind, (status, _) in answers.items()
    }


def test_the_policy_is_the_strict_one_to_the_letter(answers):
    assert CONTENT_SECURITY_POLICY == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
    )
    policies = {True: CONTENT_SECURITY_POLICY, False: FILE_POLICY}
    assert wrong(answers, lambda answer: answer.headers["Content-Security-Policy"] == policies[is_page(answer)]) == []


FIXED = {
    "Strict-Transport-Security": f"max-age={YEAR}; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@pytest.mark.parametrize("name", FIXED)
def test_every_answer_carries_the_header(name, answers):
    encrypted = {kind: found for kind, found in answers.items() if kind != "转到 https" or "Transport" not in name}
    assert wrong(encrypted, lambda answer: answer.headers.get(name) == FIXED[name]) == []


def test_nothing_that_an_account_sees_is_kept_by_the_browser(signed_in):
    assert wrong(signed_in, lambda answer: "no-store" in answer.headers["Cache-Control"]) == []


def test_every_file_is_handed_out_and_never_opened_here(signed_in):
    files = {kind: signed_in[kind] for kind in ("结果文件", "空白工作簿", "清单", "PDF", "扫描件原件")}
    assert wrong(files, lambda answer: answer.headers["Content-Disposition"].startswith("attachment")) == []


def test_no_answer_invites_another_site(answers):
    assert wrong(answers, lambda answer: not any(name.startswith("Access-Control") for name in answer.headers)) == []


def test_no_answer_tells_what_it_is_made_with(answers):
    assert wrong(answers, lambda answer: not {"Server", "X-Powered-By", "Via"} & set(answer.headers)) == []
    assert not re.search(r"\d", gunicorn.SERVER)  # what the web server adds itself


def test_every_cookie_belongs_to_this_host_alone(answers):
    cookies = [cookie for _, answer in answers.values() for cookie in answer.cookies.values()]
    assert {cookie.key for cookie in cookies} == {"__Host-sessionid", "__Host-csrftoken"}
    assert [cookie for cookie in cookies if not host_alone(cookie)] == []


def host_alone(cookie):
    own = cookie["secure"] and cookie["httponly"] and cookie["path"] == "/" and not cookie["domain"]
    return own and cookie["samesite"] in ("Lax", "Strict")


# The Observatory -----------------------------------------------------------------------------------


def sources(policy):
    return {name: words for name, *words in (part.split() for part in policy.split("; "))}


def policy_score(policy):
    told = sources(policy)
    if not told:
        return -25
    script = told.get("script-src", told.get("default-src", ["'unsafe-inline'"]))
    if "'unsafe-inline'" in script:
        return -20
    if "'unsafe-eval'" in script:
        return -10
    return 10 if told.get("default-src") == ["'none'"] else 5


def cookie_score(cookies):
    if not cookies:
        return 0
    if not all(cookie["secure"] for cookie in cookies):
        return -40
    if not all(cookie["httponly"] for cookie in cookies):
        return -30
    return 5 if all(cookie["samesite"] for cookie in cookies) else 0


def transport_score(header):
    age = int(re.search(r"max-age=(\d+)", header or "max-age=0")[1])
    if not age:
        return -20
    return 0 if age >= YEAR // 2 else -10


def foreign_scripts(answer):
    text = answer.content.decode() if is_page(answer) else ""
    return len(re.findall(r"<script[^>]*\ssrc=[\"'](?:https?:)?//", text))


def observatory(answer):
    """The scanner's sum: a hundred, less what is missing, more for what is stricter than asked."""
    told = answer.headers
    framed = "frame-ancestors" in sources(told.get("Content-Security-Policy", ""))
    return 100 + sum((
        policy_score(told.get("Content-Security-Policy", "")),
        cookie_score(answer.cookies.values()),
        transport_score(told.get("Strict-Transport-Security")),
        0 if told.get("X-Content-Type-Options") == "nosniff" else -5,
        5 if framed else 0 if told.get("X-Frame-Options") == "DENY" else -20,
        5 if told.get("Referrer-Policy") in ("same-origin", "no-referrer", "strict-origin") else 0,
        10 if told.get("Cross-Origin-Resource-Policy") == "same-origin" else 0,
        10 if told.get("Cross-Origin-Opener-Policy") == "same-origin" else 0,
        -50 if foreign_scripts(answer) else 0,
    ))  # fmt: skip


def test_every_kind_of_answer_reaches_the_best_grade(answers, figure):
    scores = {kind: observatory(answer) for kind, (_, answer) in answers.items() if kind != "转到 https"}
    short = {kind: score for kind, score in scores.items() if score < 125}
    told = f"{len(scores)} 种回答，最低 {min(scores.values())} 分 {short or ''}"
    figure("响应头评分", "各种回答都不低于 125 分", told.strip(), not short)


@pytest.mark.parametrize(
    ("name", "value", "less"),
    [
        ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'", 5),
        ("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors 'none'", 30),
        ("Strict-Transport-Security", "", 20),
        ("Strict-Transport-Security", "max-age=86400", 10),
        ("X-Content-Type-Options", "", 5),
        ("Cross-Origin-Resource-Policy", "", 10),
    ],
)
def test_the_grade_falls_with_a_weaker_header(name, value, less, production, db):
    answer = Visitor().get("login")
    before, answer.headers[name] = observatory(answer), value
    assert before - observatory(answer) == less


# What others look for ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [None, "administrator"])
def test_none_of_the_paths_that_are_tried_everywhere_is_there(role, production, built, db, figure):
    visitor = Visitor(role and built.users[role])
    assert len(set(PROBES)) >= 200
    found = {path: visitor.at(path).status_code for path in PROBES}
    there = {path: status for path, status in found.items() if not 300 <= status < 500}
    figure(
        "试探地址", "200 个以上，一个也没有", f"{len(found)} 个，有 {len(there)} 个 {there or ''}".strip(), not there
    )


# What stands in the pages --------------------------------------------------------------------------


def pages(answers):
    return {kind: found for kind, found in answers.items() if is_page(found[1]) and found[1].content}


def test_no_page_needs_what_the_policy_forbids(answers):
    for _, answer in pages(answers).values():
        html = answer.content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", html)


def test_every_page_is_chinese_has_one_heading_and_labelled_fields(answers):
    for kind, (_, answer) in pages(answers).items():
        if kind.startswith("管理"):
            continue
        html = answer.content.decode()
        assert 'lang="zh-CN"' in html
        assert html.count("<h1>") == 1
        fields = set(re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\sid="([^"]+)"', html))
        assert fields <= set(re.findall(r'<label[^>]*\sfor="([^"]+)"', html))
