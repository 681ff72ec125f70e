"""The demo county's exams: dates, targets, registrations with results, and what units paid back; invented like everybody in it."""

import datetime
import random
from collections.abc import Iterator
from typing import Any

from dingnan_sw.demo.county import TOWNS, County, Row

JUNIOR, MIDDLE, SENIOR = "助理社会工作师", "社会工作师", "高级社会工作师"
PAPERS = {
    JUNIOR: ("社会工作综合能力", "社会工作实务"),
    MIDDLE: ("社会工作综合能力", "社会工作法规与政策", "社会工作实务"),
    SENIOR: ("社会工作实务",),
}
CHOSEN = (JUNIOR,) * 5 + (MIDDLE,) * 3 + (SENIOR,)
DOCUMENT = "演示文号"


def rows(county: County, chance: random.Random, today: datetime.date) -> dict[str, list[Row]]:
    """By sheet; county has already given its own rows."""
    exams = Exams(county, chance, today)
    registrations = list(exams.registrations())
    return {
        "考试日程": list(exams.calendar()),
        "考试报名": registrations,
        "动员任务": list(exams.targets()),
        "差旅标准": list(exams.standards()),
        "出差待遇报销": list(exams.reimbursements(registrations)),
    }


class Exams:
    def __init__(self, county: County, chance: random.Random, today: datetime.date) -> None:
        self.county, self.chance, self.today = county, chance, today
        self.years = range(today.year - 2, today.year + 1)

    def ended(self, year: int) -> datetime.date:
        return datetime.date(year, 5, 24)

    def calendar(self) -> Iterator[Row]:
        for year in (*self.years, self.today.year + 1):
            for level in PAPERS:
                yield {
                    "考试年度": year,
                    "级别": level,
                    "报名开始": datetime.date(year, 3, 9),
                    "报名截止": datetime.date(year, 3, 30),
                    "缴费截止": datetime.date(year, 4, 3),
                    "准考证打印开始": datetime.date(year, 5, 18),
                    "准考证打印截止": datetime.date(year, 5, 22),
                    "考试首日": datetime.date(year, 5, 23),
                    "考试末日": self.ended(year),
                    "成绩公布": datetime.date(year, 7, 28),
                    "证书发放": datetime.date(year, 10, 15),
                    "来源": "演示数据",
                }

    def registrations(self) -> Iterator[Row]:
        """Who holds a certificate of these years passed; of those without one some try each year; this year strangers do too."""
        for person in self.county.people:
            if "批准日期" in person and person["批准日期"].year in self.years:
                yield self._passed(person)
        willing = [one for one in self.county.people if "证书级别" not in one and "任职终止日期" not in one]
        for place, person in enumerate(willing):
            year, level = self.years[place % 3], self.chance.choice(CHOSEN)
            row = self._registration(year, level, person["工作单位"], person["姓名"], person["身份证号"])
            yield row
            if level == MIDDLE and year < self.today.year:
                yield self._second(row, year + 1)
        for name in ("演示考生丁", "演示考生戊"):
            yield self._registration(self.today.year, JUNIOR, self.county.employers[0]["单位名称"], name, "")

    def _registration(self, year: int, level: str, unit: str, name: str, number: str) -> Row:
        row: Row = {
            "考试年度": year,
            "报考级别": level,
            "单位名称": unit,
            "姓名": name,
            "身份证号": number,
            "是否首次报考": self.chance.choice(("是", "是", "否")),
        }
        return row | self._marks(year, level)

    def _passed(self, person: Row) -> Row:
        year, level = person["批准日期"].year, person["证书级别"]
        row = self._registration(year, level, person["工作单位"], person["姓名"], person["身份证号"])
        return row | dict.fromkeys(PAPERS[level], "合格")

    def _marks(self, year: int, level: str) -> Row:
        """Whoever passed an earlier exam has a certificate by now, so these did not."""
        if self.chance.random() < 0.1:
            return dict.fromkeys(PAPERS[level], "缺考")
        marks = {paper: self.chance.choice(("合格", "合格", "不合格")) for paper in PAPERS[level]}
        return marks if year == self.today.year else marks | {PAPERS[level][-1]: "不合格"}

    def _second(self, first: Row, year: int) -> Row:
        """The next year's attempt at what the first left open."""
        left = [paper for paper in PAPERS[MIDDLE] if first[paper] != "合格"] or list(PAPERS[MIDDLE][:1])
        kept = {heading: cell for heading, cell in first.items() if heading not in PAPERS[MIDDLE]}
        ends = ("合格", "不合格") if year == self.today.year else ("不合格",)
        marks = {paper: self.chance.choice(ends) for paper in left}
        return kept | {"考试年度": year, "是否首次报考": "否"} | marks

    def targets(self) -> Iterator[Row]:
        for town in TOWNS:
            yield {"考试年度": self.today.year, "镇": town, "任务人数": self.chance.randint(2, 9), "文件": DOCUMENT}
        for unit in self.county.employers[:12]:
            yield {
                "考试年度": self.today.year,
                "单位名称": unit["单位名称"],
                "任务人数": self.chance.randint(1, 3),
                "文件": DOCUMENT,
            }

    def standards(self) -> Iterator[Row]:
        first = datetime.date(2020, 1, 1)
        for item, value in (
            ("住宿费（元/天）", "300.00"),
            ("伙食补助（元/天）", "100.00"),
            ("市内交通（元/天）", "80.00"),
            ("考后多少天未报销要提醒", "60"),
        ):
            yield {"项目": item, "执行日期": first, "标准": value, "文件": DOCUMENT, "说明": "演示数据"}

    def reimbursements(self, registrations: list[Row]) -> Iterator[Row]:
        """Most of those who sat are paid back; one in twelve above the standard."""
        for place, row in enumerate(registrations):
            if "缺考" not in row.values() and self.chance.random() < 0.7:
                yield self._reimbursement(row, place)

    def _reimbursement(self, row: Row, place: int) -> Row:
        level, year = row["报考级别"], row["考试年度"]
        paid: dict[str, Any] = {
            "考试年度": year,
            "级别": level,
            "考点": "赣州",
            "报名费": f"{61 * len(PAPERS[level])}.00",
            "交通费": f"{self.chance.randint(80, 160)}.00",
            "住宿费": "680.00" if place % 12 == 0 else "260.00",
            "住宿天数": 1,
            "伙食补助": "200.00",
            "伙食补助天数": 2,
            "市内交通": "160.00",
            "市内交通天数": 2,
            "附件张数": self.chance.randint(3, 6),
            "报销日期": self.ended(year) + datetime.timedelta(days=self.chance.randint(10, 90)),
        }
        return {heading: row[heading] for heading in ("单位名称", "姓名", "身份证号")} | paid
