"""请示: asking for the money of an approved batch, in the form of docs/sheets.md 12, and the layout of GB/T 9704-2012."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Sum

from dingnan_sw.lib.money import in_words
from dingnan_sw.lib.official import Heading, Letter, Paragraph
from dingnan_sw.lib.official.letter import day_words
from incentives.paying.flow import State
from incentives.paying.models import Batch, Line, Receivable, Step
from incentives.paying.settling import given_up, never_received_by, sums_of
from incentives.paying.vocabulary import Item, LineKind, Settling
from incentives.rules.settlement import owed_back, shares
from incentives.rules.vocabulary import NOTHING
from positions.models import Office
from talent.vocabulary import SHORT_LEVELS, Level

CLAUSES = {Item.BONUS: "三（一）", Item.ALLOWANCE: "三（二）"}
ATTACHED = {Item.BONUS: "社会工作者职业水平考试奖励汇总表", Item.ALLOWANCE: "社会工作专业人才职业津贴发放花名册"}


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one level at one standard: so many people, so many months, an amount that is their product."""

    level: str
    people: int
    lines: int
    standard: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Funds:
    """What a batch asks for: its regular groups, what is paid up and taken back, and what is set off or owed back.

    never_received is what is taken back and settled by money that came back from the bank and stays unpaid: it lessens no
    payment; owed_back is what people have to give back of what is taken back beyond it.
    """

    groups: list[Group]
    arrears: Decimal
    recovery: Decimal
    never_received: Decimal
    set_off: Decimal
    owed_back: Decimal

    @property
    def total(self) -> Decimal:
        """What has to be paid out: owed-back nets are paid by nobody, set-off ones are paid already."""
        regular = sum((group.amount for group in self.groups), NOTHING)
        return regular + self.arrears + self.recovery + self.never_received + self.owed_back - self.set_off


def funds_of(batch: Batch) -> Funds:
    lines = Line.objects.filter(batch=batch).order_by()
    sums = dict(lines.values_list("kind").annotate(sum=Sum(F("new") - F("old"))))
    regular = lines.filter(kind=LineKind.NORMAL).values_list("level", "new")
    counted = regular.annotate(people=Count("person", distinct=True), count=Count("pk")).order_by("level", "new")
    never_received, set_off, owed_back = _settled(batch) if batch.is_posted else _to_settle(batch)
    return Funds(
        [Group(SHORT_LEVELS[Level(level)], people, count, new, new * count) for level, new, people, count in counted],
        sums.get(LineKind.ARREARS, NOTHING),
        sums.get(LineKind.RECOVERY, NOTHING),
        never_received,
        set_off,
        owed_back,
    )


def _settled(batch: Batch) -> tuple[Decimal, Decimal, Decimal]:
    """(never received, set off, owed back) when the batch was sent."""
    never_received = sum(never_received_by(batch).values(), NOTHING)
    debts = batch.receivables.aggregate(sum=Sum("amount", default=NOTHING))["sum"]
    set_off = batch.set_off.filter(way=Settling.SET_OFF).aggregate(sum=Sum("amount", default=NOTHING))["sum"]
    return never_received, set_off, debts - never_received


def _to_settle(batch: Batch) -> tuple[Decimal, Decimal, Decimal]:
    """(never received, set off, owed back) as they will be when those approved earlier, and not sent yet, are sent before it: as
    long as batches are sent in the order of their approval, no two letters count the same.
    """
    people = Line.objects.filter(batch=batch).values("person")
    outstanding = Receivable.objects.outstanding().filter(person__in=people).order_by().values_list("person")
    debts, unpaid = defaultdict(Decimal, outstanding.annotate(sum=Sum("balance"))), given_up(people)
    for one in [*_approved_before(batch), batch]:
        never_received = set_off = left_owing = NOTHING
        for person, (net, taken) in sums_of(Line.objects.filter(batch=one, person__in=people)).items():
            back = owed_back(net, taken, unpaid[person])
            matched = min(taken, unpaid[person])
            (share,) = shares(net + back, [debts[person]])
            unpaid[person] -= matched
            debts[person] += back - matched - share
            never_received += matched
            set_off += share
            left_owing += back - matched
    return never_received, set_off, left_owing


