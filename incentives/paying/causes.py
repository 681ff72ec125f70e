"""Why a slot came out otherwise than it was paid: which fact changed, who changed it, when, by which submission."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from dingnan_sw.lib import history
from incentives.amendments.book import words_of_changes
from incentives.models import Ruling
from incentives.paying.drawing import Difference
from incentives.paying.models import Batch, Cause
from incentives.paying.replay import Course, Happening, courses
from incentives.paying.vocabulary import Item, LineKind
from incentives.rules.allowance import monthly_allowance
from incentives.rules.exam_bonus import exam_bonus
from incentives.rules.facts import PersonFacts
from incentives.rules.rulebook import RuleBook
from incentives.rules.timeline import facts_of_month
from incentives.rules.vocabulary import NOTHING, Outcome
from talent.submissions.models import Trace

NORMAL = {Item.BONUS: "符合 三（一），首次发放", Item.ALLOWANCE: "符合 三（二），按月发放"}
# The scales that an item's amounts follow from.
SCALES = {
    Item.BONUS: ("exam_bonus", "exam_bonus_upgrade", "exam_bonus_units", "registration_gate"),
    Item.ALLOWANCE: ("monthly_allowance", "allowance_start", "allowance_community", "allowance_institution"),
}
UNRECORDED = "登记与上一批生成时不同（没有逐条变动记录）"
LONGEST = 1000
# Which recorded changes, by their place in a person's course; the last place, one past the moments, is the book itself.
Places = tuple[int, ...]


class Causes:
    """The causes of a batch's lines, each stored once for all lines that share it.

    base: the batch after which the lines' facts changed, with the book it used; None when nothing was posted before.
    """

    def __init__(self, batch: Batch, base: Batch | None, books: tuple[RuleBook | None, RuleBook]) -> None:
        self.batch, self.base = batch, base
        self.old_book, self.book = books
        self._shared: dict[str, Cause] = {}

    def of(self, differences: Sequence[Difference]) -> list[Cause]:
        """A cause for each difference, in their order."""
        changed = sorted({one.person for one in differences if one.kind is not LineKind.NORMAL})
        found = self._replayed(changed, differences) if changed else {}
        return [self._plain(NORMAL[one.item]) if one.kind is LineKind.NORMAL else found[one] for one in differences]

    def _plain(self, text: str) -> Cause:
        if text not in self._shared:
            self._shared[text] = Cause.objects.create(batch=self.batch, text=text[:LONGEST])
        return self._shared[text]

    def _replayed(self, people: list[int], differences: Sequence[Difference]) -> dict[Difference, Cause]:
        if self.base is None:
            return {one: self._plain(UNRECORDED) for one in differences}
        ran = courses(people, self.base.cut)
        by_person: dict[int, list[Difference]] = defaultdict(list)
        for one in differences:
            if one.kind is not LineKind.NORMAL:
                by_person[one.person].append(one)
        return {one: cause for person, some in by_person.items() for one, cause in self._person(ran[person], some)}

    def _person(self, course: Course, differences: list[Difference]) -> Iterable[tuple[Difference, Cause]]:
        made: dict[Places, Cause] = {}
        for one in differences:
            places = self._places(course, one)
            if places not in made:
                made[places] = self._cause(course, places)
            yield one, made[places]

    def _places(self, course: Course, difference: Difference) -> Places:
        before = self.old_book or self.book
        amounts = [given(course.start, difference, before)]
        amounts += [given(moment.facts, difference, before) for moment in course.moments]
        last = course.moments[-1].facts if course.moments else course.start
        amounts.append(given(last, difference, self.book))
        return tuple(place for place in range(len(amounts) - 1) if amounts[place] != amounts[place + 1])

    def _cause(self, course: Course, places: Places) -> Cause:
        if not places:
            return self._plain(UNRECORDED)
        if places == (len(course.moments),):
            return self._plain(self._book_words())
        told = [fact for place in places for fact in self._facts(course, place)]
        text = "；".join(fact["text"] for fact in told)
        return Cause.objects.create(batch=self.batch, text=text[:LONGEST], facts=told)

    def _facts(self, course: Course, place: int) -> list[dict[str, Any]]:
        if place == len(course.moments):
            return [{"text": self._book_words(), "what": "标准", "changes": [], "who": "", "at": "", "submissions": []}]
        return [_told(happening) for happening in course.moments[place].happenings]

    def _book_words(self) -> str:
        assert self.base is not None
        return (
            words_of_changes(self.base.amendments, self.batch.amendments, SCALES[Item(self.batch.kind)]) or UNRECORDED
        )


def given(person: PersonFacts, difference: Difference, book: RuleBook) -> Decimal:
    """What these facts give for the difference's slot."""
    match difference.item:
        case Item.ALLOWANCE:
            assert difference.month is not None
            decision = monthly_allowance(facts_of_month(person, difference.month), difference.month, book)
            return decision.amount if decision.outcome is Outcome.PAYABLE else NOTHING
        case Item.BONUS:
            decisions = [
                exam_bonus(one, person, book) for one in person.certificates if one.level == difference.shown.level
            ]
            return sum((one.amount for one in decisions if one.outcome is Outcome.PAYABLE), NOTHING)


def _told(happening: Happening) -> dict[str, Any]:
    if happening.register is Ruling:
        return _ruled(happening.record)
    event = history.told(happening.register, happening.before, happening.record)
    changes = [[change.label, change.old, change.new] for change in event.changes]
    at = f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}"
    submissions = _submissions(happening)
    by = f"（{event.who} {at}{''.join(f' 报送{pk}' for pk in submissions)}）"
    words = "，".join(f"{label} {new}" if not old else f"{label} {old}→{new}" for label, old, new in changes)
    return {
        "text": f"{event.what}{event.label}：{words}{by}",
        "what": f"{event.what}{event.label}",
        "changes": changes,
        "who": event.who,
        "at": at,
        "submissions": submissions,
    }


def _ruled(ruling: Ruling) -> dict[str, Any]:
    at = f"{timezone.localtime(ruling.at):%Y-%m-%d %H:%M}"
    words = f"认定{'同意发放' if ruling.granted else '不予发放'}：{ruling.reason}"
    return {
        "text": f"{words}（{ruling.by} {at}）",
        "what": "认定",
        "changes": [],
        "who": str(ruling.by),
        "at": at,
        "submissions": [],
    }


def _submissions(happening: Happening) -> list[int]:
    """The submissions whose approval wrote this event."""
    context = happening.record.pgh_context
    approved = context.metadata.get("submissions", []) if context else []
    if not approved:
        return []
    traces = Trace.objects.filter(
        submission__in=approved, register=happening.register._meta.label_lower, row=happening.record.pgh_obj_id
    )
    return sorted(traces.values_list("submission_id", flat=True))
