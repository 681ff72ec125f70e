"""Filling in: what is typed is never lost, never seen by whom it does not concern, and never breaks a page."""

import datetime

import pytest
from django.urls import reverse

from dingnan_sw.lib.pages import number, visible
from talent.models import Person
from talent.submissions.evidence import attach
from talent.submissions.flow import State
from talent.submissions.intake import keep
from talent.submissions.models import Kind, Submission
from talent.submissions.views import workbooks
from tests import county
from tests.site.world import picture
from tests.submissions.people import actor, row, submission
from tests.submissions.test_story import PERSON, TOKEN, act, digest, drafted

ODD = ("²", "9" * 4900, "-1", "1.5", "٣", "x")
LEFT = datetime.date(2024, 7, 1)
PHONE, ACCOUNT = "13912340000", "999900001111"


@pytest.fixture
def mine(signed_in, hr):
    return signed_in(hr)


@pytest.fixture
def bureau(signed_in, clerk):
    return signed_in(clerk)


@pytest.fixture
def worker(unit):
    one = county.person(1, "张三", phone=PHONE, bank_account=ACCOUNT, bank_name="农商银行", education="大专")
    county.serve(one, unit)
    return one


@pytest.fixture
def keeper(unit):
    return actor("keeper", "unit", unit=unit)


def new(kind="person", **query):
    return reverse("submission-new", args=[kind], query=query)


def typed(page):
    """What the browser would send back of a form's first row."""
    form = page.context["forms"].forms[0]
    return {form.add_prefix(heading): form[heading].value() or "" for heading in form.fields}


# Numbers in requests ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*ODD, "", None, "1" * 10, " 7", "7\n", "\x00"])
def test_only_short_plain_digits_are_a_number(text):
    assert (number(text), number(text, default=3)) == (None, 3)


def test_a_number_above_the_most_is_none():
    assert (number("200", 200), number("201", 200), number("0")) == (200, None, 0)


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_number_in_an_address_is_not_found(odd, mine):
    assert mine.get(new(person=odd)).status_code == 404
    assert mine.get(new("post", post=odd)).status_code == 404


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_version_is_an_old_one(odd, mine):
    draft = drafted(mine)
    page = mine.post(reverse("submission-edit", args=[draft.pk]), {**PERSON, "r0-学历": "本科", "version": odd})
    assert "在您打开之后改过" in page.content.decode()
    act(mine, draft, "submit", version=odd)
    mine.post(reverse("submission-batch", args=["submit"]), {"pick": [odd, draft.pk], f"key-{draft.pk}": odd})
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("draft", 1)


@pytest.mark.parametrize("odd", [*ODD, "0", "10000000", "\x00"])
def test_an_odd_number_of_rows_is_not_found(odd, mine):
    assert mine.post(new(), {**PERSON, "rows": odd, "token": TOKEN}).status_code == 404
    assert mine.post(reverse("submission-paste", args=["person"]), {"rows": odd}).status_code == 200
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("odd", [*ODD, "0", "99"])
def test_an_odd_page_of_a_scan_is_the_first(odd, mine, unit, keeper):
    scan = attach(keeper, submission(unit, keeper).pk, picture())
    page = mine.get(reverse("scan", args=[scan.pk], query={"page": odd, "turn": odd, "zoom": odd}))
    assert (page.context["page"], page.context["turn"]) == (1, 0)


@pytest.mark.parametrize("odd", ["²", "9" * 400, "1.5", "x", "0", "99", "\x00"])
def test_a_reason_for_an_odd_row_still_arrives(odd, mine, bureau):
    draft = drafted(mine)
    act(mine, draft, "submit")
    act(bureau, draft, "return", **{f"own-{odd}-姓名": "请核对"})
    page = mine.get(reverse("submission-edit", args=[draft.pk])).content.decode()
    assert (draft.state, "请核对" in page) == ("returned", True)


# Characters that nobody sees ----------------------------------------------------------------------


def test_invisible_characters_are_taken_out_and_line_breaks_stay():
    assert visible("张\x00三\u200b\n李四\ufeff") == "张三\n李四"


def test_invisible_characters_of_a_form_never_reach_the_database(mine):
    draft = drafted(mine, 姓名="张\x00三\u200b", 身份证号="99\x00", 备注="一\x00二")
    assert (draft.subject, draft.rows[0]["身份证号"], draft.rows[0]["备注"]) == ("张三", "99", "一二")


def test_invisible_characters_of_a_reason_never_reach_the_database(mine, bureau):
    draft = drafted(mine)
    act(mine, draft, "submit")
    act(bureau, draft, "return", **{"own-1-姓\x00名": "请\x00核对"})
    assert draft.reasons == [{"row": "1", "column": "姓名", "text": "请核对"}]


