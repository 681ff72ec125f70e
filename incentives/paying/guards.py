"""What the database itself holds about batches and the ledger, as triggers: whoever writes, and however."""

import pgtrigger

from dingnan_sw.audit.protect import refusal

# Statement triggers see all rows of a statement at once, so that a million lines cost one join and not a million look-ups.
_LINES_OUTSIDE_A_DRAFT = """
    IF EXISTS (SELECT 1 FROM {rows} r JOIN paying_batch b ON b.id = r.batch_id WHERE b.state <> 'draft')
    THEN {refuse}
    END IF;
    RETURN NULL;
"""
_LOCKED = refusal("复核以后批次的明细不能再改。", "lines_of_a_draft_alone")

lines_come_with_a_draft = pgtrigger.Trigger(
    name="come_with_a_draft",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="added"),
    func=_LINES_OUTSIDE_A_DRAFT.format(rows="added", refuse=_LOCKED),
)
lines_go_with_a_draft = pgtrigger.Trigger(
    name="go_with_a_draft",
    when=pgtrigger.After,
    operation=pgtrigger.Delete,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(old="gone"),
    func=_LINES_OUTSIDE_A_DRAFT.format(rows="gone", refuse=_LOCKED),
)

# An entry is what an approved line of its batch says, in the slot that the line names; a reversal takes back exactly the payment
# it names, and a payment into a slot used before follows the reversal of the one before it.
entries_are_approved = pgtrigger.Trigger(
    name="are_approved",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="added"),
    func=f"""
    IF EXISTS (
        SELECT 1 FROM added a JOIN paying_batch b ON b.id = a.batch_id WHERE b.state <> 'approved' OR b.approver_id IS NULL
    ) OR EXISTS (
        SELECT 1 FROM added a LEFT JOIN paying_line l ON l.id = a.line_id
            AND l.batch_id = a.batch_id AND l.person_id = a.person_id AND l.item = a.item
            AND l.month IS NOT DISTINCT FROM a.month
            AND (CASE WHEN a.kind = 'pay' THEN l.new = a.amount AND l.level = a.level ELSE l.old = -a.amount END)
        WHERE l.id IS NULL
    ) THEN {refusal("账上只能记入已审批批次的明细。", "entry_is_approved")}
    END IF;
    IF EXISTS (
        SELECT 1 FROM added a LEFT JOIN paying_entry p ON p.id = a.reverses_id
            AND p.kind = 'pay' AND p.person_id = a.person_id AND p.item = a.item AND p.level = a.level
            AND p.month IS NOT DISTINCT FROM a.month AND p.nth = a.nth AND p.amount = -a.amount
        WHERE a.kind = 'reversal' AND p.id IS NULL
    ) THEN {refusal("冲销应与原入账的人、项目、月份、金额完全一致。", "reversal_of_a_payment")}
    END IF;
    IF EXISTS (
        SELECT 1 FROM added a LEFT JOIN paying_entry r ON r.id = a.after_id
            AND r.kind = 'reversal' AND r.person_id = a.person_id AND r.item = a.item
            AND (a.item = 'allowance' OR r.level = a.level)
            AND r.month IS NOT DISTINCT FROM a.month AND r.nth = a.nth - 1
        WHERE a.kind = 'pay' AND a.nth > 0 AND r.id IS NULL
    ) THEN {refusal("同一人同一项目已经入账，未冲销前不能再记。", "payment_after_its_reversal")}
    END IF;
    RETURN NULL;
    """,
)

