"""What must hold of a county's money at the end of each year, reckoned apart from the way in which it was paid.

What the facts give is decided by the rules anew, month by month and certificate by certificate, for everyone on the register.
"""

import hashlib
from collections import Counter
from decimal import Decimal
from io import BytesIO

from django.db import connection
from django.db.models import Sum
from python_calamine import CalamineWorkbook

from dingnan_sw.lib.dates import Month
from incentives import facts
from incentives.amendments.book import current_book
from incentives.paying import papers
from incentives.paying.models import Batch, Entry, Paper, Payment
from incentives.paying.vocabulary import Item, Result
from incentives.refusals import Refused
from incentives.rules.exam_bonus import exam_bonus
from incentives.rules.vocabulary import Outcome
from talent.models import Person
from tests.paying import histories
from tests.prove.decade import FIRST
from tests.words import amount_of

# What must be empty. A slot holds its one live payment, or nothing; a reversal takes back the whole of an earlier one.
SLOTS = """
    SELECT p.person_id, p.item, p.month FROM paying_entry p LEFT JOIN paying_entry r ON r.reverses_id = p.id
    GROUP BY p.person_id, p.item, p.month, CASE WHEN p.month IS NULL THEN p.level END
    HAVING sum(p.amount) <> coalesce(sum(p.amount) FILTER (WHERE p.kind = 'pay' AND r.id IS NULL), 0)
        OR count(*) FILTER (WHERE p.kind = 'pay' AND r.id IS NULL) > 1 """
WRONG_REVERSALS = """
    SELECT r.id FROM paying_entry r JOIN paying_entry p ON p.id = r.reverses_id WHERE r.amount <> -p.amount
        OR (r.person_id, r.item, r.month, r.level) IS DISTINCT FROM (p.person_id, p.item, p.month, p.level) """
# A batch's total is its lines, and once it is with finance its entries; voided and draft ones have none.
TOTALS = """
    SELECT b.number FROM paying_batch b
    LEFT JOIN (SELECT batch_id, sum(new - old) AS sum, count(*) FROM paying_line GROUP BY 1) l ON l.batch_id = b.id
    LEFT JOIN (SELECT batch_id, sum(amount) AS sum FROM paying_entry GROUP BY 1) e ON e.batch_id = b.id
    WHERE coalesce(l.sum, 0) <> b.total OR coalesce(l.count, 0) <> b.lines_count
        OR coalesce(e.sum, 0) <> CASE WHEN b.state IN ('sent', 'paying', 'returned', 'paid', 'archived') THEN b.total ELSE 0 END """
OWED = """
    SELECT r.id FROM paying_receivable r LEFT JOIN paying_settlement s ON s.receivable_id = r.id
    GROUP BY r.id HAVING r.balance <> r.amount - coalesce(sum(s.amount), 0) OR r.balance < 0 """
# Nothing is in the ledger that was not approved first, after its notice and by another than drew it.
UNAPPROVED = """
    SELECT b.number FROM paying_batch b WHERE b.id IN (SELECT batch_id FROM paying_entry) AND NOT EXISTS (
        SELECT FROM paying_step a JOIN paying_step s ON s.batch_id = a.batch_id AND s.state = 'sent' AND s.id > a.id
        WHERE a.batch_id = b.id AND a.state = 'approved' AND a.by_id = b.approver_id AND a.by_id <> b.preparer_id
            AND a."on" > b.notice_last) """
# No month stays paid to who had left, died, or lost the certificate: on its first day, or on the eve.
NOT_THERE = """
    WITH paid AS (
        SELECT person_id, month, month - 1 AS eve FROM paying_entry p
        WHERE item = 'allowance' AND kind = 'pay' AND NOT EXISTS (SELECT FROM paying_entry r WHERE r.reverses_id = p.id))
    SELECT person_id, month FROM paid WHERE NOT EXISTS (
        SELECT FROM talent_service s WHERE s.person_id = paid.person_id AND s.since <= month AND coalesce(s.until > month, true))
    UNION SELECT person_id, month FROM paid WHERE NOT EXISTS (
        SELECT FROM talent_service s WHERE s.person_id = paid.person_id AND s.since <= eve AND coalesce(s.until > eve, true))
    UNION SELECT person_id, month FROM paid WHERE NOT EXISTS (
        SELECT FROM talent_certificate c
        WHERE c.person_id = paid.person_id AND c.obtained_on <= eve AND coalesce(c.revoked_on > eve, true)) """
