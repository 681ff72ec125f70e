"""The screens of the portal as places to be sent to: those of the navigation, some within them, and the list of each roll.

A screen's address is its URL name, with what the URL takes after a slash: `bonuses`, `roll/appointments`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from positions.access import Scope
from positions.navigation import WORK
from positions.vocabulary import READERS, Role
from talent.rolls.declared import ROLLS


@dataclass(frozen=True, slots=True)
class Screen:
    """roles are those of its readers."""

    address: str
    label: str
    roles: tuple[Role, ...]

    @property
    def url(self) -> str:
        """Raises NoReverseMatch when there is no such screen any more."""
        name, *arguments = self.address.split("/")
        return reverse(name, args=arguments)

    def may_open(self, scope: Scope) -> bool:
        return scope.may(*self.roles)


# Screens to which no entry of the navigation leads at once.
WITHIN = (Screen("exam-passes", "考试合格待登记证书", READERS),)


class Word(str):
    """An address with the label by which it is chosen."""

    label: str


class Screens:
    """The addresses that can be chosen, always those of the day: rolls are declared one after another."""

    def __iter__(self) -> Iterator[Word]:
        for screen in screens():
            word = Word(screen.address)
            word.label = screen.label
            yield word


def screens() -> Iterator[Screen]:
    for _, entries in WORK:
        for label, name, roles in entries:
            if ":" not in name:
                yield Screen(name, label, roles)
    yield from WITHIN
    for roll in ROLLS:
        yield Screen(f"roll/{roll.name}", f"台账：{roll.title}", roll.readers)


def screen(address: str) -> Screen | None:
    """The screen of that address; none where it is empty or has gone."""
    return next((one for one in screens() if one.address == address), None)
