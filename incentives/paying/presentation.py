"""A batch as its page shows it: what it comes to, where it stands, and what this account can do with it now."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from dingnan_sw.lib.dates import today
from incentives.paying import checking
from incentives.paying.comparison import Comparison, batch_before, by_month, compare, stored_shares
from incentives.paying.duties import CALLS
from incentives.paying.flow import HANDS, MOVES, OF_THE_DAY, Move, State
from incentives.paying.forms import StepForm
from incentives.paying.models import Batch, Line, Payment, Settlement
from incentives.paying.papers import BANK, REQUEST, may_open
from incentives.paying.request import funds_to_ask_for
from incentives.paying.sheets.kinds import made
from incentives.paying.steps import HAND_WORDS, UNSETTLED
from incentives.paying.vocabulary import LINE_TONES, Channel, LineKind, Result, Settling
from incentives.rules.vocabulary import NOTHING
from positions.access import Scope
from positions.vocabulary import Role
from talent.vocabulary import Level

LARGE = 50_000  # lines above which the page leaves the comparison out, and says so


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that this account may take; why is empty, or says what stands in its way."""

    state: State
    move: Move
    form: StepForm
    why: str
    again: bool = False

    @property
    def label(self) -> str:
        return "再次支付退票" if self.again else self.move.label

    @property
    def is_today(self) -> bool:
        """A notice runs from the day on which it can be read, and money leaves on the day on which its checks were made."""
        return self.state in OF_THE_DAY


def offers(batch: Batch, scope: Scope, user: Any) -> list[Offer]:
    possible = [
        (state, move) for state, move in MOVES.items() if batch.state in move.sources and scope.may(*move.roles)
    ]
    again = batch.state == State.RETURNED
    return [
        Offer(state, move, StepForm(state), _obstacle(batch, state, user), again and state is State.PAYING)
        for state, move in possible
    ]


def _obstacle(batch: Batch, state: State, user: Any) -> str:
    hand = HANDS.get(state)
    others = [words for name, words in HAND_WORDS.items() if name != hand and getattr(batch, f"{name}_id") == user.pk]
    if hand and others:
        return f"您已经{others[0]}了这一批，{HAND_WORDS[hand]}须由另一个人办理。"
    if state is State.PAID and batch.state == State.RETURNED and unsettled(batch):
        return UNSETTLED
    if state is State.PAYING and batch.state == State.RETURNED and not unsettled(batch):
        return "没有要再次支付的退票，可以直接办结。"
    if state is State.APPROVED and batch.notice_last and today() <= batch.notice_last:
        return f"公示到 {batch.notice_last} 为止，次日起才能审批。"
    if state is State.APPROVED and (waiting := batch.objections.filter(answered_at=None).count()):
        return f"还有 {waiting} 件公示异议没有处理意见，先答复再审批。"
    return ""


def unsettled(batch: Batch) -> int:
    """The payments that came back and are neither ordered again, nor set off, nor to stay unpaid."""
    return Payment.objects.to_order_again().filter(batch=batch).count()


@dataclass(frozen=True, slots=True)
class LevelRow:
    level: str
    people: int
    lines: int
    sums: dict[LineKind, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.sums.values(), NOTHING)


def by_level(batch: Batch) -> list[LevelRow]:
    lines = Line.objects.filter(batch=batch).order_by()
    counted = lines.values_list("level").annotate(people=Count("person", distinct=True), count=Count("pk"))
    sums: dict[int, dict[LineKind, Decimal]] = {}
    for level, kind, amount in lines.values_list("level", "kind").annotate(sum=Sum(F("new") - F("old"))):
        sums.setdefault(level, dict.fromkeys(LineKind, NOTHING))[LineKind(kind)] = amount
    return [LevelRow(str(Level(level).label), people, count, sums[level]) for level, people, count in sorted(counted)]


def kind_totals(batch: Batch) -> list[tuple[str, str, int, Decimal]]:
    """(words, tone, lines, sum) of each kind."""
    rows = Line.objects.filter(batch=batch).order_by().values_list("kind")
    found = {
        kind: (count, amount) for kind, count, amount in rows.annotate(count=Count("pk"), sum=Sum(F("new") - F("old")))
    }
    return [(str(kind.label), LINE_TONES[kind], *found.get(kind, (0, NOTHING))) for kind in LineKind]


