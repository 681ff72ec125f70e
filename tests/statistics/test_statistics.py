"""The yearly statistics: every dimension adds up to the same holders, and page, workbook and PDF say the same."""

import datetime
from collections import Counter
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils.http import urlencode
from pypdf import PdfReader

from dingnan_sw.lib.paper import as_xlsx, write_pdf
from dingnan_sw.lib.paper.sheet import in_text
from incentives import reports
from incentives.filing import FILED
from incentives.rules.rulebook import standard_book
from incentives.statistics.bands import AGE_BANDS, age_band, education_group
from incentives.statistics.county import NO_TOWN, Year, years
from incentives.statistics.people import DIMENSIONS
from incentives.statistics.sections import sections
from positions.access import EVERYTHING
from positions.models import Post
from talent.exams.models import ExamRegistration
from talent.exams.vocabulary import Result
from talent.models import Certificate, Person, Service
from tests import county
from tests.forecast import counties
from tests.forecast.counties import TODAY
from tests.paying.office import Office

BOOK = standard_book()
SEEDS = range(8)


def by_key(year):
    return {section.key: section for section in sections(year)}


# Groups -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ((1989, 12, 31), "35岁及以下"),  # 35 on the last day
        ((1988, 12, 31), "36至40岁"),
        ((1989, 1, 1), "35岁及以下"),
        ((1984, 1, 1), "36至40岁"),
        ((1983, 12, 31), "41至45岁"),
        ((1978, 12, 31), "46至50岁"),
        ((1973, 12, 31), "51至54岁"),
        ((1970, 1, 1), "51至54岁"),
        ((1969, 12, 31), "55岁及以上"),
    ],
)
def test_an_age_is_of_full_years_on_the_day(born, band):
    assert age_band(datetime.date(*born), datetime.date(2024, 12, 31)) == band


def test_a_birthday_counts_from_its_day_on():
    born = datetime.date(1988, 6, 2)
    assert [age_band(born, datetime.date(2024, 6, day)) for day in (1, 2)] == list(AGE_BANDS[:2])


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("", "未填"),
        ("  ", "未填"),
        ("博士研究生", "研究生"),
        ("硕士", "研究生"),
        ("本科", "本科"),
        ("大学本科", "本科"),
        ("大学", "本科"),
        ("大学专科", "大专"),
        ("大专", "大专"),
        ("中专", "高中及以下"),
        ("中等专科", "高中及以下"),
        ("高中", "高中及以下"),
        ("初中", "高中及以下"),
        ("自学成才", "其他写法"),
    ],
)
def test_an_education_is_grouped_as_recorded(text, group):
    assert education_group(text) == group


# Adding up ----------------------------------------------------------------------------------------


def counted_plainly(on):
    """Everyone, one by one: (level, kind, town, sex, age, education) of each holder in service."""
    found = []
    for person in Person.objects.all():
        held = [one.level for one in person.certificates.all() if held_on(one, on)]
        serving = [one for one in person.services.all() if one.since <= on and (not one.until or on < one.until)]
        if held and serving:
            unit = min(serving, key=lambda one: (one.since, one.unit.name)).unit
            town = unit.town or (unit.community and unit.community.town)
            level = {1: "助理社会工作师", 2: "社会工作师", 3: "高级社会工作师"}[max(held)]
            groups = age_band(person.born, on), education_group(person.education)
            found.append((level, unit.kind, town.name if town else NO_TOWN, person.sex, *groups))
    return found


def held_on(one, on):
    return one.obtained_on <= on and (one.revoked_on is None or on < one.revoked_on)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("asked", [2024, 2025])
