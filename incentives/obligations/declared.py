"""What an obligation is: a clause's demand in our own words, whose it is, where the portal serves it, how far it is met."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from dingnan_sw.lib.figures import Figure
from positions.access import Scope
from talent.agenda.screens import Screen, screen

FigureOf = Callable[[datetime.date], Figure]
# What the portal does for an obligation, by the letters of the table.
KINDS = {"R": "登记", "W": "办理", "C": "计算", "P": "报表", "M": "提醒", "F": "指导"}
GUIDANCE = "F"


class State(Enum):
    """How an obligation stands; the value is its word."""

    SHORT = "有缺口"
    DONE = "已落实"
    RECORDED = "有登记数"
    GUIDANCE = "指导性"


TONES = {State.SHORT: "bad", State.DONE: "good", State.RECORDED: "neutral", State.GUIDANCE: "neutral"}


@dataclass(frozen=True, slots=True)
class Obligation:
    """clause is 文首 for the head of the document; key is its own within the clause; kinds are letters of KINDS;
    place is the address of a screen (talent.agenda.screens)."""

    clause: str
    key: str
    summary: str
    who: str
    kinds: str
    place: str
    figure: FigureOf

    @property
    def screen(self) -> Screen:
        """Where it is served.

        Raises:
            LookupError: no screen has that address.
        """
        found = screen(self.place)
        if found is None:
            raise LookupError(self.place)
        return found

    @property
    def url(self) -> str:
        return self.screen.url

    @property
    def kind_words(self) -> str:
        return "、".join(KINDS[letter] for letter in self.kinds)

    def state(self, figure: Figure) -> State:
        if self.kinds == GUIDANCE:
            return State.GUIDANCE
        if figure.due is None:
            return State.RECORDED
        return State.SHORT if figure.short else State.DONE


@dataclass(frozen=True, slots=True)
class Standing:
    """An obligation on a day; who is what whoever has it is called that day."""

    obligation: Obligation
    figure: Figure
    who: str

    @property
    def state(self) -> State:
        return self.obligation.state(self.figure)

    @property
    def tone(self) -> str:
        return TONES[self.state]

    def url(self, scope: Scope) -> str | None:
        return self.obligation.url if self.obligation.screen.may_open(scope) else None
