"""`import_workbook --errors`: the user's own file with its faults marked, which can be mended and sent again."""

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from positions.models import Unit
from tests.talent.books import COUNTY, counts, holder, send, take, write

pytestmark = pytest.mark.django_db


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path):
    with pytest.raises(CommandError) as wrong:
        call_command("import_workbook", str(tmp_path / "nothing.xlsx"))
    assert wrong.value.returncode == 2


def test_errors_that_could_not_be_written_are_told_before_anything_is_imported(tmp_path):
    for place in (tmp_path, tmp_path / "nowhere" / "errors.xlsx"):
        with pytest.raises(CommandError, match="错误工作簿写不到") as wrong:
            send(tmp_path, [holder(1)], "--errors", str(place))
        assert (wrong.value.returncode, Unit.objects.exists()) == (2, False)


def test_without_errors_their_file_is_left_as_it_was(tmp_path):
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    old.write_bytes(b"old")
    for place in (old, new):
        assert send(tmp_path, [holder(1)], "--errors", str(place))[0] == 0
    assert (old.read_bytes(), new.exists()) == (b"old", False)


def marked(tmp_path, rows, **sheets):
    out = tmp_path / "errors.xlsx"
    status, _ = send(tmp_path, rows, "--errors", str(out), **sheets)
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


# A heading that is missing ------------------------------------------------------------------------


def headless(row, heading="人员类别"):
    return {name: cell for name, cell in row.items() if name != heading}


def column_of_errors(path, header):
    """The last column of the heading row, and the cells below it."""
    sheet = openpyxl.load_workbook(path)["花名册"]
    return [cell.value for cell in sheet[header]][-1], [
        row[-1] for row in sheet.iter_rows(header + 1, values_only=True)
    ]


def test_a_missing_heading_is_told_below_the_heading_of_the_errors(tmp_path):
    heading, (message, nothing) = column_of_errors(
        marked(tmp_path, [headless(holder(1)), headless(holder(2, "李四"))]), 1
    )
    assert (heading, "人员类别" in message, nothing) == ("错误说明", True, None)


def test_so_it_is_where_the_heading_was_rubbed_out_and_the_rows_below_are_fuller(tmp_path):
    path = write(tmp_path / "file.xlsx", {**COUNTY, "花名册": [holder(1)]}, above=[["花名册"]])
    book = openpyxl.load_workbook(path)
    book["花名册"]["D2"] = None
    book.save(path)
    take(path, "--errors", str(tmp_path / "errors.xlsx"))
    heading, (message,) = column_of_errors(tmp_path / "errors.xlsx", 2)
    assert (heading, "人员类别" in message) == ("错误说明", True)


def test_a_missing_heading_put_in_is_all_that_was_to_mend_even_in_a_sheet_without_rows(tmp_path):
    path = marked(tmp_path, [headless(holder(1))], 培训记录=[{"身份证号": None, "培训名称": None, "结束日期": None}])
    book = openpyxl.load_workbook(path)
    roster, training = book["花名册"], book["培训记录"]
    roster["J1"], roster["J2"], training["F1"] = "人员类别", "社区工作者", "学时"
    assert training["D2"].value
    book.save(path)
    status, result = take(path)
    assert (status, counts(result), counts(result, "培训记录")) == (0, (1, 1, 0, 0, 0), (0, 0, 0, 0, 0))


def test_a_fault_in_a_column_that_is_not_there_stands_in_its_own_row(tmp_path):
    path = marked(tmp_path, [headless(holder(1), "批准日期")])
    heading, (message,) = column_of_errors(path, 1)
    assert (heading, "批准日期" in message) == ("错误说明", True)
