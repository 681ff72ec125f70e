"""A list on paper says whose it is, what was asked for, and how much of it is there."""

import pytest
from django.urls import reverse

from positions.models import Mandate
from positions.vocabulary import Role
from tests import county


def printed(browser, address):
    page = browser.get(address).content.decode()
    return page.partition('<div class="printed">')[2].partition("</div>")[0]


@pytest.fixture
def crowd(unit):
    county.many(60, unit)


def test_a_page_of_a_longer_list_says_which_part_it_is(crowd, signed_in, clerk):
    browser = signed_in(clerk)
    assert "本页打印第 1–50 条，共 60 条；要全部请导出" in printed(browser, reverse("people"))
    assert "本页打印第 51–60 条" in printed(browser, reverse("people") + "?page=2")
    assert "本页打印" not in printed(browser, reverse("people") + "?level=1")


def test_the_sums_of_a_longer_list_are_said_to_be_those_of_all(crowd, signed_in, clerk):
    head = printed(signed_in(clerk), reverse("bonuses") + "?year=2021")
    assert "表末合计是全部 60 条的合计" in head
    assert "考试年度 2021" in head


def test_the_conditions_stand_in_words(crowd, signed_in, clerk):
    browser = signed_in(clerk)
    assert "条件：全部" in printed(browser, reverse("people"))
    head = printed(browser, reverse("people") + "?level=1&q=某")
    assert "查找 某；" in head
    assert "助理社会工作师" in head


def test_an_id_number_searched_for_is_not_printed(crowd, signed_in, clerk):
    assert county.id_number(1) not in printed(signed_in(clerk), reverse("people") + f"?q={county.id_number(1)}")


def test_the_paper_names_who_prints_it(crowd, signed_in, clerk, hr, unit, outsider, town):
    assert "单位：定南县民政局" in printed(signed_in(clerk), reverse("people"))
    assert f"单位：{unit.name}" in printed(signed_in(hr), reverse("people"))
    Mandate.objects.filter(user=outsider).update(role=Role.REVIEWER, unit=None, town=town)
    assert f"单位：{town.name}" in printed(signed_in(outsider), reverse("people"))


def test_a_list_has_its_line_for_signatures(crowd, signed_in, clerk):
    page = signed_in(clerk).get(reverse("people")).content.decode()
    foot = page.partition('<div class="paper-foot">')[2].partition("</div>")[0]
    assert all(words in foot for words in ("制表人：", "审核人：", "单位负责人：", "（盖章）"))
