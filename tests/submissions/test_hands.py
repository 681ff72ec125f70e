"""In whose hands a submission is: what is counted as theirs, what their page offers, and what an old page may still do."""

import datetime

import pytest
from django.urls import reverse

from positions.access import Scope
from positions.models import Mandate, Town, Unit
from talent.models import Service
from talent.submissions import actions
from talent.submissions.actions import Actor
from talent.submissions.evidence import attach, remove
from talent.submissions.flow import Action, State
from talent.submissions.models import ReviewRoute, Submission
from talent.submissions.views.pages import waiting_count
from tests import county
from tests.site.world import picture
from tests.submissions.filling import resent
from tests.submissions.people import Cast, actor, filed, row, submission
from tests.submissions.test_story import TOKEN, act, drafted

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


def test_the_reasons_of_a_return_outlive_a_withdrawal(cast, mine, bureau):
    draft = drafted(mine)
    act(mine, draft, "submit")
    page = page_of(bureau, draft)
    act(mine, draft, "withdraw")
    said = {"version": page.context["submission"].version, "own-1-姓名": "与证件不符", "own--": "请补传扫描件"}
    answer = act(bureau, draft, "return", **said)
    assert (draft.state, answer.redirect_chain[0][0]) == (State.WITHDRAWN, reverse("submissions"))
    assert "单位刚刚撤回，没有退回。刚才写的原因：姓名：与证件不符；请补传扫描件" in answer.content.decode()


def test_a_withdrawal_between_look_and_return_loses_no_reason(mine, bureau, hr, monkeypatch):
    draft = drafted(mine)
    act(mine, draft, "submit")
    give_back = actions.give_back

    def late(*args):
        actions.withdraw(Actor(hr, Scope.of(hr, county.SINCE)), draft.pk)
        return give_back(*args)

    monkeypatch.setattr(actions, "give_back", late)
    answer = act(bureau, draft, "return", **{"own--": "请补传扫描件"})
    assert "刚才写的原因：请补传扫描件" in answer.content.decode()


def test_a_return_of_what_never_left_the_unit_tells_nothing(cast, mine, signed_in, other_unit):
    draft = drafted(mine)
    far = Town.objects.create(name="岭北镇", code="360728101")
    others = [cast.clerk, cast.reviewer, actor("school", "unit", unit=other_unit), actor("far", "reviewer", town=far)]
    answers = [act(signed_in(who.user), draft, "return", **{"own--": "请更正"}).status_code for who in others]
    act(mine, draft, "submit")
    act(mine, draft, "withdraw")
    answers += [act(signed_in(who.user), draft, "return", **{"own--": "请更正"}).status_code for who in others[2:]]
    assert answers == [404] * 6


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


# The head of a unit -----------------------------------------------------------------------------------


@pytest.fixture
def head_stage(unit):
    ReviewRoute.objects.create(unit_kind=unit.kind, head=True)


@pytest.mark.usefixtures("head_stage", "folder")
@pytest.mark.parametrize("deed", ["send", "delete"])
def test_who_sent_or_deleted_the_evidence_does_not_confirm_it(deed, mine, unit, keeper, signed_in):
    draft, head = drafted(mine), actor("head", "unit", unit=unit, heads=True)
    scan = attach(head if deed == "send" else keeper, draft.pk, picture())
    if deed == "delete":
        remove(head, scan)
    act(mine, draft, "submit")
    answer = act(signed_in(head.user), draft, "confirm")
    assert (draft.state, actions.ME_TOO in answer.content.decode()) == (State.HEAD, True)


@pytest.mark.usefixtures("head_stage")
def test_a_unit_with_one_account_is_told_that_another_must_confirm(unit, signed_in):
    browser = signed_in(actor("head", "unit", unit=unit, heads=True).user)
    draft, batch = drafted(browser), reverse("submission-batch", args=["submit"])
    told = [page_of(browser, draft).content.decode(), browser.get(batch).content.decode()]
    act(browser, draft, "submit")
    told.append(page_of(browser, draft).content.decode())
    assert (draft.state, [actions.ALONE in page for page in told]) == (State.HEAD, [True, True, True])
    actor("second", "unit", unit=unit, heads=True)
    page = page_of(browser, draft).content.decode()
    assert (actions.ALONE in page, "等second确认" in page) == (False, True)


