"""The exchange on its page: upload, preview of every row, confirm; or the marked workbook back."""

from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from dingnan_sw.jobs.models import Job
from dingnan_sw.jobs.work import clear_old
from talent import uploads
from talent.models import Certificate, Person, Upload
from tests import county

HEADINGS = ("姓名", "身份证号", "工作单位", "人员类别", "任职起始日期", "证书级别", "管理号", "批准日期")


def roster(*rows):
    """A workbook with one sheet 花名册, as the browser sends it."""
    book = openpyxl.Workbook()
    book.active.title = "花名册"
    for row in (HEADINGS, *rows):
        book.active.append(row)
    target = BytesIO()
    book.save(target)
    return SimpleUploadedFile("名册.xlsx", target.getvalue())


def row(number=1, name="张三", unit="甲社区居民委员会", **cells):
    values = dict(
        zip(
            HEADINGS,
            (name, county.id_number(number), unit, "社区工作者", "2020-01-01", "初级", f"DEMO{number}", "2021-06"),
            strict=True,
        )
    )
    return tuple({**values, **cells}.values())


@pytest.fixture
def browser(signed_in, clerk, unit, jobs_at_once):
    return signed_in(clerk)


def send(browser, file):
    """The upload, and the page it leads to."""
    answer = browser.post(reverse("exchange"), {"file": file}, follow=True)
    return Upload.objects.order_by("created").last(), answer.content.decode()


def test_a_clean_file_is_previewed_confirmed_and_stored(browser):
    upload, page = send(browser, roster(row(1), row(2, "李四")))
    assert "确认导入 2 行" in page
    assert not Person.objects.exists()
    page = browser.post(reverse("upload-confirm", args=[upload.pk]), follow=True).content.decode()
    assert "已导入" in page
    assert set(Person.objects.values_list("name", flat=True)) == {"张三", "李四"}


def test_the_import_is_one_audit_entry_and_its_rows_say_who_brought_them(browser, clerk):
    upload, _ = send(browser, roster(row()))
    browser.post(reverse("upload-confirm", args=[upload.pk]))
    entry = Entry.objects.get(action="导入工作簿")
    assert (entry.actor, entry.details["file"]) == (clerk, "名册.xlsx")
    assert entry.details["done"] == ["花名册 第 2 行 张三 · 甲社区居民委员会 · 助理社会工作师：新增"]
    page = browser.get(reverse("person", args=[Person.objects.get().pk])).content.decode()
    assert "clerk · 新增人员" in page


def test_the_preview_says_what_would_change(browser):
    upload, _ = send(browser, roster(row()))
    browser.post(reverse("upload-confirm", args=[upload.pk]))
    _, page = send(browser, roster(row(批准日期="2022-06-18")))
    assert "变更" in page
    assert "<del>2021-06-01</del> → <ins>2022-06-18</ins>" in page


def test_the_record_says_what_an_import_changed(browser):
    for cells in ({}, {"批准日期": "2022-06-18"}):
        upload, _ = send(browser, roster(row(**cells)))
        browser.post(reverse("upload-confirm", args=[upload.pk]))
    (done,) = Entry.objects.filter(action="导入工作簿").latest("pk").details["done"]
    assert done.endswith("批准日期 2021-06-01→2022-06-18")


def test_a_certificate_on_record_need_not_be_dated_again(browser):
    """Its row changes something else, and names the certificate by its number alone."""
    upload, _ = send(browser, roster(row()))
    browser.post(reverse("upload-confirm", args=[upload.pk]))
    upload, page = send(browser, roster(row(name="张三", 批准日期=None, 任职起始日期="2019-12-01")))
    assert (upload.state, "确认导入 1 行" in page) == (Upload.State.READY, True)


