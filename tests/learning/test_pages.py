"""The pages of registration, continuing education and training."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from dingnan_sw.lib.dates import today
from incentives import reports
from incentives.amendments.book import current_book
from incentives.learning import figures
from incentives.learning.rates import rates
from positions.access import EVERYTHING
from positions.vocabulary import UnitKind
from talent.learning.models import TrainingSession
from talent.models import Person, Training
from tests import county
from tests.learning.holding import SINCE, holder, register

pytestmark = pytest.mark.django_db
DAYS = datetime.timedelta


@pytest.fixture
def staff(unit, other_unit):
    """李雷 of the unit in a post, trained this year; 韩梅 of the school in a post, not trained; 王五 in no post."""
    for number, name, employer in ((1, "李雷", unit), (2, "韩梅", other_unit)):
        person = holder(employer, number, name)
        person.services.first().postings.create(post=county.post(employer), since=county.SINCE)
    holder(unit, 3, "王五")
    Training.objects.create(person=Person.objects.get(name="李雷"), name="实务培训", ended_on=today(), hours=1)
    return unit


def shown(browser, name, **query):
    answer = browser.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_unit_sees_its_own_holders_and_nobody_elses(staff, signed_in, hr):
    for name in ("registration-states", "continuing-education"):
        assert "韩梅" not in shown(signed_in(hr), name)
    assert "李雷" in shown(signed_in(hr), "registration-states")


def test_the_list_says_how_long_is_left_and_what_money_hangs_on_it(unit, signed_in, clerk):
    holder(unit, obtained=today() - DAYS(10))
    page = shown(signed_in(clerk), "registration-states")
    assert "未登记·期限内" in page
    assert "1,000.00" in page
    assert "355" in page or "356" in page


def test_the_hours_that_are_missing_stand_beside_the_day(unit, signed_in, hr):
    register(holder(unit), unit, today() - DAYS(100), today() + DAYS(900))
    page = shown(signed_in(hr), "continuing-education")
    assert "72" in page
    assert f"{today() + DAYS(899)} 前补足" in page


def test_a_list_can_be_narrowed_and_downloaded(unit, signed_in, clerk):
    register(holder(unit), unit, today() - DAYS(100), today() + DAYS(900))
    holder(unit, 2, "韩梅")
    browser = signed_in(clerk)
    assert "韩梅" not in shown(browser, "registration-states", state="有效")
    answer = browser.get(reverse("registration-states"), {"format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {"李雷", "韩梅"}


# 培训 ----------------------------------------------------------------------------------------------


def test_the_rate_by_town_and_kind_adds_up_to_the_countys(staff):
    found, on = rates(today(), today(), current_book()), today()
    assert found.whole == reports.coverage_on(on, on, current_book(), EVERYTHING).training
    assert {share.name: (share.rate.in_post, share.rate.trained) for share in found.kinds} == {
        UnitKind.COMMUNITY_COMMITTEE: (1, 1), UnitKind.SCHOOL: (1, 0),
    }  # fmt: skip
    assert [(share.name, share.rate.in_post, share.untrained) for share in found.towns] == [("历市镇", 2, 1)]
    assert (figures.trained(on).done, figures.trained(on).due) == (1, 2)


def test_the_untrained_are_listed_by_unit_and_downloaded(staff, signed_in, clerk, hr):
    page = shown(signed_in(clerk), "untrained")
    assert ("韩梅" in page, "李雷" in page, "王五" in page) == (True, False, False)
    assert "韩梅" not in shown(signed_in(hr), "untrained")
    assert "乙小学" in shown(signed_in(clerk), "untrained", unit="乙小学")
    answer = signed_in(clerk).get(reverse("untrained"), {"format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["韩梅"]


def test_the_training_page_keeps_to_the_units_scope(staff, signed_in, hr):
    assert "学校" not in shown(signed_in(hr), "training-rates")
    assert "没有 1999 年" in shown(signed_in(hr), "training-rates", year="1999")


def test_attendance_is_what_the_trainings_say_by_the_same_title_and_last_day(staff, signed_in, clerk, hr, outsider):
    for title, ended in (("实务培训", today()), ("实务培训", today() - DAYS(1)), ("明年的", today() + DAYS(1))):
        TrainingSession.objects.create(year=today().year, title=title, ended_on=ended, hours=8)
    page = shown(signed_in(clerk), "training-sessions")
    assert (page.count("已登记</"), page.count("还没有登记参加人员"), page.count("未到结束日期")) == (1, 1, 1)
    assert (figures.sessions(today()).done, figures.sessions(today()).due) == (1, 2)
    assert "已登记</" not in shown(signed_in(outsider), "training-sessions")


# 登记表 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_the_form_of_a_holder_comes_as_paper_and_workbook(kind, start, staff, signed_in, hr):
    person = Person.objects.get(name="李雷")
    answer = signed_in(hr).post(reverse("holder-sheet", args=[person.pk, kind]))
    assert answer.content.startswith(start)
    other = Person.objects.get(name="韩梅")
    assert signed_in(hr).post(reverse("holder-sheet", args=[other.pk, kind])).status_code == 404
    assert signed_in(hr).post(reverse("holder-sheet", args=[person.pk, "docx"])).status_code == 404


def test_the_workbook_of_the_form_keeps_every_digit(unit, signed_in, clerk):
    person = holder(unit)
    register(person, unit, SINCE)
    answer = signed_in(clerk).post(reverse("holder-sheet", args=[person.pk, "xlsx"]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert cells[person.id_number].data_type == "s"
    assert {"持证社会工作者登记表", "照片", "定南县民政局\n意见"} <= set(cells)


def test_the_persons_page_shows_the_registration(unit, signed_in, hr):
    person = holder(unit)
    register(person, unit, today() - DAYS(100), today() + DAYS(900))
    page = signed_in(hr).get(reverse("person", args=[person.pk])).content.decode()
    assert f"有效期至 {today() + DAYS(899)}" in page
    assert "登记表（PDF）" in page