@pytest.mark.usefixtures("head_stage", "folder")
@pytest.mark.parametrize("deed", ["fill in", "scan"])
def test_the_page_of_many_tells_what_the_only_head_could_not_confirm(deed, mine, unit, keeper):
    head = actor("head", "unit", unit=unit, heads=True)
    own = submission(unit, head if deed == "fill in" else keeper)
    submission(unit, keeper, number=2, rows=[row(unit, 2, "李四")])
    if deed == "scan":
        attach(head, own.pk, picture())
    told = mine.get(reverse("submission-batch", args=["submit"])).content.decode()
    assert f"{unit}{actions.ALONE}涉及“人员 张三”。" in told
    actor("second", "unit", unit=unit, heads=True)
    assert actions.ALONE not in mine.get(reverse("submission-batch", args=["submit"])).content.decode()


@pytest.mark.parametrize("words", [actions.ME_TOO, actions.ALONE])
def test_who_may_not_confirm_hears_that_a_scan_counts_too(words):
    assert "填写、提交过，或者上传或删去过扫描件" in words


@pytest.mark.usefixtures("head_stage")
def test_who_will_confirm_is_said_before_and_after_submitting(mine, unit, signed_in):
    head = actor("head", "unit", unit=unit, heads=True)
    draft = drafted(mine)
    assert "由单位负责人（head）确认" in page_of(mine, draft).content.decode()
    act(mine, draft, "submit")
    assert "等head确认" in page_of(mine, draft).content.decode()
    page = page_of(signed_in(head.user), draft)
    assert (page.context["can"]["confirm"], "等head确认" in page.content.decode()) == (True, False)


# What a submission rests on ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.DRAFT, "岗位备案还是草稿，请一起提交。"),
        (State.RETURNED, "岗位备案还是退回待修改，请一起提交。"),
        (State.BUREAU, ""),
    ],
)
def test_a_person_is_not_submitted_on_a_post_that_stays_behind(state, words, mine, unit, keeper):
    post = filed(unit, keeper, state)
    draft = drafted(mine, 岗位名称="社工岗", 上岗日期="2020-03-01")
    page = page_of(mine, draft).content.decode()
    assert (words in page, "和岗位备案一起提交" in page) == (True, bool(words))
    act(mine, draft, "submit")
    assert draft.state == ("draft" if words else "bureau")
    both = {"pick": [post.pk, draft.pk], f"key-{post.pk}": post.version, f"key-{draft.pk}": draft.version}
    mine.post(reverse("submission-batch", args=["submit"]), both)
    assert {one.state for one in Submission.objects.all()} == {"bureau"}


def test_the_form_of_such_a_person_leads_on_to_its_page(mine, unit, keeper):
    filed(unit, keeper, State.DRAFT)
    draft = drafted(mine, 岗位名称="社工岗", 上岗日期="2020-03-01")
    answer = resent(mine, draft, **{"r0-学历": "大专", "step": "check"})
    assert answer.headers["Location"] == reverse("submission", args=[draft.pk])


def test_a_yearly_confirmation_is_of_those_who_serve_when_it_is_submitted(mine, worker, unit):
    address = reverse("submission-roster", args=[unit.pk])
    mine.post(address, {"token": TOKEN})
    one = Submission.objects.get()
    Service.objects.update(until=datetime.date(2026, 9, 1))
    county.serve(county.person(2, "李四"), unit)
    assert "名单变了：新来 李四；离开 张三。" in page_of(mine, one).content.decode()
    act(mine, one, "submit")
    assert one.state == State.DRAFT
    mine.post(address, {"version": one.version})
    act(mine, one, "submit")
    assert one.state == State.BUREAU
