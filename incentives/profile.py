"""A person's page: what is on record, and every entitlement with its reason."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.urls import reverse

from dingnan_sw.lib import history
from dingnan_sw.lib.dates import Month, until_words
from dingnan_sw.lib.table import Column, Table
from incentives import facts
from incentives.amendments.book import current_book
from incentives.applications import claims, is_claimable
from incentives.explain import OUTCOME_TONES, OUTCOME_WORDS, REASON_WORDS, Why, why_allowance, why_bonus
from incentives.facts import BonusLine
from incentives.forms import EARLIEST
from incentives.listings import UNREGISTERED
from incentives.paying.models import Batch, Line, Payment, Receivable, Settlement
from incentives.paying.vocabulary import Settling
from incentives.rules.facts import PersonFacts
from incentives.rules.rulebook import RuleBook
from incentives.rules.timeline import Span, timeline
from incentives.rules.vocabulary import NOTHING, Outcome
from positions.access import Scope
from positions.models import Unit
from positions.views import post_url, unit_url
from positions.vocabulary import REVEALERS
from talent.learning.holders import standing_of
from talent.models import Certificate, Person, Posting, Service, Training
from talent.one_page import offered
from talent.sight import still_keeps
from talent.submissions.origins import submissions_of, under_way
from talent.vocabulary import Level

SENSITIVE = (
    ("id_number", "身份证号", "masked_id"),
    ("phone", "联系电话", "masked_phone"),
    ("bank_account", "银行账号", "masked_account"),
)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One line of the bonus, or one span of months of the allowance."""

    heading: str
    detail: str
    tone: str
    outcome: str
    amount: Any
    why: Why
    url: str
    sheets: list[tuple[str, str]]


def profile(person: Person, scope: Scope, on: datetime.date) -> dict[str, Any]:
    """The context of a person's page, as far as scope sees it; person is loaded by facts.with_facts."""
    book = current_book()
    services = list(Service.objects.within(scope).filter(person=person).select_related("unit"))
    certificates = list(Certificate.objects.within(scope).filter(person=person))
    trainings = list(Training.objects.within(scope).filter(person=person))
    postings = list(
        Posting.objects.within(scope).filter(service__person=person).select_related("service__unit", "post")
    )
    spans, keeps = allowance_spans(person, scope, on), still_keeps(person, scope, on)
    standing = Person.objects.with_standing(on, scope).get(pk=person.pk)
    return {
        "person": person,
        "sensitive": SENSITIVE if keeps else SENSITIVE[:1],
        "keeps": keeps,
        "may_reveal": scope.may(*REVEALERS),
        "standing": standing,
        "level": str(Level(standing.level).label) if standing.level else "",
        "registration": standing_of(person, on) if standing.level else None,
        "services": Table(_service_columns(), services, "任职"),
        "postings": Table(_posting_columns(), postings, "上岗"),
        "certificates": Table(_certificate_columns(on), certificates, "证书"),
        "trainings": Table(_training_columns(), trainings, "培训"),
        "paid": Table(_paid_columns(scope), paid(person, scope, on), "发放情况"),
        "bonuses": [_bonus(line, book, facts.Sight.of(scope)) for line in facts.seen_bonuses(person, book, scope)],
        "allowances": spans,
        "holder_sheets": offered("holder-sheet", person.pk) if standing.level else [],
        "claims": [
            (year, offered("allowance-sheet", year, person.pk))
            for year in claims(person, book, facts.Sight.of(scope), on)
        ],
        "now": next((span for span in spans if span.current), None),
        "events": history.events([person] if keeps else [], services, postings, certificates, trainings),
        "submissions": under_way(person, scope)
        + submissions_of([person, *services, *postings, *certificates, *trainings], scope),
        "may_submit": any(service.unit_id in scope.units for service in services),
    }


def _bonus(line: BonusLine, book: RuleBook, sight: facts.Sight) -> Entitlement:
    certificate, decision = line.certificate, line.decision
    return Entitlement(
        heading=f"{certificate.exam_year} 考试年度 {certificate.get_level_display()}",
        detail=_bonus_detail(line),
        tone=OUTCOME_TONES[decision.outcome],
        outcome=OUTCOME_WORDS[decision.outcome],
        amount=decision.amount if decision.outcome is not Outcome.REFUSED else None,
        why=why_bonus(line, book, sight),
        url=reverse("bonus", args=[certificate.pk]),
        sheets=offered("bonus-sheet", certificate.pk) if is_claimable(line) else [],
    )


