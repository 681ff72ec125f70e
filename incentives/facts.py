"""The bridge: what the registers say, as of a day, turned into the facts of the rules.

The only module that knows both worlds. For one day the database streams the services of everyone who holds a certificate and
the rule decides once for each distinct set of facts; for one person all facts are read and the timeline is cut.
"""

import datetime
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Collate

from dingnan_sw.lib.dates import Month
from incentives.rules.allowance import monthly_allowance
from incentives.rules.coverage import CommunityFacts, training_day
from incentives.rules.exam_bonus import booked_unit, exam_bonus, undecided, warned
from incentives.rules.facts import (
    AllowanceFacts,
    CertificateFact,
    Engagement,
    Interval,
    PersonFacts,
    Ruling,
    ServiceFact,
)
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import AllowanceDecision, Decision, Level, Outcome, Reason
from positions.access import EVERYTHING, Scope
from positions.models import Community, CommunityPopulation, CountyYear, Unit, covering
from positions.vocabulary import COMMITTEE_KINDS
from talent.models import Certificate, Person, Posting, Service, Training

CHUNK = 5000


# One person ----------------------------------------------------------------------


def certificate_fact(certificate: Certificate, registered: Container[int]) -> CertificateFact:
    """registered: the levels at which its holder has a registration that the bureau recognises."""
    return CertificateFact(
        Level(certificate.level),
        certificate.number,
        certificate.exam_year,
        certificate.obtained_on,
        certificate.revoked_on,
        tuple(Ruling(Reason(ruling.doubt), ruling.granted, ruling.amount) for ruling in certificate.rulings.all()),
        certificate.level in registered,
    )


def service_fact(service: Service) -> ServiceFact:
    """A service with the times in which it was in a filed post; its unit, postings and their posts are loaded already."""
    filed = (_while_filed(posting) for posting in service.postings.all())
    unit = service.unit
    spells = tuple(spell for spell in filed if spell is not None)
    return ServiceFact(unit.name, unit.kind, service.category, service.since, service.until, spells)


def _while_filed(posting: Posting) -> Interval | None:
    since = max(posting.since, posting.post.since)
    until = min((day for day in (posting.until, posting.post.until) if day), default=None)
    return Interval(since, until) if until is None or since < until else None


def with_facts(people: QuerySet[Person]) -> QuerySet[Person]:
    """people with all that person_facts reads, in a fixed number of queries."""
    return people.prefetch_related(
        "certificates__rulings",
        "certificate_registrations",
        Prefetch("services", Service.objects.select_related("unit")),
        Prefetch("services__postings", Posting.objects.select_related("post")),
    )


def person_facts(person: Person) -> PersonFacts:
    registered = {one.level for one in person.certificate_registrations.all() if one.recognised}
    return PersonFacts(
        tuple(certificate_fact(certificate, registered) for certificate in person.certificates.all()),
        tuple(service_fact(service) for service in person.services.all()),
    )


# 三（一） ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BonusLine:
    """unregistered: the warning that the certificate's registration is not on record, where the gate asks for one."""

    person: Person
    certificate: Certificate
    unit: str | None
    decision: Decision
    unregistered: bool = False

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def unit_name(self) -> str | None:
        return self.unit


def bonus_lines(year: int, book: RuleBook, scope: Scope = EVERYTHING) -> Iterator[BonusLine]:
    """One line for each certificate whose exam year is the year asked for, as people come; scope narrows the people."""
    holders = Certificate.objects.within(scope).filter(exam_year=year).values("person")
    people = with_facts(Person.objects.within(scope).filter(pk__in=holders).order_by("pk"))
    sight = Sight.of(scope)
    for person in people.iterator(chunk_size=1000):
        for line in person_bonuses(person, book):
            if line.certificate.exam_year == year and sight.sees(line.unit):
                yield line


@dataclass(frozen=True, slots=True)
class Sight:
    """Which units an account may read of, key → name; None is all of them."""

    units: dict[int, str] | None = None

    @classmethod
    def of(cls, scope: Scope) -> "Sight":
        return cls() if scope.county else cls(dict(Unit.objects.within(scope).values_list("pk", "name")))

    def sees(self, unit: str | None) -> bool:
        """Whether the unit, or a line booked to none, may be read."""
        return self.units is None or unit is None or unit in self.units.values()

    def sees_key(self, unit: int) -> bool:
        return self.units is None or unit in self.units


def person_bonuses(person: Person, book: RuleBook) -> list[BonusLine]:
    """A line for every certificate of a person loaded by with_facts."""
    facts = person_facts(person)
    return [
        BonusLine(
            person, certificate, booked_unit(fact, facts, book), exam_bonus(fact, facts, book), warned(fact, book)
        )
        for certificate, fact in zip(person.certificates.all(), facts.certificates, strict=True)
    ]


