"""The rolls of 薪酬与社保公积金."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from positions.vocabulary import BUREAU, Role
from talent.appointments.rolls import PERSON, UNIT
from talent.remuneration.models import Comparator, Cover, Pay
from talent.remuneration.vocabulary import COVERS, Assessment
from talent.rolls.declared import Fault, Roll
from talent.rolls.entries import Entry, Kind
from talent.rolls.listing import declare
from talent.vocabulary import LEVEL_SYNONYMS, Level

READERS = (*BUREAU, Role.UNIT)
MOST = Decimal("9999999.99")
EARLIEST = 2000
YEAR = Entry("年度", "year", Kind.YEAR, True, least=EARLIEST, example=2021, width=8, faceted=True)
LEVEL = Entry(
    "职业水平等级",
    "level",
    Kind.CHOICE,
    True,
    options=Level,
    synonyms=LEVEL_SYNONYMS,
    example="助理社会工作师",
    width=16,
    faceted=True,
)


def _cover_faults(merged: Mapping[str, Any]) -> Iterable[Fault]:
    since, year = merged.get("since"), merged.get("year")
    if since and since.day != 1:
        yield "起始月份", f"起始月份填当月 1 日，例如 {since:%Y-%m}-01。"
    if since and year and since.year > year:
        yield "起始月份", f"起始月份晚于 {year} 年度，请核对年度或月份。"


declare(
    Roll(
        name="pay",
        title="薪酬申报",
        group="薪酬与社保公积金",
        clause="三（二）",
        model=Pay,
        lede="社会组织每年申报专业人才的薪酬，连同职业水平等级、学历、资历、业绩、岗位五项因素；只有民政局和本单位看得到。",
        entries=(
            PERSON,
            UNIT,
            YEAR,
            LEVEL,
            Entry("学历", "education", required=True, limit=100, example="本科", width=10),
            Entry("资历（年）", "seniority", Kind.COUNT, True, most=60, form="从事社会工作的年数", example=3, width=10),
            Entry("业绩", "assessment", Kind.CHOICE, True, options=Assessment, example="合格", width=10, faceted=True),
            Entry("岗位", "post", required=True, example="社会工作岗", width=18),
            Entry("年度薪酬（元）", "amount", Kind.MONEY, True, most=MOST, form="这一年计薪月数内的税前薪酬合计",
                  example="48000.00"),
            Entry("计薪月数", "months", Kind.COUNT, True, least=1, most=12, form="1 至 12", example=12, width=10),
            Entry("备注", "note", width=20),
        ),
        key=("person", "unit", "year"),
        readers=READERS,
        order="-year",
    )
)  # fmt: skip
declare(
    Roll(
        name="comparators",
        title="同等条件平均薪酬",
        group="薪酬与社保公积金",
        clause="三（二）",
        model=Comparator,
        lede="当地同等条件专业技术人员的年平均薪酬，按年度和等级各一条，写明来源；申报的薪酬与它比较。",
        entries=(
            YEAR,
            LEVEL,
            Entry("年平均薪酬（元）", "amount", Kind.MONEY, True, least=Decimal("0.01"), most=MOST, example="50000.00"),
            Entry("来源", "source", required=True, form="提供数据的单位和口径", example="县人社局统计", width=28),
            Entry("依据文件", "document", width=28),
        ),
        opens="level",
        key=("year", "level"),
        keepers=(Role.CLERK,),
        readers=READERS,
        within="",
        order="-year",
    )
)
declare(
    Roll(
        name="covers",
        title="社保和公积金",
        group="薪酬与社保公积金",
        clause="三（二）",
        model=Cover,
        lede="每年为专业人才办理的社会保险和住房公积金，一人一年一条；只有民政局和本单位看得到。",
        entries=(
            PERSON,
            UNIT,
            YEAR,
            *(
                Entry(words, name, Kind.FLAG, True, example="是", width=8, faceted=True)
                for name, words in COVERS.items()
            ),
            Entry("起始月份", "since", Kind.DAY, form="当月 1 日，如 2021-03-01", example="2021-03-01"),
            Entry("凭证", "evidence", form="缴费证明、缴存证明等", width=24),
        ),
        key=("person", "unit", "year"),
        readers=READERS,
        check=_cover_faults,
        order="-year",
    )
)
