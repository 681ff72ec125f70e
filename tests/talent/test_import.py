"""The workbook exchange, docs/commands.md 1: forgiving in form, merged row by row, whole or not at all."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pghistory.models import Context

from dingnan_sw.audit.models import Entry
from positions.models import Community, Town, Unit
from talent.models import Certificate, Person, Posting, Service, Training
from tests.county import id_number
from tests.talent.books import AT_SCHOOL, COUNTY, codes, counts, holder, send, take, write

pytestmark = pytest.mark.django_db
GOOD = id_number(1)


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


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("JX-2020-1", "JX-2020-1"), ("jx20201", "jx20201"), (" 2020 3607\n01 ", "2020360701"), ("ＪＸ２０２０ａｚ", "JX2020az"),
        ("赣社（2020）第1号", "赣社（2020）第1号"), ("赣社(2020)第1号", "赣社(2020)第1号"), ("１－２", "1－2"), ("①Ⅱ", "①Ⅱ"),
    ],
)  # fmt: skip
def test_a_certificate_number_is_kept_as_typed_but_for_white_space_and_full_width(typed, kept, tmp_path):
    assert send(tmp_path, [holder(1, 管理号=typed)])[0] == 0
    assert Certificate.objects.get().number == kept


@pytest.mark.parametrize("typed", ["6222000011112222333", "6222-0000 1111－2222—333", "'６２２２000011112222333"])
def test_an_account_loses_its_hyphens_too(typed, tmp_path):
    assert send(tmp_path, [holder(1, 银行账号=typed)])[0] == 0
    assert Person.objects.get().bank_account == "6222000011112222333"


@pytest.mark.parametrize("length", [100, 101])
def test_a_certificate_number_longer_than_can_be_stored_is_refused(length, tmp_path):
    expected = [] if length == 100 else [("花名册", 2, "管理号", "too_large")]
    assert codes(send(tmp_path, [holder(1, 管理号="9" * length)])[1]) == expected


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
    told = [one for one in result["warnings"] if one["code"] == "rows_after_end"]
    assert [(one["row"], "1 行" in one["message"]) for one in told] == [(4, True)]


def test_the_first_row_after_the_end_is_the_first_that_holds_anything(tmp_path):
    rows = [holder(1), {"姓名": "合计"}, {}, {}, holder(2, "李四"), holder(3, "王五")]
    _, result = send(tmp_path, rows)
    assert [one["row"] for one in result["warnings"] if one["code"] == "rows_after_end"] == [6]
    assert "rows_after_end" not in [one["code"] for one in send(tmp_path, rows[:2])[1]["warnings"]]


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


def test_an_unchanged_file_costs_the_same_queries_at_10_and_at_100_rows(tmp_path):
    def queries(count):
        rows = [holder(number, f"某{number}", **AT_SCHOOL) for number in range(count)]
        send(tmp_path, rows)
        with CaptureQueriesContext(connection) as captured:
            assert counts(send(tmp_path, rows)[1])[1:] == (0, 0, count, 0)
        return len(captured)

    assert queries(10) == queries(100)


def test_the_record_of_an_import_tells_no_number_that_stood_in_the_files_name(tmp_path):
    path = tmp_path / f"张三 {GOOD} 138-1234-5678.xlsx"
    write(path, {**COUNTY, "花名册": [holder(1)]})
    assert take(path)[0] == 0
    told = f"张三 {GOOD[:6]}XXXXXXXX{GOOD[-4:]} 138XXXX5678.xlsx"
    assert Entry.objects.get(action="导入工作簿").details["file"] == told
    assert {row.metadata["file"] for row in Context.objects.filter(metadata__has_key="file")} == {told}
