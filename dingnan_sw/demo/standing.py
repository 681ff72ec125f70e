"""The demo county's appointments, pay and honours; invented like the rest of it."""

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal

from dingnan_sw.demo.county import County, Row

LEVELS = {
    "助理社会工作师": ("初级", (11, 12, 13), 52_000),
    "社会工作师": ("中级", (8, 9, 10), 64_000),
    "高级社会工作师": ("高级", (5, 6, 7), 82_000),
}
INSTITUTIONS = ("事业单位", "公立医院", "学校")
CAREER_KINDS = (*INSTITUTIONS, "社区居委会", "村委会", "社区社会组织", "其他社会组织")
COVERS = ("养老", "医疗", "失业", "工伤", "生育", "公积金")
BODIES = (
    ("村（居）民自治组织", "委员", "村（社区）"),
    ("村（居）党组织", "支部委员", "村（社区）"),
    ("人民代表大会", "县人大代表", "县"),
    ("政治协商会议", "县政协委员", "县"),
    ("基层领导班子", "班子成员", "镇"),
)
AWARDS = (("县级", "演示县人民政府"), ("市级", "演示市民政局"), ("镇级", "演示镇人民政府"))


def rows(county: County, chance: random.Random, today: datetime.date) -> dict[str, list[Row]]:
    """The rows by sheet; county has made its own before."""
    made = Standing(county, chance, today)
    return {
        "聘任": list(made.appointments()),
        "年度考核": list(made.appraisals()),
        "职级体系": list(made.systems()),
        "同等条件平均薪酬": list(made.comparators()),
        "薪酬申报": list(made.pay()),
        "社保和公积金": list(made.covers()),
        "任用和参政": list(made.roles()),
        "优先录聘": list(made.recruitments()),
        "宣传": list(made.publicity()),
        "表彰奖励": list(made.awards()),
    }


