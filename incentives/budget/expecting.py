"""预计取证: what the registrations for the exam would cost, each passed as likely as those before it.

An examinee's registrations are taken together: nobody is paid for a month twice, and certificates of one year bear on each other.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from incentives.budget import rates
from incentives.budget.outcomes import Costs, Passed, outcomes, parts, steps
from incentives.budget.rates import CERTAIN, UNKNOWN, Range
from incentives.facts import with_facts
from incentives.projection import foreseen
from incentives.rules.exam_bonus import exam_bonus
from incentives.rules.facts import CertificateFact, PersonFacts, ServiceFact
from incentives.rules.rulebook import RuleBook
from incentives.rules.timeline import timeline
from incentives.rules.vocabulary import NOTHING, Level, Outcome
from positions.vocabulary import COMMITTEE_KINDS
from talent.exams.arrived import arrived, namesakes
from talent.exams.models import ExamRegistration
from talent.exams.vocabulary import Result
from talent.models import Person
from talent.vocabulary import StaffCategory

# How the number of a certificate that nobody has yet is written.
EXPECTED = "预计"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one registration adds to those of the same examinee that are counted before it, and how likely it is passed.

    examinee: the person, or the unit and name of who is not in the register; months, allowance, bonus: what it adds if all are
    passed, the bonus with what waits to be decided; waits: more does so than without it.
    """

    registration: ExamRegistration
    examinee: Any
    before: Sequence[ExamRegistration]
    chance: Range
    months: int
    allowance: Decimal
    allowances: Range
    bonus: Decimal
    bonuses: Range
    waits: bool

    @property
    def level(self) -> Level:
        return Level(self.registration.level)

    @property
    def kind(self) -> str:
        return str(self.registration.unit.kind)

    @property
    def person(self) -> int | None:
        """The key of who is in the register."""
        return self.examinee if isinstance(self.examinee, int) else None

    @property
    def brings_allowance(self) -> bool:
        return bool(self.allowance) or self.allowances != rates.NOTHING

    @property
    def brings_bonus(self) -> bool:
        return bool(self.bonus) or self.bonuses != rates.NOTHING


@dataclass(frozen=True, slots=True)
class Year:
    """A person's year by the rules: the allowance of each month, the bonuses that are payable, those that wait to be decided."""

    months: Sequence[Decimal]
    payable: Decimal
    waiting: Decimal

    @property
    def allowance(self) -> Decimal:
        return sum(self.months, NOTHING)

    @property
    def possible(self) -> Decimal:
        return self.payable + self.waiting


def expectations(year: int, book: RuleBook, today: datetime.date) -> list[Expectation]:
    """Of the registrations that may still become certificates and cost something in the year; a bonus only of its exam year.

    Who is in the register already with the certificate is counted there.
    """
    scale = book.measure("expected_certificates", on=datetime.date(year, 1, 1))
    grouped = _by_examinee(year)
    known = with_facts(Person.objects.filter(pk__in=[one for one in grouped if isinstance(one, int)]))
    people = {person.pk: person for person in known}
    chances = {exam: rates.rates(exam, scale.values["years"]) for exam in (year - 1, year)}
    found: list[Expectation] = []
    for examinee, registrations in grouped.items():
        likely = _in_order([(one, _chance(one, chances[one.exam_year])) for one in registrations])
        person = people.get(examinee)
        facts = foreseen(person, book, datetime.date(year, 12, 31), today) if person else _stranger(registrations)
        certificates = [_certificate(one, scale.values["obtained_in"]) for one, _ in likely]
        found += _together(examinee, likely, certificates, facts, year, book)
    return [one for one in found if one.brings_allowance or one.brings_bonus]


# Who ---------------------------------------------------------------------------------------------


def _by_examinee(year: int) -> dict[Any, list[ExamRegistration]]:
    """The registrations that are open, by who made them; one for each exam year and level, though it be written down twice."""
    years = (year - 1, year)
    rows = ExamRegistration.objects.filter(exam_year__in=years).exclude(result=Result.FAILED).select_related("unit")
    waiting = list(rows.order_by("exam_year", "unit__name", "name", "pk"))
    on_record, named = arrived(years), namesakes(waiting)
    grouped: dict[Any, dict[tuple[int, int], ExamRegistration]] = defaultdict(dict)
    for one in sorted(waiting, key=lambda row: (row.result != Result.PASSED, row.person_id is None)):
        examinee = _examinee(one, named)
        if on_record.isdisjoint((one.exam_year, one.level, who) for who in (examinee, one.examinee)):
            grouped[examinee].setdefault((one.exam_year, one.level), one)
    return {examinee: list(found.values()) for examinee, found in grouped.items()}


