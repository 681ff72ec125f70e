"""Odd numbers and characters that nobody sees: no page breaks by them, and no row keeps them."""

import pytest
from django.urls import reverse

from dingnan_sw.lib.pages import number, visible
from talent.submissions.evidence import attach
from talent.submissions.models import Submission
from tests import county
from tests.site.world import picture
from tests.submissions.filling import corrected, grid, new
from tests.submissions.people import submission
from tests.submissions.test_story import PERSON, TOKEN, act, drafted

ODD = ("²", "9" * 4900, "-1", "1.5", "٣", "x")


# Numbers in requests ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*ODD, "", None, "1" * 10, " 7", "7\n", "\x00"])
def test_only_short_plain_digits_are_a_number(text):
    assert (number(text), number(text, default=3)) == (None, 3)


def test_a_number_above_the_most_is_none():
    assert (number("200", 200), number("201", 200), number("0")) == (200, None, 0)


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_number_in_an_address_is_not_found(odd, mine):
    assert mine.get(new(person=odd), follow=True).status_code == 404
    assert mine.get(new("post", post=odd), follow=True).status_code == 404


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
    for name in ("page", "turn", "zoom"):
        page = mine.get(reverse("scan", args=[scan.pk], query={name: odd}), follow=True)
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
