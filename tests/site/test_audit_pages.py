"""The record of who did what, as auditors read it."""

import ast
import datetime
import io
import re

import openpyxl
import pytest
from django.urls import reverse

from dingnan_sw.audit import heads
from dingnan_sw.audit.chain import record
from dingnan_sw.audit.models import Entry
from dingnan_sw.jobs.retention import schedule
from dingnan_sw.lib.dates import today
from positions import audit_pages
from tests.trust.test_asvs_code import SOURCES


def listed(signed_in, auditor, query=""):
    return signed_in(auditor).get(reverse("audit") + query).content.decode()


def rows(page):
    """The actions listed, from the top."""
    return re.findall(r"动作[甲乙丙]", re.search(r"<tbody>(.*)</tbody>", page, re.S)[1]) if "<tbody>" in page else []


def test_an_auditor_reads_the_record_newest_first(signed_in, auditor, clerk):
    record("动作甲", by=clerk, about=clerk, address="10.0.0.1", list="花名册", filters=["查找", "x"], odd=[None, True])
    record("动作乙", address="命令行")
    page = listed(signed_in, auditor)
    told = (f"账号 #{clerk.pk}", "列表：花名册", "条件：查找、x", "odd：—、是", "10.0.0.1")
    assert (rows(page), [words for words in told if words not in page]) == (["动作乙", "动作甲"], [])


def test_the_record_is_searched_and_narrowed(signed_in, auditor, clerk, finance):
    record("动作甲", by=clerk, name="李雷")
    record("动作乙", by=finance, name="韩梅")
    month = f"{today():%Y-%m}"
    found = {
        query: rows(listed(signed_in, auditor, query))
        for query in ("?q=李雷", "?q=finance", "?action=动作甲", f"?month={month}", "?month=2001-01", "?q=%25")
    }
    assert list(found.values()) == [["动作甲"], ["动作乙"], ["动作甲"], ["动作乙", "动作甲"], [], []]
    assert "动作甲（1）" in listed(signed_in, auditor)


@pytest.mark.parametrize("month", ["nonsense", "2021-13", "0001-01", "9999-12", "2021-1"])
def test_a_month_of_nonsense_finds_nothing(month, signed_in, auditor, clerk):
    record("动作甲", by=clerk)
    assert rows(listed(signed_in, auditor, f"?month={month}")) == []


def test_a_month_begins_at_the_countys_midnight(db):
    entry = record("动作甲")
    first = datetime.datetime(2021, 8, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    for at, months in ((first, ["2021-08"]), (first - datetime.timedelta(seconds=1), ["2021-07"])):
        moved = Entry(at=at, action="动作乙", actor_name="", previous=entry.digest, digest=str(at.timestamp()))
        moved.save()
        found = Entry.objects.filter(pk=moved.pk)
        assert [value for value, _, _ in audit_pages._months(found)] == months
        assert [m for m in ("2021-07", "2021-08") if audit_pages._in_month(found, m).exists()] == months


def test_long_details_are_shortened_on_the_page_and_whole_in_the_download(signed_in, auditor, clerk):
    record("动作甲", by=clerk, what="长" * 200 + "尾")
    assert "尾</td>" not in listed(signed_in, auditor)
    answer = signed_in(auditor).get(reverse("audit") + "?format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]] == ["时间", "操作人", "事项", "对象", "内容", "来源"]
    assert sheet["E3"].value.endswith("尾")
    assert isinstance(sheet["A3"].value, datetime.datetime | str)


def test_an_object_of_a_kind_that_is_gone_is_named_as_it_was(db):
    assert audit_pages.object_words(Entry(object_type="gone.thing", object_id="3")) == "gone.thing #3"
    assert audit_pages.object_words(Entry()) == ""


def test_verifying_says_that_the_record_holds(signed_in, auditor, clerk):
    record("动作甲", by=clerk)
    record("动作乙", by=clerk)
    told = signed_in(auditor).post(reverse("audit-verify"), follow=True).content.decode()
    assert "2 条记录前后相符" in told


def test_verifying_names_the_first_broken_entry(signed_in, auditor, clerk):
    head = record("动作甲", by=clerk)
    Entry.objects.create(at=head.at, action="动作乙", actor_name="某人", previous=head.digest, digest="0" * 64)
    told = signed_in(auditor).post(reverse("audit-verify"), follow=True).content.decode()
    assert ("动作乙）起前后不符" in told, "条记录前后相符" in told) == (True, False)


def test_a_mark_copied_from_paper_leads_to_its_entry(signed_in, auditor, clerk):
    head = record("动作甲", by=clerk)
    browser = signed_in(auditor)
    mark = heads.mark(today())
    told = browser.post(reverse("audit-verify"), {"mark": mark}, follow=True).content.decode()
    assert f"第 {head.pk} 条（" in told
    assert "从第一条到这一条前后相符" in told
    told = browser.post(reverse("audit-verify"), {"mark": "0000 0000 0000 0000"}, follow=True).content.decode()
    assert "审计记录里没有这个摘要" in told


def test_what_was_before_stands_before_what_is_now(signed_in, auditor, clerk):
    record("动作甲", by=clerk, after={"角色": "财政"}, before={"角色": "审计"}, number=3)
    told = signed_in(auditor).get(reverse("audit")).content.decode()
    assert re.search("改前：角色：审计；编号：3；改后：角色：财政", told)


@pytest.mark.parametrize("name", ["clerk", "finance", "hr", "administrator"])
def test_the_record_is_for_auditors_alone(name, request, signed_in):
    browser = signed_in(request.getfixturevalue(name))
    assert browser.get(reverse("audit")).status_code == 403
    assert browser.get(reverse("audit") + "?format=xlsx").status_code == 403
    assert browser.post(reverse("audit-verify")).status_code == 403
    assert "审计记录" not in browser.get(reverse("home")).content.decode()


def test_the_record_is_in_the_auditors_navigation(signed_in, auditor):
    browser = signed_in(auditor)
    assert reverse("audit") in browser.get(reverse("home")).content.decode()
    assert browser.get(reverse("audit-verify")).status_code == 405


def test_whatever_is_recorded_has_a_word_on_the_page():
    calls = (
        node
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    told = {key.arg for call in calls if getattr(call.func, "id", "") == "record" for key in call.keywords if key.arg}
    names = {term.name for term in schedule(today()) if term.enforced}
    assert told | names <= audit_pages.WORDS.keys() | {"by", "about", "address", "stranger"}
