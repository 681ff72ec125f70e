"""The tables and charts of the training page."""

from collections.abc import Sequence
from typing import Any

from dingnan_sw.lib import charts
from dingnan_sw.lib.table import Column, Table
from incentives.learning.rates import Rates, Share


def shares(found: Rates) -> dict[str, Any]:
    return {
        "towns": _table("镇", found.towns, found),
        "towns_chart": charts.bars("各镇在岗人员中当年已培训的", _bars(found.towns)),
        "kinds": _table("单位类别", found.kinds, found),
    }


def _table(word: str, rows: Sequence[Share], found: Rates) -> Table:
    columns = (
        Column("name", word, lambda share: share.name),
        Column("in_post", "在岗", lambda share: share.rate.in_post, "integer"),
        Column("trained", "已培训", lambda share: share.rate.trained, "integer"),
        Column("untrained", "未培训", lambda share: share.untrained, "integer"),
        Column("rate", "培训率（%）", lambda share: share.rate.rate, "decimal"),
    )
    whole = found.whole
    total = {
        "name": "合计（每人一次）",
        "in_post": whole.in_post,
        "trained": whole.trained,
        "untrained": found.untrained,
        "rate": whole.rate,
    }
    return Table(columns, rows, f"按{word}", total=total)


def _bars(rows: Sequence[Share]) -> list[charts.Bar]:
    return [charts.Bar(share.name, share.rate.trained, share.rate.in_post) for share in rows]
