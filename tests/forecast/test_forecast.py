"""The months ahead: the same as coverage on the day itself, each loss with its cause, each candidate free to go."""

import datetime
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dingnan_sw.lib.dates import ONE_DAY, Month
from dingnan_sw.lib.paper import as_xlsx
from incentives import reports
from incentives.filing import FILED
from incentives.forecast.ahead import MONTHS, outlook
from incentives.forecast.sweep import Need
from incentives.rules.retirement import retirement_day
from incentives.rules.rulebook import standard_book
from positions.access import EVERYTHING
from positions.models import Community, CommunityPopulation
from positions.vocabulary import UnitKind
from talent.models import Certificate, Posting, Service
from tests import county
from tests.forecast import counties
from tests.forecast.counties import TODAY

BOOK = standard_book()
LAST = Month.of(TODAY).plus(MONTHS - 1).last
SEEDS = range(12)

pytestmark = pytest.mark.django_db


def retire():
    """What is foreseen happens: the services of those who reach the age end that day."""
    for service in Service.objects.select_related("person"):
        last = retirement_day(service.person.sex, service.person.born, service.category, BOOK)
        open_then = service.until is None or service.until > last + ONE_DAY
        if TODAY <= last <= LAST and service.since <= last and open_then:
            Service.objects.filter(pk=service.pk).update(until=last + ONE_DAY)


def staffed(on):
    return {one.facts.code for one in reports.coverage_on(on, TODAY, BOOK).communities if one.staffed}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_month_is_foreseen_as_coverage_says_when_it_has_come(seed):
    counties.make(seed)
    forecast = outlook(TODAY, BOOK).forecast
    retire()
    assert len(forecast.months) == MONTHS
    for end in (forecast.now, *forecast.months):
        direct = reports.coverage_on(end.on, TODAY, BOOK)
        assert (list(end.communities), end.totals, end.ratio) == (direct.communities, direct.totals, direct.ratio)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_losses_are_those_that_come_about_and_name_who_is_free(seed):
    counties.make(seed)
    forecast = outlook(TODAY, BOOK).forecast
    retire()
    before = staffed(TODAY)
    for end in forecast.months:
        losses = [loss for loss in forecast.losses if loss.month == end.month and loss.need is Need.HOLDER]
        after = staffed(end.on)
        assert {loss.community.code for loss in losses} == before - after
        for loss in losses:
            assert loss.ended
            assert_free(loss, end.on)
        before = after


def assert_free(loss, on):
    """Of the town, a holder in service that day, and no community is without one when they go."""
    for candidate in loss.candidates:
        services = Service.objects.on(on).filter(person=candidate.span.key)
        assert Certificate.objects.held(on).filter(person=candidate.span.key).exists()
        assert candidate.span.place.town == loss.community.town
        for service in services.filter(
            unit__kind__in=("社区居委会", "村委会"), unit__community__in=Community.objects.counted()
        ):
            others = Service.objects.on(on).filter(unit__community=service.unit.community)
            others = others.filter(unit__kind__in=("社区居委会", "村委会")).exclude(person=candidate.span.key)
            assert others.filter(person__certificates__in=Certificate.objects.held(on)).exists()


def test_the_random_counties_are_not_dull():
    """Together they lose everything that can be lost, for every cause, with and without someone to take over."""
    needs, sources, named = set(), set(), set()
    for seed in SEEDS:
        counties.make(seed)
        for loss in outlook(TODAY, BOOK).forecast.losses:
            needs.add(loss.need)
            sources.update(one.source for one in loss.ended)
            named.add(bool(loss.candidates))
        empty()
    assert needs == set(Need)
    assert {source[:4] for source in sources} == {"任职登记", "证书登记", "岗位备案", "上岗登记", "按身份证"}
    assert named == {True, False}


def empty():
    from positions.models import CountyYear, Post, Town, Unit
    from talent.models import Person, Training

    for model in (
        Posting,
        Service,
        Certificate,
        Training,
        Person,
        Post,
        Unit,
        CommunityPopulation,
        Community,
        Town,
        CountyYear,
    ):
        model.objects.all().delete()


# One community, one holder ------------------------------------------------------------------------


@pytest.fixture
def holder(unit):
    """In service in the committee of 甲社区, in its only post, with a certificate."""
    one = county.person(1, "李雷")
    service = county.serve(one, unit)
    county.certify(one)
    Posting.objects.create(service=service, post=county.post(unit), since=county.SINCE)
    return one


def losses(*needs):
    found = outlook(TODAY, BOOK).forecast.losses
    return [(loss.month, loss.need, loss.who, loss.why) for loss in found if loss.need in (needs or Need)]


END = datetime.date(2025, 6, 30)
JUNE, JULY = Month(2025, 6), Month(2025, 7)


@pytest.mark.parametrize(("last", "month"), [(END, JULY), (END - ONE_DAY, JUNE)])
def test_a_service_lasts_through_its_last_day(holder, last, month):
    Service.objects.update(until=last + ONE_DAY)
    assert losses(Need.HOLDER) == [(month, Need.HOLDER, "李雷", f"任职到 {last} 止")]


@pytest.mark.parametrize(("revoked", "month"), [(END, JUNE), (END + ONE_DAY, JULY)])
def test_a_certificate_is_gone_on_the_day_of_its_revocation(holder, revoked, month):
    Certificate.objects.update(revoked_on=revoked)
    assert losses() == [(month, Need.HOLDER, "李雷", f"证书自 {revoked} 起撤销")]