def comparison_of(batch: Batch) -> Comparison | None:
    """Against the batch of the kind that was posted before it; None when there are too many lines to look at on a page."""
    if batch.lines_count > LARGE:
        return None
    last = batch_before(batch.kind, batch.number)
    return compare(stored_shares(batch), stored_shares(last), last, looks_back=batch.looks_back)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a batch's money, in yuan, and how many people's it is."""

    people: int
    amount: Decimal

    def __str__(self) -> str:
        return f"{self.people:,} 人，{self.amount:,.2f} 元"


@dataclass(frozen=True, slots=True)
class Money:
    """Where a posted batch's money is: what was ordered first is the sum of succeeded, waiting, failed, unpaid and set_off_later.

    set_off went against debts before anything was ordered, set_off_later of what came back; owed_back are debts that the batch made.
    """

    ordered: Part
    succeeded: Part
    waiting: Part
    failed: Part
    unpaid: Part
    set_off: Decimal
    set_off_later: Decimal
    owed_back: Decimal


def money_of(batch: Batch) -> Money | None:
    if not batch.is_posted:
        return None
    payments = Payment.objects.filter(batch=batch)
    return Money(
        ordered=_part(payments.filter(round=1)),
        succeeded=_part(payments.filter(result=Result.SUCCEEDED)),
        waiting=_part(payments.due()),
        failed=_part(payments.to_order_again(), "left"),
        unpaid=_part(payments.cancelled(), "left"),
        set_off=_sum(Settlement.objects.filter(batch=batch, way=Settling.SET_OFF)),
        set_off_later=_sum(Settlement.objects.filter(payment__batch=batch)),
        owed_back=_sum(batch.receivables),
    )


def _part(payments: QuerySet[Payment], of: str = "amount") -> Part:
    """Of these payments no two are of one person."""
    return Part(payments.count(), _sum(payments, of))


def _sum(rows: Any, of: str = "amount") -> Decimal:
    found: Decimal | None = rows.aggregate(sum=Sum(of))["sum"]
    return found or NOTHING


def page(batch: Batch, scope: Scope, user: Any) -> dict[str, Any]:
    """The context of a batch's page."""
    findings = _findings(batch, scope)
    return {
        "batch": batch,
        "offers": offers(batch, scope, user),
        "call": CALLS.get(State(batch.state)),
        "kinds": kind_totals(batch),
        "levels": by_level(batch),
        "months": by_month(stored_shares(batch)) if batch.lines_count <= LARGE else [],
        "comparison": comparison_of(batch),
        "money": money_of(batch),
        "last_step": batch.steps.order_by("-pk").values_list("pk", flat=True).first(),
        "steps": batch.steps.select_related("by"),
        "objections": batch.objections.select_related("recorded_by", "answered_by"),
        "offered": offered(batch, scope),
        "channels": Channel.choices,
        "papers": [(paper, may_open(paper, scope)) for paper in batch.papers.select_related("by")],
        "answers": answers_of(batch),
        "findings": findings,
        "unmended": unmended(batch),
        "shown": checking.digest_of(findings),
        "hands": [(words, getattr(batch, name)) for name, words in HAND_WORDS.items()],
        "is_clerk": scope.may(Role.CLERK),
        "is_finance": scope.may(Role.FINANCE),
        "may_answer": scope.may(Role.CLERK, Role.APPROVER),
    }


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody in finance wrote of so many findings of one check; texts say what was found."""

    title: str
    reason: str
    by: Any
    at: datetime.datetime
    texts: list[str]


def answers_of(batch: Batch) -> list[Answer]:
    """Those of one check that were answered for in one act together."""
    found: dict[tuple[Any, ...], Answer] = {}
    for one in batch.acknowledgements.select_related("by"):
        answer = Answer(checking.TITLES[one.code], one.reason, one.by, one.at, [])
        found.setdefault((one.code, one.reason, one.by_id, one.at), answer).texts.append(one.text)
    return list(found.values())


def offered(batch: Batch, scope: Scope) -> list[tuple[str, str, tuple[str, ...]]]:
    """(kind, label, formats) of the papers that this account can have made now."""
    sheets = [(kind, label, ("xlsx", "pdf")) for kind, (label, _) in made(batch).items()]
    ready = [one for one in sheets if one[0] != "notice" or batch.notice_first]
    if funds_to_ask_for(batch):
        ready.append((REQUEST, "请示", ("docx", "pdf")))
    if batch.round and scope.may(Role.FINANCE, Role.AUDITOR):
        ready.append((BANK, "支付明细表", ("pdf",)))
    return ready


def unmended(batch: Batch) -> list[str]:
    """Names of those whose money came back and would be sent to the same account again."""
    waiting = Payment.objects.to_order_again().filter(batch=batch).select_related("person").order_by("pk")
    return [payment.person.name for payment in waiting if not payment.is_mended]


def _findings(batch: Batch, scope: Scope) -> list[checking.Finding]:
    """What finance has to answer for before the next payment."""
    if batch.state not in MOVES[State.PAYING].sources or not scope.may(Role.FINANCE):
        return []
    return checking.open_findings(batch, today())
