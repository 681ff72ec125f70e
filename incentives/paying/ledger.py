"""入账: a batch's lines become entries, in one statement each way; and what the ledger holds, summed."""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from incentives.paying.flow import State
from incentives.paying.models import Batch, Entry, Line, Step
from incentives.refusals import Refused

# What a line takes back: the live payment of its slot, which must be what the line says was paid.
REVERSE = """
    INSERT INTO paying_entry (batch_id, line_id, person_id, item, level, month, year, unit_id, nth, kind, amount, reverses_id)
    SELECT l.batch_id, l.id, p.person_id, p.item, p.level, p.month, p.year, p.unit_id, p.nth, 'reversal', -p.amount, p.id
    FROM paying_line l JOIN paying_entry p ON p.kind = 'pay' AND p.person_id = l.person_id AND p.item = l.item
        AND p.month IS NOT DISTINCT FROM l.month AND (l.month IS NOT NULL OR p.level = l.level) AND p.amount = l.old
        AND NOT EXISTS (SELECT 1 FROM paying_entry r WHERE r.reverses_id = p.id)
    WHERE l.batch_id = %(batch)s AND l.old > 0
    ORDER BY l.id
"""
# What a line pays: the first payment of its slot, or the one after the last reversal.
PAY = """
    INSERT INTO paying_entry (batch_id, line_id, person_id, item, level, month, year, unit_id, nth, kind, amount, after_id)
    SELECT l.batch_id, l.id, l.person_id, l.item, l.level, l.month, COALESCE(extract(year FROM l.month)::int, b.year),
        l.unit_id, COALESCE(r.nth + 1, 0), 'pay', l.new, r.id
    FROM paying_line l JOIN paying_batch b ON b.id = l.batch_id
    LEFT JOIN LATERAL (
        SELECT e.id, e.nth FROM paying_entry e WHERE e.kind = 'reversal' AND e.person_id = l.person_id AND e.item = l.item
            AND e.month IS NOT DISTINCT FROM l.month AND (l.month IS NOT NULL OR e.level = l.level)
        ORDER BY e.nth DESC LIMIT 1
    ) r ON true
    WHERE l.batch_id = %(batch)s AND l.new > 0
    ORDER BY l.id
"""


def post(batch: Batch) -> None:
    """All lines of an approved batch, or none.

    Raises:
        Refused: what a line takes to be paid is not what the ledger holds any more.
    """
    taken_back = Line.objects.filter(batch=batch, old__gt=0).count()
    words = f"第 {batch.number} 批生成以后账上又有变动，不能入账：请作废后重新生成。"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(REVERSE, {"batch": batch.pk})
            if cursor.rowcount != taken_back:
                raise Refused("ledger_changed", words)
            cursor.execute(PAY, {"batch": batch.pk})
    except IntegrityError as error:
        raise Refused("ledger_changed", words) from error


def paid_in_year(year: int) -> dict[tuple[str, Any], Decimal]:
    """What batches sent to finance came to by item and month (None: bonuses), for the months and exam years of the year."""
    sums = Entry.objects.filter(year=year).values_list("item", "month").annotate(sum=Sum("amount")).order_by()
    return {(item, month): total for item, month, total in sums}


def sent_for_other_years(year: int, item: str) -> Decimal:
    """What batches that were sent to finance in the calendar year came to for months and exam years of others."""
    sent = Step.objects.filter(state=State.SENT, on__year=year).values("batch")
    entries = Entry.objects.filter(batch__in=sent, item=item).exclude(year=year)
    return entries.aggregate(sum=Sum("amount", default=Decimal()))["sum"]
