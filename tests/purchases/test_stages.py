"""A project's stages — 四（二）: whole, in order, and not standing still for longer than their limit."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dingnan_sw.lib.dates import today
from incentives.purchases.models import Project, StageLimit
from incentives.purchases.rolls import _money_faults, _project_faults
from incentives.purchases.stages import late, reached, stage_faults
from tests.purchases.projects import APPROVED, limit, organisation, project

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 2, 1)


def cells(**values):
    """立项 alone, and what is stated besides."""
    return {"approved_on": DAY, "approved_document": "甲", "approved_amount": 100, **values}


def procured(day, **values):
    return cells(procured_on=day, procured_document="乙", procured_amount=90, **values)


def headings(merged):
    return [heading for heading, _ in stage_faults(merged)]


@pytest.mark.parametrize(
    ("merged", "faulty"),
    [
        (cells(), []),
        (procured(DAY), []),  # the same day
        (procured(DAY - datetime.timedelta(days=1)), ["采购日期"]),  # the day before
        (cells(procured_on=DAY), ["采购文件", "成交金额"]),
        (cells(procured_document="乙"), ["采购日期", "成交金额"]),
        (cells(signed_on=DAY, signed_document="丙", signed_amount=90), ["合同日期"]),  # nothing was procured
        (procured(DAY, signed_on=DAY, signed_document="丙", signed_amount=0), []),  # of its worth others speak
    ],
)
def test_a_stage_is_whole_and_follows_the_one_before_it(merged, faulty):
    assert headings(merged) == faulty


def test_a_missing_stage_is_named_with_the_column_to_fill_first():
    ((_, message),) = stage_faults(cells(signed_on=DAY, signed_document="丙", signed_amount=90))
    assert message == "还没有采购方式，不能填合同：请先填“采购日期”。"


@pytest.mark.parametrize(
    ("values", "faulty"),
    [
        ({"signed_amount": 100}, []),
        ({"signed_amount": 101}, ["合同金额"]),
        ({"signed_amount": 0}, ["合同金额"]),
        ({"signed_amount": 90, "accepted_amount": 90}, []),
        ({"signed_amount": 90, "accepted_amount": 91}, ["验收金额"]),
    ],
)
def test_a_contract_keeps_to_the_budget_and_the_acceptance_to_the_contract(values, faulty):
    assert [heading for heading, _ in _money_faults({"approved_amount": 100, **values})] == faulty


@pytest.mark.parametrize("words", ["须在优先推荐名单内", "列入推荐名单"])
def test_the_recommendation_is_never_a_condition(words, unit):
    ((heading, message),) = _project_faults(cells(conditions=words))
    assert heading == "承接条件"
    assert "政府采购法第二十二条" in message
    with pytest.raises(IntegrityError, match="recommendation_is_no_condition"), transaction.atomic():
        project(buyer=unit, conditions=words)


def test_conditions_that_fit_the_project_are_taken():
    assert list(_project_faults(cells(conditions="有三年以上服务经验"))) == []


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"procured_on": None}, "stage_procured_is_whole"),
        ({"signed_on": APPROVED}, "stage_signed_follows_procured"),
        ({"signed_amount": 2000}, "contract_has_a_provider_and_keeps_to_the_budget"),
        ({"provider": None}, "contract_has_a_provider_and_keeps_to_the_budget"),
        ({"way": ""}, "project_is_bought_in_some_way"),
    ],
)
def test_the_database_refuses_what_does_not_go_together(change, constraint, unit):
    project(buyer=unit, provider=organisation(), through="signed")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Project.objects.update(**change)


@pytest.mark.parametrize(
    ("through", "words"), [("approved", "立项"), ("signed", "合同"), ("accepted", "验收"), ("evaluated", "绩效")]
)
def test_a_project_has_reached_its_last_stage(through, words, unit):
    assert reached(project(buyer=unit, provider=unit, through=through)).label == words


@pytest.mark.parametrize(("days", "overdue"), [(90, 0), (91, 1)])
def test_a_project_is_late_on_the_day_after_its_limit(days, overdue, unit):
    limit("approved", 90)
    found = late([project(buyer=unit)], APPROVED + datetime.timedelta(days=days))
    assert [one.days for one in found] == [days] * overdue


def test_a_new_limit_counts_from_its_day_on(unit):
    limit("approved", 90)
    limit("approved", 10, since=APPROVED + datetime.timedelta(days=20))
    one = project(buyer=unit)
    assert not late([one], APPROVED + datetime.timedelta(days=19))
    assert late([one], APPROVED + datetime.timedelta(days=20))[0].limit.days == 10


def test_a_finished_project_and_one_without_a_limit_wait_for_nothing(unit):
    StageLimit.objects.all().delete()
    done = project("甲", buyer=unit, provider=unit, through="evaluated")
    begun = project("乙", buyer=unit)
    assert late([done, begun], datetime.date(2036, 1, 1)) == []


# What waits ---------------------------------------------------------------------------------------


def tasks(browser):
    """The things to do on the home page, with their counts."""
    return {task.words: task.count for task in browser.get(reverse("home")).context["tasks"]}


@pytest.mark.parametrize(("days", "count"), [(90, None), (91, 1)])
def test_a_late_project_waits_for_the_bureau_until_its_next_stage(days, count, unit, clerk, signed_in):
    limit("approved", 90)
    one = project(buyer=unit, on=today() - datetime.timedelta(days=days))
    assert tasks(signed_in(clerk)).get("超过办理时限的购买服务项目") == count
    limit("procured", 30)
    Project.objects.filter(pk=one.pk).update(procured_on=today(), procured_document="乙", procured_amount=90)
    assert "超过办理时限的购买服务项目" not in tasks(signed_in(clerk))


def test_a_late_project_waits_for_nobody_else(unit, finance, approver, hr, signed_in):
    limit("approved", 1)
    project(buyer=unit)
    for user in (finance, approver, hr):
        assert "超过办理时限的购买服务项目" not in tasks(signed_in(user))
