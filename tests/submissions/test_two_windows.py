"""Two people in one draft: a form keeps the version that it was opened on, and what was typed in it."""

import datetime

import pytest
from django.urls import reverse

from talent.models import Person
from talent.submissions.flow import State
from talent.submissions.models import Submission
from tests import county
from tests.submissions.filling import boxes, corrected
from tests.submissions.test_story import PERSON, TOKEN, drafted

NEWER = "打开现在的内容"


def edit(browser, draft, version, step="check", **cells):
    data = {**PERSON, **{f"r0-{heading}": value for heading, value in cells.items()}, "version": version, "step": step}
    return browser.post(reverse("submission-edit", args=[draft.pk]), data)


@pytest.fixture
def colleague(signed_in, keeper):
    return signed_in(keeper.user)


@pytest.mark.parametrize("step", ["check", "save", "row"])
def test_a_form_that_is_shown_again_never_overwrites_what_a_colleague_did(step, mine, colleague):
    draft = drafted(mine)
    edit(colleague, draft, 1, 职务="主任")
    for _ in range(2):
        page = edit(mine, draft, 1, step, 学历="大专")
        assert (page.context["version"], page.context["forms"].forms[0]["学历"].value()) == ("1", "大专")
        assert NEWER in page.content.decode()
    draft.refresh_from_db()
    assert (draft.rows[0].get("职务"), draft.rows[0].get("学历"), draft.version) == ("主任", None, 2)


def test_a_form_in_which_only_a_row_was_added_is_saved(mine):
    draft = drafted(mine)
    page = edit(mine, draft, 1, "row")
    assert (page.context["version"], NEWER in page.content.decode()) == ("1", False)
    edit(mine, draft, page.context["version"], 学历="大专")
    draft.refresh_from_db()
    assert draft.rows[0]["学历"] == "大专"


def test_what_was_typed_while_a_colleague_submitted_is_still_there(mine, colleague):
    draft = drafted(mine)
    Submission.objects.update(state=State.BUREAU)
    page = edit(mine, draft, 1, 学历="大专")
    assert page.context["forms"].forms[0]["学历"].value() == "大专"
    assert "不能修改。下面是刚才填的，没有保存。" in page.content.decode()
    draft.refresh_from_db()
    assert (draft.version, "学历" in draft.rows[0]) == (1, False)


# Back to the form that made it ----------------------------------------------------------------------


def back(browser, **cells):
    """The empty form that made the draft, filled in otherwise and sent once more."""
    data = {**PERSON, **{f"r0-{heading}": value for heading, value in cells.items()}, "token": TOKEN, "step": "save"}
    return browser.post(reverse("submission-new", args=["person"]), data)


@pytest.mark.parametrize("changes", [1, 2])
@pytest.mark.parametrize("by", ["mine", "colleague"])
def test_the_form_that_made_a_draft_never_overwrites_what_was_written_elsewhere(by, changes, mine, request):
    draft = drafted(mine)
    for version in range(1, changes + 1):
        edit(request.getfixturevalue(by), draft, version, 职务=f"主任{version}")
    for _ in range(2):
        page = back(mine, 学历="大专")
        assert page.context["forms"].forms[0]["学历"].value() == "大专"
        assert "“人员 张三”已有人改过，没有保存" in page.content.decode()
        assert f'href="{reverse("submission-edit", args=[draft.pk])}" target' in page.content.decode()
    draft.refresh_from_db()
    assert (draft.rows[0]["职务"], "学历" in draft.rows[0]) == (f"主任{changes}", False)


def test_the_form_that_made_a_draft_may_change_it_as_long_as_nobody_else_does(mine, colleague):
    draft = drafted(mine)
    for education in ("大专", "本科"):
        assert back(mine, 学历=education).status_code == 302
    edit(colleague, draft, 3, 学历="本科")
    back(mine, 学历="研究生")
    draft.refresh_from_db()
    assert (draft.rows[0]["学历"], draft.version) == ("研究生", 4)