def _examinee(one: ExamRegistration, named: Mapping[tuple[int, str], set[int]]) -> Any:
    """Who is written down without the ID number is the one person of that name in the unit, if there is one."""
    people = named.get((one.unit_id, one.name), set())
    if one.person_id is None and len(people) == 1:
        return next(iter(people))
    return one.examinee


Likely = tuple[ExamRegistration, Range]


def _in_order(likely: Iterable[Likely]) -> list[Likely]:
    """What is certain before the rest, the earlier exam first, then the higher level: the allowance is of the highest."""

    def place(pair: Likely) -> tuple[bool, int, int]:
        one, chance = pair
        return chance != CERTAIN, one.exam_year, -one.level

    return sorted(likely, key=place)


def _chance(one: ExamRegistration, rates_of: dict[Level, Range]) -> Range:
    """Of a certificate. Who passed the exam of 高级 has still to be reviewed, which nothing on record tells the end of."""
    if one.result != Result.PASSED:
        return rates_of[Level(one.level)]
    return UNKNOWN if one.level == Level.SENIOR else CERTAIN


def _stranger(registrations: Sequence[ExamRegistration]) -> PersonFacts:
    """Someone not in the register: in the service of the unit that registered them, as people of such units mostly are."""
    one = min(registrations, key=lambda row: row.exam_year)
    committee = one.unit.kind in COMMITTEE_KINDS
    category = StaffCategory.COMMUNITY_WORKER if committee else StaffCategory.EMPLOYED
    service = ServiceFact(one.unit.name, str(one.unit.kind), str(category), datetime.date(one.exam_year, 1, 1))
    return PersonFacts(services=(service,))


# What --------------------------------------------------------------------------------------------


def _certificate(one: ExamRegistration, month: int) -> CertificateFact:
    """As if passed, and registered in time."""
    obtained = datetime.date(one.exam_year, month, 1)
    return CertificateFact(Level(one.level), EXPECTED, one.exam_year, obtained, registered=True)


def _together(
    examinee: Any,
    likely: Sequence[Likely],
    certificates: Sequence[CertificateFact],
    facts: PersonFacts,
    year: int,
    book: RuleBook,
) -> list[Expectation]:
    """With any of the certificates and without: the rules decide over all of the person's, and what differs is the cost."""
    years = {passed: _year(_having(facts, certificates, passed), year, book) for passed in outcomes(len(likely))}
    chances = [chance for _, chance in likely]
    allowance, payable, possible = (_more(years, name) for name in ("allowance", "payable", "possible"))
    columns = zip(
        likely, steps(years), parts(allowance, allowance, chances), parts(payable, possible, chances), strict=True
    )
    return [
        Expectation(
            registration=one,
            examinee=examinee,
            before=[other for other, _ in likely[:place]],
            chance=chance,
            months=sum(then != now for now, then in zip(without.months, having.months, strict=True)),
            allowance=having.allowance - without.allowance,
            allowances=allowances,
            bonus=having.possible - without.possible,
            bonuses=bonuses,
            waits=having.waiting > without.waiting,
        )
        for place, ((one, chance), (without, having), allowances, bonuses) in enumerate(columns)
    ]


def _having(facts: PersonFacts, certificates: Sequence[CertificateFact], passed: Passed) -> PersonFacts:
    new = tuple(one for one, is_passed in zip(certificates, passed, strict=True) if is_passed)
    return replace(facts, certificates=(*facts.certificates, *new))


def _year(facts: PersonFacts, year: int, book: RuleBook) -> Year:
    spans = timeline(facts, datetime.date(year, 1, 1), datetime.date(year, 12, 1), book)
    months = [span.decision.amount for span in spans for _ in range(span.months)]
    decisions = [exam_bonus(one, facts, book) for one in facts.certificates if one.exam_year == year]
    payable, waiting = (
        sum((one.amount for one in decisions if one.outcome is outcome), NOTHING)
        for outcome in (Outcome.PAYABLE, Outcome.HELD)
    )
    return Year(months, payable, waiting)


def _more(years: Mapping[Passed, Year], name: str) -> Costs:
    """How much more it is in each case than if nothing is passed."""
    before = min(years)
    return {passed: getattr(one, name) - getattr(years[before], name) for passed, one in years.items()}