# A batch is paper from its review on, and takes the steps in their order alone.
batch_is_paper = pgtrigger.Trigger(
    name="is_paper",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""
    IF (OLD.number, OLD.kind, OLD.year, OLD.first, OLD.through, OLD.created) IS DISTINCT FROM
       (NEW.number, NEW.kind, NEW.year, NEW.first, NEW.through, NEW.created)
    OR OLD.state <> 'draft' AND
       (OLD.preparer_id, OLD.prepared_on, OLD.known_at, OLD.cut, OLD.book, OLD.amendments, OLD.total, OLD.lines_count,
        OLD.people_count) IS DISTINCT FROM
       (NEW.preparer_id, NEW.prepared_on, NEW.known_at, NEW.cut, NEW.book, NEW.amendments, NEW.total, NEW.lines_count,
        NEW.people_count)
    OR OLD.reviewer_id IS NOT NULL AND OLD.reviewer_id IS DISTINCT FROM NEW.reviewer_id
    OR OLD.approver_id IS NOT NULL AND OLD.approver_id IS DISTINCT FROM NEW.approver_id
    OR OLD.notice_first IS NOT NULL AND
       (OLD.notice_first, OLD.notice_last) IS DISTINCT FROM (NEW.notice_first, NEW.notice_last)
    THEN {refusal("复核以后批次不能再改。", "batch_is_paper")}
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'reviewed'), ('reviewed', 'published'), ('published', 'approved'), ('approved', 'sent'),
        ('sent', 'paying'), ('returned', 'paying'), ('paying', 'paid'), ('paying', 'returned'), ('paid', 'archived'),
        ('returned', 'paid'), ('paid', 'returned'), ('archived', 'returned'),
        ('draft', 'voided'), ('reviewed', 'voided'), ('published', 'voided'), ('approved', 'voided'))
    OR OLD.state <> NEW.state AND NEW.state = 'voided' AND EXISTS (SELECT 1 FROM paying_entry e WHERE e.batch_id = NEW.id)
    THEN {refusal("批次不能这样变更状态。", "batch_takes_its_steps")}
    END IF;
    RETURN NEW;
    """,
)

# What was ordered stays ordered, and what the bank answered stays answered; only a success can turn into money that came back.
payment_is_final = pgtrigger.Trigger(
    name="is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""
    IF (OLD.batch_id, OLD.person_id, OLD.round, OLD.amount) IS DISTINCT FROM
       (NEW.batch_id, NEW.person_id, NEW.round, NEW.amount)
    OR OLD.result <> 'waiting' AND OLD IS DISTINCT FROM NEW AND NOT (
        OLD.result = 'succeeded' AND NEW.result = 'failed' AND
        to_jsonb(OLD) - ARRAY['result', 'reason', 'answered'] = to_jsonb(NEW) - ARRAY['result', 'reason', 'answered'])
    THEN {refusal("支付结果登记以后不能再改。", "payment_is_final")}
    END IF;
    RETURN NEW;
    """,
)
# What came back from the bank of a person's money and stays unpaid, as far as nothing was set off against it.
_GIVEN_UP = """COALESCE((
            SELECT sum(p.amount - COALESCE((SELECT sum(s.amount) FROM paying_settlement s WHERE s.payment_id = p.id), 0))
            FROM paying_payment p JOIN paying_cancellation c ON c.payment_id = p.id WHERE p.person_id = a.person_id), 0)"""
# What was ordered first is a person's net of an approved batch less what was set off, and with it what is taken back of money that
# never reached them: all of it; what is ordered again is what came back of the order before it, less what was set off since.
orders_are_owed = pgtrigger.Trigger(
    name="are_owed",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="added"),
    func=f"""
    IF EXISTS (
        SELECT 1 FROM added a JOIN paying_batch b ON b.id = a.batch_id
        CROSS JOIN LATERAL (
            SELECT sum(l.new - l.old) AS net, sum(GREATEST(l.old - l.new, 0)) AS taken
            FROM paying_line l WHERE l.batch_id = a.batch_id AND l.person_id = a.person_id
        ) l
        CROSS JOIN LATERAL (
            SELECT COALESCE(sum(s.amount) FILTER (WHERE s.batch_id = a.batch_id), 0) AS off,
                COALESCE(sum(s.amount) FILTER (WHERE r.batch_id = a.batch_id AND s.payment_id IS NOT NULL), 0) AS unpaid
            FROM paying_settlement s JOIN paying_receivable r ON r.id = s.receivable_id WHERE r.person_id = a.person_id
        ) s
        WHERE a.round = 1 AND (b.state <> 'approved' OR a.amount IS DISTINCT FROM l.net - s.off + s.unpaid
            OR LEAST(l.taken - s.unpaid, {_GIVEN_UP}) > 0)
    ) THEN {refusal("支付的金额应等于批次净额减去冲抵，加上扣回的没有付到本人的退票。", "order_is_owed")}
    END IF;
    PERFORM 1 FROM paying_payment p JOIN added a ON a.batch_id = p.batch_id AND a.person_id = p.person_id
        WHERE a.round > 1 AND p.round < a.round FOR UPDATE OF p;
    IF EXISTS (
        SELECT 1 FROM added a JOIN paying_batch b ON b.id = a.batch_id
        LEFT JOIN LATERAL (
            SELECT p.* FROM paying_payment p WHERE p.batch_id = a.batch_id AND p.person_id = a.person_id AND p.round < a.round
            ORDER BY p.round DESC LIMIT 1
        ) p ON true
        WHERE a.round > 1 AND (b.state <> 'returned' OR p.result IS DISTINCT FROM 'failed'
            OR EXISTS (SELECT 1 FROM paying_cancellation c WHERE c.payment_id = p.id)
            OR a.amount IS DISTINCT FROM p.amount - COALESCE(
                (SELECT sum(s.amount) FROM paying_settlement s WHERE s.payment_id = p.id), 0))
    ) THEN {refusal("再次支付的金额应等于退票减去冲抵。", "order_repeats_what_came_back")}
    END IF;
    RETURN NULL;
    """,
)
# Of money that came back, and was not ordered again since; the lock lets two that settle it at once see each other.
_CAME_BACK = """
    PERFORM 1 FROM paying_payment p WHERE p.id = NEW.payment_id FOR UPDATE;
    IF NOT EXISTS (
        SELECT 1 FROM paying_payment p WHERE p.id = NEW.payment_id AND p.result = 'failed' AND NOT EXISTS (
            SELECT 1 FROM paying_payment q WHERE q.batch_id = p.batch_id AND q.person_id = p.person_id AND q.round > p.round)
        {more}
    ) THEN {refuse}
    END IF;
    RETURN NULL;
"""
of_what_came_back = pgtrigger.Trigger(
    name="of_what_came_back",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func=_CAME_BACK.format(more="", refuse=refusal("只有没有再付的退票才能不再支付。", "of_what_came_back")),
)
set_off_once = pgtrigger.Trigger(
    name="set_off_once",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Q(new__payment__isnull=False),
    func=_CAME_BACK.format(
        more="""AND p.person_id = (SELECT r.person_id FROM paying_receivable r WHERE r.id = NEW.receivable_id)
        AND p.amount >= (SELECT sum(s.amount) FROM paying_settlement s WHERE s.payment_id = p.id)""",
        refuse=refusal("退票冲抵的金额不能多于没有再付的退票。", "set_off_once"),
    ),
)

