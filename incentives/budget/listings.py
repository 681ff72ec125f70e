"""The lists of the budget: the people behind a cell."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse

from dingnan_sw.lib.pages import number
from dingnan_sw.lib.table import Column
from incentives.amendments.book import current_book
from incentives.budget.estimate import CLAUSES, Estimate, Share, added, estimate
from incentives.budget.forms import budget_year
from incentives.budget.vocabulary import Item
from incentives.budget.words import allowance_words, bonus_words, counted_words, expected_words, plain
from incentives.explain import OUTCOME_TONES, OUTCOME_WORDS
from incentives.rules.vocabulary import NOTHING
from positions.access import Scope
from positions.lists import Listing, listing
from talent.vocabulary import Level


@listing("budget-people")
def people_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    """?part= a cell of the year's budget: allowance (level, since), bonus (level, outcome), expected-… (level)."""
    year = int(budget_year(state, on.year, on.year + 1).value)
    found = estimate(year, current_book(), on)
    match state.get("part", ""):
        case "allowance":
            return _allowance_people(found, state)
        case "bonus":
            return _bonus_people(found, state)
        case "expected-allowance":
            return _expected_people(found, state, Item.ALLOWANCE)
        case "expected-bonus":
            return _expected_people(found, state, Item.BONUS)
        case _:
            raise Http404


def _only(rows: Iterable[Any]) -> Any:
    """The row that the address names."""
    found = list(rows)
    if not found:
        raise Http404
    return found[0]


def _named(rows: Iterable[Any], text: str) -> list[Any]:
    return [row for row in rows if text in row.person.name or text in (row.unit or "")]


def _person_url(row: Any) -> str:
    return reverse("person", args=[row.person.pk])


def _allowance_people(found: Estimate, state: QueryDict) -> Listing:
    level, since = number(state.get("level")), state.get("since", "")
    row = _only(one for one in found.allowances if one.level == level and str(one.entry.since) == since)

    def why(share: Share) -> str:
        return reverse("budget-share", args=[found.year, share.person.pk, str(share.first)])

    return Listing(
        title=f"{found.year}年{Level(row.level).label}职业津贴测算",
        rows=row.shares,
        columns=(
            Column("name", "姓名", lambda share: share.person.name, sort="value", link=_person_url, width=10),
            Column("unit", "记账单位", lambda share: share.unit, sort="value", width=30, wrap=True),
            Column("first", "起", lambda share: share.first, "month", sort="value"),
            Column("last", "止", lambda share: share.last, "month", sort="value"),
            Column("months", "月数", lambda share: share.months, "integer", sort="value", link=why),
            Column("rate", "月标准（元）", lambda share: share.rate, "money", sort="value", link=why),
            Column("amount", "金额（元）", lambda share: share.amount, "money", sort="value", link=why),
        ),
        sort="name",
        search=_named,
        hint="姓名或单位",
        total=lambda rows: {
            "name": "合计",
            "months": sum(share.months for share in rows),
            "amount": sum((share.amount for share in rows), NOTHING),
        },
        context={"year": found.year, "words": allowance_words(row), "clause": CLAUSES[Item.ALLOWANCE]},
    )


def _bonus_people(found: Estimate, state: QueryDict) -> Listing:
    level, outcome = number(state.get("level")), state.get("outcome", "")
    row = _only(one for one in found.bonuses if one.level == level and one.outcome == outcome)

    def why(line: Any) -> str:
        return reverse("bonus", args=[line.certificate.pk])

    return Listing(
        title=f"{found.year}年{Level(row.level).label}考试奖励测算",
        rows=row.lines,
        columns=(
            Column("name", "姓名", lambda line: line.person.name, sort="value", link=_person_url, width=10),
            Column("unit", "工作单位", lambda line: line.unit, sort="value", width=30, wrap=True),
            Column("obtained", "取得日期", lambda line: line.certificate.obtained_on, "date", sort="value"),
            Column(
                "outcome",
                "结果",
                lambda line: (OUTCOME_TONES[line.decision.outcome], OUTCOME_WORDS[line.decision.outcome]),
                "tag",
                link=why,
            ),
            Column("amount", "金额（元）", lambda line: line.decision.amount, "money", sort="value", link=why),
        ),
        sort="name",
        search=_named,
        hint="姓名或单位",
        total=lambda rows: {"name": "合计", "amount": sum((line.decision.amount for line in rows), NOTHING)},
        context={"year": found.year, "words": bonus_words(row, found), "clause": CLAUSES[Item.BONUS]},
    )


def _expected_people(found: Estimate, state: QueryDict, item: Item) -> Listing:
    level = number(state.get("level"))
    row = _only(one for one in found.expected if one.level == level and one.item is item)
    clause = f"{reverse('policy')}#{CLAUSES[item]}"

    def amount(one: Any) -> Any:
        return one.allowance if item is Item.ALLOWANCE else one.bonus

    return Listing(
        title=f"{found.year}年{Level(row.level).label}预计新取证的{item.label}",
        rows=row.expected,
        columns=(
            Column("name", "姓名", lambda one: one.registration.name, sort="value", link=_registered_url, width=10),
            Column("unit", "单位", lambda one: one.registration.unit.name, sort="value", width=30, wrap=True),
            Column("exam", "考试年度", lambda one: str(one.registration.exam_year), sort="value"),
            Column("result", "成绩", lambda one: (one.registration.tone, one.registration.get_result_display()), "tag"),
            Column("months", "增加的月数", lambda one: one.months if item is Item.ALLOWANCE else None, "integer"),
            Column("amount", "取证后增加的金额（元）", amount, "money", sort="value", link=lambda one: clause),
            Column("chance", "通过率（低/预计/高）", lambda one: _chance(one.chance)),
            Column("low", "最低（元）", lambda one: added(one, item).low, "money", sort="value"),
            Column("expected", "预计（元）", lambda one: added(one, item).expected, "money", sort="value", link=lambda one: clause),
            Column("high", "最高（元）", lambda one: added(one, item).high, "money", sort="value"),
            Column("note", "说明", lambda one: counted_words(one, item), wrap=True, width=40),
        ),
        sort="name",
        total=lambda rows: {
            "name": "合计",
            **({"months": sum(one.months for one in rows)} if item is Item.ALLOWANCE else {}),
            "low": sum((added(one, item).low for one in rows), NOTHING),
            "expected": sum((added(one, item).expected for one in rows), NOTHING),
            "high": sum((added(one, item).high for one in rows), NOTHING),
        },
        context={"year": found.year, "words": expected_words(row), "clause": CLAUSES[item]},
    )  # fmt: skip


def _registered_url(one: Any) -> str | None:
    return reverse("person", args=[one.person]) if one.person else None


def _chance(chance: Any) -> str:
    return " / ".join(f"{plain(percent)}%" for percent in (chance.low, chance.expected, chance.high))