def test_every_dimension_adds_up_to_the_county(seed, asked):
    counties.make(seed)
    year = Year(asked, TODAY, BOOK)
    found, plain = by_key(year), counted_plainly(year.on)
    coverage = reports.coverage_on(year.on, TODAY, BOOK)
    assert len(plain) == coverage.ratio.holders
    for place, name in enumerate(DIMENSIONS):
        section = found[f"holders-{name}"]
        counts = Counter(one[place] for one in plain)
        together = len(section.measures) - 3
        assert {line.label: line.values[together] for line in section.lines if line.values[together]} == counts
        assert section.totals[together] == len(plain)
        assert section.totals[together + 1] == len(counted_plainly(year.before.on))
    crossed = found["holders-kind-town"]
    assert crossed.totals[len(crossed.measures) - 1] == len(plain)
    assert found["posts"].totals[3] == Post.objects.filed(year.on).count()
    assert found["course"].lines[-1].values[0] == len(plain)
    assert found["targets"].lines[0].values[:3] == (len(plain), coverage.ratio.population, coverage.ratio.per_mille)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_lines_and_columns_add_up_in_every_section(seed):
    counties.make(seed)
    for section in sections(Year(2025, TODAY, BOOK)):
        for line in section.lines:
            assert len(line.values) == len(section.measures)
            for place, measure in enumerate(section.measures):
                if measure.across:
                    assert line.values[place] == sum(line.values[place - measure.across : place])


@pytest.mark.django_db
def test_a_past_year_stands_as_on_its_last_day_and_this_one_as_today(unit):
    one = county.person(1)
    county.certify(one)
    county.serve(one, unit, since=datetime.date(2021, 12, 31), until=datetime.date(2022, 5, 2))
    held = {
        (asked, today): len(Year(asked, today, BOOK).holders)
        for asked in (2021, 2022)
        for today in (datetime.date(2021, 12, 30), datetime.date(2022, 5, 1), datetime.date(2022, 5, 2))
        if asked <= today.year
    }
    assert held == {
        (2021, datetime.date(2021, 12, 30)): 0,
        (2021, datetime.date(2022, 5, 1)): 1,
        (2021, datetime.date(2022, 5, 2)): 1,
        (2022, datetime.date(2022, 5, 1)): 1,
        (2022, datetime.date(2022, 5, 2)): 0,
    }


@pytest.mark.django_db
def test_who_is_new_had_no_certificate_before():
    for number, days in ((1, ((1, "2023-06-01"), (2, "2024-06-01"))), (2, ((2, "2024-06-01"), (1, "2024-06-01")))):
        one = county.person(number)
        for level, day in days:
            county.certify(one, f"DEMO{number}{level}", level=level, approved_on=datetime.date.fromisoformat(day))
    section = by_key(Year(2024, TODAY, BOOK))["new"]
    assert [line.values for line in section.lines] == [(1, 0, 1, 1, 0), (0, 2, 2, 0, 2), (0, 0, 0, 0, 0)]


@pytest.mark.django_db
def test_registrations_are_told_by_how_they_ended(unit):
    for number, (year, result) in enumerate(
        [(2024, Result.PASSED), (2024, Result.FAILED), (2024, Result.PENDING), (2024, Result.PASSED), (2023, "passed")]
    ):
        ExamRegistration.objects.create(exam_year=year, unit=unit, name=f"某{number}", level=1, result=result)
    section = by_key(Year(2024, TODAY, BOOK))["exams"]
    assert section.lines[0].values == (2, 1, 1, 4, 1, 3)


@pytest.mark.django_db
def test_money_is_what_the_ledger_holds(unit):
    one = county.person(1, bank_name="农商行", bank_account="6222000011112222333")
    county.serve(one, unit)
    county.certify(one)
    office = Office(datetime.date(2022, 3, 1))
    batch = office.allowances("2021-08")
    office.send(batch)
    section = by_key(Year(2021, datetime.date(2022, 4, 1), BOOK))["money"]
    paid = {line.label: line.values for line in section.lines}
    assert paid["职业津贴"][1:5] == (Decimal("200.00"), 0, 1, 0)
    assert paid["考试奖励"][1:4] == (0, 0, 0)
    next_year = by_key(Year(2022, datetime.date(2022, 4, 1), BOOK))["money"]
    assert {line.label: line.values[4:6] for line in next_year.lines}["职业津贴"] == (1, Decimal("200.00"))