def _bonus_detail(line: BonusLine) -> str:
    if line.decision.reason:
        return REASON_WORDS[line.decision.reason]
    return "；".join(filter(None, (line.unit, UNREGISTERED if line.unregistered else "")))


@dataclass(frozen=True, slots=True)
class AllowanceSpan:
    """Months decided alike; sum is what they come to."""

    first: Month
    last: Month
    span: Span
    why: Why
    current: bool
    url: str

    @property
    def sum(self) -> Any:
        return self.span.decision.amount * self.span.months if self.paid else None

    @property
    def paid(self) -> bool:
        return self.span.decision.outcome is Outcome.PAYABLE

    @property
    def reason(self) -> str:
        reason = self.span.decision.reason
        return REASON_WORDS[reason] if reason else (self.span.unit or "")


def seen_months(person: Person, scope: Scope, on: datetime.date) -> list[tuple[Month, Month]]:
    """The months, from first to last, whose allowance scope may read: all, or those with a service in its units."""
    ahead = Month.of(on).plus(1)
    if scope.county:
        return [(EARLIEST, ahead)]
    services = Service.objects.within(scope).filter(person=person).order_by("since")
    ranges: list[tuple[Month, Month]] = []
    for service in services:
        first = Month.of(service.since).plus(1) if service.since.day > 1 else Month.of(service.since)
        last = min(Month.of(service.until), ahead) if service.until else ahead
        if ranges and first <= ranges[-1][1].plus(1):
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], last))
            continue
        ranges.append((first, last))
    return ranges


def allowance_spans(person: Person, scope: Scope, on: datetime.date) -> list[AllowanceSpan]:
    """From the first month that can be owed to this month, the newest first; those before the first certificate left out."""
    book, person_facts = current_book(), facts.person_facts(person)
    obtained = min((c.obtained_on for c in person_facts.certificates), default=None)
    if obtained is None:
        return []
    start = max(Month.of(obtained), Month.parse(book.measure("allowance_start", on=on).values["month"]))
    this, sight = Month.of(on), facts.Sight.of(scope)
    found: list[AllowanceSpan] = []
    for seen_from, seen_to in seen_months(person, scope, on):
        first, last = max(seen_from, start), min(seen_to, this)
        spans = timeline(person_facts, first.first, last.first, book) if first <= last else []
        found.extend(
            _span(person, person_facts, span, on, book, sight) for span in merged(spans) if sight.sees(span.unit)
        )
    return found[::-1]


def merged(spans: list[Span]) -> list[Span]:
    """Neighbours that come to the same sum, reason and unit, as one: what a reader takes for one span."""
    found: list[Span] = []
    for span in spans:
        if found and _alike(found[-1], span):
            found[-1] = Span(found[-1].first, span.last, found[-1].facts, found[-1].decision, span.unit)
            continue
        found.append(span)
    return found


def _alike(one: Span, other: Span) -> bool:
    same = (one.decision.amount, one.decision.reason, one.unit) == (
        other.decision.amount,
        other.decision.reason,
        other.unit,
    )
    return same and one.decision.outcome is other.decision.outcome


def _span(
    person: Person, person_facts: PersonFacts, span: Span, on: datetime.date, book: RuleBook, sight: facts.Sight
) -> AllowanceSpan:
    first, last = Month.of(span.first), Month.of(span.last)
    why = why_allowance(person_facts, span, book, sight)
    return AllowanceSpan(
        first, last, span, why, last == Month.of(on), reverse("allowance", args=[str(first), person.pk])
    )


# What was paid ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paid:
    """What a batch that was sent to finance came to for the person, and what the bank said.

    amount is None where a unit sees no more than that money came back which another unit's months are behind.
    """

    person_id: int
    batch: Batch
    amount: Decimal | None
    payment: Payment | None
    unpaid: str  # what became of an amount without a payment of its own

    @property
    def result(self) -> tuple[str, str]:
        return self.payment.state if self.payment else ("neutral", self.unpaid)


def paid(person: Person, scope: Scope, on: datetime.date) -> list[Paid]:
    """By batch, the newest first; a unit sees what was booked to it, and which account it has to mend now."""
    lines = Line.objects.filter(person=person, batch__in=Batch.objects.posted()).order_by()
    payments = Payment.objects.within(scope, on).filter(person=person).with_state().order_by("round")
    unpaid = _Unpaid(person)
    if not scope.county:
        lines = lines.filter(unit__in=Unit.objects.within(scope))
    sums = dict(lines.values_list("batch").annotate(sum=Sum(F("new") - F("old"))))
    last = {payment.batch_id: payment for payment in payments}
    batches = Batch.objects.filter(pk__in={*sums, *last}).order_by("-number")
    return [
        Paid(person.pk, batch, sums.get(batch.pk), last.get(batch.pk), unpaid(batch, sums.get(batch.pk, NOTHING)))
        for batch in batches
    ]


