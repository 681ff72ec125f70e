"""Fill an empty database with the demo county and its accounts; a database with data in it is left alone."""

import datetime
import os
import random
import secrets
import tempfile
from pathlib import Path
from typing import Any

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from dingnan_sw.demo import county as demo
from dingnan_sw.demo import departments, exams, forecast, learning, purchases, standing
from dingnan_sw.lib import scans
from dingnan_sw.lib.dates import Month, today
from dingnan_sw.lib.workdays import workday_after
from incentives.budget.models import Appropriation, FundSource, PassRate
from incentives.paying.acting import Actor as BatchActor
from incentives.paying.flow import State as BatchState
from incentives.paying.models import Payment
from incentives.paying.preparing import Asked, prepare
from incentives.paying.steps import advance
from incentives.paying.vocabulary import Item, Result
from positions.access import Scope
from positions.models import Community, CountyYear, Mandate, Town, Unit, User
from positions.vocabulary import Role
from talent.exams.models import ExamRegistration
from talent.exports import write_rows
from talent.imports import import_workbook
from talent.models import Person
from talent.submissions import actions, drafts, evidence
from talent.submissions.actions import Actor
from talent.submissions.models import Kind
from talent.vocabulary import Level

UNIT = "演示县社会福利院"
ACCOUNTS = (
    ("admin", "演示管理员", Role.ADMINISTRATOR, {}),
    ("minzheng", "演示民政经办", Role.CLERK, {}),
    ("fuhe", "演示民政复核", Role.CLERK, {}),
    ("shenpi", "演示民政审批", Role.APPROVER, {}),
    ("caizheng", "演示财政", Role.FINANCE, {}),
    ("shenji", "演示审计", Role.AUDITOR, {}),
    ("zhen", "演示镇审核", Role.REVIEWER, {"town": "历市镇"}),
    ("bumen", "演示部门审核", Role.REVIEWER, {"unit": departments.REVIEWING}),
    ("chakan", "演示部门查看", Role.VIEWER, {"unit": departments.REVIEWING}),
    ("danwei", "演示单位填报", Role.UNIT, {"unit": UNIT}),
)
PARTS = (forecast, exams, learning, standing, purchases, departments)
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
                self._batches()
                self._budget()
        if notes.exists():
            self.stdout.write(f"演示账号和随机密码在：{notes}（只有本用户可读）")

    def _fill(self) -> None:
        chance = random.Random(demo.SEED)
        county = demo.County(chance, today())
        self._take(county.rows())
        for part in PARTS:
            self._take(part.rows(county, chance, today()))

    def _take(self, rows: dict[str, list[demo.Row]]) -> None:
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            write_rows(file, rows, today())
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

    def _batches(self) -> None:
        """Last year's bonuses and the allowances of some months paid, one payment of them returned; the next batch in public notice."""
        this = Month.of(today())
        self._paid(Asked(Item.BONUS, year=this.year - 1), this.plus(-6))
        self._paid(Asked(Item.ALLOWANCE, through=this.plus(-4)), this.plus(-3), returned=True)
        notice = prepare(self._payer("minzheng", today()), Asked(Item.ALLOWANCE, through=this.plus(-1)))
        for to, who in ((BatchState.REVIEWED, "fuhe"), (BatchState.PUBLISHED, "minzheng")):
            advance(self._payer(who, today()), notice.number, to)

    def _paid(self, asked: Asked, month: Month, *, returned: bool = False) -> None:
        begun, ended = month.first, workday_after(month.first, 6)
        number = prepare(self._payer("minzheng", begun), asked).number
        for to, who, on in (
            (BatchState.REVIEWED, "fuhe", begun),
            (BatchState.PUBLISHED, "minzheng", begun),
            (BatchState.APPROVED, "shenpi", ended),
            (BatchState.SENT, "shenpi", ended),
            (BatchState.PAYING, "caizheng", ended),
        ):
            advance(self._payer(who, on), number, to, "演示：已逐人核实" if to is BatchState.PAYING else "")
        if returned:
            first = Payment.objects.filter(batch__number=number).order_by("pk").first()
            answered = timezone.make_aware(datetime.datetime.combine(ended, datetime.time(15)))
            others = Payment.objects.filter(batch__number=number).exclude(pk=first.pk)
            others.update(result=Result.SUCCEEDED, answered=answered)
            Payment.objects.filter(pk=first.pk).update(result=Result.FAILED, reason="户名与账号不符", answered=answered)
        advance(self._payer("caizheng", ended), number, BatchState.PAID)

    def _budget(self) -> None:
        """The money of the years, the pass rates of past exams, and who means to sit the next one."""
        this = today().year
        for year, item, source, amount in purchases.given(this):
            Appropriation.objects.create(
                year=year,
                item=item,
                fund=FundSource.objects.get(name=source),
                amount=amount,
                on=datetime.date(year, 1, 20),
                document="演示文号",
            )
        for year, percent in ((this - 2, 22), (this - 1, 26), (this, 19)):
            PassRate.objects.create(year=year, level=Level.ASSISTANT, percent=percent, source="演示数据")
        unit = Unit.objects.get(name=UNIT)
        for name in ("演示考生甲", "演示考生乙", "演示考生丙"):
            ExamRegistration.objects.create(exam_year=this + 1, unit=unit, name=name, level=Level.ASSISTANT)

    def _payer(self, username: str, on: datetime.date) -> BatchActor:
        return BatchActor.named(username, on)

    def _actor(self, username: str) -> Actor:
        user = User.objects.get(username=username)
        return Actor(user, Scope.of(user, today()))
