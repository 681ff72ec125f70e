"""All pairs of state and action: those of the table work, all others change nothing."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from dingnan_sw.audit.models import Entry
from positions.vocabulary import UnitKind
from talent.models import Person
from talent.submissions import actions, approval, drafts
from talent.submissions.actions import Refused
from talent.submissions.flow import ALLOWED, Action, Route, State
from talent.submissions.models import ReviewRoute, Step, Submission
from tests.submissions.people import Cast, submission

TODAY = datetime.date(2026, 11, 25)


@pytest.fixture
def cast(unit):
    return Cast(unit)


def by(cast, action, state):
    """Who does that in that state: the one whose turn it is, or would be."""
    if action in (Action.EDIT, Action.DELETE, Action.SUBMIT, Action.WITHDRAW, Action.GIVE_UP):
        return cast.keeper
    turn = {State.HEAD: cast.head, State.REVIEW: cast.reviewer}
    usual = {Action.CONFIRM: cast.head, Action.PASS: cast.reviewer}
    return usual.get(action) or turn.get(state, cast.clerk)


def do(cast, action, one):
    who = by(cast, action, one.state)
    match action:
        case Action.EDIT:
            drafts.change(who, one.pk, one.version, [{**one.rows[0], "学历": "本科"}], TODAY)
        case Action.DELETE:
            actions.delete(who, one.pk)
        case Action.SUBMIT:
            return actions.submit(who, {one.pk: one.version}, lambda sent: {})
        case Action.WITHDRAW:
            actions.withdraw(who, one.pk)
        case Action.CONFIRM | Action.PASS:
            actions.forward(who, action, {one.pk: one.version})
        case Action.TAKE:
            actions.take(who, one.pk)
        case Action.HAND_OVER:
            actions.hand_over(who, one.pk, cast.other_clerk.user)
        case Action.RETURN:
            actions.give_back(who, one.pk, [{"row": "", "column": "", "text": "请更正"}])
        case Action.APPROVE:
            plan = approval.plan([one], TODAY)[one.pk]
            approval.approve(who, {one.pk: plan.digest}, TODAY)
        case Action.GIVE_UP:
            actions.give_up(who, one.pk, one.version, "重复报送")
    return None


AFTER = {
    (Action.SUBMIT, State.DRAFT): State.BUREAU,
    (Action.SUBMIT, State.RETURNED): State.BUREAU,
    (Action.SUBMIT, State.WITHDRAWN): State.BUREAU,
    **{(Action.WITHDRAW, state): State.WITHDRAWN for state in ALLOWED[Action.WITHDRAW]},
    **{(Action.RETURN, state): State.RETURNED for state in ALLOWED[Action.RETURN]},
    (Action.CONFIRM, State.HEAD): State.BUREAU,
    (Action.PASS, State.REVIEW): State.BUREAU,
    (Action.APPROVE, State.BUREAU): State.APPROVED,
    **{(Action.GIVE_UP, state): State.CLOSED for state in ALLOWED[Action.GIVE_UP]},
}
PAIRS = [(action, state) for action in Action for state in State]


@pytest.mark.parametrize(("action", "state"), [pair for pair in PAIRS if pair[1] in ALLOWED[pair[0]]])
def test_an_allowed_action_leads_to_its_state(action, state, cast, unit):
    one = submission(unit, cast.keeper, state)
    if (action, state) == (Action.HAND_OVER, State.REVIEW):
        with pytest.raises(Refused):  # the other clerk does not review for the town
            do(cast, action, one)
        return
    do(cast, action, one)
    left = Submission.objects.filter(pk=one.pk).first()
    if action is Action.DELETE:
        assert left is None
        return
    assert left.state == AFTER.get((action, state), state)


@pytest.mark.parametrize(("action", "state"), [pair for pair in PAIRS if pair[1] not in ALLOWED[pair[0]]])
def test_any_other_pair_changes_nothing(action, state, cast, unit):
    one = submission(unit, cast.keeper, state)
    before = (
        Submission.objects.values_list().get(),
        Step.objects.count(),
        Entry.objects.count(),
        Person.objects.count(),
    )
    try:
        done = do(cast, action, one)
    except (Refused, PermissionDenied):
        done = []
    after = (
        Submission.objects.values_list().get(),
        Step.objects.count(),
        Entry.objects.count(),
        Person.objects.count(),
    )
    assert (not done, after) == (True, before)


# Who ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "state", "who"),
    [
        (Action.APPROVE, State.BUREAU, "keeper"),
        (Action.APPROVE, State.BUREAU, "reviewer"),
        (Action.RETURN, State.BUREAU, "reviewer"),
        (Action.PASS, State.REVIEW, "clerk"),
        (Action.CONFIRM, State.HEAD, "keeper"),
        (Action.SUBMIT, State.DRAFT, "clerk"),
        (Action.WITHDRAW, State.BUREAU, "clerk"),
    ],
)
def test_whose_turn_it_is_not_is_refused(action, state, who, cast, unit):
    one = submission(unit, cast.keeper, state)
    with pytest.raises((PermissionDenied, Refused)):
        actions.one(getattr(cast, who), action, one.pk)


def test_nobody_reviews_what_they_submitted_themselves(cast, unit):
    one = submission(unit, cast.clerk, State.BUREAU)
    with pytest.raises(Refused, match="不能审核自己填写、提交过"):
        actions.give_back(cast.clerk, one.pk, [{"row": "", "column": "", "text": "请更正"}])


def test_what_a_colleague_has_taken_is_left_to_them(cast, unit):
    one = submission(unit, cast.keeper, State.BUREAU)
    actions.take(cast.clerk, one.pk)
    with pytest.raises(Refused, match="clerk-one办理"):
        actions.give_back(cast.other_clerk, one.pk, [{"row": "", "column": "", "text": "请更正"}])
    actions.hand_over(cast.clerk, one.pk, cast.other_clerk.user)
    actions.give_back(cast.other_clerk, one.pk, [{"row": "", "column": "", "text": "请更正"}])
    assert Submission.objects.get().state == State.RETURNED


def test_what_is_being_handled_cannot_be_withdrawn(cast, unit):
    one = submission(unit, cast.keeper, State.BUREAU)
    actions.take(cast.clerk, one.pk)
    with pytest.raises(Refused, match="已经在办理"):
        actions.withdraw(cast.keeper, one.pk)


# What is over -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ALLOWED[Action.GIVE_UP])
def test_another_may_be_about_what_was_given_up(state, cast, unit):
    one = submission(unit, cast.keeper, state)
    with pytest.raises(Refused, match="写明原因"):
        actions.give_up(cast.keeper, one.pk, one.version, "")
    actions.give_up(cast.keeper, one.pk, one.version, "重复报送")
    with pytest.raises(Refused, match="已经不再报送"):
        actions.submit(cast.keeper, {one.pk: one.version}, lambda sent: {})
    submission(unit, cast.keeper)
    assert Submission.objects.live().count() == 1
    assert [(step.action_words, step.note) for step in one.steps.all()] == [("不再报送", "重复报送")]
    assert Entry.objects.filter(action="不再报送").exists()


@pytest.mark.parametrize(("passed", "seen"), [((State.BUREAU,), True), ((State.HEAD,), False), ((), False)])
def test_others_see_of_what_was_given_up_what_has_once_left_the_unit(passed, seen, cast, unit):
    one = submission(unit, cast.keeper, State.WITHDRAWN)
    for state in passed:
        Step.objects.create(submission=one, by=cast.keeper.user, action=Action.SUBMIT, state=state)
    actions.give_up(cast.keeper, one.pk, one.version, "重复报送")
    shown = [Submission.objects.within(who.scope).exists() for who in (cast.keeper, cast.clerk, cast.reviewer)]
    assert shown == [True, seen, seen]


@pytest.mark.parametrize("action", [Action.DELETE, Action.RETURN, Action.GIVE_UP])
def test_what_was_changed_since_it_was_looked_at_is_left_alone(action, cast, unit):
    one = submission(unit, cast.keeper, ALLOWED[action][-1])
    Submission.objects.filter(pk=one.pk).update(version=2)
    done = {
        Action.DELETE: lambda: actions.delete(cast.keeper, one.pk, one.version),
        Action.RETURN: lambda: actions.give_back(cast.clerk, one.pk, [{"row": "", "column": "", "text": "x"}], 1),
        Action.GIVE_UP: lambda: actions.give_up(cast.keeper, one.pk, one.version, "重复报送"),
    }
    with pytest.raises(Refused, match="打开之后改过"):
        done[action]()


# The optional stages ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("route", "way"),
    [
        (Route(), [State.BUREAU, State.APPROVED]),
        (Route(head=True), [State.HEAD, State.BUREAU, State.APPROVED]),
        (Route(review=True), [State.REVIEW, State.BUREAU, State.APPROVED]),
        (Route(head=True, review=True), [State.HEAD, State.REVIEW, State.BUREAU, State.APPROVED]),
    ],
)
def test_a_submission_passes_the_stages_that_are_switched_on(route, way):
    state, passed = State.DRAFT, []
    while state is not State.APPROVED:
        state = route.after(state)
        passed.append(state)
    assert passed == way


def test_the_stages_are_those_of_the_units_kind(cast, unit):
    ReviewRoute.objects.create(unit_kind=UnitKind.SCHOOL, head=True)
    ReviewRoute.objects.create(unit_kind=UnitKind.COMMUNITY_COMMITTEE, review=True)
    one = submission(unit, cast.keeper)
    actions.submit(cast.keeper, {one.pk: 1}, lambda sent: {})
    one.refresh_from_db()
    assert one.state == State.REVIEW
    actions.forward(cast.reviewer, Action.PASS, {one.pk: 1})
    one.refresh_from_db()
    assert one.state == State.BUREAU


def test_a_whole_batch_is_approved_or_none_of_it(cast, unit):
    good = submission(unit, cast.keeper, State.BUREAU)
    bad = submission(unit, cast.keeper, State.BUREAU, number=2)
    seen = {one.pk: approval.plan([good, bad], TODAY)[one.pk].digest for one in (good, bad)}
    Submission.objects.filter(pk=bad.pk).update(version=2)
    with pytest.raises(Refused):
        approval.approve(cast.clerk, seen, TODAY)
    assert Person.objects.count() == 0
