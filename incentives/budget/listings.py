"""The lists of people behind a cell of the budget."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse

from dingnan_sw.lib.filters import by_value
from dingnan_sw.lib.pages import number
from dingnan_sw.lib.table import Column
from incentives.amendments.book import current_book
from incentives.budget import rates
from incentives.budget.addresses import CLAUSES, clause_url, share_url
from incentives.budget.estimate import Estimate, Part, Share, added, estimate
from incentives.budget.expecting import Expectation
from incentives.budget.forms import budget_year, month_of
from incentives.budget.vocabulary import Item
from incentives.budget.words import (
    CERTIFIED,
    HELD,
    IN_SERVICE,
    LIKELY,
    NO_ACCOUNT,
    allowance_words,
    bonus_words,
    counted_words,
    expected_words,
    plain,
)
from incentives.explain import OUTCOME_TONES, OUTCOME_WORDS, level_words
from incentives.facts import BonusLine
from incentives.rules.vocabulary import NOTHING, Outcome
from positions.access import Scope
from positions.lists import Listing, listing
from talent.vocabulary import Level


@listing("budget-people")
def people_listing(scope: Scope, on: datetime.date, state: QueryDict) -> Listing:
    """?part= a cell of the year's budget: allowance (level, since), bonus (level, outcome), expected-… (level), month (month);
    all is everything, each with its accounts, to be narrowed by the filters."""
    year = int(budget_year(state, on.year, on.year + 1).value)
    found = estimate(year, current_book(), on)
    match state.get("part", ""):
        case "all":
            return _all_people(found)
        case "month":
            return _month_people(found, state.get("month", ""))
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
    return _share_list(f"{found.year}年{Level(row.level).label}职业津贴测算", row.shares, found, allowance_words(row))


def _month_people(found: Estimate, text: str) -> Listing:
    """Who is paid in a month of the year."""
    month = month_of(text)
    if month.year != found.year:
        raise Http404
    shares = [share for row in found.allowances for share in row.shares if share.first <= month <= share.last]
    alone = [replace(share, first=month, last=month) for share in shares]
    words = f"{month.words}应发 {len({share.person.pk for share in alone}):,} 人"
    return _share_list(f"{month.words}职业津贴测算", alone, found, words)


def _share_list(title: str, shares: list[Share], found: Estimate, words: str) -> Listing:
    def why(share: Share) -> str:
        return share_url(found.year, share.person.pk, share.first)

    return Listing(
        title=title,
        rows=shares,
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
        context={"year": found.year, "words": words, "clauses": [CLAUSES[Item.ALLOWANCE]]},
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
        context={"year": found.year, "words": bonus_words(row, found), "clauses": [CLAUSES[Item.BONUS]]},
    )


def _expected_people(found: Estimate, state: QueryDict, item: Item) -> Listing:
    level = number(state.get("level"))
    row = _only(one for one in found.expected if one.level == level and one.item is item)

    def clause(one: Expectation) -> str:
        return clause_url(item)

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
            Column("months", "增加的月数", lambda one: one.months if item is Item.ALLOWANCE else None, "integer", link=clause),
            Column("amount", "取证后增加的金额（元）", amount, "money", sort="value", link=clause),
            Column("chance", "通过率（低/预计/高）", lambda one: _chance(one.chance)),
            Column("low", "最低（元）", lambda one: added(one, item).low, "money", sort="value", link=clause),
            Column("expected", "预计（元）", lambda one: added(one, item).expected, "money", sort="value", link=clause),
            Column("high", "最高（元）", lambda one: added(one, item).high, "money", sort="value", link=clause),
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
        context={"year": found.year, "words": expected_words(row), "clauses": [CLAUSES[item]]},
    )  # fmt: skip


def _registered_url(one: Any) -> str | None:
    return reverse("person", args=[one.person]) if one.person else None


def _chance(chance: Any) -> str:
    return " / ".join(f"{plain(percent)}%" for percent in (chance.low, chance.expected, chance.high))


# Everything, part by part -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the year's sums in the office's words; person is None for who is not in the register, months for a bonus."""

    part: Part
    name: str
    unit: str | None
    what: str
    person: int | None
    months: int | None
    why: str


def _piece(part: Part, year: int) -> Piece:
    match part.source:
        case Share() as share:
            why = share_url(year, share.person.pk, share.first)
            return Piece(part, share.person.name, share.unit, IN_SERVICE, share.person.pk, share.months, why)
        case BonusLine() as line:
            what = HELD if line.decision.outcome is Outcome.HELD else CERTIFIED
            why = reverse("bonus", args=[line.certificate.pk])
            return Piece(part, line.name, line.unit, what, line.person.pk, None, why)
        case Expectation() as one:
            months = one.months if part.item is Item.ALLOWANCE else None
            registered = one.registration
            return Piece(part, registered.name, registered.unit.name, LIKELY, one.person, months, clause_url(part.item))


def _all_people(found: Estimate) -> Listing:
    def why(piece: Piece) -> str:
        return piece.why

    return Listing(
        title=f"{found.year}年度预算测算名单",
        rows=[_piece(part, found.year) for part in found.parts()],
        columns=(
            Column("name", "姓名", lambda one: one.name, sort="value", link=_piece_url, width=10),
            Column("unit", "单位", lambda one: one.unit, sort="value", width=30, wrap=True),
            Column("level", "证书级别", lambda one: level_words(one.part.level), sort="value", width=16),
            Column("item", "项目", lambda one: str(one.part.item.label), sort="value"),
            Column("what", "情形", lambda one: one.what, sort="value"),
            Column("months", "月数", lambda one: one.months, "integer", sort="value", link=why),
            Column("low", "最低（元）", lambda one: one.part.amounts.low, "money", sort="value", link=why),
            Column("expected", "预计（元）", lambda one: one.part.amounts.expected, "money", sort="value", link=why),
            Column("high", "最高（元）", lambda one: one.part.amounts.high, "money", sort="value", link=why),
        ),
        sort="name",
        facets=(
            by_value("item", "项目", lambda one: str(one.part.item.label)),
            by_value("what", "情形", lambda one: one.what),
            by_value("level", "证书级别", lambda one: level_words(one.part.level)),
            by_value("function", "功能科目", lambda one: one.part.accounts[0] or NO_ACCOUNT),
            by_value("economic", "经济科目", lambda one: one.part.accounts[1] or NO_ACCOUNT),
        ),
        search=lambda rows, text: [row for row in rows if text in row.name or text in (row.unit or "")],
        hint="姓名或单位",
        total=_piece_sums,
        context={
            "year": found.year,
            "words": f"按 {found.on} 的登记测算，每个金额是下面各行之和",
            "clauses": list(CLAUSES.values()),
        },
    )


def _piece_url(piece: Piece) -> str | None:
    return reverse("person", args=[piece.person]) if piece.person else None


def _piece_sums(rows: Iterable[Piece]) -> dict[str, Any]:
    found = list(rows)
    sums = rates.total(one.part.amounts for one in found)
    months = sum(one.months or 0 for one in found)
    return {"name": "合计", "months": months, "low": sums.low, "expected": sums.expected, "high": sums.high}