@pytest.mark.parametrize("heading", ["备注", "职务", "开户银行"])
def test_no_number_typed_into_a_free_text_reaches_the_record(heading, browser):
    """The record is never cleared."""
    texts = ("电话 13900001111，旧证 99999919900101001X", "农行6228480402564890018", "无")
    for text in texts:
        book = openpyxl.load_workbook(roster(row()))
        book["花名册"].cell(1, len(HEADINGS) + 1, heading)
        book["花名册"].cell(2, len(HEADINGS) + 1, text)
        target = BytesIO()
        book.save(target)
        upload, _ = send(browser, SimpleUploadedFile("名册.xlsx", target.getvalue()))
        browser.post(reverse("upload-confirm", args=[upload.pk]))
    told = str(list(Entry.objects.filter(action="导入工作簿").values_list("details", flat=True)))
    assert told.count(heading) >= 2
    assert ("13900001111" in told, "001X" in told, "6228480402564890018" in told) == (False, False, False)


def test_a_heading_with_a_character_that_no_database_takes_is_listed_like_any_other(browser):
    book = openpyxl.load_workbook(roster(row()))
    book["花名册"].cell(1, len(HEADINGS) + 1, "别_x0000_的")  # as Excel writes the zero character
    target = BytesIO()
    book.save(target)
    upload, _ = send(browser, SimpleUploadedFile("名册.xlsx", target.getvalue()))
    assert (upload.state, upload.ignored) == (Upload.State.READY, {"花名册": ["别的"]})


def test_of_very_many_rows_the_record_tells_the_first_and_counts_the_others(browser, monkeypatch):
    monkeypatch.setattr("talent.told.MOST_TOLD", 1)
    upload, _ = send(browser, roster(row(), row(2, "李四"), row(3, "王五")))
    browser.post(reverse("upload-confirm", args=[upload.pk]))
    done = Entry.objects.get(action="导入工作簿").details["done"]
    assert (len(done), done[-1]) == (2, "其余 2 行见各自的变更记录")


def marks(unit, *rows):
    """Registrations with the marks of their two papers, as the browser sends them."""
    book = openpyxl.Workbook()
    book.active.title = "考试报名"
    book.active.append(("考试年度", "报考级别", "单位名称", "姓名", "社会工作综合能力", "社会工作实务"))
    for name, *papers in rows:
        book.active.append((2022, "初级", unit.name, name, *papers))
    target = BytesIO()
    book.save(target)
    return SimpleUploadedFile("成绩.xlsx", target.getvalue())


def test_results_are_previewed_in_words_and_what_changes_comes_first(browser, unit):
    upload, _ = send(browser, marks(unit, ("李雷",), ("韩梅",)))
    browser.post(reverse("upload-confirm", args=[upload.pk]))
    upload, page = send(browser, marks(unit, ("李雷",), ("韩梅", "合格", "通过")))
    assert "（空） → <ins>合格</ins>" in page
    assert "passed" not in page
    assert page.index("韩梅 ·") < page.index("李雷 ·")
    page = browser.post(reverse("upload-confirm", args=[upload.pk]), follow=True).content.decode()
    told = page[page.index("接下来可以看") :].split("</div>")[0]
    assert reverse("roll", args=["registrations"]) in told
    assert reverse("people") not in told


def test_the_same_file_again_changes_nothing(browser):
    upload, _ = send(browser, roster(row()))
    browser.post(reverse("upload-confirm", args=[upload.pk]))
    again, page = send(browser, roster(row()))
    assert again.counts["花名册"]["unchanged"] == 1
    assert "没有要写入的内容" in page


def test_one_wrong_row_gives_the_marked_workbook_back_and_stores_nothing(browser):
    upload, page = send(browser, roster(row(1), row(2, 人员类别="厨师")))
    assert "整个文件没有写入" in page
    assert browser.post(reverse("upload-confirm", args=[upload.pk]), follow=True).status_code == 200
    assert not Person.objects.exists()
    answer = browser.get(reverse("upload-errors", args=[upload.pk]))
    sheet = openpyxl.load_workbook(BytesIO(answer.content))["花名册"]
    assert sheet.cell(1, len(HEADINGS) + 1).value == "错误说明"
    assert "厨师" in sheet.cell(3, len(HEADINGS) + 1).value


