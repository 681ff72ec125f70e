"""The steps of a batch: in their order, by four people, on days that follow each other."""

import datetime

import pytest

from dingnan_sw.audit.models import Entry
from incentives.paying import checking, objections, steps
from incentives.paying.flow import MOVES, State
from incentives.paying.models import Batch, Payment
from incentives.paying.steps import advance
from incentives.paying.vocabulary import Result
from incentives.refusals import Refused
from positions.models import Mandate, User
from positions.vocabulary import Role
from tests import county
from tests.paying.office import DAY, account, told

pytestmark = pytest.mark.django_db
day = datetime.date
ORDER = ("reviewed", "published", "approved", "sent", "paying", "paid", "archived")
WHO = {"reviewed": "checker", "published": "checker", "approved": "head", "sent": "head", "archived": "preparer",
       "paying": "payer", "paid": "payer", "voided": "preparer"}  # fmt: skip
LATER = day(2022, 3, 9)
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def person():
    one = county.person(bank_name="演示银行", bank_account="9999000000000000001")
    county.serve(one, county.committee())
    county.certify(one, approved_on=day(2020, 12, 10))
    return one


@pytest.fixture
def batch(office, person):
    return office.allowances("2021-03")


def refused(office, batch, to, by, on=LATER, note="说明"):
    with pytest.raises(Refused) as caught:
        office.step(batch, to, by, on, note)
    return caught.value.code


def refused_draft(office, through):
    with pytest.raises(Refused) as caught:
        office.allowances(through)
    return caught.value.code


def taken(office, batch, steps):
    for to in steps:
        office.step(batch, to, WHO[to], LATER if to not in ("reviewed", "published") else DAY, "说明")
    batch.refresh_from_db()


@pytest.mark.parametrize("reached", range(len(ORDER) + 1))
def test_from_each_state_only_its_next_steps_are_taken(office, batch, reached):
    taken(office, batch, ORDER[:reached])
    possible = {to.value for to, move in MOVES.items() if batch.state in move.sources}
    for to in MOVES:
        if to.value not in possible:
            assert refused(office, batch, to.value, WHO[to.value]) in ("wrong_state", "unknown_batch")
    assert possible <= {ORDER[reached] if reached < len(ORDER) else None, "voided"}
    assert ("voided" in possible) == (reached < ORDER.index("sent") + 1)


@pytest.mark.parametrize(
    ("to", "by"),
    [("reviewed", "head"), ("reviewed", "payer"), ("published", "head"), ("approved", "preparer"),
     ("sent", "checker"), ("archived", "payer"), ("voided", "payer")],
)  # fmt: skip
def test_a_step_belongs_to_its_role(office, batch, to, by):
    taken(office, batch, ORDER[: ORDER.index(to)] if to in ORDER else ())
    assert refused(office, batch, to, by) == "not_permitted"


def test_the_preparer_does_not_review(office, batch):
    assert refused(office, batch, "reviewed", "preparer") == "same_person"


def test_the_reviewer_does_not_approve_even_with_the_role(office, batch):
    Mandate.objects.create(user=User.objects.get(username="checker"), role=Role.APPROVER, since=DAY)
    taken(office, batch, ORDER[:2])
    assert refused(office, batch, "approved", "checker") == "same_person"


def test_the_approver_does_not_pay_even_with_the_role(office, batch):
    Mandate.objects.create(user=User.objects.get(username="head"), role=Role.FINANCE, since=DAY)
    taken(office, batch, ORDER[:4])
    assert refused(office, batch, "paying", "head") == "same_person"


def test_a_mandate_that_has_ended_takes_no_step_whatever_the_working_date(office, batch):
    Mandate.objects.filter(user__username="checker").update(until=DAY)
    assert refused(office, batch, "reviewed", "checker", DAY) == "not_permitted"


def test_a_disabled_account_takes_no_step(office, batch):
    User.objects.filter(username="checker").update(is_active=False)
    assert refused(office, batch, "reviewed", "checker") == "unknown_user"


