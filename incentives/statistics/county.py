"""What a year's statistics are counted from; everything on the page, the sheets and the lists behind them is read here once."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, Min, OuterRef, Q
from django.http import QueryDict

from dingnan_sw.lib.filters import Period
from incentives import facts, reports
from incentives.reports import Coverage
from incentives.rules.coverage import HolderRatio, holder_ratio
from incentives.rules.rulebook import RuleBook
from incentives.statistics.bands import age_band, education_group
from positions.access import EVERYTHING
from positions.models import Post, Unit
from talent.models import Certificate, Person
from talent.vocabulary import Level

NO_TOWN = "没有登记所属镇"
MOST_YEARS = 30


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder in service on the day, counted once: at the highest level, in the unit of the service that began first."""

    person_id: int
    name: str
    unit_name: str
    level: str
    kind: str
    town: str
    sex: str
    age: str
    education: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A post on file on the day."""

    pk: int
    name: str
    unit_id: int
    unit_name: str
    kind: str
    mode: str
    headcount: int


def years(today: datetime.date) -> list[int]:
    """The years of which there is something to count, this one first."""
    firsts = (
        Certificate.objects.aggregate(first=Min("obtained_on"))["first"],
        Post.objects.aggregate(first=Min("since"))["first"],
    )
    earliest = min((first.year for first in firsts if first), default=today.year)
    return list(range(today.year, min(max(earliest, today.year - MOST_YEARS), today.year) - 1, -1))


def year_of(period: str) -> int:
    """The year of a sheet.

    Raises:
        ValueError: no year that a register could speak of.
    """
    year = int(period)
    if not 1900 <= year <= 2999:
        raise ValueError(f"没有 {year} 年")
    return year


def year_asked(state: QueryDict, today: datetime.date) -> Period:
    """?year= among the years there are, this one by default."""
    asked, options = state.get("year", ""), [str(year) for year in years(today)]
    error = "" if not asked or asked in options else f"没有 {asked[:10]} 年的登记，下面是 {options[0]} 年。"
    value = asked if asked in options else options[0]
    return Period("year", "年度", "select", value, [(option, f"{option} 年") for option in options], error)


class Year:
    """A year as it stood on its last day, the current one as it stands today."""

    def __init__(self, year: int, today: datetime.date, book: RuleBook) -> None:
        self.year, self.today, self.book = year, today, book
        self.on = min(datetime.date(year, 12, 31), max(today, datetime.date(year, 1, 1)))

    @cached_property
    def before(self) -> "Year":
        return Year(self.year - 1, self.today, self.book)

    @property
    def words(self) -> str:
        return f"截至{self.on}"

    @cached_property
    def holders(self) -> list[Holder]:
        people = Person.objects.with_standing(self.on, EVERYTHING).filter(level__isnull=False, unit_id__isnull=False)
        units = Unit.objects.select_related("town", "community__town").defer("phone").in_bulk()
        sealed = people.defer("phone", "bank_account").order_by("unit_name", "name", "pk")
        return [_holder(person, units[person.unit_id], self.on) for person in sealed.iterator(facts.CHUNK)]

    @cached_property
    def posts(self) -> list[Filed]:
        rows = Post.objects.filed(self.on).order_by("unit__name", "name")
        named = rows.values_list("pk", "name", "unit_id", "unit__name", "unit__kind", "setup_mode", "headcount")
        return [Filed(*row) for row in named]

    @cached_property
    def certificates(self) -> list[Certificate]:
        """Obtained in the year, each with `again`: whether the person had one before."""
        earlier = Q(obtained_on__lt=OuterRef("obtained_on")) | Q(
            Q(level__lt=OuterRef("level")) | Q(level=OuterRef("level"), pk__lt=OuterRef("pk")),
            obtained_on=OuterRef("obtained_on"),
        )
        had = Certificate.objects.filter(earlier, person=OuterRef("person"))
        own = Certificate.objects.filter(obtained_on__range=(datetime.date(self.year, 1, 1), self.on))
        return list(own.annotate(again=Exists(had)).select_related("person").order_by("obtained_on", "number"))

    @cached_property
    def coverage(self) -> Coverage:
        return reports.coverage_on(self.on, self.today, self.book)

    @property
    def ratio(self) -> HolderRatio:
        """The county's, without the rest of the coverage."""
        holders = facts.holders_in_service(self.on).count()
        return holder_ratio(holders, facts.population(self.on), self.on, self.book)


def _holder(person: Person, unit: Unit, on: datetime.date) -> Holder:
    town = unit.town or (unit.community.town if unit.community else None)
    return Holder(
        person_id=person.pk,
        name=person.name,
        unit_name=unit.name,
        level=str(Level(person.level).label),
        kind=unit.kind,
        town=town.name if town else NO_TOWN,
        sex=person.sex,
        age=age_band(person.born, on),
        education=education_group(person.education),
    )
