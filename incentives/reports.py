"""What the commands print and the screens show: results in the shapes of docs/commands.md, section 2."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Max

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.exchange import in_portions
from incentives import facts
from incentives.explain import allowance_text, bonus_text, level_words
from incentives.facts import AllowanceLine, BonusLine
from incentives.rules.coverage import (
    CommunityStanding,
    CoverageTotals,
    HolderRatio,
    TrainingRate,
    community_standing,
    coverage_totals,
    holder_ratio,
    training_day,
    training_rate,
)
from incentives.rules.preference import Preference, purchase_preference
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import NOTHING, Level, Outcome
from positions.access import EVERYTHING, Scope
from positions.models import Community, Town, Unit
from talent.models import Certificate, Person, Service


def bonuses(year: int, book: RuleBook) -> dict[str, Any]:
    lines = bonus_list(year, book)
    return {
        "year": year,
        "lines": [_bonus_json(line, book) for line in lines],
        "totals": {str(outcome): total.as_json() for outcome, total in bonus_totals(lines).items()},
    }


def bonus_list(year: int, book: RuleBook, scope: Scope = EVERYTHING) -> list[BonusLine]:
    """The year's lines, sorted by ID number, level, certificate number, each by code point."""
    return sorted(facts.bonus_lines(year, book, scope), key=_bonus_order)


def _bonus_order(line: BonusLine) -> tuple[str, str, str]:
    return line.person.id_number, level_words(Level(line.certificate.level)), line.certificate.number


@dataclass(slots=True)
class Total:
    count: int = 0
    amount: Decimal = NOTHING

    def add(self, amount: Decimal) -> None:
        self.count += 1
        self.amount += amount

    def as_json(self) -> dict[str, Any]:
        return {"count": self.count, "amount": f"{self.amount:.2f}"}


def bonus_totals(lines: Iterable[BonusLine]) -> dict[Outcome, Total]:
    totals = {outcome: Total() for outcome in Outcome}
    for line in lines:
        totals[line.decision.outcome].add(line.decision.amount)
    return totals


def _bonus_json(line: BonusLine, book: RuleBook) -> dict[str, Any]:
    certificate, decision = line.certificate, line.decision
    return {
        "id_number": line.person.id_number,
        "name": line.person.name,
        "level": level_words(Level(certificate.level)),
        "certificate_number": certificate.number,
        "exam_year": certificate.exam_year,
        "obtained_on": certificate.obtained_on.isoformat(),
        "unit": line.unit,
        "outcome": str(decision.outcome),
        "amount": f"{decision.amount:.2f}",
        "reason": str(decision.reason) if decision.reason else None,
        "clause": decision.clause,
        "explanation": bonus_text(line, book),
    }


@dataclass(frozen=True, slots=True)
class AllowanceRow:
    """A line of the allowance with the people and units it names, for a page, a sheet or a command."""

    person: Person
    unit: Unit
    line: AllowanceLine
    month: Month

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def unit_name(self) -> str:
        return self.unit.name

    @property
    def explanation(self) -> str:
        return allowance_text(self.unit.name, self.line.level, self.line.decision, self.month)


def allowances(month: Month, book: RuleBook) -> dict[str, Any]:
    rows = sorted(allowance_rows(month, book), key=lambda row: row.person.id_number)
    total = Total()
    for row in rows:
        total.add(row.line.decision.amount)
    return {"month": str(month), "lines": [_allowance_json(row) for row in rows], "total": total.as_json()}


SEALED = ("id_number", "phone", "bank_account")


def allowance_rows(
    month: Month, book: RuleBook, scope: Scope = EVERYTHING, *, in_full: bool = True
) -> Iterator[AllowanceRow]:
    """What is owed for the month, people read in portions; in_full=False leaves sealed values for in_full() to read."""
    people = Person.objects.all() if in_full else Person.objects.defer(*SEALED)
    units: dict[int, Unit] = {}
    for lines in in_portions(facts.allowance_lines(month, book, scope), facts.CHUNK):
        found = people.in_bulk([line.person_id for line in lines])
        units |= Unit.objects.defer("phone").in_bulk({line.unit_id for line in lines} - units.keys())
        for line in lines:
            yield AllowanceRow(found[line.person_id], units[line.unit_id], line, month)


def in_full(rows: Sequence[AllowanceRow]) -> list[AllowanceRow]:
    """The rows of a page with their people's sealed values."""
    people = Person.objects.in_bulk([row.person.pk for row in rows])
    return [replace(row, person=people[row.person.pk]) for row in rows]


