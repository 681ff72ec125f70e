"""Small random counties in which the edge cases of docs/decisions.md meet: what offices might send, odd but acceptable, from a seed."""

import datetime
import random
from dataclasses import dataclass, field

from tests.naive.clerks import give_name, say_day, say_id, say_name, say_number
from tests.naive.days import ends, maybe, moment, near
from tests.naive.roster import make_people, rows_of

TOWNS = ("历市镇", "岿美山镇", "老城镇", "天九镇")
COMMUNITY_NAMES = (
    "胜利社区居民委员会",
    "中山社区居委会",
    "城中村社区居委会",
    "新村社区",
    "修建村民委员会",
    "恩荣村委会",
    "车步村",
    "太公虚拟社区",
    "龙头村虚拟社区",
    "虚拟示范村",
)
COMMITTEE_KINDS = ("社区居委会", "村委会")
UNIT_NAMES = {
    "社区居委会": ("胜利居委会", "东山居委会"),
    "村委会": ("长桥村民委员会", "左拨村委会"),
    "事业单位": ("县社会福利院", "县救助管理站"),
    "公立医院": ("县人民医院", "县中医院"),
    "学校": ("县第一中学", "天九小学"),
    "镇基层站所": ("历市镇便民服务中心", "老城镇综治中心"),
    "城市社区管委会基层站所": ("城管委便民服务中心", "城管委综治中心"),
    "社区社会组织": ("阳光社会工作服务中心", "春风志愿服务队", "同心社工站"),
    "其他社会组织": ("县慈善会", "县社工协会"),
    "群团组织": ("县妇联", "团县委"),
    "党政机关": ("县民政局", "县司法局"),
    "企业": ("光明物业公司", "定南稀土公司"),
    "其他": ("某临时机构", "某驻县单位"),
}
SETUP_WORDS = ("现有岗位转换", "岗位招聘", "购买服务", "转换", "招聘", "借调")
POST_NAMES = ("社会工作岗", "社工专员", "医务社工", "学校社工")
TRAININGS = ("继续教育", "督导培训", "岗前培训")
HOURS = (0.05, 0.1, 0.25, 0.5, 0.5, 0.5, 0.9, 0.95, 1, 1.5, 2, 8)


@dataclass
class County:
    """What the sheets name to each other while a world is made."""

    dice: random.Random
    moments: list
    codes: list = field(default_factory=list)
    kinds: dict = field(default_factory=dict)
    posts: dict = field(default_factory=dict)


def make_world(seed, this_year):
    """{sheet: [{heading: cell}]}; some of it happens in the year in which it is read, where training is judged by another day."""
    dice = random.Random(seed)
    county = County(dice, [moment(dice) for _ in range(6)])
    if dice.random() < 0.3:
        county.moments[-1] = datetime.date(this_year, 1, 1)
    world = {
        "全县年度数据": _years(dice),
        "社区（村）": _communities(county),
        "单位": _units(county),
        "岗位": _posts(county),
    }
    people = make_people(county)
    return world | {"花名册": _roster(dice, people), "培训记录": _trainings(dice, people, this_year)}


def _years(dice):
    rows = []
    for year in dice.sample(range(2017, 2024), dice.randint(0, 4)):
        for _ in range(dice.choice((1, 1, 1, 2))):
            population = dice.choice((999, 1000, 1001, 2000, 8000, 219_600, dice.randint(500, 30_000)))
            rows.append({"年度": say_number(dice, year), "常住人口": say_number(dice, population), "户籍人口": None})
    return rows


def _communities(county):
    dice = county.dice
    rows = []
    for number, name in enumerate(dice.sample(COMMUNITY_NAMES, dice.randint(2, 6)), start=1):
        code = f"360728{100 + dice.randint(0, 3)}{number:03}"
        county.codes.append(code)
        rows.append(_community(dice, code, name))
        if dice.random() < 0.2:
            rows.append(_community(dice, code, dice.choice((name, f"新{name}", f"{name}新村"))))
    return rows


