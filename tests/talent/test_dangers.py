"""What a file from outside may hold against us: each danger with its own message in Chinese, and nothing stored."""

import io
from dataclasses import replace

import openpyxl
import pytest

from dingnan_sw.lib.workbook import LIMITS, WorkbookRefused, read_workbook
from talent.models import Person
from tests.county import id_number
from tests.talent.books import COUNTY, altered, holder, take, write

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def plain(tmp_path):
    return write(tmp_path / "plain.xlsx", {**COUNTY, "花名册": [holder(1)]})


def refusal(path, limits=LIMITS):
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(path, limits)
    return refused.value


def holding(path, data):
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "0 字节"),
        ("姓名,身份证号\n张三,1".encode("gb18030"), "CSV"),
        (b"%PDF-1.7", "PDF"),
        (OLE + b"\0" * 600, ".xls"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "去掉密码"),
        (b"PK\x03\x04" + b"broken" * 50, "损坏"),
    ],
    ids=["empty", "csv", "pdf", "xls", "encrypted", "broken"],
)
def test_what_is_no_xlsx_says_what_it_is_and_what_to_do(data, words, tmp_path):
    refused = refusal(holding(tmp_path / "file.xlsx", data))
    assert (refused.code, words in refused.message) == ("not_a_workbook", True)
    assert str(tmp_path) not in refused.message


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"xl/vbaProject.bin": b"macro"}, ".xlsm"),
        ({"xl/workbook.bin": b"binary"}, ".xlsb"),
        ({"../../evil.txt": b"x"}, "路径"),
        ({"/etc/evil": b"x"}, "路径"),
        ({"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}, "DTD"),
        ({"xl/worksheets/sheet1.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><a/>'.encode("utf-16")}, "DTD"),
        ({"xl/styles.xml": b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><styleSheet/>'}, "DTD"),
    ],
    ids=["macro", "xlsb", "climbing path", "absolute path", "dtd", "utf-16 dtd", "entities"],
)  # fmt: skip
def test_what_acts_or_reaches_out_is_not_read(changes, words, plain):
    refused = refusal(altered(plain, changes))
    assert (refused.code, words in refused.message) == ("not_a_workbook", True)


def test_another_kind_of_archive_is_told_apart(plain):
    assert "不是 Excel 工作簿" in refusal(altered(plain, left_out=("xl/workbook.xml",))).message


def test_a_bomb_is_stopped_by_what_really_comes_out(plain):
    assert refusal(altered(plain, {"xl/media/image1.bin": b"\0" * 40 * 1024 * 1024})).code == "too_large"


def test_a_file_that_unfolds_too_far_is_stopped(plain):
    refused = refusal(plain, replace(LIMITS, unzipped=1000))
    assert (refused.code, "解压后" in refused.message) == ("too_large", True)


def test_a_million_empty_styled_rows_cost_nothing(plain):
    row = b'<row r="%d"><c r="A%d" s="1"/></row>'
    rows = b"".join(row % (number, number) for number in range(1, 200_000))
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + rows
        + b"</sheetData></worksheet>"
    )
    book = read_workbook(altered(plain, {"xl/worksheets/sheet1.xml": sheet}))
    assert book.sheets[0].rows == []


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (replace(LIMITS, file=100), "MB"),
        (replace(LIMITS, rows=0), "行"),
        (replace(LIMITS, columns=2), "列"),
        (replace(LIMITS, members=3), "个部分"),
        (replace(LIMITS, wall=0.01), "秒"),
    ],
    ids=["file", "rows", "columns", "members", "time"],
)
def test_every_cap_holds_and_says_which(limits, words, plain):
    refused = refusal(plain, limits)
    assert (refused.code, words in refused.message) == ("too_large", True)


def test_the_reader_is_stopped_at_its_share_of_memory(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    for number in range(8000):
        sheet.append([f"第{number}行的第{place}格文字" for place in range(10)])
    book.save(tmp_path / "long.xlsx")
    refused = refusal(tmp_path / "long.xlsx", replace(LIMITS, memory=32 * 1024 * 1024))
    assert (refused.code, "内存" in refused.message) == ("too_large", True)


def test_a_cell_far_outside_the_sheet_does_not_fill_the_memory(tmp_path):
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "far.xlsx")
    assert refusal(tmp_path / "far.xlsx").code == "too_large"


# Dangers inside a sound workbook ------------------------------------------------------------------


def hidden(path, state):
    book = openpyxl.load_workbook(path)
    book["花名册"].sheet_state = state
    book.save(path)
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_told(state, plain):
    _, result = take(hidden(plain, state))
    said = [one["message"] for one in result["warnings"] if one["sheet"] == "花名册" and "隐藏" in one["message"]]
    assert said


@pytest.mark.django_db
def test_text_that_looks_like_a_formula_is_stored_as_text(tmp_path):
    path = write(tmp_path / "file.xlsx", {**COUNTY, "花名册": [holder(1, 备注="x")]})
    book = openpyxl.load_workbook(path)
    cell = book["花名册"].cell(2, [c.value for c in book["花名册"][1]].index("姓名") + 1)
    cell.value, cell.data_type = "=1+1", "s"
    book.save(path)
    assert take(path)[0] == 0
    assert Person.objects.get().name == "=1+1"


@pytest.mark.django_db
def test_every_numeric_id_number_is_refused_also_those_that_pass_the_check(tmp_path):
    rows = [holder(number, f"某{number}", 身份证号=int(id_number(number)[:17] + "0")) for number in range(1, 200)]
    _, result = take(write(tmp_path / "file.xlsx", {**COUNTY, "花名册": rows}))
    assert [one["code"] for one in result["errors"]] == ["id_is_number"] * len(rows)


@pytest.mark.django_db
def test_a_refused_file_is_told_by_the_command_too(tmp_path):
    status, result = take(holding(tmp_path / "file.xlsx", b"a,b"))
    assert (status, result["errors"][0]["code"], result["errors"][0]["row"]) == (1, "not_a_workbook", None)


@pytest.mark.django_db
def test_the_errors_file_of_an_unreadable_upload_says_why(tmp_path):
    out = tmp_path / "errors.xlsx"
    take(holding(tmp_path / "file.xlsx", b"a,b"), "--errors", str(out))
    assert ".xlsx" in openpyxl.load_workbook(io.BytesIO(out.read_bytes())).active["A1"].value
