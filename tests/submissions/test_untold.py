"""What a submission's page tells of people whom the unit does not keep: nothing of what others have on record of them."""

import datetime

import pytest
from django.urls import reverse

from talent.models import Service
from talent.submissions import approval
from talent.submissions.flow import State
from talent.submissions.models import Submission
from tests import county
from tests.submissions.filling import ACCOUNT, PHONE
from tests.submissions.people import actor, row, submission

TODAY = datetime.date(2026, 11, 25)
LEFT = datetime.date(2022, 1, 1)
STATED = {
    "联系电话": "13900000001",
    "开户银行": "工商银行",
    "银行账号": "777788880000",
    "学历": "本科",
    "政治面貌": "群众",
}
RECORDED = (PHONE, ACCOUNT, "农商银行", "博士", "中共党员")


@pytest.fixture
def gone(unit, other_unit):
    """Somebody who has left the unit for another one."""
    one = county.person(
        1,
        "张三",
        phone=PHONE,
        bank_account=ACCOUNT,
        bank_name="农商银行",
        education="博士",
        political_status="中共党员",
    )
    county.serve(one, unit, until=LEFT)
    county.serve(one, other_unit, since=LEFT)
    return one


def told(browser, one):
    """What of the record stands in the page, as it is and with its numbers in full."""
    pages = browser.get(reverse("submission", args=[one.pk])), browser.post(reverse("submission-clear", args=[one.pk]))
    return [[value for value in RECORDED if value in page.content.decode()] for page in pages]


def approved(one):
    plans = approval.plan([one], TODAY)
    approval.approve(actor("clerk-one", "clerk"), {one.pk: plans[one.pk].digest}, TODAY)
    return Submission.objects.get(pk=one.pk)


def past(unit, keeper, state=State.BUREAU, **cells):
    """Of a service that has ended."""
    return submission(unit, keeper, state, rows=[row(unit, 1, **STATED, 任职终止日期="2020-12-31", **cells)])


@pytest.mark.parametrize("written", ["{}", " {}", "{} "])
def test_a_unit_is_not_told_of_who_has_left_it_however_the_number_is_typed(written, mine, keeper, unit, gone):
    one = past(unit, keeper, State.DRAFT, 身份证号=written.format(county.id_number(1)))
    assert told(mine, one) == [[], []]


def test_a_number_with_a_small_letter_is_the_same_number(mine, keeper, unit, other_unit):
    number = next(n for n in (county.id_number(k) for k in range(1, 200)) if n.endswith("X"))
    one = county.person(1, "张三", phone=PHONE, bank_account=ACCOUNT, bank_name="农商银行")
    one.id_number = number
    one.derive().save()
    county.serve(one, unit, until=LEFT)
    county.serve(one, other_unit, since=LEFT)
    assert told(mine, past(unit, keeper, State.DRAFT, 身份证号=number.lower())) == [[], []]


def test_somebody_in_any_row_whom_it_does_not_keep_hides_what_is_recorded(mine, keeper, unit, gone):
    county.serve(county.person(2, "李四"), unit)
    rows = [row(unit, 2, "李四"), row(unit, 1, **STATED)]
    assert told(mine, submission(unit, keeper, State.DRAFT, rows=rows)) == [[], []]


def test_a_towns_reviewer_is_not_told_of_who_has_left_the_town(signed_in, keeper, unit, gone):
    far = county.committee("丙社区居民委员会", "360728101001", place=county.town("岿美山镇", "360728101"))
    Service.objects.filter(person=gone, until=None).update(unit=far)
    browser = signed_in(actor("reviewer", "reviewer", town=unit.town).user)
    assert told(browser, past(unit, keeper, State.REVIEW, 身份证号=f" {county.id_number(1)}")) == [[], []]


def test_the_unit_that_keeps_somebody_is_told_what_is_on_record(mine, keeper, unit, worker):
    one = submission(unit, keeper, State.DRAFT, rows=[row(unit, 1, **STATED)])
    assert told(mine, one) == [["农商银行"], [PHONE, ACCOUNT, "农商银行"]]


# Approved -------------------------------------------------------------------------------------------


def test_an_approved_past_service_tells_nothing_of_what_another_unit_keeps(mine, bureau, keeper, unit, gone):
    Service.objects.filter(unit=unit).delete()
    one = approved(past(unit, keeper))
    assert told(mine, one) == [[], []]
    assert told(bureau, one)[1] == [PHONE, ACCOUNT, "农商银行", "博士", "中共党员"]


def test_who_takes_somebody_on_is_not_told_what_the_unit_before_had_on_record(mine, keeper, unit, gone):
    one = approved(submission(unit, keeper, State.BUREAU, rows=[row(unit, 1, **STATED, 任职起始日期="2026-07-01")]))
    assert Service.objects.filter(unit=unit, until=None).exists()
    assert told(mine, one) == [[], []]


def test_what_was_approved_before_that_was_written_down_is_hidden_too(mine, bureau, keeper, unit, gone):
    one = approved(past(unit, keeper))
    one.sealed_outcome = one.sealed_outcome.replace(', "told": false', "")
    one.save()
    assert "told" not in one.outcome[0]
    assert (told(mine, one), bool(told(bureau, one)[1])) == ([[], []], True)


def test_what_a_unit_changed_of_its_own_people_stays_on_its_page(mine, keeper, unit, worker):
    Service.objects.update(since=datetime.date(2020, 3, 1))
    one = approved(submission(unit, keeper, State.BUREAU, rows=[row(unit, 1, **STATED)]))
    assert told(mine, one)[1] == [PHONE, ACCOUNT, "农商银行"]
    Service.objects.update(until=LEFT)
    assert told(mine, one) == [[], []]
