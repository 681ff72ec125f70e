"""支付前检查: what finance should have seen, and answered for, before money leaves."""

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from incentives.paying.flow import State
from incentives.paying.models import Acknowledgement, Batch, Cancellation, Line, Payment, Receivable
from incentives.paying.vocabulary import Item
from talent.models import Person, Service
from talent.vocabulary import Level

TITLES = {
    "same_account": "同一账号",
    "account_missing": "缺户名或账号",
    "not_in_service": "已离任（或去世）",
    "two_units": "同时在两个单位任职",
    "unlike_before": "级别或标准与上次不同",
    "owes": "还欠追回款",
    "gave_up": "曾登记不再支付",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """code names the check; people are those it concerns, told without a full number."""

    code: str
    people: tuple[int, ...]
    text: str

    @property
    def title(self) -> str:
        return TITLES[self.code]

    @property
    def key(self) -> str:
        """Stable as long as the same is found about the same people."""
        told = json.dumps([self.code, self.people, self.text], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()


def findings(batch: Batch, on: datetime.date) -> list[Finding]:
    """Of the payments that wait, or came back and will be ordered again, as the registers stand now."""
    waiting = list(_to_pay(batch).values_list("person_id", flat=True))
    people = {person.pk: person for person in Person.objects.filter(pk__in=waiting).order_by("pk")}
    return [
        *_same_account(people),
        *_missing(people.values()),
        *_serving(people, on),
        *_unlike(batch, people),
        *_owing(batch, people),
        *_gave_up(people),
    ]


def _to_pay(batch: Batch) -> Any:
    if batch.state == State.RETURNED:
        return Payment.objects.to_order_again().filter(batch=batch)
    return Payment.objects.due().filter(batch=batch)


def open_findings(batch: Batch, on: datetime.date) -> list[Finding]:
    known = set(Acknowledgement.objects.filter(batch=batch).values_list("finding", flat=True))
    return [finding for finding in findings(batch, on) if finding.key not in known]


def digest_of(found: Iterable[Finding]) -> str:
    """The same as long as the same is found; a page says by it which findings it showed."""
    keys = "".join(sorted(finding.key for finding in found))
    return hashlib.sha256(keys.encode()).hexdigest()


def _same_account(people: dict[int, Person]) -> Iterator[Finding]:
    """Accounts are told apart by their blind index; another person of the register may hold the same one."""
    indexes = {bytes(person.account_index) for person in people.values() if person.account_index}
    holders: dict[bytes, list[Person]] = defaultdict(list)
    for person in Person.objects.filter(account_index__in=indexes).order_by("pk"):
        holders[bytes(person.account_index)].append(person)
    for some in sorted((some for some in holders.values() if len(some) > 1), key=lambda some: some[0].pk):
        names = "、".join(person.name for person in some)
        text = f"{names}的银行账号相同（{some[0].masked_account}）"
        yield Finding("same_account", tuple(person.pk for person in some), text)


def _missing(people: Iterable[Person]) -> Iterator[Finding]:
    for person in people:
        lacking = [
            words for words, value in (("银行账号", person.bank_account), ("开户银行", person.bank_name)) if not value
        ]
        if lacking:
            yield Finding("account_missing", (person.pk,), f"{person.name}没有登记{'和'.join(lacking)}")


def _serving(people: dict[int, Person], on: datetime.date) -> Iterator[Finding]:
    units: dict[int, dict[int, str]] = defaultdict(dict)
    for person, unit, name in (
        Service.objects.on(on)
        .filter(person__in=people)
        .order_by("since", "pk")
        .values_list("person_id", "unit_id", "unit__name")
    ):
        units[person][unit] = name
    for key, person in people.items():
        match list(units[key].values()):
            case []:
                yield Finding("not_in_service", (key,), f"{person.name}已没有在任的任职：请核实是否离任或去世")
            case [_]:
                continue
            case several:
                yield Finding("two_units", (key,), f"{person.name}同时在{'、'.join(several)}任职")


def _unlike(batch: Batch, people: dict[int, Person]) -> Iterator[Finding]:
    """Against the person's newest line of the batch before that paid them the same item."""
    if batch.kind != Item.ALLOWANCE:
        return
    now = _newest(Line.objects.filter(batch=batch, person__in=people))
    before = _newest(
        Line.objects.filter(
            batch__in=Batch.objects.posted().filter(kind=batch.kind, number__lt=batch.number), person__in=people
        )
    )
    for key, (level, amount) in now.items():
        if key in before and before[key] != (level, amount):
            old_level, old_amount = before[key]
            text = (
                f"{people[key].name}上次按{Level(old_level).label}每月 {old_amount:,.2f} 元，"
                f"这次按{Level(level).label}每月 {amount:,.2f} 元"
            )
            yield Finding("unlike_before", (key,), text)


def _owing(batch: Batch, people: dict[int, Person]) -> Iterator[Finding]:
    """What is owed since the batch was sent: what was owed before was set off then, and of what came back can be set off now."""
    advice = "可以先用退票冲抵" if batch.round else "是这一批送财政以后才有的：照付以后请本人退回，或由以后的批次冲抵"
    owed = Receivable.objects.outstanding().filter(person__in=people).order_by().values_list("person")
    for key, balance in sorted(owed.annotate(sum=Sum("balance"))):
        yield Finding("owes", (key,), f"{people[key].name}还欠追回款 {balance:,.2f} 元，{advice}")


def _gave_up(people: dict[int, Person]) -> Iterator[Finding]:
    """What was not to be paid for good may have been set off, and its months be due again; or the person may have died."""
    done = Cancellation.objects.filter(payment__person__in=people).order_by("payment__person", "pk")
    for one in done.select_related("payment__batch"):
        paid, key = one.payment, one.payment.person_id
        words = f"{people[key].name}第 {paid.batch.number} 批的 {paid.amount:,.2f} 元曾登记不再支付，请核实这次是否照付"
        yield Finding("gave_up", (key,), words)


def _newest(lines: Any) -> dict[int, tuple[int, Any]]:
    rows = lines.filter(new__gt=0).order_by("person_id", "-month", "-batch__number").distinct("person_id")
    return {person: (level, amount) for person, level, amount in rows.values_list("person_id", "level", "new")}