MUST_BE_EMPTY = {
    "一个格子的净额不是它唯一有效的支付": SLOTS, "冲销不等于原支付": WRONG_REVERSALS, "批次合计": TOTALS, "追回余额": OWED,
    "没有审批就入账": UNAPPROVED, "离开以后还有津贴": NOT_THERE,
}  # fmt: skip

# A person's allowances in one text, as Reckoning._owed writes what the facts give.
ALLOWANCES = """
    SELECT person_id, string_agg(to_char(month, 'YYYY-MM') || ' ' || sum, ',' ORDER BY month) FROM (
        SELECT person_id, month, sum(amount) AS sum FROM paying_entry WHERE item = 'allowance' GROUP BY 1, 2 HAVING sum(amount) <> 0
    ) slots GROUP BY 1 """
# All that a batch with finance says, and each of its lines.
LINES = """
    SELECT b.number, md5(concat(b.total, b.lines_count, b.people_count, b.book, b.prepared_on, b.preparer_id, b.reviewer_id,
        b.approver_id, string_agg(l::text, ',' ORDER BY l.id)))
    FROM paying_batch b LEFT JOIN paying_line l ON l.batch_id = b.id
    WHERE b.state IN ('sent', 'paying', 'returned', 'paid', 'archived') GROUP BY b.id """


class Reckoning:
    """One county's; it remembers what it saw at the end of the years before."""

    def __init__(self, county):
        self.county = county
        self.decided, self.lines, self.papers = {}, {}, {}

    def wrong(self, year):
        """What does not hold at the end of the year, in words; the sums of money last."""
        register, book = _register(), current_book()
        found = [name for name, statement in MUST_BE_EMPTY.items() if _rows(statement)]
        found += [f"津贴账与登记不符：{odd}" for odd in self.allowances(year, register, book)]
        found += [f"奖励账与登记不符：{odd}" for odd in self.bonuses(year, register, book)]
        found += [f"已送财政的第 {number} 批变了" for number in self.altered_batches()]
        found += self.papers_wrong(year)
        found += [] if conserved() else ["批次、支付、冲抵和追回不平"]
        return [f"{year} {words}" for words in found]

    # The ledger is what the facts give ------------------------------------------------------------------------------------

    def allowances(self, year, register, book):
        """People whose months to the end of the year are not what the facts give."""
        held = dict(_rows(ALLOWANCES))
        holders = {pk: known for pk, known in register.items() if known.certificates}
        owed = {pk: self._owed(pk, known, book, Month(year, 12)) for pk, known in holders.items()}
        odd = [pk for pk in {**owed, **held} if owed.get(pk, "") != held.get(pk, "")]
        return [(pk, sorted({*owed.get(pk, "").split(",")} ^ {*held.get(pk, "").split(",")})[:3]) for pk in odd[:3]]

    def _owed(self, pk, known, book, last):
        """The months from the first, each decided; again only where the facts or the book are others than at the last reckoning."""
        before, text, through = self.decided.get(pk, (None, "", None))
        if before != (known, book.digest):
            text, through = "", None
        months = (through.plus(1) if through else Month(FIRST, 1)).through(last)
        decided = [(month, histories.decision(known, month, book)) for month in months]
        fresh = [f"{month} {one.amount:.2f}" for month, one in decided if one.outcome is Outcome.PAYABLE]
        text = ",".join([*filter(None, [text]), *fresh])
        self.decided[pk] = (known, book.digest), text, last
        return text

    def bonuses(self, year, register, book):
        """Bonuses of the exam years of this year's batches that are not what the facts give: (person, level)."""
        years, held = self.county.bonus_years(year), _bonuses_held()
        owed = {
            (pk, fact.level): (found.amount, fact.exam_year)
            for pk, known in register.items()
            for fact in known.certificates
            if (found := exam_bonus(fact, known, book)).outcome is Outcome.PAYABLE
        }
        gone = Entry.objects.live().filter(item=Item.BONUS, year__in=years).values_list("person_id", "level")
        unpaid = [slot for slot, (amount, exam) in owed.items() if exam in years and held.get(slot) != amount]
        return [*unpaid, *(slot for slot in gone if slot not in owed)][:3]

    # What went out stays as it was ----------------------------------------------------------------------------------------

    def altered_batches(self):
        now = dict(_rows(LINES))
        altered = [number for number, digest in self.lines.items() if now.get(number) != digest]
        self.lines = {**now, **self.lines}
        return altered

    def papers_wrong(self, year):
        """All that were kept come back as they were; then one batch a year is put on paper, every fifth of allowances."""
        altered = [f"留存的文件 {paper.name} 变了" for paper in Paper.objects.all() if not self._is_as_it_was(paper)]
        kind = Item.BONUS if year % 5 else Item.ALLOWANCE
        batch = Batch.objects.posted().filter(kind=kind, lines_count__gt=0).order_by("number").last()
        return altered or (self._put_on_paper(batch) if batch else [])

    def _put_on_paper(self, batch):
        paper, again = (self.county.office.paper(batch, "roster", "xlsx") for _ in range(2))
        same = again == paper and self._is_as_it_was(paper)
        found = [] if same else [f"第 {batch.number} 批的表再要时是另一份"]
        return found + (
            [] if says_what_is_paid(batch, papers.read(paper)) else [f"第 {batch.number} 批表上的合计或大写不对"]
        )

    def _is_as_it_was(self, paper):
        try:
            digest = hashlib.sha256(papers.read(paper)).hexdigest()
        except Refused:
            return False
        return digest == self.papers.setdefault(paper.pk, digest) == paper.sha256


