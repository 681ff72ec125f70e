"""In whose hands a submission is: what is counted as theirs, what their page offers, and what an old page may still do."""

import datetime

import pytest
from django.urls import reverse

from positions.models import Mandate, Town, Unit
from talent.submissions import actions
from talent.submissions.flow import Action, State
from talent.submissions.models import Submission
from talent.submissions.views.pages import waiting_count
from tests.submissions.people import Cast, actor, submission
from tests.submissions.test_story import act, drafted

ENDED = datetime.date(2026, 1, 1)


@pytest.fixture
def cast(unit):
    return Cast(unit)


def page_of(browser, one):
    return browser.get(reverse("submission", args=[one.pk]))


# Whose turn -----------------------------------------------------------------------------------------


def ended(user):
    Mandate.objects.filter(user=user).update(until=ENDED)


def disabled(user):
    type(user).objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("gone", [ended, disabled])
@pytest.mark.parametrize("state", [State.REVIEW, State.BUREAU])
def test_what_someone_took_in_hand_who_may_no_longer_waits_for_the_others(gone, state, cast, unit):
    who, first = {
        State.REVIEW: (cast.reviewer, actor("first", "reviewer", town=unit.town)),
        State.BUREAU: (cast.clerk, actor("first", "clerk")),
    }[state]
    one = submission(unit, cast.keeper, state)
    Submission.objects.update(handler=first.user)
    assert (waiting_count(who.scope), waiting_count(first.scope)) == (0, 1)
    gone(first.user)
    one.refresh_from_db()
    assert (waiting_count(who.scope), actions.handled(one)) == (1, False)


@pytest.mark.parametrize(("place", "counted"), [("own", 1), ("community", 0), ("department", 1)])
def test_a_units_own_town_goes_before_its_communitys(place, counted, unit, other_unit):
    Unit.objects.filter(pk=unit.pk).update(
        town=Town.objects.create(name="岭北镇", code="360728101"), department=other_unit.name
    )
    unit.refresh_from_db()
    office = {
        "own": {"town": unit.town},
        "community": {"town": unit.community.town},
        "department": {"unit": other_unit},
    }
    who = actor("reviewer", "reviewer", **office[place])
    one = submission(unit, actor("keeper", "unit", unit=unit), State.REVIEW)
    assert (waiting_count(who.scope), who.can(Action.PASS, one)) == (counted, bool(counted))
    actions.take(who, one.pk) if counted else None
    assert actions.held(Submission.objects.all()).count() == counted


# What the page offers -------------------------------------------------------------------------------


def test_what_a_colleague_has_in_hand_is_not_offered_and_the_page_says_how_to_take_it_over(cast, unit, signed_in):
    one = submission(unit, cast.keeper, State.BUREAU)
    Submission.objects.update(handler=cast.other_clerk.user)
    page = page_of(signed_in(cast.clerk.user), one)
    can = page.context["can"]
    assert [can[name] for name in ("approve", "return", "hand_over")] == [False, False, False]
    assert "由clerk-two办理" in page.content.decode()
    assert page_of(signed_in(cast.other_clerk.user), one).context["can"]["approve"]
    disabled(cast.other_clerk.user)
    page = page_of(signed_in(cast.clerk.user), one)
    assert (page.context["can"]["approve"], "转交给您" in page.content.decode()) == (True, False)


# An old page ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("since", "offered"), [({"version": 2}, True), ({"handler": "clerk-two"}, False)])
def test_the_reasons_of_a_return_that_was_refused_are_kept(since, offered, cast, unit, signed_in):
    one = submission(unit, cast.keeper, State.BUREAU)
    changes = {**since, "handler": cast.other_clerk.user} if "handler" in since else since
    Submission.objects.update(**changes)
    said = {"version": 1, "own-1-姓名": "与证件不符", "stock--": "没有附扫描件，请补传。", "own--": ""}
    page = signed_in(cast.clerk.user).post(reverse("submission-act", args=[one.pk, "return"]), said)
    html = page.content.decode()
    one.refresh_from_db()
    assert (one.state, page.context["can"]["return"]) == (State.BUREAU, offered)
    assert ('value="与证件不符"' in html, "没有退回" in html) == (offered, not offered)
    assert "<option selected>没有附扫描件" in html or not offered


def test_an_old_page_deletes_no_newer_draft(mine):
    draft = drafted(mine)
    Submission.objects.update(version=2)
    act(mine, draft, "delete", version=1)
    assert Submission.objects.exists()
    act(mine, draft, "delete")
    assert not Submission.objects.exists()


# 不再报送 -------------------------------------------------------------------------------------------


def test_what_came_back_can_be_given_up_and_waits_for_nobody(mine, bureau, hr):
    draft = drafted(mine)
    act(mine, draft, "submit")
    act(bureau, draft, "return", **{"own--": "重复报送"})
    assert "不再报送" in page_of(mine, draft).content.decode()
    answer = act(mine, draft, "give-up", why=" ")
    assert (draft.state, "要写明原因" in answer.content.decode()) == (State.RETURNED, True)
    act(mine, draft, "give-up", why="与另一件重复")
    shown = mine.get(reverse("submissions"), {"state": "closed"}).content.decode()
    assert (draft.state, draft.reasons, "不再报送" in shown) == (State.CLOSED, [], True)
    pages = [page_of(browser, draft).content.decode() for browser in (mine, bureau)]
    assert all("与另一件重复" in page and "张三" in page and "自动核对" not in page for page in pages)
    assert Submission.objects.filter(pk=draft.pk).live().count() == 0
    assert mine.get(reverse("submissions"), {"turn": "me"}).context["page"].paginator.count == 0
