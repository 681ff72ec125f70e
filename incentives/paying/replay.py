"""A person's facts as the registers stated them at each moment after a cut, rebuilt from the recorded events."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.db.models import Q

from dingnan_sw.lib.history import DELETED, UPDATED, event_model
from incentives.models import Ruling
from incentives.paying.known import Cut
from incentives.rules.facts import CertificateFact, Interval, PersonFacts, ServiceFact
from incentives.rules.facts import Ruling as RulingFact
from incentives.rules.vocabulary import Level, Reason
from positions.models import Post, Unit
from talent.learning.models import Registration
from talent.learning.vocabulary import Progress
from talent.models import Certificate, Posting, Service
from talent.rolls.models import Checked

# What of a row the rules look at; a change of anything else changes no amount.
LOOKED_AT = {
    Certificate: ("person_id", "level", "number", "stated_exam_year", "approved_on", "issued_on", "revoked_on"),
    Service: ("person_id", "unit_id", "category", "since", "until"),
    Posting: ("service_id", "post_id", "since", "until"),
    Post: ("since", "until"),
    Unit: ("kind", "name"),
    Registration: ("person_id", "level", "progress", "state"),
}
Key = tuple[type, int]
Rows = dict[Key, Any]


@dataclass(slots=True)
class Happening:
    """One event of a row, beside the state before it (None: the row is new). A ruling has no state before."""

    register: Any
    before: Any
    record: Any

    @property
    def matters(self) -> bool:
        if self.register is Ruling or self.before is None or self.record.pgh_label != UPDATED:
            return True
        return any(getattr(self.before, name) != getattr(self.record, name) for name in LOOKED_AT[self.register])


@dataclass(slots=True)
class Moment:
    """What one act changed of a person's facts, and how they stood after it."""

    at: datetime.datetime
    facts: PersonFacts
    happenings: list[Happening] = field(default_factory=list)


@dataclass(slots=True)
class Course:
    """How a person's facts stood at the cut, and each moment after it, in order."""

    start: PersonFacts
    moments: list[Moment]


def courses(people: Sequence[int], since: Cut) -> dict[int, Course]:
    """The courses of all these people, in a fixed number of queries."""
    events = _Events(people, since)
    return {person: events.course(person) for person in people}


class _Events:
    def __init__(self, people: Sequence[int], since: Cut) -> None:
        self.since = since
        certificates = _of_rows(Certificate, Q(person__in=people))
        services = _of_rows(Service, Q(person__in=people))
        postings = _of_rows(Posting, Q(service__in=_keys(services)))
        posts = _of_rows(Post, Q(pgh_obj__in={record.post_id for record in postings}))
        units = _of_rows(Unit, Q(pgh_obj__in={record.unit_id for record in services}))
        registrations = _of_rows(Registration, Q(person__in=people))
        rulings = Ruling.objects.filter(certificate__in=_keys(certificates)).select_related("by").order_by("pk")
        self.certificates, self.services = _by(certificates, "person_id"), _by(services, "person_id")
        self.postings, self.registrations = _by(postings, "service_id"), _by(registrations, "person_id")
        self.posts, self.units = _by(posts, "pgh_obj_id"), _by(units, "pgh_obj_id")
        self.rulings = _by(rulings, "certificate_id")
        self.histories = {
            register: _by(records, "pgh_obj_id")
            for register, records in (
                (Certificate, certificates), (Service, services), (Posting, postings), (Post, posts), (Unit, units),
                (Registration, registrations),
            )
        }  # fmt: skip

    def course(self, person: int) -> Course:
        state: Rows = {}
        later: dict[tuple[datetime.datetime, Any], list[Happening]] = defaultdict(list)
        for register, record in self._records(person):
            happening = Happening(register, None, record)
            if self._is_later(register, record):
                later[_act(register, record)].append(happening)
                continue
            state[_key(register, record)] = record
        start = self._facts(person, state)
        return Course(
            start, [self._moment(person, at, acts, state) for (at, _), acts in sorted(later.items(), key=_when)]
        )

    def _moment(self, person: int, at: datetime.datetime, happenings: list[Happening], state: Rows) -> Moment:
        for happening in happenings:
            key = _key(happening.register, happening.record)
            happening.before = state.get(key)
            state[key] = happening.record
        return Moment(at, self._facts(person, state), [one for one in happenings if one.matters])

    def _records(self, person: int) -> Iterator[tuple[Any, Any]]:
        """Every event that ever touched what is, or was, the person's; each row's in order."""
        certificates = {record.pgh_obj_id for record in self.certificates[person]}
        services = {record.pgh_obj_id for record in self.services[person]}
        postings = {record.pgh_obj_id for service in services for record in self.postings[service]}
        posts = {record.post_id for service in services for record in self.postings[service]}
        units = {record.unit_id for service in services for record in self.histories[Service][service]}
        registrations = {record.pgh_obj_id for record in self.registrations[person]}
        for register, keys in (
            (Certificate, certificates), (Service, services), (Posting, postings), (Post, posts), (Unit, units),
            (Registration, registrations),
        ):  # fmt: skip
            for key in sorted(keys):
                yield from ((register, record) for record in self.histories[register][key])
        for certificate in sorted(certificates):
            yield from ((Ruling, ruling) for ruling in self.rulings[certificate])

    def _is_later(self, register: Any, record: Any) -> bool:
        last = self.since.get(register._meta.label, 0)
        return (record.pk if register is Ruling else record.pgh_id) > last

    def _facts(self, person: int, state: Rows) -> PersonFacts:
        living = {key: record for key, record in state.items() if getattr(record, "pgh_label", "") != DELETED}
        certificates = [record for (register, _), record in living.items() if register is Certificate]
        services = [record for (register, _), record in living.items() if register is Service]
        registered = {
            record.level
            for (register, _), record in living.items()
            if register is Registration and record.person_id == person and _recognised(record)
        }
        return PersonFacts(
            tuple(_certificate(one, living, registered) for one in certificates if one.person_id == person),
            tuple(_service(one, living) for one in services if one.person_id == person),
        )


