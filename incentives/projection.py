"""The facts of people as they will be: services end at the statutory age; ends on record stand in the facts already."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db.models import QuerySet

from dingnan_sw.lib.dates import ONE_DAY
from incentives.facts import person_facts, with_facts
from incentives.rules.facts import PersonFacts, ServiceFact
from incentives.rules.retirement import retirement_day
from incentives.rules.rulebook import RuleBook
from talent.models import Person


def projected(
    people: QuerySet[Person], book: RuleBook, through: datetime.date, today: datetime.date, also: Sequence[str] = ()
) -> Iterator[tuple[Person, PersonFacts]]:
    """People with their facts as foreseen through that day, in the order of people, which has one; also: what else is prefetched."""
    for person in with_facts(people).prefetch_related(*also).iterator(chunk_size=1000):
        yield person, foreseen(person, book, through, today)


def foreseen(person: Person, book: RuleBook, through: datetime.date, today: datetime.date) -> PersonFacts:
    """The facts of a person loaded by with_facts, services ended on the day of retirement.

    Who is past the age today and still serves stays as recorded: the register is right about the past.
    """
    facts = person_facts(person)
    ends = {category: retirement_day(person.sex, person.born, category, book) for category in _categories(facts)}
    services = tuple(_ended(service, ends[service.category], today, through) for service in facts.services)
    return replace(facts, services=services)


def _categories(facts: PersonFacts) -> set[str]:
    return {service.category for service in facts.services}


def _ended(service: ServiceFact, last: datetime.date, today: datetime.date, through: datetime.date) -> ServiceFact:
    until = last + ONE_DAY
    if not (today <= last <= through and service.since <= last):
        return service
    if service.until is not None and service.until <= until:
        return service
    return replace(service, until=until)
