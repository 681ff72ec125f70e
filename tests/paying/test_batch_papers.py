"""A batch on paper: its sums are the ledger's, the notice shows nothing else, and what went out comes back the same."""

import dataclasses
import datetime
import hashlib
import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dingnan_sw.jobs import work
from dingnan_sw.lib.paper import as_xlsx, write_pdf
from incentives.paying import bank_file, papers
from incentives.paying.models import Paper, Payment
from incentives.paying.notice import PublicRow, public_rows
from incentives.paying.presentation import comparison_of, offered
from incentives.paying.request import funds_of, request_for_funds
from incentives.paying.sheets.allowances import allowance_sheet
from incentives.paying.sheets.bonuses import bonus_sheet
from incentives.paying.sheets.changes import change_sheet
from incentives.paying.sheets.notices import notice_sheet
from incentives.paying.vocabulary import Channel
from incentives.refusals import Refused
from positions.models import Office as LeadBody
from talent.models import Service
from talent.vocabulary import Level, StaffCategory
from tests import county

pytestmark = pytest.mark.django_db
day = datetime.date
ACCOUNT, PHONE = "9999000000000000001", "13900000000"


@pytest.fixture
def people():
    employer = county.committee()
    found = []
    for number, name in enumerate(("张三", "李四", "王五"), 1):
        one = county.person(number, name, bank_name="演示银行", bank_account=ACCOUNT, phone=PHONE)
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}", Level(number), day(2020, 12, 10))
        found.append(one)
    return found


@pytest.fixture
def second(office, people):
    """A batch with everything: one paid up, one taken back from, the regular month of the third."""
    office.pay(office.allowances("2021-03"))
    county.certify(people[0], "DEMO9", Level.SOCIAL_WORKER, day(2021, 1, 15))
    people[1].services.update(until=day(2021, 1, 20))
    return office.allowances("2021-04")


