"""What a cell shows and what a sheet hides: formulas with and without their result, errors, hidden rows, sheets of no concern."""

import zipfile

import openpyxl
import pytest

from positions.models import Post, Unit
from talent.models import Person
from tests.county import id_number
from tests.talent.books import COUNTY, altered, codes, holder, take, with_cell, write

pytestmark = pytest.mark.django_db
ROW = {**holder(1), "考试年度": 2021, "银行账号": "6222", "备注": "无"}
PLACES = {heading: "ABCDEFGHIJK"[place] + "2" for place, heading in enumerate(ROW)}
TRAINING = {"身份证号": id_number(1), "培训名称": "班", "结束日期": "2021-09-01", "学时": 8}


@pytest.fixture
def path(tmp_path):
    return write(tmp_path / "file.xlsx", {**COUNTY, "花名册": [ROW], "培训记录": [TRAINING], "汇总": [{"人数": 1}]})


def only_error(path):
    status, result = take(path)
    assert (status, len(result["errors"])) == (1, 1)
    return result["errors"][0]


# Formulas -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("markup", ["><f>A9</f>", "><f>A9</f><v></v>", "><f>A9</f><v/>"])
def test_a_formula_without_its_result_is_refused_at_its_cell(markup, path):
    error = only_error(with_cell(path, "花名册", PLACES["备注"], markup))
    assert (error["sheet"], error["row"], error["column"], error["code"]) == ("花名册", 2, "备注", "required")
    assert "公式" in error["message"]


def test_a_formula_with_its_result_is_that_result(path):
    assert take(with_cell(path, "花名册", PLACES["姓名"], 't="str"><f>A9</f><v>李四</v>'))[0] == 0
    assert Person.objects.get().name == "李四"


@pytest.mark.parametrize("markup", ['t="str"><f>A9</f><v></v>', 't="str"><f>A9</f><v/>'])
def test_a_formula_that_gives_nothing_is_an_empty_cell(markup, path):
    assert take(with_cell(path, "花名册", PLACES["备注"], markup))[0] == 0
    error = only_error(with_cell(path, "花名册", PLACES["工作单位"], markup))
    assert (error["column"], error["code"], "空" in error["message"]) == ("工作单位", "required", True)


def test_a_formula_without_its_result_concerns_its_own_sheet_alone(path):
    error = only_error(with_cell(path, "培训记录", "D2", "><f>A9</f>"))
    assert (error["sheet"], error["column"]) == ("培训记录", "学时")


def test_sheets_are_told_apart_by_the_relations_of_the_workbook_not_by_their_files_names(path):
    with_cell(path, "培训记录", "D2", "><f>A9</f>")
    parts = {f"sheet{number}.xml": f"sheet{number % 6 + 1}.xml" for number in range(1, 7)}
    moved = {f"xl/worksheets/{parts[name]}": member(path, f"xl/worksheets/{name}") for name in parts}
    relations = member(path, "xl/_rels/workbook.xml.rels").decode()
    for old, new in parts.items():
        relations = relations.replace(f"/xl/worksheets/{old}", f"worksheets/new-{new}")
    altered(path, {**moved, "xl/_rels/workbook.xml.rels": relations.replace("new-", "")})
    assert only_error(path)["sheet"] == "培训记录"


def member(path, name):
    with zipfile.ZipFile(path) as book:
        return book.read(name)


