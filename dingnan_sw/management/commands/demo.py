"""Fill an empty database with the demo county and its four accounts; a database with data in it is left alone."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand

from dingnan_sw import demo
from dingnan_sw.lib.dates import today
from positions.models import Mandate, Unit, User
from positions.vocabulary import Role
from talent.exports import write_rows
from talent.imports import import_workbook

ACCOUNTS = (
    ("admin", "演示管理员", Role.ADMINISTRATOR, None),
    ("minzheng", "演示民政经办", Role.CLERK, None),
    ("caizheng", "演示财政", Role.FINANCE, None),
    ("danwei", "演示单位填报", Role.UNIT, "演示县社会福利院"),
)
# Long before any demo date, so that the mandates hold whenever the demo is looked at.
SINCE = "2020-01-01"


class Command(BaseCommand):
    help = "空库时装入演示县数据和演示账号"

    def handle(self, *args: Any, **options: Any) -> None:
        notes = Path(settings.DATA_DIR) / "demo-accounts.txt"
        if settings.PRODUCTION:
            return
        if not User.objects.exists():
            with pghistory.context(via="演示数据"):
                self._fill()
                self._accounts(notes)
        if notes.exists():
            self.stdout.write(f"演示账号和随机密码在：{notes}（只有本用户可读）")

    def _fill(self) -> None:
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            write_rows(file, demo.rows(today()), today())
            file.flush()
            found = import_workbook(Path(file.name), today())
        assert found.accepted, found.errors[:3]

    def _accounts(self, notes: Path) -> None:
        lines = ["演示账号（密码是随机生成的，仅供演示）", ""]
        for username, name, role, unit in ACCOUNTS:
            password = secrets.token_urlsafe(9)
            user = User.objects.create_user(username, password=password, display_name=name)
            place = Unit.objects.get(name=unit) if unit else None
            Mandate.objects.create(user=user, role=role, unit=place, since=SINCE)
            lines.append(f"{username:<10} {password}   {role.label}{'（' + unit + '）' if unit else ''}")
        with open(os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write("\n".join(lines) + "\n")
