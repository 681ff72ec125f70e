"""职业津贴发放花名册: a row for each person of a batch, their months added up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from dingnan_sw.lib.dates import Month
from dingnan_sw.lib.paper import NUMBER, PaperColumn, Sheet, column, numbered
from incentives.papers import ACCOUNT, ID, places
from incentives.paying.models import Batch, Line
from incentives.paying.settling import never_received_by
from incentives.paying.sheets.frame import head_of, settling_notes
from incentives.paying.vocabulary import LineKind
from incentives.rules.vocabulary import NOTHING
from positions.access import EVERYTHING
from positions.models import Unit
from talent.models import Person
from talent.vocabulary import SHORT_LEVELS, Level


@dataclass(slots=True)
class AllowanceRow:
    """A person's months of a batch, added up."""

    person: Person
    unit: str
    place: str
    level: int
    standard: Decimal
    first: Month
    last: Month
    months: int
    sums: dict[LineKind, Decimal]
    set_off: Decimal
    owed: Decimal
    never_received: Decimal

    @property
    def net(self) -> Decimal:
        return sum(self.sums.values(), NOTHING)

    @property
    def paid(self) -> Decimal:
        """What is paid of the net and of what is owed back: nobody is paid less than nothing, nor what was set off when the
        batch was sent; what is taken back of money that never reached them is owed, and settled by that money."""
        return max(self.net + self.owed - self.set_off, NOTHING)

    @property
    def note(self) -> str:
        if self.net + self.owed < 0:
            return "不足扣回"  # the batch is not sent yet
        told = (
            ("扣回以退票冲抵", self.never_received),
            ("转追回", self.owed - self.never_received),
            ("冲抵", self.set_off),
        )
        return "，".join(f"{words} {amount:,.2f} 元" for words, amount in told if amount)


def allowance_sheet(batch: Batch) -> Sheet:
    rows = _allowance_rows(batch)
    return Sheet(
        title="社会工作专业人才职业津贴发放花名册",
        columns=_allowance_columns(),
        rows=numbered(rows),
        notes=[
            "依据：定办字〔2020〕41号 三（二）。月标准为最近一个月的标准；补发、扣回的月份和原因见明细。",
            *settling_notes(batch),
        ],
        in_words=True,
        summary=f"{len(rows):,} 人",
        **head_of(batch),
    )


def _allowance_rows(batch: Batch) -> list[AllowanceRow]:
    lines = Line.objects.filter(batch=batch).order_by("person_id", "month")
    by_person: dict[int, list[Line]] = {}
    for line in lines.iterator(2000):
        by_person.setdefault(line.person_id, []).append(line)
    people = Person.objects.in_bulk(list(by_person))
    units = dict(Unit.objects.values_list("pk", "name"))
    place = places(EVERYTHING, batch.through)
    off = dict(batch.set_off.order_by().values_list("receivable__person").annotate(sum=Sum("amount")))
    owed = dict(batch.receivables.values_list("person", "amount"))
    settled = (off, owed, never_received_by(batch))
    rows = [
        _allowance_row(people[pk], some, units, place, tuple(of.get(pk, NOTHING) for of in settled))
        for pk, some in by_person.items()
    ]
    return sorted(rows, key=lambda row: (row.unit, row.person.name, row.person.pk))


def _allowance_row(
    person: Person,
    lines: Sequence[Line],
    units: dict[int, str],
    place: Callable[[int, int | None, str], str],
    settled: tuple[Decimal, ...],
) -> AllowanceRow:
    newest = lines[-1]
    sums = dict.fromkeys(LineKind, NOTHING)
    for line in lines:
        sums[LineKind(line.kind)] += line.amount
    return AllowanceRow(
        person,
        units.get(newest.unit_id or 0, ""),
        place(person.pk, newest.unit_id, newest.basis),
        newest.level,
        newest.new or newest.old,
        Month.of(lines[0].month),
        Month.of(newest.month),
        len(lines),
        sums,
        *settled,
    )


def _allowance_columns() -> tuple[PaperColumn, ...]:
    return (
        NUMBER,
        column("姓名", lambda row: row.person.name),
        column("身份证号", lambda row: row.person.id_number, "code", ID),
        column("工作单位", lambda row: row.unit, width=30, wrap=True),
        column("岗位", lambda row: row.place, width=24, wrap=True),
        column("证书级别", lambda row: SHORT_LEVELS[Level(row.level)], width=8),
        column("月标准（元）", lambda row: row.standard, "money", 9),
        column("起发年月", lambda row: str(row.first), width=9),
        column("止发年月", lambda row: str(row.last), width=9),
        column("月数", lambda row: row.months, "integer", 6),
        column("应发（元）", lambda row: row.sums[LineKind.NORMAL], "money", total=True),
        column("补发（元）", lambda row: row.sums[LineKind.ARREARS], "money", total=True),
        column("扣回（元）", lambda row: row.sums[LineKind.RECOVERY], "money", total=True),
        column("实发（元）", lambda row: row.paid, "money", total=True),
        column("开户行", lambda row: row.person.bank_name, width=26, wrap=True),
        column("账号", lambda row: row.person.bank_account, "code", ACCOUNT),
        column("签名", lambda row: "　" * 4, width=8),
        column("备注", lambda row: row.note, width=10, wrap=True),
    )
