"""A county of any size, invented as the demo county is: rows of the workbook exchange, in realistic proportions.

Half of all changes fall on the first of a month, so that its eve and its first day differ.
"""

import datetime
import random
from collections.abc import Iterator
from typing import Any

from stdnum.iso7064 import mod_11_2

from dingnan_sw.demo.county import BIRTH, GIVEN, SURNAMES, TOWNS

Row = dict[str, Any]

SEED = 41
PEOPLE_A_UNIT = 20
FIRST, LAST = datetime.date(2012, 1, 1), datetime.date(2026, 6, 30)
DAY = datetime.timedelta(days=1)
BIRTHDAYS = 12_000
POST = "社会工作岗"
INSTITUTION = ("事业单位在编", "事业单位聘用")
# 单位类别: how many of twenty units, whom they employ, how many in ten have a post on file.
KINDS = (
    ("社区居委会", 4, ("社区工作者", "社区工作者", "其他"), 9),
    ("村委会", 6, ("村（居）干部", "社区工作者", "其他"), 5),
    ("事业单位", 3, (*INSTITUTION, "公务员（参公）"), 10),
    ("公立医院", 1, INSTITUTION, 10),
    ("学校", 2, INSTITUTION, 8),
    ("镇基层站所", 1, ("站所干部", "公务员（参公）"), 0),
    ("社区社会组织", 2, ("社会组织负责人", "社会组织专职", "社会组织兼职"), 0),
    ("党政机关", 1, ("公务员（参公）",), 0),
)
CATEGORIES = {kind: categories for kind, _, categories, _ in KINDS}
LEVELS = ("助理社会工作师", "社会工作师", "高级社会工作师")


class County:
    """Units, posts and roster rows for so many people; the same every time."""

    def __init__(self, people: int) -> None:
        self.people = people
        self.chance = random.Random(SEED)
        self.units: list[Row] = []
        self.posts: dict[str, Row] = {}
        turns = [(kind, posts) for kind, share, _, posts in KINDS for _ in range(share)]
        for number in range(max(len(turns), people // PEOPLE_A_UNIT)):
            self._found(number, *turns[number % len(turns)])

    def _found(self, number: int, kind: str, posts: int) -> None:
        name = f"演示第{number:05d}{kind}"
        self.units.append({"单位名称": name, "单位类别": kind, "所属镇": TOWNS[number % len(TOWNS)]})
        if self.chance.randrange(10) >= posts:
            return
        since = self._day(datetime.date(2019, 1, 1), datetime.date(2022, 1, 1))
        self.posts[name] = {
            "单位名称": name,
            "岗位名称": POST,
            "岗位数": 3,
            "设置方式": "现有岗位转换",
            "设置日期": since,
            "撤销日期": self._sometimes(10, since),
        }

    def _day(self, since: datetime.date, last: datetime.date = LAST) -> datetime.date:
        day = since + DAY * self.chance.randrange((last - since).days + 1)
        first = day.replace(day=1)
        return first if first >= since and self.chance.random() < 0.5 else day

    def _sometimes(self, one_in: int, since: datetime.date) -> datetime.date | None:
        return self._day(since) if self.chance.randrange(one_in) == 0 else None

    def roster(self) -> Iterator[Row]:
        """A row for each service or certificate of a person, whichever are more; at least one."""
        for number in range(self.people):
            person, stints, certificates = self._person(number), self._stints(), list(self._certificates(number))
            for place in range(max(len(stints), len(certificates))):
                certificate = certificates[place] if place < len(certificates) else {}
                yield person | stints[min(place, len(stints) - 1)] | certificate

    def _person(self, number: int) -> Row:
        return {
            "姓名": self.chance.choice(SURNAMES) + self.chance.choice(GIVEN),
            "身份证号": id_number(number),
            "学历": self.chance.choice(("高中", "大专", "本科", "研究生")),
            "联系电话": f"000{number:08d}",
            "开户银行": "演示农村商业银行",
            "银行账号": f"9999{number:015d}",
        }

    def _stints(self) -> list[Row]:
        """Of ten people, one has left, one has moved, one serves in two units."""
        first = self._stint(self._day(FIRST, datetime.date(2025, 12, 31)))
        change = self._day(first["任职起始日期"] + DAY)
        match self.chance.randrange(10):
            case 0:
                return [first | {"任职终止日期": change}]
            case 1:
                return [first | {"任职终止日期": change - DAY}, self._stint(change)]
            case 2:
                return [first, self._stint(change)]
            case _:
                return [first]

    def _stint(self, since: datetime.date) -> Row:
        unit = self.chance.choice(self.units)
        stint = {
            "工作单位": unit["单位名称"],
            "人员类别": self.chance.choice(CATEGORIES[unit["单位类别"]]),
            "任职起始日期": since,
        }
        if unit["单位名称"] not in self.posts or self.chance.random() < 0.4:
            return stint
        began = self._sometimes(4, since) or since
        return stint | {"岗位名称": POST, "上岗日期": began, "离岗日期": self._sometimes(8, began)}

    def _certificates(self, number: int) -> Iterator[Row]:
        year = self.chance.randint(2012, 2024)
        for level in self.chance.choice(((), (0,), (0,), (0,), (1,), (0, 1), (2,), ())):
            approved = datetime.date(year + level, 6, 17)
            yield {
                "证书级别": LEVELS[level],
                "管理号": f"DEMO{approved.year}{number:07d}{level}",
                "批准日期": approved,
                "签发日期": self._sometimes(2, approved),
                "撤销日期": self._sometimes(50, LAST),
            }


def id_number(number: int) -> str:
    """No two alike below twelve million."""
    body = f"999999{BIRTH + DAY * (number % BIRTHDAYS):%Y%m%d}{number // BIRTHDAYS:03d}"
    return body + mod_11_2.calc_check_digit(body)
