"""The demo county: invented communities, units and people, plain to see as such, in the sheets of the workbook exchange.

ID numbers begin with 999999, an address code that does not exist; credit codes and phones are left out.
"""

import datetime
import random
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from stdnum.iso7064 import mod_11_2

Row = dict[str, Any]

SEED = 41
PEOPLE = 320
TOWNS = ("历市镇", "岿美山镇", "老城镇", "天九镇", "龙塘镇", "岭北镇", "鹅公镇")
TOWN_CODES = tuple(f"360728{number}" for number in range(100, 107))
# Places that name nothing: 演示 in front says what they are wherever they are printed.
PLACES = "一二三四五六七八九十"
SURNAMES = "曾钟黄李陈刘廖赖郭何缪谢叶张王单区翟解仇"
GIVEN = (
    "晓燕",
    "志伟",
    "玥",
    "丽华",
    "建国",
    "珺",
    "秀英",
    "海燕",
    "俊杰",
    "雨晴",
    "文斌",
    "小兰",
    "昇",
    "春梅",
    "子涵",
    "永红",
    "佳怡",
    "国强",
)
LEVELS = ("助理社会工作师",) * 6 + ("社会工作师",) * 3 + ("高级社会工作师",)
BIRTH = datetime.date(1966, 1, 1)


