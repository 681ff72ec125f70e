"""What of 三（一） a missing registration puts at risk: nothing under the gate's `off`, a warning, or the sum itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from incentives import facts
from incentives.paying.models import Entry
from incentives.paying.vocabulary import Item
from incentives.rules.exam_bonus import exam_bonus, gate
from incentives.rules.facts import CertificateFact, PersonFacts
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import NOTHING, Outcome
from talent.models import Person

Held = tuple[int, int]  # person, level


@dataclass(frozen=True, slots=True)
class Risk:
    """What the holder's unregistered certificates of a level earn once they are registered; blocked: and do not earn before.

    paid: it was sent to finance already, so that a registration which the gate asks for and misses takes it back.
    """

    amount: Decimal
    blocked: bool
    paid: bool = False

    @property
    def words(self) -> str:
        if self.blocked and self.paid:
            return f"不登记就要扣回已发的考试奖励 {self.amount:,.2f} 元"
        if self.blocked:
            return f"不登记就不发考试奖励 {self.amount:,.2f} 元"
        return f"县里如要求登记才发放，涉及考试奖励 {self.amount:,.2f} 元"


def risks(people: Iterable[int], book: RuleBook) -> dict[Held, Risk]:
    """By person and level, where there is any."""
    found: dict[Held, Risk] = {}
    asked = list(people)
    paid = set(Entry.objects.live().filter(item=Item.BONUS, person__in=asked).values_list("person", "level"))
    for person in facts.with_facts(Person.objects.filter(pk__in=asked).order_by("pk")).iterator(1000):
        own = facts.person_facts(person)
        for certificate in own.certificates:
            held = person.pk, int(certificate.level)
            risk = _risk(certificate, own, book, held in paid)
            if risk:
                found[held] = risk
    return found


def _risk(certificate: CertificateFact, own: PersonFacts, book: RuleBook, paid: bool) -> Risk | None:
    mode = gate(certificate, book)
    if certificate.registered or mode == "off" or (paid and mode != "block"):
        return None
    registered = replace(certificate, registered=True)
    others = tuple(registered if one is certificate else one for one in own.certificates)
    decision = exam_bonus(registered, replace(own, certificates=others), book)
    amount = NOTHING if decision.outcome is Outcome.REFUSED else decision.amount
    return Risk(amount, mode == "block", paid) if amount else None
