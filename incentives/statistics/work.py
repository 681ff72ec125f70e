"""The sections about posts, targets, money, exams and the years before."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count
from django.urls import reverse

from dingnan_sw.lib import charts
from dingnan_sw.lib.figures import percent
from incentives.budget import execution
from incentives.budget.vocabulary import TO_PERSONS, Item
from incentives.paying.flow import State
from incentives.paying.models import Batch, Entry
from incentives.rules.vocabulary import NOTHING
from incentives.statistics.county import Year
from incentives.statistics.people import COMPARED, list_url
from incentives.statistics.section import Line, Measure, Section
from positions.vocabulary import SetupMode, UnitKind
from talent.exams.models import ExamRegistration
from talent.exams.vocabulary import Result
from talent.vocabulary import Level

MODES = tuple(str(mode) for mode in SetupMode)
HUNDRED = Decimal(100)
MOST_YEARS = 5

# Posts ------------------------------------------------------------------------------------------


def filed_posts(year: Year) -> Section:
    """一（二）2: by unit kind and by the three ways in which a post comes into being."""
    lines = [_posts(kind, year) for kind in UnitKind.values]
    return Section(
        key="posts",
        title="备案岗位",
        first="单位类别",
        measures=(
            *map(Measure, MODES),
            Measure("合计", across=len(MODES)),
            Measure("核定人数"),
            Measure("设岗单位"),
            *COMPARED,
        ),
        lines=lines,
        note="岗位按备案的条数统计；核定人数是各岗位登记的岗位数之和。",
        chart=charts.stacked(
            f"{year.on} 备案岗位按设置方式",
            MODES,
            [charts.Stack(line.label, [int(value or 0) for value in line.values[:3]]) for line in lines],
        ),
    )


def _posts(kind: str, year: Year) -> Line:
    own = [post for post in year.posts if post.kind == kind]
    modes = [sum(post.mode == mode for post in own) for mode in MODES]
    last = sum(post.kind == kind for post in year.before.posts)
    values = (*modes, len(own), sum(post.headcount for post in own), len({post.unit_id for post in own}))
    links = {place: list_url("posts", year, kind=kind, mode=mode) for place, mode in enumerate(MODES)}
    links |= {3: list_url("posts", year, kind=kind), 6: list_url("posts", year.before, kind=kind)}
    return Line(kind, (*values, last, len(own) - last), links)


# Targets ----------------------------------------------------------------------------------------


def targets(year: Year) -> Section:
    """一（一）、三（二）: what is reached of what is to be, this year and the last."""
    now, before = _standings(year), _standings(year.before)
    coverage = f"{reverse('coverage')}?on={year.on}"
    lines = [
        Line(words, (done, due, rate, target, last, _less(rate, last)), {0: f"{coverage}{anchor}"})
        for (words, done, due, rate, target, anchor), (_, _, _, last, _, _) in zip(now, before, strict=True)
    ]
    found = year.coverage.totals
    return Section(
        key="targets",
        title="目标完成情况",
        first="指标",
        measures=(
            Measure("完成数", total=False),
            Measure("应有数", total=False),
            Measure("比率", "decimal", total=False),
            Measure("目标", "decimal", total=False),
            Measure("上年比率", "decimal", total=False),
            Measure("比上年增减", "decimal", total=False),
        ),
        lines=lines,
        note="持证人数与人口之比以‰计，应有数是常住人口；其余以%计。依据：一（一）、三（二）。",
        chart=charts.bars(
            f"{year.on} 社区（村）的配备",
            [
                charts.Bar("社区有持证", found.urban_staffed, found.urban),
                charts.Bar("已设岗", found.posted, found.count),
                charts.Bar("有持证", found.staffed, found.count),
                charts.Bar("两项都有", found.both, found.count),
            ],
        ),
    )


Standing = tuple[str, int, int | None, Decimal | None, Decimal, str]


def _standings(year: Year) -> list[Standing]:
    """(words, done, due, rate, target, where on the coverage page)."""
    found, on = year.coverage, year.on
    totals, ratio, training = found.totals, found.ratio, found.training
    per_mille = Decimal(year.book.measure("holders_target", on=on).values["per_mille"])
    percent = Decimal(year.book.measure("training_target", on=on).values["percent"])
    return [
        ("在职持证人数与常住人口之比（‰）", ratio.holders, ratio.population, ratio.per_mille, per_mille, ""),
        _share("社区（居委会）有持证人员（%）", totals.urban_staffed, totals.urban),
        _share("城乡社区已设岗（%）", totals.posted, totals.count),
        _share("城乡社区有持证人员（%）", totals.staffed, totals.count),
        _share("城乡社区两项都有（%）", totals.both, totals.count),
        ("在岗培训率（%）", training.trained, training.in_post, training.rate, percent, "#training"),
    ]


def _share(words: str, done: int, due: int) -> Standing:
    return words, done, due, percent(done, due), HUNDRED, "#gaps"


def _less(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None else now - before


# Money ------------------------------------------------------------------------------------------


def money(year: Year) -> Section:
    """What was granted, entered in the ledger and confirmed by the bank."""
    return Section(
        key="money",
        title="奖励和津贴资金",
        first="项目",
        measures=(
            Measure("下达预算（元）", "money"),
            Measure("已入账（元）", "money"),
            Measure("银行已付（元）", "money"),
            Measure("入账人数", total=False),
            Measure("送财政批次"),
            Measure("上年入账（元）", "money"),
            Measure("入账比上年增减（元）", "money"),
        ),
        lines=[_paid(item, year) for item in TO_PERSONS],
        note="已入账：已送财政的批次，按考试年度和津贴月份所属年度统计；银行已付和批次按当年办理统计，含以前年度的补发。",
    )


def _paid(item: Item, year: Year) -> Line:
    entered, last = (execution.executed(one, item) for one in (year.year, year.year - 1))
    people = Entry.objects.live().filter(item=item, year=year.year).values("person").distinct().count()
    sent = Batch.objects.filter(kind=item, steps__state=State.SENT, steps__on__year=year.year).distinct().count()
    granted = execution.granted(year.year, item) or NOTHING
    banked = execution.through_the_bank(year.year, item)
    links = {0: f"{reverse('budget-execution')}?year={year.year}", 4: reverse("batches")}
    return Line(str(item.label), (granted, entered, banked, people, sent, last, entered - last), links)


# Exams ------------------------------------------------------------------------------------------


def exams(year: Year) -> Section:
    """三（一）: who was registered for the exam of the year, and how it ended."""
    now, before = _registered(year.year), _registered(year.year - 1)
    lines = [_exam(level, now, before, year) for level in Level]
    return Section(
        key="exams",
        title="考试报名和合格",
        first="报考级别",
        measures=(
            *(Measure(str(result.label)) for result in RESULTS),
            Measure("报名合计", across=len(RESULTS)),
            Measure("上年报名"),
            Measure("报名比上年增减"),
        ),
        lines=lines,
        note="按登记的考试报名统计。",
        chart=charts.stacked(
            f"{year.year} 考试年度报名",
            [str(result.label) for result in RESULTS],
            [charts.Stack(line.label, [int(value or 0) for value in line.values[:3]]) for line in lines],
        ),
    )


RESULTS = (Result.PASSED, Result.FAILED, Result.PENDING)
Registered = dict[tuple[int, str], int]


def _registered(year: int) -> Registered:
    rows = ExamRegistration.objects.filter(exam_year=year).order_by().values_list("level", "result")
    return {(level, result): count for level, result, count in rows.annotate(Count("pk"))}


def _exam(level: Level, now: Registered, before: Registered, year: Year) -> Line:
    counts = [now.get((level, result), 0) for result in RESULTS]
    last = sum(before.get((level, result), 0) for result in RESULTS)
    link = f"{reverse('roll', args=['registrations'])}?exam_year={year.year}&level={level.value}"
    return Line(str(level.label), (*counts, sum(counts), last, sum(counts) - last), {len(RESULTS): link})


# The years before ---------------------------------------------------------------------------------


def course(year: Year) -> Section:
    """How holders and money came on over five years."""
    some = _years_to(year)
    lines = [_of_year(one) for one in some]
    points = [charts.Point(line.label, int(line.values[0] or 0)) for line in lines]
    return Section(
        key="course",
        title="近五年",
        first="年度",
        measures=(
            Measure("在职持证人数", total=False),
            Measure("千分比（‰）", "decimal", total=False),
            Measure("新增持证人数"),
            Measure("考试奖励入账（元）", "money"),
            Measure("职业津贴入账（元）", "money"),
        ),
        lines=lines,
        chart=charts.line("近五年在职持证人数", points),
    )


def _years_to(year: Year) -> Sequence[Year]:
    some = [year]
    while len(some) < MOST_YEARS:
        some.insert(0, some[0].before)
    return some


def _of_year(year: Year) -> Line:
    ratio = year.ratio
    first = sum(not one.again for one in year.certificates)
    sums = [execution.executed(year.year, item) for item in (Item.BONUS, Item.ALLOWANCE)]
    links = {0: list_url("holders", year), 2: list_url("certificates", year, first="首次持证")}
    return Line(f"{year.year}年", (ratio.holders, ratio.per_mille, first, *sums), links)