def test_a_form_shown_again_with_a_row_more_says_that_its_draft_was_changed(mine, colleague):
    edit(colleague, drafted(mine), 1, 职务="主任")
    page = mine.post(reverse("submission-new", args=["person"]), {**PERSON, "token": TOKEN, "step": "row"})
    assert (NEWER in page.content.decode(), len(page.context["forms"])) == (True, 2)


# Corrections ----------------------------------------------------------------------------------------


def correct(browser, person, **data):
    return browser.post(reverse("submission-correct", args=[person.pk]), {"token": TOKEN, **data})


def test_what_was_typed_in_a_correction_while_a_colleague_submitted_it_is_still_there(mine, worker):
    corrected(mine, worker, education="本科")
    education, data = f"person-{worker.pk}-education", boxes(mine, worker)
    Submission.objects.update(state=State.BUREAU)
    page = correct(mine, worker, **{**data, education: "研究生", "version": "1"})
    assert (page.context["typed"][education], Submission.objects.count()) == ("研究生", 1)
    assert "请等它办完。下面是刚才填的，没有保存。" in page.content.decode()


def test_a_correction_refused_by_its_version_keeps_what_was_typed(mine, worker):
    corrected(mine, worker, education="本科")
    Submission.objects.update(version=7)
    education = f"person-{worker.pk}-education"
    for _ in range(2):
        page = correct(mine, worker, **{**boxes(mine, worker), education: "研究生", "version": "1"})
        assert (page.context["version"], page.context["typed"][education]) == ("1", "研究生")
        assert [words in page.content.decode() for words in (NEWER, 'value="研究生"')] == [True, True]
    assert Submission.objects.get().rows[0]["new"] == "本科"


def test_a_correction_with_an_error_keeps_the_version_it_was_opened_on(mine, worker):
    corrected(mine, worker, education="本科")
    Submission.objects.update(version=7)
    page = correct(mine, worker, **{**boxes(mine, worker), f"person-{worker.pk}-id_number": "1", "version": "1"})
    assert 'name="version" value="1"' in page.content.decode()


def test_going_back_to_the_form_that_made_a_correction_is_no_second_window(mine, worker):
    opened = boxes(mine, worker)
    corrected(mine, worker, education="本科")
    page = correct(mine, worker, **{**opened, f"person-{worker.pk}-id_number": "1"})
    assert (page.status_code, NEWER in page.content.decode()) == (200, False)
    correct(mine, worker, **{**opened, f"person-{worker.pk}-education": "研究生"})
    assert Submission.objects.get().rows[0]["new"] == "研究生"


def test_the_form_that_made_a_correction_never_overwrites_what_a_colleague_wrote_there(mine, colleague, worker):
    opened, education = boxes(mine, worker), f"person-{worker.pk}-education"
    corrected(mine, worker, education="本科")
    correct(colleague, worker, **{**opened, education: "研究生", "version": "1"})
    page = correct(mine, worker, **{**opened, education: "博士"})
    assert (page.context["typed"][education], NEWER in page.content.decode()) == ("博士", True)
    assert Submission.objects.get().rows[0]["new"] == "研究生"


def test_a_correction_begun_twice_is_refused_with_what_was_typed(mine, worker):
    opened = boxes(mine, worker)
    corrected(mine, worker, education="本科")
    other = {**opened, f"person-{worker.pk}-education": "研究生", "token": TOKEN[::-1]}
    for _ in range(2):
        page = correct(mine, worker, **other)
        assert (page.status_code, 'name="version"' in page.content.decode()) == (200, False)
    assert Submission.objects.get().rows[0]["new"] == "本科"


def test_what_was_approved_while_a_correction_was_open_stays_as_it_is(mine, worker):
    opened = boxes(mine, worker)
    county.certify(worker, "DEMO9", issued_on=datetime.date(2021, 8, 1))
    correct(mine, worker, **{**opened, f"person-{worker.pk}-education": "本科"})
    assert [(row["field"], row["new"]) for row in Submission.objects.get().rows] == [("education", "本科")]