# What is owed back is what an approved batch comes to below nothing, or what it takes back of money that never reached the person.
receivables_are_owed = pgtrigger.Trigger(
    name="are_owed",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="added"),
    func=f"""
    IF EXISTS (
        SELECT 1 FROM added a JOIN paying_batch b ON b.id = a.batch_id
        WHERE b.state <> 'approved' OR a.balance <> a.amount OR a.amount IS DISTINCT FROM (
            SELECT GREATEST(sum(l.old - l.new), LEAST(sum(GREATEST(l.old - l.new, 0)), {_GIVEN_UP}))
            FROM paying_line l WHERE l.batch_id = a.batch_id AND l.person_id = a.person_id)
    ) THEN {refusal("追回款应等于批次中低于零的净额，或扣回的没有付到本人的退票。", "receivable_is_owed")}
    END IF;
    RETURN NULL;
    """,
)

# The balance follows its settlements, and nothing else moves it.
balance_follows = pgtrigger.Trigger(
    name="lessen_the_balance",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func="UPDATE paying_receivable SET balance = balance - NEW.amount WHERE id = NEW.receivable_id; RETURN NULL;",
)
balance_is_earned = pgtrigger.Trigger(
    name="balance_is_earned",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""
    IF (OLD.batch_id, OLD.person_id, OLD.amount) IS DISTINCT FROM (NEW.batch_id, NEW.person_id, NEW.amount)
    OR NEW.balance <> NEW.amount - COALESCE(
        (SELECT sum(s.amount) FROM paying_settlement s WHERE s.receivable_id = NEW.id), 0)
    THEN {refusal("追回款的余额只随冲抵和退回变动。", "balance_is_earned")}
    END IF;
    RETURN NEW;
    """,
)


# What was objected stays as it was written down, and an answer is given once.
objection_is_final = pgtrigger.Trigger(
    name="is_final",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""
    IF OLD.answered_at IS NOT NULL OR (OLD.batch_id, OLD."on", OLD.raised_by, OLD.text, OLD.recorded_by_id) IS DISTINCT FROM
       (NEW.batch_id, NEW."on", NEW.raised_by, NEW.text, NEW.recorded_by_id)
    THEN {refusal("异议和答复登记以后不能再改。", "objection_is_final")}
    END IF;
    RETURN NEW;
    """,
)


def append_only() -> pgtrigger.Protect:
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def never_deleted() -> pgtrigger.Protect:
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


def never_changed() -> pgtrigger.Protect:
    return pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)