class _Unpaid:
    """What became of an amount that no payment shown is booked to: the person's net of the batch decides, whatever the unit."""

    def __init__(self, person: Person) -> None:
        self.ordered = set(Payment.objects.filter(person=person).values_list("batch", flat=True))
        self.owed = set(Receivable.objects.filter(person=person).values_list("batch", flat=True))
        set_off = Settlement.objects.filter(receivable__person=person, way=Settling.SET_OFF)
        self.set_off = set(set_off.values_list("batch", flat=True))

    def __call__(self, batch: Batch, amount: Decimal) -> str:
        if not amount:
            return "没有应付"
        if batch.pk in self.ordered and amount > 0:
            return "并入另一单位支付"
        if batch.pk in self.ordered:
            return "扣回以退票冲抵" if batch.pk in self.owed else "从另一单位的应付中扣回"
        if batch.pk in self.set_off:
            return "已冲抵" if amount > 0 else "与另一单位相抵后冲抵"
        if batch.pk in self.owed:
            return "转追回" if amount < 0 else "与另一单位相抵后转追回"
        return "与另一单位相抵，没有应付"


def _paid_columns(scope: Scope) -> tuple[Column, ...]:
    def behind(row: Paid) -> str | None:
        return reverse("batch-person", args=[row.batch.number, row.person_id]) if scope.county else None

    return (
        Column("batch", "批次", lambda row: f"第 {row.batch.number} 批", link=behind),
        Column("what", "内容", lambda row: row.batch.title),
        Column("amount", "净额（元）", lambda row: row.amount, "money"),
        Column("paid", "实发（元）", lambda row: row.payment.amount if row.payment else None, "money"),
        Column("result", "支付结果", lambda row: row.result, "tag"),
        Column("reason", "退票原因", lambda row: row.payment.reason if row.payment else "", wrap=True),
    )


# What is on record --------------------------------------------------------------------------------


def _service_columns() -> tuple[Column, ...]:
    return (
        Column("unit", "工作单位", lambda s: s.unit.name, link=lambda s: unit_url(s.unit)),
        Column("kind", "单位类别", lambda s: s.unit.kind),
        Column("category", "人员类别", lambda s: s.category),
        Column("title", "职务", lambda s: s.title),
        Column("since", "起始", lambda s: s.since, "date"),
        Column("until", "终止", lambda s: s.ended_on or "至今", "date"),
        Column("note", "备注", lambda s: s.note, wrap=True),
    )


def _posting_columns() -> tuple[Column, ...]:
    return (
        Column("post", "岗位", lambda p: p.post.name, link=lambda p: post_url(p.post)),
        Column("unit", "单位", lambda p: p.service.unit.name),
        Column("since", "上岗", lambda p: p.since, "date"),
        Column("until", "离岗", lambda p: p.left_on or p.service.ended_on or "至今", "date"),
        Column("filed", "岗位备案", _filed),
    )


def _filed(posting: Posting) -> str:
    return f"{posting.post.since} {until_words(posting.post.withdrawn_on)}"


def _certificate_columns(on: datetime.date) -> tuple[Column, ...]:
    return (
        Column("level", "级别", lambda c: c.get_level_display()),
        Column("number", "管理号", lambda c: c.number, "code"),
        Column("year", "考试年度", lambda c: str(c.exam_year)),
        Column("approved", "批准日期", lambda c: c.approved_on, "date"),
        Column("issued", "签发日期", lambda c: c.issued_on, "date"),
        Column("obtained", "取得日期", lambda c: c.obtained_on, "date"),
        Column("state", "状态", lambda c: _certificate_state(c, on), "tag"),
    )


def _certificate_state(certificate: Certificate, on: datetime.date) -> tuple[str, str]:
    if certificate.obtained_on > on:
        return "waiting", "未到取得日期"
    if certificate.revoked_on and certificate.revoked_on <= on:
        return "bad", f"{certificate.revoked_on} 起撤销"
    return "good", "有效"


def _training_columns() -> tuple[Column, ...]:
    return (
        Column("name", "培训", lambda t: t.name),
        Column("ended", "结束日期", lambda t: t.ended_on, "date"),
        Column("hours", "学时", lambda t: f"{t.hours.normalize():f}", "decimal"),
        Column("organiser", "主办单位", lambda t: t.organiser),
    )
