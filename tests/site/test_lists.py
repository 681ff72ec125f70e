"""Lists: the same cost whatever their length, search, filters, order, and the download of what is seen."""

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions.models import Community, Post, Unit
from positions.vocabulary import UnitKind
from talent.models import Service
from tests import county

LISTS = [
    "people",
    "certificates",
    "services",
    "trainings",
    "units",
    "posts",
    "communities",
    "bonuses",
    "allowances",
    "preference",
]
PERIODS = {"bonuses": "?year=2021", "allowances": "?month=2021-08", "preference": "?on=2021-12-31"}


def queries(browser, name):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(reverse(name) + PERIODS.get(name, "")).status_code == 200
    return len(captured)


def grow(count):
    """A county with so many people, units, posts and communities; half of the people in organisations."""
    place = county.town()
    communities = Community.objects.bulk_create(
        Community(code=f"360728{n:06d}", name=f"第{n}社区居民委员会", town=place) for n in range(count)
    )
    units = Unit.objects.bulk_create(
        Unit(name=c.name, match_name=c.name, kind=UnitKind.COMMUNITY_COMMITTEE, community=c, town=place)
        for c in communities
    )
    Post.objects.bulk_create(
        Post(unit=one, name="社工岗", headcount=1, setup_mode="岗位招聘", since=county.SINCE) for one in units
    )
    people = county.many(count, county.unit("大社区居民委员会", UnitKind.COMMUNITY_COMMITTEE))
    organisation = county.unit("协会", UnitKind.COMMUNITY_ORGANISATION)
    Service.objects.bulk_create(
        Service(person=one, unit=organisation, category="社会组织专职", since=county.SINCE) for one in people[::2]
    )


def test_every_list_costs_the_same_queries_at_10_and_at_1000_rows(signed_in, clerk):
    browser = signed_in(clerk)
    grow(10)
    few = {name: queries(browser, name) for name in LISTS}
    with county.emptying(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE positions_unit, positions_community, positions_town, talent_person CASCADE")
    grow(1000)
    clerk.mandates.create(role="clerk", since=county.SINCE)  # emptied along with the units
    assert {name: queries(browser, name) for name in LISTS} == few


@pytest.fixture
def people(unit):
    names = {"曾珊": 1, "陈升": 2, "张三": 3, "李四": 4}
    found = {name: county.person(number, name) for name, number in names.items()}
    for one in found.values():
        county.serve(one, unit)
    county.certify(found["张三"], "0362021XYZ")
    return found


def seen(browser, address):
    page = browser.get(address, follow=True).content.decode()
    return {name for name in ("曾珊", "陈升", "张三", "李四") if f">{name}</a>" in page or f"<title>{name}" in page}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张", {"张三"}),
        ("zs", {"曾珊", "张三"}),
        ("cs", {"曾珊", "陈升"}),
        ("ZHANGS", {"张三"}),
        ("zengshan", {"曾珊"}),
        ("0362021xyz", {"张三"}),
        ("0362021", {"张三"}),
        (county.id_number(4), {"李四"}),
        (f" {county.id_number(4)[:6]} {county.id_number(4)[6:].lower()} ", {"李四"}),
        ("没有", set()),
        ("%", set()),
        ("_", set()),
        ("'; drop table", set()),
    ],
)
def test_people_are_found_by_name_pinyin_certificate_and_full_id_number(text, found, people, signed_in, clerk):
    browser = signed_in(clerk)
    assert seen(browser, reverse("people") + f"?q={text}") == found


def test_the_box_at_the_top_leads_straight_to_a_single_person(people, signed_in, clerk):
    answer = signed_in(clerk).get(reverse("search") + "?q=zhangsan")
    assert answer.url == reverse("person", args=[people["张三"].pk])


def test_filters_narrow_and_count(people, signed_in, clerk):
    browser = signed_in(clerk)
    page = browser.get(reverse("people") + "?level=1").content.decode()
    assert "助理社会工作师（1）" in page
    assert "无证书（3）" in page
    assert seen(browser, reverse("people") + "?level=1") == {"张三"}
    assert seen(browser, reverse("people") + "?level=none") == {"曾珊", "陈升", "李四"}


def order(browser, address):
    page = browser.get(address).content.decode()
    return sorted((name for name in ("曾珊", "陈升", "张三", "李四")), key=lambda name: page.index(f">{name}</a>"))


def test_people_stand_in_the_order_of_a_chinese_directory_and_turn_round(people, signed_in, clerk):
    browser = signed_in(clerk)
    assert order(browser, reverse("people")) == ["陈升", "李四", "曾珊", "张三"]
    assert order(browser, reverse("people") + "?sort=-name") == ["张三", "曾珊", "李四", "陈升"]


