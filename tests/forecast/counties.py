"""Small random counties near their retirements: everything that ends does so about the months that are foreseen."""

import datetime
import random

from dingnan_sw.lib.dates import Month
from positions.models import Community, CommunityPopulation, Post, Unit
from positions.vocabulary import SetupMode, UnitKind
from talent.models import Certificate, Posting, Service, Training
from talent.vocabulary import Level, StaffCategory
from tests import county

TODAY = datetime.date(2025, 3, 10)
TOWNS = (("1镇", "360728100"), ("2镇", "360728101"), ("3镇", ""))
RETIRING = (1964, 1965, 1966, 1969, 1970, 1971, 1974, 1975, 1976)  # in the foreseen months, by sex and category
EDUCATIONS = ("", "大学本科", "大学专科", "硕士研究生", "中专", "大学", "自学")


def near(dice, past=500, future=900):
    """A day about the foreseen months, often one on which something turns."""
    day = TODAY + datetime.timedelta(days=dice.randint(-past, future))
    month = Month.of(day)
    return dice.choice((day, day, month.first, month.last, TODAY, TODAY + datetime.timedelta(days=1)))


def span(dice, past=500):
    """(since, until): mostly open."""
    since = TODAY - datetime.timedelta(days=dice.randint(1, past))
    until = near(dice) if dice.random() < 0.5 else None
    return since, until if until is None or until > since else None


def make(seed):
    """Towns, communities with committees (one virtual, one without figures), other units, and their people."""
    dice = random.Random(seed)
    county.county_year(2024, dice.choice((900, 15_000)))
    county.county_year(2026, 12_000)
    towns = [county.town(name, code) for name, code in TOWNS]
    committees = [_committee(number, dice.choice(towns), dice) for number in range(6)]
    others = [
        county.unit(f"9{number}单位", dice.choice(list(UnitKind)), place=dice.choice(towns)) for number in range(3)
    ]
    homeless = Unit.objects.create(name="99协会", match_name="99协会", kind=UnitKind.COMMUNITY_ORGANISATION)
    units = [*committees, *others, homeless]
    posts = [post for unit in units for post in _posts(unit, dice)]
    for number in range(1, 25):
        _person(number, units, posts, dice)


def _committee(number, town, dice):
    village, virtual = number in (3, 4), number == 5
    name = f"{number}村民委员会" if village else f"{number}虚拟社区" if virtual else f"{number}社区居民委员会"
    community = Community.objects.create(code=f"{360728100000 + number}", name=name, town=town)
    for year in dice.sample((2023, 2024, 2026), dice.randint(0, 2)):
        CommunityPopulation.objects.create(community=community, year=year, residents=dice.randint(500, 3000))
    kind = UnitKind.VILLAGE_COMMITTEE if village else UnitKind.COMMUNITY_COMMITTEE
    return county.unit(name, kind, community=community, place=town if dice.random() < 0.7 else None)


def _posts(unit, dice):
    for number in range(dice.randint(0, 2)):
        since, until = span(dice)
        yield Post.objects.create(
            unit=unit, name=f"岗{number}", headcount=dice.randint(1, 3), setup_mode=dice.choice(list(SetupMode)),
            since=since, until=until,
        )  # fmt: skip


def _person(number, units, posts, dice):
    year = dice.choice((dice.choice(RETIRING), dice.randint(1962, 1999)))
    born = f"{year}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
    one = county.person(number, f"某{number}", education=dice.choice(EDUCATIONS))
    one.id_number = county.id_number(number, born)
    one.derive().save()
    for unit in dice.sample(units, dice.randint(1, 2)):
        _service(one, unit, posts, dice)
    for level in dice.sample(list(Level), dice.choice((0, 1, 1, 2))):
        since, until = span(dice, past=900)
        Certificate.objects.create(person=one, number=f"DEMO{number}", level=level, approved_on=since, revoked_on=until)
    if dice.random() < 0.5:
        Training.objects.create(person=one, name="实务", ended_on=TODAY, hours=dice.randint(0, 3))


def _service(one, unit, posts, dice):
    since, until = span(dice)
    service = Service.objects.create(
        person=one, unit=unit, category=dice.choice(list(StaffCategory)), since=since, until=until
    )
    for post in (post for post in posts if post.unit == unit and dice.random() < 0.6):
        begun, ended = span(dice, past=400)
        Posting.objects.create(service=service, post=post, since=begun, until=ended)
