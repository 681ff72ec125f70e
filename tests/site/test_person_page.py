"""A person's page answers without a second one; hidden values are shown one at a time, each with its audit line."""

import pghistory
import pytest
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from talent.models import Person
from tests import county


@pytest.fixture
def one(unit):
    found = county.person(1, "李雷", bank_account="6222000011112222333", phone="13900000000")
    county.serve(found, unit)
    county.certify(found, "DEMO1")
    return found


def page(browser, one):
    return browser.get(reverse("person", args=[one.pk])).content.decode()


def test_each_entitlement_stands_with_its_reason(one, signed_in, clerk):
    shown = page(signed_in(clerk), one)
    assert "2021 考试年度 助理社会工作师" in shown
    assert "应发 1,000.00 元" in shown
    assert "2021年7月" in shown
    assert "100.00 ×" in shown
    assert "三（一）" in shown
    assert "获得助理社工师证书的" in shown


def test_values_are_masked(one, signed_in, clerk):
    shown = page(signed_in(clerk), one)
    assert "999999********" in shown
    assert one.id_number not in shown
    assert one.bank_account not in shown
    assert one.phone not in shown


@pytest.mark.parametrize("field", ["id_number", "phone", "bank_account"])
def test_a_reveal_shows_one_value_and_leaves_one_audit_line_without_it(field, one, signed_in, clerk):
    answer = signed_in(clerk).post(reverse("person-reveal", args=[one.pk]), {"field": field})
    shown = answer.content.decode()
    values = {name: getattr(one, name) for name in ("id_number", "phone", "bank_account")}
    assert {name for name, value in values.items() if value in shown} == {field}
    entry = Entry.objects.get(action="查看完整号码")
    assert (entry.actor, entry.object_id) == (clerk, str(one.pk))
    assert not [value for value in values.values() if value in str(entry.details)]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("field", ["name", "id_index", "", "password"])
def test_nothing_else_can_be_revealed(field, one, signed_in, clerk):
    assert signed_in(clerk).post(reverse("person-reveal", args=[one.pk]), {"field": field}).status_code == 404
    assert not Entry.objects.filter(action="查看完整号码").exists()


def test_the_history_tells_who_changed_what_and_masks_numbers(one, signed_in, clerk):
    with pghistory.context(user=clerk.pk, name="王经办", via="网页"):
        one.bank_account = "6222000011119999888"
        one.derive().save()
    shown = page(signed_in(clerk), one)
    assert "王经办" in shown
    assert "<del>**** 2333</del>" in shown
    assert "6222000011119999888" not in shown


def test_a_revoked_certificate_ends_the_allowance_and_says_so(one, signed_in, clerk):
    one.certificates.update(revoked_on="2021-09-15")
    shown = page(signed_in(clerk), one)
    assert "2021年7月 至 2021年9月" in shown
    assert "上月末没有持有证书" in shown


def test_markup_in_a_name_stays_text(unit, signed_in, clerk):
    bad = county.person(5, '<script>alert("x")</script>')
    county.serve(bad, unit)
    assert "<script>alert" not in page(signed_in(clerk), bad)
    assert Person.objects.filter(name__startswith="<script").exists()
