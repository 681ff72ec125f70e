"""The workbook exchange, docs/commands.md 1: every reason to refuse with its cell, and what is odd but taken."""

import pytest

from dingnan_sw.lib.dates import today
from positions.access import EVERYTHING, Scope
from positions.models import Unit
from talent.imports import import_workbook
from talent.models import Certificate, Person
from tests.county import id_number
from tests.talent.books import AT_SCHOOL, COUNTY, codes, holder, send, take, write

pytestmark = pytest.mark.django_db
GOOD = id_number(1)
WRONG_CHECK = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")


@pytest.mark.parametrize(
    ("scope", "words"), [(EVERYTHING, "工作表须按模板命名：全县年度数据、"), (Scope(), "授权可能已经到期或改变")]
)
def test_a_workbook_without_any_sheet_of_ours_is_told_what_would_be(scope, words, tmp_path):
    path = tmp_path / "book.xlsx"
    write(path, {"别的表": [{"姓名": "张三"}]})
    (problem,) = import_workbook(path, today(), scope).errors
    assert (problem.code, words in problem.message) == ("not_a_workbook", True)


# Every reason to refuse ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"姓名": " "}, "姓名", "required"),
        ({"身份证号": 360728199001010011}, "身份证号", "id_is_number"),
        ({"身份证号": "36072819900101001"}, "身份证号", "id_format"),
        ({"身份证号": "360728900101001"}, "身份证号", "id_format"),
        ({"身份证号": "360728199013010011"}, "身份证号", "id_format"),
        ({"身份证号": WRONG_CHECK}, "身份证号", "id_check_digit"),
        ({"管理号": 1234567890123456}, "管理号", "id_is_number"),
        ({"银行账号": 6222000011112222}, "银行账号", "id_is_number"),
        ({"任职起始日期": "2020-02-30"}, "任职起始日期", "date"),
        ({"任职起始日期": "2020-02"}, "任职起始日期", "date"),
        ({"任职起始日期": "20年3月1日"}, "任职起始日期", "date"),
        ({"任职起始日期": "去年"}, "任职起始日期", "date"),
        ({"批准日期": 2020.1}, "批准日期", "date"),
        ({"批准日期": 202006}, "批准日期", "date"),
        ({"任职终止日期": "2019-12-31"}, "任职终止日期", "date_order"),
        ({"工作单位": "乙小学", "人员类别": "事业单位在编", "岗位名称": "社工岗", "离岗日期": "2019-12-31"}, "离岗日期", "date_order"),
        ({"撤销日期": "2021-06-19"}, "撤销日期", "date_order"),
        ({"考试年度": "二〇二一"}, "考试年度", "number"),
        ({"工作单位": "没有的单位"}, "工作单位", "unknown_unit"),
        ({"岗位名称": "没有的岗位"}, "岗位名称", "unknown_post"),
        ({"人员类别": "厨师"}, "人员类别", "choice"),
        ({"证书级别": "特级"}, "证书级别", "choice"),
        ({"管理号": None}, "管理号", "certificate_incomplete"),
        ({"批准日期": None}, "批准日期", "certificate_incomplete"),
        ({"证书级别": None}, "证书级别", "certificate_incomplete"),
    ],
)  # fmt: skip
def test_a_row_is_refused_at_its_cell_with_its_reason(cells, column, code, tmp_path):
    status, result = send(tmp_path, [holder(2, "李四"), holder(1, **cells)])
    assert (status, ("花名册", 3, column, code) in codes(result)) == (1, True)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "code"),
    [
        ("全县年度数据", {"年度": "2021", "常住人口": "二十万"}, "常住人口", "number"),
        ("全县年度数据", {"年度": "2021", "常住人口": -1}, "常住人口", "number"),
        ("全县年度数据", {"年度": "2021", "常住人口": 1.5}, "常住人口", "number"),
        (
            "社区（村）",
            {"统计用区划代码": "36072810000", "名称": "甲", "所属镇": "历市镇"},
            "统计用区划代码",
            "code_format",
        ),
        ("单位", {"单位名称": "丙", "单位类别": "公司"}, "单位类别", "choice"),
        (
            "单位",
            {"单位名称": "丙", "单位类别": "学校", "统计用区划代码": "360728999999"},
            "统计用区划代码",
            "unknown_community",
        ),
        ("单位", {"单位名称": "丙", "单位类别": "学校", "统一社会信用代码": "123"}, "统一社会信用代码", "code_format"),
        (
            "岗位",
            {"单位名称": "没有", "岗位名称": "岗", "岗位数": 1, "设置方式": "招聘", "设置日期": "2020-01-01"},
            "单位名称",
            "unknown_unit",
        ),
        (
            "培训记录",
            {"身份证号": GOOD, "培训名称": "班", "结束日期": "2021-01-01", "学时": 8},
            "身份证号",
            "unknown_person",
        ),
    ],
)
def test_the_other_sheets_refuse_likewise(sheet, row, column, code, tmp_path):
    sheets = {**COUNTY, sheet: [*COUNTY.get(sheet, ()), row]} if sheet == "单位" else {**COUNTY, sheet: [row]}
    status, result = take(write(tmp_path / "file.xlsx", sheets))
    assert (status, (column, code) in [(c, k) for s, _, c, k in codes(result) if s == sheet]) == (1, True)


