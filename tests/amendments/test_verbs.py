"""Proposing, signing and withdrawing: two people, in order, each refusal with its code, nothing changed by it."""

from datetime import date

import pytest
from django.db import Error, transaction

from dingnan_sw.audit.models import Entry
from dingnan_sw.notices.models import Notice
from incentives.amendments import actions
from incentives.amendments.book import book_of, book_with, current_book, in_force, one_book, words_of_changes
from incentives.amendments.models import Amendment, State
from incentives.refusals import Refused
from incentives.rules.rulebook import standard_book
from incentives.rules.vocabulary import Level
from positions.accounts import PLACED
from positions.vocabulary import Role
from tests.amendments.proposals import RAISE, TODAY, Office, account, rate, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def rate_on(day, book=None):
    return str((book or current_book()).scale("monthly_allowance", on=day).amount(Level.ASSISTANT))


def refused(act, *args, **more):
    before = list(Amendment.objects.values()), Entry.objects.count()
    with pytest.raises(Refused) as found:
        act(*args, **more)
    assert (list(Amendment.objects.values()), Entry.objects.count()) == before
    return found.value.code


def test_without_amendments_the_book_in_force_is_the_standard_one():
    assert (current_book().digest, in_force()) == (standard_book().digest, [])


def test_a_proposal_says_where_it_rests_and_waits(office):
    made = office.propose()
    assert (made.number, made.state, made.rests_on, made.first_day) == (
        1,
        State.PROPOSED,
        "测民字〔2022〕8号 第二条",
        date(2022, 7, 1),
    )


def test_a_proposal_changes_nothing_until_it_is_signed(office):
    made = office.propose()
    assert rate_on(date(2022, 7, 1)) == "100.00"
    office.sign(made)
    assert [rate_on(day) for day in (date(2022, 6, 30), date(2022, 7, 1))] == ["100.00", "120.00"]


def test_a_wrong_rate_cannot_take_effect_unsigned(office):
    wrong = office.propose(rate("143.18"))
    office.withdraw(wrong, "应为 143.80")
    right = office.propose(rate("143.80"))
    assert rate_on(TODAY) == "100.00"
    office.sign(right)
    assert rate_on(TODAY) == "143.80"
    assert refused(office.sign, wrong) == "wrong_state"


def test_numbers_and_the_order_in_force_have_no_gap(office):
    made = [office.propose(rate(f"{amount}.00")) for amount in (120, 130, 140)]
    assert refused(office.propose, rate("1.00")) == "rate_below_floor"
    made.append(office.propose(rate("150.00")))
    signed = [office.sign(made[place]) for place in (2, 0, 3)]
    assert [one.number for one in made] == [1, 2, 3, 4]
    assert [one.place for one in signed] == [1, 2, 3]
    assert in_force() == [one.pk for one in signed]
    assert rate_on(TODAY) == "150.00"


def test_the_same_text_waiting_already_is_not_proposed_twice(office):
    assert office.propose().pk == office.propose().pk


def test_the_first_day_is_the_earliest_of_all_changes(office):
    made = office.propose(
        text('[[exam_bonus]]\nfrom = 2024-01-01\n[[exam_bonus_upgrade]]\nfrom = 2023-01-01\nmode = "difference"\n')
    )
    assert made.first_day == date(2023, 1, 1)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CLERK, *PLACED)])
def test_only_a_clerk_proposes(role):
    assert refused(actions.propose, RAISE, by=account("某", role), on=TODAY) == "not_permitted"


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.APPROVER, *PLACED)])
def test_only_an_approver_signs(office, role):
    assert refused(office.sign, office.propose(), by=account("某", role)) == "not_permitted"


def test_an_account_that_is_disabled_does_nothing(office):
    made = office.propose()
    office.approver.is_active = False
    office.approver.save()
    assert refused(office.sign, made) == "not_permitted"


def test_nobody_signs_what_they_proposed_in_whatever_role(office):
    both = account("两职", Role.CLERK, Role.APPROVER)
    assert refused(office.sign, office.propose(by=both), by=both) == "same_person"


def test_what_is_in_force_is_neither_signed_again_nor_withdrawn(office):
    made = office.amend()
    assert [refused(office.sign, made), refused(office.withdraw, made)] == ["wrong_state", "wrong_state"]


def test_an_unknown_amendment_is_refused(office):
    assert refused(actions.sign_off, 99, by=office.approver, on=TODAY) == "unknown_amendment"
    assert refused(actions.withdraw, 10**12, "无", by=office.clerk, on=TODAY) == "unknown_amendment"


def test_a_proposal_is_withdrawn_by_its_proposer_or_turned_down_by_an_approver(office):
    assert office.withdraw(office.propose()).state == State.WITHDRAWN
    assert office.withdraw(office.propose(), by=office.approver).reason == "文号有误"
    assert refused(office.withdraw, office.propose(), by=account("丙", Role.CLERK)) == "not_permitted"
    assert refused(office.withdraw, office.propose(), "  ") == "invalid_amendment"


