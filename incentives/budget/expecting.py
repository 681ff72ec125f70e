"""预计取证: what the registrations for the exam would cost, each passed as likely as those before it."""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal

from incentives.budget import rates
from incentives.budget.rates import CERTAIN, UNKNOWN, Range
from incentives.facts import with_facts
from incentives.projection import foreseen
from incentives.rules.exam_bonus import exam_bonus
from incentives.rules.facts import CertificateFact, PersonFacts, ServiceFact
from incentives.rules.rulebook import RuleBook
from incentives.rules.timeline import timeline
from incentives.rules.vocabulary import NOTHING, Level, Outcome
from positions.vocabulary import COMMITTEE_KINDS
from talent.exams.arrived import arrived, key
from talent.exams.models import ExamRegistration
from talent.exams.vocabulary import Result
from talent.models import Person
from talent.vocabulary import StaffCategory

# How the number of a certificate that nobody has yet is written.
EXPECTED = "预计"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one registration comes to if it is passed, how likely that is (of a hundred), and the months of allowance."""

    registration: ExamRegistration
    chance: Range
    bonus: Decimal
    allowance: Decimal
    months: int

    @property
    def level(self) -> Level:
        return Level(self.registration.level)

    @property
    def kind(self) -> str:
        return str(self.registration.unit.kind)

    @property
    def bonuses(self) -> Range:
        return self.chance.of(self.bonus)

    @property
    def allowances(self) -> Range:
        return self.chance.of(self.allowance)


def expectations(year: int, book: RuleBook, today: datetime.date) -> list[Expectation]:
    """Of the registrations that may still become certificates and cost something in the year; a bonus only of its exam year.

    Who is in the register already with the certificate is counted there.
    """
    scale = book.measure("expected_certificates", on=datetime.date(year, 1, 1))
    open_ones = ExamRegistration.objects.filter(exam_year__in=(year - 1, year)).exclude(result=Result.FAILED)
    waiting = list(open_ones.select_related("unit").order_by("exam_year", "unit__name", "name", "pk"))
    people = {one.pk: one for one in with_facts(Person.objects.filter(registrations__in=waiting)).distinct()}
    chances = {exam: rates.rates(exam, scale.values["years"]) for exam in (year - 1, year)}
    on_record = arrived((year - 1, year))
    found = []
    for one in waiting:
        if key(one) in on_record:
            continue
        chance = _chance(one, chances[one.exam_year])
        person = people.get(one.person_id) if one.person_id else None
        facts = foreseen(person, book, datetime.date(year, 12, 31), today) if person else _stranger(one)
        obtained = datetime.date(one.exam_year, scale.values["obtained_in"], 1)
        found.append(_expectation(one, chance, facts, obtained, year, book))
    return [one for one in found if one.bonus or one.allowance]


def _chance(one: ExamRegistration, rates_of: dict[Level, Range]) -> Range:
    """Of a certificate. Who passed the exam of 高级 has still to be reviewed, which nothing on record tells the end of."""
    if one.result != Result.PASSED:
        return rates_of[Level(one.level)]
    return UNKNOWN if one.level == Level.SENIOR else CERTAIN


def _expectation(
    one: ExamRegistration, chance: Range, facts: PersonFacts, obtained: datetime.date, year: int, book: RuleBook
) -> Expectation:
    """With the certificate, registered in time, and without it: the rules decide both, and the difference is what it costs."""
    certificate = CertificateFact(Level(one.level), EXPECTED, one.exam_year, obtained, registered=True)
    after = replace(facts, certificates=(*facts.certificates, certificate))
    decision = exam_bonus(certificate, after, book)
    bonus = decision.amount if decision.outcome is Outcome.PAYABLE and one.exam_year == year else NOTHING
    months, allowance = _more(facts, after, year, book)
    return Expectation(one, chance, bonus, allowance, months)


def _more(before: PersonFacts, after: PersonFacts, year: int, book: RuleBook) -> tuple[int, Decimal]:
    """In how many months of the year the certificate brings more allowance, and how much in all."""
    pairs = [
        (_owed(before, month, book), _owed(after, month, book))
        for month in (datetime.date(year, number, 1) for number in range(1, 13))
    ]
    more = [now - then for then, now in pairs if now != then]
    return len(more), sum(more, NOTHING)


def _owed(facts: PersonFacts, month: datetime.date, book: RuleBook) -> Decimal:
    (span,) = timeline(facts, month, month, book)
    return span.decision.amount


def _stranger(one: ExamRegistration) -> PersonFacts:
    """Someone not in the register: in the service of the unit that registered them, as people of such units mostly are."""
    committee = one.unit.kind in COMMITTEE_KINDS
    category = StaffCategory.COMMUNITY_WORKER if committee else StaffCategory.EMPLOYED
    service = ServiceFact(one.unit.name, str(one.unit.kind), str(category), datetime.date(one.exam_year, 1, 1))
    return PersonFacts(services=(service,))
