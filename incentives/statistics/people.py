"""The sections about people: holders by each dimension, and who is new."""

from collections import Counter
from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.http import urlencode

from dingnan_sw.lib import charts
from incentives.statistics.bands import AGE_BANDS, EDUCATION_GROUPS
from incentives.statistics.county import Holder, Year
from incentives.statistics.section import Line, Measure, Section
from positions.models import Town
from positions.vocabulary import UnitKind
from talent.vocabulary import SHORT_LEVELS, Level

LEVELS = tuple(str(level.label) for level in Level)
SHORT = tuple(SHORT_LEVELS[level] for level in Level)
SEXES = ("男", "女")
FIRST = ("首次持证", "此前已持证")
COMPARED = (Measure("上年合计"), Measure("比上年增减"))
ONCE = "每人计一次：按最高级别，按当日最早开始的任职所在单位。"

# field of a Holder → (words, the values that always have a line).
DIMENSIONS: dict[str, tuple[str, Callable[[], Sequence[str]]]] = {
    "level": ("证书级别", lambda: LEVELS),
    "kind": ("单位类别", lambda: tuple(UnitKind.values)),
    "town": ("所属镇", lambda: tuple(Town.objects.values_list("name", flat=True))),
    "sex": ("性别", lambda: SEXES),
    "age": ("年龄", lambda: AGE_BANDS),
    "education": ("学历", lambda: EDUCATION_GROUPS),
}


def list_url(part: str, year: Year, **chosen: str) -> str:
    """The list behind a number."""
    return f"{reverse('statistics-list', args=[part])}?{urlencode({'year': year.year, **chosen})}"


def by_dimension(name: str, year: Year) -> Section:
    """Holders by one dimension, each line split by level (by sex where the levels are the lines)."""
    words, _ = DIMENSIONS[name]
    across, parts, heads = ("sex", SEXES, SEXES) if name == "level" else ("level", LEVELS, SHORT)
    lines = [_line(name, label, across, parts, year) for label in _labels(name, year)]
    stacks = [charts.Stack(line.label, [int(value or 0) for value in line.values[: len(parts)]]) for line in lines]
    return Section(
        key=f"holders-{name}",
        title=f"持证人员按{words}",
        first=words,
        measures=(*map(Measure, heads), Measure("合计", across=len(parts)), *COMPARED),
        lines=lines,
        note=ONCE,
        chart=charts.stacked(f"{year.on} 在职持证人员按{words}", heads, stacks),
    )


def _labels(name: str, year: Year) -> list[str]:
    """The values that always have a line, and others that occur."""
    fixed = DIMENSIONS[name][1]()
    seen = {getattr(one, name) for one in (*year.holders, *year.before.holders)}
    return [*fixed, *sorted(seen.difference(fixed))]


def _line(name: str, label: str, across: str, parts: Sequence[str], year: Year) -> Line:
    own = [one for one in year.holders if getattr(one, name) == label]
    counts = Counter(getattr(one, across) for one in own)
    last = sum(getattr(one, name) == label for one in year.before.holders)
    links = {place: list_url("holders", year, **{name: label, across: part}) for place, part in enumerate(parts)}
    links |= {
        len(parts): list_url("holders", year, **{name: label}),
        len(parts) + 1: list_url("holders", year.before, **{name: label}),
    }
    return Line(label, (*(counts[part] for part in parts), len(own), last, len(own) - last), links)


def by_kind_and_town(year: Year) -> Section:
    """Where the holders of each kind of unit are."""
    towns = _labels("town", year)
    counts = Counter((one.kind, one.town) for one in year.holders)
    return Section(
        key="holders-kind-town",
        title="持证人员按单位类别和镇",
        first="单位类别",
        measures=(*map(Measure, towns), Measure("合计", across=len(towns))),
        lines=[_crossed(kind, towns, counts, year) for kind in _labels("kind", year)],
        note=ONCE,
    )


def _crossed(kind: str, towns: Sequence[str], counts: Counter[tuple[str, str]], year: Year) -> Line:
    values = [counts[kind, town] for town in towns]
    links = {place: list_url("holders", year, kind=kind, town=town) for place, town in enumerate(towns)}
    return Line(kind, (*values, sum(values)), links | {len(towns): list_url("holders", year, kind=kind)})


def new_certificates(year: Year) -> Section:
    """Obtained in the year: by people who had none before, and by others."""
    lines = [_obtained(level, year) for level in Level]
    return Section(
        key="new",
        title="当年取得证书",
        first="证书级别",
        measures=(*map(Measure, FIRST), Measure("合计", across=2), *COMPARED),
        lines=lines,
        note="按证书取得日期统计，含已调出和不在职的人员；首次持证的人次就是新增持证人数。",
        chart=charts.stacked(
            f"{year.year} 年取得的证书",
            FIRST,
            [charts.Stack(line.label, [int(value or 0) for value in line.values[:2]]) for line in lines],
        ),
    )


def _obtained(level: Level, year: Year) -> Line:
    again = [one.again for one in year.certificates if one.level == level]
    last = sum(one.level == level for one in year.before.certificates)
    words = str(level.label)
    links = {place: list_url("certificates", year, level=words, first=first) for place, first in enumerate(FIRST)}
    links |= {2: list_url("certificates", year, level=words), 3: list_url("certificates", year.before, level=words)}
    return Line(words, (again.count(False), again.count(True), len(again), last, len(again) - last), links)


def dimension_of(name: str) -> Callable[[Holder], str]:
    return lambda one: str(getattr(one, name))
