"""What comes back from the bank: reported late, paid again, set off as far as it goes, or to stay unpaid."""

import datetime

import openpyxl
import pytest
from django.db import Error, transaction

from dingnan_sw.lib.dates import today
from incentives.paying import checking, receivables
from incentives.paying.bank_file import COLUMNS, STANDARD, order_number
from incentives.paying.flow import State
from incentives.paying.models import Cancellation, Payment, PaymentFileLayout, Receivable, Settlement
from incentives.paying.results import import_results
from incentives.paying.vocabulary import Channel, Result, Settling
from incentives.refusals import Refused
from talent.models import Service
from tests import county
from tests.paying.office import Office

pytestmark = pytest.mark.django_db
day = datetime.date
PAID_ON = day(2022, 3, 9)


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def people():
    employer = county.committee()
    found = []
    for number, name in enumerate(("张三", "李四"), 1):
        one = county.person(number, name, bank_name="演示银行", bank_account=f"999900000000000000{number}")
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}", approved_on=day(2020, 12, 10))
        found.append(one)
    return found


@pytest.fixture
def closed(office, people):
    """Three months paid to two people, every payment a success as far as is known."""
    batch = office.allowances("2021-03")
    office.pay(batch)
    return batch


@pytest.fixture
def answer(office, tmp_path):
    def import_answer(batch, *rows, on=PAID_ON, name="answer.xlsx"):
        """From a file of that name, which is written once."""
        path = tmp_path / name
        if not path.exists():
            book = openpyxl.Workbook()
            for row in [("证件号码", "金额", "结果", "失败原因", "支付编号"), *rows]:
                book.active.append(row)
            book.save(path)
        told = import_results(office.actor("payer", on), batch.number, path, today())
        batch.refresh_from_db()
        return told

    return import_answer


def back(person, amount="300.00"):
    return (person.id_number, amount, "失败", "已销户")


def numbered(payment):
    return (payment.person.id_number, str(payment.amount), "失败", "已销户", order_number(payment))


def refused(act, *arguments, **named):
    with pytest.raises(Refused) as caught:
        act(*arguments, **named)
    return caught.value


def state_of(batch):
    batch.refresh_from_db()
    return batch.state


# Reported after the payment was closed ----------------------------------------------------------------


@pytest.mark.parametrize("archived", [False, True])
def test_what_comes_back_later_opens_the_payment_again_and_is_paid_once_more(office, closed, people, answer, archived):
    if archived:
        office.step(closed, "archived", "preparer")
    told = answer(closed, back(people[0]))
    assert (told.succeeded, told.failed, told.waiting) == (1, 1, 0)
    assert (closed.state, closed.steps.last().note) == (State.RETURNED, "银行又退回 1 人")
    office.step(closed, "paying", "payer", note="已核实")
    assert [(one.person, one.round) for one in Payment.objects.due()] == [(people[0], 2)]
    office.step(closed, "paid", "payer")
    assert office.step(closed, "archived", "preparer").state == State.ARCHIVED


@pytest.mark.parametrize(("length", "taken"), [(300, True), (301, False)])
def test_the_banks_reason_is_kept_whole_or_not_taken(length, taken, closed, people, answer):
    row = (*back(people[0])[:3], "销" * length)
    if taken:
        answer(closed, row)
        assert len(Payment.objects.get(person=people[0]).reason) == length
    else:
        (fault,) = refused(answer, closed, row).details["errors"]
        assert (fault["code"], "最多 300 个" in fault["message"]) == ("too_long", True)


def test_of_a_success_no_reason_is_kept_however_long(closed, people, answer):
    told = answer(closed, (people[0].id_number, "300.00", "成功", "附" * 301))
    assert (told.succeeded, Payment.objects.get(person=people[0]).reason) == (2, "")


def test_the_same_late_answer_twice_changes_nothing_more(closed, people, answer):
    answer(closed, back(people[0]))
    answer(closed, back(people[0]))
    assert closed.steps.filter(state=State.RETURNED).count() == 1


def test_a_late_answer_is_dated_no_earlier_than_the_step_before(closed, people, answer):
    assert refused(answer, closed, back(people[0]), on=day(2022, 3, 8)).code == "date_order"
    assert not Payment.objects.filter(result=Result.FAILED).exists()


def test_a_success_confirmed_later_opens_nothing(closed, people, answer):
    answer(closed, (people[0].id_number, "300.00", "成功", ""))
    assert closed.state == State.PAID


