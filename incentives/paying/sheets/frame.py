"""What the sheets of a batch share: their head, and the notes on what is set off or owed back."""

from typing import Any

from django.db.models import Sum

from dingnan_sw.lib.paper.sheet import SIGNATURES
from incentives.paying.models import Batch
from incentives.paying.request import funds_of
from positions.models import Office


def head_of(batch: Batch) -> dict[str, Any]:
    office = Office.objects.on(batch.prepared_on)
    return {
        "unit": office.name,
        "period": f"{batch.period_words}（第 {batch.number} 批）",
        "made_on": batch.prepared_on,
        "signatures": (*SIGNATURES[:-1], office.seal or SIGNATURES[-1]),
    }


def settling_notes(batch: Batch) -> list[str]:
    set_off = funds_of(batch).set_off
    owed = batch.receivables.aggregate(sum=Sum("amount"))["sum"]
    notes = []
    if set_off and batch.is_posted:
        notes.append(f"本批冲抵以前的追回款 {set_off:,.2f} 元，实际支付相应减少。")
    elif set_off:
        notes.append(f"送财政时先冲抵以前的追回款（现在是 {set_off:,.2f} 元），实际支付相应减少；本表没有减去。")
    if owed:
        notes.append(f"净额小于零的 {owed:,.2f} 元转为追回款，不在本批支付。")
    return notes
