"""The sheets that are filed: sums to the cent in figures, formula and words; text stays text; the paper fits A4."""

import datetime
import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from dingnan_sw.jobs.models import Job
from dingnan_sw.lib.paper import as_xlsx, write_pdf
from incentives.filing import FILED
from incentives.rules.rulebook import standard_book
from positions.access import EVERYTHING, Scope
from tests import county

BOOK = standard_book()
TODAY = datetime.date(2021, 12, 31)


@pytest.fixture
def people(unit, other_unit):
    """One paid as a community worker; one who waits; one in another unit."""
    county.county_year(2021, 5000)
    first = county.person(1, "=李雷", bank_name="农商行", bank_account="6222000011112222333", phone="13900000000")
    second = county.person(2, "韩梅")
    county.serve(first, unit)
    county.serve(second, other_unit, "公务员（参公）")
    county.certify(first, "036202100001")
    county.certify(second, "DEMO2", level=2)
    return first, second


SHEETS = {"bonuses": "2021", "allowances": "2021-08", "coverage": "2021-12-31", "roster": "2021-12-31"}


def made(name, scope=EVERYTHING):
    return FILED[name].make(scope, BOOK, TODAY, SHEETS[name])


def workbook(name):
    return openpyxl.load_workbook(BytesIO(as_xlsx(made(name)))).active


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_ready_to_print(name, people):
    sheet = workbook(name)
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # one page wide is the default
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows.replace("$", "") == "3:3"
    assert sheet.freeze_panes == "C4"
    text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    for words in ("填报单位：定南县民政局", "填报日期：2021-12-31", "制表人：", "审核人：", "单位负责人：", "（盖章）"):
        assert words in text


@pytest.mark.parametrize("name", SHEETS)
def test_only_our_own_sums_are_formulas(name, people):
    cells = [cell for row in workbook(name).iter_rows() for cell in row]
    assert {str(cell.value)[:5] for cell in cells if cell.data_type == "f"} <= {"=SUM("}
    assert {cell.number_format for cell in cells if cell.data_type == "s"} == {"@"}


def test_numbers_in_which_every_digit_counts_are_text(people):
    sheet = workbook("bonuses")
    row = {heading.value: cell for heading, cell in zip(sheet[3], sheet[4], strict=True)}
    for heading, value in (
        ("身份证号", people[0].id_number),
        ("管理号", "036202100001"),
        ("银行账号", "6222000011112222333"),
        ("联系电话", "13900000000"),
    ):
        assert (row[heading].value, row[heading].data_type, row[heading].number_format) == (value, "s", "@")
    assert row["姓名"].value == "=李雷"


def test_the_sum_stands_as_formula_value_and_words(people):
    data = as_xlsx(made("bonuses"))
    formula = openpyxl.load_workbook(BytesIO(data)).active
    value = openpyxl.load_workbook(BytesIO(data), data_only=True).active
    assert (formula["I5"].value, value["I5"].value) == ("=SUM(I4:I4)", 1000)
    assert formula["I5"].number_format == "#,##0.00"
    assert formula["A6"].value == "合计（大写）：壹仟元整"


def test_what_waits_is_counted_beside_the_sum_not_in_it(people):
    sheet = made("bonuses")
    assert sheet.amount == Decimal("1000.00")
    assert "待认定 1 人次，涉及 2,000.00 元" in " ".join(sheet.notes)


def test_an_empty_sheet_still_adds_up_to_nothing(db):
    sheet = openpyxl.load_workbook(BytesIO(as_xlsx(made("allowances")))).active
    assert (sheet["A4"].value, sheet["A5"].value) == ("合计（0 人）", "合计（大写）：零元整")


def test_a_unit_files_its_own_rows_under_its_own_name(people, hr, unit):
    sheet = made("allowances", Scope.of(hr, TODAY))
    assert (sheet.unit, [row.row.name for row in sheet.rows]) == (unit.name, ["=李雷"])


@pytest.mark.parametrize("name", SHEETS)
def test_the_pdf_says_what_the_sheet_says(name, people):
    sheet = made(name)
    reader = PdfReader(BytesIO(write_pdf(sheet)))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")
    assert sheet.title in text
    assert "第1页共1页" in text
    assert "单位负责人" in text
    assert round(reader.pages[0].mediabox.width) == 842  # A4 landscape


def test_a_pdf_is_the_same_bytes_again_and_fetches_nothing(people):
    one = people[0]
    one.name = '<img src="http://127.0.0.1:1/x"><link rel=attachment href="file:///etc/passwd">'
    one.save()
    first = write_pdf(made("bonuses"))
    assert first == write_pdf(made("bonuses"))
    assert not PdfReader(BytesIO(first)).attachments


def test_the_pages_of_a_long_pdf_are_numbered_through(unit, monkeypatch):
    """Made in three portions."""
    monkeypatch.setattr("dingnan_sw.lib.paper.pdf.PORTION", 30)
    county.many(65, unit)
    reader = PdfReader(BytesIO(write_pdf(made("allowances"))))
    total = len(reader.pages)
    first, last = (reader.pages[place].extract_text().replace(" ", "") for place in (0, -1))
    assert f"第1页共{total}页" in first
    assert f"第{total}页共{total}页" in last
    middle = [page.extract_text().replace(" ", "") for page in reader.pages]
    assert all(f"第{number}页共{total}页" in text for number, text in enumerate(middle, 1))


