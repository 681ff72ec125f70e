"""认定: what waits under 三（一） until the approver decides it, with reason and evidence."""

from dataclasses import dataclass

from django.db import transaction

from dingnan_sw.audit.chain import record
from incentives import facts
from incentives.amendments.book import current_book
from incentives.explain import REASON_WORDS
from incentives.facts import BonusLine
from incentives.models import Ruling
from incentives.paying.acting import Actor
from incentives.refusals import Refused
from incentives.rules.vocabulary import Outcome, Reason
from positions.vocabulary import Role
from talent.models import Certificate, Person


@dataclass(frozen=True, slots=True)
class Said:
    granted: bool
    reason: str
    evidence: str


@transaction.atomic
def decide_held(actor: Actor, certificate_pk: int, said: Said) -> Ruling:
    """Decide the doubt that a certificate's bonus waits for.

    Raises:
        Refused: no approver; nothing waits; without a reason or evidence.
    """
    actor.must_be(Role.APPROVER)
    if not said.reason.strip() or not said.evidence.strip():
        raise Refused("reason_required", "认定要写明理由和依据的材料。")
    certificate = Certificate.objects.select_for_update().get(pk=certificate_pk)
    line = bonus_line(certificate)
    if line.decision.outcome is not Outcome.HELD or line.decision.reason is None:
        raise Refused("nothing_held", f"{line.person.name}的{certificate.get_level_display()}奖励没有待认定的事项。")
    ruling = Ruling.objects.create(
        certificate=certificate,
        doubt=line.decision.reason.value,
        granted=said.granted,
        reason=said.reason[:1000],
        evidence=said.evidence[:300],
        amount=line.decision.amount,
        by=actor.user,
    )
    words = REASON_WORDS[Reason(ruling.doubt)]
    record("认定", by=actor.user, about=certificate, doubt=words, granted=said.granted, amount=f"{ruling.amount:.2f}")
    return ruling


def bonus_line(certificate: Certificate) -> BonusLine:
    person = facts.with_facts(Person.objects.filter(pk=certificate.person_id)).get()
    lines = facts.person_bonuses(person, current_book())
    return next(line for line in lines if line.certificate.pk == certificate.pk)
