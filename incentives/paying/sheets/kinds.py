"""Which sheets a batch has."""

from collections.abc import Callable

from dingnan_sw.lib.paper import Sheet
from incentives.paying.models import Batch
from incentives.paying.sheets.allowances import allowance_sheet
from incentives.paying.sheets.bonuses import bonus_sheet
from incentives.paying.sheets.changes import change_sheet
from incentives.paying.sheets.notices import notice_sheet
from incentives.paying.vocabulary import Item

ROSTERS = {Item.BONUS: ("考试奖励汇总表", bonus_sheet), Item.ALLOWANCE: ("职业津贴发放花名册", allowance_sheet)}


def made(batch: Batch) -> dict[str, tuple[str, Callable[[Batch], Sheet]]]:
    """The sheets of a batch by their kind: (label, maker)."""
    return {
        "roster": ROSTERS[Item(batch.kind)],
        "changes": ("增减变动表", change_sheet),
        "notice": ("公示", notice_sheet),
    }