def test_invisible_characters_of_pasted_cells_never_reach_the_database(mine):
    text = f"姓名\t身份证号\t人员类别\t任职起始日期\n张\x00三\t{county.id_number(1)}\t社区工作者\t2020-03-01"
    page = mine.post(reverse("submission-paste", args=["person"]), {"text": text})
    assert page.context["rows"][0]["cells"][0][1] == "张三"
    mine.post(reverse("submission-paste", args=["person"]), {**grid(page), "c0-0": "张三\x00", "step": "keep"})
    assert Submission.objects.get().subject == "张三"


def test_invisible_characters_of_corrections_and_notes_never_reach_the_database(mine, worker, unit):
    corrected(mine, worker, education="本\x00科")
    mine.post(reverse("submission-roster", args=[unit.pk]), {"token": TOKEN[::-1], f"note-{worker.pk}": "退\x00休"})
    roster, correction = Submission.objects.order_by("kind")
    assert (correction.rows[0]["new"], roster.rows[1]["说明"]) == ("本科", "退休")


# Many rows ----------------------------------------------------------------------------------------


def training(unit, keeper, count, **cells):
    shared = {"培训名称": "实务培训", "结束日期": "2026-09-20", "学时": "8"}
    rows = [{**shared, "身份证号": county.id_number(n)} for n in range(1, count + 1)]
    rows[-1] |= cells
    return submission(unit, keeper, kind=Kind.TRAINING, rows=rows)


def resent(browser, draft, **changes):
    """The draft as its form shows it, sent back with these changes."""
    forms = browser.get(reverse("submission-edit", args=[draft.pk])).context["forms"]
    data = {form.add_prefix(heading): form[heading].value() or "" for form in forms for heading in form.fields}
    data |= {"rows": len(forms), "version": draft.version, **changes}
    answer = browser.post(reverse("submission-edit", args=[draft.pk]), data)
    draft.refresh_from_db()
    return answer


@pytest.mark.parametrize("count", [61, 200])
def test_a_long_training_edited_by_form_loses_nobody(count, mine, unit, keeper):
    draft = training(unit, keeper, count)
    resent(mine, draft, **{"r0-主办单位": "县民政局"})
    assert [one["身份证号"] for one in draft.rows] == [county.id_number(n) for n in range(1, count + 1)]
    assert {one["主办单位"] for one in draft.rows} == {"县民政局"}


def test_more_rows_than_a_form_takes_are_left_to_the_workbook(mine, unit, keeper):
    draft = training(unit, keeper, 201)
    for answer in (mine.get, mine.post):
        page = answer(reverse("submission-edit", args=[draft.pk]), follow=True)
        assert "人数太多，请用工作簿修改" in page.content.decode()
    draft.refresh_from_db()
    assert (len(draft.rows), draft.version) == (201, 1)


def test_one_row_more_than_a_form_takes_is_refused_and_the_others_stay(mine, unit, keeper):
    draft = training(unit, keeper, 200)
    page = resent(mine, draft, step="row")
    assert "人数太多，请用工作簿修改" in page.content.decode()
    assert len(page.context["forms"].rows()) == 200


def test_rows_that_differ_in_what_is_usually_shared_stay_different(mine, unit, keeper):
    draft = training(unit, keeper, 3, 学时="4", 主办单位="县民政局")
    judged = mine.get(reverse("submission-edit", args=[draft.pk]) + "?errors=1").context["forms"].forms[1]
    assert list(judged.fields) == ["学时", "主办单位", "身份证号"]
    resent(mine, draft, **{"r0-结束日期": "2026-09-21"})
    assert [(one["学时"], one.get("主办单位")) for one in draft.rows] == [("8", None), ("8", None), ("4", "县民政局")]
    assert {one["结束日期"] for one in draft.rows} == {"2026-09-21"}


# The same form twice ------------------------------------------------------------------------------


def test_going_back_and_saving_other_content_changes_the_draft(mine):
    draft = drafted(mine)
    drafted(mine, 学历="本科")
    draft.refresh_from_db()
    assert (Submission.objects.count(), draft.rows[0]["学历"], draft.version) == (1, "本科", 2)


def test_going_back_after_submitting_changes_nothing_and_says_so(mine):
    draft = drafted(mine)
    act(mine, draft, "submit")
    page = mine.post(new(), {**PERSON, "r0-学历": "本科", "token": TOKEN}).content.decode()
    draft.refresh_from_db()
    assert ("不能修改" in page, draft.version, "学历" in draft.rows[0]) == (True, 1, False)


def test_a_form_that_made_something_else_already_is_refused(mine):
    drafted(mine)
    page = mine.post(new("post"), {"r0-岗位名称": "社工岗", "token": TOKEN}).content.decode()
    assert ("这张表单已经存过一件报送" in page, Submission.objects.count()) == (True, 1)


# 年审 ---------------------------------------------------------------------------------------------


def confirmed(browser, unit, worker, note="已退休", **data):
    fields = {"token": TOKEN, f"changed-{worker.pk}": "on", f"note-{worker.pk}": note, **data}
    return browser.post(reverse("submission-roster", args=[unit.pk]), fields)


