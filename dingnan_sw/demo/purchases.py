"""Purchases and money of the demo county: invented projects, payments and papers, in the sheets of their rolls."""

import datetime
import random
from collections.abc import Iterator

from dingnan_sw.demo.county import County, Row
from incentives.budget.vocabulary import Item

BUREAU, SUNSHINE, ELDERS, CHARITY = "演示县民政局机关", "演示阳光社工服务中心", "演示互助养老协会", "演示慈善会"
LOTTERY, BUDGET, SOCIAL = "福彩公益金", "县级一般公共预算", "社会资金"
ITEMS = (
    ("A0301", "社区老年人关爱服务", "县民政局", "扶老"),
    ("A0302", "残疾人社区康复服务", "县残联", "助残"),
    ("A0303", "困境儿童救助服务", "县民政局", "救孤"),
    ("A0304", "低保家庭帮扶服务", "县民政局", "济困"),
    ("B0101", "城乡社区治理服务", "县民政局", "城乡社区服务"),
    ("B0102", "妇女儿童关爱服务", "县妇联", "妇女儿童服务"),
    ("B0103", "青少年社会工作服务", "团县委", "青少年社会工作服务"),
)
# item, provider, way, budget, how many of the six stages are done of a project of this year
PROJECTS = (
    (0, ELDERS, "竞争性磋商", 80_000, 4),
    (1, SUNSHINE, "询价", 45_000, 3),
    (2, SUNSHINE, "限额标准以下自行采购", 30_000, 3),
    (4, CHARITY, "竞争性磋商", 60_000, 2),
    (5, SUNSHINE, "竞争性磋商", 52_000, 3),
    (6, "", "", 40_000, 1),
)
STAGES = (
    ("立项日期", "立项文号", "预算金额"),
    ("采购日期", "采购文件", "成交金额"),
    ("合同日期", "合同编号", "合同金额"),
    ("履约完成日期", "履约资料", "履约金额"),
    ("验收日期", "验收文件", "验收金额"),
    ("绩效评价日期", "绩效评价文件", "绩效得分"),
)
DAYS = (0, 35, 50, 230, 245, 270)


def rows(county: County, chance: random.Random, today: datetime.date) -> dict[str, list[Row]]:
    """The sheets of this part, for the units and people of the county; this year and the two before it."""
    projects = list(_projects(chance, today))
    return {
        "购买服务目录": list(_catalogue(today.year)),
        "购买服务项目": projects,
        "项目人员": list(_staff(county, projects)),
        "资金支出": [*_payments(projects), *_other_expenditures(today)],
        "社会资金收入": list(_receipts(today)),
        "福彩公益金公告": list(_statements(today.year)),
        "绩效目标": list(_performance(today.year)),
        "绩效指标值": list(_values(today.year)),
    }


def _catalogue(this: int) -> Iterator[Row]:
    for year in range(this - 2, this + 1):
        for code, name, department, field in ITEMS:
            yield {
                "目录编号": f"{year}-{code}", "目录年度": year, "目录编码": code, "目录项目": name, "主管部门": department,
                "领域": field,
            }  # fmt: skip


def _projects(chance: random.Random, today: datetime.date) -> Iterator[Row]:
    for year in range(today.year - 2, today.year + 1):
        ended = year < today.year
        for item, provider, way, budget, done in PROJECTS[: 4 if ended else None]:
            yield _project(chance, year, item, provider, way, budget, len(STAGES) if ended else done, today)


def _project(
    chance: random.Random, year: int, item: int, provider: str, way: str, budget: int, done: int, today: datetime.date
) -> Row:
    code, name, _, field = ITEMS[item]
    amount = budget - chance.randrange(0, 3000, 500)
    row: Row = {
        "项目名称": f"演示{year}年{name}项目", "目录编号": f"{year}-{code}", "领域": field, "购买主体": BUREAU,
        "承接主体": provider, "采购方式": way, "品牌项目": "是" if item == 0 else "否",
        "服务平台": "综治中心" if item == 4 else "", "承接条件": "依法登记，有与项目相称的专业人员和两年以上服务经验",
    }  # fmt: skip
    begun = min(datetime.date(year, 1, 15), today)
    for place, (stage, days) in enumerate(zip(STAGES[:done], DAYS, strict=False)):
        figure = {0: budget, 5: chance.randint(84, 97)}.get(place, amount)
        day = min(begun + datetime.timedelta(days=days), today)
        row |= dict(zip(stage, (day, f"演示文件{year}-{item + 1}-{place + 1}", figure), strict=True))
    return row