def test_what_came_back_never_turns_into_a_success(closed, people, answer):
    answer(closed, back(people[0]))
    found = refused(answer, closed, (people[0].id_number, "300.00", "成功", ""), name="other.xlsx")
    assert found.details["errors"][0]["code"] == "already_answered"


def test_a_first_payment_that_comes_back_while_a_second_round_runs_is_paid_in_the_third(office, closed, people, answer):
    answer(closed, back(people[0]))
    office.step(closed, "paying", "payer", note="已核实")
    answer(closed, back(people[1]), name="other.xlsx")
    assert closed.state == State.PAYING
    assert office.step(closed, "paid", "payer").state == State.RETURNED
    office.step(closed, "paying", "payer", note="已核实")
    assert [(one.person, one.round) for one in Payment.objects.due()] == [(people[1], 3)]


def test_the_file_of_an_earlier_round_is_not_taken_again(office, closed, people, answer):
    answer(closed, back(people[0]))
    office.step(closed, "paying", "payer", note="已核实")
    found = refused(answer, closed)
    assert (found.code, "第 1 轮" in found.message, "支付编号" in found.message) == ("earlier_round", True, True)
    assert Payment.objects.due().count() == 1
    assert closed.papers.count() == 1


@pytest.fixture
def next_batch(office, closed):
    """The same people and amounts for the three months after."""
    batch = office.send(office.allowances("2021-06"))
    office.on = batch.steps.last().on
    return office.step(batch, "paying", "payer", note="已核实")


def test_the_answer_of_another_batch_is_not_taken(office, closed, next_batch, people, answer):
    answer(closed, back(people[0]), (people[1].id_number, "300.00", "成功", ""))
    found = refused(answer, next_batch, on=office.on)
    assert (found.code, "第 1 批的回盘" in found.message) == ("other_batch", True)
    assert Payment.objects.due().count() == 2
    assert not next_batch.papers.exists()


def test_an_answer_of_its_own_is_taken_though_the_batch_before_had_as_much_to_say(
    office, closed, next_batch, people, answer
):
    answer(closed, back(people[0]))
    assert (
        answer(next_batch, (people[0].id_number, "300.00", "失败", "户名不符"), on=office.on, name="own.xlsx").failed
        == 1
    )


@pytest.mark.parametrize("result", ["成功", "失败"])
def test_an_old_answer_saved_again_is_not_taken_for_one_about_the_second_round(office, closed, people, answer, result):
    answer(closed, back(people[0]))
    office.step(closed, "paying", "payer", note="已核实")
    found = refused(answer, closed, (people[0].id_number, "300.00", result, "销户"), name="saved again.xlsx")
    assert [(one["column"], one["code"]) for one in found.details["errors"]] == [("支付编号", "which_round")]
    assert "保留支付编号" in found.message
    assert Payment.objects.due().count() == 1


def test_the_answer_to_a_first_payment_does_not_confirm_the_second(office, people, answer):
    batch = office.send(office.allowances("2021-03"))
    office.step(batch, "paying", "payer", PAID_ON, "已核实")
    succeeded = [(one.id_number, "300.00", "成功", "") for one in people]
    answer(batch, *succeeded, name="first.xlsx")
    office.step(batch, "paid", "payer", PAID_ON)
    answer(batch, back(people[0]))
    office.step(batch, "paying", "payer", PAID_ON, "已核实")
    assert refused(answer, batch, name="first.xlsx").code == "earlier_round"
    assert [one.person for one in Payment.objects.due()] == [people[0]]


def test_the_same_answer_to_the_second_round_twice_changes_nothing_more(office, closed, people, answer):
    answer(closed, back(people[0]))
    office.step(closed, "paying", "payer", note="已核实")
    paid = (*numbered(Payment.objects.due().get())[:2], "成功", "", order_number(Payment.objects.due().get()))
    told = [answer(closed, paid, name="second.xlsx") for _ in range(2)]
    assert [(one.succeeded, one.failed, one.waiting) for one in told] == [(2, 0, 0)] * 2


def test_a_success_without_its_number_is_harmless_once_the_second_round_has_its_result(office, closed, people, answer):
    answer(closed, back(people[0]))
    office.step(closed, "paying", "payer", note="已核实")
    office.step(closed, "paid", "payer")
    told = answer(closed, *((one.id_number, "300.00", "成功", "") for one in people), name="other.xlsx")
    assert (told.succeeded, closed.state) == (2, State.PAID)


def test_with_its_number_an_order_of_the_second_round_can_come_back_too(office, closed, people, answer):
    first = answer(closed, back(people[0])).batch.payments.get(person=people[0])
    office.step(closed, "paying", "payer", note="已核实")
    second = Payment.objects.due().get()
    answer(closed, *(numbered(one) for one in (first, second)), name="numbered.xlsx")
    assert Payment.objects.filter(result=Result.FAILED).count() == 2
    assert office.step(closed, "paid", "payer").state == State.RETURNED


