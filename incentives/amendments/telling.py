"""An amendment and its effects in the words of programs and of people: for the commands and for the pages."""

import datetime
from dataclasses import dataclass
from typing import Any

from dingnan_sw.lib.commands import text_table
from incentives.amendments.book import books_around, parsed
from incentives.amendments.effects import TO_DATE, Effects, effects
from incentives.amendments.models import Amendment
from incentives.figures import TITLES, value_words
from incentives.rules.overlay import Change, changes
from incentives.rules.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Changed:
    """A scale's value before and after, in the office's words."""

    title: str
    since: datetime.date
    old: str
    new: str

    @property
    def confirmed(self) -> bool:
        """The document says what was already in force."""
        return self.old == self.new


def changed(said: list[Change], old: RuleBook, new: RuleBook) -> list[Changed]:
    return [
        Changed(
            TITLES[change.scale],
            change.since,
            value_words(old.measure(change.scale, on=change.since)),
            value_words(new.measure(change.scale, on=change.since)),
        )
        for change in said
    ]


def report(amendment: Amendment, on: datetime.date) -> dict[str, Any]:
    """The result of the commands (docs/commands.md 2)."""
    old, new = books_around(amendment)
    return {
        "amendment": amendment.number,
        "state": str(amendment.state),
        "document": amendment.document,
        "clause": amendment.clause,
        "first_day": str(amendment.first_day),
        "changes": [
            {"scale": change.scale, "from": str(change.since), "values": dict(change.values)}
            for change in changes(parsed(amendment.text))
        ],
        "effects": sums(effects(old, new, on)),
    }


def sums(found: Effects) -> dict[str, Any]:
    years = (period.key for period in found.periods if period.key != TO_DATE)
    return {
        "to_date": str(found.difference(TO_DATE)),
        "years": {str(year): str(found.difference(year)) for year in years},
    }


def table(result: dict[str, Any]) -> str:
    """The commands' result for a terminal."""
    head = f"第 {result['amendment']} 号修订（{result['state']}）：{result['document']} {result['clause']}"
    lines = [(row["scale"], row["from"], _values(row["values"])) for row in result["changes"]]
    money = [("到本月", result["effects"]["to_date"]), *result["effects"]["years"].items()]
    return "\n\n".join((head, text_table(("标准", "自", "改为"), lines), text_table(("期间", "差额（元）"), money)))


def _values(values: dict[str, Any]) -> str:
    return "、".join(f"{name} {value}" for name, value in values.items()) or "不变，只作确认"
