"""Filling in: what is typed is never lost, however many rows there are and however often it is sent."""

import pytest
from django.urls import reverse

from dingnan_sw.lib.dates import today
from talent.models import Person
from talent.submissions import drafts
from talent.submissions.flow import State
from talent.submissions.intake import keep
from talent.submissions.models import Kind, Submission
from talent.submissions.views import workbooks
from tests import county
from tests.submissions.filling import grid, new, resent
from tests.submissions.people import row, submission
from tests.submissions.test_story import PERSON, TOKEN, act, drafted

YEAR = 2021  # a former one

# Many rows ----------------------------------------------------------------------------------------


def training(unit, keeper, count, **cells):
    shared = {"培训名称": "实务培训", "结束日期": "2026-09-20", "学时": "8"}
    rows = [{**shared, "身份证号": county.id_number(n)} for n in range(1, count + 1)]
    rows[-1] |= cells
    return submission(unit, keeper, kind=Kind.TRAINING, rows=rows)


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


def test_any_person_of_a_training_can_be_taken_out(mine, unit, keeper):
    draft = training(unit, keeper, 3)
    resent(mine, draft, **{"r0-身份证号": "", "r0-主办单位": "县民政局"})
    assert [one["身份证号"] for one in draft.rows] == [county.id_number(2), county.id_number(3)]
    resent(mine, draft, **{"r0-身份证号": "", "r1-身份证号": ""})
    assert draft.rows == [{"培训名称": "实务培训", "结束日期": "2026-09-20", "学时": "8", "主办单位": "县民政局"}]


def test_what_is_wrong_with_a_shared_cell_is_said_once(mine, worker):
    numbers = {f"r{place}-身份证号": county.id_number(1) for place in range(3)}
    data = {"r0-结束日期": "2026-09-20", "r0-学时": "8", **numbers, "rows": "3", "token": TOKEN}
    forms = mine.post(new("training"), data, follow=True).context["forms"]
    assert [list(form.errors) for form in forms] == [["培训名称"], [], []]


def test_the_end_of_a_post_and_of_a_certificate_are_explained_each_in_its_own_words(mine):
    told = [mine.get(new(kind)).context["forms"].forms[0].fields["撤销日期"].help_text for kind in ("post", "person")]
    assert told == ["最后一天；仍在备案的留空", "自这一天起不再持有；没有撤销的留空"]


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


def test_the_form_that_made_a_confirmation_never_overwrites_what_was_written_there_since(mine, worker, unit):
    confirmed(mine, unit, worker)
    confirmed(mine, unit, worker, "调走", version="1")
    page = confirmed(mine, unit, worker, "病假")
    assert (page.context["people"][0]["说明"], "打开现在的内容" in page.content.decode()) == ("病假", True)
    assert Submission.objects.get().rows[1]["说明"] == "调走"


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


@pytest.fixture
def former(mine, bureau, worker, unit):
    """The confirmation of a former year, returned."""
    confirmed(mine, unit, worker)
    one = Submission.objects.get()
    content = [{"年度": YEAR}, *one.rows[1:]]
    about = drafts.subject_of(Kind.CONFIRMATION, content, today())
    one.rows, one.subject, one.subject_index = content, about.words, about.index
    one.save()
    act(mine, one, "submit")
    act(bureau, one, "return", **{"own--": "请写明日期"})
    return one


def opened(browser, one):
    """The roster to which the submission's 修改 leads, and what its form posts to."""
    page = browser.get(reverse("submission-edit", args=[one.pk]), follow=True)
    return page, page.context["address"]


def test_a_former_years_returned_confirmation_is_mended_and_sent(mine, former, worker):
    page, address = opened(mine, former)
    assert (page.context["year"], page.context["people"][0]["说明"]) == (YEAR, "已退休")
    assert f"{YEAR} 年年审" in page.content.decode()
    mine.post(address, {f"note-{worker.pk}": "三月退休", "version": former.version})
    act(mine, former, "submit")
    assert (former.state, former.rows[0]["年度"], former.rows[1]["说明"]) == (State.BUREAU, YEAR, "三月退休")


def test_a_message_about_a_former_years_confirmation_names_its_year(mine, former, worker):
    _, address = opened(mine, former)
    old = mine.post(address, {f"note-{worker.pk}": "三月退休", "version": "7"}).content.decode()
    Submission.objects.update(state=State.BUREAU)
    late = mine.post(address, {f"note-{worker.pk}": "三月退休", "version": "1"}, follow=True).content.decode()
    assert f"请重新打开 {YEAR} 年年审看现在的内容" in old
    assert f'href="{address}"' in old
    assert f"{YEAR} 年年审已经提交，刚才填的没有保存" in late


@pytest.mark.parametrize("year", [YEAR, 2999])
def test_a_confirmation_of_another_year_is_not_begun(year, mine, worker, unit):
    address = reverse("submission-roster", args=[unit.pk], query={"year": year})
    assert mine.get(address).status_code == 404
    page = mine.post(address, {"token": TOKEN, f"note-{worker.pk}": "已退休"})
    assert (page.context["people"][0]["说明"], Submission.objects.count()) == ("已退休", 0)
    assert f"{year} 年年审已经不在办理，不能再改" in page.content.decode()