def test_a_number_of_another_person_is_refused(closed, people, answer):
    other = closed.payments.get(person=people[1])
    row = (people[0].id_number, "300.00", "失败", "已销户", order_number(other))
    assert refused(answer, closed, row).details["errors"][0]["code"] == "unknown_person"


def test_rows_below_the_sum_are_not_passed_over(closed, people, answer):
    paid = (people[1].id_number, "300.00", "成功", "")
    found = refused(answer, closed, paid, ("合计", "300.00"), back(people[0]))
    assert [one["code"] for one in found.details["errors"]] == ["rows_after_end"]


def test_two_sheets_of_answers_are_not_half_read(office, closed, people, tmp_path):
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("失败")):
        sheet.append(("证件号码", "金额", "结果", "失败原因"))
        sheet.append(back(people[0]))
    book.save(tmp_path / "two.xlsx")
    found = refused(import_results, office.actor("payer", PAID_ON), closed.number, tmp_path / "two.xlsx", today())
    assert found.code == "several_sheets"


@pytest.mark.parametrize(("count", "more"), [(3, False), (300, True)])
def test_of_many_sheets_of_answers_three_are_named(count, more, office, closed, people, tmp_path):
    book = openpyxl.Workbook()
    for sheet in (book.active, *(book.create_sheet(f"表{number}") for number in range(1, count))):
        sheet.append(("证件号码", "金额", "结果", "失败原因"))
        sheet.append(back(people[0]))
    book.save(tmp_path / "many.xlsx")
    found = refused(import_results, office.actor("payer", PAID_ON), closed.number, tmp_path / "many.xlsx", today())
    assert (f"{count} 张" in found.message, "等" in found.message, "表3" in found.message) == (True, more, False)


@pytest.fixture
def renamed(office, tmp_path):
    def rename(channel=Channel.CARD, **headings):
        """The bank's own headings in the layout of that channel; gives the import of a file that has them."""
        columns = [{"key": key, "heading": headings.get(key, COLUMNS[key].heading)} for key in STANDARD[channel]]
        PaymentFileLayout.objects.create(channel=channel, columns=columns)
        named = [
            headings.get(key, COLUMNS[key].heading) for key in ("id_number", "amount", "result", "reason", "order")
        ]

        def import_answer(batch, *rows):
            book = openpyxl.Workbook()
            for row in (("演示银行代发结果",), named, *rows):
                book.active.append(row)
            book.save(tmp_path / "bank.xlsx")
            return import_results(office.actor("payer", PAID_ON), batch.number, tmp_path / "bank.xlsx", today())

        return import_answer

    return rename


@pytest.mark.parametrize(
    "headings",
    [
        {"reason": "退票说明"},
        {"order": "业务流水号"},
        {"order": "业务流水号", "reason": "退票说明"},
        {
            "id_number": "收款人证件",
            "amount": "代发金额",
            "result": "处理结果",
            "order": "业务流水号",
            "reason": "退票说明",
        },
    ],
)
def test_whichever_columns_the_bank_names_in_its_own_way_are_read(office, closed, people, answer, renamed, headings):
    answer(closed, back(people[0]))
    office.step(closed, "paying", "payer", note="已核实")
    renamed(Channel.DIRECT, reason="失败说明")
    told = renamed(**headings)(closed, numbered(Payment.objects.due().get()))
    assert (told.succeeded, told.failed, told.waiting) == (1, 1, 0)
    assert set(Payment.objects.filter(round=2).values_list("result", "reason")) == {(Result.FAILED, "已销户")}


def test_the_usual_headings_are_read_whatever_a_layout_says(closed, people, answer, renamed):
    renamed(reason="退票说明", order="业务流水号")
    assert answer(closed, back(people[0])).failed == 1
    assert Payment.objects.get(person=people[0]).reason == "已销户"


def test_a_second_sheet_by_other_headings_is_not_passed_over(office, closed, people, tmp_path):
    book = openpyxl.Workbook()
    for sheet, heading in ((book.active, "证件号码"), (book.create_sheet("失败"), "身份证号")):
        sheet.append((heading, "金额", "结果", "失败原因"))
        sheet.append(back(people[0]))
    book.save(tmp_path / "two.xlsx")
    found = refused(import_results, office.actor("payer", PAID_ON), closed.number, tmp_path / "two.xlsx", today())
    assert found.code == "several_sheets"