def test_no_step_is_dated_before_the_one_it_follows(office, batch):
    assert refused(office, batch, "reviewed", "checker", DAY - datetime.timedelta(days=1)) == "date_order"
    office.step(batch, "reviewed", "checker", DAY)


def test_no_step_is_dated_after_today(office, batch):
    assert refused(office, batch, "reviewed", "checker", day(2999, 1, 1)) == "future_date"


# 2022-03-01 is a Tuesday: days 1 to 5 are 2, 3, 4, 7 and 8 March.
@pytest.mark.parametrize(("on", "code"), [(day(2022, 3, 8), "notice_running"), (day(2022, 3, 9), None)])
def test_approval_is_possible_from_the_day_after_the_fifth_working_day(office, batch, on, code):
    taken(office, batch, ORDER[:2])
    assert (batch.notice_first, batch.notice_last) == (day(2022, 3, 2), day(2022, 3, 8))
    if code:
        assert refused(office, batch, "approved", "head", on) == code
        return
    assert office.step(batch, "approved", "head", on).state == State.APPROVED


# Spring festival 2022: 31 January to 6 February off, 29 and 30 January worked.
def test_the_notice_counts_the_working_days_of_the_announcement(office, person):
    office.on = day(2022, 1, 28)
    batch = office.allowances("2021-03")
    office.step(batch, "reviewed", "checker")
    batch = office.step(batch, "published", "checker")
    assert (batch.notice_first, batch.notice_last) == (day(2022, 1, 29), day(2022, 2, 9))


def test_an_objection_waits_for_its_answer_before_approval(office, batch):
    taken(office, batch, ORDER[:2])
    raised = objections.object_to(office.actor("checker", LATER), batch.number, "李某", "没有在岗")
    assert refused(office, batch, "approved", "head") == "open_objections"
    objections.answer(office.actor("preparer", LATER), raised.pk, "已核实，在岗")
    told = Entry.objects.filter(action__endswith="异议").order_by("pk")
    assert [entry.details["text"] for entry in told] == ["李某：没有在岗", "已核实，在岗"]
    assert office.step(batch, "approved", "head", LATER).state == State.APPROVED


# Published on DAY; the notice's own days begin on the next, and an objection may come before.
@pytest.mark.parametrize(("on", "code"), [(DAY - ONE_DAY, "date_order"), (DAY, None), (day(2999, 1, 1), "future_date")])
def test_an_objection_is_dated_from_the_day_of_publication_to_today(office, batch, on, code):
    taken(office, batch, ORDER[:2])
    if code:
        with pytest.raises(Refused) as caught:
            objections.object_to(office.actor("checker", on), batch.number, "李某", "没有在岗")
        assert caught.value.code == code
        return
    assert objections.object_to(office.actor("checker", on), batch.number, "李某", "没有在岗").on == on


@pytest.mark.parametrize(("raised_by", "text"), [("李" * 61, "没有在岗"), ("李某", "没" * 2001)])
def test_an_objection_is_kept_whole_or_not_taken(office, batch, raised_by, text):
    taken(office, batch, ORDER[:2])
    with pytest.raises(Refused) as caught:
        objections.object_to(office.actor("checker", LATER), batch.number, raised_by, text)
    assert (caught.value.code, batch.objections.count()) == ("too_long", 0)


def test_an_answer_is_kept_whole_or_not_taken(office, batch):
    taken(office, batch, ORDER[:2])
    raised = objections.object_to(office.actor("checker", LATER), batch.number, "李某", "没有在岗")
    with pytest.raises(Refused) as caught:
        objections.answer(office.actor("preparer", LATER), raised.pk, "在" * 2001)
    assert caught.value.code == "too_long"
    assert "处理意见有 2,001 个字，最多 2,000 个" in caught.value.message
    assert objections.answer(office.actor("preparer", LATER), raised.pk, "在" * 2000).answer == "在" * 2000


@pytest.mark.parametrize(("length", "code"), [(1000, None), (1001, "too_long"), (3000, "too_long")])
def test_a_note_is_kept_whole_or_not_taken(office, batch, length, code):
    if code:
        assert refused(office, batch, "reviewed", "checker", DAY, "说" * length) == code
        assert [one.state for one in batch.steps.all()] == [State.DRAFT]
        return
    office.step(batch, "reviewed", "checker", DAY, "说" * length)
    assert batch.steps.last().note == "说" * length