# What is on record moves while a correction is open ---------------------------------------------------


def moved(worker, **values):
    """Approved meanwhile."""
    Person.objects.filter(pk=worker.pk).update(**values)


def stated():
    """What the corrections say: the field, the old and the new value."""
    return [(row["field"], row["old"], row["new"]) for one in Submission.objects.all() for row in one.rows]


@pytest.fixture
def opened(mine, worker):
    """The correction form as it was opened, sent with these values of the person's row."""
    shown = boxes(mine, worker)

    def send(**values):
        data = shown | {f"person-{worker.pk}-{field}": value for field, value in values.items()}
        return mine.post(reverse("submission-correct", args=[worker.pk]), {**data, "token": TOKEN}, follow=True)

    return send


def test_a_box_that_comes_back_as_it_was_shown_turns_nothing_back(opened, worker):
    moved(worker, education="博士", bank_account="99990003")
    page = opened(political_status="群众").content.decode()
    assert stated() == [("political_status", "", "群众")]
    assert "打开以后登记变了：学历现在登记的是“博士”，这一项不更正。" in page
    assert f"银行账号现在登记的是“{Person.objects.get().masked_account}”" in page


@pytest.mark.parametrize(
    ("field", "now", "typed"), [("education", "博士", "本科"), ("bank_account", "99990003", "99990002")]
)
def test_what_was_changed_here_and_elsewhere_is_looked_at_again(field, now, typed, opened, worker, mine):
    moved(worker, **{field: now})
    page = opened(**{field: typed})
    name = f"person-{worker.pk}-{field}"
    assert (stated(), page.context["typed"][name]) == ([], typed)
    assert "您也改了这一项。请看过再按一次；这一次还没有保存。" in page.content.decode()
    seen = {f"{v.name}-seen": v.seen for block in page.context["blocks"] for v in block.values}
    correct(mine, worker, **{name: typed, **seen})
    assert stated() == [(field, now, typed)]


def test_what_was_ticked_to_be_cleared_is_not_cleared_once_it_is_another(opened, worker):
    moved(worker, bank_account="99990003")
    page = opened(**{"bank_account-clear": "on"})
    assert (stated(), f'name="person-{worker.pk}-bank_account-clear" checked' in page.content.decode()) == ([], True)


def test_a_form_shown_again_shows_what_is_on_record_now_in_the_boxes_that_were_left_alone(opened, worker):
    moved(worker, education="博士")
    page = opened(id_number="1")
    assert f'name="person-{worker.pk}-education" value="博士"' in page.content.decode()
    assert "填报之后登记变了，现在登记的是“博士”。" in page.content.decode()
    assert page.context["typed"] == {f"person-{worker.pk}-id_number": "1"}


def test_a_correction_opened_again_says_what_is_on_record_now(mine, opened, worker):
    opened(education="本科")
    moved(worker, education="博士")
    page = mine.get(reverse("submission-correct", args=[worker.pk])).content.decode()
    assert f'name="person-{worker.pk}-education" value="本科"' in page
    assert "填报之后登记变了，现在登记的是“博士”。" in page


def test_a_note_of_several_lines_comes_back_in_one_and_is_unchanged(mine, worker, opened):
    worker.services.update(note="一\r\n二")
    name = f"service-{worker.services.get().pk}-note"
    correct(mine, worker, **{**boxes(mine, worker), name: "一二", f"person-{worker.pk}-education": "本科"})
    assert [field for field, _, _ in stated()] == ["education"]


def test_the_same_number_in_two_boxes_cannot_be_told_from_what_the_form_carries(mine, worker):
    moved(worker, phone=worker.bank_account)
    shown = boxes(mine, worker)
    assert len({shown[f"person-{worker.pk}-{field}-seen"] for field in ("phone", "bank_account")}) == 2