def undecided_bonus(line: BonusLine, book: RuleBook) -> Decision:
    """What the line, its person loaded by with_facts, would be with nothing decided about it."""
    facts = person_facts(line.person)
    fact = next(
        one
        for one in facts.certificates
        if one.number == line.certificate.number and one.level == line.certificate.level
    )
    return undecided(fact, facts, book)


def seen_bonuses(person: Person, book: RuleBook, scope: Scope) -> list[BonusLine]:
    """Those of a person's lines that scope may see."""
    sight = Sight.of(scope)
    seen = set(Certificate.objects.within(scope).filter(person=person).values_list("pk", flat=True))
    lines = person_bonuses(person, book)
    return [line for line in lines if line.certificate.pk in seen and sight.sees(line.unit)]


# 三（二） ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AllowanceLine:
    """What is owed to a person for a month; payable lines alone."""

    person_id: int
    unit_id: int
    level: Level
    decision: AllowanceDecision


# A service of the month's eve or first day, as streamed: person, unit, kind, category, of the eve, of the first, key.
Row = tuple[int, int, str, str, bool, bool, int]
PERSON, UNIT, FIRST = 0, 1, 5
# The same without what tells people apart: kind, category, of the eve, of the first, in a filed post on each.
Engaged = tuple[str, str, bool, bool, bool, bool]


def allowance_lines(month: Month, book: RuleBook, scope: Scope = EVERYTHING) -> Iterator[AllowanceLine]:
    """What is owed for the month, person by person; the rule is asked once for each distinct standing.

    Whose first certificate comes on record while this is read is passed over, as a moment before.
    """
    levels, posted = _levels_held(month.eve), (_posted_on(month.eve), _posted_on(month.first))
    sight = Sight.of(scope)
    decided: dict[tuple[Level, tuple[Engaged, ...]], AllowanceDecision] = {}
    for person_id, group in groupby(_services(month, scope), key=itemgetter(PERSON)):
        if person_id not in levels:
            continue
        rows = list(group)
        standing = levels[person_id], _engaged(rows, posted)
        if standing not in decided:
            decided[standing] = monthly_allowance(_allowance_facts(*standing), month.first, book)
        decision = decided[standing]
        if decision.outcome is not Outcome.PAYABLE or decision.chosen is None:
            continue
        unit = [row[UNIT] for row in rows if row[FIRST]][decision.chosen]
        if sight.sees_key(unit):
            yield AllowanceLine(person_id, unit, standing[0], decision)


def _levels_held(on: datetime.date) -> dict[int, Level]:
    held = Certificate.objects.held(on).order_by().values_list("person_id").annotate(level=Max("level"))
    known = {int(level): level for level in Level}
    return {person_id: known[level] for person_id, level in held.iterator(CHUNK)}


def _posted_on(day: datetime.date) -> set[int]:
    """The services in a filed post on that day."""
    posted = Posting.objects.filter(covering(day), covering(day, "post__")).order_by()
    return set(posted.values_list("service_id", flat=True))


def _services(month: Month, scope: Scope) -> Iterator[Row]:
    """Holders' services of the eve or the first day, person by person, in the order in which a unit is chosen."""
    holders = Certificate.objects.held(month.eve).values("person")
    services = Service.objects.filter(Q(until__isnull=True) | Q(until__gt=month.eve), since__lte=month.first)
    if not scope.county:
        services = services.filter(person__in=Person.objects.within(scope))
    rows = services.filter(person__in=holders).order_by("person_id", "since", Collate("unit__name", "C"))
    of_eve, of_first = (ExpressionWrapper(covering(day), BooleanField()) for day in (month.eve, month.first))
    named = rows.values_list("person_id", "unit_id", "unit__kind", "category", of_eve, of_first, "pk")
    return named.iterator(CHUNK)


def _engaged(rows: list[Row], posted: tuple[set[int], set[int]]) -> tuple[Engaged, ...]:
    on_eve, on_first = posted
    return tuple(
        [(kind, category, eve, first, pk in on_eve, pk in on_first) for _, _, kind, category, eve, first, pk in rows]
    )


def _allowance_facts(level: Level, engaged: tuple[Engaged, ...]) -> AllowanceFacts:
    return AllowanceFacts(
        level,
        tuple(Engagement(kind, category, posted) for kind, category, eve, _, posted, _ in engaged if eve),
        tuple(Engagement(kind, category, posted) for kind, category, _, first, _, posted in engaged if first),
    )


# 三（二）、一（一） ----------------------------------------------------------------------