class Standing:
    def __init__(self, county: County, chance: random.Random, today: datetime.date) -> None:
        self.county, self.chance, self.today = county, chance, today
        self.kinds = {unit["单位名称"]: unit["单位类别"] for unit in county.employers}
        self.holders = [one for one in county.people if one.get("证书级别") and "任职终止日期" not in one]
        self.years = (today.year - 2, today.year - 1)

    def _kind(self, person: Row) -> str:
        return str(self.kinds[person["工作单位"]])

    def _key(self, person: Row) -> Row:
        return {"姓名": person["姓名"], "身份证号": person["身份证号"], "单位名称": person["工作单位"]}

    def appointments(self) -> Iterator[Row]:
        """Two of three holders in public institutions, one of seven a level lower than the certificate."""
        staff = [one for one in self.holders if self._kind(one) in INSTITUTIONS]
        for number, person in enumerate(staff):
            if number % 3 == 2:
                continue
            title, grades, _ = LEVELS["助理社会工作师" if number % 7 == 1 else person["证书级别"]]
            yield self._key(person) | {
                "专业技术职务": title,
                "岗位等级": self.chance.choice(grades),
                "聘任起始日期": datetime.date(self.today.year - 1, 1, 1),
                "聘书或文号": f"演聘〔{self.today.year - 1}〕{number + 1}号",
            }

    def appraisals(self) -> Iterator[Row]:
        """Four of five holders, for the last year."""
        for number, person in enumerate(self.holders):
            if number % 5 != 4:
                yield self._key(person) | {
                    "考核年度": self.today.year - 1,
                    "考核结果": self.chance.choice(("优秀", "合格", "合格", "合格")),
                    "考核文件": f"演考〔{self.today.year}〕{number + 1}号",
                }

    def systems(self) -> Iterator[Row]:
        units = [unit for unit in self.county.employers if unit["单位类别"] in CAREER_KINDS]
        for number, unit in enumerate(units):
            if number % 4 == 3:
                continue
            done = number % 4 < 2
            yield {
                "单位名称": unit["单位名称"],
                "是否建立": "是" if done else "否",
                "制度文件": "社会工作岗位职级管理办法（演示）" if done else None,
                "建立日期": datetime.date(2021, 1 + number % 12, 1) if done else None,
            }

    # Pay ------------------------------------------------------------------------------------------

    def comparators(self) -> Iterator[Row]:
        for year in self.years:
            for level in LEVELS:
                yield {
                    "年度": year,
                    "职业水平等级": level,
                    "年平均薪酬（元）": self._average(level, year),
                    "来源": "县人社局统计（演示）",
                    "依据文件": f"演人社字〔{year + 1}〕6号",
                }

    def _average(self, level: str, year: int) -> Decimal:
        return Decimal(LEVELS[level][2] + 1800 * (year - 2020))

    def _workers(self) -> list[Row]:
        kinds = ("社区社会组织", "其他社会组织")
        return [one for one in self.holders if self._kind(one) in kinds and one["人员类别"] != "社会组织兼职"]

    def pay(self) -> Iterator[Row]:
        """One of eight is not declared."""
        for year in self.years:
            for number, person in enumerate(self._workers()):
                if number % 8 == 5:
                    continue
                share = Decimal(self.chance.randint(84, 124)) / 100
                yield self._key(person) | {
                    "年度": year,
                    "职业水平等级": person["证书级别"],
                    "学历": person["学历"],
                    "资历（年）": max(year - person["任职起始日期"].year, 0),
                    "业绩": self.chance.choice(("优秀", "合格", "合格", "合格", "未考核")),
                    "岗位": "社会工作岗",
                    "年度薪酬（元）": (self._average(person["证书级别"], year) * share).quantize(Decimal("0.01")),
                    "计薪月数": 12,
                }

    def covers(self) -> Iterator[Row]:
        for year in self.years:
            for number, person in enumerate(self._workers()):
                if number % 9 == 7:
                    continue
                held = {name: "否" if number % 13 == place else "是" for place, name in enumerate(COVERS)}
                yield self._key(person) | {
                    "年度": year,
                    **held,
                    "起始月份": datetime.date(year, 1, 1),
                    "凭证": "缴费证明（演示）",
                }

    # Honours --------------------------------------------------------------------------------------

    def roles(self) -> Iterator[Row]:
        for number, person in enumerate(self.chance.sample(self.holders, min(12, len(self.holders)))):
            kind, role, tier = BODIES[number % len(BODIES)]
            yield self._key(person) | {
                "任用类别": kind,
                "组织名称": person["工作单位"] if tier == "村（社区）" else f"演示{tier}{kind}",
                "职务": role,
                "级别": tier,
                "任职起始日期": datetime.date(self.today.year - number % 4, 1, 15),
            }

    def recruitments(self) -> Iterator[Row]:
        units = [unit["单位名称"] for unit in self.county.employers if unit["单位类别"] in (*INSTITUTIONS, "群团组织")]
        for year in self.years:
            for number, unit in enumerate(units):
                yield {
                    "单位名称": unit,
                    "年度": year,
                    "招录（聘）或选拔": f"{year}年公开招聘（演示）",
                    "岗位或职务": "社会工作岗",
                    "是否优先": "否" if number % 4 == 3 else "是",
                    "录（聘）用人数": 1 + number % 2,
                    "公告或文号": f"演示公告{year}-{number + 1}",
                }

    def publicity(self) -> Iterator[Row]:
        """Every third item is about no one person; the consent to one has ended."""
        for number, person in enumerate(self.holders[:9]):
            on = datetime.date(self.today.year - number % 3, 1, 20)
            item: Row = {
                "单位名称": person["工作单位"],
                "标题": f"演示典型经验之{number + 1}",
                "发布日期": on,
                "媒体类别": ("新媒体", "报刊", "广播电视")[number % 3],
                "媒体或活动名称": "演示县融媒体中心",
                "链接": f"https://example.org/demo/{number + 1}",
            }
            yield item if number % 3 == 2 else item | self._consent(person, on, ended=number == 4)

    def _consent(self, person: Row, on: datetime.date, ended: bool) -> Row:
        return {
            "姓名": person["姓名"],
            "身份证号": person["身份证号"],
            "本人同意日期": on - datetime.timedelta(days=10),
            "同意用途": "先进事迹宣传",
            "同意截止日期": on + datetime.timedelta(days=180) if ended else None,
        }

    def awards(self) -> Iterator[Row]:
        for number, person in enumerate(self.chance.sample(self.holders, min(14, len(self.holders)))):
            year = self.today.year - number % 4
            internal = number % 3 == 2
            level, organ = ("单位内部", person["工作单位"]) if internal else AWARDS[number % len(AWARDS)]
            yield self._key(person) | {
                "表彰名称": "优秀社会工作者",
                "表彰级别": level,
                "授予机关": organ,
                "授予日期": datetime.date(year, 1, 18),
                "文号": None if internal else f"演示〔{year}〕{number + 1}号",
            }