def _recognised(record: Any) -> bool:
    """Events from before it was written down have the rest by which it is known."""
    return bool(record.recognised or (record.progress == Progress.GRANTED and record.state == Checked.CHECKED))


def _certificate(record: Any, living: Rows, registered: set[int]) -> CertificateFact:
    obtained = record.issued_on or record.approved_on
    rulings = [
        one for (register, _), one in living.items() if register is Ruling and one.certificate_id == record.pgh_obj_id
    ]
    return CertificateFact(
        Level(record.level),
        record.number,
        record.stated_exam_year or record.approved_on.year,
        obtained,
        record.revoked_on,
        tuple(RulingFact(Reason(one.doubt), one.granted, one.amount) for one in sorted(rulings, key=attrgetter("pk"))),
        record.level in registered,
    )


def _service(record: Any, living: Rows) -> ServiceFact:
    unit = living.get((Unit, record.unit_id))
    filed = []
    for (register, _), posting in living.items():
        if register is not Posting or posting.service_id != record.pgh_obj_id:
            continue
        post = living.get((Post, posting.post_id))
        if post is not None:
            filed.append(_overlap(posting, post))
    return ServiceFact(
        unit.name if unit else "",
        unit.kind if unit else "",
        record.category,
        record.since,
        record.until,
        tuple(spell for spell in filed if spell is not None),
    )


def _overlap(posting: Any, post: Any) -> Interval | None:
    since = max(posting.since, post.since)
    until = min((day for day in (posting.until, post.until) if day), default=None)
    return Interval(since, until) if until is None or since < until else None


def _of_rows(register: Any, touching: Q) -> list[Any]:
    """All events of the rows that the condition ever held for."""
    events = event_model(register).objects
    rows = events.filter(touching).values("pgh_obj_id")
    return list(events.filter(pgh_obj_id__in=rows).select_related("pgh_context").order_by("pgh_id"))


def _keys(records: Iterable[Any]) -> set[int]:
    return {record.pgh_obj_id for record in records}


def _by(records: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for record in records:
        found[getattr(record, name)].append(record)
    return found


def _key(register: Any, record: Any) -> Key:
    return register, record.pk if register is Ruling else record.pgh_obj_id


def _act(register: Any, record: Any) -> tuple[datetime.datetime, Any]:
    """What happened in one transaction, in one context, is one act."""
    if register is Ruling:
        return record.at, None
    return record.pgh_created_at, record.pgh_context_id


def _when(item: tuple[tuple[datetime.datetime, Any], Any]) -> tuple[datetime.datetime, str]:
    (at, context), _ = item
    return at, str(context)