def _staff(county: County, projects: list[Row]) -> Iterator[Row]:
    """Three people of each provider, with a certificate where it has such people."""
    for project in projects:
        if "合同日期" not in project:
            continue
        own = [one for one in county.people if one["工作单位"] == project["承接主体"] and not one.get("任职终止日期")]
        known = {one["身份证号"]: one for one in sorted(own, key=lambda one: "证书级别" in one)}
        for place, number in enumerate(list(known)[-3:]):
            yield {
                "身份证号": number, "姓名": known[number]["姓名"], "项目名称": project["项目名称"],
                "项目职责": "项目社工" if place else "项目主管", "起始日期": project["合同日期"],
            }  # fmt: skip


def _payments(projects: list[Row]) -> Iterator[Row]:
    """Half of each contract at its start, the rest at the acceptance; a part of them from lottery money."""
    for number, project in enumerate(projects):
        source = LOTTERY if number % 2 == 0 else BUDGET
        for words, stage in (("首期款", "合同日期"), ("尾款", "验收日期")):
            if stage in project:
                name = project["项目名称"]
                yield _expenditure(source, "购买服务", name + words, project["合同金额"] // 2, project[stage], name)


def _expenditure(source: str, use: str, subject: str, amount: int, on: datetime.date, project: str = "") -> Row:
    return {
        "资金来源": source, "预算年度": on.year, "用途": use, "购买服务项目": project, "支出事项": subject, "金额": amount,
        "支出日期": on, "凭证或文号": f"演示凭证{on:%Y%m%d}",
    }  # fmt: skip


def _other_expenditures(today: datetime.date) -> Iterator[Row]:
    for year in range(today.year - 2, today.year + 1):
        day = min(datetime.date(year, 5, 20), today)
        yield _expenditure(LOTTERY, "培训", "社会工作实务培训", 18_000, day)
        yield _expenditure(LOTTERY, "社工站（点）建设", "示范社工站设备", 50_000, day)
        yield _expenditure(SOCIAL, "宣传", "社会工作主题宣传", 6_000, day)


def given(this: int) -> Iterator[tuple[int, Item, str, int]]:
    """(year, item, source, amount): this year's budget, and the money of the years whose expenditures are told."""
    yield this, Item.ALLOWANCE, BUDGET, 760_000
    yield this, Item.BONUS, BUDGET, 40_000
    yield this, Item.OTHER, BUDGET, 60_000
    yield this - 1, Item.OTHER, BUDGET, 110_000
    yield this - 2, Item.OTHER, BUDGET, 110_000
    for year in range(this - 2, this + 1):
        yield year, Item.OTHER, LOTTERY, 190_000


def _receipts(today: datetime.date) -> Iterator[Row]:
    for year in range(today.year - 2, today.year + 1):
        yield {
            "资金来源": SOCIAL, "提供方": CHARITY, "金额": 20_000 + 5_000 * (year % 3),
            "到账日期": min(datetime.date(year, 3, 18), today), "凭证或协议": f"演示捐赠协议{year}-1", "约定用途": "社会工作宣传和督导",
        }  # fmt: skip


def _statements(this: int) -> Iterator[Row]:
    for year in (this - 2, this - 1):
        yield {
            "年度": year, "实际效果": "建成示范社工站一个，服务老年人和困境儿童，服务对象满意度在九成以上。",
            "公开日期": datetime.date(year + 1, 3, 25), "公开网址或载体": "县人民政府网（演示）",
        }  # fmt: skip


def _performance(this: int) -> Iterator[Row]:
    for year in (this - 1, this):
        yield {
            "年度": year, "项目名称": "社会工作专业人才激励保障经费", "属性": "延续项目", "主管部门": "县民政局",
            "负责人": "演示民政审批", "起始日期": datetime.date(year, 1, 1), "终止日期": datetime.date(year, 12, 31),
            "总目标": "建设数量足、结构优、素质高的社会工作专业人才队伍。", "本年度目标": "津贴按月足额发放，社区都有持证人员。",
            "进度计划": "按季度发放津贴，十月至十一月发放考试奖励。",
            "自评日期": datetime.date(year + 1, 2, 20) if year < this else None,
        }  # fmt: skip


def _values(this: int) -> Iterator[Row]:
    for year, percent in ((this - 1, 93), (this, 95)):
        yield {
            "年度": year,
            "指标": "服务对象满意度",
            "指标值": 90,
            "实际完成值": percent,
            "偏差原因及改进措施": "问卷调查",
        }
