"""Whom later changes of the registers concern: each register alone, and nobody else."""

import datetime

import pytest
from django.db.models import F

from incentives.paying import known
from incentives.paying.models import Payment
from positions.models import Post, Unit
from positions.vocabulary import UnitKind
from talent.learning.models import Registration
from talent.models import Certificate, Posting, Service
from tests import county
from tests.paying.office import Office

pytestmark = pytest.mark.django_db
day = datetime.date


@pytest.fixture
def people():
    """One in a post of a school, and a neighbour of whom nothing changes."""
    school = county.unit("演示小学", UnitKind.SCHOOL)
    found = [county.person(number, f"某{number}") for number in (1, 2)]
    for one, unit in zip(found, (school, county.committee()), strict=True):
        service = county.serve(one, unit)
        Posting.objects.create(service=service, post=county.post(unit), since=county.SINCE)
        county.certify(one, f"DEMO{one.pk}")
    return found


CHANGES = {
    Unit: lambda one: Unit.objects.filter(services__person=one).update(kind=UnitKind.OTHER_ORGANISATION),
    Post: lambda one: Post.objects.filter(postings__service__person=one).update(until=day(2021, 6, 1)),
    Posting: lambda one: Posting.objects.filter(service__person=one).update(until=day(2021, 6, 1)),
    Service: lambda one: one.services.update(until=day(2021, 6, 1)),
    Certificate: lambda one: one.certificates.update(revoked_on=day(2021, 7, 1)),
}


def since(cut):
    return known.touched(cut, known.cut())


def test_every_register_is_followed_but_the_one_that_moves_no_allowance():
    assert set(known.FOLLOWED) == set(known.REGISTERS) - {Registration}
    assert set(CHANGES) == set(known.FOLLOWED)


@pytest.mark.parametrize("register", CHANGES, ids=lambda register: register.__name__)
def test_a_change_of_one_register_concerns_those_it_is_about(register, people):
    cut = known.cut()
    assert since(cut) == frozenset()
    CHANGES[register](people[0])
    assert since(cut) == {people[0].pk}


@pytest.mark.parametrize("register", CHANGES, ids=lambda register: register.__name__)
def test_a_change_before_the_cut_concerns_nobody(register, people):
    CHANGES[register](people[0])
    assert since(known.cut()) == frozenset()


def test_of_a_row_that_is_gone_or_moved_to_another_its_former_holder_is_concerned_too(people):
    cut = known.cut()
    Service.objects.filter(person=people[0]).update(person=people[1])
    Posting.objects.all().delete()
    assert since(cut) == {one.pk for one in people}


def test_an_order_has_the_account_as_it_is_sealed_with_the_person():
    """Nothing is opened and sealed again, whichever key it was sealed with."""
    office, one = Office(), county.person(1, "张三", bank_name="演示银行", bank_account="9999000011112222")
    county.serve(one, county.committee())
    county.certify(one, approved_on=day(2020, 12, 10))
    office.pay(office.allowances("2021-01"))
    order = Payment.objects.get()
    assert (order.payee, order.bank_name, order.account) == ("张三", "演示银行", "9999000011112222")
    assert Payment.objects.filter(account=F("person__bank_account")).exists()
