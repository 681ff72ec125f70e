"""配备预测表 as it is filed: the months, the losses with who could take over, what the towns need."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from dingnan_sw.lib.paper import NUMBER, Folder, PaperColumn, Sheet, column, numbered
from incentives.forecast.ahead import Outlook, outlook
from incentives.forecast.sweep import Loss, Need
from incentives.forecast.tables import STEPS
from incentives.rules.rulebook import RuleBook
from positions.access import Scope
from positions.lists import filed_by

TITLE = "岗位与持证人才配备预测表"


def forecast_folder(scope: Scope, book: RuleBook, on: datetime.date, day: str) -> Folder:
    """三（二）、一（一）: two years from that day on."""
    found = outlook(datetime.date.fromisoformat(day), book)
    last = found.forecast.months[-1]
    period = f"{found.on}至{last.on}"

    def sheet(part: str, columns: Sequence[PaperColumn], rows: Sequence[Any], **more: Any) -> Sheet:
        title, unit = f"{TITLE}（{part}）", filed_by(scope, on)
        return Sheet(title=title, unit=unit, period=period, made_on=on, columns=columns, rows=numbered(rows), **more)

    losses = found.forecast.losses
    return Folder(
        title=TITLE,
        period=period,
        made_on=on,
        sheets=(
            sheet("逐月", _month_columns(found), [found.forecast.now, *found.forecast.months], notes=_notes(found)),
            sheet("失去配备", _loss_columns(), losses, summary=f"{len(losses)} 项"),
            sheet("各镇", _town_columns(), found.towns),
        ),
    )


def _notes(found: Outlook) -> list[str]:
    return [
        "依据：定办字〔2020〕41号 一（一）、三（二）。按登记的任职、上岗、岗位备案的终止日期、证书撤销日期和法定退休年龄推算，"
        "没有登记的变动不在内。",
        f"现在：城乡社区 {found.forecast.now.totals.count} 个，有持证人员 {found.forecast.now.totals.staffed} 个，"
        f"已设岗 {found.forecast.now.totals.posted} 个。",
    ]


def _month_columns(found: Outlook) -> tuple[PaperColumn, ...]:
    def lost(need: Need) -> Callable[[Any], int | None]:
        return lambda end: found.forecast.lost_in(end.month, need) if end.month else None

    return (
        NUMBER,
        column("月末", lambda end: end.words, width=20),
        column("有持证人员的社区（村）", lambda end: end.totals.staffed, "integer"),
        column("已设岗的社区（村）", lambda end: end.totals.posted, "integer"),
        column("两项都有", lambda end: end.totals.both, "integer"),
        column("全县在职持证人数", lambda end: end.ratio.holders, "integer"),
        column("千分比（‰）", lambda end: end.ratio.per_mille, "decimal"),
        column("失去持证人员", lost(Need.HOLDER), "integer", total=True),
        column("失去岗位", lost(Need.POST), "integer", total=True),
    )


def _loss_columns() -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("月份", lambda loss: loss.month, "month"),
        column("社区（村）", lambda loss: loss.community.name, width=30, wrap=True),
        column("所属镇", lambda loss: loss.community.town, width=16),
        column("失去", lambda loss: loss.need.value, width=12),
        column("人员或岗位", lambda loss: loss.who, width=16, wrap=True),
        column("原因", lambda loss: loss.why, width=36, wrap=True),
        column("依据", lambda loss: loss.source, width=24, wrap=True),
        column("可以接替的持证人员", _next, width=48, wrap=True),
    )


def _next(loss: Loss) -> str:
    if loss.need in STEPS:
        return STEPS[loss.need]
    return "；".join(f"{one.span.who}（{one.why}）" for one in loss.candidates) or "同镇没有"


def _town_columns() -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("镇", lambda one: one.town, width=16),
        column("社区（村）常住人口", lambda one: one.ratio.population, "integer", total=True),
        column("在职持证人数", lambda one: one.ratio.holders, "integer"),
        column("千分比（‰）", lambda one: one.ratio.per_mille, "decimal"),
        column("达到目标还要取证", lambda one: one.ratio.needed, "integer", total=True),
        column("没有持证人员的社区（村）", lambda one: len(one.without), "integer", total=True),
        column("是哪些", lambda one: "、".join(c.facts.name for c in one.without), width=60, wrap=True),
        column("说明", lambda one: one.population_note, width=24, wrap=True),
    )