def test_a_second_certificate_keeps_the_holder(holder):
    Certificate.objects.update(revoked_on=END)
    county.certify(holder, "DEMO2", level=2)
    assert losses() == []


def test_who_reaches_the_age_leaves(holder):
    holder.id_number = county.id_number(1, "19650310")
    holder.derive().save()
    last = retirement_day("男", datetime.date(1965, 3, 10), "社区工作者", BOOK)
    why = f"{last} 到退休年龄（男，1965-03-10 出生）"
    assert losses() == [(Month.of(last), need, "李雷", why) for need in (Need.HOLDER, Need.POSTING)]


def test_a_post_that_ends_is_told_once(holder, unit):
    unit.posts.update(until=END + ONE_DAY)
    assert losses() == [(JULY, Need.POST, "社工岗", f"岗位备案到 {END} 止")]


def test_a_posting_that_ends_leaves_the_post_empty(holder):
    Posting.objects.update(until=END)
    assert losses() == [(JUNE, Need.POSTING, "李雷", f"上岗到 {END - ONE_DAY} 止")]


def test_who_begins_another_service_there_has_not_left(holder, unit):
    Service.objects.update(until=END)
    county.serve(holder, unit, since=END - ONE_DAY * 9, category="其他")
    assert losses(Need.HOLDER) == []


# Who could take over ------------------------------------------------------------------------------


@pytest.fixture
def left(holder, town):
    """李雷 leaves; in town: the school's 韩梅, and 乙社区 with two holders."""
    Service.objects.update(until=END)
    other = county.committee("乙社区居民委员会", "360728100002", place=town)
    school = county.unit("乙小学", UnitKind.SCHOOL, place=town)
    for number, name, employer in ((2, "韩梅", school), (3, "王一", other), (4, "王二", other)):
        one = county.person(number, name)
        county.serve(one, employer)
        county.certify(one, f"DEMO{number}")


def candidates():
    (loss,) = [loss for loss in outlook(TODAY, BOOK).forecast.losses if loss.need is Need.HOLDER]
    return [(one.span.who, one.why) for one in loss.candidates]


def test_communities_with_more_than_they_need_come_before_other_units(left):
    spare = "乙社区居民委员会，调出后那里还有 1 名持证人员"
    assert candidates() == [("王一", spare), ("王二", spare), ("韩梅", "乙小学，没有配备要求")]


def test_the_only_holder_of_a_community_is_not_named(left):
    Certificate.objects.filter(person__name="王二").delete()
    assert candidates() == [("韩梅", "乙小学，没有配备要求")]


def test_a_unit_in_the_very_community_is_nearest(left, community):
    from positions.models import Unit

    Unit.objects.filter(name="乙小学").update(community=community)
    assert candidates()[0] == ("韩梅", "乙小学，就在本社区（村），没有配备要求")


def test_nobody_of_another_town_is_named(left):
    from positions.models import Unit

    Unit.objects.filter(name="乙小学").update(town=county.town("岿美山镇", "360728101"))
    assert [who for who, _ in candidates()] == ["王一", "王二"]


# What the towns need ------------------------------------------------------------------------------


def needs():
    return {
        one.town: (one.ratio.population, one.ratio.holders, one.ratio.needed, len(one.without), one.population_note)
        for one in outlook(TODAY, BOOK).towns
    }


@pytest.mark.parametrize(("residents", "needed"), [(1000, 0), (1001, 1), (2001, 2)])
def test_a_town_needs_one_in_a_thousand_of_its_communities_people(holder, community, residents, needed):
    CommunityPopulation.objects.create(community=community, year=2024, residents=residents)
    CommunityPopulation.objects.create(community=community, year=2026, residents=9999)
    assert needs() == {"历市镇": (residents, 1, needed, 0, "")}


def test_a_population_that_is_not_on_record_is_said(holder, town):
    assert needs() == {"历市镇": (None, 1, None, 0, "人口没有登记，算不出千分比")}
    county.committee("乙社区居民委员会", "360728100002", place=town)
    assert needs() == {"历市镇": (1000, 1, 0, 1, "1 个社区（村）人口没有登记，没有计入")}


# Quick, and on paper ------------------------------------------------------------------------------


def queries():
    with CaptureQueriesContext(
        connection,
    ) as seen:
        outlook(TODAY, BOOK)
    return len(seen)


def test_as_many_queries_for_many_people_as_for_few(holder, unit):
    few = queries()
    county.many(60, county.unit("大单位", UnitKind.PUBLIC_INSTITUTION))
    assert queries() == few


def test_the_sheets_say_what_the_page_says(left, signed_in, finance, monkeypatch):
    monkeypatch.setattr("incentives.forecast.views.today", lambda: TODAY)
    page = signed_in(finance).get("/forecast/").content.decode()
    folder = FILED["forecast"].make(EVERYTHING, BOOK, TODAY, str(TODAY))
    book = openpyxl.load_workbook(BytesIO(as_xlsx(folder)))
    assert len(book.worksheets) == 3
    told = [str(cell.value) for cell in book.worksheets[1][4] if cell.value]
    assert {"2025年6月", "甲社区居民委员会", "李雷"} <= set(told)
    for words in ("2025年6月", "甲社区居民委员会", "任职到 2025-06-29 止", "调出后那里还有 1 名持证人员"):
        assert words in page
    assert [row[2].value for row in book.worksheets[0].iter_rows(min_row=4, max_row=4 + MONTHS)] == [2] * 4 + [1] * (
        MONTHS - 3
    )
