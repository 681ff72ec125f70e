"""The facts that the clauses ask about, and how a person stands on a day.

Intervals are half-open: since ≤ day < until, until None is open.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from incentives.rules.vocabulary import Level, Reason


@dataclass(frozen=True, slots=True)
class Interval:
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the bureau has decided about a doubt that kept a bonus waiting (认定), and about how much money."""

    doubt: Reason
    granted: bool
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CertificateFact:
    """Held from obtained_on until the day before revoked_on; of rulings on one doubt the last one counts.

    registered: its first registration, or a later one, was granted, whatever became of it since.
    """

    level: Level
    number: str
    exam_year: int
    obtained_on: date
    revoked_on: date | None = None
    rulings: tuple[Ruling, ...] = ()
    registered: bool = False

    def granted(self, doubt: Reason, amount: Decimal) -> bool | None:
        """What was decided about the doubt and this very amount; None as long as it waits."""
        said = [ruling.granted for ruling in self.rulings if (ruling.doubt, ruling.amount) == (doubt, amount)]
        return said[-1] if said else None

    def held(self, day: date) -> bool:
        return Interval(self.obtained_on, self.revoked_on).covers(day)


@dataclass(frozen=True, slots=True)
class ServiceFact:
    """A service; `filed` are the times in a social-work post of the unit while that post was on file."""

    unit: str
    kind: str
    category: str
    since: date
    until: date | None = None
    filed: tuple[Interval, ...] = ()

    def covers(self, day: date) -> bool:
        return Interval(self.since, self.until).covers(day)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    certificates: tuple[CertificateFact, ...] = ()
    services: tuple[ServiceFact, ...] = ()

    def services_on(self, day: date) -> list[ServiceFact]:
        """The services of that day, the one that began first before the others, then by unit name."""
        return sorted((s for s in self.services if s.covers(day)), key=lambda s: (s.since, s.unit))

    def level_on(self, day: date) -> Level | None:
        """The highest level held that day."""
        return max((c.level for c in self.certificates if c.held(day)), default=None)


@dataclass(frozen=True, slots=True, order=True)
class Engagement:
    """A service as it stands on one day: all that the allowance asks about it."""

    kind: str
    category: str
    in_filed_post: bool


@dataclass(frozen=True, slots=True)
class AllowanceFacts:
    """What a month's allowance depends on.

    level: the highest held on the last day of the month before. eve and first: the services of that day and of the month's
    first day, each list in the order in which a unit is chosen (began first, then unit name).
    """

    level: Level | None
    eve: tuple[Engagement, ...]
    first: tuple[Engagement, ...]


def engagements(person: PersonFacts, day: date) -> tuple[Engagement, ...]:
    return tuple(
        Engagement(service.kind, service.category, any(spell.covers(day) for spell in service.filed))
        for service in person.services_on(day)
    )
