"""The workbook exchange, docs/commands.md 1: every reason to refuse with its cell; forgiving in form; merged, whole or not at all."""

import datetime

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from positions.models import Community, Town, Unit
from talent.models import Certificate, Person, Posting, Service, Training
from tests.county import id_number
from tests.talent.books import COUNTY, codes, holder, take, write

pytestmark = pytest.mark.django_db
GOOD = id_number(1)
WRONG_CHECK = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")


def send(tmp_path, roster=(), *options, **sheets):
    """A file with the small county, these rows of 花名册, and these other sheets instead of the county's."""
    content = {**COUNTY, **sheets}
    if roster:
        content["花名册"] = list(roster)
    return take(write(tmp_path / "file.xlsx", content), *options)


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
            "岗位",
            {"单位名称": "乙小学", "岗位名称": "岗", "岗位数": 1, "设置方式": "借调", "设置日期": "2020-01-01"},
            "设置方式",
            "choice",
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
    assert codes(send(tmp_path, [holder(2, "李四", 管理号="demo1")])[1]) == [
        ("花名册", 2, "管理号", "certificate_taken")
    ]


def test_a_name_that_differs_from_the_one_on_record_is_refused(tmp_path):
    send(tmp_path, [holder(1)])
    status, result = send(tmp_path, [holder(1, "张山")])
    assert (status, codes(result)) == (1, [("花名册", 2, "姓名", "name_conflict")])


def test_a_missing_heading_names_it(tmp_path):
    status, result = send(tmp_path, [{"姓名": "张三", "身份证号": GOOD, "工作单位": "甲社区居民委员会"}])
    assert status == 1
    assert {(one["sheet"], one["code"]) for one in result["errors"]} == {("花名册", "missing_heading")}
    assert "人员类别" in " ".join(one["message"] for one in result["errors"])


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

AT_SCHOOL = {"工作单位": "乙小学", "人员类别": "事业单位在编", "岗位名称": "社工岗"}


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([holder(1), holder(1, **AT_SCHOOL)], id="overlapping services"),
        pytest.param([holder(1, **AT_SCHOOL, 任职起始日期="2019-01-01")], id="posting before its post was filed"),
        pytest.param([holder(1, **AT_SCHOOL, 上岗日期="2019-06-01")], id="posting before its service"),
        pytest.param(
            [holder(1, **AT_SCHOOL, 任职终止日期="2020-06-30", 离岗日期="2020-07-31")], id="posting after its service"
        ),
        pytest.param([holder(1)], id="an address code that does not exist"),
        pytest.param([holder(1, 人员类别="事业单位在编")], id="an unusual category"),
        pytest.param([holder(1, 任职起始日期="2005-01-01")], id="under 18"),
    ],
)
def test_odd_rows_are_taken_with_a_warning(rows, tmp_path):
    status, result = send(tmp_path, rows)
    plain = {"id_number", "address_code"}
    assert (status, result["errors"]) == (0, [])
    assert result["warnings"]
    assert {"sheet", "row", "column", "code", "message"} == set(result["warnings"][0]) - plain
    assert Person.objects.count() == 1


def test_a_credit_code_whose_check_character_fails_is_taken_with_a_warning(tmp_path):
    units = [*COUNTY["单位"], {"单位名称": "丙学校", "单位类别": "学校", "统一社会信用代码": "12360728MB0000000A"}]
    status, result = take(write(tmp_path / "file.xlsx", {**COUNTY, "单位": units}))
    assert status == 0
    assert "统一社会信用代码" in {one["column"] for one in result["warnings"]}


# Forgiving in form --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [GOOD, f" {GOOD} ", GOOD.lower(), f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}", f"'{GOOD}", f"\u200b{GOOD}\xa0",
     "".join(chr(ord(c) + 0xFEE0) for c in GOOD)],
)  # fmt: skip
def test_an_id_number_is_known_however_it_is_typed(text, tmp_path):
    assert send(tmp_path, [holder(1, 身份证号=text)])[0] == 0
    assert Person.objects.get().id_number == GOOD


DAY = datetime.date(2021, 6, 20)


@pytest.mark.parametrize(
    "value",
    [DAY, datetime.datetime(2021, 6, 20), "2021-06-20", "2021/6/20", "2021.6.20", "2021年6月20日", "20210620", 20210620,
     "2021-6-20", " 2021-06-20 ", "２０２１－０６－２０", "2021 年 6 月 20 日", "2021-06-20 00:00:00"],
)  # fmt: skip
def test_a_day_is_read_in_every_form_that_offices_write(value, tmp_path):
    assert send(tmp_path, [holder(1, 任职起始日期=value)])[0] == 0
    assert Service.objects.get().since == DAY


