"""The live figures of the obligations: what is reached, of how much."""

import datetime

import pytest

from incentives.statistics import figures
from positions.models import Post
from positions.vocabulary import UnitKind
from tests import county

DAY = datetime.date(2021, 12, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(unit, town):
    """甲社区 with a holder and a post, 丙村 with neither, 乙小学 and 丁公司 without a post."""
    one = county.person(1)
    county.serve(one, unit)
    county.certify(one)
    county.post(unit)
    village = county.committee("丙村民委员会", "360728100002", place=town)
    village.kind = UnitKind.VILLAGE_COMMITTEE
    village.save()
    county.unit("乙小学", UnitKind.SCHOOL, place=town)
    county.unit("丁公司", UnitKind.ENTERPRISE, place=town)


def told(figure):
    return figure.done, figure.due


def test_the_ratio_needs_a_population(place):
    assert told(figures.county_ratio(DAY)) == (1, None)
    assert "常住人口没有登记" in figures.county_ratio(DAY).words


@pytest.mark.parametrize(("residents", "due", "words"), [(1000, 1, "已达到目标"), (2500, 3, "还差 2 人")])
def test_the_ratio_says_how_many_are_missing(place, residents, due, words):
    county.county_year(2021, residents)
    found = figures.county_ratio(DAY)
    assert told(found) == (1, due)
    assert found.words.endswith(words)


def test_communities_are_counted_without_villages_and_with_them(place):
    assert told(figures.communities_staffed(DAY)) == (1, 1)
    assert told(figures.communities_equipped(DAY)) == (1, 2)


def test_posts_are_told_by_setup_mode_and_nothing_is_due(place):
    found = figures.posts_by_setup_mode(DAY)
    assert told(found) == (1, None)
    assert found.words == "备案岗位 1 个：现有岗位转换 0 个、岗位招聘 1 个、购买服务 0 个"


def test_only_units_that_are_to_file_are_asked_for_a_post(place):
    assert told(figures.units_without_post(DAY)) == (1, 3)


def test_a_post_counts_until_its_last_day(place):
    Post.objects.update(until=DAY)
    assert told(figures.units_without_post(DAY - datetime.timedelta(days=1))) == (1, 3)
    assert told(figures.units_without_post(DAY)) == (0, 3)
