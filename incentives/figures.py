"""The numbers in force, in the office's words, for the policy page."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from incentives.explain import level_words
from incentives.rules.rulebook import Entry, RuleBook
from incentives.rules.vocabulary import Level

TITLES = {
    "exam_bonus": "考试奖励标准",
    "exam_bonus_upgrade": "先初级后中级",
    "exam_bonus_units": "考试奖励范围",
    "monthly_allowance_floor": "职业津贴下限",
    "monthly_allowance": "职业津贴现行标准",
    "allowance_start": "职业津贴起发月份",
    "allowance_community": "津贴范围：社区工作者",
    "allowance_institution": "津贴范围：事业单位岗位",
    "holders_target": "持证人数目标",
    "training_target": "培训率目标",
    "community_target": "每个城乡社区的配备",
    "purchase_preference": "优先推荐的人数",
}
UPGRADES = {"full": "两次都全额奖励", "difference": "只补差额"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """found is None while no text is loaded."""

    text: str
    found: bool | None


@dataclass(frozen=True, slots=True)
class Figure:
    title: str
    value: str
    since: datetime.date
    phrases: list[Phrase]
    assumed: str


def figures(names: Iterable[str], on: datetime.date, book: RuleBook, missing: set[str] | None) -> list[Figure]:
    """The entries of these scales in force on the day; missing are the phrases not in the loaded text, None without one."""
    entries = [book.measure(name, on=on) for name in names]
    return [
        Figure(TITLES[entry.name], value_words(entry), entry.since, _phrases(entry, missing), entry.assumed)
        for entry in entries
    ]


def _phrases(entry: Entry, missing: set[str] | None) -> list[Phrase]:
    return [Phrase(phrase, None if missing is None else phrase not in missing) for phrase in entry.phrases]


def value_words(entry: Entry) -> str:
    """What an entry sets, in one line.

    Raises:
        ValueError: a scale that this page has no words for.
    """
    values = entry.values
    match entry.name:
        case "exam_bonus":
            return f"{_amounts(entry)}，一次性"
        case "monthly_allowance" | "monthly_allowance_floor":
            return f"{_amounts(entry)}，每月"
        case "exam_bonus_upgrade":
            return UPGRADES[values["mode"]]
        case "exam_bonus_units":
            return f"{'、'.join(values['kinds'])}；{'、'.join(values['confirm_categories'])}须认定"
        case "allowance_start":
            return f"{values['month'][:4]}年{int(values['month'][5:])}月"
        case "allowance_community" | "allowance_institution":
            return f"{'、'.join(values['kinds'])}的{'、'.join(values['categories'])}"
        case "holders_target":
            return f"总人口的 {values['per_mille']}‰"
        case "training_target":
            return f"{values['percent']}%，当年满 {values['hours']} 学时算已培训"
        case "community_target":
            return f"至少 {values['posts']} 个岗位、{values['holders']} 名持证人员"
        case "purchase_preference":
            return f"{values['holders']} 人以上（{'、'.join(values['kinds'])}的{'、'.join(values['categories'])}）"
        case _:
            raise ValueError(entry.name)


def _amounts(entry: Entry) -> str:
    named = ((level_words(level), entry.amount(level)) for level in Level)
    return "、".join(f"{words} {amount:,.2f} 元" for words, amount in named if amount is not None)
