"""What the home page says of rolls: rows to be checked, rows sent back."""

import datetime

import pytest
from django.urls import reverse

from positions.access import Scope
from positions.models import Mandate
from positions.vocabulary import Role
from talent.appointments.models import CareerSystem
from talent.rolls import duties
from talent.rolls.models import Checked

TODAY = datetime.date(2026, 11, 25)
WHERE = "/rolls/career-systems/?state="
pytestmark = pytest.mark.django_db


def told(user):
    return {words: (count, url) for words, count, url in duties.waiting(Scope.of(user, TODAY)) if count}


@pytest.fixture
def rows(unit, other_unit):
    CareerSystem.objects.create(unit=unit, is_set_up=True, state=Checked.RETURNED, remark="缺文件")
    CareerSystem.objects.create(unit=other_unit, is_set_up=True, state=Checked.REPORTED)


def test_a_clerk_sees_what_waits_to_be_checked(rows, clerk):
    assert told(clerk) == {"待核对的职级体系": (1, f"{WHERE}reported")}


def test_a_unit_sees_its_own_rows_that_were_sent_back(rows, hr, outsider):
    assert (told(hr), told(outsider)) == ({"退回修改的职级体系": (1, f"{WHERE}returned")}, {})


def test_a_county_role_besides_hides_nothing_from_a_unit(rows, hr):
    Mandate.objects.create(user=hr, role=Role.AUDITOR, since=datetime.date(2020, 1, 1))
    assert told(hr) == {"退回修改的职级体系": (1, f"{WHERE}returned")}


def test_others_are_told_nothing(rows, auditor, finance):
    assert (told(auditor), told(finance)) == ({}, {})


@pytest.mark.parametrize(("role", "words"), [("clerk", "待核对的职级体系"), ("hr", "退回修改的职级体系")])
def test_the_home_page_leads_to_them(role, words, rows, request, signed_in):
    page = signed_in(request.getfixturevalue(role)).get(reverse("home")).content.decode()
    assert words in page
    assert WHERE in page
