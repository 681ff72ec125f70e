"""认定: what waits under 三（一） until the approver decides it, with reason and evidence."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from dingnan_sw.audit.chain import record
from dingnan_sw.lib import history
from incentives import facts
from incentives.amendments.book import current_book
from incentives.explain import REASON_WORDS
from incentives.facts import BonusLine
from incentives.models import Ruling
from incentives.paying.acting import Actor, must_fit
from incentives.refusals import Refused
from incentives.rules.vocabulary import Outcome, Reason
from positions.vocabulary import Role
from talent.models import Certificate, Person


@dataclass(frozen=True, slots=True)
class Said:
    """seen: the doubt as the decider's page showed it."""

    granted: bool
    reason: str
    evidence: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a bonus has to be decided, how much it is, and what was decided about just that, if anything was."""

    reason: Reason
    amount: Decimal
    granted: bool | None

    def __str__(self) -> str:
        return f"{self.reason.value} {self.amount:.2f} {self.granted}"


@transaction.atomic
def decide_held(actor: Actor, certificate_pk: int, said: Said) -> Ruling:
    """Decide the doubt that a certificate's bonus waits for, or decide it otherwise than before.

    Raises:
        Refused: no approver; there is no doubt, another one than was seen, or it was decided just so; no reason or evidence, or too
            long ones.
    """
    actor.must_be(Role.APPROVER)
    if not said.reason.strip() or not said.evidence.strip():
        raise Refused("reason_required", "认定要写明理由和依据的材料。")
    must_fit(Ruling, reason=said.reason, evidence=said.evidence)
    certificate = Certificate.objects.select_for_update().get(pk=certificate_pk)
    line = bonus_line(certificate)
    found, told = doubt(line), f"{line.person.name}的{certificate.get_level_display()}奖励"
    if found is None:
        raise Refused("nothing_held", f"{told}没有待认定的事项。")
    if said.seen and said.seen != str(found):
        raise Refused("changed_meanwhile", f"{told}在您打开之后变了，请先看现在的情形再认定。")
    if found.granted is said.granted:
        raise Refused("nothing_held", f"{told}已经认定为{'同意发放' if said.granted else '不予发放'}，没有再记一次。")
    before = certificate.rulings.last()
    ruling = Ruling.objects.create(
        certificate=certificate,
        doubt=found.reason.value,
        granted=said.granted,
        reason=said.reason,
        evidence=said.evidence,
        amount=found.amount,
        by=actor.user,
    )
    record(
        "认定",
        by=actor.user,
        about=certificate,
        doubt=REASON_WORDS[Reason(ruling.doubt)],
        granted=said.granted,
        amount=f"{ruling.amount:.2f}",
        reason=history.kept("理由", said.reason),
        evidence=history.kept("依据材料", said.evidence),
        before=before.in_words if before else "",
    )
    return ruling


def doubt(line: BonusLine) -> Doubt | None:
    """The line's doubt, decided or not; its person is loaded by facts.with_facts."""
    found = facts.undecided_bonus(line, current_book())
    if found.outcome is not Outcome.HELD or found.reason is None:
        return None
    stood = {Outcome.HELD: None, Outcome.PAYABLE: True, Outcome.REFUSED: False}
    return Doubt(found.reason, found.amount, stood[line.decision.outcome])


def bonus_line(certificate: Certificate) -> BonusLine:
    person = facts.with_facts(Person.objects.filter(pk=certificate.person_id)).get()
    lines = facts.person_bonuses(person, current_book())
    return next(line for line in lines if line.certificate.pk == certificate.pk)