INVALID = [
    ("no TOML", "document = "),
    ("nothing changed", text("")),
    ("no document", '[[exam_bonus]]\nfrom = 2022-01-01\n'),
    ("unknown scale", text("[[salary]]\nfrom = 2022-01-01\n")),
    ("a list as first day", text("[[exam_bonus]]\nfrom = []\n")),
    ("lists without end", text(f"[[exam_bonus]]\nassistant = {'[' * 3000}{']' * 3000}\n")),
    ("digits without end", text(f"[[exam_bonus]]\nassistant = {'9' * 5000}\n")),
    ("too long a clause", RAISE.replace("第二条", "第" * 61)),
    ("too long a text", RAISE + "#" * 100_000),
    ("NUL in a phrase", RAISE.replace("每月", r"\u0000")),
]  # fmt: skip


@pytest.mark.parametrize("body", [row[1] for row in INVALID], ids=[row[0] for row in INVALID])
def test_what_cannot_be_laid_over_the_policy_is_not_proposed(office, body):
    assert refused(office.propose, body) == "invalid_amendment"


def test_what_no_longer_goes_with_the_book_in_force_is_not_signed(office):
    """A raised floor came between the proposal of a rate and its signature."""
    waiting = office.propose(rate("120.00", "2023-01-01"))
    raised = '[[monthly_allowance{}]]\nfrom = 2022-07-01\nassistant = "130.00"\n'
    office.amend(text(raised.format("_floor") + raised.format("")))
    assert refused(office.sign, waiting) == "rate_below_floor"


def test_a_signer_who_was_shown_another_book_is_asked_to_look_again(office):
    seen, waiting = current_book().digest, office.propose(rate("130.00"))
    office.amend()
    assert refused(office.sign, waiting, seen=seen) == "wrong_state"
    assert office.sign(waiting, seen=current_book().digest).state == State.IN_FORCE


def test_each_act_leaves_one_line_in_the_record_and_tells_the_other(office):
    office.amend()
    office.withdraw(office.propose(rate("130.00")), by=office.approver)
    assert list(Entry.objects.values_list("action", flat=True)) == [
        "提出标准修订",
        "批准标准修订",
        "提出标准修订",
        "撤回标准修订",
    ]
    assert Notice.objects.filter(user=office.approver).count() == 2
    assert Notice.objects.filter(user=office.clerk).count() == 2


CHANGES = [
    ("text", {"text": RAISE + "#"}),
    ("document", {"document": "别的"}),
    ("phrase", {"phrase": "别的"}),
    ("first day", {"first_day": date(2020, 1, 1)}),
    ("number", {"number": 7}),
    ("unsigned", {"state": State.IN_FORCE}),
    ("withdrawn without a reason", {"state": State.WITHDRAWN}),
    ("unknown state", {"state": "maybe"}),
]


@pytest.mark.parametrize("change", [row[1] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_the_database_refuses_what_the_verbs_never_do(office, change):
    made = office.propose()
    with pytest.raises(Error), transaction.atomic():
        Amendment.objects.filter(pk=made.pk).update(**change)


def test_the_database_refuses_a_signature_by_the_proposer(office):
    made = office.propose()
    signed = {"state": State.IN_FORCE, "approved_by": office.clerk, "approved_at": made.proposed_at, "place": 1}
    with pytest.raises(Error, match="amendment_signed_by_another"), transaction.atomic():
        Amendment.objects.filter(pk=made.pk).update(**signed)


def test_the_database_keeps_what_is_settled(office):
    made, gone = office.amend(), office.withdraw(office.propose(rate("130.00")))
    for one in (made, gone):
        with pytest.raises(Error, match="不能改动"), transaction.atomic():
            Amendment.objects.filter(pk=one.pk).update(state=State.PROPOSED)
        with pytest.raises(Error, match="不能删除"), transaction.atomic():
            Amendment.objects.filter(pk=one.pk).delete()


# The book -----------------------------------------------------------------------------------------


def test_a_batch_finds_its_book_again_whatever_came_into_force_since(office):
    office.amend()
    kept, digest = in_force(), current_book().digest
    office.amend(rate("130.00"))
    assert (book_of(kept).digest, rate_on(TODAY, book_of(kept)), rate_on(TODAY)) == (digest, "120.00", "130.00")


def test_a_book_of_an_unknown_amendment_is_refused():
    assert refused(book_of, [10**6]) == "unknown_amendment"


def test_a_what_if_lays_texts_and_amendments_over_the_book_in_force(office):
    waiting = office.propose()
    book = book_with(waiting, rate("300.00", "2023-01-01", "senior"))
    assert [str(book.scale("monthly_allowance", on=TODAY).amount(level)) for level in Level] == [
        "120.00",
        "150.00",
        "300.00",
    ]
    assert in_force() == []


def test_the_changes_since_a_batch_are_told_in_a_few_words(office):
    office.amend()
    old = in_force()
    office.amend(rate("130.00"))
    assert words_of_changes(old, in_force(), ["monthly_allowance"]) == "测民字〔2022〕8号 第二条（自 2022-07-01）"
    assert words_of_changes(old, in_force(), ["exam_bonus"]) == ""
    assert words_of_changes(old, old, ["monthly_allowance"]) == ""


def test_a_request_asks_for_the_book_once(django_assert_num_queries):
    def page(request):
        return [current_book().digest for _ in range(3)]

    with django_assert_num_queries(1):
        one_book(page)(None)
