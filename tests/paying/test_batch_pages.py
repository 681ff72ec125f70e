"""The pages of batches: what came back and waits or stays unpaid, files that come late, and the days of steps."""

import datetime
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dingnan_sw.audit import models as audit
from dingnan_sw.lib.dates import today
from incentives.paying import objections, receivables
from incentives.paying.flow import State
from incentives.paying.models import Batch, Payment, Receivable
from incentives.paying.presentation import comparison_of
from incentives.paying.sheets.changes import change_sheet
from incentives.paying.sheets.notices import notice_sheet
from incentives.paying.views import batches
from incentives.paying.vocabulary import Result
from positions.models import User
from talent.models import Person
from talent.vocabulary import Level
from tests import county

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(office):
    employer = county.committee()
    for number, name in enumerate(("张三", "李四"), 1):
        one = county.person(number, name, bank_name="演示银行", bank_account=f"999900000000000000{number}")
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}", approved_on=datetime.date(2020, 12, 10))
    batch = office.allowances("2021-03")
    office.pay(batch)
    return batch


@pytest.fixture
def browser(signed_in):
    return lambda username: signed_in(User.objects.get(username=username))


def late_answer(tmp_path, person):
    book = openpyxl.Workbook()
    book.active.append(("证件号码", "金额", "结果", "失败原因"))
    book.active.append((person.id_number, "300.00", "失败", "已销户"))
    book.save(tmp_path / "a.xlsx")
    return SimpleUploadedFile("a.xlsx", (tmp_path / "a.xlsx").read_bytes())


def test_after_closing_finance_finds_where_to_import_what_came_back(browser, closed, tmp_path):
    finance, page = browser("payer"), reverse("batch", args=[closed.number])
    assert "银行办结后又退回的" in finance.get(page).content.decode()
    file = late_answer(tmp_path, Payment.objects.first().person)
    answered = finance.post(reverse("batch-results", args=[closed.number]), {"file": file}, follow=True)
    assert "退票 1 人" in answered.content.decode()
    closed.refresh_from_db()
    assert closed.state == State.RETURNED


def test_the_preview_says_how_many_of_how_many_it_names(browser, closed, monkeypatch):
    monkeypatch.setattr(batches, "NAMED", 1)
    query = {"kind": "allowance", "through": "2021-04"}
    page = browser("preparer").get(reverse("batch-prepare"), query).content.decode()
    assert page.count("（列出 1 人，共 2 人）") == 1
    monkeypatch.setattr(batches, "NAMED", 2)
    assert "（列出" not in browser("preparer").get(reverse("batch-prepare"), query).content.decode()


def test_what_was_ordered_and_what_became_of_it_add_up_on_the_page(browser, office, closed, tmp_path):
    person = Payment.objects.order_by("pk").first().person
    results = reverse("batch-results", args=[closed.number])
    browser("payer").post(results, {"file": late_answer(tmp_path, person)})
    came_back = Payment.objects.get(person=person)
    assert money(browser, closed) == {
        "应付": "2 人，600.00 元",
        "已成功": "1 人，300.00 元",
        "退票待处理": "1 人，300.00 元",
    }
    person.services.update(until=datetime.date(2021, 3, 1))
    office.pay(office.allowances("2021-03"))
    receivables.set_off_bounced(office.actor("payer"), Receivable.objects.get().pk, came_back.pk)
    whole = {"应付": "2 人，600.00 元", "已成功": "1 人，300.00 元", "退票冲抵追回款": "100.00 元"}
    assert money(browser, closed) == whole | {"退票待处理": "1 人，200.00 元"}
    office.step(closed, "paying", "payer", today(), note="已核实")
    assert money(browser, closed) == whole | {"待回盘": "1 人，200.00 元"}


def test_what_stays_unpaid_no_longer_waits(browser, office, closed, bounced):
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人书面放弃")
    assert money(browser, closed) == {
        "应付": "2 人，600.00 元",
        "已成功": "1 人，300.00 元",
        "不再支付": "1 人，300.00 元",
    }


def test_what_was_set_off_of_it_is_not_among_what_stays_unpaid(browser, office, closed, bounced):
    bounced.person.services.update(until=datetime.date(2021, 3, 1))
    office.pay(office.allowances("2021-03"))
    receivables.set_off_bounced(office.actor("payer"), Receivable.objects.get().pk, bounced.pk)
    receivables.cancel_bounced(office.actor("head"), bounced.pk, "本人书面放弃")
    assert money(browser, closed)["不再支付"] == "1 人，200.00 元"
    said = browser("head").get(reverse("batch-bounced", args=[closed.number])).content.decode()
    assert '<td class="money">200.00</td>' in said.partition("<h2>不再支付</h2>")[2]