@pytest.mark.parametrize(
    "query",
    [
        "?page=99",
        "?page=x",
        "?sort=nothing",
        "?sort=-",
        "?level=abc",
        "?town=x&kind=y",
        "?year=1",
        "?month=x",
        "?on=x",
        "?month=9999-99",
        "?year=-1",
        f"?year={9**30}",
        f"?page={9**30}&level={9**30}",
    ],
)
def test_a_nonsense_address_still_gives_a_page(query, people, signed_in, clerk):
    browser = signed_in(clerk)
    assert {browser.get(reverse(name) + query, follow=True).status_code for name in LISTS} == {200}


@pytest.mark.parametrize(
    ("name", "chosen", "words"),
    [
        ("certificates", {"level": "3"}, "高级社会工作师"),
        ("certificates", {"level": "x"}, "x"),
        ("certificates", {"year": "1999"}, "1999 年"),
        ("people", {"kind": "学校"}, "学校"),
        ("submissions", {"state": "returned"}, "退回待修改"),
    ],
)
def test_what_was_chosen_is_shown_in_words_though_there_is_nothing_of_it(name, chosen, words, signed_in, clerk):
    page = signed_in(clerk).get(reverse(name), chosen)
    found = [one for _, options in page.context["filters"].selects for one in options if one.selected]
    assert [(one.label, one.count) for one in found] == [(words, 0)]


def test_a_wrong_month_is_said_in_words(signed_in, clerk):
    page = signed_in(clerk).get(reverse("allowances") + "?month=2021.7").content.decode()
    assert "月份应写成 2021-07 的样子" in page


def test_the_download_holds_what_is_seen(people, signed_in, clerk):
    answer = signed_in(clerk).get(reverse("people") + "?q=zs&sort=-name&format=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert (rows[0][0], [row[0] for row in rows[1:]]) == ("姓名", ["张三", "曾珊"])
    assert rows[1][1] == f"999999********{county.id_number(3)[-4:]}"


def test_nothing_typed_in_becomes_a_formula_in_a_download(unit, signed_in, clerk):
    for number, text in enumerate(["=1+1", "+1+1", "-2+3", "@SUM(1,2)", "\t=1+1", '=HYPERLINK("x")', "＝1+1", "'=1"]):
        county.serve(county.person(number, text), unit)
    answer = signed_in(clerk).get(reverse("people") + "?format=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert {cell.number_format for cell in sheet["A"][1:]} == {"@"}


def test_a_large_download_becomes_a_job_in_the_accounts_own_scope(
    unit, other_unit, signed_in, hr, jobs_at_once, monkeypatch
):
    monkeypatch.setattr("positions.lists.AT_ONCE", 1)
    for number in range(3):
        county.serve(county.person(number, f"本{number}"), unit)
    county.serve(county.person(9, "外人"), other_unit)
    answer = signed_in(hr).get(reverse("people") + "?format=xlsx")
    result = signed_in(hr).get(answer.url + "result/")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(result))).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["本0", "本1", "本2"]


def test_units_of_all_kinds_can_be_filtered(signed_in, clerk):
    county.unit("丙医院", UnitKind.PUBLIC_HOSPITAL)
    county.unit("丁小学", UnitKind.SCHOOL)
    page = signed_in(clerk).get(reverse("units") + "?kind=学校").content.decode()
    assert ("丁小学" in page, "丙医院" in page) == (True, False)


@pytest.mark.parametrize("month", ["0001-01", "1999-12", "9999-12", "2021-13", "x"])
def test_a_month_that_is_none_of_ours_does_not_exist(month, people, signed_in, clerk):
    assert signed_in(clerk).get(f"/allowances/{month}/{people['张三'].pk}/").status_code == 404


@pytest.mark.parametrize("query", ["?q=%00", "?page=1%00", "?%00=1"])
def test_a_zero_character_is_refused_not_an_accident(query, signed_in, clerk):
    assert {signed_in(clerk).get(reverse(name) + query).status_code for name in LISTS} == {400}


def test_a_certificate_number_is_found_as_it_is_written(signed_in, clerk, unit):
    one = county.person(1, "张三")
    county.serve(one, unit)
    county.certify(one, "赣社（2020）第1-2号")
    for text in ("赣社（2020）", "赣社（2020）第 1-2"):
        for name in ("people", "certificates"):
            assert "张三" in signed_in(clerk).get(reverse(name), {"q": text}).content.decode()