def test_a_void_batch_lets_the_next_one_take_its_lines(office, batch):
    office.step(batch, "voided", "preparer", note="重做")
    assert told(office.allowances("2021-03")) == told(batch)


def test_another_period_waits_until_the_open_batch_is_done(office, batch):
    with pytest.raises(Refused) as caught:
        office.allowances("2021-04")
    assert caught.value.code == "batch_open"


def test_an_empty_draft_makes_way_for_another_period(office, person):
    office.pay(office.allowances("2021-03"))
    empty = office.allowances("2021-03")
    assert office.allowances("2021-04").number == empty.number + 1
    empty.refresh_from_db()
    assert empty.state == State.VOIDED
    written = Entry.objects.filter(action="批次办理").last().details
    assert (written["after"], written["on"]) == ("作废", office.on.isoformat())


def test_a_draft_pressed_again_is_drawn_anew_when_something_changed(office, batch, person):
    assert office.allowances("2021-03") == batch
    person.services.update(until=day(2021, 2, 1))
    again = office.allowances("2021-03", by="checker")
    assert (again.number, again.total, again.preparer.username) == (batch.number, 100, "checker")


# In draft since DAY: as it is it comes back on any day, what is done with it is dated that day or later.
@pytest.mark.parametrize(("on", "code"), [(DAY - ONE_DAY, "date_order"), (DAY, None), (day(2999, 1, 1), "future_date")])
def test_a_draft_is_not_drawn_anew_before_the_day_it_was_drawn(office, batch, person, on, code):
    person.services.update(until=day(2021, 2, 1))
    office.on = on
    if code:
        assert refused_draft(office, "2021-03") == code
        batch.refresh_from_db()
        assert (batch.total, batch.prepared_on, batch.steps.count()) == (300, DAY, 1)
        return
    assert office.allowances("2021-03").total == 100


def test_an_unchanged_draft_comes_back_whatever_the_working_date(office, batch):
    office.on = DAY - ONE_DAY
    assert office.allowances("2021-03").prepared_on == DAY


def test_an_empty_draft_makes_way_no_earlier_than_it_was_drawn(office, person):
    office.pay(office.allowances("2021-03"))
    empty = office.allowances("2021-03")
    office.on -= ONE_DAY
    assert refused_draft(office, "2021-04") == "date_order"
    empty.refresh_from_db()
    assert empty.state == State.DRAFT
    office.on += ONE_DAY
    assert office.allowances("2021-04").number == empty.number + 1


def test_a_reviewed_batch_is_not_drawn_again(office, batch):
    taken(office, batch, ORDER[:1])
    with pytest.raises(Refused) as caught:
        office.allowances("2021-03")
    assert caught.value.code == "batch_open"


def test_months_to_come_are_not_prepared(office, person):
    with pytest.raises(Refused) as caught:
        office.allowances("2999-01")
    assert caught.value.code == "future_month"


# Payment --------------------------------------------------------------------------------------------


def test_payment_waits_for_open_findings_to_be_acknowledged(office, batch, person):
    person.bank_account = None
    person.derive().save()
    taken(office, batch, ORDER[:4])
    assert refused(office, batch, "paying", "payer", note=" ") == "unacknowledged_checks"
    office.step(batch, "paying", "payer", LATER, "现金发放")
    assert [one.reason for one in batch.acknowledgements.all()] == ["现金发放"]


@pytest.mark.parametrize(("length", "code"), [(500, None), (501, "too_long")])
def test_the_reason_of_an_acknowledgement_is_kept_whole_or_not_taken(office, batch, person, length, code):
    person.bank_account = None
    person.derive().save()
    taken(office, batch, ORDER[:4])
    if code:
        assert refused(office, batch, "paying", "payer", note="核" * length) == code
        assert not batch.acknowledgements.exists()
        return
    office.step(batch, "paying", "payer", LATER, "核" * length)
    assert [one.reason for one in batch.acknowledgements.all()] == ["核" * length]


