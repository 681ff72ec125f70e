"""Purchases in the yearly statistics: by provider's kind and buyer's town, on the page and on paper."""

import datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader

from dingnan_sw.lib.paper import as_xlsx, write_pdf
from incentives.filing import FILED
from incentives.purchases.models import Assignment
from incentives.rules.rulebook import standard_book
from incentives.statistics.county import NO_TOWN, Year
from incentives.statistics.purchases import UNKNOWN, by_kind, by_town
from positions.access import EVERYTHING
from positions.models import Unit
from positions.vocabulary import UnitKind
from tests import county
from tests.purchases.projects import APPROVED, organisation, project

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 25)
BOOK = standard_book()
LAST = APPROVED.replace(year=2025)
CENTRE = "社区社会组织"


def year(of=2026):
    return Year(of, TODAY, BOOK)


def told(section):
    return {line.label: tuple(line.values) for line in section.lines}


@pytest.fixture
def sunshine():
    return organisation(holders=3)


@pytest.fixture
def bought(unit, sunshine):
    """This year two contracts and a project without one; last year a contract with an enterprise."""
    firm = county.unit("某公司", UnitKind.ENTERPRISE)
    return [
        project("甲", buyer=unit, provider=sunshine, through="signed", amount="300"),
        project("乙", buyer=unit, provider=firm, through="evaluated", amount="700"),
        project("丙", buyer=unit, amount="5000"),
        project("丁", buyer=unit, provider=firm, through="signed", amount="400", on=LAST),
    ]


def test_a_year_is_told_by_the_kind_of_the_provider(bought):
    assert told(by_kind(year())) == {
        CENTRE: (1, 300, 1, 300, 300, Decimal("100.0"), 0, 0, 300),
        "企业": (1, 700, 1, 700, 0, Decimal("0.0"), 0, 400, 300),
        UNKNOWN: (1, 5000, 0, 0, 0, None, 0, 0, 0),
    }


def test_the_sums_are_those_of_the_page_of_purchases_and_the_share_is_told(bought):
    section = by_kind(year())
    assert [section.totals[place] for place in (0, 1, 2, 3, 4, 7, 8)] == [3, 6000, 2, 1000, 300, 400, 600]
    assert "向社区社会组织购买的占 30.0%" in section.note


def test_a_year_is_told_by_the_town_of_the_buyer(bought, unit, sunshine):
    Unit.objects.filter(pk=unit.pk).update(town=None)  # its community's town tells
    wanderer = Unit.objects.create(name="某局", match_name="某局", kind=UnitKind.PARTY_OR_STATE_ORGAN)
    project("戊", buyer=wanderer, provider=sunshine, through="signed", amount="50")
    county.town("岿美山镇", "360728101")
    assert {label: values[:5] for label, values in told(by_town(year())).items()} == {
        "历市镇": (3, 6000, 2, 1000, 300),
        "岿美山镇": (0, 0, 0, 0, 0),
        NO_TOWN: (1, 50, 1, 50, 50),
    }


def test_a_year_without_a_contract_has_no_share():
    section = by_kind(year())
    assert told(section) == {CENTRE: (0, 0, 0, 0, 0, None, 0, 0, 0)}
    assert "占" not in section.note


# Who has been at work -----------------------------------------------------------------------------

HELD = datetime.date(2026, 5, 10)


@pytest.mark.parametrize(
    ("since", "until", "certificate", "count"),
    [
        (HELD, None, {}, 1),
        (APPROVED, None, {}, 1),  # certified while at work
        (APPROVED, HELD + datetime.timedelta(days=1), {}, 1),
        (APPROVED, HELD, {}, 0),  # gone the day before the certificate
        (HELD + datetime.timedelta(days=9), None, {"revoked_on": HELD + datetime.timedelta(days=10)}, 1),
        (HELD + datetime.timedelta(days=10), None, {"revoked_on": HELD + datetime.timedelta(days=10)}, 0),
        (TODAY, None, {}, 1),
        (TODAY + datetime.timedelta(days=1), None, {}, 0),
    ],
)
def test_who_was_at_work_with_a_certificate_is_counted(bought, since, until, certificate, count):
    one = county.person(9, "李雷")
    county.certify(one, "DEMO9", approved_on=HELD, **certificate)
    Assignment.objects.create(project=bought[0], person=one, since=since, until=until)
    assert told(by_kind(year()))[CENTRE][6] == count


def test_one_at_work_on_two_projects_is_counted_once_in_all(bought):
    one = county.person(9, "李雷")
    county.certify(one, "DEMO9", approved_on=HELD)
    for made in bought:
        Assignment.objects.create(project=made, person=one, since=HELD)
    section = by_kind(year())
    assert [values[6] for values in told(section).values()] == [1, 1, 1]
    assert "共使用持证人员 1 人" in section.note
    assert 6 not in section.totals


# On the page and on paper -------------------------------------------------------------------------


def test_a_number_of_projects_leads_to_as_many(bought, finance, signed_in, monkeypatch):
    monkeypatch.setattr("incentives.statistics.views.today", lambda: TODAY)
    browser = signed_in(finance)
    page = browser.get("/statistics/?year=2026").content.decode()
    for section in (by_kind(year()), by_town(year())):
        for line in section.lines:
            for place, url in line.links.items():
                assert (url.replace("&", "&amp;") in page) == bool(line.values[place])
                assert browser.get(url).context["page"].paginator.count == line.values[place]


def test_both_sections_stand_in_the_workbook_and_the_pdf(bought):
    folder = FILED["statistics"].make(EVERYTHING, BOOK, TODAY, "2026")
    book = openpyxl.load_workbook(BytesIO(as_xlsx(folder)), data_only=True)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(write_pdf(folder))).pages)
    for words, row in (("承接主体类别", (CENTRE, 1, 300)), ("购买主体所属镇", ("历市镇", 3, 6000))):
        sheet = book[f"社会工作人才年度统计表（政府购买服务按{words}）"]
        assert tuple(cell.value for cell in sheet[4])[:3] == row
        assert f"政府购买服务按{words}" in text.replace("\n", "")
