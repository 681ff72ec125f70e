"""What the sheets of a batch share: their head, and the notes on what is set off or owed back."""

from decimal import Decimal
from typing import Any

from dingnan_sw.lib.paper.sheet import SIGNATURES
from incentives.paying.models import Batch
from incentives.paying.request import Funds, funds_of
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
    funds = funds_of(batch)
    notes = _settled_notes(funds) if batch.is_posted else _expected_notes(funds)
    return [words for amount, words in notes if amount]


def _settled_notes(funds: Funds) -> list[tuple[Decimal, str]]:
    off, unpaid, owed = (f"{amount:,.2f} 元" for amount in (funds.set_off, funds.never_received, funds.owed_back))
    return [
        (funds.set_off, f"本批冲抵以前的追回款 {off}，实际支付相应减少。"),
        (funds.never_received, f"扣回中有 {unpaid}以前退票、没有付到本人，以退票冲抵，不从应发中减去。"),
        (funds.owed_back, f"净额不足扣回的 {owed}转为追回款，不在本批支付。"),
    ]


def _expected_notes(funds: Funds) -> list[tuple[Decimal, str]]:
    off, unpaid = (f"{amount:,.2f} 元" for amount in (funds.set_off, funds.never_received))
    return [
        (funds.set_off, f"送财政时先冲抵以前的追回款（现在是 {off}），实际支付相应减少；本表没有减去。"),
        (
            funds.never_received,
            f"扣回中以前退票、没有付到本人的（现在是 {unpaid}），送财政时以退票冲抵，不从应发中减去；本表减去了。",
        ),
    ]