# Cells that show an error -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("姓名", "required"), ("身份证号", "id_format"), ("工作单位", "required"), ("人员类别", "choice"),
        ("任职起始日期", "date"), ("证书级别", "choice"), ("管理号", "required"), ("考试年度", "number"),
        ("批准日期", "date"), ("银行账号", "required"), ("备注", "required"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("markup", ['t="e"><v>#N/A</v>', 't="e" s="0"><f>VLOOKUP(1,A:B,2)</f><v>#N/A</v>'])
def test_an_error_is_refused_in_every_column_with_the_columns_own_code(column, code, markup, tmp_path):
    path = write(tmp_path / "file.xlsx", {**COUNTY, "花名册": [ROW]})
    error = only_error(with_cell(path, "花名册", PLACES[column], markup))
    assert (error["row"], error["column"], error["code"]) == (2, column, code)
    assert "#N/A" in error["message"]


@pytest.mark.parametrize(
    "shown", ["#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#GETTING_DATA", "Err:502"]
)
def test_every_error_is_told_as_the_cell_shows_it(shown, path):
    error = only_error(with_cell(path, "花名册", PLACES["备注"], f't="e"><v>{shown}</v>'))
    assert (error["code"], shown in error["message"]) == ("required", True)


def test_a_row_of_nothing_but_an_error_is_no_empty_row(tmp_path):
    path = write(tmp_path / "file.xlsx", {**COUNTY, "花名册": [ROW, {"备注": "x"}]})
    _, result = take(with_cell(path, "花名册", PLACES["备注"].replace("2", "3"), 't="e"><v>#REF!</v>'))
    assert {row for _, row, _, _ in codes(result)} == {3}


def test_the_words_of_an_error_typed_as_text_are_text(path):
    assert take(with_cell(path, "花名册", PLACES["备注"], 't="inlineStr"><is><t>#N/A</t></is>'))[0] == 0


def test_an_error_in_a_column_that_is_not_read_refuses_nothing(tmp_path):
    path = write(tmp_path / "file.xlsx", {**COUNTY, "花名册": [{**ROW, "年龄": 30}]})
    assert take(with_cell(path, "花名册", "L2", 't="e"><v>#N/A</v>'))[0] == 0


# Sheets of no concern -----------------------------------------------------------------------------


@pytest.mark.parametrize("markup", ["><f>A9</f>", 't="e"><v>#N/A</v>', 't="e"><v>#SPILL!</v>', 't="n"><v>x</v>'])
def test_what_stands_in_another_sheet_refuses_nothing(markup, path):
    status, result = take(with_cell(path, "汇总", "A2", markup))
    assert (status, result["errors"]) == (0, [])
    assert ("汇总", None, None, "unknown_sheet") in codes(result, "warnings")


def test_another_sheet_may_be_as_wide_as_it_likes_and_an_empty_one_is_not_told(path):
    book = openpyxl.load_workbook(path)
    book["汇总"].cell(1, 400).value = "远"
    book.create_sheet("Sheet2")
    book.save(path)
    status, result = take(path)
    assert (status, [one["sheet"] for one in result["warnings"] if one["code"] == "unknown_sheet"]) == (0, ["汇总"])


# What is hidden -----------------------------------------------------------------------------------


def with_hidden_rows(path, *rows):
    book = openpyxl.load_workbook(path)
    for row in rows:
        book["花名册"].row_dimensions[row].hidden = True
    book.save(path)
    return take(path)


def test_hidden_rows_are_read_and_told_once_for_the_sheet(tmp_path):
    path = write(tmp_path / "file.xlsx", {**COUNTY, "花名册": [holder(n, f"某{n}") for n in (1, 2, 3)]})
    status, result = with_hidden_rows(path, 3, 4)
    assert (status, Person.objects.count()) == (0, 3)
    told = [one for one in result["warnings"] if one["code"] == "hidden_rows"]
    assert [(one["sheet"], one["row"], "2 行" in one["message"]) for one in told] == [("花名册", 3, True)]


def test_hidden_rows_without_content_and_hidden_headings_are_not_told(path):
    _, result = with_hidden_rows(path, 1, 3, 9)
    assert "hidden_rows" not in [one["code"] for one in result["warnings"]]


# 设置方式 -------------------------------------------------------------------------------------------


def with_setup_mode(tmp_path, words):
    posts = [{**COUNTY["岗位"][0], "设置方式": words}]
    return take(write(tmp_path / "file.xlsx", {**COUNTY, "岗位": posts}))


@pytest.mark.parametrize(("words", "stored"), [("借调", "借调"), (" 上级 选派 ", "上级 选派"), ("一" * 20, "一" * 20)])
def test_another_way_of_setting_up_a_post_is_taken_as_typed_with_a_warning(words, stored, tmp_path):
    status, result = with_setup_mode(tmp_path, words)
    assert (status, Post.objects.get().setup_mode) == (0, stored)
    assert ("岗位", 2, "设置方式", "unusual_setup_mode") in codes(result, "warnings")


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("招聘", "岗位招聘"),
        ("岗位 招聘", "岗位招聘"),
        ("转换", "现有岗位转换"),
        ("购买", "购买服务"),
        ("购买服务", "购买服务"),
    ],
)
def test_the_known_ways_are_taken_in_their_short_forms_without_a_warning(words, stored, tmp_path):
    status, result = with_setup_mode(tmp_path, words)
    assert (status, Post.objects.get().setup_mode, result["warnings"]) == (0, stored, [])


def test_no_way_at_all_or_one_too_long_to_store_is_refused(tmp_path):
    assert codes(with_setup_mode(tmp_path, " ")[1]) == [("岗位", 2, "设置方式", "required")]
    assert codes(with_setup_mode(tmp_path, "一" * 21)[1]) == [("岗位", 2, "设置方式", "too_large")]
    assert not Unit.objects.exists()