def says_what_is_paid(batch, data):
    """Whether the sums on the sheet are the batch's, the last also in words: what is paid of allowances, all of the bonuses."""
    sums, words = sums_on(data)
    if batch.kind == Item.BONUS:
        return sums["本次奖励金额（元）"] == words == batch.total
    ordered = Payment.objects.filter(batch=batch, round=1).aggregate(sum=Sum("amount"))["sum"] or 0
    total = sums["应发（元）"] + sums["补发（元）"] + sums["扣回（元）"]
    return (total, sums["实发（元）"], words) == (batch.total, ordered, ordered)


def sums_on(data):
    """The sums on a sheet by heading, and the one that stands in words."""
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    headings = next(row for row in rows if "姓名" in row)
    place = next(place for place, row in enumerate(rows) if str(row[0]).startswith("合计（大写）"))
    sums = {
        heading: Decimal(str(cell)).quantize(Decimal("0.01"))
        for heading, cell in zip(headings, rows[place - 1], strict=True)
        if isinstance(cell, float)
    }
    return sums, amount_of(rows[place][0].partition("：")[2])


def conserved():
    """Whether every yuan of a batch is received, waits, was set off or is owed back."""
    waiting = Payment.objects.filter(result=Result.WAITING).values_list("batch", "person").annotate(sum=Sum("amount"))
    held = Counter(histories.accounted())
    held.update({(batch, person): amount for batch, person, amount in waiting})
    return dict(held) == histories.due()


def _register():
    """The facts of everyone, by their keys; names and numbers stay sealed."""
    return {one.pk: facts.person_facts(one) for one in facts.with_facts(Person.objects.only("pk").order_by("pk"))}


def _bonuses_held():
    sums = (
        Entry.objects.filter(item=Item.BONUS).order_by().values_list("person_id", "level").annotate(sum=Sum("amount"))
    )
    return {(person, level): amount for person, level, amount in sums if amount}


def _rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
