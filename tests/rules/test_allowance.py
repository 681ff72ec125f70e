"""职业津贴 — 三（二）, as the clause and docs/decisions.md 3 read. No database."""

from datetime import date

import pytest

from dingnan_sw.lib.dates import Month
from incentives.rules.allowance import monthly_allowance
from incentives.rules.facts import CertificateFact, Interval, PersonFacts, ServiceFact
from incentives.rules.rulebook import standard_book
from incentives.rules.timeline import booked_unit, facts_of_month, timeline
from incentives.rules.vocabulary import Basis, Level, Outcome, Reason

BOOK = standard_book()
JULY = Month(2021, 7)


def certificate(level=Level.ASSISTANT, on=date(2020, 10, 17), revoked=None, number="A"):
    return CertificateFact(level, number, on.year, on, revoked)


def worker(kind="社区居委会", category="社区工作者", since=date(2020, 1, 1), until=None, unit="甲", filed=()):
    return ServiceFact(unit, kind, category, since, until, tuple(filed))


def decide(certificates, services, month=JULY):
    person = PersonFacts(tuple(certificates), tuple(services))
    return monthly_allowance(facts_of_month(person, month.first), month.first, BOOK)


def rate(level):
    return BOOK.scale("monthly_allowance", on=JULY.first).amount(level)


@pytest.mark.parametrize("level", list(Level))
def test_each_level_is_paid_its_rate(level):
    decision = decide([certificate(level)], [worker()])
    assert (decision.amount, decision.basis) == (rate(level), Basis.COMMUNITY)


@pytest.mark.parametrize(
    ("kind", "category", "filed", "basis"),
    [
        ("社区居委会", "社区工作者", False, Basis.COMMUNITY),
        ("村委会", "村（居）干部", False, Basis.COMMUNITY),
        ("事业单位", "事业单位在编", True, Basis.INSTITUTION),
        ("公立医院", "事业单位聘用", True, Basis.INSTITUTION),
        ("学校", "事业单位在编", True, Basis.INSTITUTION),
        ("事业单位", "事业单位在编", False, None),
        ("事业单位", "公务员（参公）", True, None),
        ("社区居委会", "社会组织专职", True, None),
        ("社区社会组织", "社会组织专职", True, None),
        ("镇基层站所", "站所干部", True, None),
    ],
)
def test_the_two_populations_and_nobody_else(kind, category, filed, basis):
    spells = [Interval(date(2020, 1, 1), None)] if filed else []
    assert decide([certificate()], [worker(kind, category, filed=spells)]).basis is basis


@pytest.mark.parametrize(
    ("certificates", "services", "reason"),
    [
        pytest.param([certificate(on=date(2021, 6, 30))], [worker()], None, id="上月末取得，本月发"),
        pytest.param([certificate(on=date(2021, 7, 1))], [worker()], Reason.NO_CERTIFICATE, id="本月1日取得，下月发"),
        pytest.param([certificate(revoked=date(2021, 7, 1))], [worker()], None, id="本月1日撤销，本月仍发"),
        pytest.param(
            [certificate(revoked=date(2021, 6, 30))], [worker()], Reason.NO_CERTIFICATE, id="上月末撤销，不发"
        ),
        pytest.param([certificate()], [worker(since=date(2021, 6, 30))], None, id="上月末到岗，本月发"),
        pytest.param(
            [certificate()], [worker(since=date(2021, 7, 1))], Reason.NOT_QUALIFYING_BEFORE, id="本月1日到岗，下月发"
        ),
        pytest.param([certificate()], [worker(until=date(2021, 7, 2))], None, id="本月1日离岗，本月照发"),
        pytest.param(
            [certificate()], [worker(until=date(2021, 7, 1))], Reason.NOT_QUALIFYING, id="上月末离岗，本月不发"
        ),
        pytest.param(
            [certificate()],
            [worker(until=date(2021, 7, 1)), worker(since=date(2021, 7, 1), unit="乙")],
            None,
            id="无间断调动，不少发",
        ),
    ],
)
def test_pay_starts_after_the_conditions_and_the_month_of_leaving_is_paid_in_full(certificates, services, reason):
    assert decide(certificates, services).reason is reason


@pytest.mark.parametrize(("month", "outcome"), [(Month(2020, 12), Outcome.REFUSED), (Month(2021, 1), Outcome.PAYABLE)])
def test_nothing_is_owed_before_the_first_month(month, outcome):
    assert decide([certificate()], [worker()], month).outcome is outcome


def test_of_two_certificates_the_highest_level_held_counts():
    both = [certificate(), certificate(Level.SOCIAL_WORKER, on=date(2021, 6, 30), number="B")]
    assert decide(both, [worker()]).amount == rate(Level.SOCIAL_WORKER)


@pytest.mark.parametrize(
    ("services", "unit"),
    [
        pytest.param(
            [worker("学校", "事业单位在编", unit="校", since=date(2019, 1, 1), filed=[Interval(date(2019, 1, 1), None)]), worker()],
            "甲", id="社区先于事业单位",
        ),
        pytest.param([worker(unit="乙"), worker(unit="甲", since=date(2020, 1, 2))], "乙", id="先到任的"),
        pytest.param([worker(unit="乙"), worker(unit="丙")], "丙", id="同日按名称"),
        pytest.param([worker("企业", "其他", unit="企", since=date(2019, 1, 1)), worker()], "甲", id="不合格任职不妨碍"),
    ],
)  # fmt: skip
def test_one_allowance_booked_to_one_unit(services, unit):
    person = PersonFacts((certificate(),), tuple(services))
    decision = monthly_allowance(facts_of_month(person, JULY.first), JULY.first, BOOK)
    assert booked_unit(person, JULY.first, decision) == unit


def test_a_timeline_shows_start_upgrade_and_leaving():
    certificates = (
        certificate(on=date(2021, 2, 5)),
        certificate(Level.SOCIAL_WORKER, on=date(2021, 6, 20), number="B"),
    )
    person = PersonFacts(certificates, (worker(until=date(2021, 9, 4)),))
    spans = timeline(person, date(2021, 1, 1), date(2021, 12, 1), BOOK)
    paid = [(s.first.month, s.last.month, s.decision.amount) for s in spans if s.decision.outcome is Outcome.PAYABLE]
    assert paid == [(3, 6, rate(Level.ASSISTANT)), (7, 9, rate(Level.SOCIAL_WORKER))]