def test_payment_without_findings_needs_no_reason(office, batch):
    taken(office, batch, ORDER[:4])
    assert office.step(batch, "paying", "payer", LATER).state == State.PAYING


def test_without_results_every_payment_has_succeeded(office, batch):
    taken(office, batch, ORDER[:6])
    assert batch.state == State.PAID
    assert set(Payment.objects.values_list("result", flat=True)) == {Result.SUCCEEDED}


def test_what_came_back_is_paid_again_in_a_second_round_with_the_mended_account(office, batch, person):
    taken(office, batch, ORDER[:5])
    Payment.objects.update(result=Result.FAILED, reason="账号不符")
    assert office.step(batch, "paid", "payer", LATER).state == State.RETURNED
    assert refused(office, batch, "paid", "payer") == "failed_payments"
    person.bank_account = "9999000000000000002"
    person.derive().save()
    office.step(batch, "paying", "payer", LATER)
    assert office.step(batch, "paid", "payer", LATER).state == State.PAID
    payments = Payment.objects.order_by("round").values_list("round", "amount", "result")
    assert list(payments) == [(1, 300, Result.FAILED), (2, 300, Result.SUCCEEDED)]
    assert [one.account[-1] for one in Payment.objects.order_by("round")] == ["1", "2"]


def test_some_answers_are_not_enough_to_close(office, batch, person):
    other = county.person(2, "李四", bank_name="演示银行", bank_account="9999000000000000003")
    county.serve(other, person.services.get().unit)
    county.certify(other, "DEMO2", approved_on=day(2020, 12, 10))
    batch = office.allowances("2021-03")
    taken(office, batch, ORDER[:5])
    first = Payment.objects.order_by("pk").first()
    Payment.objects.filter(pk=first.pk).update(result=Result.SUCCEEDED)
    assert refused(office, batch, "paid", "payer") == "results_missing"


# What was seen, and by whom ------------------------------------------------------------------------


def test_a_draft_drawn_anew_is_not_signed_by_whoever_saw_the_old_one(office, batch, person):
    seen = batch.steps.last().pk
    person.services.update(until=day(2021, 2, 1))
    office.allowances("2021-03")
    with pytest.raises(Refused) as caught:
        advance(office.actor("checker"), batch.number, State.REVIEWED, seen=seen)
    assert caught.value.code == "changed_meanwhile"
    assert advance(office.actor("checker"), batch.number, State.REVIEWED, seen=batch.steps.last().pk)


def test_two_drafts_that_hold_the_same_bonus_pay_it_once(office, person):
    first = office.bonuses(2020)
    person.certificates.update(stated_exam_year=2021)
    second = office.bonuses(2021)
    office.send(first)
    with pytest.raises(Refused) as caught:
        office.send(second)
    assert caught.value.code == "ledger_changed"
    second.refresh_from_db()
    assert second.state == State.APPROVED


def test_what_was_acknowledged_stays_so_on_the_next_day(office, batch, person):
    taken(office, batch, ORDER[:4])
    person.services.update(until=day(2022, 3, 1))
    (one,) = checking.open_findings(batch, LATER)
    steps.acknowledge(batch, [one], steps.Remark("已核实"), office.actor("payer", LATER))
    assert checking.open_findings(batch, LATER + datetime.timedelta(days=1)) == []


def test_the_findings_of_a_second_round_are_seen_before_it_begins(office, batch, person):
    taken(office, batch, ORDER[:5])
    Payment.objects.update(result=Result.FAILED, reason="账号不符")
    office.step(batch, "paid", "payer", LATER)
    person.bank_account = None
    person.derive().save()
    batch.refresh_from_db()
    assert [one.code for one in checking.open_findings(batch, LATER)] == ["account_missing"]


def test_an_account_of_another_unit_sees_no_batch(office, batch):
    account("hr", Role.UNIT, unit=county.unit("演示小学", "学校"))
    assert not Batch.objects.within(office.actor("hr").scope).exists()
    with pytest.raises(Refused) as caught:
        advance(office.actor("hr"), batch.number, State.REVIEWED)
    assert caught.value.code == "not_permitted"