# The same everywhere ------------------------------------------------------------------------------


@pytest.fixture
def made(db):
    counties.make(3)
    return FILED["statistics"].make(EVERYTHING, BOOK, TODAY, "2025")


def test_the_workbook_holds_the_numbers_of_the_page_with_sums_as_formulas(made):
    data = as_xlsx(made)
    values = openpyxl.load_workbook(BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(data))
    for section in sections(Year(2025, TODAY, BOOK)):
        title = f"社会工作人才年度统计表（{section.title}）"
        sheet, written = values[title], formulas[title]
        rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=4)][: len(section.lines)]
        assert [row[0] for row in rows] == [line.label for line in section.lines]
        assert [[number(cell) for cell in row[1:]] for row in rows] == [
            [number(value) for value in line.values] for line in section.lines
        ]
        end = 4 + len(section.lines)
        for place, total in section.totals.items():
            assert number(sheet.cell(end, place + 2).value) == number(total)
            assert written.cell(end, place + 2).value.startswith("=SUM(")
        for place, measure in enumerate(section.measures):
            assert str(written.cell(4, place + 2).value).startswith("=SUM(") == bool(measure.across)
        assert sheet.page_setup.orientation == "landscape"


def number(value):
    return None if value is None else round(Decimal(str(value)), 2)


def test_the_pdf_holds_the_numbers_of_the_page(made):
    pages = [page.extract_text() for page in PdfReader(BytesIO(write_pdf(made))).pages]
    for section, sheet in zip(sections(Year(2025, TODAY, BOOK)), made.sheets, strict=True):
        text = "".join(page for page in pages if section.title in page.replace("\n", ""))
        cells = Counter(text.split())
        told = Counter(
            in_text(column.kind, column.value(line)) for line in section.lines for column in sheet.columns[1:]
        )
        told += Counter(in_text(section.measures[place].kind, total) for place, total in section.totals.items())
        del told[""]
        assert not told - cells
    assert f"第 {len(pages)} 页 共 {len(pages)} 页" in pages[-1]
    assert "填报单位：定南县民政局" in pages[0]
    assert all("单位负责人" in page for page in pages)


def test_a_number_leads_to_as_many_rows(made, signed_in, finance, monkeypatch):
    for module in ("incentives.statistics.views", "positions.lists"):
        monkeypatch.setattr(f"{module}.today", lambda: TODAY)
    browser = signed_in(finance)
    page = browser.get("/statistics/?year=2025").content.decode()
    followed = 0
    for section in sections(Year(2025, TODAY, BOOK)):
        for line in section.lines:
            for place, url in line.links.items():
                if line.values[place] and url.startswith("/statistics/"):
                    assert url.replace("&", "&amp;") in page
                    response = browser.get(url)
                    assert response.context["page"].paginator.count == line.values[place], (section.key, url)
                    followed += 1
    assert followed > 40


@pytest.mark.django_db
def test_a_year_without_anything_is_said(signed_in, finance):
    page = signed_in(finance).get(reverse("statistics") + "?" + urlencode({"year": "1987"})).content.decode()
    assert "没有 1987 年的登记" in page
    assert years(datetime.date(2025, 1, 1)) == [2025]


@pytest.mark.django_db
def test_the_years_go_back_to_the_first_certificate_or_post(unit):
    county.certify(county.person(1), approved_on=datetime.date(2022, 1, 1))
    assert years(datetime.date(2024, 1, 1)) == [2024, 2023, 2022]
    county.post(unit, since=datetime.date(2021, 12, 31))
    assert years(datetime.date(2024, 1, 1)) == [2024, 2023, 2022, 2021]


@pytest.mark.parametrize("period", ["0001", "3000", "no"])
def test_a_year_of_no_register_has_no_sheet(period):
    with pytest.raises(ValueError, match=r"年|invalid"):
        FILED["statistics"].words(period)


def test_certificates_and_services_are_made_at_random(made):
    """The property above would say little of a county without holders."""
    assert Certificate.objects.count() > 10
    assert Service.objects.count() > 20
