"""The pages of 聘任, and 社会工作岗位设置备案表."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from positions.access import EVERYTHING
from positions.models import Unit
from talent.appointments.models import Appointment
from talent.appointments.papers import post_filing
from talent.models import Posting
from talent.vocabulary import StaffCategory
from tests import county

pytestmark = pytest.mark.django_db
DAY = datetime.date(2022, 3, 1)
LISTS = ("appointments-none", "appointments-differ", "appointments-systems", "appointments-posts")


@pytest.fixture
def two_units(unit, other_unit):
    """In each a holder; the far one is appointed above the certificate."""
    mine, theirs = county.person(1, "李雷"), county.person(2, "韩梅")
    for one, employer, number in ((mine, unit, "DEMO1"), (theirs, other_unit, "DEMO2")):
        county.serve(one, employer, StaffCategory.EMPLOYED)
        county.certify(one, number)
    county.post(other_unit)
    Appointment.objects.create(person=theirs, unit=other_unit, title=2, grade=9, since=DAY)


def test_a_unit_sees_its_own_alone(two_units, signed_in, hr, clerk):
    for account, seen in ((hr, {"李雷"}), (clerk, {"李雷", "韩梅"})):
        browser = signed_in(account)
        pages = "".join(browser.get(reverse(name)).content.decode() for name in LISTS)
        assert {name for name in ("李雷", "韩梅") if name in pages} == seen
        assert ("乙小学</a>" in pages) == (account == clerk)


def test_the_overview_words_discretion_as_such_and_leads_to_each_list(two_units, signed_in, clerk):
    page = signed_in(clerk).get(reverse("appointments")).content.decode()
    assert "单位可以聘任" in page
    assert "在职持证 2 人，其中已登记聘任 1 人" in page
    assert all(reverse(name) in page for name in LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_each_list_narrows_by_town_and_kind_and_downloads(name, two_units, signed_in, clerk):
    browser = signed_in(clerk)
    assert browser.get(reverse(name), {"town": "历市镇", "kind": "学校", "q": "韩"}).status_code == 200
    answer = browser.get(reverse(name), {"format": "xlsx"})
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).active.max_row >= 1


def test_a_list_says_when_there_is_nothing(signed_in, clerk):
    browser = signed_in(clerk)
    assert "没有不一致的聘任" in browser.get(reverse("appointments-differ")).content.decode()


# 备案表 -------------------------------------------------------------------------------------------


def filing(unit, on=DAY):
    return post_filing(EVERYTHING, on, str(unit.pk))


def test_the_form_lists_the_posts_of_the_day_with_who_holds_them(unit):
    one = county.person(1, "李雷")
    service, place = county.serve(one, unit), county.post(unit)
    county.post(unit, "撤销岗", until=DAY)
    Posting.objects.create(service=service, post=place, since=DAY)
    columns = [column.heading for column in filing(unit).columns]
    (row,) = filing(unit).rows
    told = dict(zip(columns, (column.value(row) for column in filing(unit).columns), strict=True))
    assert (told["岗位名称"], told["拟聘/现聘人员"], told["设置时间"]) == ("社工岗", "李雷", county.SINCE)


def test_only_a_public_institution_asks_the_personnel_bureau(unit, other_unit):
    told = ["人社局" in "".join(filing(one).signatures) for one in (unit, other_unit)]
    assert told == [False, True]


@pytest.mark.parametrize(("kind", "opening"), [("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_it_comes_as_workbook_and_as_pdf(unit, signed_in, hr, jobs_at_once, kind, opening):
    county.post(unit)
    answer = signed_in(hr).post(reverse("post-filing", args=[unit.pk, kind]), follow=True)
    assert b"".join(answer.streaming_content if answer.streaming else [answer.content]).startswith(opening)


def test_another_units_form_does_not_exist_nor_does_another_format(unit, other_unit, signed_in, hr):
    browser = signed_in(hr)
    addresses = [reverse("post-filing", args=args) for args in ((other_unit.pk, "pdf"), (unit.pk, "docx"))]
    assert [browser.post(address).status_code for address in addresses] == [404, 404]
    assert browser.get(addresses[1]).status_code == 405


def test_the_button_is_on_the_page_of_a_unit_with_posts(unit, signed_in, hr):
    browser, address = signed_in(hr), reverse("unit", args=[unit.pk])
    assert "岗位设置备案表" not in browser.get(address).content.decode()
    county.post(Unit.objects.get(pk=unit.pk))
    assert "岗位设置备案表" in browser.get(address).content.decode()
