"""考试奖励 — 三（一）."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from incentives.rules.facts import CertificateFact, PersonFacts, ServiceFact
from incentives.rules.rulebook import Entry, RuleBook
from incentives.rules.vocabulary import NOTHING, Decision, Outcome, Reason, hold, pay, refuse

CLAUSE = "三（一）"


def exam_bonus(certificate: CertificateFact, person: PersonFacts, book: RuleBook) -> Decision:
    """What the certificate earns its holder, once (docs/decisions.md 2).

    person holds every certificate and service on record, the certificate among them.
    """
    day = date(certificate.exam_year, 1, 1)
    scale = book.find("exam_bonus", on=day)
    refusal = _refusal(certificate, person, scale) or _gate(certificate, book)
    if refusal or scale is None:
        return refuse(refusal or Reason.BEFORE_POLICY, CLAUSE)
    amount = _amount(certificate, person, scale, book)
    if not amount:
        return refuse(Reason.NOTHING_TO_ADD, CLAUSE)
    doubt = _doubt(certificate, person, book.scale("exam_bonus_units", on=day))
    if doubt is None:
        return pay(amount, CLAUSE)
    match certificate.granted(doubt, amount):
        case None:
            return hold(amount, doubt, CLAUSE)
        case True:
            return pay(amount, CLAUSE)
        case False:
            return refuse(Reason.DENIED, CLAUSE)


def undecided(certificate: CertificateFact, person: PersonFacts, book: RuleBook) -> Decision:
    """What it would be had the bureau decided nothing about it: held with the doubt and the amount, where there is one."""
    return exam_bonus(replace(certificate, rulings=()), person, book)


def booked_unit(certificate: CertificateFact, person: PersonFacts, book: RuleBook) -> str | None:
    """The unit the line names: of the good service of that day that began first, else of any service; None without one."""
    services = person.services_on(certificate.obtained_on)
    units = book.measure("exam_bonus_units", on=date(certificate.exam_year, 1, 1))
    good = [s for s in services if _is_good(s, units)]
    return next((s.unit for s in good or services), None)


def _refusal(certificate: CertificateFact, person: PersonFacts, scale: Entry | None) -> Reason | None:
    if scale is None:
        return Reason.BEFORE_POLICY
    if scale.amount(certificate.level) is None:
        return Reason.NO_BONUS_FOR_LEVEL
    if any(_obtained_before(other, certificate) for other in person.certificates if other.level == certificate.level):
        return Reason.LEVEL_OBTAINED_EARLIER
    if any(c.level > certificate.level and c.obtained_on < certificate.obtained_on for c in person.certificates):
        return Reason.HIGHER_LEVEL_EARLIER
    if not person.services_on(certificate.obtained_on):
        return Reason.NOT_IN_SERVICE
    return None


def _gate(certificate: CertificateFact, book: RuleBook) -> Reason | None:
    """Registration, where an amendment has made it a condition."""
    match gate(certificate, book):
        case "off" | "warn":
            return None
        case "block":
            return None if certificate.registered else Reason.NOT_REGISTERED
        case mode:
            raise ValueError(f"registration_gate 只能是 off、warn 或 block，现在是 {mode!r}")


def gate(certificate: CertificateFact, book: RuleBook) -> str:
    """What a missing registration does to the certificate's bonus: off (nothing), warn, block."""
    return str(book.measure("registration_gate", on=date(certificate.exam_year, 1, 1)).values["mode"])


def warned(certificate: CertificateFact, book: RuleBook) -> bool:
    """Whether the line carries the warning that the certificate is not registered."""
    return gate(certificate, book) == "warn" and not certificate.registered


def _obtained_before(other: CertificateFact, certificate: CertificateFact) -> bool:
    """Of one level the certificate obtained first counts; on one day, the one with the smaller number as text."""
    return (other.obtained_on, other.number) < (certificate.obtained_on, certificate.number)


def _doubt(certificate: CertificateFact, person: PersonFacts, units: Entry) -> Reason | None:
    """Why the bureau has to decide first, if it has to."""
    if len({c.level for c in person.certificates if c.exam_year == certificate.exam_year}) > 1:
        return Reason.TWO_LEVELS_SAME_YEAR
    services = person.services_on(certificate.obtained_on)
    if any(_is_good(service, units) for service in services):
        return None
    if any(service.kind in units.names("kinds") for service in services):
        return Reason.CIVIL_SERVANT
    return Reason.UNIT_KIND


def _is_good(service: ServiceFact, units: Entry) -> bool:
    return service.kind in units.names("kinds") and service.category not in units.names("confirm_categories")


def _amount(certificate: CertificateFact, person: PersonFacts, scale: Entry, book: RuleBook) -> Decimal:
    full = scale.amount(certificate.level) or Decimal()
    upgrade = book.scale("exam_bonus_upgrade", on=date(certificate.exam_year, 1, 1))
    match upgrade.values["mode"]:
        case "full":
            return full
        case "difference":
            return max(full - _earned_below(certificate, person, book), NOTHING)
        case mode:
            raise ValueError(f"exam_bonus_upgrade 只能是 full 或 difference，现在是 {mode!r}")


def _earned_below(certificate: CertificateFact, person: PersonFacts, book: RuleBook) -> Decimal:
    """What a lower level, obtained earlier, has earned: the most of them."""
    below = [c for c in person.certificates if c.level < certificate.level and c.obtained_on < certificate.obtained_on]
    decisions = [exam_bonus(c, person, book) for c in below]
    return max((d.amount for d in decisions if d.outcome is Outcome.PAYABLE), default=Decimal())
