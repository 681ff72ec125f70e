"""A unit's workbook: what is wrong with it, or was left aside, is said on the page of the file."""

import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from dingnan_sw.jobs.models import Job
from dingnan_sw.jobs.work import clear_old
from dingnan_sw.lib import exchange
from tests import county
from tests.submissions.people import row, submission
from tests.talent.books import holder, write
from tests.talent.test_dangers import OLE, holding


@pytest.fixture(autouse=True)
def _at_once(read_in_this_process, jobs_at_once, folder):
    """Checked within the request, and kept where nothing else lies."""


@pytest.fixture
def put(mine):
    """The page of a file."""

    def put(path):
        with path.open("rb") as file:
            return mine.post(reverse("submission-workbook"), {"file": file}, follow=True)

    return put


@pytest.fixture
def sent(put, tmp_path):
    """The page of a file with these sheets."""
    return lambda **sheets: put(write(tmp_path / "报送.xlsx", sheets))


def said(page, *words):
    text = page.content.decode()
    return [word in text for word in words]


# A sheet that is not read ----------------------------------------------------------------------------


POST = {"岗位名称": "社工岗", "岗位数": 1, "设置方式": "招聘", "设置日期": "2020-01-01", "职责任务": "能力建设", "任职条件": "持证"}  # fmt: skip


@pytest.mark.parametrize(("beside", "state"), [(False, "refused"), (True, "ready")])
def test_a_sheet_without_a_required_column_is_named(beside, state, sent, unit):
    other = {"岗位": [{"单位名称": unit.name, **POST}]} if beside else {}
    page = sent(花名册=[holder(人员类别=None)], **other)
    assert page.context["upload"].state == state
    assert said(page, "没有找到含“人员类别”的表头行", "没有新的内容") == [True, False]


def test_an_error_that_a_line_shows_is_not_said_twice(sent):
    page = sent(花名册=[holder(身份证号="999999199001010030")])
    assert (page.context["whole_errors"], page.context["faulty"]) == ([], 1)
    assert said(page, "有 1 件有错误，没有可以存为草稿的") == [True]


def _zipped():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("说明.txt", "花名册")
    return packed.getvalue()


@pytest.mark.parametrize("data", [b"%PDF-1.7 ", OLE + b"\0" * 600, _zipped()], ids=["pdf", "xls", "zip"])
def test_a_file_that_is_no_workbook_has_no_cells_to_mark_or_headings_to_compare(data, put, mine, tmp_path):
    page = put(holding(tmp_path / "花名册.xlsx", data))
    upload = page.context["upload"]
    assert (upload.state, len(page.context["whole_errors"])) == ("refused", 1)
    assert said(page, "什么也没有存", "下载标注了错误的工作簿", "下载模板") == [True, False, False]
    assert mine.get(reverse("submission-upload-errors", args=[upload.pk])).status_code == 404


def test_what_is_wrong_with_a_sheet_as_a_whole_names_the_sheet(sent, monkeypatch):
    monkeypatch.setattr(exchange, "MOST_FAULTS", 1)
    page = sent(花名册=[holder(n, 身份证号="1", 批准日期="去年") for n in (1, 2)])
    assert (
        said(page, "花名册：错误已超过 1 处，第 2 行以后没有再检查", "下载标注了错误的工作簿", "下载模板") == [True] * 3
    )


def test_a_workbook_without_a_sheet_of_ours_is_told_what_they_are_called(sent):
    page = sent(别的表=[holder()])
    assert said(page, "没有找到可以报送的工作表", "没有新的内容") == [True, False]


def test_columns_and_sheets_that_were_left_aside_are_listed(sent):
    page = sent(花名册=[holder(手机号="13900000000", 卡号="6222")], 花名册2=[holder(2)], 填写说明=[{"说": "明"}])
    assert page.context["usable"] == 1
    assert said(page, "花名册的手机号、卡号", "工作表“花名册2”不是模板中的表", "工作表“填写说明”") == [
        True,
        True,
        False,
    ]


# What is odd -----------------------------------------------------------------------------------------


def test_only_the_files_own_rows_are_odd(sent, mine, unit, keeper):
    submission(unit, keeper, number=5, rows=[row(unit, 5, "赵六", 人员类别="社会组织专职")])
    page = sent(花名册=[holder()])
    assert {(warning["row"], warning["code"]) for warning in page.context["upload"].warnings} <= {(2, "address_code")}
    text = f"姓名\t身份证号\t人员类别\t任职起始日期\n张三\t{county.id_number(1)}\t社区工作者\t2020-03-01"
    pasted = mine.post(reverse("submission-paste", args=["person"]), {"text": text})
    assert not any("人员类别" in warning for warning in pasted.context["warnings"])


def test_many_warnings_are_grouped_and_the_rare_ones_come_first(sent):
    rows = [holder(n, f"张{chr(0x4E00 + n)}") for n in range(1, 61)]
    page = sent(花名册=[*rows, {**rows[0], "任职起始日期": "2020-02-01"}])
    groups = page.context["warnings"]
    assert (groups[0].title, groups[0].count) == ("任职时间重叠", 1)
    assert sum(len(group.shown) for group in groups) == len(page.context["upload"].warnings) > 50
    assert said(page, "任职时间重叠：1 处") == [True]


# The template ----------------------------------------------------------------------------------------


def test_the_guide_of_a_units_template_says_what_becomes_of_its_file(mine, tmp_path):
    path = tmp_path / "模板.xlsx"
    path.write_bytes(mine.get(reverse("submission-template")).content)
    guide = " ".join(str(cell.value) for cell in openpyxl.load_workbook(path)["填写说明"]["A"][1:5])
    assert ("没有错误的存为草稿，有错误的不存" in guide, "整个文件就不写入" in guide) == (True, False)


# On the unit's home page -----------------------------------------------------------------------------


def test_who_comes_back_to_a_file_that_has_lapsed_is_told_to_send_it_again(sent, mine):
    upload = sent(花名册=[holder()]).context["upload"]
    Job.objects.all().delete()
    clear_old()
    page = mine.post(reverse("submission-upload-keep", args=[upload.pk]), follow=True)
    again = f'<a href="{reverse("submission-workbook")}">重新上传</a>'
    assert said(page, "或者已经过期", "文件和逐件结果已经清除", again, "张三") == [True, True, True, False]
    assert said(mine.get("/"), "待存为草稿的工作簿") == [False]
    assert said(mine.get(reverse("submission-workbook")), "已过期，未导入") == [True]


def test_the_last_workbook_waits_on_the_home_page_until_it_is_kept(sent, mine):
    upload = sent(花名册=[holder(身份证号="999999199001010030")]).context["upload"]
    assert said(mine.get("/"), "待存为草稿的工作簿") == [False]
    upload = sent(花名册=[holder()]).context["upload"]
    assert said(mine.get("/"), "待存为草稿的工作簿", reverse("submission-upload", args=[upload.pk])) == [True, True]
    mine.post(reverse("submission-upload-keep", args=[upload.pk]))
    assert said(mine.get("/"), "待存为草稿的工作簿") == [False]


@pytest.mark.parametrize(("count", "told"), [(10, False), (11, True)])
def test_the_home_page_says_when_it_does_not_list_everything(count, told, mine, unit, keeper):
    for number in range(count):
        submission(unit, keeper, number=number)
    assert said(mine.get("/"), f"在办的共 {count} 件") == [told]
