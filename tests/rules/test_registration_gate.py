"""证书登记 as a condition of 三（一）: off, a warning, or a refusal. No database."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from incentives.rules.exam_bonus import exam_bonus, warned
from incentives.rules.facts import CertificateFact, PersonFacts, Ruling, ServiceFact
from incentives.rules.rulebook import SOURCE, build, standard_book
from incentives.rules.vocabulary import Level, Outcome, Reason

SERVED = ServiceFact("甲社区", "社区居委会", "社区工作者", date(2020, 1, 1))
HELD = CertificateFact(Level.ASSISTANT, "A1", 2021, date(2021, 10, 17))


def book(mode, since=date(2020, 1, 1)):
    source = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    entry = {**source["registration_gate"][0], "from": since, "mode": mode}
    source["registration_gate"] = [*(one for one in source["registration_gate"] if one["from"] < since), entry]
    return build(source)


def decide(certificate, rules, *others, served=SERVED):
    return exam_bonus(certificate, PersonFacts((certificate, *others), (served,)), rules)


@pytest.mark.parametrize(
    ("mode", "registered", "outcome", "reason", "told"),
    [
        ("off", False, Outcome.PAYABLE, None, False),
        ("off", True, Outcome.PAYABLE, None, False),
        ("warn", False, Outcome.PAYABLE, None, True),
        ("warn", True, Outcome.PAYABLE, None, False),
        ("block", False, Outcome.REFUSED, Reason.NOT_REGISTERED, False),
        ("block", True, Outcome.PAYABLE, None, False),
    ],
)
def test_the_gate_says_nothing_warns_or_refuses(mode, registered, outcome, reason, told):
    certificate, rules = replace(HELD, registered=registered), book(mode)
    decision = decide(certificate, rules)
    assert (decision.outcome, decision.reason, warned(certificate, rules)) == (outcome, reason, told)
    assert bool(decision.amount) is (outcome is Outcome.PAYABLE)


def test_the_default_warns():
    assert warned(HELD, standard_book())
    assert decide(HELD, standard_book()).outcome is Outcome.PAYABLE


@pytest.mark.parametrize(("year", "outcome"), [(2021, Outcome.PAYABLE), (2022, Outcome.REFUSED)])
def test_the_gate_holds_for_exam_years_that_begin_when_it_is_in_force(year, outcome):
    certificate = replace(HELD, exam_year=year, obtained_on=date(2021, 12, 31))
    assert decide(certificate, book("block", date(2022, 1, 1))).outcome is outcome


def test_other_refusals_come_first_and_doubts_wait_until_the_certificate_is_registered():
    rules = book("block")
    gone = replace(SERVED, until=HELD.obtained_on)
    assert decide(HELD, rules, served=gone).reason is Reason.NOT_IN_SERVICE
    firm = ServiceFact("某公司", "企业", "其他", date(2020, 1, 1))
    assert decide(HELD, rules, served=firm).reason is Reason.NOT_REGISTERED
    assert decide(replace(HELD, registered=True), rules, served=firm).reason is Reason.UNIT_KIND


def test_a_ruling_on_a_doubt_does_not_stand_in_for_registration():
    ruled = replace(HELD, rulings=(Ruling(Reason.UNIT_KIND, True, Decimal("1000.00")),))
    firm = ServiceFact("某公司", "企业", "其他", date(2020, 1, 1))
    assert decide(ruled, book("block"), served=firm).reason is Reason.NOT_REGISTERED


def test_a_difference_is_reckoned_from_what_a_registered_lower_level_earned():
    source = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    source["exam_bonus_upgrade"][0]["mode"] = "difference"
    source["registration_gate"][0]["mode"] = "block"
    rules = build(source)
    lower = CertificateFact(Level.ASSISTANT, "L", 2020, date(2020, 10, 17))
    upper = CertificateFact(Level.SOCIAL_WORKER, "U", 2021, date(2021, 10, 17), registered=True)
    full = rules.scale("exam_bonus", on=date(2021, 1, 1)).amount
    assert decide(upper, rules, lower).amount == full(Level.SOCIAL_WORKER)
    registered = replace(lower, registered=True)
    assert decide(upper, rules, registered).amount == full(Level.SOCIAL_WORKER) - full(Level.ASSISTANT)


def test_an_unknown_mode_is_an_error():
    with pytest.raises(ValueError, match="registration_gate"):
        decide(HELD, book("maybe"))