# Pasted cells -------------------------------------------------------------------------------------


def pasted(browser, count, **cells):
    people = [row_text(n, **cells) for n in range(1, count + 1)]
    text = "\n".join(["姓名\t身份证号\t人员类别\t任职起始日期", *people])
    return browser.post(reverse("submission-paste", args=["person"]), {"text": text})


def row_text(n, category="社区工作者"):
    return f"张三\t{county.id_number(n)}\t{category}\t2020-03-01"


def paste(browser, **data):
    return browser.post(reverse("submission-paste", args=["person"]), data)


def names(page):
    """The first cell and the fourth of each filled row of the grid."""
    return [(row["cells"][0][1], row["cells"][3][1]) for row in page.context["rows"] if any(c[1] for c in row["cells"])]


def test_pasted_text_is_put_below_what_was_mended_by_hand(mine):
    mended = {**grid(pasted(mine, 2)), "c0-0": "王五"}
    page = paste(mine, **mended, text=f"{row_text(2)[:3]}\n{row_text(3)}".replace("张三", "赵六", 1), step="keep")
    assert [row["cells"][0][1] for row in page.context["rows"]][:4] == ["王五", "张三", "赵六", "张三"]
    assert "粘贴的 2 行接在原来的 2 行后面，原来的没有动" in page.content.decode()
    assert Submission.objects.count() == 0


def test_the_same_text_pasted_twice_is_there_once(mine):
    again = "\n".join(["姓名\t身份证号\t人员类别\t任职起始日期", row_text(1), row_text(3)])
    page = paste(mine, **grid(pasted(mine, 2)), text=again)
    assert (page.context["usable"], "另有 1 行表里已有" in page.content.decode()) == (3, True)


@pytest.mark.parametrize("marked", ["{}*", "{}（必填）", " {} "])
def test_the_headings_of_the_template_are_known_in_pasted_text(marked, mine):
    first = "\t".join(["序号", *(marked.format(one) for one in ("身份证号", "姓名", "人员类别", "任职起始日期"))])
    page = paste(mine, text=f"{first}\n1\t{county.id_number(1)}\t张三\t社区工作者\t2020-03-01")
    assert (page.context["usable"], page.context["rows"][0]["cells"][0][1]) == (1, "张三")
    assert "这些栏没有读取：序号。" in page.content.decode()


def test_headings_that_came_into_the_grid_are_no_person(mine):
    cells = ["身份证号", "姓名", "人员类别", "任职起始日期"], [county.id_number(1), "张三", "社区工作者", "2020-03-01"]
    page = paste(mine, **{f"c{r}-{c}": cell for r, row in enumerate(cells) for c, cell in enumerate(row)}, rows=5)
    assert (page.context["usable"], page.context["faults"]) == (1, 0)


def test_cells_without_headings_begin_where_they_were_pasted_and_what_has_no_room_is_said(mine):
    page = paste(mine, text="社区工作者\n事业单位在编", left="3")
    assert (names(page), "多出来的格子" in page.content.decode()) == ([("", "社区工作者"), ("", "事业单位在编")], False)
    page = paste(mine, text="\t".join(["张三"] * 23))
    assert "比下表多出来的格子没有放进来" in page.content.decode()


@pytest.mark.parametrize(("count", "said"), [(100, False), (101, True)])
def test_what_the_grid_does_not_take_is_said(count, said, mine):
    page = pasted(mine, count)
    assert ("只放进前 100 行，其余请用工作簿" in page.content.decode(), page.context["usable"]) == (said, 100)


def test_what_is_odd_in_pasted_cells_is_said(mine):
    page = pasted(mine, 1, category="事业单位在编").content.decode()
    assert "第 1 行 人员类别：“社区居委会”里通常没有“事业单位在编”" in page


def test_the_people_below_the_sums_stay_in_the_grid_until_they_are_kept_too(mine):
    text = "\n".join(["姓名\t身份证号\t人员类别\t任职起始日期", row_text(1), "合计\t1", row_text(2), "填表人：王"])
    page = paste(mine, text=text)
    assert page.context["usable"] == 1
    (told,) = [words for words in page.context["warnings"] if "表尾" in words]
    assert told.startswith("第 3 行")
    assert told.endswith("还有 2 行有内容，没有读取；第一行是第 3 行。")
    page = paste(mine, **grid(page), step="keep")
    assert (names(page), page.context["usable"]) == ([("张三", "社区工作者")], 1)
    assert page.context["rows"][0]["cells"][1][1] == county.id_number(2)
    assert paste(mine, **grid(page), step="keep").url == reverse("submissions")
    assert Submission.objects.count() == 2


def test_sums_with_nobody_below_them_leave_nothing_to_keep(mine):
    page = paste(mine, text="\n".join(["姓名\t身份证号\t人员类别\t任职起始日期", row_text(1), "合计\t1"]))
    assert paste(mine, **grid(page), step="keep").url == reverse("submissions")


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
