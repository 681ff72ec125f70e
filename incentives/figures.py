"""The numbers in force, in the office's words, for the policy page."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incentives.explain import level_words
from incentives.rules.rulebook import Entry, RuleBook
from incentives.rules.vocabulary import Level

# A scale and the first day of one of its entries.
Place = tuple[str, datetime.date]

TITLES = {
    "exam_bonus": "考试奖励标准",
    "exam_bonus_upgrade": "先初级后中级",
    "exam_bonus_units": "考试奖励范围",
    "registration_gate": "证书登记",
    "monthly_allowance_floor": "职业津贴下限",
    "monthly_allowance": "职业津贴现行标准",
    "allowance_start": "职业津贴起发月份",
    "allowance_community": "津贴范围：社区工作者",
    "allowance_institution": "津贴范围：事业单位岗位",
    "holders_target": "持证人数目标",
    "training_target": "培训率目标",
    "community_target": "每个城乡社区的配备",
    "purchase_preference": "优先推荐的人数",
    "retirement": "预算里的退休年龄",
    "expected_certificates": "预算里的预计取证",
}
UPGRADES = {"full": "两次都全额奖励", "difference": "只补差额"}
GATES = {"off": "不检查", "warn": "没有登记的提示，不影响发放", "block": "没有登记的不发放"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """found is None while no text is loaded."""

    text: str
    found: bool | None


@dataclass(frozen=True, slots=True)
class Figure:
    """source is the amendment that set it, as "document clause", and empty for the policy's own; url leads there."""

    title: str
    value: str
    since: datetime.date
    phrases: list[Phrase]
    assumed: str
    source: str = ""
    url: str = ""


def figures(
    names: Iterable[str], on: datetime.date, book: RuleBook, missing: set[str] | None, urls: Mapping[Place, str]
) -> list[Figure]:
    """The entries of these scales in force on the day, each with those that follow it later.

    missing: the phrases not in the loaded text, None without one. urls: where the entries that amendments set can be looked at.
    """
    found = []
    for name in names:
        present = book.measure(name, on=on)
        coming = [entry for entry in book.scales[name] if entry.since > max(on, present.since)]
        found.append(_figure(present, TITLES[name], book, missing, urls))
        found.extend(_figure(entry, f"{TITLES[name]}（将施行）", book, missing, urls) for entry in coming)
    return found


def _figure(entry: Entry, title: str, book: RuleBook, missing: set[str] | None, urls: Mapping[Place, str]) -> Figure:
    own = entry.document == book.document
    return Figure(
        title=title,
        value=value_words(entry),
        since=entry.since,
        phrases=_phrases(entry, missing if own else None),
        assumed=entry.assumed,
        source="" if own and (entry.name, entry.since) not in urls else f"{entry.document} {entry.clause}",
        url=urls.get((entry.name, entry.since), ""),
    )


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
        case "registration_gate":
            return GATES[values["mode"]]
        case "exam_bonus_units":
            confirmed = "、".join(values["confirm_categories"])
            return "、".join(values["kinds"]) + (f"；{confirmed}须认定" if confirmed else "")
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
            return _budget_words(entry)


def _budget_words(entry: Entry) -> str:
    values = entry.values
    match entry.name:
        case "retirement":
            return f"男60至63岁；女55至58岁（{'、'.join(values['women_at_55'])}），其他50至55岁"
        case "expected_certificates":
            return f"考试当年{values['obtained_in']}月取得；通过率看最近 {values['years']} 年"
        case _:
            raise ValueError(entry.name)


def _amounts(entry: Entry) -> str:
    named = ((level_words(level), entry.amount(level)) for level in Level)
    return "、".join(f"{words} {amount:,.2f} 元" for words, amount in named if amount is not None)
