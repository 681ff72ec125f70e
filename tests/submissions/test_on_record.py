"""People on record: what a form shows of them, to whom, and what it leaves as it is."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from dingnan_sw.lib.dates import today
from positions.models import Post
from talent.submissions import approval, ending
from talent.submissions.models import Submission
from tests import county
from tests.submissions.filling import ACCOUNT, PHONE, boxes, corrected, new, resent, typed
from tests.submissions.people import actor
from tests.submissions.test_story import PERSON, TOKEN, act, digest

LEFT = datetime.date(2024, 7, 1)


# What is on record of a person --------------------------------------------------------------------


def shows(page):
    """Which of the person's full numbers stand in the page."""
    text = page.content.decode()
    return [clear for clear in (county.id_number(1), PHONE, ACCOUNT) if clear in text]


def test_the_form_of_somebody_on_record_shows_no_full_number(mine, worker):
    page = mine.get(new(person=worker.pk))
    assert shows(page) == []
    for masked in (worker.masked_id, worker.masked_phone, worker.masked_account):
        assert f"登记：{masked}；不改就留空" in page.content.decode()


def test_an_empty_number_means_unchanged_and_the_id_number_is_kept(mine, bureau, worker):
    page = mine.get(new(person=worker.pk))
    data = {**typed(page), "r0-学历": "本科", "person": worker.pk, "rows": 1, "token": TOKEN}
    mine.post(new(), data)
    one = Submission.objects.get()
    assert (one.rows[0]["身份证号"], "联系电话" in one.rows[0]) == (worker.id_number, False)
    act(mine, one, "submit")
    act(bureau, one, "approve", digest=digest(bureau, one))
    worker.refresh_from_db()
    assert (one.state, worker.education, worker.phone, worker.bank_account) == ("approved", "本科", PHONE, ACCOUNT)


def test_the_draft_of_somebody_on_record_shows_only_what_was_typed(mine, worker):
    data = {**typed(mine.get(new(person=worker.pk))), "r0-联系电话": "13912349999", "person": worker.pk}
    mine.post(new(), {**data, "rows": 1, "token": TOKEN})
    one = Submission.objects.get()
    for address in (f"{one.pk}/edit/", f"{one.pk}/edit/?errors=1"):
        page = mine.get(reverse("submissions") + address)
        assert (shows(page), "13912349999" in page.content.decode()) == ([], True)
    more = mine.post(new(), {**data, "rows": 1, "step": "row"})
    assert (shows(more), len(more.context["forms"])) == ([], 2)
    resent(mine, one, **{"person": worker.pk, "r0-学历": "本科"})
    assert (one.rows[0]["身份证号"], one.rows[0]["学历"]) == (worker.id_number, "本科")


def emptied(browser, worker, *headings, **data):
    """The page that answers the form of the worker with these boxes emptied."""
    page = browser.get(new(person=worker.pk))
    data = {**typed(page), "rows": 1, "token": TOKEN, "person": worker.pk, **data}
    return browser.post(new(), {**data, **{f"r0-{heading}": "" for heading in headings}})


def errors(page):
    return {heading: words for form in page.context["forms"] for heading, words in form.errors.items()}


def test_an_emptied_box_is_filled_again_and_leads_to_a_correction(mine, worker):
    page = emptied(mine, worker, "学历", "开户银行", **{"r0-职务": "主任"})
    assert list(errors(page)) == ["学历", "开户银行"]
    assert "登记的“大专”在这里清空不了，已经填回；清空请用“申请更正”。" in errors(page)["学历"]
    form = page.context["forms"].forms[0]
    assert [form[heading].value() for heading in ("学历", "开户银行", "职务")] == ["大专", "农商银行", "主任"]
    assert Submission.objects.count() == 0
    mine.post(new(), {**typed(page), "rows": 1, "token": TOKEN, "person": worker.pk})
    assert (Submission.objects.get().rows[0]["学历"], Submission.objects.get().rows[0]["职务"]) == ("大专", "主任")


def test_a_box_emptied_when_the_draft_is_changed_is_filled_again(mine, worker):
    emptied(mine, worker, **{"r0-学历": "本科", "r0-职务": "主任"})
    page = resent(mine, Submission.objects.get(), **{"person": worker.pk, "r0-学历": "", "r0-职务": ""})
    assert (list(errors(page)), Submission.objects.get().rows[0]["学历"]) == (["学历"], "本科")
    assert page.context["forms"].forms[0]["学历"].value() == "大专"


ANOTHER = {"r0-姓名": "李四", "r0-身份证号": county.id_number(2)}


def test_a_form_that_is_about_somebody_else_now_takes_nothing_from_the_person_it_showed(mine, worker):
    gone = ("学历", "开户银行", "任职终止日期", "职务")
    worker.services.update(title="主任")
    page = emptied(mine, worker, *gone, **ANOTHER)
    (said,) = Submission.objects.get().rows
    assert (page.status_code, said["姓名"], said["身份证号"]) == (302, "李四", county.id_number(2))
    assert not set(gone) & set(said)


