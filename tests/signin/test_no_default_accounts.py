"""A new portal has no account that anybody could know."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from positions.models import User


@pytest.mark.django_db
def test_a_new_portal_has_no_account_and_in_production_makes_none(settings):
    settings.PRODUCTION = True
    call_command("demo")
    assert not User.objects.exists()


def test_no_password_stands_in_the_code_of_the_portal():
    folders = (Path(settings.BASE_DIR) / name for name in ("dingnan_sw", "positions", "talent", "incentives"))
    written = re.compile(r"""password["']?\s*[:=]\s*["'][^"'{]+["']\s*[,)]?$|set_password\(["']""", re.M)
    assert [path for folder in folders for path in folder.rglob("*.py") if written.search(path.read_text())] == []
    assert written.search('create_user("admin", password="demo")')
