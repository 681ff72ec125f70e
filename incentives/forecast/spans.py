"""What carries coverage through time: holders in service, filed posts and who stands in them, each from a day to a day with why it ends."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from dingnan_sw.lib.dates import ONE_DAY, covers
from incentives.facts import covered_committees
from incentives.projection import projected
from incentives.rules.facts import CertificateFact, Interval, ServiceFact
from incentives.rules.rulebook import RuleBook
from positions.models import Post, Unit
from talent.models import Certificate, Person, Posting, Service

TOWNS = ("services__unit__town", "services__unit__community__town")
RETIREMENT = "按身份证号的出生日期和法定退休年龄推算"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit: committee is the code of the counted community whose committee it is, near that of the one it stands in."""

    unit: str
    town: str
    committee: str
    near: str


@dataclass(frozen=True, slots=True)
class Span:
    """since ≤ day < until; key tells people (or posts) apart; why and source say what ends it, both empty while nothing does."""

    key: int
    who: str
    url: str
    place: Place
    since: datetime.date
    until: datetime.date | None
    why: str
    source: str

    def covers(self, day: datetime.date) -> bool:
        return covers(self.since, self.until, day)


@dataclass(slots=True)
class Spans:
    """holders: in service with a certificate, in any unit; posts: of committees; postings: in a committee's filed post."""

    holders: list[Span] = field(default_factory=list)
    posts: list[Span] = field(default_factory=list)
    postings: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class End:
    """When something is over, and why; day None: not as far as is known."""

    day: datetime.date | None
    why: str = ""
    source: str = ""


# A time from a day to its end.
Time = tuple[datetime.date, End]


def spans(today: datetime.date, through: datetime.date, book: RuleBook) -> Spans:
    """All that still holds on some day from today on, in a fixed number of queries."""
    places = covered_committees()
    found = Spans(posts=[_post_span(post, _place(post.unit, places)) for post in _posts(today, places)])
    for person, facts in projected(_people(today, places), book, through, today, TOWNS):
        held = _held(facts.certificates)
        for service, fact in zip(person.services.all(), facts.services, strict=True):
            end, place = _service_end(person, service, fact), _place(service.unit, places)
            found.holders += _cut(person, place, service.since, end, held)
            if place.committee:
                found.postings += _cut(person, place, service.since, end, _posted(service))
    found.holders, found.postings = (
        [one for one in some if one.until is None or one.until > today] for some in (found.holders, found.postings)
    )
    return found


def _people(today: datetime.date, committees: dict[int, str]) -> QuerySet[Person]:
    """Who may count for coverage from today on: in service, with a certificate or in a committee's post."""
    lasting = Q(until__isnull=True) | Q(until__gt=today)
    mine = {"person": OuterRef("pk")}
    serving = Exists(Service.objects.filter(lasting, **mine))
    holding = Certificate.objects.filter(Q(revoked_on__isnull=True) | Q(revoked_on__gt=today), **mine)
    posted = Posting.objects.filter(lasting, service__person=OuterRef("pk"), service__unit__in=committees)
    people = Person.objects.defer("phone", "bank_account").filter(serving).filter(Exists(holding) | Exists(posted))
    return people.order_by("pk")


def _posts(today: datetime.date, committees: dict[int, str]) -> QuerySet[Post]:
    lasting = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=today), unit__in=committees)
    return lasting.select_related("unit__town", "unit__community__town").order_by("pk")


def _place(unit: Unit, committees: dict[int, str]) -> Place:
    near = unit.community
    town = unit.town or (near.town if near else None)
    return Place(unit.name, town.name if town else "", committees.get(unit.pk, ""), near.code if near else "")


# What ends it -------------------------------------------------------------------------------------


def _post_span(post: Post, place: Place) -> Span:
    why = f"岗位备案到 {post.withdrawn_on} 止" if post.until else ""
    url = reverse("post", args=[post.pk])
    return Span(post.pk, post.name, url, place, post.since, post.until, why, "岗位备案登记" if why else "")


def _service_end(person: Person, service: Service, fact: ServiceFact) -> End:
    """fact is the service as foreseen: where it ends before what is recorded, the age ends it."""
    if fact.until is None:
        return End(None)
    if fact.until != service.until:
        return End(fact.until, f"{fact.until - ONE_DAY} 到退休年龄（{person.sex}，{person.born} 出生）", RETIREMENT)
    return End(fact.until, f"任职到 {service.ended_on} 止", "任职登记")


def _held(certificates: Sequence[CertificateFact]) -> list[Time]:
    """The times in which at least one certificate is held."""
    merged: list[Interval] = []
    for fact in sorted(certificates, key=lambda one: one.obtained_on):
        own = Interval(fact.obtained_on, fact.revoked_on)
        if merged and (merged[-1].until is None or own.since <= merged[-1].until):
            merged[-1] = Interval(merged[-1].since, _later(merged[-1].until, own.until))
        else:
            merged.append(own)
    return [(one.since, End(one.until, f"证书自 {one.until} 起撤销", "证书登记")) for one in merged]


def _later(one: datetime.date | None, other: datetime.date | None) -> datetime.date | None:
    return None if one is None or other is None else max(one, other)


def _posted(service: Service) -> list[Time]:
    """The times in a post while it is on file."""
    found = []
    for one in service.postings.all():
        own = End(one.until, f"上岗到 {one.left_on} 止", "上岗登记")
        filed = End(one.post.until, f"岗位备案到 {one.post.withdrawn_on} 止", "岗位备案登记")
        found.append((max(one.since, one.post.since), _first(own, filed)))
    return found


def _first(*ends: End) -> End:
    """The one that comes first; of ends without a day nothing is told."""
    return min((end for end in ends if end.day), key=lambda end: end.day or datetime.date.max, default=End(None))


def _cut(person: Person, place: Place, since: datetime.date, end: End, times: Iterable[Time]) -> Iterator[Span]:
    """The times as far as they lie in the service; what comes first ends them."""
    url = reverse("person", args=[person.pk])
    for begun, own in times:
        last, begins = _first(end, own), max(since, begun)
        if last.day is None or begins < last.day:
            yield Span(person.pk, person.name, url, place, begins, last.day, last.why, last.source)