class County:
    def __init__(self, chance: random.Random, today: datetime.date) -> None:
        self.chance = chance
        self.today = today
        self.places: list[Row] = []
        self.employers: list[Row] = []
        self.filed: dict[str, Row] = {}
        self.people: list[Row] = []

    def rows(self) -> dict[str, list[Row]]:
        """By sheet; the same every time for the same chance and day."""
        return {
            "全县年度数据": list(self.years()),
            "社区（村）": list(self.communities()),
            "单位": list(self.units()),
            "岗位": list(self.posts()),
            "花名册": list(self.roster()),
            "培训记录": list(self.trainings()),
        }

    def years(self) -> Iterator[Row]:
        for year in range(2020, self.today.year + 1):
            residents = 219_300 - 400 * (year - 2020)
            yield {"年度": year, "常住人口": residents, "户籍人口": residents + 3100, "来源": "演示数据"}

    def communities(self) -> Iterator[Row]:
        for code, town in zip(TOWN_CODES, TOWNS, strict=True):
            urban = 4 if town == TOWNS[0] else 1
            for number, ending in enumerate(["社区居民委员会"] * urban + ["村民委员会"] * 5):
                suffix = f"{number + 1:03d}" if number < urban else f"{200 + number:03d}"
                row = {
                    "统计用区划代码": f"{code}{suffix}",
                    "名称": f"演示{town[:-1]}{PLACES[number]}{ending}",
                    "所属镇": town,
                    "常住人口": self.chance.randint(900, 6200),
                }
                self.places.append(row)
                yield row
        virtual = {
            "统计用区划代码": f"{TOWN_CODES[0]}498",
            "名称": "演示工业园虚拟社区",
            "所属镇": TOWNS[0],
            "备注": "统计用，不计入",
        }
        yield virtual

    def units(self) -> Iterator[Row]:
        for unit in self._units():
            self.employers.append(unit)
            yield unit

    def _units(self) -> Iterator[Row]:
        for place in self.places:
            kind = "村委会" if place["名称"].endswith("村民委员会") else "社区居委会"
            yield self._unit(place["名称"], kind, place["所属镇"], "县民政局") | {
                "统计用区划代码": place["统计用区划代码"]
            }
        for town in TOWNS:
            yield self._unit(f"演示{town}便民服务中心", "镇基层站所", town, f"{town}人民政府")
        county = TOWNS[0]
        yield self._unit("演示县社会福利院", "事业单位", county, "县民政局", "老年人")
        yield self._unit("演示县未成年人保护中心", "事业单位", county, "县民政局", "未成年人保护")
        yield self._unit("演示县人民医院", "公立医院", county, "县卫健委")
        yield self._unit("演示县第一中学", "学校", county, "县教科体局", "青少年服务")
        yield self._unit("演示城市社区管委会综治中心", "城市社区管委会基层站所", county, "县委政法委")
        yield self._unit("演示阳光社工服务中心", "社区社会组织", county, "县民政局", "妇女儿童")
        yield self._unit("演示互助养老协会", "社区社会组织", county, "县民政局", "老年人")
        yield self._unit("演示慈善会", "其他社会组织", county, "县民政局")
        yield self._unit("演示县妇女联合会", "群团组织", county, "县委")
        yield self._unit("演示县民政局机关", "党政机关", county, "县人民政府")

    def _unit(self, name: str, kind: str, town: str, department: str, field: str = "") -> Row:
        return {"单位名称": name, "单位类别": kind, "所属镇": town, "主管部门": department, "服务领域": field}

    def posts(self) -> Iterator[Row]:
        for unit in self.employers:
            if self._gets_post(unit):
                row = self._post(unit)
                self.filed[unit["单位名称"]] = row
                yield row

    def _gets_post(self, unit: Row) -> bool:
        share = {"村委会": 0.55, "社区居委会": 0.9, "事业单位": 1, "公立医院": 1, "学校": 1}
        return self.chance.random() < share.get(unit["单位类别"], 0)

    def _post(self, unit: Row) -> Row:
        professional = unit["单位类别"] in ("事业单位", "公立医院", "学校")
        return {
            "单位名称": unit["单位名称"],
            "岗位名称": "社会工作岗",
            "岗位数": 3 if professional else 1,
            "设置方式": self.chance.choice(("现有岗位转换", "岗位招聘", "购买服务")),
            "设置日期": datetime.date(2020, self.chance.randint(7, 12), 1),
            "岗位类别": "专业技术岗位" if professional else "社区专职岗位",
            "岗位等级": "专业技术十一级" if professional else "",
            "职责任务": self.chance.choice(("帮困扶弱、资源链接", "情绪疏导、心理抚慰", "矛盾化解、社会融入")),
            "任职条件": "持有助理社会工作师以上证书",
        }

    def roster(self) -> Iterator[Row]:
        for number in range(PEOPLE):
            person = self._person(number)
            self.people.append(person)
            yield person
            if number % 23 == 0 and person.get("证书级别") == "助理社会工作师":
                yield self._second_certificate(person, number)

    def _person(self, number: int) -> Row:
        unit = self._employer(number)
        since = datetime.date(
            self.chance.randint(2012, 2023), self.chance.randint(1, 12), self.chance.choice((1, 1, 15))
        )
        person: Row = {
            "姓名": self.chance.choice(SURNAMES) + self.chance.choice(GIVEN),
            "身份证号": self._id_number(number),
            "工作单位": unit["单位名称"],
            "人员类别": self._category(unit["单位类别"]),
            "任职起始日期": since,
            "学历": self.chance.choice(("高中", "大专", "大专", "本科", "本科", "研究生")),
            "开户银行": "演示农村商业银行",
            "银行账号": f"9999{number:015d}",
        }
        if number % 17 == 0:
            person["任职终止日期"] = self.chance.choice((datetime.date(2024, 6, 30), datetime.date(2025, 3, 12)))
        if unit["单位名称"] in self.filed and number % 3:
            person["岗位名称"] = "社会工作岗"
        if self.chance.random() < 0.62:
            person |= self._certificate(number, self.chance.choice(LEVELS))
        return person

    def _employer(self, number: int) -> Row:
        committees = [unit for unit in self.employers if unit["单位类别"] in ("社区居委会", "村委会")]
        others = [unit for unit in self.employers if unit not in committees]
        return self.chance.choice(committees if number % 5 < 3 else others)

    def _category(self, kind: str) -> str:
        match kind:
            case "社区居委会":
                return "社区工作者"
            case "村委会":
                return "村（居）干部"
            case "事业单位" | "公立医院" | "学校":
                return self.chance.choice(("事业单位在编", "事业单位聘用"))
            case "镇基层站所" | "城市社区管委会基层站所":
                return self.chance.choice(("站所干部", "站所干部", "公务员（参公）"))
            case "社区社会组织" | "其他社会组织":
                return self.chance.choice(("社会组织负责人", "社会组织专职", "社会组织专职", "社会组织兼职"))
            case _:
                return "公务员（参公）"

    def _id_number(self, number: int) -> str:
        return _numbered(BIRTH + datetime.timedelta(days=self.chance.randint(0, 365 * 34)), number % 1000)

    def _certificate(self, number: int, level: str) -> Row:
        year = self.chance.choice((2018, 2019, 2020, 2021, 2021, 2022, 2023, 2023, 2024, 2025))
        approved = datetime.date(year, 10 if year < 2022 else 6, 17)
        return {
            "证书级别": level,
            "管理号": f"DEMO{year}{number:06d}",
            "批准日期": approved,
            "签发日期": approved + datetime.timedelta(days=self.chance.randint(60, 150)),
        }

    def _second_certificate(self, person: Row, number: int) -> Row:
        year = person["批准日期"].year + 1
        later = datetime.date(year, 6, 17)
        certificate = {
            "证书级别": "社会工作师",
            "管理号": f"DEMO{year}{number + 500:06d}",
            "批准日期": later,
            "签发日期": None,
        }
        return person | certificate

    def trainings(self) -> Iterator[Row]:
        for person in self.people:
            for year in range(2022, self.today.year + 1):
                if self.chance.random() < 0.5:
                    yield {
                        "身份证号": person["身份证号"],
                        "培训名称": f"{year}年社会工作实务培训",
                        "结束日期": min(datetime.date(year, 9, 20), self.today),
                        "学时": self.chance.choice((8, 16, 24)),
                        "主办单位": "县民政局（演示）",
                    }