@pytest.mark.parametrize("value", ["2021-06", "2021.6", "2021年6月", "2021/6"])
def test_a_certificates_month_is_its_first_day(value, tmp_path):
    assert send(tmp_path, [holder(1, 批准日期=value)])[0] == 0
    assert Certificate.objects.get().approved_on == datetime.date(2021, 6, 1)


@pytest.mark.parametrize("name", ["张  三", "张　三", " 张三 ", "张\n三"])
def test_a_names_inner_spaces_do_not_matter(name, tmp_path):
    assert send(tmp_path, [holder(1, name)])[0] == 0
    assert Person.objects.get().name == "张三"


@pytest.mark.parametrize("name", ["买买提•艾力", "买买提·艾力", "䶮国", "𠮷田", "㛃雨"])
def test_rare_characters_come_back_as_they_went_in(name, tmp_path):
    assert send(tmp_path, [holder(1, name)])[0] == 0
    assert Person.objects.get().name == name.replace("•", "·")


@pytest.mark.parametrize(
    ("text", "level"), [("助理社工师", 1), ("初级", 1), ("社工师", 2), ("中级", 2), ("高级社工师", 3), ("高级", 3)]
)
def test_levels_have_their_usual_short_names(text, level, tmp_path):
    send(tmp_path, [holder(1, 证书级别=text)])
    assert Certificate.objects.get().level == level


def test_short_numbers_stored_as_numbers_keep_all_their_digits(tmp_path):
    assert send(tmp_path, [holder(1, 管理号=20210001, 联系电话=13900000000)])[0] == 0
    assert Certificate.objects.get().number == "20210001"
    assert Person.objects.get().phone == "13900000000"


# The sheet around the rows ------------------------------------------------------------------------


def test_title_rows_turned_columns_and_decorated_headings_do_not_matter(tmp_path):
    decorated = [{f"{heading}{'*' if heading == '姓名' else ''}": cell for heading, cell in holder(1).items()}]
    content = {**COUNTY, "花名册": decorated}
    path = write(
        tmp_path / "file.xlsx",
        content,
        above=[["某某表"], [], ["填报单位：甲", None, "2021年"]],
        order=lambda names: names[::-1],
    )
    assert take(path)[0] == 0
    assert Certificate.objects.get().number == "DEMO1"


@pytest.mark.parametrize("heading", ["身份证号*", "身份证号（必填）", "身份\n证号", " 身 份 证 号 ", "身份证号(必填)*"])
def test_a_heading_is_known_with_its_marks(heading, tmp_path):
    row = {heading if name == "身份证号" else name: cell for name, cell in holder(1).items()}
    assert send(tmp_path, [row])[0] == 0


def test_unknown_columns_are_reported_and_ignored(tmp_path):
    _, result = send(tmp_path, [{"序号": 1, **holder(1), "籍贯": "江西"}])
    assert result["ignored_columns"]["花名册"] == ["序号", "籍贯"]


@pytest.mark.parametrize(
    "end", ["合计", "合 计", "填表人：王", "制表人 王", "审核人", "单位负责人（签字）", "注：以上属实", "备注：无"]
)
def test_sums_and_signatures_end_the_data_and_what_follows_is_counted(end, tmp_path):
    rows = [holder(1), {"姓名": end}, holder(2, "李四")]
    status, result = send(tmp_path, rows)
    assert (status, result["sheets"]["花名册"]["rows"]) == (0, 1)
    assert "1" in " ".join(one["message"] for one in result["warnings"] if one["row"] is None or one["row"] > 2)


def test_a_person_named_like_the_end_is_no_end(tmp_path):
    assert send(tmp_path, [holder(1, "合计明")])[1]["sheets"]["花名册"]["rows"] == 1


def test_empty_rows_are_skipped_and_rows_keep_excels_numbers(tmp_path):
    _, result = send(tmp_path, [holder(1), {}, {}, holder(2, "李四", 人员类别="厨师")])
    assert codes(result) == [("花名册", 5, "人员类别", "choice")]


def test_sheets_are_read_in_their_own_order_wherever_they_stand(tmp_path):
    content = {
        "花名册": [holder(1)],
        "岗位": COUNTY["岗位"],
        "单位": COUNTY["单位"],
        "社区（村）": COUNTY["社区（村）"],
    }
    assert take(write(tmp_path / "file.xlsx", content))[0] == 0


def test_a_town_named_for_the_first_time_is_created_with_its_code(tmp_path):
    send(tmp_path)
    assert [(town.name, town.code) for town in Town.objects.all()] == [("历市镇", "360728100")]


# Merging ------------------------------------------------------------------------------------------


def counts(result, sheet="花名册"):
    return tuple(result["sheets"][sheet][key] for key in ("rows", "created", "updated", "unchanged", "refused"))


