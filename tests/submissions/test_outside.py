"""What is seen outside a unit of its submissions: what left it, as it left it."""

import datetime

import pytest
from django.urls import reverse

from dingnan_sw.audit.models import Entry
from talent.submissions import actions, drafts
from talent.submissions.evidence import attach
from talent.submissions.flow import State
from talent.submissions.origins import under_way
from tests import county
from tests.site.world import picture
from tests.submissions.people import Cast, row, submission

TODAY = datetime.date(2026, 11, 25)


@pytest.fixture
def cast(unit):
    return Cast(unit)


@pytest.mark.parametrize("state", [State.DRAFT, State.HEAD, State.WITHDRAWN])
def test_what_has_not_left_the_unit_does_not_exist_for_the_bureau(state, cast, unit, signed_in):
    one = submission(unit, cast.keeper, state)
    assert signed_in(cast.clerk.user).get(reverse("submission", args=[one.pk])).status_code == 404


def returned(one, who):
    """By this account, with its reason."""
    actions.give_back(who, one.pk, [{"row": "", "column": "", "text": "内部意见"}])
    return one


def shows(browser, one):
    """How its page answers, and whether the list has it."""
    listed = browser.get(reverse("submissions")).context["page"].object_list
    return browser.get(reverse("submission", args=[one.pk])).status_code, one in listed


def test_what_the_head_of_a_unit_gave_back_stays_inside_the_unit(cast, unit, signed_in):
    one = returned(submission(unit, cast.keeper, State.HEAD), cast.head)
    assert shows(signed_in(cast.keeper.user), one) == (200, True)
    assert [shows(signed_in(who.user), one) for who in (cast.reviewer, cast.clerk)] == [(404, False)] * 2


@pytest.fixture
def given_back(cast, unit, folder):
    """Sent to the bureau and given back by it."""
    one = submission(unit, cast.keeper)
    attach(cast.keeper, one.pk, picture())
    actions.submit(cast.keeper, {one.pk: 2}, lambda sent: {})  # the scan was a change
    return returned(one, cast.clerk)


def text_of(browser, one):
    return browser.get(reverse("submission", args=[one.pk])).content.decode()


def test_the_bureau_does_not_watch_the_unit_editing(cast, unit, given_back, signed_in):
    drafts.change(cast.keeper, given_back.pk, 2, [row(unit, 1, "张山", 学历="写到一半")], TODAY)
    fresh = attach(cast.keeper, given_back.pk, picture("red"))
    (old,) = given_back.scans.exclude(pk=fresh.pk)
    shown = ("张山", "写到一半", reverse("scan", args=[fresh.pk]))
    keeper, clerk = signed_in(cast.keeper.user), signed_in(cast.clerk.user)
    assert [word in text_of(keeper, given_back) for word in shown] == [True] * 3
    assert [word in text_of(clerk, given_back) for word in shown] == [False] * 3
    assert [word in text_of(clerk, given_back) for word in ("张三", reverse("scan", args=[old.pk]))] == [True] * 2
    assert clerk.get(reverse("scan", args=[fresh.pk])).status_code == 404


@pytest.mark.parametrize("act", ["approve", "return", "take", "pass"])
def test_what_cannot_be_done_is_told_under_the_name_that_left_the_unit(act, cast, unit, given_back, signed_in):
    drafts.change(cast.keeper, given_back.pk, 2, [row(unit, 1, "张山")], TODAY)
    clerk = signed_in(cast.clerk.user)
    said = clerk.post(reverse("submission-act", args=[given_back.pk, act]), {"reason": "x", "version": 1}, follow=True)
    assert "张山" not in said.content.decode()
    assert "张山" not in str(list(Entry.objects.filter(actor=cast.clerk.user).values_list("details", flat=True)))
    assert "张三" in text_of(clerk, given_back)


@pytest.mark.parametrize(("who", "name"), [("keeper", "张山"), ("clerk", "张三")])
def test_a_list_calls_what_came_back_as_its_reader_knows_it(who, name, cast, unit, given_back, signed_in):
    drafts.change(cast.keeper, given_back.pk, 2, [row(unit, 1, "张山")], TODAY)
    browser = signed_in(getattr(cast, who).user)
    listed = {q: browser.get(reverse("submissions"), {"q": q}).context["page"].object_list for q in ("张山", "张三")}
    assert [q for q, rows in listed.items() if rows] == [name]
    assert [one.seen for one in listed[name]] == [name]
    told = [one.seen for one in under_way(county.person(1, "张三"), getattr(cast, who).scope)]
    assert told == [name]