def row(name, number=0, scope=EVERYTHING):
    """A row of a sheet as it is read, by heading."""
    sheet = made(name, scope)
    return {column.heading: column.value(sheet.rows[number]) for column in sheet.columns}


def test_the_bonus_sheet_says_what_was_obtained_before(people):
    first = people[0]
    assert (row("bonuses")["批准日期"], row("bonuses")["已享受情况"]) == (datetime.date(2021, 6, 20), "首次")
    county.certify(first, "EARLIER", approved_on=datetime.date(2020, 6, 20))
    county.certify(
        first, "HIGHER", level=2, approved_on=datetime.date(2021, 6, 20), issued_on=datetime.date(2021, 9, 1)
    )
    first.certificates.get(number="036202100001").delete()
    assert row("bonuses")["已享受情况"] == "2020年初级"


def test_the_sums_count_people_and_payments(people):
    assert made("bonuses").sum_label == "合计（1 人，1 人次）"
    assert made("allowances").sum_label == "合计（1 人）"
    assert made("roster").sum_label == "合计（2 人，助理社会工作师 1 人，社会工作师 1 人，高级社会工作师 0 人）"


def test_the_allowance_sheet_names_the_post_or_the_category_and_the_rate(people, unit):
    assert (row("allowances")["岗位"], row("allowances")["月标准（元）"]) == ("社区工作者", Decimal(100))
    service = people[0].services.get()
    service.postings.create(post=county.post(unit, "社会工作岗"), since=datetime.date(2021, 8, 2))
    assert row("allowances")["岗位"] == "社区工作者"
    service.postings.update(since=datetime.date(2021, 8, 1))
    assert row("allowances")["岗位"] == "社会工作岗"


def test_a_unit_that_someone_has_left_no_longer_sees_phone_and_account(people, hr):
    scope = Scope.of(hr, TODAY)
    seen = ("开户银行", "银行账号", "联系电话")
    assert [row("bonuses", scope=scope)[heading] for heading in seen] == [
        "农商行",
        "6222000011112222333",
        "13900000000",
    ]
    people[0].services.update(until=TODAY)
    assert [row("bonuses", scope=scope)[heading] for heading in seen] == ["", "", ""]
    assert row("bonuses")["联系电话"] == "13900000000"


def test_a_number_is_a_number_and_its_place_is_centred(people):
    for name in SHEETS:
        cell = workbook(name)["A4"]
        assert (cell.value, cell.number_format, cell.alignment.horizontal) == (1, "0", "center")


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_writes_days_in_one_way_and_no_bracket_in_a_bracket(name, people):
    text = [str(cell.value) for row in workbook(name).iter_rows() for cell in row if cell.value is not None]
    assert not [words for words in text if re.search(r"年\d+月\d+日|（[^）]*（", words)]


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_costs_the_same_queries_at_2_and_at_60_people(name, people, unit):
    people[0].services.get().postings.create(post=county.post(unit, "专岗"), since=county.SINCE)
    with CaptureQueriesContext(connection) as few:
        made(name)
    county.many(58, unit)
    with CaptureQueriesContext(connection) as many:
        made(name)
    assert len(few) == len(many)


def test_the_roster_says_where_each_one_serves(people, unit):
    people[0].services.get().postings.create(post=county.post(unit, "社区社工岗"), since=county.SINCE)
    rows = {found["姓名"]: found for found in (row("roster", number) for number in range(2))}
    assert (rows["=李雷"]["镇或部门"], rows["=李雷"]["单位类别"], rows["=李雷"]["岗位"]) == (
        "历市镇", "社区居委会", "社区社工岗",
    )  # fmt: skip
    assert (rows["韩梅"]["单位类别"], rows["韩梅"]["岗位"]) == ("学校", "")


def test_a_unit_of_no_town_stands_under_its_department(people, other_unit):
    other_unit.town, other_unit.department = None, "县教科体局"
    other_unit.save()
    assert "县教科体局" in {row("roster", number)["镇或部门"] for number in range(2)}


@pytest.mark.parametrize(
    ("sheet", "period", "status"),
    [
        ("registrations", "-2147483649", 404), ("bonuses", "9" * 400, 404), ("targets", "9999", 404), ("review", "3000", 404),
        ("review", "2999", 302), ("allowances", "0001-01", 404), ("allowances", "1899-12", 404), ("allowances", "2021-01", 302),
        ("coverage", "9999-12-31", 404), ("forecast", "0001-01-01", 404), ("coverage", "2999-12-31", 302),
    ],
)  # fmt: skip
def test_a_period_that_no_register_may_state_has_no_sheet(sheet, period, status, signed_in, clerk, jobs_at_once):
    answer = signed_in(clerk).post(reverse("paper", args=[sheet, "xlsx"]), {"period": period})
    assert (answer.status_code, Job.objects.filter(state="failed").count()) == (status, 0)


def test_for_a_month_before_the_first_rate_it_is_told_that_there_is_no_sheet(signed_in, clerk, jobs_at_once):
    signed_in(clerk).post(reverse("paper", args=["allowances", "xlsx"]), {"period": "1900-01"})
    assert Job.objects.get().message == "1900年1月还没有职业津贴的标准，没有表可以做。"