def test_the_same_file_twice_changes_nothing(tmp_path):
    training = [{"身份证号": GOOD, "培训名称": "实务", "结束日期": "2021-09-01", "学时": 8}]
    years = [{"年度": 2021, "常住人口": 200000}]
    rows = [holder(1, **AT_SCHOOL), holder(2, "李四", 银行账号="6222000011112222333")]
    assert send(tmp_path, rows, 培训记录=training, 全县年度数据=years)[0] == 0
    before = {
        model: list(model.objects.values())
        for model in (Person, Service, Posting, Certificate, Training, Unit, Community)
    }
    _, again = send(tmp_path, rows, 培训记录=training, 全县年度数据=years)
    assert {(sheet["created"], sheet["updated"]) for sheet in again["sheets"].values()} == {(0, 0)}
    assert before == {model: list(model.objects.values()) for model in before}


def test_a_later_row_fills_and_an_empty_cell_never_erases(tmp_path):
    send(tmp_path, [holder(1, 学历="大专", 联系电话="13900000000")])
    _, result = send(tmp_path, [holder(1, 学历="本科")])
    one = Person.objects.get()
    assert (counts(result), one.education, one.phone) == ((1, 0, 1, 0, 0), "本科", "13900000000")


def test_rows_of_one_file_are_merged_before_they_are_compared(tmp_path):
    send(tmp_path, [holder(1, 学历="本科")])
    _, result = send(tmp_path, [holder(1, 学历="大专"), holder(1, 学历="本科")])
    assert counts(result)[1:3] == (0, 0)


def test_two_certificates_and_two_services_are_two_rows_of_one_person(tmp_path):
    rows = [
        holder(1, 任职终止日期="2021-12-31"),
        holder(1, 证书级别="中级", 管理号="DEMO9", 批准日期="2022-06-18", 任职终止日期="2021-12-31"),
        holder(1, **AT_SCHOOL, 任职起始日期="2022-01-01", 证书级别=None, 管理号=None, 批准日期=None),
    ]
    assert send(tmp_path, rows)[0] == 0
    assert (Person.objects.count(), Certificate.objects.count(), Service.objects.count(), Posting.objects.count()) == (
        1,
        2,
        2,
        1,
    )


def test_another_posting_date_is_a_further_posting(tmp_path):
    rows = [
        holder(1, **AT_SCHOOL, 上岗日期=day, 离岗日期=end)
        for day, end in (("2020-02-01", "2020-06-30"), ("2020-09-01", None))
    ]
    assert send(tmp_path, rows)[0] == 0
    assert [posting.since.month for posting in Posting.objects.all()] == [2, 9]


def test_a_dry_run_stores_nothing_and_says_the_same(tmp_path):
    _, dry = send(tmp_path, [holder(1)], "--dry-run")
    assert not Person.objects.exists()
    assert send(tmp_path, [holder(1)])[1]["sheets"] == dry["sheets"]


# The command and the error workbook ---------------------------------------------------------------


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path):
    with pytest.raises(CommandError) as wrong:
        call_command("import_workbook", str(tmp_path / "nothing.xlsx"))
    assert wrong.value.returncode == 2


def marked(tmp_path, rows):
    out = tmp_path / "errors.xlsx"
    status, _ = send(tmp_path, rows, "--errors", str(out))
    assert status == 1
    return out


def test_the_error_workbook_is_the_users_own_with_faults_coloured_and_told(tmp_path):
    sheet = openpyxl.load_workbook(marked(tmp_path, [holder(1), holder(2, "李四", 人员类别="厨师")]))["花名册"]
    headings = [cell.value for cell in sheet[1]]
    assert headings[-1] == "错误说明"
    faulty = sheet.cell(3, headings.index("人员类别") + 1)
    assert faulty.value == "厨师"
    assert faulty.fill.fill_type == "solid"
    assert "厨师" in sheet.cell(3, len(headings)).value
    assert sheet.cell(2, len(headings)).value is None


def test_the_error_workbook_can_be_mended_and_sent_again(tmp_path):
    path = marked(tmp_path, [holder(1), holder(2, "李四", 人员类别="厨师")])
    book = openpyxl.load_workbook(path)
    sheet = book["花名册"]
    place = [cell.value for cell in sheet[1]].index("人员类别") + 1
    sheet.cell(3, place).value = "社区工作者"
    book.save(path)
    status, result = take(path)
    assert (status, counts(result)) == (0, (2, 2, 0, 0, 0))
    assert result["ignored_columns"].get("花名册", []) == []


def test_an_unchanged_file_costs_the_same_queries_at_10_and_at_100_rows(tmp_path):
    def queries(count):
        rows = [holder(number, f"某{number}", **AT_SCHOOL) for number in range(count)]
        send(tmp_path, rows)
        with CaptureQueriesContext(connection) as captured:
            assert counts(send(tmp_path, rows)[1])[1:] == (0, 0, count, 0)
        return len(captured)

    assert queries(10) == queries(100)