def test_the_second_row_of_such_a_form_takes_nothing_either(mine, worker, unit):
    later = county.serve(worker, unit, since=datetime.date(2022, 1, 1))
    worker.services.filter(pk=later.pk).update(title="主任")
    forms = mine.get(new(person=worker.pk)).context["forms"]
    shown = {form.add_prefix(heading): form[heading].value() or "" for form in forms for heading in form.fields}
    (second,) = [form.prefix for form in forms if form["职务"].value()]
    page = mine.post(new(), {**shown, **ANOTHER, f"{second}-职务": "", "rows": 2, "person": worker.pk, "token": TOKEN})
    assert (page.status_code, [said.get("职务") for said in Submission.objects.get().rows]) == (302, [None, None])


@pytest.mark.parametrize("number", ["{}", " {}"])
def test_the_persons_own_number_typed_again_is_about_the_same_person(number, mine, worker):
    page = emptied(mine, worker, "学历", **{"r0-身份证号": number.format(worker.id_number)})
    assert list(errors(page)) == ["学历"]


def test_another_certificate_in_the_place_of_the_one_on_record_empties_nothing(mine, worker):
    county.certify(worker, "DEMO1", issued_on=datetime.date(2021, 8, 1))
    page = emptied(mine, worker, "签发日期", **{"r0-证书级别": "社会工作师", "r0-管理号": "DEMO2"})
    assert (page.status_code, "签发日期" in Submission.objects.get().rows[0]) == (302, False)


def test_a_certificate_on_record_cannot_be_emptied_away(mine, worker):
    county.certify(worker, "DEMO1", issued_on=datetime.date(2021, 8, 1))
    page = emptied(mine, worker, "证书级别", "管理号", "批准日期", "签发日期", "考试年度")
    assert {"证书级别", "管理号", "批准日期", "签发日期"} <= set(errors(page))
    assert "证书被撤销的填“撤销日期”" in errors(page)["管理号"][0]


def test_an_emptied_box_of_a_post_on_record_is_filled_again(mine, unit):
    post = county.post(unit)
    Post.objects.filter(pk=post.pk).update(grade="七级", duties="能力建设", requirements="持证")
    page = mine.get(new("post", post=post.pk))
    data = {**typed(page), "rows": 1, "token": TOKEN}
    page = mine.post(new("post"), {**data, "r0-岗位等级": ""})
    assert (list(errors(page)), Submission.objects.count()) == (["岗位等级"], 0)
    assert "登记的“七级”在这里清空不了，已经填回；清空请联系县民政局。" in errors(page)["岗位等级"]
    assert page.context["forms"].forms[0]["岗位等级"].value() == "七级"
    mine.post(
        new("post"), {**typed(page), "r0-服务领域": "养老", "r0-职责任务": ["能力建设", ""], "rows": 1, "token": TOKEN}
    )
    assert [Submission.objects.get().rows[0][heading] for heading in ("岗位等级", "服务领域")] == ["七级", "养老"]


def test_nobody_elses_id_number_can_be_drawn_into_a_draft(mine, unit, other_unit):
    stranger = county.person(1, "李雷")
    county.serve(stranger, other_unit)
    answer = mine.post(new(), {**PERSON, "r0-身份证号": "", "person": stranger.pk, "token": TOKEN})
    assert (answer.status_code, Submission.objects.count()) == (404, 0)


def test_a_person_of_ones_other_unit_must_be_typed_in_full(mine, hr, worker, other_unit):
    actor(hr.username, "unit", unit=other_unit)
    data = {**PERSON, "r0-身份证号": "", "person": worker.pk, "unit": other_unit.pk, "token": TOKEN, "step": "save"}
    mine.post(new(), data)
    assert "身份证号" not in Submission.objects.get().rows[0]
    assert mine.get(new(person=worker.pk)).context["unit"] == worker.services.get().unit


def test_only_what_a_record_changes_is_shown_as_changed(mine, bureau, worker):
    """A certificate that is new makes nothing new of what the form says again of the person and the service."""
    cells = {"证书级别": "助理社会工作师", "管理号": "DEMO1", "批准日期": "2021-06-20"}
    data = {**typed(mine.get(new(person=worker.pk))), **{f"r0-{heading}": cell for heading, cell in cells.items()}}
    mine.post(new(), {**data, "person": worker.pk, "rows": 1, "token": TOKEN, "r0-银行账号": ACCOUNT})
    one = Submission.objects.get()
    act(mine, one, "submit")
    page = bureau.get(reverse("submission", args=[one.pk]))
    (block,) = page.context["blocks"]
    assert {cell.heading for cell in block.cells if cell.changed} == set(cells)
    assert not any(cell.alike or cell.weighty for cell in block.cells)
    assert "收款账户变更" not in page.content.decode()


# Corrections --------------------------------------------------------------------------------------


def test_the_correction_form_shows_no_full_number_and_empty_means_unchanged(mine, worker):
    page = mine.get(reverse("submission-correct", args=[worker.pk]))
    assert shows(page) == []
    assert f"登记：{worker.masked_id}；不改就留空" in page.content.decode()
    assert "没有改动任何内容" in corrected(mine, worker).content.decode()


