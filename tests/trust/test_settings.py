"""What a production start refuses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


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
        ({"PORTAL_MODE": "production", "SECRET_KEY": SECRET, "HTTPS": "off"}, "不能关闭 HTTPS"),
        ({"PORTAL_MODE": "production", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "portal.example,*"}, "不能写 *"),
        ({"SECOND_FACTOR_ROLES": "clerk,king"}, "SECOND_FACTOR_ROLES"),
        ({"SESSION_IDLE_MINUTES": "4"}, "5 到 1440"),
        ({"PASSWORD_DAYS": "never"}, "PASSWORD_DAYS"),
        ({"EXPORTS_IN_TEN_MINUTES": "0"}, "EXPORTS_IN_TEN_MINUTES"),
    ],
)
def test_an_unsafe_start_is_refused_in_words(environment, words, tmp_path):
    status, said = start(tmp_path, **environment)
    assert status != 0
    assert words in said
    assert "secret" not in said


def test_a_sound_production_start_has_nothing_to_warn_of(tmp_path, figure):
    environment = {"PORTAL_MODE": "production", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "portal.example"}
    status, said = start(tmp_path, **environment)
    sound = status == 0 and "no issues" in said
    figure("部署检查", "`check --deploy --fail-level WARNING` 0 条", "0 条" if sound else said, sound)


def test_keys_made_by_the_portal_are_readable_by_their_owner_alone(tmp_path):
    start(tmp_path)
    keys = list((tmp_path / "keys").iterdir())
    assert keys
    assert {key.stat().st_mode & 0o077 for key in keys} == {0}