def test_a_certificate_number_belongs_to_one_person_in_one_file_and_across_files(tmp_path):
    status, result = send(tmp_path, [holder(1), holder(2, "李四", 管理号="DEMO1")])
    assert (status, codes(result)) == (1, [("花名册", 3, "管理号", "certificate_taken")])
    send(tmp_path, [holder(1)])
    assert codes(send(tmp_path, [holder(2, "李四", 管理号=" ＤＥＭＯ１")])[1]) == [
        ("花名册", 2, "管理号", "certificate_taken")
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("DEMO1", "demo1"), ("DEMO-1", "DEMO1"), ("赣社（1）号", "赣社(1)号"), ("'1", "1")]
)
def test_numbers_that_differ_in_case_hyphen_or_bracket_are_two_numbers(one, other, tmp_path):
    assert send(tmp_path, [holder(1, 管理号=one), holder(2, "李四", 管理号=other)])[0] == 0
    assert [certificate.number for certificate in Certificate.objects.order_by("person")] == [one, other]


CERTIFICATE = ("证书级别", "管理号", "批准日期")


def test_a_certificate_on_record_need_not_say_its_date_of_approval_again(tmp_path):
    send(tmp_path, [holder(1)])
    status, _ = send(tmp_path, [holder(1, 批准日期=None, 撤销日期="2022-01-01")])
    one = Certificate.objects.get()
    assert (status, str(one.approved_on), str(one.revoked_on)) == (0, "2021-06-20", "2022-01-01")


def test_nor_need_a_certificate_that_an_earlier_row_states(tmp_path):
    rows = [holder(1), holder(1, 批准日期=None, 签发日期="2021-08-01")]
    assert codes(send(tmp_path, rows[::-1])[1]) == [("花名册", 2, "批准日期", "certificate_incomplete")]
    assert send(tmp_path, rows)[0] == 0
    assert str(Certificate.objects.get().issued_on) == "2021-08-01"


def test_nor_one_whose_earlier_row_is_refused_for_another_reason(tmp_path):
    rows = [holder(1, 人员类别="厨师"), holder(1, 批准日期=None)]
    assert codes(send(tmp_path, rows)[1]) == [("花名册", 2, "人员类别", "choice")]


@pytest.mark.parametrize("blank", CERTIFICATE)
@pytest.mark.parametrize("cells", [{"管理号": "NEW"}, {"证书级别": "中级"}], ids=["another number", "another level"])
def test_a_new_certificate_must_say_all_three(blank, cells, tmp_path):
    send(tmp_path, [holder(1)])
    status, result = send(tmp_path, [holder(1, **{**cells, blank: None})])
    assert (status, codes(result)) == (1, [("花名册", 2, blank, "certificate_incomplete")])


def test_a_certificate_of_another_person_does_not_complete_ones_own(tmp_path):
    send(tmp_path, [holder(1)])
    _, result = send(tmp_path, [holder(2, "李四", 管理号="DEMO1", 批准日期=None)])
    assert ("花名册", 2, "管理号", "certificate_taken") in codes(result)


def test_a_name_that_differs_from_the_one_on_record_is_refused(tmp_path):
    send(tmp_path, [holder(1)])
    status, result = send(tmp_path, [holder(1, "张山")])
    assert (status, codes(result)) == (1, [("花名册", 2, "姓名", "name_conflict")])


def test_a_missing_heading_names_it(tmp_path):
    status, result = send(tmp_path, [{"姓名": "张三", "身份证号": GOOD, "工作单位": "甲社区居民委员会"}])
    assert status == 1
    assert {(one["sheet"], one["code"]) for one in result["errors"]} == {("花名册", "missing_heading")}
    assert "人员类别" in " ".join(one["message"] for one in result["errors"])


TRAINING = {"身份证号": GOOD, "培训名称": "班", "结束日期": "2021-01-01", "学时": 8}


def without(heading, *rows):
    return [{name: cell for name, cell in row.items() if name != heading} for row in rows]