def communities(on: datetime.date, scope: Scope = EVERYTHING) -> list[CommunityFacts]:
    """Every counted community, by code, with its committee's filed posts and the holders serving there that day."""
    committee = Q(units__kind__in=COMMITTEE_KINDS)
    rows = Community.objects.counted().within(scope).select_related("town").order_by("code")
    posts = dict(
        rows.filter(committee, covering(on, "units__posts__"))
        .values_list("pk")
        .annotate(Count("units__posts", distinct=True))
        .order_by()
    )
    serving = Service.objects.on(on).filter(person__certificates__in=Certificate.objects.held(on))
    holders = dict(
        serving.filter(unit__kind__in=COMMITTEE_KINDS, unit__community__isnull=False)
        .values_list("unit__community")
        .annotate(Count("person", distinct=True))
        .order_by()
    )
    return [
        CommunityFacts(c.code, c.name, c.town.name, c.is_village, posts.get(c.pk, 0), holders.get(c.pk, 0))
        for c in rows
    ]


def covered_committees() -> dict[int, str]:
    """The committees of counted communities, each with its community's code: what is filed and who serves there counts."""
    committees = Unit.objects.filter(kind__in=COMMITTEE_KINDS, community__in=Community.objects.counted())
    return dict(committees.values_list("pk", "community__code"))


def town_residents(on: datetime.date) -> dict[str, dict[str, int]]:
    """Of each town the residents of its counted communities by code: the latest figure not after that day's year."""
    figures = CommunityPopulation.objects.filter(year__lte=on.year, community__in=Community.objects.counted())
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = figures.order_by("year").values_list("community__town__name", "community__code", "residents")
    for town, code, residents in rows:
        found[town][code] = residents
    return found


def holders_in_service(on: datetime.date, scope: Scope = EVERYTHING) -> QuerySet[Person]:
    """Distinct people in service on that day who hold a certificate."""
    serving = Service.objects.within(scope).on(on).values("person")
    holding = Certificate.objects.held(on).values("person")
    return Person.objects.filter(pk__in=serving).filter(pk__in=holding)


def population(on: datetime.date) -> int | None:
    """The residents of the latest year on record not after that day's year."""
    figure = CountyYear.objects.filter(year__lte=on.year).order_by("-year").first()
    return figure.residents if figure else None


def in_posts(on: datetime.date, scope: Scope = EVERYTHING) -> QuerySet[Person]:
    """Distinct people in a social-work post on that day."""
    return Person.objects.filter(pk__in=Posting.objects.within(scope).on(on).values("service__person"))


def spare_holders(on: datetime.date) -> QuerySet[Service]:
    """Services of that day whose person holds a certificate but is in no post: who could fill a gap."""
    services = Service.objects.on(on).filter(person__in=holders_in_service(on)).exclude(person__in=in_posts(on))
    return services.select_related("person", "unit__town", "unit__community__town").order_by(
        "unit__name", "person__name"
    )


def trained(people: QuerySet[Person], year: int, hours: Decimal) -> QuerySet[Person]:
    """Those of people with at least so many recorded hours of training that ended in the year."""
    enough = (
        Training.objects.filter(ended_on__year=year)
        .order_by()
        .values("person")
        .annotate(sum=Sum("hours"))
        .filter(sum__gte=hours)
        .values("person")
    )
    return people.filter(pk__in=enough)


def untrained(on: datetime.date, today: datetime.date, book: RuleBook, scope: Scope = EVERYTHING) -> QuerySet[Person]:
    """People in posts whom the year's training did not reach, with the unit_name they serve in."""
    day, hours = training_day(on, today), Decimal(book.measure("training_target", on=on).values["hours"])
    people = in_posts(day, scope)
    return (
        people.exclude(pk__in=trained(people, on.year, hours)).with_standing(day, scope).order_by("unit_name", "name")
    )


# 三（三） ----------------------------------------------------------------------


def counting_holders(
    on: datetime.date, kinds: Iterable[str], categories: Iterable[str], scope: Scope = EVERYTHING
) -> list[tuple[Unit, list[Person]]]:
    """Organisations of these kinds with their distinct holders serving in these categories that day, by name."""
    services = (
        Service.objects.within(scope)
        .on(on)
        .filter(unit__kind__in=list(kinds), category__in=list(categories), person__in=holders_in_service(on))
        .select_related("unit", "person")
    )
    found: dict[Unit, dict[int, Person]] = defaultdict(dict)
    for service in services:
        found[service.unit][service.person_id] = service.person
    return [(unit, _by_name(people.values())) for unit, people in sorted(found.items(), key=lambda item: item[0].name)]


def _by_name(people: Iterable[Any]) -> list[Person]:
    return sorted(people, key=lambda person: (person.name, person.pk))
