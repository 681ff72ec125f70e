"""Which boxes of the page of many submissions are chosen beforehand: those without a doubt, that can be done without the others."""

import datetime
from collections.abc import Callable, Container, Sequence
from typing import Any

from talent.submissions.models import SHEETS, Kind, Submission
from talent.submissions.statement import Statement, subject, subject_index

MOST_NAMED = 5

Line = dict[str, Any]  # a line of the page: its submission, the problems and the doubts
Barred = Callable[[list[Submission]], Container[int]]


def hold_together(lines: Sequence[Line], barred: Barred, verb: str, on: datetime.date) -> None:
    """Doubt also what cannot be done without one that is not chosen: so the page can be sent as it is, and says what goes first.

    barred: which of these could not be done, by pk, if they alone were.
    """
    kinds = tuple(SHEETS)  # a person rests on posts, a training on people
    for place, kind in enumerate(kinds):
        behind = [line for line in lines if line["submission"].kind in kinds[:place] and not _chosen(line)]
        own = [line for line in lines if line["submission"].kind == kind and not line["problems"]]
        if own and behind:
            _hold(own, behind, [line for line in lines if _chosen(line)], barred, verb, on)


def _chosen(line: Line) -> bool:
    return not line["problems"] and not line["doubts"]


def _hold(
    own: Sequence[Line], behind: Sequence[Line], chosen: Sequence[Line], barred: Barred, verb: str, on: datetime.date
) -> None:
    """Those of one kind, whether chosen or not, that would be barred while the others stay behind."""
    tried = {line["submission"].pk: line["submission"] for line in (*chosen, *own)}
    found = barred(list(tried.values()))
    for line in own:
        if line["submission"].pk in found:
            line["doubts"].append(_advice(line, behind, verb, on))


def _advice(line: Line, behind: Sequence[Line], verb: str, on: datetime.date) -> str:
    named = _named(line["submission"], on)
    others = [other for other in behind if _subject(other["submission"]) in named]
    refused = [other["submission"] for other in others if other["problems"]]
    if refused:
        return f"先办好{titles(refused)}：现在还不能{verb}，这一件也就不能{verb}。"
    if others:
        return f"先勾选{titles([other['submission'] for other in others])}：这一件要和它一起{verb}，或在它之后{verb}。"
    return f"单独{verb}的结果和这里写的不同，请打开这一件看。"


def _subject(one: Submission) -> tuple[int, bytes]:
    return one.unit_id, bytes(one.subject_index or b"")


def _named(one: Submission, on: datetime.date) -> set[tuple[int, bytes]]:
    """The posts and the people of its unit that its rows name."""
    lines = Statement.of(Kind(one.kind), one.rows, on).lines
    about = [(kind, subject(kind, line)) for line in lines for kind in (Kind.POST, Kind.PERSON)]
    return {(one.unit_id, subject_index(kind, found[0])) for kind, found in about if found}


def titles(found: Sequence[Submission]) -> str:
    """The first of them by name, and of many how many they are."""
    names = "".join(f"“{one}”" for one in found[:MOST_NAMED])
    return names if len(found) <= MOST_NAMED else f"{names}等 {len(found)} 件"