def test_what_is_wholly_set_off_says_so_in_the_list_of_payments(browser, office, closed, bounced):
    bounced.person.services.all().delete()
    office.pay(office.allowances("2021-03"))
    receivables.set_off_bounced(office.actor("payer"), Receivable.objects.get().pk, bounced.pk)
    said = browser("payer").get(f"{reverse('payments')}?batch={closed.number}").content.decode()
    assert "已冲抵" in said


def money(browser, batch):
    """What the page tells of the batch's money, without what is nothing."""
    page = browser("payer").get(reverse("batch", args=[batch.number])).content.decode()
    card = page.partition("<h2>支付</h2>")[2].partition("</dl>")[0]
    told = {name: words.split("，<a")[0] for name, words in re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", card)}
    return {name: words for name, words in told.items() if words != "0 人，0.00 元"}


def test_a_kind_of_line_looks_the_same_wherever_it_is_told(browser, office, closed):
    first, second = Person.objects.order_by("pk")
    first.services.update(until=datetime.date(2021, 3, 1))
    second.certificates.update(level=Level.SOCIAL_WORKER)
    batch = office.allowances("2021-04")
    lines = f"{reverse('batch-lines')}?batch={batch.number}"
    tags = [
        set(re.findall(r'class="tag (\w+)">(正常|补发|扣回)<', browser("head").get(page).content.decode()))
        for page in (reverse("batch", args=[batch.number]), lines)
    ]
    assert tags == [{("neutral", "正常"), ("good", "补发"), ("bad", "扣回")}] * 2


def test_what_moved_since_the_last_batch_is_told_before_and_after_the_next_is_made(browser, office, closed):
    Person.objects.get(name="张三").services.update(until=datetime.date(2021, 3, 1))
    left = '<td>停发</td><td class="integer">1</td><td class="money">-300.00</td>'
    asked = {"kind": "allowance", "through": "2021-04"}
    preview = browser("preparer").get(reverse("batch-prepare"), asked).content.decode()
    assert (left in preview, "张三</summary>" in preview) == (True, True)
    batch = office.allowances("2021-04")
    assert left in browser("head").get(reverse("batch", args=[batch.number])).content.decode()


def test_nobody_stopped_who_is_not_in_a_batch_of_late_changes_alone(office, closed):
    Person.objects.get(name="张三").services.update(until=datetime.date(2021, 3, 1))
    late = office.allowances("2021-03")
    assert moved(late) == {"月数不同": (2, -600), "扣回": (1, -100)}
    assert [row.row.what for row in change_sheet(late).rows] == ["扣回"]
    office.pay(late)
    assert moved(office.allowances("2021-06")) == {"停发": (1, -300)}


def moved(batch):
    return {one.words: (one.count, one.amount) for one in comparison_of(batch).movements if one.amount}


@pytest.fixture
def bounced(closed):
    payment = Payment.objects.order_by("pk").first()
    Payment.objects.filter(pk=payment.pk).update(result=Result.FAILED, reason="已销户")
    return payment


def test_who_would_be_paid_into_the_same_account_again_is_named(browser, closed, bounced):
    unmended = f"退票的 {bounced.person.name} 1 人，登记的账号没有更正"
    assert unmended in browser("payer").get(reverse("batch", args=[closed.number])).content.decode()
    bounced.person.bank_account = "9999000000000000777"
    bounced.person.derive().save()
    assert unmended not in browser("payer").get(reverse("batch", args=[closed.number])).content.decode()


def test_the_page_of_what_came_back_shows_account_reason_and_whether_it_was_mended(browser, closed, bounced):
    page = reverse("batch-bounced", args=[closed.number])
    said = browser("head").get(page).content.decode()
    assert "已销户" in said
    assert "已更正" not in said
    person = bounced.person
    person.bank_name = "别的银行"
    person.save()
    assert "已更正" in browser("head").get(page).content.decode()
    assert "登记不再支付</button>" not in browser("payer").get(page).content.decode()


def test_the_approver_says_what_is_to_stay_unpaid_and_everyone_sees_it(browser, closed, bounced):
    url, page = (
        reverse("bounced-cancel", args=[closed.number, bounced.pk]),
        reverse("batch-bounced", args=[closed.number]),
    )
    assert "请写明为什么不再支付" in browser("head").post(url, {"reason": " "}).content.decode()
    said = browser("head").post(url, {"reason": "本人书面放弃"}, follow=True).content.decode()
    assert "本人书面放弃" in said
    assert "没有待处理的退票" in said
    assert "不再支付" in browser("payer").get(f"{reverse('payments')}?batch={closed.number}").content.decode()
    assert browser("payer").get(page).status_code == 200


def test_a_reason_that_is_too_long_is_said_to_be_so_and_not_cut(browser, office, closed, bounced):
    cancel = reverse("bounced-cancel", args=[closed.number, bounced.pk])
    assert "原因有 301 个字，最多 300 个" in browser("head").post(cancel, {"reason": "弃" * 301}).content.decode()
    bounced.person.services.update(until=datetime.date(2021, 12, 31))
    batch = office.allowances("2021-04")
    office.send(batch)
    for words, told in (("核" * 501, "理由有 501 个字，最多 500 个"), ("核" * 500, "已确认 1 条")):
        assert told in acknowledged(browser("payer"), batch, shown(browser("payer"), "batch-checks", batch), words)


def shown(finance, name, batch):
    """Which findings that page of the batch shows as open, as its form says."""
    return finance.get(reverse(name, args=[batch.number])).context["shown"]


def acknowledged(finance, batch, seen, reason="已核实", **more):
    url = reverse("batch-acknowledge", args=[batch.number])
    return finance.post(url, {"reason": reason, "shown": seen, **more}, follow=True).content.decode()


def paid(finance, batch, seen, note="按月初安排支付"):
    data = {"on": str(today()), "note": note, "shown": seen}
    return finance.post(reverse("batch-step", args=[batch.number, "paying"]), data, follow=True).content.decode()


@pytest.fixture
def sent(office, closed):
    """Sent, and nothing found that stands in the way of its payment."""
    return office.send(office.allowances("2021-04"))


def shares_an_account(batch):
    one, other = (payment.person for payment in batch.payments.order_by("pk"))
    other.bank_account = one.bank_account
    other.derive().save()


def test_a_remark_does_not_answer_for_what_was_found_since_the_page_was_opened(browser, sent):
    finance = browser("payer")
    seen = shown(finance, "batch", sent)
    shares_an_account(sent)
    assert "支付前检查在您打开之后变了，现在有 1 条没有确认" in paid(finance, sent, seen)
    assert "支付前检查在您打开之后变了，现在有 1 条没有确认" in paid(finance, sent, "")
    sent.refresh_from_db()
    assert (sent.state, sent.acknowledgements.count()) == (State.SENT, 0)
    assert "现在是“支付中”" in paid(finance, sent, shown(finance, "batch", sent))
    assert sent.acknowledgements.get().reason == "按月初安排支付"


def test_a_reason_for_all_answers_for_those_that_were_shown_and_no_others(browser, sent):
    finance = browser("payer")
    sent.payments.first().person.services.update(until=datetime.date(2021, 12, 31))
    seen = shown(finance, "batch-checks", sent)
    shares_an_account(sent)
    assert "支付前检查在您打开之后变了，现在有 2 条没有确认" in acknowledged(finance, sent, seen)
    assert "已确认 2 条" in acknowledged(finance, sent, shown(finance, "batch-checks", sent))


@pytest.mark.parametrize(("forms", "told"), [(2, 0), (1, 1)])
def test_so_many_findings_of_a_check_have_a_form_of_their_own(browser, sent, monkeypatch, forms, told):
    monkeypatch.setattr(batches, "FORMS", forms)
    for payment in sent.payments.all():
        payment.person.services.update(until=datetime.date(2021, 12, 31))
    page = browser("payer").get(reverse("batch-checks", args=[sent.number])).content.decode()
    assert (page.count('name="finding"'), page.count("写共同的理由，或在前")) == (forms, told)


def test_a_reason_for_one_check_answers_for_nothing_else(browser, sent):
    finance = browser("payer")
    for payment in sent.payments.all():
        payment.person.services.update(until=datetime.date(2021, 12, 31))
    shares_an_account(sent)
    page = finance.get(reverse("batch-checks", args=[sent.number]))
    assert [(one["title"], one["open"]) for one in page.context["checks"]] == [("同一账号", 1), ("已离任（或去世）", 2)]
    left = page.context["checks"][1]
    said = acknowledged(finance, sent, left["shown"], "调到外县，照发到离任", check=left["code"])
    assert "已确认 2 条" in said
    assert [one.code for one in sent.acknowledgements.all()] == ["not_in_service"] * 2
    assert said.count("调到外县，照发到离任（") == 2
    told = audit.Entry.objects.get(action="支付前确认").details
    assert (told["findings"], told["reason"]) == ({"已离任（或去世）": 2}, "调到外县，照发到离任")
    page = finance.get(reverse("batch", args=[sent.number])).content.decode()
    assert "已离任（或去世）</span> 2 条：调到外县，照发到离任（" in page


def test_what_was_mended_since_the_page_was_opened_stands_in_nobodys_way(browser, sent):
    finance, person = browser("payer"), sent.payments.first().person
    person.services.update(until=datetime.date(2021, 12, 31))
    seen = shown(finance, "batch", sent)
    person.services.update(until=None)
    assert "现在是“支付中”" in paid(finance, sent, seen)


def test_the_findings_shown_of_what_came_back_are_those_answered_for(browser, closed, bounced):
    finance = browser("payer")
    Batch.objects.filter(pk=closed.pk).update(state=State.RETURNED)
    bounced.person.services.update(until=datetime.date(2021, 12, 31))
    assert "现在是“支付中”" in paid(finance, closed, shown(finance, "batch", closed))
    assert closed.acknowledgements.count() == 1


def test_the_same_repayment_posted_twice_is_recorded_once(browser, office, closed):
    Payment.objects.first().person.services.all().delete()
    office.pay(office.allowances("2021-03"))
    owing = Receivable.objects.get()
    finance, page = browser("payer"), reverse("receivable", args=[owing.pk])
    data = {"amount": "100.00", "on": str(office.on), "note": "收据001", "seen": finance.get(page).context["seen"]}
    assert "已登记退回" in finance.post(page, data, follow=True).content.decode()
    again = finance.post(page, data)
    assert "在您打开之后又登记过" in again.content.decode()
    data["seen"] = again.context["seen"]
    assert "已登记退回" in finance.post(page, data, follow=True).content.decode()
    owing.refresh_from_db()
    assert owing.balance == 100


def test_a_voided_batch_has_its_reason(browser, closed, office):
    batch = office.allowances("2021-04")
    url = reverse("batch-step", args=[batch.number, "voided"])
    assert "作废要写明原因" in browser("checker").post(url, {"on": str(office.on), "note": ""}).content.decode()


def test_the_notice_of_a_void_batch_says_that_it_is(browser, office):
    batch, page = office.allowances("2021-04"), browser("checker")
    office.step(batch, "reviewed", "checker")
    office.step(batch, "published", "checker")
    notice = reverse("batch-notice", args=[batch.number])
    assert "作废" not in page.get(notice).content.decode()
    office.step(batch, "voided", "checker", note="重做")
    assert "作废" in page.get(notice).content.decode()


def test_a_notice_and_a_payment_begin_on_the_day_itself(browser, office):
    batch = office.allowances("2021-04")
    office.step(batch, "reviewed", "checker")
    page, url = reverse("batch", args=[batch.number]), reverse("batch-step", args=[batch.number, "published"])
    assert 'type="hidden" name="on"' in browser("checker").get(page).content.decode()
    back = browser("checker").post(url, {"on": str(office.on)}).content.decode()
    assert "开始公示只能按今天办理" in back
    batch.refresh_from_db()
    assert batch.state == State.REVIEWED
    browser("checker").post(url, {"on": str(today())})
    batch.refresh_from_db()
    assert (batch.state, batch.notice_first > today()) == (State.PUBLISHED, True)


@pytest.mark.parametrize(("year", "told"), [(2022, False), (2019, True)])
def test_a_notice_of_a_year_without_announced_holidays_says_so_wherever_its_days_are(browser, closed, year, told):
    first = datetime.date(year, 3, 2)
    batch = Batch(number=closed.number, kind="bonus", year=2018, notice_first=first, notice_last=first.replace(day=8))
    assert batch.notice_words.endswith("只按周末推算") == told
    words = closed.notice_words
    pages = [reverse(name, args=[closed.number]) for name in ("batch", "batch-notice")]
    assert all(words in browser("head").get(page).content.decode() for page in pages)
    assert any(words in note for note in notice_sheet(closed).notes)


def test_the_approver_is_told_that_an_objection_waits(browser, office):
    batch = office.allowances("2021-04")
    office.step(batch, "reviewed", "checker")
    office.step(batch, "published", "checker")
    office.on = datetime.date(2022, 3, 9)
    objections.object_to(office.actor("checker"), batch.number, "某人", "名单里有误")
    page = browser("head").get(reverse("batch", args=[batch.number])).content.decode()
    assert ("还有 1 件公示异议没有处理意见" in page, "审批同意</button>" in page) == (True, False)


def test_what_was_written_of_an_objection_that_is_not_taken_is_still_there(browser, office):
    batch = office.allowances("2021-04")
    office.step(batch, "reviewed", "checker")
    office.step(batch, "published", "checker")
    data = {"on": "明天", "raised_by": "某人", "text": "名单里有误"}
    page = browser("checker").post(reverse("objection-add", args=[batch.number]), data).content.decode()
    assert all(words in page for words in ("请写明提出人、日期和异议内容", "名单里有误", "某人"))
    one = objections.object_to(office.actor("checker"), batch.number, "某人", "名单里有误")
    answered = reverse("objection-answer", args=[batch.number, one.pk])
    page = browser("checker").post(answered, {"answer": "查" * 2001}).content.decode()
    assert ("最多 2,000 个" in page, "查" * 2001 in page) == (True, True)
