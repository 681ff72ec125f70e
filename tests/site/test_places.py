"""Units and communities: what counts there, what does not, and the words of lists about them."""

import datetime

import pghistory
import pytest
from django.urls import reverse

from dingnan_sw.lib.dates import today
from positions.models import Town
from positions.vocabulary import UnitKind
from talent.models import Posting
from talent.vocabulary import StaffCategory
from tests import county


def page(browser, name, *args, query=""):
    return browser.get(reverse(name, args=args) + query).content.decode()


@pytest.fixture
def holder(unit):
    one = county.person(1, "李雷")
    county.serve(one, unit)
    county.certify(one)
    return one


def test_a_community_tells_its_posts_its_holders_and_what_it_lacks(holder, unit, community, signed_in, clerk):
    shown = page(signed_in(clerk), "community", community.pk)
    assert "李雷" in shown
    assert ("缺岗位" in shown, "缺持证人员" in shown) == (True, False)
    county.post(unit, "社区社工岗")
    shown = page(signed_in(clerk), "community", community.pk)
    assert ("社区社工岗" in shown, "缺岗位" in shown) == (True, False)


def test_a_unit_tells_its_staffs_levels_and_leads_to_its_community(holder, unit, community, signed_in, clerk, hr):
    shown = page(signed_in(clerk), "unit", unit.pk)
    assert "助理社会工作师" in shown
    assert reverse("community", args=[community.pk]) in shown
    assert reverse("community", args=[community.pk]) not in page(signed_in(hr), "unit", unit.pk)


def test_a_committee_without_area_code_is_said_to_count_nowhere(signed_in, clerk, finance):
    astray = county.unit("丙社区居民委员会", UnitKind.COMMUNITY_COMMITTEE)
    county.unit("丁小学", UnitKind.SCHOOL)
    browser = signed_in(clerk)
    assert "没有计入配备情况" in page(browser, "unit", astray.pk)
    assert "没有区划代码，未计入" in page(browser, "units")
    assert "1 个居（村）委会没有区划代码，没有计入" in page(browser, "coverage")
    listed = page(browser, "units", query="?area=none")
    assert ("丙社区居民委员会</a>" in listed, "丁小学</a>" in listed) == (True, False)
    assert "?area=none" not in page(signed_in(finance), "coverage")


def test_units_are_found_by_their_department(signed_in, clerk):
    county.unit("丁小学", UnitKind.SCHOOL)
    one = county.unit("丙医院", UnitKind.PUBLIC_HOSPITAL)
    one.department = "县卫健委"
    one.save()
    browser = signed_in(clerk)
    for query in ("?q=卫健", "?department=县卫健委"):
        listed = page(browser, "units", query=query)
        assert ("丙医院</a>" in listed, "丁小学</a>" in listed) == (True, False)


def test_units_without_a_filed_post_are_listed(unit, signed_in, clerk):
    county.post(unit)
    county.post(county.unit("丁小学", UnitKind.SCHOOL), until=today())
    listed = page(signed_in(clerk), "units", query="?filed=none")
    assert ("丁小学</a>" in listed, f"{unit.name}</a>" in listed) == (True, False)
    listed = page(signed_in(clerk), "units", query="?filed=some")
    assert ("丁小学</a>" in listed, f"{unit.name}</a>" in listed) == (False, True)


def test_towns_stand_in_the_order_of_their_codes(signed_in, clerk):
    for number, name in enumerate(("历市镇", "岿美山镇", "安远镇")):
        place = Town.objects.create(name=name, code=f"36072810{number}")
        county.serve(county.person(number + 1), county.unit(f"{name}中心", UnitKind.TOWN_STATION, place=place))
    for name in ("people", "units"):
        shown = page(signed_in(clerk), name)
        places = [shown.index(f"{town}（1）") for town in ("历市镇", "岿美山镇", "安远镇")]
        assert places == sorted(places), name


def test_people_who_could_fill_a_gap_are_links_all_of_them(holder, unit, signed_in, clerk):
    for number in range(2, 7):
        county.certify(county.person(number, f"某{number}"), f"DEMO{number}")
        county.serve(holder.__class__.objects.get(name=f"某{number}"), unit)
    shown = page(signed_in(clerk), "coverage")
    assert f'<a href="{reverse("person", args=[holder.pk])}">李雷</a>（甲社区居民委员会）' in shown
    assert '<a href="#spare-历市镇">全部 6 人</a>' in shown
    assert "某6" in shown


def test_a_posting_ends_with_its_service(unit, signed_in, clerk):
    service = county.serve(county.person(1, "李雷"), unit, until=datetime.date(2021, 7, 1))
    Posting.objects.create(service=service, post=county.post(unit), since=county.SINCE)
    assert "社工岗（2020-01-01 至 2021-06-30）" in page(signed_in(clerk), "services")


def test_the_history_names_last_days_as_on_paper(unit, signed_in, clerk):
    one = county.person(1, "李雷")
    service = county.serve(one, unit)
    with pghistory.context(name="王经办"):
        service.until = datetime.date(2021, 7, 1)
        service.save()
    shown = page(signed_in(clerk), "person", one.pk)
    assert "任职终止日期：</span>（空） → <ins>2021-06-30</ins>" in shown
    assert "次日" not in shown


def test_what_waits_is_no_task_of_finance(unit, signed_in, clerk, finance):
    one = county.person(1, "李雷")
    county.serve(one, unit, StaffCategory.CIVIL_SERVANT)
    county.certify(one)
    assert "考试年度待认定的奖励" in page(signed_in(clerk), "home")
    assert "考试年度待认定的奖励" not in page(signed_in(finance), "home")


def test_the_sums_row_is_of_what_the_filters_leave(unit, signed_in, clerk):
    for number, category in enumerate((StaffCategory.COMMUNITY_WORKER, StaffCategory.CIVIL_SERVANT), 1):
        one = county.person(number)
        county.serve(one, unit, category)
        county.certify(one, f"DEMO{number}", level=number)
    browser = signed_in(clerk)
    sums = {
        name: page(browser, "bonuses", query=f"?year=2021&outcome={name}").partition("<tfoot>")[2]
        for name in ("", "待认定")
    }
    assert ("应发合计" in sums[""], "1,000.00" in sums[""]) == (True, True)
    assert ("待认定合计" in sums["待认定"], "2,000.00" in sums["待认定"]) == (True, True)


def test_a_reason_says_its_outcome_once_and_cites_its_own_level(holder, signed_in, clerk):
    shown = page(signed_in(clerk), "bonus", holder.certificates.get().pk)
    assert shown.count("应发") == 1
    assert ("助理社工师证书" in shown, "考取获得社工师证书" in shown) == (True, False)
    shown = page(signed_in(clerk), "allowance", "2021-08", holder.pk)
    assert "<q>初级每月不低于100元</q>" in shown


def test_no_english_word_stands_among_the_standards(signed_in, clerk):
    shown = page(signed_in(clerk), "policy")
    assert "difference" not in shown
    assert "标准摘要" not in shown
