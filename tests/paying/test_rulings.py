"""认定: what waits is decided, and decided otherwise when there is something new; each time the next batch follows."""

import datetime

import pytest
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from incentives.models import Ruling
from incentives.paying.rulings import Said, bonus_line, decide_held, doubt
from incentives.refusals import Refused
from tests import county
from tests.paying.office import told

pytestmark = pytest.mark.django_db
day = datetime.date


@pytest.fixture
def held():
    """A certificate whose bonus waits: its holder serves a company."""
    one = county.person()
    county.serve(one, county.unit("演示企业", "企业"))
    return county.certify(one, approved_on=day(2021, 6, 20))


def decide(office, held, granted, seen=""):
    return decide_held(office.actor("head"), held.pk, Said(granted, "派驻社区", "纪要1号", seen))


def test_what_was_denied_is_granted_when_there_is_something_new(office, held):
    decide(office, held, False)
    assert told(office.bonuses(2021)) == []
    decide(office, held, True)
    assert told(office.bonuses(2021)) == [("张三", None, "normal", "1000.00")]


def test_what_was_granted_by_mistake_is_taken_back_with_its_cause(office, held):
    decide(office, held, True)
    office.pay(office.bonuses(2021))
    decide(office, held, False)
    batch = office.bonuses(2021)
    assert told(batch) == [("张三", None, "recovery", "-1000.00")]
    assert "不予发放" in batch.lines.get().cause.text


def test_the_record_says_what_stood_before_and_why_it_is_otherwise_now(office, held):
    decide(office, held, True)
    decide(office, held, False)
    told = [entry.details for entry in Entry.objects.filter(action="认定").order_by("pk")]
    assert [(one["granted"], one["before"]) for one in told] == [(True, ""), (False, "同意发放")]
    assert {(one["reason"], one["evidence"]) for one in told} == {("派驻社区", "纪要1号")}


@pytest.mark.parametrize("granted", [True, False])
def test_the_same_once_more_is_no_ruling(granted, office, held):
    decide(office, held, granted)
    with pytest.raises(Refused, match="没有再记一次"):
        decide(office, held, granted)
    assert Ruling.objects.count() == 1


def test_where_there_is_no_doubt_nothing_is_decided(office):
    one = county.person()
    county.serve(one, county.committee())
    with pytest.raises(Refused, match="没有待认定的事项"):
        decide(office, county.certify(one), True)


def test_a_doubt_that_has_become_another_is_not_decided_unseen(office, held):
    seen = str(doubt(bonus_line(held)))
    county.certify(held.person, "DEMO2", level=2, approved_on=day(2021, 6, 20))
    with pytest.raises(Refused, match="在您打开之后变了"):
        decide(office, held, True, seen)
    assert not Ruling.objects.exists()


def test_the_page_shows_how_it_was_decided_and_takes_another_decision(office, held, signed_in):
    decide(office, held, False)
    page, head = reverse("held-line", args=[held.pk]), signed_in(office.actor("head").user)
    shown = head.get(page)
    assert ("重新认定" in shown.content.decode(), "现在的认定是不予发放" in shown.content.decode()) == (True, True)
    sent = {"granted": "yes", "reason": "补来证明", "evidence": "纪要2号", "seen": str(shown.context["doubt"])}
    assert head.post(page, sent).url == page
    assert [ruling.granted for ruling in Ruling.objects.all()] == [False, True]


def test_a_doubt_that_went_away_meanwhile_is_said_to_be_gone(office, held, signed_in):
    page, head = reverse("held-line", args=[held.pk]), signed_in(office.actor("head").user)
    seen = str(head.get(page).context["doubt"])
    county.serve(held.person, county.committee())
    sent = {"granted": "yes", "reason": "派驻社区", "evidence": "纪要1号", "seen": seen}
    assert "没有待认定的事项" in head.post(page, sent).content.decode()


@pytest.mark.parametrize(("by", "offered"), [("head", True), ("preparer", False)])
def test_only_the_approver_is_offered_the_form(by, offered, office, held, signed_in):
    shown = signed_in(office.actor(by).user).get(reverse("held-line", args=[held.pk])).content.decode()
    assert ("登记认定" in shown) == offered


def test_the_bonus_leads_to_its_doubt(office, held, signed_in):
    decide(office, held, False)
    shown = signed_in(office.actor("head").user).get(reverse("bonus", args=[held.pk])).content.decode()
    assert reverse("held-line", args=[held.pk]) in shown