def cells(sheet):
    book = openpyxl.load_workbook(BytesIO(as_xlsx(sheet)))
    return [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("make", [allowance_sheet, change_sheet])
def test_a_sheet_adds_up_to_the_batch(second, make):
    sheet = make(second)
    money = {sheet.columns[place].heading: amount for place, amount in sheet.totals.items()}
    if make is allowance_sheet:
        assert money == {"应发（元）": 410, "补发（元）": 100, "扣回（元）": -300, "实发（元）": 510}
        assert second.total == 210  # 300 of which are owed back and not paid
    assert write_pdf(sheet).startswith(b"%PDF")


def test_the_changes_say_who_came_left_and_changed_and_why(second):
    rows = {(row.row.name, row.row.what): row.row for row in change_sheet(second).rows}
    assert (rows["李四", "减"].reason, rows["李四", "减"].since) == ("上月末不在符合条件的岗位上", "2021-02")
    assert (rows["张三", "调档"].reason, rows["张三", "调档"].since) == ("证书级别或标准变化", "2021-02")
    assert rows["张三", "补发"].since == "2021-02"
    assert rows["李四", "扣回"].amount == -300


def test_who_changed_within_the_last_batch_is_on_the_sheet_as_in_the_comparison(office, people):
    county.certify(people[0], "DEMO9", Level.SOCIAL_WORKER, day(2021, 2, 15))
    office.pay(office.allowances("2021-03"))
    batch = office.allowances("2021-06")
    ((moved,), (row,)) = (
        [one for one in comparison_of(batch).movements if one.words == "升级或调标"],
        [one.row for one in change_sheet(batch).rows],
    )
    assert (moved.people, moved.amount) == ([people[0].pk], 100)
    assert (row.name, row.what, row.reason[:8], row.standard) == ("张三", "调档", "上一批期中已变化", 0)


def test_who_comes_in_later_months_is_said_to_come_from_the_first_of_them(office, people, second):
    later = county.person(4, "赵六")
    county.serve(later, people[0].services.get().unit, since=day(2021, 2, 1))
    county.certify(later, "DEMO4", approved_on=day(2020, 12, 10))
    office.pay(second)
    rows = {(one.row.name, one.row.what): one.row for one in change_sheet(office.allowances("2021-05")).rows}
    assert rows["赵六", "增"].since == "2021-03"


def test_a_bonus_sheet_names_certificate_and_what_was_had_before(office, people):
    county.certify(people[0], "DEMO9", Level.SOCIAL_WORKER, day(2021, 6, 15))
    batch = office.bonuses(2021)
    assert {"DEMO9", "2020年初级", "2,000.00", "2000"} & set(cells(bonus_sheet(batch)))
    assert bonus_sheet(batch).amount == batch.total == 2000


def test_a_bonus_sheet_asks_for_the_services_of_all_at_once(office, people):
    employer, obtained = people[1].services.get().unit, day(2020, 12, 10)
    people[1].services.update(until=obtained)
    county.serve(people[1], employer, StaffCategory.OTHER, since=obtained)
    batch = office.bonuses(2020)
    with CaptureQueriesContext(connection) as asked:
        rows = {one.row.person.name: one.row.categories for one in bonus_sheet(batch).rows}
    assert (rows["张三"], rows["李四"]) == ("社区工作者", str(StaffCategory.OTHER))
    assert len([one for one in asked if f'FROM "{Service._meta.db_table}"' in one["sql"]]) == 1


def test_the_notice_has_no_place_for_anything_but_name_unit_level_and_amount():
    assert [field.name for field in dataclasses.fields(PublicRow)] == ["name", "unit", "level", "amount"]


def test_nothing_on_the_notice_looks_like_a_number_of_a_person(office, people, second):
    office.step(second, "reviewed", "checker")
    batch = office.step(second, "published", "checker")
    shown = cells(notice_sheet(batch)) + [str(row) for row in public_rows(batch)]
    clear = [one.id_number for one in people] + [ACCOUNT, PHONE]
    assert not any(number in text or number[-6:] in text for text in shown for number in clear)
    assert not any(re.search(r"\d{11,}", text) for text in shown)


def test_a_number_that_was_once_written_into_a_name_is_not_on_the_notice(office):
    employer = county.committee(f"甲社区居民委员会 {PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}")
    for number, name in enumerate((f"张三{PHONE}", "人员001"), 1):
        county.serve(one := county.person(number, name), employer)
        county.certify(one, f"DEMO{number}", approved_on=day(2020, 12, 10))
    rows = public_rows(office.allowances("2021-03"))
    assert [(row.name, row.unit) for row in rows] == [(name, "甲社区居民委员会 …") for name in ("人员001", "张三…")]


def test_the_notice_says_to_whom_to_object(office, people, second):
    LeadBody.objects.create(
        since=day(2020, 1, 1), name="县委社会工作部", contact="李某", phone="0000-1", oversight_phone="0000-2"
    )
    office.step(second, "reviewed", "checker")
    batch = office.step(second, "published", "checker")
    words = "".join(cells(notice_sheet(batch)))
    assert all(word in words for word in ("县委社会工作部", "李某", "0000-2", str(batch.notice_last)))


def test_the_request_asks_for_exactly_what_is_paid(office, second):
    batch = office.approve(second)
    asked = funds_of(batch)
    office.step(batch, "sent", "head", batch.steps.last().on)
    batch.refresh_from_db()
    paid = sum((payment.amount for payment in Payment.objects.filter(batch=batch)), Decimal())
    assert asked.total == funds_of(batch).total == paid == 510


@pytest.fixture
def twice(office, people):
    """Of the 300 that the first owes both an allowance of 300 and a bonus of 1000 could be set off; the second's bonus is 2000."""
    office.pay(office.allowances("2021-03"))
    served = people[0].services.get()
    people[0].services.update(until=day(2020, 12, 1))
    office.pay(office.allowances("2021-03"))
    people[0].services.update(until=served.until)
    return office.allowances("2021-03"), office.bonuses(2020)


def test_a_batch_of_late_changes_alone_is_not_named_after_a_month_that_was_paid(office, people):
    assert office.pay(office.allowances("2021-03")).title == "2021年1月至2021年3月职业津贴"
    people[0].services.update(until=day(2021, 2, 1))
    assert office.allowances("2021-03").title == "截至2021年3月职业津贴"


@pytest.mark.parametrize("first", [0, 1])
def test_two_requests_do_not_subtract_the_same_debt(office, twice, first):
    earlier, later = (office.approve(twice[place]) for place in (first, 1 - first))
    asked = [funds_of(batch).total for batch in (earlier, later)]
    assert asked == ([0, 3000] if first == 0 else [2700, 300])
    for batch in (earlier, later):
        office.step(batch, "sent", "head", batch.steps.last().on)
    ordered = [sum(one.amount for one in Payment.objects.filter(batch=batch)) for batch in (earlier, later)]
    assert ordered == asked


def test_a_request_subtracts_what_a_batch_approved_before_it_will_leave_owing(office, people):
    office.pay(office.allowances("2021-03"))
    people[0].services.update(until=day(2021, 1, 20))
    earlier, later = office.approve(office.allowances("2021-03")), office.approve(office.bonuses(2020))
    asked = [funds_of(batch).total for batch in (earlier, later)]
    for batch in (earlier, later):
        office.step(batch, "sent", "head", batch.steps.last().on)
    ordered = [sum(one.amount for one in Payment.objects.filter(batch=batch)) for batch in (earlier, later)]
    assert ordered == asked == [0, 3000 - 200]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_request_is_made_anew_when_other_funds_are_to_be_asked_for(office, twice, form):
    earlier, later = office.approve(twice[0]), office.approve(twice[1])
    before = office.paper(later, "request", form)
    assert office.paper(later, "request", form) == before
    office.step(earlier, "voided", "head", earlier.steps.last().on)
    after = office.paper(later, "request", form)
    assert [re.search("（第4批，请拨(.*)元）", one.name)[1] for one in (before, after)] == ["3000.00", "2700.00"]


def test_a_batch_that_is_not_approved_leaves_the_debt_to_the_one_that_is(office, twice):
    office.step(twice[0], "reviewed", "checker")
    assert funds_of(office.approve(twice[1])).total == 2700


def letter_of(batch, on):
    return request_for_funds(batch, funds_of(batch), on)


def test_the_request_shows_its_reckoning_and_the_sum_in_words(office, second):
    letter = letter_of(office.approve(second), day(2022, 3, 9))
    text = "".join(block.text for block in letter.body)
    assert "高级1人、1人月×260.00元＝260.00元" in text
    assert "人民币伍佰壹拾元整" in text
    assert "公示期内没有收到异议" in text
    assert not re.search(r"\d{4}-\d\d-\d\d", text)
    assert letter.title == "定南县民政局关于申请拨付2021年4月职业津贴资金的请示"


def test_the_head_is_the_lead_body_of_the_day(office, second):
    LeadBody.objects.create(since=day(2020, 1, 1), code="演民字")
    LeadBody.objects.create(since=day(2022, 3, 9), name="县委社会工作部", code="演社工字")
    batch = office.approve(second)
    assert letter_of(batch, day(2022, 3, 8)).number == "演民字〔2022〕　号"
    assert letter_of(batch, day(2022, 3, 9)).head == "县委社会工作部文件"


def rosters(batch):
    """What the sheet says of the first: the sum and the remark of their row, and the notes below."""
    sheet = allowance_sheet(batch)
    row = next(one.row for one in sheet.rows if one.row.person.name == "张三")
    return row.paid, row.note, sheet.amount, [note for note in sheet.notes if "冲抵" in note]


def test_what_is_set_off_when_the_batch_is_sent_is_not_on_the_roster_as_paid(office, twice):
    batch = office.approve(twice[0])
    (note,) = rosters(batch)[-1]
    assert (rosters(batch)[:-1], "现在是 300.00 元" in note) == ((300, "", 300), True)
    batch = office.step(batch, "sent", "head", batch.steps.last().on)
    (note,) = rosters(batch)[-1]
    assert (rosters(batch)[:-1], note.startswith("本批冲抵")) == ((0, "冲抵 300.00 元", 0), True)


def test_who_owes_back_is_paid_nothing_on_the_roster(office, second):
    batch = office.send(second)
    paid = {one.row.person.name: (one.row.paid, one.row.note) for one in allowance_sheet(batch).rows}
    assert paid == {"张三": (250, ""), "李四": (0, "转追回 300.00 元"), "王五": (260, "")}
    assert sum(one.amount for one in Payment.objects.filter(batch=batch)) == 510


@pytest.mark.parametrize(("paper", "form"), [("roster", "xlsx"), ("request", "docx"), ("changes", "xlsx")])
def test_what_was_made_before_sending_does_not_come_back_after_it(office, twice, paper, form):
    batch = office.approve(twice[1])
    before = office.paper(batch, paper, form)
    assert office.paper(batch, paper, form) == before
    batch = office.step(batch, "sent", "head", batch.steps.last().on)
    after = office.paper(batch, paper, form)
    assert after != before
    assert office.paper(batch, paper, form) == after
    assert all(hashlib.sha256(papers.read(one)).hexdigest() == one.sha256 for one in (before, after))
    batch = office.step(batch, "paying", "payer", batch.steps.last().on, "已核实")
    paid = office.paper(batch, paper, form)
    assert paid not in (before, after)
    assert [re.search("（第4批(.*)）", one.name)[1] for one in (before, after, paid)] == [
        "，请拨2700.00元" if paper == "request" else "",
        "，已送财政",
        "，第1轮支付",
    ]


def test_a_paper_during_which_its_batch_was_sent_is_made_again(office, second, monkeypatch):
    batch, sheets = office.approve(second), dict(papers.made(second))

    def sent_meanwhile(batch):
        sheet = sheets["roster"][1](batch)
        if not batch.is_posted:
            office.step(batch, "sent", "head", batch.steps.last().on)
        return sheet

    monkeypatch.setattr(papers, "made", lambda batch: {**sheets, "roster": ("花名册", sent_meanwhile)})
    paper = office.paper(batch, "roster", "xlsx")
    assert (paper.kind, Paper.objects.count()) == ("roster-xlsx-sent", 1)


def test_nothing_is_asked_for_where_all_is_set_off(office, twice):
    batch = office.approve(twice[0])
    with pytest.raises(work.Refusal, match="不用请示"):
        office.paper(batch, "request", "pdf")


def kinds_offered(office, batch):
    return [kind for kind, *_ in offered(batch, office.actor("head").scope)]


def test_a_request_is_offered_for_those_who_are_paid_though_others_owe_back_more(office, people):
    office.pay(office.allowances("2021-03"))
    people[2].services.all().delete()
    batch = office.approve(office.allowances("2021-04"))
    assert (batch.total, funds_of(batch).total) == (-530, 250)
    assert "request" in kinds_offered(office, batch)
    assert office.paper(batch, "request", "pdf")


def test_no_request_is_offered_where_all_is_set_off_or_nothing_is_approved_yet(office, twice):
    office.step(twice[1], "reviewed", "checker")
    for batch in (office.approve(twice[0]), twice[1]):
        assert "request" not in kinds_offered(office, batch)


@pytest.fixture
def void(office, second):
    """Void though it was approved, and papers of it went out before."""
    batch = office.approve(second)
    office.paper(batch, "roster", "xlsx")
    return office.step(batch, "voided", "head", batch.steps.last().on, "重做")


def test_a_paper_of_a_void_batch_says_so_in_its_name_and_below(office, void):
    paper = office.paper(void, "roster", "xlsx")
    assert paper.name.endswith(f"（第{void.number}批，已作废）.xlsx")
    shown = openpyxl.load_workbook(BytesIO(papers.read(paper))).active.iter_rows(values_only=True)
    assert papers.VOID in str(list(shown))


def test_no_money_is_asked_for_by_a_void_batch(office, void):
    assert "request" not in kinds_offered(office, void)
    with pytest.raises(work.Refusal, match="现在是“作废”"):
        office.paper(void, "request", "pdf")


def test_a_paper_during_which_its_batch_became_void_says_so(office, second, monkeypatch):
    batch, letter = office.approve(second), papers.write_letter_pdf

    def voided_meanwhile(words):
        office.step(batch, "voided", "head", batch.steps.last().on, "重做")
        return letter(words)

    monkeypatch.setattr(papers, "write_letter_pdf", voided_meanwhile)
    with pytest.raises(work.Refusal, match="不用请示"):
        office.paper(batch, "request", "pdf")
    assert not Paper.objects.exists()


def test_what_went_out_comes_back_byte_for_byte(office, second):
    paper = papers.keep(second, "roster-xlsx", "花名册.xlsx", b"one", office.actor("checker").user)
    again = papers.keep(second, "roster-xlsx", "花名册.xlsx", b"other", office.actor("checker").user)
    assert (again.pk, papers.read(again)) == (paper.pk, b"one")


def test_a_damaged_file_is_not_given_out_as_the_one_that_went_out(office, second):
    from dingnan_sw.lib.secrets import write_sealed

    paper = papers.keep(second, "roster-xlsx", "花名册.xlsx", b"one", office.actor("checker").user)
    write_sealed(paper.path, b"other")
    with pytest.raises(Refused) as caught:
        papers.read(paper)
    assert caught.value.code == "damaged"


@pytest.mark.parametrize("channel", list(Channel))
def test_the_payment_file_has_the_columns_of_its_channel_and_numbers_as_text(office, second, channel):
    batch = office.send(second)
    batch = office.step(batch, "paying", "payer", batch.steps.last().on, "已核实")
    book = openpyxl.load_workbook(BytesIO(bank_file.write_bank_file(batch, channel)))
    headings = [cell.value for cell in book.active[1]]
    assert headings == [heading for _, heading in bank_file.layout(channel)]
    rows = [dict(zip(headings, (cell.value for cell in row), strict=True)) for row in book.active.iter_rows(min_row=2)]
    assert {row["账号"] for row in rows} == {ACCOUNT}
    assert sum(row["金额"] for row in rows) == 510


def test_the_orders_on_paper_come_to_the_same_and_are_shown_to_finance_and_audit_alone(office, second):
    batch = office.send(second)
    batch = office.step(batch, "paying", "payer", batch.steps.last().on, "已核实")
    assert bank_file.bank_sheet(batch).amount == 510
    shown = {name: [kind for kind, *_ in offered(batch, office.actor(name).scope)] for name in ("payer", "preparer")}
    assert ("bank" in shown["payer"], "bank" in shown["preparer"]) == (True, False)
