"""The loaded document: phrases looked up without white space and asterisks, what is missing is said."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from incentives import document
from incentives.models import PolicyDocument
from incentives.rules.rulebook import standard_book

BOOK = standard_book()


def text_of(phrases):
    """A document that holds these phrases, and nothing of the real one; as long as a document is."""
    told = "。\n\n".join(phrases)
    return f"一、总则\n\n（一）目标\n\n{told}。\n\n二、其他\n\n（一）说明\n\n{'没有别的。' * 60}\n"


ALL = [phrase for entries in BOOK.scales.values() for entry in entries for phrase in entry.phrases]


def test_a_text_with_every_phrase_lacks_nothing():
    assert document.missing_phrases(text_of(ALL), BOOK) == []


@pytest.mark.parametrize("between", [" ", "\n\n", "　", "**", "\t"])
def test_white_space_and_asterisks_do_not_matter(between):
    broken = [between.join(phrase) for phrase in ALL]
    assert document.missing_phrases(text_of(broken), BOOK) == []


@pytest.mark.parametrize("phrase", sorted(set(ALL)))
def test_a_phrase_that_is_not_there_is_reported(phrase):
    others = [other for other in ALL if phrase not in other]
    assert phrase in {missing for _, missing in document.missing_phrases(text_of(others), BOOK)}


def test_clauses_are_told_apart_and_pages_joined():
    found = document.sections(
        "二、岗位\n（一）任务。用人单位应按照\n\n要求明确岗位，这一行被换页截断所以接着上一行写下去\n\n（二）配备。完。"
    )
    assert list(found) == ["二（一）", "二（二）"]
    assert found["二（二）"] == "（二）配备。完。"


def test_every_clause_of_the_book_has_its_summary():
    numbers = {clause.number for clause in document.clauses()}
    assert {entry.clause for entries in BOOK.scales.values() for entry in entries} <= numbers


def test_every_scale_stands_under_exactly_one_clause():
    named = [name for clause in document.clauses() for name in clause.scales]
    assert sorted(named) == sorted(BOOK.scales)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_as_windows_or_anything_else_saved_it(encoding):
    assert document.decoded("三（一）奖励".encode(encoding)) == "三（一）奖励"


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x00\x01\x02", b"\xff\xfe\xfd" * 9])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(document.Unreadable):
        document.decoded(data)


def load(path):
    out = StringIO()
    call_command("load_document", path, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_loads_and_reports(db, tmp_path):
    file = tmp_path / "正文.txt"
    file.write_text(text_of(ALL[1:]), encoding="gb18030")
    assert [row["phrase"] for row in load(file)["missing"]] == [ALL[0]]
    assert PolicyDocument.current().text == text_of(ALL[1:])


def test_the_same_text_again_changes_nothing(db):
    document.load(text_of(ALL), BOOK)
    document.load(text_of(ALL), BOOK)
    assert PolicyDocument.objects.count() == 1


def test_the_page_shows_text_beside_summary_and_marks_each_phrase(signed_in, clerk):
    browser = signed_in(clerk)
    assert "未经核对" in browser.get(reverse("policy")).content.decode()
    page = browser.post(reverse("policy-load"), {"text": text_of(ALL[1:])}, follow=True).content.decode()
    assert "有 1 处引用" in page
    assert "正文中没有" in page
    assert "已核对" in page
    assert PolicyDocument.current().loaded_by == clerk


def test_an_empty_form_is_refused_in_words(signed_in, clerk):
    page = signed_in(clerk).post(reverse("policy-load"), {"text": " "}).content.decode()
    assert "请选择正文文件，或者粘贴正文" in page


NO_DOCUMENT = {"太短": text_of(ALL)[:480], "无关": "会议通知，请各单位按时参加。" * 60}


@pytest.mark.parametrize("text", NO_DOCUMENT.values(), ids=NO_DOCUMENT)
def test_a_text_that_is_plainly_not_the_document_takes_nothings_place(text, signed_in, clerk):
    kept = document.load(text_of(ALL), BOOK)
    page = signed_in(clerk).post(reverse("policy-load"), {"text": text}).content.decode()
    assert "没有载入" in page
    assert "原来的正文没有变" in page
    assert PolicyDocument.current() == kept


def test_a_missing_file_is_said_in_words_with_status_2(db, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("load_document", "没有这个文件.txt")
    assert ended.value.code == 2
    assert "找不到文件 没有这个文件.txt" in capsys.readouterr().err