def _community(dice, code, name):
    population = maybe(dice, 0.3, dice.randint(100, 9000))
    return {"统计用区划代码": code, "名称": give_name(dice, name), "所属镇": dice.choice(TOWNS), "常住人口": population}


def _units(county):
    dice = county.dice
    rows = []
    for number, code in enumerate(county.codes):
        if dice.random() < 0.85:
            rows += _unit(county, f"第{'一二三四五六'[number]}居村委员会", dice.choice(COMMITTEE_KINDS), code)
    for kind in {"社区社会组织": 1, **dict.fromkeys(dice.sample(tuple(UNIT_NAMES), dice.randint(4, 9)))}:
        for name in UNIT_NAMES[kind][: dice.randint(1, 3)]:
            rows += _unit(county, name, kind, _stated_code(county, kind))
    dice.shuffle(rows)
    county.kinds = {row["单位名称"]: row["单位类别"] for row in rows}
    return [{**row, "单位名称": give_name(dice, row["单位名称"])} for row in rows]


def _stated_code(county, kind):
    """Any unit may state the community where it sits; that does not make it the committee. A second committee is rare."""
    return maybe(county.dice, 0.1 if kind in COMMITTEE_KINDS else 0.25, county.dice.choice(county.codes))


def _unit(county, name, kind, code):
    """One row, or two of which neither says all; now and then the second corrects the kind."""
    dice = county.dice
    row = {
        "单位名称": name,
        "单位类别": kind,
        "统计用区划代码": code,
        "所属镇": dice.choice((None, *TOWNS)),
        "联系人": None,
    }
    if dice.random() < 0.75:
        return [row]
    other = dice.choice(tuple(UNIT_NAMES)) if dice.random() < 0.2 else kind
    return [row, {**row, "单位类别": other, "统计用区划代码": maybe(dice, 0.5, code), "联系人": "钟芳"}]


def _posts(county):
    rows = []
    for unit in county.kinds:
        county.posts[unit] = county.dice.sample(POST_NAMES, county.dice.choice((0, 1, 1, 1, 2, 3)))
        for name in county.posts[unit]:
            rows += _post(county, unit, name)
    county.dice.shuffle(rows)
    return rows


def _post(county, unit, name):
    dice = county.dice
    since = dice.choice((datetime.date(2019, 12, 1), near(dice, county.moments)))
    until = ends(dice, county.moments, since, 0.4)
    rows = []
    for _ in range(dice.choice((1, 1, 1, 2))):
        row = {"单位名称": say_name(dice, unit), "岗位名称": say_name(dice, name), "设置方式": dice.choice(SETUP_WORDS)}
        row["岗位数"] = say_number(dice, dice.randint(1, 3))
        row["设置日期"] = say_day(dice, since)
        row["撤销日期"] = say_day(dice, dice.choice((None, *until, *until)))
        rows.append(row)
    return rows


def _roster(dice, people):
    rows = []
    for someone in people:
        rows += rows_of(dice, someone)
    if dice.random() < 0.6:
        dice.shuffle(rows)
    return rows


def _trainings(dice, people, this_year):
    turns = [datetime.date(year, *day) for year in (2019, 2020, 2021, 2022) for day in ((1, 1), (12, 31))]
    rows = []
    for someone in people:
        for _ in range(dice.choice((0, 1, 2, 2, 3))):
            ended = near(dice, (*someone.moments, *turns, datetime.date(this_year, 1, 1), dice.choice(turns)))
            rows += _training(dice, someone, ended)
    return rows


def _training(dice, someone, ended):
    """Twice the same training on the same day is one training, and the later row tells its hours."""
    name = dice.choice(TRAININGS)
    rows = []
    for _ in range(dice.choice((1, 1, 1, 1, 2))):
        row = {"身份证号": say_id(dice, someone.id_number), "培训名称": give_name(dice, name)}
        row["结束日期"] = say_day(dice, ended)
        row["学时"] = say_number(dice, dice.choice(HOURS))
        row["主办单位"] = maybe(dice, 0.3, "县民政局")
        rows.append(row)
    return rows