def test_an_old_roster_form_is_refused_with_what_was_typed_in_it(mine, worker, unit):
    confirmed(mine, unit, worker)
    for data in ({"version": "7"}, {"version": ""}, {"token": str(unit.pk).zfill(32)}):
        page = confirmed(mine, unit, worker, "调走", **data)
        assert (page.status_code, page.context["people"][0]["说明"]) == (200, "调走")
        assert page.context["version"] == data.get("version")
    assert (Submission.objects.get().rows[1]["说明"], Submission.objects.get().version) == ("已退休", 1)


def test_the_roster_form_sent_twice_is_one_confirmation(mine, worker, unit):
    answers = [confirmed(mine, unit, worker) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Submission.objects.get().version == 1


def test_a_roster_form_sent_after_submitting_changes_nothing_and_says_so(mine, worker, unit):
    confirmed(mine, unit, worker)
    act(mine, Submission.objects.get(), "submit")
    confirmed(mine, unit, worker, "调走")
    page = mine.get(reverse("submission", args=[Submission.objects.get().pk])).content.decode()
    assert ("刚才填的没有保存" in page, "调走" in page) == (True, False)


def test_a_returned_roster_comes_back_filled_in_and_says_why(mine, bureau, worker, unit):
    confirmed(mine, unit, worker)
    one = Submission.objects.get()
    act(mine, one, "submit")
    act(bureau, one, "return", **{"own--": "请写明日期"})
    page = mine.get(reverse("submission-roster", args=[unit.pk])).content.decode()
    assert "请写明日期" in page
    assert f'name="changed-{worker.pk}" checked' in page
    assert f'name="note-{worker.pk}" value="已退休"' in page


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


# Corrections --------------------------------------------------------------------------------------


def corrected(browser, person, **values):
    """What is sent of the correction form: the boxes as the page fills them, and these values of the person's row."""
    page = browser.get(reverse("submission-correct", args=[person.pk]))
    boxes = {v.name: "" if v.sealed else v.old for block in page.context["blocks"] for v in block.values}
    boxes |= {f"person-{person.pk}-{field}": value for field, value in values.items()}
    return browser.post(reverse("submission-correct", args=[person.pk]), {**boxes, "token": TOKEN}, follow=True)


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
    blocks = mine.get(reverse("submission-correct", args=[worker.pk])).context["blocks"]
    boxes = {v.name: "" if v.sealed else v.old for block in blocks for v in block.values}
    mine.post(reverse("submission-correct", args=[worker.pk]), {**boxes, **changes, "token": TOKEN})
    one = Submission.objects.get()
    act(mine, one, "submit")
    act(bureau, one, "return", **{f"own-1-{one.rows[1]['label']}": "职务请核对"})
    page = mine.get(reverse("submission-correct", args=[worker.pk])).content.decode()
    assert f'id="service-{later.pk}-title-reason">退回：职务请核对' in page
    assert page.count("退回：职务请核对") == 1


# Pasted cells -------------------------------------------------------------------------------------


def grid(page):
    """What the browser would send back of the grid."""
    rows = page.context["rows"]
    cells = {f"c{r}-{c}": cell for r, one in enumerate(rows) for c, (_, cell, _) in enumerate(one["cells"])}
    return {**cells, "rows": len(rows)}


def pasted(browser, count, **cells):
    people = [row_text(n, **cells) for n in range(1, count + 1)]
    text = "\n".join(["姓名\t身份证号\t人员类别\t任职起始日期", *people])
    return browser.post(reverse("submission-paste", args=["person"]), {"text": text})


def row_text(n, category="社区工作者"):
    return f"张三\t{county.id_number(n)}\t{category}\t2020-03-01"


@pytest.mark.parametrize(("count", "said"), [(100, False), (101, True)])
def test_what_the_grid_does_not_take_is_said(count, said, mine):
    page = pasted(mine, count)
    assert ("只放进前 100 行，其余请用工作簿" in page.content.decode(), page.context["usable"]) == (said, 100)


def test_what_is_odd_in_pasted_cells_is_said(mine):
    page = pasted(mine, 1, category="事业单位在编").content.decode()
    assert "第 1 行 人员类别：“社区居委会”里通常没有“事业单位在编”" in page


def test_a_draft_that_somebody_made_meanwhile_is_told_and_nothing_is_kept(mine, unit, keeper, monkeypatch):
    page = pasted(mine, 2)

    def late(*args):
        submission(unit, keeper, number=2, rows=[row(unit, 2)])
        return keep(*args)

    monkeypatch.setattr(workbooks, "keep", late)
    page = mine.post(reverse("submission-paste", args=["person"]), {**grid(page), "step": "keep"})
    assert "已有一件在办的报送" in page.content.decode()
    assert [one.author for one in Submission.objects.all()] == [keeper.user]
    assert Person.objects.count() == 0
    assert Submission.objects.get().state == State.DRAFT
