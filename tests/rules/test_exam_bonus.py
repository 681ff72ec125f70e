"""考试奖励 — 三（一）, as the clause reads. No database."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from incentives.rules.exam_bonus import booked_unit, exam_bonus, undecided
from incentives.rules.facts import CertificateFact, PersonFacts, Ruling, ServiceFact
from incentives.rules.rulebook import SOURCE, build, standard_book
from incentives.rules.vocabulary import Level, Outcome, Reason

BOOK = standard_book()
PASSED = date(2021, 10, 17)


def certificate(level=Level.ASSISTANT, on=PASSED, year=None, number="A1"):
    return CertificateFact(level, number, year or on.year, on)


def service(kind="社区居委会", category="社区工作者", since=date(2020, 1, 1), until=None, unit="甲社区"):
    return ServiceFact(unit, kind, category, since, until)


def decide(own, *others, services=None):
    served = (service(),) if services is None else tuple(services)
    return exam_bonus(own, PersonFacts((own, *others), served), BOOK)


def full(level):
    return BOOK.scale("exam_bonus", on=PASSED).amount(level)


@pytest.mark.parametrize("level", [Level.ASSISTANT, Level.SOCIAL_WORKER])
def test_a_certificate_of_the_two_named_levels_is_paid_in_full(level):
    decision = decide(certificate(level))
    assert (decision.outcome, decision.amount, decision.reason) == (Outcome.PAYABLE, full(level), None)


@pytest.mark.parametrize(
    ("own", "others", "services", "reason"),
    [
        pytest.param(certificate(on=date(2020, 1, 5), year=2019), (), (service(),), Reason.BEFORE_POLICY, id="2019考试年度"),
        pytest.param(certificate(Level.SENIOR), (), (service(),), Reason.NO_BONUS_FOR_LEVEL, id="高级未列奖励"),
        pytest.param(
            certificate(number="A2"), (certificate(on=date(2021, 10, 16)),), (service(),), Reason.LEVEL_OBTAINED_EARLIER,
            id="前一天已得同级",
        ),
        pytest.param(certificate(number="A2"), (certificate(),), (service(),), Reason.LEVEL_OBTAINED_EARLIER, id="同日管理号大者"),
        pytest.param(
            certificate(), (certificate(Level.SENIOR, date(2021, 10, 16), 2019, "S"),), (service(),),
            Reason.HIGHER_LEVEL_EARLIER, id="前一天已得高级",
        ),
        pytest.param(certificate(), (), (service(until=PASSED),), Reason.NOT_IN_SERVICE, id="前一天离岗"),
        pytest.param(certificate(), (), (), Reason.NOT_IN_SERVICE, id="没有任职"),
    ],
)  # fmt: skip
def test_what_the_clause_does_not_reward_is_refused_with_its_reason(own, others, services, reason):
    decision = decide(own, *others, services=services)
    assert (decision.outcome, decision.reason, f"{decision.amount:.2f}") == (Outcome.REFUSED, reason, "0.00")


@pytest.mark.parametrize(
    ("own", "others", "services"),
    [
        pytest.param(certificate(on=date(2020, 1, 1)), (), (service(),), id="2020考试年度"),
        pytest.param(certificate(number="A1"), (certificate(number="A2"),), (service(),), id="同日管理号小者"),
        pytest.param(
            certificate(), (certificate(Level.SOCIAL_WORKER, PASSED, 2019, "S"),), (service(),), id="同日得更高级"
        ),
        pytest.param(certificate(), (), (service(until=date(2021, 10, 18)),), id="当日为最后一天"),
        pytest.param(certificate(), (), (service(since=PASSED),), id="当日入职"),
        pytest.param(
            certificate(),
            (),
            (service("党政机关", "公务员（参公）"), service("学校", "事业单位在编")),
            id="有一段合格任职即可",
        ),
    ],
)
def test_the_other_side_of_each_boundary_is_paid(own, others, services):
    assert decide(own, *others, services=services).outcome is Outcome.PAYABLE


@pytest.mark.parametrize(
    ("others", "services", "reason"),
    [
        pytest.param(
            (certificate(Level.SENIOR, number="S"),), (service(),), Reason.TWO_LEVELS_SAME_YEAR, id="同年两级，高级也算"
        ),
        pytest.param((), (service("镇基层站所", "公务员（参公）"),), Reason.CIVIL_SERVANT, id="只有参公身份"),
        pytest.param((), (service("企业", "其他"),), Reason.UNIT_KIND, id="单位不在范围"),
        pytest.param((), (service("党政机关", "公务员（参公）"),), Reason.UNIT_KIND, id="范围外的公务员"),
    ],
)
def test_doubtful_cases_are_held_with_their_amount(others, services, reason):
    decision = decide(certificate(), *others, services=services)
    assert (decision.outcome, decision.reason, decision.amount) == (Outcome.HELD, reason, full(Level.ASSISTANT))


def test_refusals_come_in_the_settled_order_before_any_doubt():
    own = certificate(Level.SENIOR, on=date(2019, 10, 17))
    assert decide(own, services=()).reason is Reason.BEFORE_POLICY


def test_a_revoked_certificate_still_counts_as_obtained():
    first = CertificateFact(Level.ASSISTANT, "A0", 2020, date(2020, 10, 17), revoked_on=date(2020, 12, 1))
    assert decide(certificate(), first).reason is Reason.LEVEL_OBTAINED_EARLIER


def test_the_upgrade_is_paid_in_full_and_as_a_difference_when_the_bureau_says_so():
    lower = certificate(on=date(2020, 10, 17))
    upper = certificate(Level.SOCIAL_WORKER, number="B")
    person = PersonFacts((lower, upper), (service(),))
    source = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    source["exam_bonus_upgrade"][0]["mode"] = "difference"
    assert exam_bonus(upper, person, BOOK).amount == full(Level.SOCIAL_WORKER)
    assert exam_bonus(upper, person, build(source)).amount == full(Level.SOCIAL_WORKER) - full(Level.ASSISTANT)


@pytest.mark.parametrize(
    ("rate", "outcome", "amount", "reason"),
    [
        ("1000.01", Outcome.PAYABLE, "0.01", None),
        ("1000.00", Outcome.REFUSED, "0.00", Reason.NOTHING_TO_ADD),
        ("800.00", Outcome.REFUSED, "0.00", Reason.NOTHING_TO_ADD),
    ],
)
def test_where_the_lower_level_earned_as_much_there_is_nothing_to_add(rate, outcome, amount, reason):
    lower, upper = certificate(on=date(2020, 10, 17)), certificate(Level.SOCIAL_WORKER, number="B")
    source = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    source["exam_bonus_upgrade"][0]["mode"] = "difference"
    source["exam_bonus"][0]["social_worker"] = rate
    decision = exam_bonus(upper, PersonFacts((lower, upper), (service(),)), build(source))
    assert (decision.outcome, decision.amount, decision.reason) == (outcome, Decimal(amount), reason)


def test_what_would_be_held_is_known_after_it_was_decided():
    own = replace(certificate(), rulings=(Ruling(Reason.UNIT_KIND, False, full(Level.ASSISTANT)),))
    person = PersonFacts((own,), (service("企业", "其他"),))
    before = undecided(own, person, BOOK)
    assert exam_bonus(own, person, BOOK).reason is Reason.DENIED
    assert (before.outcome, before.reason, before.amount) == (Outcome.HELD, Reason.UNIT_KIND, full(Level.ASSISTANT))


@pytest.mark.parametrize(
    ("services", "unit"),
    [
        pytest.param((service(unit="乙"), service(unit="甲", since=date(2020, 1, 2))), "乙", id="先到任的"),
        pytest.param((service(unit="乙"), service(unit="丙")), "丙", id="同日到任按名称"),
        pytest.param(
            (service("企业", "其他", unit="乙"), service(unit="甲", since=date(2021, 1, 1))), "甲", id="合格任职优先"
        ),
        pytest.param((service("企业", "其他", unit="乙"),), "乙", id="没有合格任职时取任一"),
        pytest.param((), None, id="没有任职"),
    ],
)
def test_the_line_names_the_unit_of_the_good_service_that_began_first(services, unit):
    own = certificate()
    assert booked_unit(own, PersonFacts((own,), tuple(services)), BOOK) == unit


def test_before_the_policy_too_the_line_names_the_good_service():
    own = certificate(on=date(2020, 1, 5), year=2019)
    services = (service("企业", "其他", unit="乙"), service(unit="甲", since=date(2020, 1, 2)))
    assert booked_unit(own, PersonFacts((own,), services), BOOK) == "甲"


@pytest.mark.parametrize(("amount", "outcome"), [("1000.00", Outcome.PAYABLE), ("2000.00", Outcome.HELD)])
def test_a_ruling_holds_for_the_amount_that_was_decided(amount, outcome):
    """认定 covers what was at stake: a certificate that turns out to earn more waits again."""
    ruled = CertificateFact(
        Level.ASSISTANT, "1", 2021, date(2021, 6, 20), None, (Ruling(Reason.UNIT_KIND, True, Decimal(amount)),)
    )
    person = PersonFacts((ruled,), (ServiceFact("企业", "企业", "其他", date(2020, 1, 1)),))
    assert exam_bonus(ruled, person, standard_book()).outcome is outcome
