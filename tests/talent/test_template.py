"""The template: drop-downs, text columns, an example that is never imported, and what to fill in where."""

import datetime

import openpyxl
import pytest

from positions.vocabulary import UnitKind
from talent.exports import template
from talent.imports import layouts
from tests.talent.books import take


@pytest.fixture
def path(tmp_path):
    target = tmp_path / "template.xlsx"
    target.write_bytes(template(layouts(datetime.date(2021, 12, 31))))
    return target


def test_it_explains_every_heading_of_every_sheet(path):
    book = openpyxl.load_workbook(path)
    told = {str(cell.value) for row in book["填写说明"].iter_rows() for cell in row}
    for sheet in book.worksheets:
        headings = [str(cell.value).rstrip("*") for cell in sheet[3]] if sheet.title != "填写说明" else []
        assert set(headings) <= {word.rstrip("*") for word in told}


def test_id_and_account_columns_are_text(path):
    sheet = openpyxl.load_workbook(path)["花名册"]
    columns = {str(cell.value).rstrip("*"): cell.column for cell in sheet[3]}
    groups = list(sheet.column_dimensions.values())
    for heading in ("身份证号", "管理号", "银行账号", "联系电话"):
        group = next(group for group in groups if group.min <= columns[heading] <= group.max)
        assert group.number_format == "@", heading


def test_closed_lists_drop_down(path):
    book = openpyxl.load_workbook(path)
    kinds = [rule for rule in book["单位"].data_validations.dataValidation if rule.type == "list"]
    assert kinds
    assert book["花名册"].data_validations.dataValidation
    assert (
        any(
            UnitKind.SCHOOL in str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
        )
        or "学校" in kinds[0].formula1
    )


@pytest.mark.django_db
def test_the_empty_template_imports_as_nothing(path):
    status, result = take(path)
    assert (status, result["errors"]) == (0, [])
    assert {sheet["rows"] for sheet in result["sheets"].values()} == {0}