def test_phone_and_account_are_changed_by_typing_and_cleared_by_a_tick(mine, worker):
    corrected(mine, worker, **{"phone-clear": "on", "bank_account": "99990002", "id_number-clear": "on"})
    one = Submission.objects.get()
    assert [(r["field"], r["old"], r["new"]) for r in one.rows] == [
        ("phone", PHONE, ""), ("bank_account", ACCOUNT, "99990002"),
    ]  # fmt: skip
    page = mine.get(reverse("submission-correct", args=[worker.pk]))
    assert f'name="person-{worker.pk}-phone-clear" checked' in page.content.decode()
    assert (shows(page), 'value="99990002"' in page.content.decode()) == ([], True)


def test_a_correction_that_lost_its_contacts_to_time_asks_for_nothing_when_it_is_opened_again(mine, worker):
    """Emptying an account is asked for by a tick, and nobody has ticked it."""
    corrected(mine, worker, phone="13912345678", bank_account="99990002", education="本科")
    assert ending.rejected_contacts(timezone.now()) == 1
    page = mine.get(reverse("submission-correct", args=[worker.pk])).content.decode()
    assert ("99990002" in page, "13912345678" in page, "本科" in page) == (False, False, True)
    assert not re.search("-clear[^>]*checked", page)
    assert "填报之后登记变了" not in page


def test_what_a_correction_clears_is_called_cleared_once_approved_too(mine, bureau, worker):
    corrected(mine, worker, **{"phone-clear": "on", "bank_account-clear": "on"})
    one = Submission.objects.get()
    act(mine, one, "submit")
    for _ in ("before", "after"):
        cells = mine.get(reverse("submission", args=[one.pk])).context["blocks"][0].cells
        assert [cell.new for cell in cells] == ["（清空）", "（清空）"]
        act(bureau, one, "approve", digest=approval.plan([one], today())[one.pk].digest)
    assert (one.state, [cell.old for cell in cells]) == ("approved", [worker.masked_phone, worker.masked_account])


def test_a_former_unit_neither_sees_nor_corrects_the_person_itself(mine, worker, unit, other_unit):
    worker.services.update(until=LEFT)
    county.serve(worker, other_unit, since=LEFT)
    county.certify(worker, "DEMO1")
    page = mine.get(reverse("submission-correct", args=[worker.pk]))
    assert [block.title.partition("：")[0] for block in page.context["blocks"]] == ["任职", "证书"]
    corrected(mine, worker, education="本科", phone="13900000000")
    assert Submission.objects.count() == 0
    form = mine.get(new(person=worker.pk)).content.decode()
    assert not any(piece in form for piece in ("农商银行", worker.masked_phone, worker.masked_account, PHONE))
    assert 'value="大专" selected' not in form


def test_a_former_unit_sends_no_correction_of_the_person_that_it_wrote_before(mine, worker, unit, other_unit):
    service = worker.services.get()
    title = f"service-{service.pk}-title"
    data = boxes(mine, worker) | {f"person-{worker.pk}-bank_account": "99990002", title: "主任"}
    mine.post(reverse("submission-correct", args=[worker.pk]), {**data, "token": TOKEN})
    one = Submission.objects.get()
    worker.services.update(until=LEFT)
    county.serve(worker, other_unit, since=LEFT)
    told = act(mine, one, "submit").content.decode()
    assert ("张三已经不在本单位任职，“银行账号”由现在的单位更正" in told, one.state) == (True, "draft")
    mine.post(reverse("submission-correct", args=[worker.pk]), {title: "主任", "version": one.version})
    act(mine, one, "submit")
    assert (one.state, [said["field"] for said in one.rows]) == ("bureau", ["title"])


def test_a_correction_says_which_row_it_is_about(mine, worker, unit):
    county.certify(worker, "DEMO1")
    county.serve(worker, unit, since=datetime.date(2022, 1, 1))
    blocks = mine.get(reverse("submission-correct", args=[worker.pk])).context["blocks"]
    labels = [value.label for block in blocks for value in block.values]
    assert "证书：助理社会工作师 DEMO1" in [block.title for block in blocks]
    assert f"任职（{unit} 社区工作者 2022-01-01）终止日期（最后一天）" in labels
    assert len(labels) == len(set(labels))


def test_a_returned_correction_says_why_at_its_own_value(mine, bureau, worker, unit):
    later = county.serve(worker, unit, since=datetime.date(2022, 1, 1))
    first = worker.services.get(since=county.SINCE)
    changes = {f"service-{one.pk}-title": "主任" for one in (first, later)}
    mine.post(reverse("submission-correct", args=[worker.pk]), {**boxes(mine, worker), **changes, "token": TOKEN})
    one = Submission.objects.get()
    act(mine, one, "submit")
    act(bureau, one, "return", **{f"own-1-{one.rows[1]['label']}": "职务请核对"})
    page = mine.get(reverse("submission-correct", args=[worker.pk])).content.decode()
    assert f'id="service-{later.pk}-title-reason">退回：职务请核对' in page
    assert page.count("退回：职务请核对") == 1