def test_the_file_of_the_bank_is_kept(closed, people, answer):
    answer(closed, back(people[0]))
    assert [paper.name for paper in closed.papers.all()] == ["第1批第1轮回盘.xlsx"]


def test_each_answer_of_a_round_is_kept_under_its_own_name(closed, people, answer):
    for name, person in (("one.xlsx", people[0]), ("other.xlsx", people[1]), ("one.xlsx", people[0])):
        answer(closed, back(person), name=name)
    assert [paper.name for paper in closed.papers.all()] == ["第1批第1轮回盘.xlsx", "第1批第1轮回盘（第2份）.xlsx"]


def test_before_payment_begins_no_answer_is_taken(office, people, answer):
    batch = office.allowances("2021-03")
    office.send(batch)
    assert refused(answer, batch, back(people[0])).code == "wrong_state"


@pytest.mark.parametrize("change", [{"result": "succeeded"}, {"amount": 1}, {"payee": "别人"}, {"result": "waiting"}])
def test_the_database_lets_an_answer_change_only_from_success_to_what_came_back(closed, people, answer, change):
    answer(closed, back(people[0]))
    with pytest.raises(Error, match="支付结果登记以后不能再改"), transaction.atomic():
        Payment.objects.filter(person=people[0]).update(**change)


def test_the_database_lets_nothing_else_change_when_a_success_comes_back(closed, people):
    with pytest.raises(Error, match="支付结果登记以后不能再改"), transaction.atomic():
        Payment.objects.filter(person=people[0]).update(result=Result.FAILED, payee="别人")
    Payment.objects.filter(person=people[0]).update(result=Result.FAILED)


# To stay unpaid ---------------------------------------------------------------------------------------


@pytest.fixture
def bounced(closed, people, answer):
    answer(closed, back(people[0]))
    return Payment.objects.get(person=people[0])


def test_a_payment_that_is_to_stay_unpaid_lets_its_batch_be_closed(office, closed, bounced):
    assert refused(office.step, closed, "paid", "payer").code == "failed_payments"
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人书面放弃")
    assert office.step(closed, "paid", "payer").state == State.PAID
    assert Payment.objects.get(person=bounced.person).result == Result.FAILED


def test_a_payment_that_is_to_stay_unpaid_is_not_ordered_again(office, closed, people, bounced, answer):
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人书面放弃")
    answer(closed, back(people[1]), name="other.xlsx")
    office.step(closed, "paying", "payer", note="已核实")
    assert [one.person for one in Payment.objects.due()] == [people[1]]


def test_to_stay_unpaid_needs_the_approver_a_reason_and_money_that_came_back(office, closed, people, bounced):
    def code(who, payment, reason):
        return refused(receivables.cancel_bounced, office.actor(who), payment.pk, reason).code

    assert code("payer", bounced, "本人放弃") == "not_permitted"
    assert code("head", bounced, " ") == "reason_required"
    assert code("head", bounced, "弃" * 301) == "too_long"
    assert code("head", Payment.objects.get(person=people[1]), "本人放弃") == "not_returned"
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人放弃")
    assert code("head", bounced, "本人放弃") == "not_returned"


def test_the_database_cancels_nothing_that_did_not_come_back(office, closed, people):
    paid, payer = Payment.objects.get(person=people[0]), office.actor("payer").user
    with pytest.raises(Error, match="只有没有再付的退票才能不再支付"), transaction.atomic():
        Cancellation.objects.create(payment=paid, reason="试", on=PAID_ON, by=payer)


# Set off ----------------------------------------------------------------------------------------------


@pytest.fixture
def owing(office, bounced, people):
    """Of the three months that came back one is owed back: the person left before it."""
    Service.objects.filter(person=people[0]).update(until=day(2021, 3, 1))
    office.pay(office.allowances("2021-03"))
    return Receivable.objects.get()


def test_more_than_is_owed_is_set_off_as_far_as_it_goes_and_the_rest_is_paid(office, closed, bounced, owing):
    settled = receivables.set_off_bounced(office.actor("payer"), owing.pk, bounced.pk)
    assert (settled.amount, owing.amount) == (100, 100)
    office.step(closed, "paying", "payer", note="已核实")
    assert [one.amount for one in Payment.objects.due()] == [200]
    office.step(closed, "paid", "payer")
    received = Payment.objects.filter(person=bounced.person, result=Result.SUCCEEDED)
    assert sum(one.amount for one in received) == 200


