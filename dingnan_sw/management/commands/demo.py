"""Fill an empty database with the demo county and its accounts; a database with data in it is left alone."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from dingnan_sw import demo
from dingnan_sw.lib import scans
from dingnan_sw.lib.dates import today
from positions.access import Scope
from positions.models import Community, CountyYear, Mandate, Town, Unit, User
from positions.vocabulary import Role
from talent.exports import write_rows
from talent.imports import import_workbook
from talent.models import Person
from talent.submissions import actions, drafts, evidence
from talent.submissions.actions import Actor
from talent.submissions.models import Kind

UNIT = "演示县社会福利院"
ACCOUNTS = (
    ("admin", "演示管理员", Role.ADMINISTRATOR, {}),
    ("minzheng", "演示民政经办", Role.CLERK, {}),
    ("shenpi", "演示民政审批", Role.APPROVER, {}),
    ("caizheng", "演示财政", Role.FINANCE, {}),
    ("shenji", "演示审计", Role.AUDITOR, {}),
    ("zhen", "演示镇审核", Role.REVIEWER, {"town": "历市镇"}),
    ("danwei", "演示单位填报", Role.UNIT, {"unit": UNIT}),
)
# Long before any demo date, so that the mandates hold whenever the demo is looked at.
SINCE = "2020-01-01"


def _empty() -> bool:
    """Nobody has an account, and nothing is in any register: the demo never mixes with anyone's data."""
    return not any(model.objects.exists() for model in (User, Unit, Community, CountyYear, Person))


class Command(BaseCommand):
    help = "空库时装入演示县数据和演示账号"

    def handle(self, *args: Any, **options: Any) -> None:
        notes = Path(settings.DATA_DIR) / "demo-accounts.txt"
        if settings.PRODUCTION:
            return
        if _empty():
            with pghistory.context(via="演示数据"), transaction.atomic():
                self._fill()
                self._accounts(notes)
                self._submissions()
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
        for username, name, role, place in ACCOUNTS:
            password = secrets.token_urlsafe(9)
            user = User.objects.create_user(username, password=password, display_name=name)
            Mandate.objects.create(user=user, role=role, since=SINCE, **self._place(**place))
            lines.append(f"{username:<10} {password}   {role.label}{''.join(f'（{word}）' for word in place.values())}")
        with open(os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write("\n".join(lines) + "\n")

    def _place(self, unit: str = "", town: str = "") -> dict[str, Any]:
        return {
            "unit": Unit.objects.get(name=unit) if unit else None,
            "town": Town.objects.get(name=town) if town else None,
        }

    def _submissions(self) -> None:
        """What the demo unit has under way: some waiting for the bureau with their scans, one returned, one draft."""
        actor, bureau = (self._actor(username) for username in ("danwei", "minzheng"))
        unit, day = Unit.objects.get(name=UNIT), today()
        made = [drafts.create(actor, unit, Kind.PERSON, [row], None, day) for row in demo.newcomers(UNIT, day)]
        for submission in made:
            evidence.attach(actor, submission.pk, scans.take("演示证书.png", demo.certificate_scan(submission.rows[0])))
            submission.refresh_from_db()
        *sent, _kept_as_draft = made
        actions.submit(actor, {one.pk: one.version for one in sent}, lambda sent: drafts.problems_of(sent, day))
        reason = {"row": "1", "column": "批准日期", "text": "与扫描件不一致，请按证件原件更正。"}
        actions.give_back(bureau, sent[-1].pk, [reason])

    def _actor(self, username: str) -> Actor:
        user = User.objects.get(username=username)
        return Actor(user, Scope.of(user, today()))
