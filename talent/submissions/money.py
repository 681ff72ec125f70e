"""Where the money goes: an approval that changes a recorded bank account is asked about again."""

from collections.abc import Iterable
from typing import Any

from dingnan_sw.lib.dates import today
from positions.fresh import proved_lately
from talent.submissions import approval, presentation
from talent.submissions.models import Submission


def wants_fresh(request: Any, chosen: Iterable[Submission]) -> bool:
    """Whether approving these changes where somebody is paid, and nobody has shown lately who sits there."""
    return not proved_lately(request) and any(_moves_money(plan) for plan in approval.plan(list(chosen), today()).all)


def _moves_money(plan: approval.Plan) -> bool:
    blocks = presentation.blocks(plan.submission, plan.statement)
    return any(cell.weighty for block in blocks for cell in block.cells)
