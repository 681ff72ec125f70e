"""Why a slot came out otherwise than it was paid: which fact changed, who changed it, when, by which submission."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from dingnan_sw.lib import history
from dingnan_sw.lib.exchange import in_portions
from incentives.amendments.book import book_of, words_of_changes
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
# By register and row, the submissions that wrote it.
Origins = dict[tuple[str, int], list[int]]


class Causes:
    """The causes of a batch's lines, each stored once for all lines that share it.

    base: the batch that looked at the same months, or year, before; None when none did. What a slot holds may have been
    entered later than that: by a batch of another year, or one that reached less far.
    """

    def __init__(self, batch: Batch, base: Batch | None, book: RuleBook) -> None:
        self.batch, self.base, self.book = batch, base, book
        self._shared: dict[str, Cause] = {}
        self._origins: Origins = {}

    def of(self, differences: Sequence[Difference]) -> list[Cause]:
        """A cause for each difference, in their order."""
        entered = Batch.objects.in_bulk({one.old.batch for one in differences if one.old.batch})
        by_base: dict[Batch | None, list[Difference]] = defaultdict(list)
        for one in differences:
            if one.kind is not LineKind.NORMAL:
                by_base[self._later(entered.get(one.old.batch))].append(one)
        found = {one: cause for base, some in by_base.items() for one, cause in self._since(base, some)}
        return [self._plain(NORMAL[one.item]) if one.kind is LineKind.NORMAL else found[one] for one in differences]

    def _later(self, entered: Batch | None) -> Batch | None:
        """Of the base and the batch that entered what is held, the one that was drawn later; a draft may be drawn anew after a
        batch with a higher number was sent.
        """
        return max((one for one in (self.base, entered) if one), key=_drawn, default=None)

    def _plain(self, text: str) -> Cause:
        if text not in self._shared:
            self._shared[text] = Cause.objects.create(batch=self.batch, text=_shortened(text))
        return self._shared[text]

    def _since(self, base: Batch | None, differences: Sequence[Difference]) -> Iterator[tuple[Difference, Cause]]:
        if base is None:
            yield from ((one, self._plain(UNRECORDED)) for one in differences)
            return
        ran = courses(sorted({one.person for one in differences}), base.cut)
        self._origins = _origins(ran.values())
        by_person: dict[int, list[Difference]] = defaultdict(list)
        for one in differences:
            by_person[one.person].append(one)
        before = book_of(base.amendments) if base.book != self.book.digest else self.book
        for person, some in by_person.items():
            yield from self._person(base, before, ran[person], some)

    def _person(
        self, base: Batch, before: RuleBook, course: Course, differences: list[Difference]
    ) -> Iterator[tuple[Difference, Cause]]:
        made: dict[Places, Cause] = {}
        for one in differences:
            places = self._places(before, course, one)
            if places not in made:
                made[places] = self._cause(base, course, places)
            yield one, made[places]

    def _places(self, before: RuleBook, course: Course, difference: Difference) -> Places:
        amounts = [given(course.start, difference, before)]
        amounts += [given(moment.facts, difference, before) for moment in course.moments]
        last = course.moments[-1].facts if course.moments else course.start
        amounts.append(given(last, difference, self.book))
        return tuple(place for place in range(len(amounts) - 1) if amounts[place] != amounts[place + 1])

    def _cause(self, base: Batch, course: Course, places: Places) -> Cause:
        if not places:
            return self._plain(UNRECORDED)
        if places == (len(course.moments),):
            return self._plain(self._book_words(base))
        told = [fact for place in places for fact in self._facts(base, course, place)]
        text = "；".join(fact["text"] for fact in told)
        return Cause.objects.create(batch=self.batch, text=_shortened(text), facts=told)

    def _facts(self, base: Batch, course: Course, place: int) -> list[dict[str, Any]]:
        if place == len(course.moments):
            return [
                {"text": self._book_words(base), "what": "标准", "changes": [], "who": "", "at": "", "submissions": []}
            ]
        return [_told(happening, self._origins) for happening in course.moments[place].happenings]

    def _book_words(self, base: Batch) -> str:
        return words_of_changes(base.amendments, self.batch.amendments, SCALES[Item(self.batch.kind)]) or UNRECORDED


def _shortened(text: str) -> str:
    """As much as there is room for on lines and sheets; the facts beside it are whole."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _drawn(batch: Batch) -> tuple[int, int]:
    """In the order in which batches were drawn: every mark of a cut only grows."""
    return sum(batch.cut.values()), batch.number


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


def _told(happening: Happening, origins: Origins) -> dict[str, Any]:
    if happening.register is Ruling:
        return _ruled(happening.record)
    event = history.told(happening.register, happening.before, happening.record)
    changes = [[change.label, change.old, change.new] for change in event.changes]
    at = f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}"
    submissions = _submissions(happening, origins)
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
    words = f"认定{ruling.in_words}：{ruling.reason}"
    return {
        "text": f"{words}（{ruling.by} {at}）",
        "what": "认定",
        "changes": [],
        "who": str(ruling.by),
        "at": at,
        "submissions": [],
    }


def _origins(ran: Iterable[Course]) -> Origins:
    """All rows that the submissions behind these courses wrote."""
    happenings = [one for course in ran for moment in course.moments for one in moment.happenings]
    events = [one.record for one in happenings if one.register is not Ruling]
    acts = {event.pgh_context_id: _approved(event) for event in events}
    found: Origins = defaultdict(list)
    for some in in_portions(sorted({pk for approved in acts.values() for pk in approved})):
        traces = Trace.objects.filter(submission__in=some).order_by("submission_id")
        for register, row, submission in traces.values_list("register", "row", "submission_id"):
            found[register, row].append(submission)
    return found


def _submissions(happening: Happening, origins: Origins) -> list[int]:
    """The submissions whose approval wrote this event."""
    wrote = origins.get((happening.register._meta.label_lower, happening.record.pgh_obj_id), [])
    return [pk for pk in wrote if pk in _approved(happening.record)]


def _approved(event: Any) -> list[int]:
    """The submissions that were approved in the act of which this is an event."""
    return event.pgh_context.metadata.get("submissions", []) if event.pgh_context else []
