"""Reminders of registration: on the day a stage begins, once, to the unit and the clerks, never to who has filed."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command

from dingnan_sw.notices.models import Notice
from incentives.learning import reminders
from incentives.learning.risk import Risk, risks
from tests.learning.holding import OBTAINED, UNTIL, apply, holder, register
from tests.paying.office import Office

pytestmark = pytest.mark.django_db
ENDS = UNTIL - datetime.timedelta(1)
YEAR_ENDS = OBTAINED.replace(year=2022)


def before(last, days):
    return last - datetime.timedelta(days)


@pytest.fixture
def cast(unit, hr, clerk, outsider):
    return unit


@pytest.mark.parametrize("registered", [True, False])
@pytest.mark.parametrize(
    ("days", "told"), [(91, 0), (90, 2), (31, 2), (30, 2), (1, 2), (0, 2), (-30, 2), (-31, 0)]
)  # fmt: skip
def test_the_unit_and_the_clerks_are_told_from_the_day_of_a_stage(registered, days, told, cast):
    person = holder(cast)
    if registered:
        register(person, cast)
    today = before(ENDS if registered else YEAR_ENDS, days)
    assert reminders.remind(today) == told
    assert reminders.remind(today) == 0
    assert {notice.user.username for notice in Notice.objects.all()} == ({"hr", "clerk"} if told else set())


def test_each_stage_is_told_once_however_often_the_command_runs(cast):
    register(holder(cast), cast)
    told = [reminders.remind(before(ENDS, days)) for days in range(100, -40, -1)]
    assert (sum(told), [100 - place for place, count in enumerate(told) if count]) == (6, [90, 30, 0])


def test_who_has_filed_is_left_alone(cast):
    person = holder(cast)
    register(person, cast)
    apply(person, cast, before(ENDS, 60))
    assert reminders.remind(before(ENDS, 30)) == 0


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("warn", "县里如要求登记才发放，涉及考试奖励 1,000.00 元"),
        ("block", "不登记就不发考试奖励 1,000.00 元"),
        ("off", ""),
    ],
)
def test_the_message_names_the_money_that_hangs_on_the_registration(mode, words, cast, monkeypatch):
    from tests.rules.test_registration_gate import book

    monkeypatch.setattr(reminders, "current_book", lambda: book(mode))
    holder(cast)
    reminders.remind(before(YEAR_ENDS, 30))
    (text,) = set(Notice.objects.values_list("text", flat=True))
    assert "首次登记的最后一天是 2022-06-20，还有 30 天" in text
    assert ("元" in text, words in text) == (bool(words), True)


def test_a_bonus_that_was_paid_is_at_risk_only_where_the_gate_would_take_it_back(unit):
    from tests.rules.test_registration_gate import book

    person = holder(unit)
    assert risks([person.pk], book("warn")) == {(person.pk, 1): Risk(Decimal(1000), blocked=False)}
    office = Office(datetime.date(2022, 3, 1))
    office.send(office.bonuses(2021))
    assert risks([person.pk], book("warn")) == {}
    (risk,) = risks([person.pk], book("block")).values()
    assert risk.words == "不登记就要扣回已发的考试奖励 1,000.00 元"


def test_a_renewal_is_reminded_with_the_hours_that_are_missing_and_no_money(cast):
    register(holder(cast), cast)
    reminders.remind(ENDS)
    text = Notice.objects.first().text
    assert "登记有效期到 2025-02-28，就是今天，请办理再登记；继续教育还差 72 学时" in text
    assert "元" not in text


def test_the_daily_command_gives_them(cast, monkeypatch):
    register(holder(cast), cast)
    monkeypatch.setattr("talent.submissions.management.commands.remind.today", lambda: ENDS)
    call_command("remind", "--verbosity", "0")
    assert Notice.objects.filter(key__startswith="registration-").count() == 2