def test_confirming_twice_imports_once(browser):
    upload, _ = send(browser, roster(row()))
    address = reverse("upload-confirm", args=[upload.pk])
    browser.post(address)
    page = browser.post(address, follow=True).content.decode()
    assert "已经处理过" in page
    assert Entry.objects.filter(action="导入工作簿").count() == 1


def test_who_comes_back_to_a_preview_that_has_lapsed_is_told_to_send_it_again(browser):
    upload, _ = send(browser, roster(row()))
    Job.objects.all().delete()
    clear_old()
    page = browser.post(reverse("upload-confirm", args=[upload.pk]), follow=True).content.decode()
    told = ["已过期，未导入", "或者已经过期", "文件和逐行内容已经清除", f'<a href="{reverse("exchange")}">重新上传</a>']
    assert [words in page for words in told] == [True] * 4
    assert ("张三" in page, Person.objects.exists()) == (False, False)


def test_a_preview_that_is_no_longer_true_must_be_seen_again(browser):
    upload, _ = send(browser, roster(row(批准日期="2021-06")))
    other, _ = send(browser, roster(row(批准日期="2021-10")))
    browser.post(reverse("upload-confirm", args=[other.pk]))
    page = browser.post(reverse("upload-confirm", args=[upload.pk]), follow=True).content.decode()
    upload.refresh_from_db()
    assert ("有了变化" in page, upload.state) == (True, Upload.State.READY)
    assert str(Certificate.objects.get().approved_on) == "2021-10-01"


def test_a_discarded_file_is_gone(browser):
    upload, _ = send(browser, roster(row()))
    browser.post(reverse("upload-discard", args=[upload.pk]))
    assert not upload.path.exists()
    browser.post(reverse("upload-confirm", args=[upload.pk]))
    assert not Person.objects.exists()


def test_the_kept_file_cannot_be_read_without_the_key(browser):
    upload, _ = send(browser, roster(row()))
    kept = upload.path.read_bytes()
    assert not kept.startswith(b"PK")
    assert county.id_number(1).encode() not in kept


def test_another_accounts_upload_does_not_exist(browser, signed_in, administrator):
    upload, _ = send(browser, roster(row()))
    administrator.mandates.update(role="clerk")
    other = signed_in(administrator)
    names = ("upload", "upload-errors")
    assert [other.get(reverse(name, args=[upload.pk])).status_code for name in names] == [404, 404]
    assert other.post(reverse("upload-confirm", args=[upload.pk])).status_code == 404


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("空.xlsx", b""), "0 字节"),
        (SimpleUploadedFile("表.xlsx", b"a,b,c\n1,2,3\n"), ".xlsx"),
        (None, "请先选择"),
    ],
    ids=["empty", "csv", "none"],
)
def test_what_is_no_workbook_is_told_in_words(file, words, browser):
    if file:
        file.seek(0)
    _, page = send(browser, file or "")
    assert words in page


def test_a_persons_number_in_a_file_name_is_kept_nowhere(browser, clerk):
    file = roster(row())
    file.name = f"张三 {county.id_number(1)}.xlsx"
    upload, page = send(browser, file)
    uploads.confirm(upload, clerk)
    kept = [page, *map(str, [*Upload.objects.values(), *Job.objects.values(), *Entry.objects.values()])]
    assert [text for text in kept if county.id_number(1) in text] == []
    assert "张三 999999XXXXXXXX0016.xlsx" in page


def test_a_file_name_with_a_path_or_markup_is_only_a_name(browser):
    file = roster(row())
    file.name = "../../<script>alert(1)</script>.xlsx"
    _, page = send(browser, file)
    assert "<script>alert" not in page


@pytest.mark.parametrize("length", [195, 196, 250])
def test_a_file_name_as_long_as_any_is_taken(length, browser):
    file = roster(row())
    file.name = "a" * (length - 5) + ".xlsx"
    upload, _ = send(browser, file)
    assert (upload.state, upload.name.endswith("a.xlsx")) == (Upload.State.READY, True)


