"""A new rate pays once two people have signed it, and a wrong one, once corrected, yields exactly the difference."""

import datetime
from decimal import Decimal

import pytest

from dingnan_sw.lib.dates import today
from incentives.amendments import actions
from incentives.paying.models import Entry
from tests import county
from tests.paying.office import net, told

pytestmark = pytest.mark.django_db
day = datetime.date
RATE = """
document = "演示办字〔2021〕{number}号"
clause = "第一条"
phrase = "每月{rate}元"
[[monthly_allowance]]
from = 2021-02-01
assistant = "{rate}"
"""


@pytest.fixture
def person():
    one = county.person()
    county.serve(one, county.committee())
    county.certify(one, approved_on=day(2020, 12, 10))
    return one


def propose(office, rate, number=1):
    return actions.propose(RATE.format(rate=rate, number=number), by=office.actor("preparer").user, on=today())


def sign(office, amendment):
    actions.sign_off(amendment.number, by=office.actor("head").user, on=today())


def test_a_rate_that_nobody_signed_pays_nothing(office, person):
    propose(office, "143.18")
    assert [amount for *_, amount in told(office.allowances("2021-03"))] == ["100.00"] * 3


def test_a_wrong_rate_once_corrected_yields_exactly_the_difference(office, person):
    sign(office, propose(office, "143.18"))
    office.pay(office.allowances("2021-03"))
    sign(office, propose(office, "143.80", 2))
    batch = office.allowances("2021-03")
    assert told(batch) == [("张三", month, "arrears", "0.62") for month in ("2021-02", "2021-03")]
    assert {"演示办字〔2021〕2号" in line.cause.text for line in batch.lines.select_related("cause")} == {True}
    office.pay(batch)
    assert [net(person, f"2021-0{n}") for n in (1, 2, 3)] == [100, Decimal("143.80"), Decimal("143.80")]


def test_a_rate_too_high_is_taken_back_to_the_cent(office, person):
    sign(office, propose(office, "143.80"))
    office.pay(office.allowances("2021-02"))
    sign(office, propose(office, "143.18", 2))
    assert told(office.allowances("2021-02")) == [("张三", "2021-02", "recovery", "-0.62")]


def test_what_was_paid_stays_what_it_was(office, person):
    office.pay(office.allowances("2021-03"))
    paid = list(person_entries(person))
    sign(office, propose(office, "143.18"))
    office.allowances("2021-03")
    assert list(person_entries(person)) == paid


def person_entries(person):
    return Entry.objects.filter(person=person).order_by("pk").values_list("pk", "month", "amount", "kind")


LATER = """
document = "演示办字〔2021〕3号"
clause = "第三条"
phrase = "自2021年3月起"
[[allowance_start]]
from = 2020-01-01
month = "2021-03"
"""


def test_a_later_first_month_takes_back_what_was_paid_before_it(office, person):
    office.pay(office.allowances("2021-03"))
    sign(office, actions.propose(LATER, by=office.actor("preparer").user, on=today()))
    assert told(office.allowances("2021-03")) == [("张三", f"2021-0{n}", "recovery", "-100.00") for n in (1, 2)]


def test_a_book_that_returns_to_an_earlier_text_leaves_no_month_overpaid(office, person):
    first = propose(office, "120.00")
    sign(office, first)
    office.pay(office.allowances("2021-06"))
    sign(office, propose(office, "150.00", 2))
    office.pay(office.allowances("2021-03"))
    sign(office, propose(office, "120.00"))
    assert told(office.allowances("2021-06")) == [("张三", f"2021-0{n}", "recovery", "-30.00") for n in (2, 3)]