def _allowance_json(row: AllowanceRow) -> dict[str, Any]:
    decision = row.line.decision
    return {
        "id_number": row.person.id_number,
        "name": row.person.name,
        "unit": row.unit.name,
        "level": level_words(row.line.level),
        "amount": f"{decision.amount:.2f}",
        "basis": str(decision.basis),
        "clause": decision.clause,
        "explanation": row.explanation,
    }


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the county, or the part of it in scope, stands on a day."""

    on: datetime.date
    communities: list[CommunityStanding]
    totals: CoverageTotals
    ratio: HolderRatio
    training: TrainingRate

    @property
    def counted(self) -> str:
        return f"/ {self.totals.count} 个"

    @property
    def urban_counted(self) -> str:
        return f"/ {self.totals.urban} 个"

    @property
    def trained(self) -> str:
        return f"{self.training.trained} / {self.training.in_post} 人"

    @property
    def gaps(self) -> list[CommunityStanding]:
        """Communities without their post or their holder, by code."""
        return [community for community in self.communities if not community.both]


def coverage_on(on: datetime.date, today: datetime.date, book: RuleBook, scope: Scope = EVERYTHING) -> Coverage:
    standings = [community_standing(community, on, book) for community in facts.communities(on, scope)]
    holders = facts.holders_in_service(on, scope).count()
    return Coverage(
        on=on,
        communities=standings,
        totals=coverage_totals(standings),
        ratio=holder_ratio(holders, facts.population(on), on, book),
        training=training_on(on, today, book, scope),
    )


def training_on(on: datetime.date, today: datetime.date, book: RuleBook, scope: Scope = EVERYTHING) -> TrainingRate:
    """一（一）: of those in posts that year, who were trained (docs/decisions.md 4)."""
    people = facts.in_posts(training_day(on, today), scope)
    hours = Decimal(book.measure("training_target", on=on).values["hours"])
    return training_rate(people.count(), facts.trained(people, on.year, hours).count())


def coverage(on: datetime.date, today: datetime.date, book: RuleBook) -> dict[str, Any]:
    found = coverage_on(on, today, book)
    totals, ratio, training = found.totals, found.ratio, found.training
    return {
        "on": on.isoformat(),
        "communities": {
            "count": totals.count,
            "posted": totals.posted,
            "staffed": totals.staffed,
            "both": totals.both,
        },
        "urban": {"count": totals.urban, "staffed": totals.urban_staffed},
        "gaps": [_gap_json(gap) for gap in found.gaps],
        "holders": ratio.holders,
        "population": ratio.population,
        "per_mille": _text(ratio.per_mille),
        "needed": ratio.needed,
        "training": {"in_post": training.in_post, "trained": training.trained, "rate": _text(training.rate)},
    }


def _gap_json(gap: CommunityStanding) -> dict[str, Any]:
    community = gap.facts
    return {
        "code": community.code,
        "name": community.name,
        "town": community.town,
        "posted": gap.posted,
        "staffed": gap.staffed,
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:.2f}"


def spare_holders(on: datetime.date) -> dict[str, list[Service]]:
    """Holders in service but in no post that day, by the town of their unit, in order of code: who could fill a gap there."""
    towns: dict[Town | None, list[Service]] = defaultdict(list)
    for service in facts.spare_holders(on):
        towns[service.unit.town or (service.unit.community and service.unit.community.town)].append(service)
    in_order = sorted(
        ((town, some) for town, some in towns.items() if town), key=lambda item: (item[0].code, item[0].name)
    )
    return {town.name: some for town, some in in_order}


@dataclass(frozen=True, slots=True)
class TownStanding:
    town: str
    communities: list[CommunityStanding]

    @property
    def totals(self) -> CoverageTotals:
        return coverage_totals(self.communities)


def by_town(standings: Iterable[CommunityStanding]) -> list[TownStanding]:
    """The towns in the order in which their communities come."""
    towns: dict[str, list[CommunityStanding]] = defaultdict(list)
    for standing in standings:
        towns[standing.facts.town].append(standing)
    return [TownStanding(town, some) for town, some in towns.items()]


def holders_by_level(on: datetime.date, scope: Scope = EVERYTHING) -> dict[Level, int]:
    """Distinct people in service that hold a certificate that day, by the highest level."""
    holders = facts.holders_in_service(on, scope)
    highest = Certificate.objects.held(on).filter(person__in=holders).order_by().values("person")
    counts = Counter(highest.annotate(highest=Max("level")).values_list("highest", flat=True))
    return {level: counts[level] for level in Level}


def exam_years(on: datetime.date, scope: Scope = EVERYTHING) -> list[int]:
    """The exam years of the certificates on record, newest first; the current one where there is none."""
    years = Certificate.objects.within(scope).order_by().values_list("exam_year", flat=True).distinct()
    return sorted(years, reverse=True) or [on.year]


def virtual_communities(scope: Scope) -> list[Community]:
    """Listed, never counted."""
    return list(Community.objects.within(scope).virtual().select_related("town"))


@dataclass(frozen=True, slots=True)
class Organisation:
    unit: Unit
    people: list[Person]
    standing: Preference


def preference_on(on: datetime.date, book: RuleBook, scope: Scope = EVERYTHING) -> list[Organisation]:
    rule = book.measure("purchase_preference", on=on)
    counted = facts.counting_holders(on, rule.values["kinds"], rule.values["categories"], scope)
    return [Organisation(unit, people, purchase_preference(len(people), on, book)) for unit, people in counted]


def preference(on: datetime.date, book: RuleBook) -> dict[str, Any]:
    return {
        "on": on.isoformat(),
        "organisations": [
            {
                "name": organisation.unit.name,
                "holders": organisation.standing.holders,
                "recommended": organisation.standing.recommended,
                "people": [person.name for person in organisation.people],
            }
            for organisation in preference_on(on, book)
        ],
    }