def _approved_before(batch: Batch) -> list[Batch]:
    """The other batches that wait to be sent, in the order of their approval; those approved before it once it is itself."""
    approvals = Step.objects.filter(state=State.APPROVED, batch__state=State.APPROVED).exclude(batch=batch)
    if own := batch.steps.filter(state=State.APPROVED).first():
        approvals = approvals.filter(pk__lt=own.pk)
    return [approval.batch for approval in approvals.order_by("pk").select_related("batch")]


def funds_to_ask_for(batch: Batch) -> Funds | None:
    """What the letter of a batch would ask for; None as long as it is not approved, once it is void, and where nobody is paid.

    The batch's own total does not tell: somebody else may owe back more than those who are paid get.
    """
    if batch.state != State.APPROVED and not batch.is_posted:
        return None
    funds = funds_of(batch)
    return funds if funds.total > 0 else None


def request_for_funds(batch: Batch, funds: Funds, on: datetime.date) -> Letter:
    """The letter of the body that leads on that day; its number is left for the registry to fill in."""
    office = Office.objects.on(on)
    opening = f"{office.name}关于申请拨付"
    return Letter(
        issuer=office.name,
        number=f"{office.code or '××字'}〔{on.year}〕　号",
        signer=office.signer,
        title=f"{opening}{batch.title}资金的请示",
        opening=opening,
        addressee=office.superior,
        body=_body(batch, funds),
        signature=office.name,
        dated=on,
        attachments=(ATTACHED[Item(batch.kind)], f"{batch.get_kind_display()}本期增减变动表"),
        note=f"联系人：{office.contact or '　　　'}，电话：{office.phone or '　　　　　　'}",
        upward=True,
    )


def _body(batch: Batch, funds: Funds) -> list[Paragraph | Heading]:
    clause = CLAUSES[Item(batch.kind)]
    return [
        Paragraph(f"按照定办字〔2020〕41号{clause}，我单位核定了{batch.title}{_notice(batch)}。现将资金需求报告如下。"),
        Heading("一、人数和测算"),
        Paragraph(_facts(batch, funds)),
        Heading("二、请求事项"),
        Paragraph(
            f"拟请拨付{batch.title}资金{funds.total:.2f}元（大写：人民币{in_words(funds.total)}），由县财政预算安排，不使用福彩公益金。"
        ),
        Paragraph("妥否，请批示。"),
    ]


def _notice(batch: Batch) -> str:
    days = [day_words(day) for day in (batch.notice_first, batch.notice_last) if day]
    if not days:
        return ""
    objections = "公示期内的异议均已处理" if batch.objections.exists() else "公示期内没有收到异议"
    return f"，并于{'至'.join(days)}公示，{objections}"


def _facts(batch: Batch, funds: Funds) -> str:
    parts = [_calculation(batch, group) for group in funds.groups]
    for words, amount in (("补发", funds.arrears), ("扣回", funds.recovery)):
        if amount:
            parts.append(f"{words}以前期间{amount:.2f}元")
    if funds.never_received:
        parts.append(f"扣回中以前退票、没有付到本人的{funds.never_received:.2f}元不从应发中减去")
    if funds.owed_back:
        parts.append(f"净额不足扣回、另行追回{funds.owed_back:.2f}元")
    if funds.set_off:
        parts.append(f"冲抵以前应追回款{funds.set_off:.2f}元")
    return f"本批涉及{batch.people_count}人。其中：{'；'.join(parts)}。以上合计应拨付{funds.total:.2f}元。"


def _calculation(batch: Batch, group: Group) -> str:
    if batch.kind == Item.BONUS:
        return f"{group.level}{group.people}人×{group.standard:.2f}元＝{group.amount:.2f}元"
    return f"{group.level}{group.people}人、{group.lines}人月×{group.standard:.2f}元＝{group.amount:.2f}元"
