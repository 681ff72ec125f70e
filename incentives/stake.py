"""What a person is owed, in a few words: for the reviewer before approval, and for the unit after it."""

from dingnan_sw.lib.dates import today
from incentives import facts
from incentives.amendments.book import current_book
from incentives.explain import OUTCOME_WORDS, REASON_WORDS
from incentives.profile import allowance_spans
from incentives.rules.vocabulary import Outcome
from positions.access import EVERYTHING, Scope
from talent.models import Person
from talent.submissions.stake import Stake, register


@register
def owed(person: Person, scope: Scope = EVERYTHING) -> list[Stake]:
    """A line for each certificate's bonus, and one for the allowance as it stands this month, as far as scope sees them."""
    found = facts.with_facts(Person.objects.filter(pk=person.pk)).get()
    return [*_bonuses(found, scope), *_allowance(found, scope)]


def _bonuses(person: Person, scope: Scope) -> list[Stake]:
    stakes = []
    for line in facts.seen_bonuses(person, current_book(), scope):
        certificate, decision = line.certificate, line.decision
        head = f"{certificate.exam_year} 考试年度{certificate.get_level_display()}考试奖励"
        if decision.outcome is Outcome.REFUSED:
            stakes.append(Stake(f"{head}：{OUTCOME_WORDS[decision.outcome]}，{_reason(decision)}"))
            continue
        why = f"（{_reason(decision)}）" if decision.reason else ""
        stakes.append(
            Stake(f"{head} {decision.amount:,.2f} 元，{OUTCOME_WORDS[decision.outcome]}{why}", decision.amount)
        )
    return stakes


def _reason(decision: object) -> str:
    reason = getattr(decision, "reason", None)
    return REASON_WORDS[reason] if reason else ""


def _allowance(person: Person, scope: Scope) -> list[Stake]:
    spans = allowance_spans(person, scope, today())
    paid = [span for span in reversed(spans) if span.paid]
    if not paid:
        reason = f"：{spans[0].reason}" if spans else ""
        return [Stake(f"职业津贴：本月不发{reason}")]
    total = sum((span.sum for span in paid), start=paid[0].sum * 0)
    now = f"，现在每月 {paid[-1].span.decision.amount:,.2f} 元" if paid[-1].current else "，现已不发"
    return [Stake(f"职业津贴：自{paid[0].first.words}起{now}，到本月应发合计 {total:,.2f} 元", total)]
