"""The six stages of a project: what does not go together, how far it has come, how long it has stood still."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from incentives.purchases.models import Project, StageLimit
from incentives.purchases.vocabulary import LAST, STAGES, Stage
from talent.rolls.declared import Fault


def stage_faults(merged: Mapping[str, Any]) -> Iterator[Fault]:
    """A stage is stated whole, after the one before it, on its day or later."""
    for stage in STAGES:
        yield from _missing(stage, merged)
    for earlier, later in pairwise(STAGES):
        yield from _out_of_order(earlier, later, merged)


def _missing(stage: Stage, merged: Mapping[str, Any]) -> Iterator[Fault]:
    cells = [merged.get(name) for name in stage.attributes]
    empty = [heading for heading, cell in zip(stage.headings, cells, strict=True) if cell in (None, "")]
    if 0 < len(empty) < len(cells):
        stated = next(heading for heading in stage.headings if heading not in empty)
        for heading in empty:
            yield heading, f"填了“{stated}”，就要填“{heading}”：{stage.label}环节的日期、文件和金额（得分）一起填。"


def _out_of_order(earlier: Stage, later: Stage, merged: Mapping[str, Any]) -> Iterator[Fault]:
    before, after = merged.get(earlier.day), merged.get(later.day)
    if after is None:
        return
    heading = later.headings[0]
    if before is None:
        yield heading, f"还没有{earlier.label}，不能填{later.label}：请先填“{earlier.headings[0]}”。"
        return
    if after < before:
        yield heading, f"{heading} {after} 早于{earlier.headings[0]} {before}，请核对。"


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of a project as far as it is on record."""

    stage: Stage
    on: datetime.date | None
    document: str
    amount: Decimal | None

    @property
    def label(self) -> str:
        return self.stage.label

    @property
    def is_scored(self) -> bool:
        """Whether the figure is a score and not a sum."""
        return self.stage is LAST

    @property
    def done(self) -> bool:
        return self.on is not None


def steps(project: Project) -> list[Step]:
    return [Step(stage, *(getattr(project, name) for name in stage.attributes)) for stage in STAGES]


def reached(project: Project) -> Step:
    """The last stage that is on record; 立项 always is."""
    return [step for step in steps(project) if step.done][-1]


def limits(on: datetime.date) -> dict[str, StageLimit]:
    """By stage the limit in force that day."""
    return {limit.stage: limit for limit in StageLimit.objects.filter(since__lte=on).order_by("since")}


@dataclass(frozen=True, slots=True)
class Late:
    """A project whose next stage is overdue."""

    project: Project
    step: Step
    limit: StageLimit
    days: int


def late(projects: Iterable[Project], on: datetime.date) -> list[Late]:
    """Those that have stood still for longer than the limit of their stage, the longest first."""
    known = limits(on)
    found = [one for project in projects if (one := _late(project, on, known)) is not None]
    return sorted(found, key=lambda one: (-one.days, one.project.name))


def _late(project: Project, on: datetime.date, known: Mapping[str, StageLimit]) -> Late | None:
    step = reached(project)
    limit = known.get(step.stage.key)
    if project.is_finished or limit is None or step.on is None:
        return None
    days = (on - step.on).days
    return Late(project, step, limit, days) if days > limit.days else None
