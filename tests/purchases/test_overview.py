"""Purchases of a year — 三（三）: numbers, amounts, the share of community organisations, and what the pages show to whom."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from incentives.amendments.book import current_book
from incentives.purchases import figures
from incentives.purchases.models import Assignment, Project
from incentives.purchases.overview import trend, year_of
from incentives.purchases.project import evidence, money, staff_table
from incentives.purchases.sheets import checked, organisation_sheet, purchase_sheet
from positions.access import EVERYTHING
from positions.vocabulary import UnitKind
from talent.vocabulary import StaffCategory
from tests import county
from tests.purchases.projects import APPROVED, catalogue, organisation, project

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 25)


@pytest.fixture
def sunshine():
    return organisation(holders=3)


@pytest.fixture
def bought(unit, sunshine):
    """Two contracts, one with a community organisation, and a project without a contract."""
    other = county.unit("某公司", UnitKind.ENTERPRISE)
    return [
        project("甲", buyer=unit, provider=sunshine, through="signed", amount="300"),
        project("乙", buyer=unit, provider=other, through="evaluated", amount="700", field="助残"),
        project("丙", buyer=unit, amount="5000"),
    ]


def test_only_contracts_count_for_amounts_and_shares(bought):
    total = year_of(2026, TODAY, current_book()).total
    assert (total.count, total.signed, total.planned, total.contracted) == (3, 2, 6000, 1000)
    assert (total.preferred, total.share) == (300, Decimal("30.0"))


def test_without_a_contract_there_is_no_share(unit):
    project(buyer=unit)
    assert year_of(2026, TODAY, current_book()).total.share is None


def test_each_field_is_told_also_without_a_project(bought):
    sums = {row.label: row.count for row in year_of(2026, TODAY, current_book()).by_field()}
    assert sums == {
        "扶老": 2,
        "助残": 1,
        "救孤": 0,
        "济困": 0,
        "城乡社区服务": 0,
        "妇女儿童服务": 0,
        "青少年社会工作服务": 0,
    }


def test_providers_are_told_by_kind_with_those_not_yet_known(bought):
    kinds = {row.label: row.contracted for row in year_of(2026, TODAY, current_book()).by_provider_kind()}
    assert kinds == {"社区社会组织": 300, "企业": 700, "尚未确定": 0}


def test_the_trend_begins_with_the_first_year_of_a_project(unit):
    project("旧", buyer=unit, on=datetime.date(2024, 12, 31))
    project("新", buyer=unit, on=datetime.date(2026, 1, 1))
    assert [(row.label, row.count) for row in trend(2026, TODAY, current_book())] == [
        ("2024", 1),
        ("2025", 0),
        ("2026", 1),
    ]


@pytest.mark.parametrize(("day", "holders", "recommended"), [("2021-06-19", 0, False), ("2021-06-20", 3, True)])
def test_a_provider_is_recommended_by_its_holders_of_that_day(sunshine, day, holders, recommended):
    found = evidence(sunshine, datetime.date.fromisoformat(day), current_book())
    assert (found.organisation.standing.holders, found.organisation.standing.recommended) == (holders, recommended)


def test_of_another_kind_of_unit_nothing_is_asked(unit):
    assert evidence(unit, TODAY, current_book()).asked is False


def test_what_is_left_is_the_contract_without_what_was_paid(bought):
    assert (money(bought[0]).left, money(bought[2]).left) == (300, None)


@pytest.mark.parametrize(("day", "words"), [("2021-06-19", "当日没有证书"), ("2021-06-20", "助理社会工作师")])
def test_staff_are_shown_with_the_certificate_of_that_day(unit, sunshine, day, words):
    person = sunshine.services.earliest("pk").person
    Assignment.objects.create(project=project(buyer=unit), person=person, since=datetime.date(2021, 1, 1))
    ((_, _, certificate, *_),) = staff_table(Project.objects.get(), datetime.date.fromisoformat(day)).body()
    assert certificate.text == words


# Sheets -------------------------------------------------------------------------------------------


def test_the_check_names_each_counted_holder_and_organisations_without_one(sunshine):
    county.serve(county.person(9, "会长"), sunshine, StaffCategory.ORGANISATION_HEAD)
    organisation("空协会")
    rows = list(checked(TODAY, current_book(), EVERYTHING))
    told = [(row.unit.name, row.certificate and row.certificate.person.name, row.conclusion) for row in rows]
    assert told == [
        ("空协会", None, "还差 3 人"),
        *[("阳光社工中心", f"持证{number}", "优先推荐") for number in (1, 2, 3)],
    ]
    assert (rows[1].heads, rows[1].full_time, rows[1].role) == ("会长", 3, "专职")


def test_the_sheets_say_that_the_recommendation_is_no_condition(bought):
    organisations = organisation_sheet(EVERYTHING, current_book(), TODAY, "2026-11-25")
    purchases = purchase_sheet(EVERYTHING, current_book(), TODAY, "2026")
    for sheet in (organisations, purchases):
        assert "不作为采购条件" in sheet.notes[-1]
    assert purchases.totals == {13: Decimal(6000), 14: Decimal(1000), 15: Decimal(0)}


# Figures ------------------------------------------------------------------------------------------


def test_figures_say_what_is_done_of_what_is_due(bought):
    catalogue(2026, "B1", "青少年社会工作服务")
    assert (figures.catalogue(TODAY).done, figures.catalogue(TODAY).due) == (1, 3)
    assert figures.fields_served(TODAY).done == 2
    assert (figures.evaluated(TODAY).done, figures.evaluated(TODAY).due) == (1, 1)
    assert figures.share(TODAY).words == "2026年向社区社会组织购买 1 个、300.00 元，占合同金额 30.0%"
    assert figures.recommended(TODAY).done == 1
    assert figures.conditions(TODAY).short == 3


def test_a_running_project_counts_for_staff_when_someone_certified_is_at_work_on_it(bought, sunshine):
    assert (figures.staff(TODAY).done, figures.staff(TODAY).due) == (0, 1)
    person = sunshine.services.earliest("pk").person
    Assignment.objects.create(project=bought[0], person=person, since=APPROVED, until=TODAY)
    assert figures.staff(TODAY - datetime.timedelta(days=1)).done == 1
    assert figures.staff(TODAY).done == 0


# Pages --------------------------------------------------------------------------------------------


def words(response):
    return response.content.decode()


def test_the_overview_of_a_year_without_a_project_says_what_to_do(clerk, signed_in):
    page = words(signed_in(clerk).get(reverse("purchases")))
    assert "这一年还没有立项" in page
    assert "登记项目" in page


def test_the_overview_shows_numbers_and_the_recommended(bought, auditor, signed_in):
    page = words(signed_in(auditor).get(reverse("purchases") + "?year=2026"))
    assert "阳光社工中心" in page
    assert "不作为采购条件" in page
    assert "登记项目" not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", "甲乙丙"),
        ("stage=signed", "甲"),
        ("stage=evaluated", "乙"),
        ("kind=企业", "乙"),
        ("year=2025", ""),
        ("stage=x", ""),
    ],
)
def test_projects_are_narrowed_by_stage_kind_and_year(bought, clerk, signed_in, query, names):
    page = signed_in(clerk).get(reverse("purchase-list") + f"?{query}")
    assert {one.name for one in page.context["page"]} == set(names)


def test_a_projects_page_words_the_recommendation_as_no_condition(bought, finance, signed_in):
    page = words(signed_in(finance).get(reverse("purchase", args=[bought[0].pk])))
    assert "不是采购条件，也不加分" in page
    assert "登记进展" not in page


def test_an_unknown_project_is_not_found_and_a_unit_may_not_look(bought, clerk, hr, signed_in):
    assert signed_in(clerk).get(reverse("purchase", args=[0])).status_code == 404
    assert signed_in(hr).get(reverse("purchase", args=[bought[0].pk])).status_code == 403
