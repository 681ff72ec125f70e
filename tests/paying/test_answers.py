"""What the bank answers: reported late, about which round and batch, by which columns, and what it can change."""

import datetime

import openpyxl
import pytest
from django.db import Error, transaction

from dingnan_sw.lib.dates import today
from incentives.paying.bank_file import COLUMNS, STANDARD, order_number
from incentives.paying.flow import State
from incentives.paying.models import Payment, PaymentFileLayout
from incentives.paying.results import import_results
from incentives.paying.vocabulary import Channel, Result
from tests.paying.office import PAID_ON, back, refused

pytestmark = pytest.mark.django_db
day = datetime.date


def numbered(payment):
    return (payment.person.id_number, str(payment.amount), "失败", "已销户", order_number(payment))


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