def test_who_stands_in_a_roster_that_could_not_be_read_counts_as_known(tmp_path):
    roster = without("人员类别", holder(1))
    assert codes(send(tmp_path, roster, 培训记录=[TRAINING])[1]) == [("花名册", 1, "人员类别", "missing_heading")]
    assert codes(send(tmp_path, 培训记录=[TRAINING])[1]) == [("培训记录", 2, "身份证号", "unknown_person")]


@pytest.mark.parametrize(
    ("sheet", "heading"),
    [("社区（村）", "名称"), ("单位", "单位类别"), ("岗位", "岗位数")],
    ids=["社区", "单位", "岗位"],
)
def test_what_another_sheet_would_have_made_known_counts_as_known_too(sheet, heading, tmp_path):
    broken = {sheet: without(heading, *COUNTY[sheet])}
    assert codes(send(tmp_path, [holder(1, **AT_SCHOOL)], **broken)[1]) == [(sheet, 1, heading, "missing_heading")]
    assert not Unit.objects.exists()


def test_all_faults_are_told_at_once(tmp_path):
    rows = [holder(1, 人员类别="厨师", 任职起始日期="x"), holder(2, "", 工作单位="没有")]
    _, result = send(tmp_path, rows)
    assert {(row, column) for _, row, column, _ in codes(result)} == {
        (2, "人员类别"), (2, "任职起始日期"), (3, "姓名"), (3, "工作单位"),
    }  # fmt: skip


def test_with_one_refused_row_nothing_is_stored(tmp_path):
    send(tmp_path, [holder(1), holder(2, "李四", 人员类别="厨师")])
    assert not Person.objects.exists()
    assert not Unit.objects.exists()


# What is odd but possible -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({**AT_SCHOOL, "任职起始日期": "2019-01-01"}, "post_not_filed"),
        ({**AT_SCHOOL, "上岗日期": "2019-06-01"}, "outside_service"),
        ({**AT_SCHOOL, "任职终止日期": "2020-06-30", "离岗日期": "2020-07-31"}, "outside_service"),
        ({}, "address_code"),
        ({"人员类别": "事业单位在编"}, "unusual_category"),
        ({"任职起始日期": "2007-12-31"}, "under_age"),
        ({"姓名": "张三13800138000"}, "number_in_name"),
        ({"姓名": "张三 138 0013 8000"}, "number_in_name"),
        ({"姓名": "张三４２９１２３４"}, "number_in_name"),
        ({"批准日期": "2005-12-31"}, "young_holder"),
        ({"批准日期": "2006-01-01", "签发日期": "2005-12-31"}, "young_holder"),
    ],
)
def test_an_odd_row_is_taken_with_a_warning(row, code, tmp_path):
    status, result = send(tmp_path, [holder(1, **row)])
    assert (status, result["errors"]) == (0, [])
    assert code in {warning["code"] for warning in result["warnings"]}
    assert set(result["warnings"][0]) == {"sheet", "row", "column", "code", "message"}
    assert Person.objects.count() == 1


def test_services_that_overlap_are_taken_with_a_warning(tmp_path):
    _, result = send(tmp_path, [holder(1), holder(1, **AT_SCHOOL)])
    assert "overlap" in {warning["code"] for warning in result["warnings"]}


def test_on_the_birthday_itself_nothing_is_odd(tmp_path):
    """Born on 1 January 1990: 18 years old at the start, 16 with the certificate."""
    row = holder(1, 任职起始日期="2008-01-01", 批准日期="2005-12-31", 签发日期="2006-01-01")
    _, result = send(tmp_path, [row])
    assert {warning["code"] for warning in result["warnings"]} == {"address_code"}


@pytest.mark.parametrize(("name", "odd"), [("丙学校429123", False), ("丙学校4291234", True), ("丙学校 429 1234", True)])
def test_a_units_name_with_seven_digits_in_a_row_is_taken_with_a_warning(name, odd, tmp_path):
    """Six are no number of anybody: 网点000001 is a name."""
    units = [*COUNTY["单位"], {"单位名称": name, "单位类别": "学校"}]
    status, result = take(write(tmp_path / "file.xlsx", {**COUNTY, "单位": units}))
    assert status == 0
    assert ("number_in_name" in {warning["code"] for warning in result["warnings"]}) == odd


def test_a_credit_code_whose_check_character_fails_is_taken_with_a_warning(tmp_path):
    units = [*COUNTY["单位"], {"单位名称": "丙学校", "单位类别": "学校", "统一社会信用代码": "12360728MB0000000A"}]
    status, result = take(write(tmp_path / "file.xlsx", {**COUNTY, "单位": units}))
    assert status == 0
    assert "统一社会信用代码" in {one["column"] for one in result["warnings"]}
