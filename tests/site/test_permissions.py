"""Nothing of other units anywhere: not in a list, a search, a sum, nor on a person's page after they left."""

import datetime

import pytest
from django.urls import reverse

from positions.vocabulary import UnitKind
from talent.vocabulary import StaffCategory
from tests import county


@pytest.fixture
def two_units(unit, other_unit):
    """One person in each unit; the second unit is a school with a post."""
    mine, theirs = county.person(1, "李雷"), county.person(2, "韩梅")
    county.serve(mine, unit)
    county.serve(theirs, other_unit, StaffCategory.EMPLOYED)
    return mine, theirs, county.certify(mine, "DEMO1"), county.certify(theirs, "DEMO2"), county.post(other_unit)


def test_what_belongs_to_another_unit_does_not_exist(two_units, signed_in, hr, other_unit):
    _, theirs, _, certificate, post = two_units
    browser = signed_in(hr)
    addresses = [
        reverse("person", args=[theirs.pk]),
        reverse("bonus", args=[certificate.pk]),
        reverse("allowance", args=["2021-08", theirs.pk]),
        reverse("unit", args=[other_unit.pk]),
        reverse("post", args=[post.pk]),
    ]
    assert [browser.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert browser.post(reverse("person-reveal", args=[theirs.pk]), {"field": "id_number"}).status_code == 404


def test_own_rows_open(two_units, signed_in, hr, unit):
    mine, _, certificate, _, _ = two_units
    browser = signed_in(hr)
    addresses = [
        reverse("person", args=[mine.pk]),
        reverse("bonus", args=[certificate.pk]),
        reverse("allowance", args=["2021-08", mine.pk]),
        reverse("unit", args=[unit.pk]),
    ]
    assert [browser.get(address).status_code for address in addresses] == [200] * len(addresses)


@pytest.mark.parametrize("name", ["people", "certificates", "services", "trainings", "units", "posts", "search"])
def test_no_list_and_no_search_shows_another_units_people(name, two_units, signed_in, hr):
    for query in ("", "?q=韩梅", "?q=hm", "?q=DEMO2", f"?q={county.id_number(2)}"):
        page = signed_in(hr).get(reverse(name) + query, follow=True).content.decode()
        assert "韩梅</a>" not in page
        assert "乙小学</a>" not in page


@pytest.mark.parametrize("name", ["bonuses", "allowances"])
def test_no_result_shows_another_units_people(name, two_units, signed_in, hr):
    page = signed_in(hr).get(reverse(name) + "?year=2021&month=2021-08").content.decode()
    assert ("李雷" in page, "韩梅" in page) == (True, False)


def test_a_unit_sees_what_its_people_obtained_before_they_left(unit, other_unit, signed_in, hr):
    one = county.person(1, "李雷")
    county.serve(one, unit, until=datetime.date(2021, 7, 1))
    county.serve(one, other_unit, StaffCategory.EMPLOYED, since=datetime.date(2021, 7, 1))
    county.certify(one, "BEFORE", approved_on=datetime.date(2021, 6, 30))
    county.certify(one, "AFTER", level=2, approved_on=datetime.date(2021, 7, 1))
    page = signed_in(hr).get(reverse("person", args=[one.pk])).content.decode()
    assert ("BEFORE" in page, "AFTER" in page, "乙小学" in page) == (True, False, False)


def test_a_mandate_that_has_ended_opens_nothing(two_units, signed_in, hr):
    hr.mandates.update(until=datetime.date(2021, 1, 1))
    assert signed_in(hr).get(reverse("people")).status_code == 403


def test_a_disabled_account_is_signed_out(signed_in, clerk):
    browser = signed_in(clerk)
    clerk.is_active = False
    clerk.save()
    assert browser.get(reverse("people")).status_code == 302


def test_finance_reads_results_but_reveals_nothing(two_units, signed_in, finance):
    mine = two_units[0]
    browser = signed_in(finance)
    assert browser.get(reverse("person", args=[mine.pk])).status_code == 200
    assert browser.post(reverse("person-reveal", args=[mine.pk]), {"field": "id_number"}).status_code == 403


def test_the_clerk_sees_units_of_every_kind(signed_in, clerk):
    county.unit("丙医院", UnitKind.PUBLIC_HOSPITAL)
    assert "丙医院" in signed_in(clerk).get(reverse("units")).content.decode()


def test_first_password_must_be_changed_before_anything_else(signed_in, clerk):
    clerk.must_change_password = True
    clerk.save()
    browser = signed_in(clerk)
    assert browser.get(reverse("people")).url == reverse("password_change")
    new = {
        "old_password": "a long pass phrase",
        "new_password1": "another long phrase",
        "new_password2": "another long phrase",
    }
    browser.post(reverse("password_change"), new)
    assert browser.get(reverse("people")).status_code == 200


@pytest.fixture
def former(unit, other_unit):
    """Who left the unit, and got a certificate, a phone and an account in the next."""
    one = county.person(1, "李雷", phone="13900001234", bank_account="999900005678")
    county.serve(one, unit, until=datetime.date(2021, 7, 1))
    county.serve(one, other_unit, StaffCategory.EMPLOYED, since=datetime.date(2021, 7, 1))
    county.certify(one, "LATER9", level=2, approved_on=datetime.date(2021, 7, 1))
    return one


@pytest.mark.parametrize("name", ["people", "certificates", "services", "trainings"])
def test_a_certificate_that_is_hidden_cannot_be_guessed_by_searching(name, former, signed_in, hr):
    hit, miss = (signed_in(hr).get(f"{reverse(name)}?q={text}").content.decode() for text in ("LATER9", "LATERX"))
    assert ("李雷" in hit, "李雷" in miss) == (False, False)


@pytest.mark.parametrize("field", ["phone", "bank_account"])
def test_a_former_unit_keeps_neither_phone_nor_account(field, former, signed_in, hr, outsider):
    address = reverse("person-reveal", args=[former.pk])
    answers = [signed_in(user).post(address, {"field": field}).status_code for user in (hr, outsider)]
    assert answers == [404, 200]


def test_a_former_unit_reads_no_later_change_of_the_person(former, signed_in, hr):
    former.bank_name = "乙银行"
    former.save()
    page = signed_in(hr).get(reverse("person", args=[former.pk])).content.decode()
    assert ("乙银行" in page, "5678" in page, "1234" in page) == (False, False, False)