# What a unit has under way -------------------------------------------------------------------------


def newcomers(unit: str, today: datetime.date) -> list[Row]:
    """People of the unit who are not on record yet, each with a certificate; cells as they are typed."""
    approved = datetime.date(today.year - 1, 10, 20)
    return [
        {
            "姓名": name,
            "身份证号": _numbered(datetime.date(1988 + number, 3, 4), 900 + number),
            "工作单位": unit,
            "人员类别": "事业单位聘用",
            "任职起始日期": f"{today.year - 2}-07-01",
            "岗位名称": "社会工作岗",
            "证书级别": LEVELS[number],
            "管理号": f"DEMO{today.year - 1}9{number:05d}",
            "批准日期": str(approved),
            "学历": "本科",
            "联系电话": f"1390000{number:04d}",
            "开户银行": "演示农村商业银行",
            "银行账号": f"99998{number:014d}",
        }
        for number, name in enumerate(("谢雨晴", "温文斌", "赖佳怡", "叶子涵", "郭国强", "缪春梅"), 1)
    ]


def _numbered(born: datetime.date, number: int) -> str:
    body = f"999999{born:%Y%m%d}{number:03d}"
    return body + mod_11_2.calc_check_digit(body)


def _chinese_font() -> ImageFont.FreeTypeFont | None:
    """The font that the reports use too; without it the machine writes no Chinese into pictures."""
    try:
        return ImageFont.truetype("NotoSansCJK-Regular.ttc", 64)
    except OSError:
        return None


def certificate_scan(row: Row) -> bytes:
    """A picture that looks like a scanned certificate and says that it is none."""
    picture = Image.new("RGB", (1240, 877), "#fdfbf4")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, 1200, 837), outline="#a33", width=8)
    font = _chinese_font()
    words = ("演示图片，不是证书", "管理号", "批准日期") if font else ("DEMO - NOT A CERTIFICATE", "No.", "Date")
    texts = (words[0], f"{words[1]} {row['管理号']}", f"{words[2]} {row['批准日期']}")
    for line, text in enumerate(texts):
        draw.text((120, 200 + 140 * line), text, fill="#333", font=font, font_size=None if font else 64)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