def test_a_file_whose_job_failed_says_so_and_can_be_discarded(browser, monkeypatch):
    monkeypatch.setattr("talent.uploads.import_workbook", lambda *args, **options: 1 / 0)
    upload, _ = send(browser, roster(row()))
    page = browser.get(reverse("upload", args=[upload.pk])).content.decode()
    assert "处理没有完成，没有导入任何数据" in page
    browser.post(reverse("upload-discard", args=[upload.pk]))
    upload.refresh_from_db()
    assert (upload.state, upload.path.exists()) == (Upload.State.DISCARDED, False)


# What the preview says ----------------------------------------------------------------------------


def test_an_error_of_a_whole_sheet_is_told_on_the_page(browser):
    file = openpyxl.load_workbook(roster(row()))
    file["花名册"]["D1"].value = "别的"
    target = BytesIO()
    file.save(target)
    _, page = send(browser, SimpleUploadedFile("名册.xlsx", target.getvalue()))
    assert "没有找到含“人员类别”的表头行，请对照模板补上这一列" in page


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage"], ids=["pdf", "xls"]
)
def test_for_what_is_no_workbook_no_marked_file_is_offered(data, browser):
    upload, page = send(browser, SimpleUploadedFile("旧表.xls", data))
    assert "没有读取" in page
    assert "下载标注了错误的工作簿" not in page
    assert browser.get(reverse("upload-errors", args=[upload.pk])).status_code == 404


def test_a_marked_file_is_always_named_as_a_workbook(browser):
    file = roster(row(人员类别="厨师"))
    file.name = "名册.2021.XLS"
    upload, _ = send(browser, file)
    named = browser.get(reverse("upload-errors", args=[upload.pk])).headers["Content-Disposition"]
    assert unquote(named).endswith("错误标注 名册.2021.xlsx")


def test_a_new_row_shows_all_that_will_be_stored_numbers_masked(browser):
    _, page = send(browser, roster(row()))
    assert "任职起始日期 2020-01-01" in page
    assert "管理号 DEMO1" in page
    assert "批准日期 2021-06-01" in page
    assert county.id_number(1) not in page
    assert "身份证号 999999********" in page


def test_errors_come_first_and_each_kind_of_row_has_its_count(browser):
    _, page = send(browser, roster(row(1), row(2), row(3, 人员类别="厨师")))
    assert page.index("厨师") < page.index("DEMO1")
    assert "新增（2）" in page
    assert "错误（1）" in page


def test_a_file_without_changes_waits_for_nobody(browser):
    upload, _ = send(browser, roster(row()))
    browser.post(reverse("upload-confirm", args=[upload.pk]))
    _, page = send(browser, roster(row()))
    assert "没有变化" in page
    for address in (reverse("exchange"), reverse("home")):
        assert "待确认导入" not in browser.get(address).content.decode()


def test_after_the_import_the_bonuses_open_at_the_year_of_the_certificates(browser):
    upload, _ = send(browser, roster(row(1), row(2), row(3, 批准日期="2022-06")))
    page = browser.post(reverse("upload-confirm", args=[upload.pk]), follow=True).content.decode()
    assert f"{reverse('bonuses')}?year=2021" in page


def test_warnings_are_grouped_the_rare_ones_first_and_stand_below_the_rows(browser):
    rows = [row(n) for n in range(1, 6)]
    _, page = send(browser, roster(*rows, row(9, 人员类别="事业单位在编")))
    assert page.index("逐行预览") < page.index("单位里不常见的人员类别：1 处") < page.index("地址码不是现行区划")
    assert "（老号码属正常，已照录）：6 处" in page


def test_an_address_for_buttons_alone_answers_in_words(browser):
    upload, _ = send(browser, roster(row()))
    answer = browser.get(reverse("upload-confirm", args=[upload.pk]))
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert f'href="{reverse("upload", args=[upload.pk])}"' in page
    assert ("主导航" in page, "编号：<strong>" in page) == (True, True)