def test_who_owes_is_set_off_before_anything_stays_unpaid(office, closed, bounced, owing):
    assert refused(receivables.cancel_bounced, office.actor("head"), bounced.pk, "人员去世").code == "owes"
    receivables.set_off_bounced(office.actor("payer"), owing.pk, bounced.pk)
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "人员去世")
    assert office.step(closed, "paid", "payer").state == State.PAID


def test_nobody_gives_back_what_stayed_unpaid(office, closed, bounced, people):
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "人员去世")
    Service.objects.filter(person=people[0]).delete()
    office.pay(office.allowances("2021-03"))
    assert [(one.amount, one.balance) for one in Receivable.objects.all()] == [(300, 0)]
    assert [(one.way, one.payment) for one in Settlement.objects.all()] == [(Settling.BOUNCED, bounced)]


def test_who_is_paid_again_and_owes_is_found_by_the_checks(office, closed, bounced, owing):
    closed.refresh_from_db()
    assert "owes" in [one.code for one in checking.open_findings(closed, office.on)]


def test_with_nothing_left_to_pay_no_empty_round_begins(office, closed, bounced):
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人放弃")
    assert refused(office.step, closed, "paying", "payer").code == "nothing_to_pay"


def test_a_settled_debt_takes_no_more(office, bounced, owing):
    receivables.set_off_bounced(office.actor("payer"), owing.pk, bounced.pk)
    assert refused(receivables.set_off_bounced, office.actor("payer"), owing.pk, bounced.pk).code == "amount"


def test_money_of_another_is_not_set_off(office, closed, people, owing, answer):
    answer(closed, back(people[1]), on=office.on, name="other.xlsx")
    other = Payment.objects.get(person=people[1])
    assert refused(receivables.set_off_bounced, office.actor("payer"), owing.pk, other.pk).code == "not_returned"


def test_the_database_sets_no_more_off_than_came_back(office, closed, bounced):
    with county.unguarded(Receivable):
        owing = Receivable.objects.create(batch=closed, person=bounced.person, amount=500, balance=500)
    values = {"way": Settling.BOUNCED, "payment": bounced, "on": PAID_ON, "by": office.actor("payer").user}
    Settlement.objects.create(receivable=owing, amount=300, **values)
    with pytest.raises(Error, match="退票冲抵的金额不能多于"), transaction.atomic():
        Settlement.objects.create(receivable=owing, amount=1, **values)


@pytest.mark.parametrize("amount", [299, 301])
def test_the_database_takes_no_order_of_another_amount_than_came_back(closed, bounced, amount):
    closed.refresh_from_db()
    with pytest.raises(Error, match="再次支付的金额应等于退票减去冲抵"), transaction.atomic():
        Payment.objects.create(batch=closed, person=bounced.person, round=2, amount=amount)
    Payment.objects.create(batch=closed, person=bounced.person, round=2, amount=300)


def test_the_database_takes_no_order_of_what_is_to_stay_unpaid(office, closed, bounced):
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人放弃")
    with pytest.raises(Error, match="再次支付的金额应等于退票减去冲抵"), transaction.atomic():
        Payment.objects.create(batch=closed, person=bounced.person, round=2, amount=300)


def test_the_database_settles_nothing_that_was_ordered_again(office, closed, bounced):
    office.step(closed, "paying", "payer", note="已核实")
    payer = office.actor("payer").user
    with pytest.raises(Error, match="只有没有再付的退票才能不再支付"), transaction.atomic():
        Cancellation.objects.create(payment=bounced, reason="试", on=PAID_ON, by=payer)


@pytest.mark.parametrize(("amount", "prepared"), [(300, "draft"), (299, "approved"), (301, "approved")])
def test_the_database_takes_no_first_order_but_the_net_of_an_approved_batch(office, people, amount, prepared):
    batch = office.allowances("2021-03")
    if prepared == "approved":
        office.approve(batch)
    with pytest.raises(Error, match="支付的金额应等于批次净额减去冲抵"), transaction.atomic():
        Payment.objects.create(batch=batch, person=people[0], amount=amount)


@pytest.mark.parametrize(("amount", "balance"), [(100, 99), (99, 99)])
def test_the_database_takes_no_debt_but_what_a_batch_comes_to(office, closed, people, amount, balance):
    Service.objects.filter(person=people[0]).update(until=day(2021, 3, 1))
    batch = office.approve(office.allowances("2021-03"))
    with pytest.raises(Error, match="追回款应等于批次中低于零的净额"), transaction.atomic():
        Receivable.objects.create(batch=batch, person=people[0], amount=amount, balance=balance)
    Receivable.objects.create(batch=batch, person=people[0], amount=100, balance=100)
