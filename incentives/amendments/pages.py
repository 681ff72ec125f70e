"""What the pages of amendments show of the effects: tables by period, by group and by person."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from dingnan_sw.lib.table import Column, Table
from incentives.amendments.effects import Affected, Effects, Period
from incentives.amendments.listings import GAINS, LOSES, people_url
from incentives.amendments.models import Amendment
from incentives.document import plain
from incentives.models import PolicyDocument
from incentives.rules.rulebook import RuleBook
from incentives.rules.vocabulary import NOTHING, Level
from positions.vocabulary import UnitKind

GROUPS = {"level": "按证书级别", "kind": "按单位类别", "town": "按镇"}
ORDERS: dict[str, list[str]] = {"level": [level.words for level in Level], "kind": UnitKind.values, "town": []}
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class PhraseCheck:
    tone: str
    words: str


def phrase_check(document: str, phrase: str, book: RuleBook) -> PhraseCheck:
    """Whether the loaded text holds the phrase, where it is said to come from that document."""
    loaded = PolicyDocument.current()
    if plain(document) != plain(book.document):
        return PhraseCheck("waiting", "出自另一份文件，请对照原件核对")
    if loaded is None:
        return PhraseCheck("waiting", "还没有载入正文，未核对")
    if plain(phrase) in plain(loaded.text):
        return PhraseCheck("good", "已与载入的正文核对")
    return PhraseCheck("bad", "载入的正文中没有")


def effect_tables(found: Effects, amendment: Amendment | None = None) -> dict[str, Any]:
    """For amendments/effects.html; what is on record has the list of everyone behind it."""
    shown = sorted(found.people, key=_largest)[:MOST_SHOWN]
    return {
        "effects": found,
        "everyone": people_url(amendment) if amendment else "",
        "sums": Table(_sum_columns(found, amendment), found.periods, "两种标准下的金额"),
        "groups": [_group_table(found, by, words) for by, words in GROUPS.items()],
        "people": Table(_people_columns(found.periods), shown, "受影响的人员"),
        "most": MOST_SHOWN,
    }


def _sum_columns(found: Effects, amendment: Amendment | None) -> list[Column]:
    def people(way: tuple[str, str]) -> Callable[[Period], str | None]:
        return lambda p: people_url(amendment, period=p.words, way=way[1]) if amendment else None

    return [
        Column("period", "期间", lambda p: p.words),
        Column("old", "现行标准（元）", lambda p: found.totals[p.key].old, "money"),
        Column("new", "修改后（元）", lambda p: found.totals[p.key].new, "money"),
        Column("difference", "差额（元）", lambda p: found.difference(p.key), "money"),
        Column("gaining", "增加人数", lambda p: len(found.gaining(p.key)), "integer", link=people(GAINS)),
        Column("gains", "增加（元）", lambda p: sum(found.gaining(p.key), NOTHING), "money", link=people(GAINS)),
        Column("losing", "减少人数", lambda p: len(found.losing(p.key)), "integer", link=people(LOSES)),
        Column("losses", "减少（元）", lambda p: sum(found.losing(p.key), NOTHING), "money", link=people(LOSES)),
    ]


def _group_table(found: Effects, by: str, words: str) -> Table:
    def place(word: str) -> tuple[int, str]:
        return ORDERS[by].index(word) if word in ORDERS[by] else len(ORDERS[by]), word

    changed = [word for word, sums in found.groups[by].items() if any(s.difference for s in sums.values())]
    rows = [(word, found.groups[by][word]) for word in sorted(changed, key=place)]
    columns = [Column("word", words.removeprefix("按"), lambda row: row[0]), *map(_group_column, found.periods)]
    totals = {str(period.key): found.difference(period.key) for period in found.periods}
    return Table(columns, rows, f"差额{words}（元）", total={"word": "合计", **totals})


def _group_column(period: Period) -> Column:
    return Column(str(period.key), period.words, lambda row: row[1][period.key].difference, "money")


def _people_columns(periods: Iterable[Period]) -> list[Column]:
    return [
        Column("name", "姓名", lambda one: one.name, link=lambda one: reverse("person", args=[one.pk])),
        Column("unit", "单位", lambda one: one.unit, wrap=True),
        Column("way", "变动", _way, "tag"),
        *map(_person_column, periods),
    ]


def _person_column(period: Period) -> Column:
    return Column(str(period.key), period.words, lambda one: one.difference(period.key), "money")


def _way(one: Affected) -> tuple[str, str]:
    amounts = [sums.difference for sums in one.sums.values()]
    if min(amounts) > 0:
        return GAINS
    if max(amounts) < 0:
        return LOSES
    return "waiting", "有增有减"


def _largest(one: Affected) -> tuple[Any, str, int]:
    return -max(abs(sums.difference) for sums in one.sums.values()), one.name, one.pk


def amendments_table(rows: Iterable[Amendment]) -> Table:
    columns = [
        Column("number", "修订", str, link=lambda a: reverse("amendment", args=[a.number])),
        Column("document", "文件", lambda a: a.document, wrap=True),
        Column("clause", "条款", lambda a: a.clause),
        Column("first_day", "起始日期", lambda a: a.first_day, "date"),
        Column("state", "状态", lambda a: (a.tone, a.get_state_display()), "tag"),
        Column("proposed", "提出", lambda a: _signature(a.proposed_by, a.proposed_at)),
        Column("settled", "审批或撤回", _settled),
    ]
    return Table(columns, rows, "标准修订")


def _settled(amendment: Amendment) -> str:
    if amendment.approved_by:
        return _signature(amendment.approved_by, amendment.approved_at)
    if amendment.withdrawn_by:
        return _signature(amendment.withdrawn_by, amendment.withdrawn_at)
    return ""


def _signature(by: Any, at: datetime.datetime) -> str:
    return f"{by} {timezone.localtime(at):%Y-%m-%d}"
