"""What every response carries, and what a production start refuses."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests import county

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def pages(signed_in, clerk, unit):
    """Every kind of answer: pages, refusals, a download, static files."""
    one = county.person(1, "李雷")
    county.serve(one, unit)
    county.certify(one)
    browser = signed_in(clerk)
    names = [
        "home",
        "people",
        "bonuses",
        "allowances",
        "coverage",
        "preference",
        "policy",
        "exchange",
        "jobs",
        "policy-load",
    ]
    addresses = [reverse(name) for name in names] + [reverse("person", args=[one.pk]), "/nowhere/", "/admin/"]
    return [browser.get(address) for address in addresses]


def test_every_answer_carries_the_strict_policy(pages):
    for answer in pages:
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"]


def test_no_page_needs_what_the_policy_forbids(pages):
    for answer in pages:
        html = answer.content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html)
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", html)


def test_every_page_is_chinese_has_one_heading_and_labelled_fields(pages):
    for answer in pages[:-2]:
        html = answer.content.decode()
        assert 'lang="zh-CN"' in html
        assert html.count("<h1>") == 1
        fields = set(re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\sid="([^"]+)"', html))
        assert fields <= set(re.findall(r'<label[^>]*\sfor="([^"]+)"', html))


def start(tmp_path, **environment):
    """A start of the portal in that environment: exit status and what it said."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    variables = {**kept, "DATA_DIR": str(tmp_path), **environment}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


SECRET = "k" * 30 + "0123456789abcdefghijklmnopqrstuv"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PORTAL_MODE": "production"}, "SECRET_KEY"),
        ({"PORTAL_MODE": "production", "SECRET_KEY": SECRET, "DEBUG": "on"}, "DEBUG"),
        ({"PORTAL_MODE": "production", "SECRET_KEY": "x"}, "至少 50 个"),
        ({"PORTAL_MODE": "production", "SECRET_KEY": "x" * 49}, "现在是 49 个字符"),
        ({"PORTAL_MODE": "live"}, "PORTAL_MODE"),
        ({"DATABASE_URL": "sqlite:///portal.db"}, "只支持 PostgreSQL"),
        ({"DATABASE_URL": "mysql://me:secret@host/portal"}, "只支持 PostgreSQL"),
        ({"DATABASE_URL": "nonsense"}, "只支持 PostgreSQL"),
        ({"DATABASE_URL": "postgres://me:secret@host:port/portal"}, "只支持 PostgreSQL"),
        ({"DATABASE_URL": "postgres://me:secret@host:5432"}, "没有写库名"),
        ({"DEBUG": "maybe"}, "DEBUG"),
        ({"PORTAL_MODE": "production", "SECRET_KEY": SECRET, "SECOND_FACTOR": "off"}, "不能关闭两步验证"),
        ({"SECOND_FACTOR_ROLES": "clerk,king"}, "SECOND_FACTOR_ROLES"),
        ({"SESSION_IDLE_MINUTES": "4"}, "5 到 1440"),
        ({"PASSWORD_DAYS": "never"}, "PASSWORD_DAYS"),
    ],
)
def test_an_unsafe_start_is_refused_in_words(environment, words, tmp_path):
    status, said = start(tmp_path, **environment)
    assert status != 0
    assert words in said
    assert "secret" not in said


def test_a_sound_production_start_has_nothing_to_warn_of(tmp_path):
    environment = {"PORTAL_MODE": "production", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "portal.example"}
    assert start(tmp_path, **environment)[0] == 0


def test_keys_made_by_the_portal_are_readable_by_their_owner_alone(tmp_path):
    start(tmp_path)
    keys = list((tmp_path / "keys").iterdir())
    assert keys
    assert {key.stat().st_mode & 0o077 for key in keys} == {0}
